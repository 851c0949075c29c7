"""Bell schedules and the dates on which another one holds."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.russian import day_month
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done, form_page

from .. import access, actions, queries, rules
from ..forms import BellsForm, DayForm, NewBellsForm, ShortDayForm, bells_text
from ..models import BellDay, BellSchedule
from ..short_days import sets_for_dates


def bells(request: HttpRequest) -> HttpResponse:
    """«Звонки» of the current year."""
    year = current_year()
    context = {
        "year": year,
        "schedules": queries.bells_of(year) if year else [],
        "may_edit": access.edits_timetable(request.who),  # type: ignore[attr-defined]
        "form": DayForm(initial={"date": clock.today()}),
    }
    return render(request, "timetable/bells.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A new bell schedule."""
    year = current_year()
    if year is None:
        messages.error(request, "Сначала создайте учебный год.")
        return redirect("school:year-add")
    usual = bells_text((n, a, b) for n, (a, b) in rules.usual_bells(1).items())
    form = NewBellsForm(request.POST or None, initial={"name": "Сокращённые уроки", "times": usual})
    if done(form, lambda: actions.create_bells(request.who, year, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Звонки добавлены.")
        return redirect("timetable:bells")
    back = reverse("timetable:bells")
    crumbs = [("Звонки", back)]
    return form_page(
        request, form, title="Новые звонки", action="Добавить звонки", back=back, crumbs=crumbs, tab="bells"
    )


def edit(request: HttpRequest, row: BellSchedule) -> HttpResponse:
    """A schedule's name and times."""
    initial = {"name": row.name, "times": bells_text(queries.times_of(row))}
    form = BellsForm(request.POST or None, initial=initial)
    if done(form, lambda: actions.set_bells(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Звонки изменены; уроки с сегодняшнего дня идут по ним.")
        return redirect("timetable:bells")
    back = reverse("timetable:bells")
    lead = "Новое время получат уроки с сегодняшнего дня, прошедшие останутся как были."
    crumbs = [("Звонки", back)]
    return form_page(
        request, form, title=row.name, action="Сохранить", back=back, crumbs=crumbs, lead=lead, tab="bells"
    )


def set_day(request: HttpRequest, row: BellSchedule) -> HttpResponse:
    """On this day the schedule holds."""
    form = DayForm(request.POST)
    if form.is_valid():
        actions.set_bell_day(request.who, row, form.cleaned_data["date"])  # type: ignore[attr-defined]
        messages.success(request, f"{day_month(form.cleaned_data['date'])}: {row.name}.")
    else:
        messages.error(request, "Укажите день.")
    return redirect("timetable:bells")


def remove_day(request: HttpRequest, row: BellDay) -> HttpResponse:
    """On this day the ordinary bells hold again."""
    day = row.date
    actions.remove_bell_day(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, f"{day_month(day)}: снова обычные звонки.")
    return redirect("timetable:bells")


def shorten(request: HttpRequest) -> HttpResponse:
    """One click: this day is shortened for all shifts."""
    year = current_year()
    form = ShortDayForm(request.POST, names=sets_for_dates(year) if year else ())
    if year is None or not form.is_valid():
        messages.error(request, "Укажите день и звонки.")
        return redirect("timetable:bells")
    day = form.cleaned_data["day"]
    made = actions.shorten_day(request.who, year, day, **form.wish)  # type: ignore[attr-defined]
    shifts = " и ".join(f"{one.shift}-я" for one in made)
    messages.success(
        request,
        f"{day_month(day)}: {made[0].name}, {shifts} смена. Время уроков изменено, учителям отправлено уведомление.",
    )
    return redirect(_back(form.cleaned_data["back"], day))


def restore(request: HttpRequest) -> HttpResponse:
    """One click: this day has ordinary bells again."""
    year, form = current_year(), DayForm(request.POST)
    if year is None or not form.is_valid():
        messages.error(request, "Укажите день.")
        return redirect("timetable:bells")
    day = form.cleaned_data["date"]
    actions.restore_day(request.who, year, day)  # type: ignore[attr-defined]
    messages.success(request, f"{day_month(day)}: снова обычные звонки.")
    return redirect(_back(request.POST.get("back", ""), day))


def _back(where: str, day: date) -> str:
    return f"{reverse('timetable:day')}?day={day.isoformat()}" if where == "day" else reverse("timetable:bells")
