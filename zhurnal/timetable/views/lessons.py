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
from zhurnal.school.views.common import done, form_page

from .. import access, actions, queries
from ..forms import LessonsForm, ReasonForm, SubstituteForm
from ..models import Lesson

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
    """«Замены»: the lessons of a day with who gives them, found by teacher or class."""
    who: Who = request.who  # type: ignore[attr-defined]
    on = clock.day_asked(request.GET.get("day", ""))
    rows = queries.lessons_on(access.lessons_to_arrange(who), on)
    shown = request.GET.get("teacher", "")
    teachers = sorted({(row.teacher_id, row.teacher.short_name) for row in rows if row.teacher}, key=lambda one: one[1])
    if shown:
        rows = [row for row in rows if str(row.teacher_id) == shown]
    elif request.GET.get("all") != "1":
        rows = [row for row in rows if row.substitute_id or row.state == Lesson.State.CANCELLED]
    context = {
        "day": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "rows": rows,
        "teachers": teachers,
        "shown": shown,
        "all": request.GET.get("all") == "1",
    }
    return render(request, "timetable/day.html", context)


def substitute(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Who gives a lesson instead of its teacher; who is busy at that time is named."""
    who: Who = request.who  # type: ignore[attr-defined]
    people = access.substitutes_to_choose(who)
    form = SubstituteForm(request.POST or None, people=people, initial={"substitute": lesson.substitute_id})

    def act() -> None:
        actions.substitute(who, lesson, form.cleaned_data["substitute"], reason=form.cleaned_data["reason"])

    if done(form, act):
        messages.success(request, "Замещение записано, учителю отправлено уведомление.")
        return redirect(_back(lesson))
    busy = queries.busy_on(queries.lessons_on(access.lessons_to_arrange(who), lesson.date)).get(lesson.pk, set())
    names = [one.short_name for one in people.filter(pk__in=busy).order_by("order_key", "id")]
    lead = f"{_title(lesson)}. Замещающий заполняет журнал этого урока (§4.4.3)."
    if names:
        lead += f" Заняты в это время: {', '.join(names)}"
    crumbs = [("Замены", _back(lesson))]
    return form_page(
        request,
        form,
        title="Замещение урока",
        action="Записать",
        back=_back(lesson),
        crumbs=crumbs,
        lead=lead,
        tab="day",
    )


def cancel(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Cancel a lesson, or let a cancelled one take place."""
    if lesson.state == Lesson.State.CANCELLED and request.method == "POST":
        actions.restore_lesson(request.who, lesson)  # type: ignore[attr-defined]
        messages.success(request, "Урок снова по расписанию.")
        return redirect(_back(lesson))
    form = ReasonForm(request.POST or None)
    if done(form, lambda: actions.cancel_lesson(request.who, lesson, reason=form.cleaned_data["reason"])):  # type: ignore[attr-defined]
        messages.success(request, "Урок отменён.")
        return redirect(_back(lesson))
    lead = f"{_title(lesson)}. Отменённый урок остаётся в журнале действий и не считается проведённым."
    crumbs = [("Замены", _back(lesson))]
    return form_page(
        request,
        form,
        title="Отмена урока",
        action="Отменить урок",
        stay="Не отменять",
        back=_back(lesson),
        crumbs=crumbs,
        lead=lead,
        tab="day",
    )


def _title(lesson: Lesson) -> str:
    return f"{lesson.date:%d.%m.%Y}, {lesson.number}-й урок: {lesson.course.subject.name}, {lesson.course.group.title}"


def _back(lesson: Lesson) -> str:
    return f"{reverse('timetable:day')}?day={lesson.date.isoformat()}"
