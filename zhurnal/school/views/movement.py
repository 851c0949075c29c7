"""Enrolment, transfer and departure by orders."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who
from zhurnal.people.models import Person

from .. import actions, queries
from ..forms import EnrolForm, ExpelForm, TransferForm
from ..models import Group, Membership
from .classes import crumbs_of
from .common import done, form_page


def enrol(request: HttpRequest, klass: Group) -> HttpResponse:
    """Enrol people of the list, or a new person, into the class."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = EnrolForm(request.POST or None, who=who)

    def act() -> None:
        values = form.cleaned_data
        actions.admit(
            who, klass, list(values["people"]), new=form.new_person(), since=values["since"], order=form.order()
        )

    if done(form, act):
        messages.success(request, "Зачисление записано. Если класс делится на подгруппы, распределите новых учеников.")
        return redirect("school:class", pk=klass.pk)
    context = {
        "klass": klass,
        "form": form,
        "candidates": form.fields["people"].queryset.exists(),  # type: ignore[attr-defined]
        "crumbs": [{"title": title, "url": url} for title, url in crumbs_of(klass, who)],
    }
    return render(request, "school/enrol.html", context)


def _stay(person: Person) -> Membership:
    """The student's present or coming stay in a class, else 404."""
    row = queries.stay_of(person, clock.today())
    if row is None:
        raise Http404
    return row


def transfer(request: HttpRequest, person: Person) -> HttpResponse:
    """Transfer a student to another class of the year."""
    who: Who = request.who  # type: ignore[attr-defined]
    stay = _stay(person)
    form = TransferForm(request.POST or None, who=who, year=stay.group.year)

    def act() -> None:
        values = form.cleaned_data
        actions.transfer(who, person, values["to"], since=values["since"], order=form.order())

    if done(form, act):
        messages.success(request, f"{person.call_name}: перевод записан. Распределите по подгруппам нового класса.")
        return redirect("school:class", pk=form.cleaned_data["to"].pk)
    return form_page(
        request,
        form,
        title=f"Перевод: {person.call_name}",
        action="Записать перевод",
        back=reverse("school:class", args=[stay.group_id]),
        crumbs=crumbs_of(stay.group, who),
        lead="В прежнем классе и его подгруппах ученик числится по день накануне; отметки остаются при нём.",
        tab="classes",
    )


def expel(request: HttpRequest, person: Person) -> HttpResponse:
    """End a student's stay at the school."""
    who: Who = request.who  # type: ignore[attr-defined]
    stay = _stay(person)
    form = ExpelForm(request.POST or None)
    if done(form, lambda: actions.expel(who, person, on=form.cleaned_data["since"], order=form.order())):
        messages.success(request, f"{person.call_name}: отчисление записано. Прошлые записи остаются в журнале.")
        return redirect("school:class", pk=stay.group_id)
    return form_page(
        request,
        form,
        title=f"Отчисление: {person.call_name}",
        action="Записать отчисление",
        back=reverse("school:class", args=[stay.group_id]),
        crumbs=crumbs_of(stay.group, who),
        lead="После последнего дня ученик исчезнет из списков новых уроков; его отметки и пропуски сохранятся.",
        tab="classes",
    )
