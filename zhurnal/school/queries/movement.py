"""Movement of students (domain.md parts 9 and 10): at start, came, left, at end, for a class, a parallel, a level, the school.

For a set of classes a student's touching stays are one spell: who changes from 8А to 8Б came to 8Б and left 8А, and for the
parallel nothing happened. Of a span [a, b], both days inclusive:

* at start: in the set before `a` and still on it; on the first day of the school year also who begins with it;
* came: whose first day in the set lies in the span; left: whose last day does;
* at end: in the set after `b`. So start + came − left = end in every row, and the end of a period is the start of the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhurnal.people.models import Person

from ..models import Group, Membership, Order, OrderLine, Period, Year
from ..papers import EVER
from ..rules import DAY
from .common import last_study_day

LEVELS = ((1, 4), (5, 9), (10, 11))


@dataclass(frozen=True, slots=True)
class Heads:
    """How many people, and how many of them are boys and girls; the rest is of unknown sex."""

    total: int = 0
    boys: int = 0
    girls: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """One person who came or left: when, by which order, where from or where to; inside the school when `other` is a class."""

    person: Person
    klass: Group
    on: date
    order: Order | None
    place: str
    reason: str
    other: Group | None

    @property
    def inside(self) -> bool:
        """Whether it is a transfer between classes of the school."""
        return self.other is not None


@dataclass(frozen=True, slots=True)
class Balance:
    """Start + came − left = end."""

    start: Heads
    came: tuple[Move, ...]
    left: tuple[Move, ...]
    end: Heads

    @property
    def came_inside(self) -> int:
        """How many of those who came are from another class of the school."""
        return sum(one.inside for one in self.came)

    @property
    def left_inside(self) -> int:
        """How many of those who left went to another class of the school."""
        return sum(one.inside for one in self.left)

    @property
    def came_heads(self) -> Heads:
        """Those who came, by sex."""
        return _heads(one.person for one in self.came)

    @property
    def left_heads(self) -> Heads:
        """Those who left, by sex."""
        return _heads(one.person for one in self.left)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the movement: `class`, `parallel`, `level` or `school`, its title and its balance."""

    kind: str
    title: str
    balance: Balance
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class MovementPage:
    """The movement of a span: classes, then parallels, levels and the school."""

    since: date
    until: date
    classes: list[Row]
    parallels: list[Row]
    levels: list[Row]
    school: Row


@dataclass(frozen=True, slots=True)
class _Spell:
    """Touching stays of a person in the classes of one set, with their first and last days."""

    first: Membership
    last: Membership
    since: date
    until: date


class Movement:
    """The stays of a year's classes, read once (3 queries); answers balances of any set of them and any span."""

    def __init__(self, year: Year, *, classes: Iterable[Group] | None = None) -> None:
        self.year = year
        known = Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")
        self.classes = list(known if classes is None else known.filter(pk__in=[one.pk for one in classes]))
        # All classes of the year: a transfer is told from a departure by the other class.
        rows = Membership.objects.filter(group__year=year, group__kind=Group.Kind.CLASS)
        self.stays: dict[int, list[Membership]] = defaultdict(list)
        for row in rows.select_related("person", "group__year", "order", "ended_by").order_by("since", "id"):
            self.stays[row.person_id].append(row)
        self.studies_end = last_study_day(year)
        self._lines: dict[tuple[int, int], OrderLine] = {}

    def balance(self, classes: Iterable[Group], since: date, until: date) -> Balance:
        """The balance of these classes together over a span, both days inclusive."""
        wanted = {one.pk for one in classes}
        opening = since <= self.year.since
        start, end, came, left = [], [], [], []
        for rows in self.stays.values():
            for spell in self._spells([row for row in rows if row.group_id in wanted]):
                was = spell.since < since or (opening and spell.since <= self.year.since)
                if not (spell.since <= until and spell.until >= since):
                    continue
                person = spell.first.person
                if was:
                    start.append(person)
                else:
                    came.append(self._came(spell, rows))
                if spell.until <= until:
                    left.append(self._left(spell, rows))
                else:
                    end.append(person)
        return Balance(_heads(start), _in_order(came), _in_order(left), _heads(end))

    def read_lines(self) -> None:
        """Where people came from and went to, as the orders say (1 query)."""
        here = Q(to_group__year=self.year) | Q(from_group__year=self.year)
        for line in OrderLine.objects.filter(here, ~Q(place="") | ~Q(reason="")):
            self._lines[line.order_id, line.person_id] = line

    def _until(self, row: Membership) -> date:
        """The last day; a stay that ends with the studies by itself, without an order, is no departure."""
        if row.until is None or (row.ended_by_id is None and row.until >= self.studies_end):
            return EVER
        return row.until

    def _spells(self, rows: Sequence[Membership]) -> list[_Spell]:
        """Stays in the order of days, those that touch made one."""
        found: list[_Spell] = []
        for row in rows:
            until = self._until(row)
            if found and found[-1].until != EVER and row.since == found[-1].until + DAY:
                found[-1] = _Spell(found[-1].first, row, found[-1].since, until)
            else:
                found.append(_Spell(row, row, row.since, until))
        return found

    def _came(self, spell: _Spell, rows: Sequence[Membership]) -> Move:
        row = spell.first
        before = next(
            (one for one in rows if self._until(one) == row.since - DAY and one.group_id != row.group_id), None
        )
        return self._move(row, row.since, row.order, before)

    def _left(self, spell: _Spell, rows: Sequence[Membership]) -> Move:
        row = spell.last
        after = next((one for one in rows if one.since == spell.until + DAY and one.group_id != row.group_id), None)
        return self._move(row, spell.until, row.ended_by, after)

    def _move(self, row: Membership, on: date, order: Order | None, other: Membership | None) -> Move:
        line = self._lines.get((order.pk, row.person_id)) if order else None
        return Move(
            row.person,
            row.group,
            on,
            order,
            line.place if line else "",
            line.reason if line else "",
            other.group if other else None,
        )


def _heads(people: Iterable[Person]) -> Heads:
    sexes = [person.sex for person in people]
    return Heads(len(sexes), sexes.count(Person.Sex.MALE), sexes.count(Person.Sex.FEMALE))


def _in_order(moves: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(sorted(moves, key=lambda one: (one.on, one.person.order_key)))


def movement_page(year: Year, since: date, until: date) -> MovementPage:
    """The movement of all classes of a year over a span, with parallels, levels and the school (4 queries)."""
    movement = Movement(year)
    movement.read_lines()

    def row(kind: str, title: str, classes: Sequence[Group], group: Group | None = None) -> Row:
        return Row(kind, title, movement.balance(classes, since, until), group)

    grades = sorted({one.grade for one in movement.classes})
    levels = [
        (f"{first}–{last} классы", [one for one in movement.classes if first <= one.grade <= last])
        for first, last in LEVELS
    ]
    return MovementPage(
        since,
        until,
        classes=[row("class", one.title, [one], one) for one in movement.classes],
        parallels=[
            row("parallel", f"{grade}-е классы", [one for one in movement.classes if one.grade == grade])
            for grade in grades
        ],
        levels=[row("level", title, classes) for title, classes in levels if classes],
        school=row("school", "По школе", movement.classes),
    )


def movement_of(group: Group, since: date, until: date) -> Balance:
    """The movement of one class over a span (4 queries)."""
    movement = Movement(group.year, classes=[group])
    movement.read_lines()
    return movement.balance([group], since, until)


def movement_spans(year: Year) -> list[tuple[str, str, date, date]]:
    """The spans to choose from: (key, title, first day, last day): the year, its quarters, half-years and trimesters.

    Vacations belong to the period before them, so that nobody comes or leaves between two periods (1 query).
    """
    periods = list(Period.objects.filter(year=year).order_by("kind", "since"))
    last = max((one.until for one in periods), default=year.until)
    spans = [("year", f"{year.name} учебный год", year.since, last)]
    for one in periods:
        following = [other.since for other in periods if other.kind == one.kind and other.since > one.since]
        ends = min(following) - DAY if following else one.until
        spans.append((f"{one.kind}-{one.number}", one.title, one.since, ends))
    return spans
