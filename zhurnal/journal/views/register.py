"""The register page and its panel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from zhurnal.core import clock
from zhurnal.core.russian import NBSP, counted
from zhurnal.school.models import Course
from zhurnal.timetable.models import Lesson

from .. import access, renderer
from ..queries.lessons import LessonCard, lesson_card, work_kinds
from ..queries.register import Register, register_page, teachers_of
from ..rules.lessons import no_homework, no_marks
from .answers import WHO_SEES, number


def register(request: HttpRequest, course: Course) -> HttpResponse:
    """The register of a course and period."""
    who = request.who  # type: ignore[attr-defined]
    period, lesson = number(request.GET.get("period")), number(request.GET.get("lesson"))
    found = register_page(course, who.person_id, period=period, lesson=lesson)
    context = {
        "register": found,
        "course": course,
        # escaped piece by piece in the renderer
        "grid": mark_safe(renderer.grid(found, who.account.pk)),
        "segments": _segments(course, found),
        "hours": _hours(course),
        "teachers": "" if found.teaches else teachers_of(course),
        "who_sees": WHO_SEES,
        "panel": _panel(found),
    }
    return render(request, "journal/register.html", context)


def _hours(course: Course) -> str:
    """«4 часа», «2,5 часа»"""
    hours = course.hours_a_week.normalize()
    if hours == hours.to_integral_value():
        return counted(int(hours), "час", "часа", "часов")
    return f"{hours:f}{NBSP}часа".replace(".", ",")


def _segments(course: Course, found: Register) -> list[dict[str, Any]]:
    here = reverse("journal:register", args=[course.pk])
    return [
        {"title": span.title, "url": f"{here}?period={span.id}", "active": span.id == found.span.id}
        for span in found.spans
    ]


def _panel(found: Register) -> dict[str, Any]:
    if found.lesson is None:
        return {}
    card = lesson_card(found.lesson)
    editable = any(column.lesson == card.id and not column.fixed for column in found.columns)
    return panel_context(card, found.course, editable=editable)


def panel_context(card: LessonCard, course: Course, *, editable: bool) -> dict[str, Any]:
    """What the panel of a lesson is drawn from."""
    grade = course.group.grade
    kinds, default = work_kinds() if editable else ([], "")
    return {
        "card": card,
        "editable": editable,
        "held": card.date <= clock.today(),
        "kinds": kinds,
        "default_kind": default,
        "no_marks": no_marks(grade, graded=course.graded),
        "no_homework": no_homework(grade),
    }


def panel(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The inside of the panel for a lesson chosen in the grid."""
    editable = access.lessons_to_mark(request.who).filter(pk=lesson.pk).exists()  # type: ignore[attr-defined]
    context = panel_context(lesson_card(lesson.pk), lesson.course, editable=editable)
    return render(request, "journal/_panel.html", {"panel": context})
