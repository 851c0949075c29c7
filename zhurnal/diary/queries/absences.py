"""Absences of a student over a span of dates: by kind, full days, and each by date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from zhurnal.core.russian import NBSP, form_of
from zhurnal.journal import sql
from zhurnal.journal.rules.cells import ABSENCE_TITLES, ABSENCES, MISSED

from .. import rules

KIND_WORDS = {
    "absent": "причина не указана",
    "ill": "по болезни",
    "excused": "уважительная",
    "unexcused": "неуважительная",
    "late": "опоздания",
    "exempt": "освобождение",
}


@dataclass(frozen=True, slots=True)
class Missed:
    """One absence, lateness or exemption."""

    date: date
    number: int
    subject: str
    kind: str
    first_kind: str
    minutes: int | None

    @property
    def sign(self) -> str:
        """«н», «оп 7»"""
        return ABSENCES[self.kind]

    @property
    def title(self) -> str:
        """«болел»; what the teacher wrote first is told beside a reason that came later."""
        said = ABSENCE_TITLES[self.kind]
        return f"{said} (учитель отметил «{ABSENCES[self.first_kind]}»)" if self.first_kind else said


@dataclass(frozen=True, slots=True)
class MissedTogether:
    """Lessons of one date with the same sign and reason."""

    sign: str
    title: str
    minutes: int | None
    lessons: str


@dataclass(frozen=True, slots=True)
class MissedDay:
    """The absences of one date; `full` when every lesson of it was missed."""

    date: date
    full: bool
    rows: list[Missed]

    @property
    def together(self) -> list[MissedTogether]:
        """The rows that say the same joined: «1. Русский язык, 2. Биология»."""
        joined: dict[tuple[str, str, int | None], list[Missed]] = {}
        for row in self.rows:
            joined.setdefault((row.sign, row.title, row.minutes), []).append(row)
        return [MissedTogether(*key, _lessons(rows)) for key, rows in joined.items()]


def _lessons(rows: list[Missed]) -> str:
    if len(rows) == 1:
        return f"{rows[0].number}-й{NBSP}урок, {rows[0].subject}"
    return ", ".join(f"{row.number}.{NBSP}{row.subject}" for row in rows)


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its words."""

    value: int
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """What the page of absences shows."""

    rows: list[Missed]
    lessons: int
    missed: int
    by_kind: dict[str, int]
    full_days: list[date]

    @property
    def attended_percent(self) -> int | None:
        """(lessons − missed) / lessons in whole percents, or nothing before the first lesson (domain.md part 4)."""
        return round(100 * (self.lessons - self.missed) / self.lessons) if self.lessons else None

    @property
    def missed_label(self) -> str:
        """«уроков пропущено»"""
        return f"{form_of(self.missed, 'урок пропущен', 'урока пропущено', 'уроков пропущено')}"

    @property
    def full_days_label(self) -> str:
        """«полных дней»"""
        return form_of(len(self.full_days), "полный день", "полных дня", "полных дней")

    @property
    def percent_note(self) -> str:
        """«посещено 97 % из 180»"""
        return f"посещено {self.attended_percent}{NBSP}% из {self.lessons}" if self.lessons else ""

    @property
    def counts(self) -> list[Count]:
        """How many of each kind, with minutes late."""
        late = sum(row.minutes or 0 for row in self.rows)
        notes = {"late": f"всего {late}{NBSP}мин"} if late else {}
        return [
            Count(n, f"{ABSENCES[kind]} — {KIND_WORDS[kind]}", notes.get(kind, "")) for kind, n in self.by_kind.items()
        ]

    @property
    def days(self) -> list[MissedDay]:
        """The absences by date, the latest first."""
        full = set(self.full_days)
        return [MissedDay(day, day in full, list(rows)) for day, rows in groupby(self.rows, lambda row: row.date)]


_WAY = """
FROM school_membership m
CROSS JOIN school_group g
CROSS JOIN school_year y
CROSS JOIN school_course c
CROSS JOIN timetable_lesson l
"""
_WHERE = """
WHERE m.person_id = %(student)s AND m.since <= %(until)s AND (m.until IS NULL OR m.until >= %(since)s)
  AND g.id = m.group_id AND y.id = g.year_id AND y.since <= %(until)s AND y.until >= %(since)s
  AND c.group_id = g.id AND l.course_id = c.id AND l.date BETWEEN %(since)s AND %(until)s
  AND l.date >= m.since AND (m.until IS NULL OR l.date <= m.until)
"""
_ABSENCES = f"""
SELECT l.date, l.number, s.name, a.kind, a.first_kind, a.minutes
{_WAY}
CROSS JOIN journal_absence a
JOIN school_subject s ON s.id = c.subject_id
{_WHERE} AND a.lesson_id = l.id AND a.student_id = %(student)s
ORDER BY l.date DESC, l.number
"""
_LESSONS = f"SELECT l.date, COUNT(*) {_WAY} {_WHERE} AND l.state = 'planned' GROUP BY l.date"


def absences_between(student: int, since: date, until: date, today: date) -> AbsencePage:
    """The absences of lessons on these dates, and of how many lessons held by today (two queries)."""
    values = {"student": student, "since": since, "until": until}
    rows = [Missed(*row) for row in sql.rows(_ABSENCES, **values)]
    held = {day: count for day, count in sql.rows(_LESSONS, **values) if day <= today}
    missed = Counter(row.date for row in rows if row.kind in MISSED)
    kinds = Counter(row.kind for row in rows)
    return AbsencePage(
        rows,
        lessons=sum(held.values()),
        missed=missed.total(),
        by_kind={kind: kinds[kind] for kind in ABSENCES if kinds[kind]},
        full_days=rules.full_days(held, missed),
    )
