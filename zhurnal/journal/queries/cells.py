"""Means after a save, and the cells of a course that changed since somebody looked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from zhurnal.core import clock
from zhurnal.people.queries import settings_on
from zhurnal.school.models import Course

from ..rules.cells import cell_text
from ..rules.means import Tally, counted_value
from ..sql import as_date, row, rows
from .register import Span

_SPAN_SQL = """
SELECT id, since, until FROM school_period
WHERE year_id = %(year)s AND kind = %(kind)s AND since <= %(day)s ORDER BY since DESC LIMIT 1
"""


def span_of(course: Course, day: date) -> Span:
    """The period of the course's group that a day belongs to (the last begun one), else the whole year."""
    found = row(_SPAN_SQL, year=course.year_id, kind=course.group.period_kind, day=day)
    if not found:
        return Span(0, "", str(course.year.since), str(course.year.until))
    return Span(found[0], "", str(found[1]), str(found[2]))


# «+ m.student_id» keeps SQLite from walking all marks that the students ever had: the way leads over the period's lessons.
_TALLY_SQL = """
SELECT m.student_id, m.value, w.weight, m.deadline FROM school_course c
JOIN timetable_lesson l ON l.course_id = c.id AND l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled'
JOIN journal_work w ON w.lesson_id = l.id
JOIN journal_mark m ON m.work_id = w.id AND + m.student_id IN ({students})
WHERE c.subject_id = %(subject)s AND c.year_id = %(year)s
    AND c.group_id IN (SELECT group_id FROM school_membership WHERE person_id IN ({students}))
"""
_MISSED_SQL = """
SELECT a.student_id, COUNT(*) FROM school_course c
JOIN timetable_lesson l ON l.course_id = c.id AND l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled'
JOIN journal_absence a ON a.lesson_id = l.id AND + a.student_id IN ({students}) AND a.kind IN ('absent', 'ill', 'excused', 'unexcused')
WHERE c.subject_id = %(subject)s AND c.year_id = %(year)s
    AND c.group_id IN (SELECT group_id FROM school_membership WHERE person_id IN ({students}))
GROUP BY a.student_id
"""


def tallies_of(course: Course, span: Span, students: Collection[int]) -> dict[int, Tally]:
    """Means and missed lessons of some students in the subject and period over all its courses; two queries."""
    found = {student: Tally() for student in students}
    if not found:
        return found
    today = clock.today()
    expired = bool(settings_on(today, "journal.expired_point_is_two").get("journal.expired_point_is_two"))
    ids = ", ".join(str(int(student)) for student in found)
    values: dict[str, Any] = {
        "since": span.since,
        "until": span.until,
        "subject": course.subject_id,
        "year": course.year_id,
    }
    for student, value, weight, deadline in rows(_TALLY_SQL.format(students=ids), **values):
        found[student].add(counted_value(value, as_date(deadline), today, expired_counts=expired), weight)
    for student, missed in rows(_MISSED_SQL.format(students=ids), **values):
        found[student].missed = missed
    return found


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the grid is told of it."""

    lesson: int
    work: int | None
    student: int
    text: str
    note: bool

    def as_json(self) -> dict[str, Any]:
        """As the protocol names it."""
        return {"lesson": self.lesson, "work": self.work, "student": self.student, "text": self.text, "note": self.note}


@dataclass(slots=True)
class Changes:
    """What happened in a course's register since a place in its log."""

    seq: int
    touched: set[tuple[int, int]] = field(default_factory=set)
    columns_changed: bool = False


_CHANGES_SQL = """
SELECT e.seq, e.act, e.subject, e.about, p.text FROM core_entry e
JOIN core_chain c ON c.id = e.chain_id LEFT JOIN core_payload p ON p.entry_id = e.id
WHERE c.key = %(chain)s AND e.seq > %(seq)s
    AND (e.subject LIKE 'journal.mark:%%' OR e.subject LIKE 'journal.absence:%%' OR e.subject LIKE 'journal.work:%%')
ORDER BY e.seq LIMIT 3000
"""


def changes_since(
    course: Course, seq: int, *, own: UUID | None = None, place: tuple[int, int] | None = None
) -> Changes:
    """Which (lesson, student) changed after `seq`, by anyone.

    `own` is the act of the writer who asks: works that it added do not count as changed columns, and all that it changed
    is at `place`, where that is given.
    """
    found = Changes(seq)
    works: set[tuple[int, int]] = set()
    marks: set[tuple[int, int]] = set()
    absences: set[tuple[int, int]] = set()
    for number, act, subject, student, text in rows(_CHANGES_SQL, chain=course.log_chain, seq=seq):
        found.seq = number
        kind, _, row_id = subject.rpartition(":")
        if kind == "journal.work":
            found.columns_changed = found.columns_changed or UUID(str(act)) != own
            continue
        if place and UUID(str(act)) == own:
            found.touched.add(place)
            continue
        values = _values(text)
        if kind == "journal.absence":
            _sort(values.get("lesson_id"), int(row_id), student, found.touched, absences)
        else:
            _sort(values.get("work_id"), int(row_id), student, works, marks)
    _resolve(found, works, marks, absences)
    return found


def _values(text: str | None) -> dict[str, Any]:
    payload = json.loads(text) if text else {}
    return {**(payload.get("before") or {}), **(payload.get("after") or {})}


def _sort(
    place: int | None, row_id: int, student: int, known: set[tuple[int, int]], unknown: set[tuple[int, int]]
) -> None:
    if place is None:
        unknown.add((row_id, student))
    else:
        known.add((place, student))


def _resolve(
    found: Changes, works: set[tuple[int, int]], marks: set[tuple[int, int]], absences: set[tuple[int, int]]
) -> None:
    """An entry of an update holds changed fields only: its lesson is asked of the row, which a later entry may have deleted."""
    found.touched |= _lessons("SELECT id, lesson_id FROM journal_absence WHERE id IN ({ids})", absences)
    found.touched |= _lessons("SELECT id, lesson_id FROM journal_work WHERE id IN ({ids})", works)
    sql = "SELECT m.id, w.lesson_id FROM journal_mark m JOIN journal_work w ON w.id = m.work_id WHERE m.id IN ({ids})"
    found.touched |= _lessons(sql, marks)


def _lessons(sql: str, wanted: set[tuple[int, int]]) -> set[tuple[int, int]]:
    if not wanted:
        return set()
    lesson_of = dict(rows(sql.format(ids=_ids(row_id for row_id, _ in wanted))))
    return {(lesson_of[row_id], student) for row_id, student in wanted if row_id in lesson_of}


def _ids(values: Iterable[int]) -> str:
    return ", ".join(str(int(value)) for value in sorted(set(values)))


_SHOWN_WORKS = "SELECT lesson_id, id FROM journal_work WHERE lesson_id IN ({lessons}) ORDER BY lesson_id, place, id"
_SHOWN_MARKS = """
SELECT m.work_id, m.student_id, m.value, m.first_try, m.comment <> ''
FROM journal_work w JOIN journal_mark m ON m.work_id = w.id
WHERE w.lesson_id IN ({lessons}) AND m.student_id IN ({students}) ORDER BY m.work_id, m.student_id, m.n
"""
_SHOWN_ABSENCES = """
SELECT lesson_id, student_id, kind, minutes FROM journal_absence WHERE lesson_id IN ({lessons}) AND student_id IN ({students})
"""


def shown_cells(touched: Collection[tuple[int, int]]) -> list[ShownCell]:
    """The cells of these (lesson, student), one for each work of the lesson; three queries."""
    if not touched:
        return []
    ids = {"lessons": _ids(lesson for lesson, _ in touched), "students": _ids(student for _, student in touched)}
    works: dict[int, list[int | None]] = {}
    for lesson, work in rows(_SHOWN_WORKS.format(**ids)):
        works.setdefault(lesson, []).append(work)
    absences = {
        (lesson, student): (kind, minutes) for lesson, student, kind, minutes in rows(_SHOWN_ABSENCES.format(**ids))
    }
    marks: dict[tuple[int | None, int], list[tuple[int, int | None]]] = {}
    noted = set()
    for work, student, value, first_try, note in rows(_SHOWN_MARKS.format(**ids)):
        marks.setdefault((work, student), []).append((value, first_try))
        if note:
            noted.add((work, student))
    cells = []
    for lesson, student in sorted(touched):
        kind, minutes = absences.get((lesson, student), ("", None))
        for place in works.get(lesson, [None]):
            text = cell_text(kind, minutes, tuple(marks.get((place, student), ())))
            cells.append(ShownCell(lesson, place, student, text, (place, student) in noted))
    return cells
