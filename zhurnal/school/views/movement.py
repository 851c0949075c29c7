"""Enrolment, transfer and departure by orders, one at a time; the movement of the school; those who left."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who, reads_people
from zhurnal.people.models import Person

from .. import access, actions, queries
from ..forms import EnrolForm, ExpelForm, TransferForm
from ..models import Group, Membership
from ..order_forms import SpanForm
from .classes import crumbs_of
from .common import done, form_page


def enrol(request: HttpRequest, klass: Group) -> HttpResponse:
    """Enrol people of the list, or a new person, into the class."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = EnrolForm(request.POST or None, who=who)

    def act() -> None:
        values = form.cleaned_data
        actions.admit(
            who,
            klass,
            list(values["people"]),
            new=form.new_person(),
            since=values["since"],
            order=form.order(),
            place=values["order_text"][:200],
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

    def act() -> None:
        found = form.cleaned_data
        actions.expel(who, person, on=found["since"], order=form.order(), place=found["order_text"][:200])

    if done(form, act):
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


PAGE = 50


def movement(request: HttpRequest) -> HttpResponse:
    """«Движение»: at start, came, left, at end for a period, by classes, parallels, levels and the school."""
    who: Who = request.who  # type: ignore[attr-defined]
    years = queries.years_in_order()
    year = next((one for one in years if str(one.pk) == request.GET.get("year")), queries.current_year())
    if year is None:
        return render(request, "school/movement.html", {"year": None})
    spans = queries.movement_spans(year)
    form = SpanForm(request.GET if request.GET.get("span") == "free" else None, initial={"since": year.since})
    key, since, until = _span_asked(request, spans, form, clock.today())
    page = queries.movement_page(year, since, until)
    context = {
        "year": year,
        "years": years,
        "spans": spans,
        "key": key,
        "form": form,
        "page": page,
        "inside": [one for row in page.classes for one in row.balance.came if one.inside],
        "opens_classes": access.reads_whole_school(who),
    }
    return render(request, "school/movement.html", context)


def _span_asked(
    request: HttpRequest, spans: list[tuple[str, str, date, date]], form: SpanForm, today: date
) -> tuple[str, date, date]:
    """The span that is asked for: free days, a known period, else the one that runs, else the year."""
    if form.is_bound and form.is_valid():
        return "free", form.cleaned_data["since"], form.cleaned_data["until"]
    asked = request.GET.get("span", "")
    running = next((key for key, _, since, until in spans[1:] if since <= today <= until and key[0] == "q"), "year")
    wanted = asked if any(asked == key for key, *_ in spans) else running
    return next((key, since, until) for key, _, since, until in spans if key == wanted)


def departed(request: HttpRequest) -> HttpResponse:
    """«Выбывшие»: who studied here and studies no more, found by name; their marks stay readable."""
    who: Who = request.who  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()
    found = queries.departed_people(words, clock.today())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.departed_rows(list(page.object_list)),
        "q": words,
        "opens_diaries": access.reads_whole_school(who),
        "reads_cards": reads_people(who),
        "query": urlencode({"q": words}) + "&",
    }
    return render(request, "school/departed.html", context)
