"""Reads of the pages of drafts: the list, the comparison, what publishing would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from zhurnal.core.russian import NBSP, WEEKDAYS_SHORT, counted, day_month
from zhurnal.school.models import Year

from ..models import Draft, Lesson
from .board import Board, board_of, in_force
from .changes import KINDS, Told, changes_between, summed
from .publication import Letter, days_to_make, letters, outlook, to_stay

TITLES = {"added": "добавлено", "removed": "убрано", "moved": "перенесено", "changed": "другой учитель или кабинет"}
# So many letters are shown before publishing.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list with the number of its weekly lessons."""

    draft: Draft
    lessons: int


def drafts_of(drafts: QuerySet[Draft], year: Year) -> list[DraftLine]:
    """The drafts of the year, those to be published first (1 query)."""
    rows = drafts.filter(year=year).select_related("made_by", "published_by").annotate(lessons=Count("slots"))
    return [DraftLine(one, one.lessons) for one in rows.order_by("-published_at", "-since", "name")]


@dataclass
class Part:
    """The changes of a class or a teacher."""

    title: str
    changes: list[Told] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return summed(self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one timetable changes beside another: parts by class or teacher, and the sums, each change counted once."""

    parts: list[Part]
    counts: list[tuple[str, int]]
    total: int


def comparison(draft: Draft, other: Draft | None, by: str) -> Comparison:
    """The draft beside another one, or beside the timetable in force on its first day (20 queries)."""
    after = board_of(draft)
    before = board_of(other) if other else in_force(draft.year, draft.since)
    changes = changes_between(before, after)
    parts = _by_teacher(changes, before, after) if by == "teacher" else _by_class(changes, after)
    counts = summed(changes)
    return Comparison(parts, [(TITLES[kind], counts[kind]) for kind in KINDS], len(changes))


def _by_class(changes: Sequence[Told], board: Board) -> list[Part]:
    parts = {klass.pk: Part(klass.title) for klass in board.classes}
    for change in changes:
        for klass in board.classes_of_group[change.group]:
            parts.setdefault(klass, Part(change.title)).changes.append(change)
    return [part for part in parts.values() if part.changes]


def _by_teacher(changes: Sequence[Told], before: Board, after: Board) -> list[Part]:
    names = before.people | after.people
    found: dict[int, list[Told]] = defaultdict(list)
    for change in changes:
        for person in change.teachers:
            found[person].append(change)
    return [Part(names.get(pk, ""), found[pk]) for pk in sorted(found, key=lambda one: names.get(one, ""))]


@dataclass(frozen=True, slots=True)
class Before:
    """What publishing would do: changes, clashes that forbid it, days for which lessons are made, lessons that stay, letters."""

    changes: list[Told]
    counts: list[tuple[str, int]]
    clashes: list[str]
    days: tuple[date, date]
    left: list[Lesson]
    letters: list[Letter]

    @property
    def people(self) -> int:
        """How many are told."""
        return sum(len(letter.people) for letter in self.letters)

    @property
    def examples(self) -> list[Letter]:
        """Some of the letters, each with the number of those who get it."""
        return sorted(self.letters, key=lambda one: -len(one.people))[:SHOWN]


def before_publishing(draft: Draft, today: date) -> Before:
    """Reckoned as publishing reckons it (30 queries)."""
    look = outlook(draft)
    since, until = days_to_make(draft.year, draft.since)
    counts = summed(look.changes)
    return Before(
        changes=look.changes,
        counts=[(TITLES[kind], counts[kind]) for kind in KINDS if counts[kind]],
        clashes=[
            f"{where(place.weekday, place.number)}: {place.name} — {clash.what}" for place, clash in look.after.clashes
        ],
        days=(since, until),
        left=to_stay(look, since, until),
        letters=letters(look.changes, look.after, draft.since),
    )


def where(weekday: int, number: int) -> str:
    """«вт, 3-й урок»."""
    return f"{WEEKDAYS_SHORT[weekday - 1]}, {number}-й урок"


def left_in_words(lessons: Sequence[Lesson], most: int = 5) -> str:
    """Which lessons have stayed where the new timetable has none."""
    said = [
        f"{one.course.subject.name}, {one.course.group.title}, {day_month(one.date)}, {one.number}-й"
        for one in lessons[:most]
    ]
    rest = len(lessons) - most
    tail = f"; и ещё {counted(rest, 'урок', 'урока', 'уроков')}" if rest > 0 else ""
    return f"Остались на прежнем месте, в{NBSP}них уже есть записи или замещение: {'; '.join(said)}{tail}."


def as_crumbs(rows: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """As the partial of crumbs takes them."""
    return [{"title": title, "url": url} for title, url in rows]
