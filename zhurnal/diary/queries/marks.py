"""Marks of a student by subject over a span of dates, with running means; over all courses of the subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhurnal.core import clock
from zhurnal.journal.rules.cells import NUMERIC, POINT, SIGNS, Attempt
from zhurnal.journal.rules.means import Tally, counted_value
from zhurnal.journal.sql import rows
from zhurnal.people.queries import settings_on

from ..rules import Point
from .values import ids, moment

# Whether a work that is still awaited after its day counts as a 2.
EXPIRED_SETTING = "journal.expired_point_is_two"


@dataclass(frozen=True, slots=True)
class SubjectMark:
    """One mark in a subject's list."""

    pk: int
    subject: str
    day: date
    number: int
    value: int
    first_try: int | None
    kind: str
    short_kind: str
    weight: int
    title: str
    topic: str
    comment: str
    made_up_on: date | None
    deadline: date | None
    set_at: datetime
    counted: int = 0

    @property
    def sign(self) -> str:
        """«4», «2→4» after a re-sit."""
        return Attempt(self.value, self.first_try).text.replace(SIGNS[POINT], "•")


@dataclass(slots=True)
class SubjectMarks:
    """A subject with the student's marks in order of lessons."""

    name: str
    marks: list[SubjectMark] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        """Sums of the numeric marks."""
        return tally(self.marks)

    @property
    def points(self) -> list[Point]:
        """For the chart: each numeric mark with the weighted mean after it."""
        running, points = Tally(), []
        for mark in self.marks:
            if mark.counted in NUMERIC:
                running.add(mark.counted, mark.weight)
                points.append(Point(mark.day, mark.counted, mark.weight, running.weighted / running.weights))
        return points


_MARKS = """
SELECT k.id, s.name, l.date, l.number, k.value, k.first_try, d.name, d.short_name, w.weight, w.title, r.topic, k.comment,
       k.made_up_on, k.deadline, k.set_at
FROM school_membership m
CROSS JOIN school_group g
CROSS JOIN school_year y
CROSS JOIN school_course c
CROSS JOIN timetable_lesson l
CROSS JOIN journal_work w
CROSS JOIN journal_mark k
JOIN journal_workkind d ON d.id = w.kind_id
JOIN school_subject s ON s.id = c.subject_id
LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
WHERE m.person_id = %(student)s AND m.since <= %(until)s AND (m.until IS NULL OR m.until >= %(since)s)
  AND g.id = m.group_id AND y.id = g.year_id AND y.since <= %(until)s AND y.until >= %(since)s
  AND c.group_id = g.id{subjects} AND l.course_id = c.id AND l.date BETWEEN %(since)s AND %(until)s
  AND l.date >= m.since AND (m.until IS NULL OR l.date <= m.until)
  AND w.lesson_id = l.id AND k.work_id = w.id AND k.student_id = %(student)s
ORDER BY s.name, l.date, l.number, w.place, k.n
"""

_SUBJECTS = """
SELECT DISTINCT s.name
FROM school_membership m
JOIN school_group g ON g.id = m.group_id
JOIN school_year y ON y.id = g.year_id AND y.since <= %(until)s AND y.until >= %(since)s
JOIN school_course c ON c.group_id = g.id
JOIN school_subject s ON s.id = c.subject_id
WHERE m.person_id = %(student)s AND m.since <= %(until)s AND (m.until IS NULL OR m.until >= %(since)s)
  AND c.graded AND g.grade > 1
"""


def tally(marks: Iterable[SubjectMark]) -> Tally:
    """The sums of these marks."""
    sums = Tally()
    for mark in marks:
        sums.add(mark.counted, mark.weight)
    return sums


def marks_between(
    student: int, since: date, until: date, *, subjects: Iterable[int] | None = None
) -> list[SubjectMark]:
    """The marks of lessons on these dates by subject and lesson (two queries: the school's setting, the marks)."""
    today = clock.today()
    expired = bool(settings_on(today, EXPIRED_SETTING).get(EXPIRED_SETTING))
    only = "" if subjects is None else f" AND c.subject_id IN ({ids(subjects)})"
    found = rows(_MARKS.format(subjects=only), student=student, since=since, until=until)
    return [_mark(row, today, expired=expired) for row in found]


def _mark(row: tuple[Any, ...], today: date, *, expired: bool) -> SubjectMark:
    pk, subject, day, number, value, first, kind, short, weight, title, topic, comment, made_up_on, deadline, set_at = (
        row
    )
    said = (title, topic or "", comment)
    counted = counted_value(value, deadline, today, expired_counts=expired)
    dates = (made_up_on, deadline, moment(set_at))
    return SubjectMark(pk, subject, day, number, value, first, kind, short, weight, *said, *dates, counted)


def by_subject(student: int, since: date, until: date) -> list[SubjectMarks]:
    """Every graded subject of the student in the span, with or without marks, by name (three queries)."""
    names = [row[0] for row in rows(_SUBJECTS, student=student, since=since, until=until)]
    found = {name: SubjectMarks(name) for name in names}
    for mark in marks_between(student, since, until):
        found.setdefault(mark.subject, SubjectMarks(mark.subject)).marks.append(mark)
    return sorted(found.values(), key=lambda subject: subject.name)
