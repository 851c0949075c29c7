"""Whose diaries a reader goes through, and which years and periods a student has had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from zhurnal.core.russian import NBSP, ROMAN
from zhurnal.journal.sql import rows
from zhurnal.people.models import Person
from zhurnal.school.models import PeriodKind

from .values import ids


@dataclass(frozen=True, slots=True)
class Student:
    """A student as the head of a diary names them."""

    pk: int
    last_name: str
    first_name: str
    class_title: str

    @property
    def label(self) -> str:
        """«Егор, 8 «Б»»"""
        return f"{self.first_name}, {self.class_title}" if self.class_title else self.first_name


@dataclass(frozen=True, slots=True)
class Span:
    """A period of a student's year, or the whole year."""

    key: str
    number: str
    kind: str
    since: date
    until: date

    @property
    def title(self) -> str:
        """«II четверть», «год»"""
        return f"{self.number}{NBSP}{self.kind}".strip()


@dataclass(slots=True)
class SchoolYear:
    """A year that the student has been here, with the classes and periods of it."""

    pk: int
    name: str
    since: date
    until: date
    classes: list[str] = field(default_factory=list)
    grade: int = 0
    spans: list[Span] = field(default_factory=list)

    @property
    def whole(self) -> Span:
        """The year as one span."""
        return Span(f"y{self.pk}", "", "год", self.since, self.until)

    @property
    def class_titles(self) -> str:
        """«8 «Б»», and both classes of a student who changed."""
        return " → ".join(self.classes)


_CLASSES = """
SELECT p.id, p.last_name, p.first_name, g.grade, g.letter, g.name
FROM people_person p
LEFT JOIN school_membership m ON m.person_id = p.id AND m.since <= %(day)s
  AND EXISTS (SELECT 1 FROM school_group c WHERE c.id = m.group_id AND c.kind = 'class')
LEFT JOIN school_group g ON g.id = m.group_id
WHERE p.id IN ({people})
ORDER BY p.id, m.since
"""

_YEARS = """
SELECT y.id, y.name, y.since, y.until, g.grade, g.letter, g.name, p.id, p.kind, p.number, p.since, p.until
FROM school_membership m
JOIN school_group g ON g.id = m.group_id AND g.kind = 'class'
JOIN school_year y ON y.id = g.year_id
LEFT JOIN school_period p ON p.year_id = y.id AND p.kind = g.period_kind
WHERE m.person_id = %(student)s
ORDER BY y.since, m.since, p.since
"""


def class_title(grade: int | None, letter: str | None, name: str | None) -> str:
    """«8 «Б»» from the columns of a class."""
    if grade is None:
        return ""
    return f"{grade}{NBSP}«{letter}»" if letter else name or ""


def students(people: Iterable[int], day: date) -> list[Student]:
    """These students with their latest class on that day, the eldest class first (one query)."""
    found: dict[int, tuple[int, Student]] = {}
    for pk, last, first, grade, letter, name in rows(_CLASSES.format(people=ids(people)), day=day):
        found[pk] = (grade or 0, Student(pk, last, first, class_title(grade, letter, name)))
    return [
        student for _, student in sorted(found.values(), key=lambda pair: (-pair[0], pair[1].first_name, pair[1].pk))
    ]


def student(person: Person, day: date) -> Student:
    """One student."""
    return students([person.pk], day)[0]


def years_of(pk: int) -> list[SchoolYear]:
    """All school years of a student, the latest first, each with its periods in order (one query)."""
    years: dict[int, SchoolYear] = {}
    for year, name, since, until, grade, letter, group, period, kind, number, begins, ends in rows(_YEARS, student=pk):
        found = years.setdefault(year, SchoolYear(year, name, since, until))
        found.grade = grade
        title = class_title(grade, letter, group)
        if title not in found.classes:
            found.classes.append(title)
        if period is not None and all(span.key != str(period) for span in found.spans):
            found.spans.append(Span(str(period), ROMAN[number], str(PeriodKind(kind).label), begins, ends))
    for found in years.values():
        found.spans.sort(key=lambda span: span.since)
    return sorted(years.values(), key=lambda found: found.since, reverse=True)


def chosen(years: list[SchoolYear], key: str, today: date) -> tuple[SchoolYear, Span] | None:
    """The year and span that the address names; else the period of today, or the last one that has begun."""
    for year in years:
        for span in (year.whole, *year.spans):
            if span.key == key:
                return year, span
    begun = [(year, span) for year in years for span in year.spans if span.since <= today]
    if begun:
        return max(begun, key=lambda pair: pair[1].since)
    return (years[0], years[0].whole) if years else None
