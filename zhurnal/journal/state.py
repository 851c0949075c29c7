"""What stands in the cells of a lesson as a writer needs it: read under the lesson's lock, so that nothing changes meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection

from zhurnal.timetable.models import Lesson

from .models import Absence, Mark
from .rules.cells import Attempt, Cell
from .sql import row, rows, short_name


class NotHere(LookupError):
    """The student never belonged to the group of the lesson, or the work is none of the lesson's."""


@dataclass(frozen=True, slots=True)
class LessonWork:
    """A work of the lesson as a writer of marks needs it."""

    id: int
    is_oral: bool
    marked: bool
    """Whether this student has a mark other than a point for it."""


@dataclass(slots=True)
class Present:
    """What stands in a cell, and what decides whether it may change."""

    name: str
    was_member: bool
    absence: tuple[int, str, int | None] | None
    works: list[LessonWork]
    marks: list[Mark] = field(default_factory=list)

    def work(self, work_id: int | None) -> LessonWork | None:
        """The work of the cell: the named one, else the lesson's first; None when the lesson has none."""
        if work_id is None:
            return self.works[0] if self.works else None
        for work in self.works:
            if work.id == work_id:
                return work
        raise NotHere

    def cell(self, work_id: int | None) -> Cell:
        """The cell of a work."""
        marks = tuple(Attempt(mark.value, mark.first_try) for mark in self.marks if mark.work_id == work_id)
        return Cell(self.absence[1], self.absence[2], marks) if self.absence else Cell(marks=marks)


def lock_lesson(lesson: Lesson) -> None:
    """Let one writer at a time into a lesson: its row is the lock of all its cells and works (docs/decisions/0002).

    On SQLite the transaction has locked everything by being IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        row("SELECT id FROM timetable_lesson WHERE id = %(lesson)s FOR NO KEY UPDATE", lesson=lesson.pk)


_STUDENT_SQL = """
SELECT p.last_name, p.first_name, a.id, a.kind, a.minutes,
    (SELECT MAX(CASE WHEN m.since <= %(day)s AND (m.until IS NULL OR m.until >= %(day)s) THEN 1 ELSE 0 END)
     FROM school_membership m WHERE m.group_id = %(group)s AND m.person_id = p.id)
FROM people_person p LEFT JOIN journal_absence a ON a.lesson_id = %(lesson)s AND a.student_id = p.id
WHERE p.id = %(student)s
"""
_WORKS_SQL = """
SELECT w.id, k.is_oral, SUM(CASE WHEN m.value <> 0 THEN 1 ELSE 0 END), COUNT(m.id)
FROM journal_work w JOIN journal_workkind k ON k.id = w.kind_id
LEFT JOIN journal_mark m ON m.work_id = w.id AND m.student_id = %(student)s
WHERE w.lesson_id = %(lesson)s GROUP BY w.id, w.place, k.is_oral ORDER BY w.place, w.id
"""


def present(lesson: Lesson, student_id: int) -> Present:
    """The student's state in a lesson; raises NotHere for somebody who never was in its group. Lock the lesson first."""
    course = lesson.course
    found = row(_STUDENT_SQL, lesson=lesson.pk, student=student_id, day=lesson.date, group=course.group_id)
    if found is None or found[5] is None:
        raise NotHere
    last, first, absence, kind, minutes, was_member = found
    works = rows(_WORKS_SQL, lesson=lesson.pk, student=student_id)
    state = Present(
        name=f"{last} {first}",
        was_member=bool(was_member),
        absence=(absence, kind, minutes) if absence else None,
        works=[LessonWork(work, bool(oral), bool(marked)) for work, oral, marked, _ in works],
    )
    if any(marks for *_, marks in works):
        state.marks = list(Mark.objects.filter(work__lesson=lesson, student_id=student_id).order_by("work_id", "n"))
    return state


def absence_of(lesson: Lesson, student_id: int) -> Absence:
    """The row of an absence that is known to stand."""
    return Absence.objects.get(lesson=lesson, student_id=student_id)


_LAST_WRITER_SQL = """
SELECT p.last_name, p.first_name, p.middle_name FROM core_entry e JOIN core_chain c ON c.id = e.chain_id
JOIN people_person p ON p.id = e.actor
WHERE c.key = %(chain)s AND e.about = %(student)s ORDER BY e.seq DESC LIMIT 1
"""


def last_writer(lesson: Lesson, student_id: int) -> str:
    """Who last wrote about the student in this course: «Белова А. И.»."""
    found = row(_LAST_WRITER_SQL, chain=lesson.log_chain, student=student_id)
    if not found:
        return ""
    return short_name(*found)
