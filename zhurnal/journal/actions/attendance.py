"""Attendance of a whole lesson at once (§4.4.2)."""

from __future__ import annotations

from collections.abc import Collection

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson

from ..models import Absence, Mark
from ..rules import lessons as rules
from ..rules.cells import MISSED, POINT
from ..state import lock_lesson


@action("journal.lesson.everyone_present")
def everyone_present(act: Acting, lesson: Lesson) -> int:
    """Take away every «н» of the lesson (what a document has resolved stays); answers how many went."""
    _refuse_future(lesson)
    lock_lesson(lesson)
    absent = list(Absence.objects.filter(lesson=lesson, kind=Absence.Kind.ABSENT))
    for row in absent:
        act.delete(row, chain=lesson.log_chain)
    return len(absent)


@action("journal.lesson.absent")
def mark_absent(act: Acting, lesson: Lesson, *, students: Collection[Person], kind: str = Absence.Kind.ABSENT) -> int:
    """Write one kind of absence for several members of the group in one act; answers how many were written.

    Who bears another sign of absence already is passed over. Refused: a future lesson, somebody with a mark for an oral or class work.
    """
    _refuse_future(lesson)
    lock_lesson(lesson)
    known = set(Absence.objects.filter(lesson=lesson).values_list("student_id", flat=True))
    fresh = [student for student in students if student.pk not in known]
    if kind in MISSED:
        _refuse_answered(lesson, fresh)
    rows = [
        Absence(lesson=lesson, student=student, kind=kind, set_at=act.at, set_by_id=act.person_id)
        for student in sorted(fresh, key=lambda student: student.pk)
    ]
    act.create_many(rows, chain=lesson.log_chain)
    return len(rows)


def _refuse_future(lesson: Lesson) -> None:
    if reason := rules.future(lesson.date, clock.today()):
        raise Refused(reason)


def _refuse_answered(lesson: Lesson, students: Collection[Person]) -> None:
    oral = Mark.objects.filter(work__lesson=lesson, work__kind__is_oral=True, student__in=students).exclude(value=POINT)
    if answered := sorted({mark.student.call_name for mark in oral.select_related("student")}):
        raise Refused(
            f"За устный ответ или работу на уроке уже есть отметка: {', '.join(answered)}. Сначала уберите её.",
            field="student",
        )
