"""Electives and joined groups made by hand, with their members and courses (§4.1.5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who

from .. import access, actions, queries
from ..forms import CourseForm
from ..models import Group
from ..order_forms import GroupForm, MembersForm
from ..standings import class_titles
from .common import done, form_page

GROUPS = "school:groups"


def groups(request: HttpRequest) -> HttpResponse:
    """«Факультативы и общие группы» of the current year."""
    year = queries.current_year()
    found = access.groups_by_hand(request.who).filter(year=year)  # type: ignore[attr-defined]
    return render(request, "school/groups.html", {"year": year, "lines": queries.groups_page(found, clock.today())})


def add(request: HttpRequest) -> HttpResponse:
    """A new elective, or a joined group of several classes or subgroups."""
    who: Who = request.who  # type: ignore[attr-defined]
    year = queries.current_year()
    if year is None:
        messages.error(request, "Сначала создайте учебный год.")
        return redirect("school:year-add")
    form = GroupForm(request.POST or None, groups=access.groups_to_join(year, who))
    made: list[Group] = []

    def make() -> None:
        found = form.cleaned_data
        made.append(actions.create_group(who, year, kind=found["kind"], name=found["name"], classes=found["classes"]))

    if done(form, make):
        messages.success(request, f"Группа «{made[0].name}» создана. Добавьте курс — и учеников, если это факультатив.")
        return redirect("school:group", pk=made[0].pk)
    context = {"form": form, "crumbs": [{"title": "Группы", "url": reverse(GROUPS)}]}
    return render(request, "school/group_add.html", context)


def group(request: HttpRequest, row: Group) -> HttpResponse:
    """One group: its members, who of an elective are ticked here, and its courses."""
    who: Who = request.who  # type: ignore[attr-defined]
    today = clock.today()
    is_elective = row.kind == Group.Kind.ELECTIVE
    candidates = queries.students_for(row, today) if is_elective else queries.members_on(row, today)
    form = MembersForm(request.POST or None, people=candidates, initial={"people": queries.members_now(row, today)})

    def write() -> None:
        actions.set_members(who, row, list(form.cleaned_data["people"]), since=form.cleaned_data["since"])

    if done(form, write):
        messages.success(request, "Состав записан.")
        return redirect("school:group", pk=row.pk)
    titles = class_titles([one.pk for one in candidates], today)
    context = {
        "group": row,
        "form": form,
        "is_elective": is_elective,
        "people": [(one, titles.get(one.pk, "")) for one in candidates],
        "ticked": {str(one) for one in form["people"].value() or ()},
        "classes": list(row.classes.order_by("grade", "name")),
        "courses": queries.courses_of_group(row, today),
        "crumbs": [{"title": "Группы", "url": reverse(GROUPS)}],
    }
    return render(request, "school/group.html", context)


def add_course(request: HttpRequest, row: Group) -> HttpResponse:
    """A new course of the group, with its teacher: a page of the journal."""
    who: Who = request.who  # type: ignore[attr-defined]
    only = access.groups_by_hand(who).filter(pk=row.pk)
    form = CourseForm(
        request.POST or None, who=who, groups=only, since=max(clock.today(), row.year.since), initial={"group": row.pk}
    )
    if done(form, lambda: actions.open_course(who, **form.cleaned_data)):
        messages.success(request, "Курс создан: страница журнала открыта.")
        return redirect("school:group", pk=row.pk)
    back = reverse("school:group", args=[row.pk])
    return form_page(
        request,
        form,
        title="Новый курс",
        action="Создать курс",
        back=back,
        crumbs=[("Группы", reverse(GROUPS)), (row.name, back)],
    )


def remove(request: HttpRequest, row: Group) -> HttpResponse:
    """Remove a group made by mistake."""
    actions.remove_class(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, f"Группа «{row.name}» удалена.")
    return redirect(GROUPS)
