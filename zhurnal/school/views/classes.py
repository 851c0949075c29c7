"""The list of classes, the page of a class, a new division of it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who, reads_people

from .. import access, actions, queries
from ..forms import ClassChangeForm, ClassForm, ClassTeacherForm, DivisionForm
from ..models import Group
from .common import Crumbs, division_url, done, form_page


def classes(request: HttpRequest) -> HttpResponse:
    """«Классы» of the current year."""
    year = queries.current_year()
    lines = queries.classes_page(year, clock.today()) if year else []
    total = sum(line.students for line in lines)
    return render(request, "school/classes.html", {"year": year, "lines": lines, "total": total})


def my_class(request: HttpRequest) -> HttpResponse:
    """«Мой класс»: to its page, or to choose among several."""
    own = list(access.own_classes(request.who).order_by("grade", "letter"))  # type: ignore[attr-defined]
    if len(own) == 1:
        return redirect("school:class", pk=own[0].pk)
    return render(request, "school/my_class.html", {"classes": own})


def crumbs_of(klass: Group, who: Who) -> Crumbs:
    """The way to a page below the class's."""
    above = [("Классы", reverse("school:classes"))] if access.reads_whole_school(who) else []
    return [*above, (klass.title, reverse("school:class", args=[klass.pk]))]


def class_(request: HttpRequest, klass: Group) -> HttpResponse:
    """The page of a class: students, subgroups, courses, class teacher."""
    who: Who = request.who  # type: ignore[attr-defined]
    may_edit = access.edits_structure(who)
    context = {
        "klass": klass,
        "page": queries.class_page(klass, clock.today()),
        "today": clock.today(),
        "crumbs": [{"title": title, "url": url} for title, url in crumbs_of(klass, who)[:-1]],
        "may_edit": may_edit,
        "may_divide": may_edit or access.classes_to_divide(who).filter(pk=klass.pk).exists(),
        "may_part": may_edit or access.classes_to_part(who).filter(pk=klass.pk).exists(),
        "reads_cards": reads_people(who),
    }
    return render(request, "school/class.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A new class of the current year."""
    year = queries.current_year()
    if year is None:
        messages.error(request, "Сначала создайте учебный год.")
        return redirect("school:year-add")
    form = ClassForm(request.POST or None)
    made: list[Group] = []

    def make() -> None:
        values = form.cleaned_data | {"period_kind": form.cleaned_data["period_kind"] or None}
        made.append(actions.create_group(request.who, year, **values))  # type: ignore[attr-defined]

    if done(form, make):
        messages.success(request, f"Класс {made[0].title} создан. Зачислите учеников и добавьте курсы.")
        return redirect("school:class", pk=made[0].pk)
    back = reverse("school:classes")
    return form_page(
        request, form, title="Новый класс", action="Создать класс", back=back, crumbs=[("Классы", back)], tab="classes"
    )


def edit(request: HttpRequest, klass: Group) -> HttpResponse:
    """A class's letter, periods, week and shift."""
    initial = {name: getattr(klass, name) for name in ("letter", "period_kind", "days_a_week", "shift")}
    form = ClassChangeForm(request.POST or None, initial=initial)

    def change() -> None:
        values = form.cleaned_data
        name = f"{klass.grade}{values['letter'].strip()}"
        actions.set_group(request.who, klass, name=name, **values)  # type: ignore[attr-defined]

    if done(form, change):
        messages.success(request, "Класс изменён.")
        return redirect("school:class", pk=klass.pk)
    return _form(request, form, klass, title="Изменить класс", action="Сохранить", removable=True)


def remove(request: HttpRequest, klass: Group) -> HttpResponse:
    """Remove a class made by mistake."""
    title = klass.title
    actions.remove_class(request.who, klass)  # type: ignore[attr-defined]
    messages.success(request, f"Класс {title} удалён.")
    return redirect("school:classes")


def class_teacher(request: HttpRequest, klass: Group) -> HttpResponse:
    """Who leads the class from a day on."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = ClassTeacherForm(request.POST or None, who=who)

    def appoint() -> None:
        actions.set_class_teacher(who, klass, form.cleaned_data["person"], since=form.cleaned_data["since"])

    if done(form, appoint):
        messages.success(request, "Классный руководитель записан.")
        return redirect("school:class", pk=klass.pk)
    lead = "Срок прежнего руководителя закончится днём раньше."
    return _form(request, form, klass, title="Классный руководитель", action="Назначить", lead=lead)


def add_division(request: HttpRequest, klass: Group) -> HttpResponse:
    """A new division of the class into subgroups (§4.3.3)."""
    form = DivisionForm(request.POST or None)

    def make() -> None:
        names = form.cleaned_data["names"].splitlines()
        actions.create_division(request.who, klass, division=form.cleaned_data["division"], names=names)  # type: ignore[attr-defined]

    if done(form, make):
        messages.success(request, "Подгруппы созданы. Распределите учеников.")
        return redirect(division_url(klass, form.cleaned_data["division"]))
    lead = "Ученик учится ровно в одной подгруппе деления; у каждой подгруппы своя страница журнала (§4.4.8)."
    return _form(request, form, klass, title="Новое деление на подгруппы", action="Создать подгруппы", lead=lead)


def _form(
    request: HttpRequest,
    form: BaseForm,
    klass: Group,
    *,
    title: str,
    action: str,
    lead: str = "",
    removable: bool = False,
) -> HttpResponse:
    who: Who = request.who  # type: ignore[attr-defined]
    back = reverse("school:class", args=[klass.pk])
    crumbs = crumbs_of(klass, who)
    gone = reverse("school:class-remove", args=[klass.pk]) if removable else ""
    return form_page(
        request, form, title=title, action=action, back=back, crumbs=crumbs, lead=lead, tab="classes", remove=gone
    )
