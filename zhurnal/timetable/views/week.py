"""The weekly timetable of a class and of a teacher, and its places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.russian import WEEKDAYS
from zhurnal.people.access import Who
from zhurnal.people.models import Person
from zhurnal.school.models import Group
from zhurnal.school.queries import class_of, current_year
from zhurnal.school.views.common import done, form_page

from .. import access, actions, queries
from ..forms import FurtherRoomsForm, SlotForm
from ..models import Slot
from .wall import day_asked, when


def weeks(request: HttpRequest) -> HttpResponse:
    """«Расписание»: the classes of the current year and the teachers."""
    year = current_year()
    context = {
        "year": year,
        "lines": queries.classes_with_hours(year, day_asked(request, year)) if year else [],
        "teachers": queries.teachers_with_hours(year, day_asked(request, year)) if year else [],
        "rooms": queries.rooms_with_hours(year, day_asked(request, year)) if year else [],
    }
    return render(request, "timetable/weeks.html", context)


def week(request: HttpRequest, klass: Group) -> HttpResponse:
    """The weekly timetable of a class."""
    who: Who = request.who  # type: ignore[attr-defined]
    shown = when(request, klass.year)
    context = {
        **shown,
        "klass": klass,
        "week": queries.week_of_class(klass, shown["day"], shown["week_shown"]),
        "weekdays": WEEKDAYS,
        "may_edit": access.edits_timetable(who),
    }
    return render(request, "timetable/week.html", context)


def add(request: HttpRequest, klass: Group) -> HttpResponse:
    """Put a course of the class into a free place; the address may name weekday and number."""
    form = _slot_form(
        request, klass, initial={"weekday": request.GET.get("weekday"), "number": request.GET.get("number")}
    )

    def make() -> None:
        values = dict(form.cleaned_data)
        actions.create_slot(request.who, values.pop("course"), **values)  # type: ignore[attr-defined]

    if done(form, make):
        messages.success(request, "Место в расписании занято. Уроки создаются на странице «Уроки».")
        return redirect("timetable:week", pk=klass.pk)
    course: Any = form.fields["course"]
    if not course.queryset.exists():
        course.help_text = "В классе ещё нет курсов: добавьте их на странице класса или по учебному плану."
    return _page(request, form, klass, title="Поставить урок", action="Поставить")


def edit(request: HttpRequest, slot: Slot) -> HttpResponse:
    """Change a place in the week from a day on."""
    klass = class_of(slot.course.group) or slot.course.group
    names = ("course", "weekday", "number", "week", "teacher", "room")
    form = _slot_form(
        request, klass, initial={name: getattr(slot, f"{name}_id", None) or getattr(slot, name) for name in names}
    )
    if done(form, lambda: actions.set_slot(request.who, slot, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Расписание изменено.")
        return redirect("timetable:week", pk=klass.pk)
    context = {
        "form": form,
        "slot": slot,
        "back": reverse("timetable:week", args=[klass.pk]),
        "crumbs": _crumbs(klass),
        "since": form.initial["since"],
    }
    return render(request, "timetable/slot.html", context)


def further_rooms(request: HttpRequest, slot: Slot) -> HttpResponse:
    """Rooms of a place beside its own."""
    klass = class_of(slot.course.group) or slot.course.group
    rooms = access.rooms_with_timetable(request.who).exclude(pk=slot.room_id or 0).order_by("name")  # type: ignore[attr-defined]
    form = FurtherRoomsForm(
        request.POST or None, rooms=rooms, initial={"rooms": [room.pk for room in queries.further_rooms(slot)]}
    )
    if done(form, lambda: actions.set_further_rooms(request.who, slot, form.cleaned_data["rooms"])):  # type: ignore[attr-defined]
        messages.success(request, "Кабинеты урока записаны.")
        return redirect("timetable:week", pk=klass.pk)
    place = f"{WEEKDAYS[slot.weekday - 1]}, {slot.number}-й урок"
    crumbs = [(one["title"], one["url"]) for one in _crumbs(klass)]
    return form_page(
        request, form, title="Ещё кабинеты урока", action="Записать", back=reverse("timetable:slot", args=[slot.pk]),
        crumbs=crumbs, tab="weeks",
        lead=f"{slot.course.subject.name}, {slot.course.group.title}, {place}. Отметьте кабинеты, которые урок занимает кроме основного.",
    )  # fmt: skip


def remove(request: HttpRequest, slot: Slot) -> HttpResponse:
    """Free a place in the week from today on."""
    klass = class_of(slot.course.group) or slot.course.group
    actions.remove_slot(request.who, slot, since=max(clock.today(), klass.year.since))  # type: ignore[attr-defined]
    messages.success(request, "Место освобождено. Лишние уроки убираются на странице «Уроки».")
    return redirect("timetable:week", pk=klass.pk)


def _slot_form(request: HttpRequest, klass: Group, initial: dict[str, object]) -> SlotForm:
    who: Who = request.who  # type: ignore[attr-defined]
    initial["since"] = max(clock.today(), klass.year.since)
    courses = access.courses_to_schedule(who).filter(group__in=queries.groups_of_class(klass))
    return SlotForm(request.POST or None, courses=courses, teachers=access.substitutes_to_choose(who), initial=initial)


def _crumbs(klass: Group) -> list[dict[str, str]]:
    return [
        {"title": "Расписание", "url": reverse("timetable:weeks")},
        {"title": klass.title, "url": reverse("timetable:week", args=[klass.pk])},
    ]


def _page(request: HttpRequest, form: SlotForm, klass: Group, *, title: str, action: str) -> HttpResponse:
    crumbs = [(one["title"], one["url"]) for one in _crumbs(klass)]
    return form_page(request, form, title=title, action=action, back=crumbs[-1][1], crumbs=crumbs, tab="weeks")


def teacher(request: HttpRequest, person: Person) -> HttpResponse:
    """The weekly timetable of a teacher."""
    year = current_year()
    shown = when(request, year)
    context = {
        **shown,
        "person": person,
        "week": queries.week_of_teacher(person, year, shown["day"], shown["week_shown"]) if year else None,
        "weekdays": WEEKDAYS,
    }
    return render(request, "timetable/teacher.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """«Моё расписание»: the lessons of one's week, substitutions included, and one's weekly timetable."""
    who: Who = request.who  # type: ignore[attr-defined]
    year, today = current_year(), clock.today()
    day = day_asked(request, year) if year else today
    monday = day - timedelta(days=day.weekday())
    context = {
        "days": queries.own_week(access.lessons_to_read(who), who.person, monday),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": today,
        "week": queries.week_of_teacher(who.person, year, day) if year else None,
        "weekdays": WEEKDAYS,
    }
    return render(request, "timetable/mine.html", context)
