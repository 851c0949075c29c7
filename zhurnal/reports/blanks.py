"""Blank registers for outages (§5.1): to be filled by pen and entered later.

A class's day is one sheet that goes round with the class, and one more for each subgroup; a week is a sheet a course.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from zhurnal.core.pdf import render_pdf
from zhurnal.core.russian import NBSP, WEEKDAYS, WEEKDAYS_SHORT, day_month, day_month_year
from zhurnal.school.models import Group

from . import queries
from .queries import BlankCourse, BlankLesson

TEMPLATE = Path(__file__).resolve().parent / "typst" / "blanks.typ"
# So many columns of lessons stand on an upright sheet with room for a pen.
MOST_UPRIGHT = 8
SMALL_LINE, LARGE_LINE = 13, 28
DAY, WEEK = "day", "week"


def span_of(day: date, span: str) -> tuple[date, date]:
    """The first and last date of a print: the day itself, or its week from Monday to Saturday."""
    if span == DAY:
        return day, day
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=5)


def class_sheets(group: Group, day: date, span: str) -> list[dict[str, Any]]:
    """The sheets of a class: a day as one sheet and one for each subgroup, a week as a sheet a course."""
    courses = queries.blank_courses(queries.courses_of_class(group), *span_of(day, span))
    if span == WEEK:
        return [_course_sheet(course) for course in courses]
    own = [course for course in courses if course.group.pk == group.pk]
    others = [course for course in courses if course.group.pk != group.pk]
    return ([_day_sheet(group, own)] if own else []) + [_course_sheet(course) for course in others]


def course_sheets(courses: Iterable[int], day: date, span: str) -> list[dict[str, Any]]:
    """A sheet for each of these courses that has lessons then."""
    return [_course_sheet(course) for course in queries.blank_courses(courses, *span_of(day, span))]


def class_blanks(group: Group, day: date, span: str, *, made_at: datetime) -> bytes | None:
    """The PDF for a class at once, or nothing when it has no lessons then."""
    return _print(class_sheets(group, day, span), f"{group.title} класс", span_of(day, span), made_at)


def course_blanks(courses: Iterable[int], day: date, span: str, whose: str, *, made_at: datetime) -> bytes | None:
    """The PDF for courses of one teacher, or nothing when they have no lessons then."""
    return _print(course_sheets(courses, day, span), whose, span_of(day, span), made_at)


def days_words(since: date, until: date) -> str:
    """«вторник, 24 ноября 2026 г.», «23 ноября – 28 ноября 2026 г.»"""
    if since == until:
        return f"{WEEKDAYS[since.weekday()]}, {day_month_year(since)}"
    return f"{day_month(since)} – {day_month_year(until)}"


def _print(sheets: list[dict[str, Any]], title: str, span: tuple[date, date], made_at: datetime) -> bytes | None:
    if not sheets:
        return None
    data = {
        "school": queries.school_name(),
        "title": title,
        "days": days_words(*span),
        "made": f"{timezone.localtime(made_at):%d.%m.%Y %H:%M}",
        "sheets": sheets,
    }
    return render_pdf(TEMPLATE, data, made_at=made_at)


def _group_title(group: Group) -> str:
    return f"{group.title} класс" if group.kind == Group.Kind.CLASS else group.name


def _day_sheet(group: Group, courses: list[BlankCourse]) -> dict[str, Any]:
    """All lessons that the whole class has on one day, in order."""
    lessons = sorted((one for course in courses for one in course.lessons), key=lambda one: (one.number, one.subject))
    columns = [
        {
            "top": f"{one.number}{NBSP}урок",
            "low": one.subject,
            "small": f"{one.starts.hour}:{one.starts.minute:02d}" if one.starts else "",
        }
        for one in lessons
    ]
    return _sheet("Все уроки класса", group, lessons, columns, courses[0].members)


def _course_sheet(course: BlankCourse) -> dict[str, Any]:
    columns = [
        {"top": f"{one.date:%d.%m}", "low": f"{one.number}-й урок", "small": WEEKDAYS_SHORT[one.date.weekday()]}
        for one in course.lessons
    ]
    return _sheet(course.subject, course.group, course.lessons, columns, course.members)


def _line_height(students: int, lessons: int, *, wide: bool) -> int:
    """Millimetres for the topic and homework of a lesson: small under the list, generous when they need a page of their own."""
    page, row = (178, 4.9) if wide else (265, 6.0)
    under = page - 34 - students * row  # heads of both tables, legend, spaces
    room = under if under >= lessons * SMALL_LINE else page - 20  # legend and head
    return max(SMALL_LINE, min(LARGE_LINE, int(room // lessons)))


def _sheet(
    heading: str,
    group: Group,
    lessons: list[BlankLesson],
    columns: list[dict[str, str]],
    members: list[tuple[str, date, date | None]],
) -> dict[str, Any]:
    wide = len(columns) > MOST_UPRIGHT
    return {
        "heading": heading,
        "group": _group_title(group),
        "teachers": ", ".join(dict.fromkeys(one.teacher for one in lessons if one.teacher))
        if heading != "Все уроки класса"
        else "",
        "first_grade": group.grade == 1,
        "wide": wide,
        "line": _line_height(len(members), len(lessons), wide=wide),
        "columns": columns,
        "students": [
            {"name": name, "out": [not (begins <= one.date and (ends is None or one.date <= ends)) for one in lessons]}
            for name, begins, ends in members
        ],
        "lines": [
            {
                "when": f"{WEEKDAYS_SHORT[one.date.weekday()]} {one.date:%d.%m}, {one.number}-й урок",
                "what": one.subject,
                "who": one.teacher,
            }
            for one in lessons
        ],
    }
