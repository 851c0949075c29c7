"""What scripts are answered after a save (docs/register-protocol.md), and where people are sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.pages import wants_json
from zhurnal.people.access import Who
from zhurnal.timetable.models import Lesson

from ..access import reads_only_substituted
from ..queries.cells import ShownCell, changes_since, shown_cells, span_of, tallies_of
from ..rules.means import Tally

WHO_SEES = "Видят учителя предмета, классный руководитель, администрация и семья — каждая своего"


def number(value: str | None) -> int | None:
    """A positive whole number of the address, or None."""
    return int(value) if value and value.isdecimal() and len(value) < 18 else None


def saved_at() -> str:
    """«10:42» by the school's clock."""
    return f"{clock.local_now():%H:%M}"


def saved(
    lesson: Lesson,
    who: Who,
    *,
    seq: int | None,
    students: set[int] | None = None,
    place: tuple[int, int] | None = None,
    alone: bool = False,
) -> dict[str, Any]:
    """What changed in the course since `seq`: cells, their students' means, the new place in the log.

    `place` is the (lesson, student) that the act saved, `alone` says that it is one cell, which needs no telling; `students`
    are those whose means are wanted anyway. A substitute is told of their own lesson only, and no means.
    """
    course = lesson.course
    changes = changes_since(course, seq, own=who.act_id, place=place) if seq is not None else None
    touched = (changes.touched if changes else set()) - ({place} if place and alone else set())
    only_own = reads_only_substituted(who, course)
    if only_own:
        touched = {one for one in touched if one[0] == lesson.pk}
    cells: list[ShownCell] = shown_cells(touched)
    wanted = (students or set()) | {student for _, student in touched}
    tallies = dict.fromkeys(wanted, Tally()) if only_own else tallies_of(course, span_of(course, lesson.date), wanted)
    rows = {
        student: {"student": student, "mean": tally.mean, "wmean": tally.weighted_mean, "missed": tally.missed}
        for student, tally in tallies.items()
    }
    return {
        "cells": [cell.as_json() for cell in cells],
        "rows": rows,
        "seq": changes.seq if changes else None,
        "columns_changed": bool(changes and changes.columns_changed),
        "saved_at": saved_at(),
    }


def done(request: HttpRequest, lesson: Lesson, *, seq: int | None, to: str = "") -> HttpResponse:
    """After an act over a lesson: JSON for the grid, else back to the register at that lesson (or to `to`)."""
    if not wants_json(request):
        return redirect(to or register_at(lesson))
    answer = saved(lesson, request.who, seq=seq)  # type: ignore[attr-defined]
    return JsonResponse({**answer, "rows": list(answer["rows"].values())})


def register_at(lesson: Lesson) -> str:
    """The address of the register with this lesson chosen."""
    return f"{reverse('journal:register', args=[lesson.course_id])}?lesson={lesson.pk}"
