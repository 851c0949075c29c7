"""What is new to a reader, and what it does to the weighted mean of the subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from zhurnal.journal.rules.cells import NUMERIC
from zhurnal.journal.sql import as_moment, row, rows

from .. import rules
from .family import years_of
from .marks import SubjectMark, marks_between, tally
from .values import ids


@dataclass(frozen=True, slots=True)
class Seen:
    """When the reader last looked, and since when marks are new to them."""

    seen_at: datetime | None
    new_since: datetime
    begins: bool


@dataclass(frozen=True, slots=True)
class News:
    """New marks of one subject in one period with the weighted mean before and after them («3,58», «3,67», or a dash)."""

    subject: str
    marks: list[SubjectMark]
    before: str
    after: str

    @property
    def changes_mean(self) -> bool:
        """Whether a numeric mark is among them."""
        return any(mark.counted in NUMERIC for mark in self.marks)


_VISIT = "SELECT seen_at, before_at FROM diary_visit WHERE reader_id = %(reader)s AND student_id = %(student)s"

_NEW = """
SELECT m.id, c.subject_id, l.date
FROM journal_mark m
JOIN journal_work w ON w.id = m.work_id
JOIN timetable_lesson l ON l.id = w.lesson_id
JOIN school_course c ON c.id = l.course_id
WHERE m.student_id = %(student)s AND m.set_at > %(since)s
"""

_COUNTS = """
SELECT m.student_id, COUNT(*)
FROM journal_mark m
LEFT JOIN diary_visit v ON v.student_id = m.student_id AND v.reader_id = %(reader)s
WHERE m.student_id IN ({students}) AND m.set_at > COALESCE(v.seen_at, %(reach)s)
GROUP BY m.student_id
"""


def seen(reader: int, student: int, now: datetime) -> Seen:
    """The reader's last visit to this diary (one query)."""
    visit = row(_VISIT, reader=reader, student=student)
    seen_at, before_at = map(as_moment, visit) if visit else (None, None)
    return Seen(seen_at, rules.new_since(seen_at, before_at, now), rules.is_another_visit(seen_at, now))


def news(student: int, since: datetime) -> list[News]:
    """New marks by subject, the newest first (one query; the years and two more a period when there are any)."""
    found_rows = rows(_NEW, student=student, since=since)
    if not found_rows:
        return []
    new = {pk for pk, _, _ in found_rows}
    found = []
    for span_since, span_until, dates in _spans(student, {day for _, _, day in found_rows}):
        subjects = {subject for _, subject, day in found_rows if day in dates}
        marks = marks_between(student, span_since, span_until, subjects=subjects)
        found += [_news(name, marks, new) for name in dict.fromkeys(mark.subject for mark in marks if mark.pk in new)]
    return sorted(found, key=lambda one: max(mark.set_at for mark in one.marks), reverse=True)


def _news(subject: str, marks: list[SubjectMark], new: set[int]) -> News:
    mine = [mark for mark in marks if mark.subject == subject]
    before = tally(mark for mark in mine if mark.pk not in new)
    return News(subject, [mark for mark in mine if mark.pk in new], before.weighted_mean, tally(mine).weighted_mean)


def _spans(student: int, days: set[date]) -> list[tuple[date, date, set[date]]]:
    """The student's periods that hold these days, each with its days; a day outside every period stands in its year."""
    found: dict[tuple[date, date], set[date]] = {}
    years = years_of(student)
    for day in days:
        spans = [span for year in years for span in (*year.spans, year.whole) if span.since <= day <= span.until]
        if spans:
            found.setdefault((spans[0].since, spans[0].until), set()).add(day)
    return [(*span, held) for span, held in found.items()]


def counts(reader: int, students: Iterable[int], now: datetime) -> dict[int, int]:
    """How many marks are new to the reader in each of these diaries since the last visit (one query)."""
    return dict(rows(_COUNTS.format(students=ids(students)), reader=reader, reach=now - rules.FIRST_VISIT_REACH))
