"""Lessons of a period made in one go, and the substitutions of a day."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.russian import counted
from zhurnal.people.access import Who
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done

from .. import access, actions, queries
from ..forms import LessonsForm

LESSONS = ("урок", "урока", "уроков")


def lessons(request: HttpRequest) -> HttpResponse:
    """«Уроки»: what making the lessons of a period would do, and doing it."""
    year, today = current_year(), clock.today()
    if year is None:
        return render(request, "timetable/lessons.html", {"year": None})
    period = queries.period_to_make(year, today)
    initial = {"since": period[0], "until": period[1]}
    form = LessonsForm(request.POST or request.GET or None, initial=initial)
    if request.method == "POST" and done(form, lambda: _make(request, form)):
        return redirect(reverse("timetable:lessons"))
    span = (form.cleaned_data["since"], form.cleaned_data["until"]) if form.is_bound and form.is_valid() else period
    plan = queries.lessons_preview(year, *span)
    context = {
        "year": year,
        "form": form,
        "span": span,
        "plan": plan,
        "periods": queries.periods_with_lessons(year),
        "weeks": (span[1] - span[0]).days // 7 + 1,
    }
    return render(request, "timetable/lessons.html", context)


def _make(request: HttpRequest, form: LessonsForm) -> None:
    year = current_year()
    assert year is not None
    drop = request.POST.get("drop") == "on"
    made = actions.make_lessons(request.who, year, **form.cleaned_data, drop_stale=drop)  # type: ignore[attr-defined]
    words = [f"создано: {counted(made.made, *LESSONS)}"]
    if made.standing:
        words.append(f"уже было: {counted(made.standing, *LESSONS)}")
    if made.dropped:
        words.append(f"убрано лишних: {counted(made.dropped, *LESSONS)}")
    messages.success(request, f"Готово — {', '.join(words)}.")


def day(request: HttpRequest) -> HttpResponse:
    """«Все уроки дня»: every lesson with who gives it, of all teachers or of one."""
    who: Who = request.who  # type: ignore[attr-defined]
    on = clock.day_asked(request.GET.get("day", ""))
    rows = queries.lessons_on(access.lessons_to_arrange(who), on)
    shown = request.GET.get("teacher", "")
    teachers = sorted({(row.teacher_id, row.teacher.short_name) for row in rows if row.teacher}, key=lambda one: one[1])
    if shown:
        rows = [row for row in rows if str(row.teacher_id) == shown]
    context = {
        "day": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "rows": rows,
        "teachers": teachers,
        "shown": shown,
    }
    return render(request, "timetable/day.html", context)
