"""Dated lessons, made from slots, calendar and bells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.school.models import Course, Year

from ..models import Lesson
from ..planning import plan_lessons


@dataclass(frozen=True, slots=True)
class Made:
    """How many lessons were made, dropped because no slot asks for them, stood already, and were given another teacher, room or time."""

    made: int
    dropped: int
    standing: int
    renewed: int = 0


@action("timetable.lessons.make")
def make_lessons(
    act: Acting,
    year: Year,
    *,
    since: date,
    until: date,
    courses: QuerySet[Course] | None = None,
    drop_stale: bool = False,
    renew: bool = False,
) -> Made:
    """Make all lessons of the year's courses (or of `courses`) from since to until, both inclusive, in one go.

    From the weekly slots, the calendar of each class and the bells, whose times are copied. A second run adds only what is missing.
    With `drop_stale` lessons that no slot asks for any more go, unless anything has been written to them in any module; with `renew`
    those that stand and are as untouched get the teacher, the room and the times that are asked now.
    Refused outside the year.
    """
    if until < since:
        raise Refused("Последний день раньше первого.", field="until")
    if since < year.since or until > year.until:
        raise Refused(f"Эти дни не входят в учебный год «{year}».", field="since")
    plan = plan_lessons(year, since, until, courses=courses)
    stale = plan.stale if drop_stale else []
    act.delete_many(stale)
    act.create_many(plan.new)
    if renew:
        _renew(act, plan.changed)
    return Made(len(plan.new), len(stale), plan.standing, len(plan.changed) if renew else 0)


def _renew(act: Acting, changed: list[tuple[Lesson, Lesson]]) -> None:
    alike: dict[tuple[object, ...], list[Lesson]] = defaultdict(list)
    for lesson, asked in changed:
        alike[asked.teacher_id, asked.room_id, asked.starts, asked.ends].append(lesson)
    for (teacher, room, starts, ends), lessons in alike.items():
        act.update_many(lessons, teacher_id=teacher, room_id=room, starts=starts, ends=ends)
