"""The board: every lesson of a weekly timetable of the whole school with what clashes and norms need, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Course, Group, Room, Teaching, Year

from .. import rules
from ..models import Draft, DraftSlot, Slot
from ..planning import Bells


@dataclass(frozen=True, slots=True)
class Unit:
    """A lesson of the week: `slot` is its row (0 for one that is only thought of), `teacher` its own one, who else teaches the course."""

    slot: int
    course: int
    weekday: int
    number: int
    week: int
    teacher: int | None
    room: int | None

    @property
    def at(self) -> tuple[int, int]:
        """Weekday and number."""
        return self.weekday, self.number


@dataclass(frozen=True, slots=True)
class CourseInfo:
    """A course as the board knows it; `teachers` are those of the board's day, by id."""

    pk: int
    subject: str
    short: str
    group: int
    hours: Decimal
    teachers: Mapping[int, str]


@dataclass
class Board:
    """The weekly timetable of a school as it holds on a day."""

    year: Year
    day: date
    units: list[Unit]
    courses: dict[int, CourseInfo]
    groups: dict[int, Group]
    parents: dict[int, list[int]]
    bells: Bells
    people: dict[int, str]
    rooms: dict[int, str]
    places: dict[int, rules.Placed] = field(default_factory=dict)

    @cached_property
    def classes(self) -> list[Group]:
        """The classes in order."""
        rows = [one for one in self.groups.values() if one.kind == Group.Kind.CLASS]
        return sorted(rows, key=lambda one: (one.grade, one.letter, one.name))

    @cached_property
    def classes_of_group(self) -> dict[int, tuple[int, ...]]:
        """The classes that each group is made of."""
        return {pk: classes_under(pk, self.parents) for pk in self.groups}

    @cached_property
    def above(self) -> dict[int, frozenset[int]]:
        """Each group with all that it stands on."""
        return {pk: frozenset({pk, *_above(pk, self.parents)}) for pk in self.groups}

    def group_of(self, unit: Unit) -> Group:
        """The group of the lesson's course."""
        return self.groups[self.courses[unit.course].group]

    def teachers_of(self, unit: Unit) -> Mapping[int, str]:
        """The lesson's teacher, else all of the course."""
        if unit.teacher is not None:
            return {unit.teacher: self.people.get(unit.teacher, "")}
        return self.courses[unit.course].teachers

    def placed(self, unit: Unit) -> rules.Placed:
        """The lesson as clashes see it; that of a row is made once."""
        known = self.places.get(unit.slot)
        if known is None:
            known = self._placed(unit)
            if unit.slot:
                self.places[unit.slot] = known
        return known if (known.weekday, known.number) == unit.at else self._placed(unit)

    def _placed(self, unit: Unit) -> rules.Placed:
        course, group = self.courses[unit.course], self.group_of(unit)
        return rules.Placed(
            slot=unit.slot, name=f"{course.subject}, {group.title}", weekday=unit.weekday, number=unit.number,
            week=unit.week, shift=group.shift,
            time=rules.minutes_of(self.bells.ordinary_at(group.shift, unit.number)), group=group.pk,
            groups=self.above[group.pk], teachers=self.teachers_of(unit), room=unit.room, since=self.day, until=None,
        )  # fmt: skip

    @cached_property
    def clashes(self) -> list[tuple[rules.Placed, rules.Clash]]:
        """Every clash of the timetable, in the order of the week."""
        units = sorted(self.units, key=lambda one: (one.weekday, one.number, one.slot))
        return rules.clashes_among([self.placed(unit) for unit in units])

    def clashes_with(self, unit: Unit, besides: Iterable[int] = ()) -> list[rules.Clash]:
        """What forbids this lesson where it stands, those slots left out."""
        without = {unit.slot, *besides}
        others = [self.placed(one) for one in self.units if one.weekday == unit.weekday and one.slot not in without]
        return rules.clashes_of(self.placed(unit), others)

    def with_units(self, units: list[Unit]) -> Board:
        """The same school with other lessons."""
        return replace(self, units=units, places={})

    @cached_property
    def clashing(self) -> dict[int, list[str]]:
        """The slots that clash, with what is wrong beside each."""
        found: dict[int, list[str]] = defaultdict(list)
        for place, clash in self.clashes:
            found[place.slot or 0].append(clash.what)
            back = next(one.what for one in rules.clashes_of(clash.other, [place]) if one.kind == clash.kind)
            found[clash.other.slot or 0].append(back)
        return {slot: list(dict.fromkeys(words)) for slot, words in found.items()}

    @cached_property
    def units_of_class(self) -> dict[int, list[Unit]]:
        """The lessons of each class and its groups."""
        found: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for klass in self.classes_of_group[self.courses[unit.course].group]:
                found[klass].append(unit)
        return found

    def week_of(self, klass: Group, units: Sequence[Unit] | None = None) -> rules.ClassWeek:
        """The week of a class as the norms see it; other lessons than the board's may be looked at."""
        schedule = self.bells.ordinary.get(klass.shift, self.bells.ordinary.get(1, 0))
        hours = [
            rules.Hour(
                one.weekday, one.number, one.week, self.courses[one.course].subject, self.courses[one.course].group
            )
            for one in (self.units_of_class.get(klass.pk, []) if units is None else units)
        ]
        rung = frozenset(self.bells.by_schedule.get(schedule, {}))
        return rules.ClassWeek(klass.title, klass.grade, klass.days_a_week, klass.shift, hours, rung)

    @cached_property
    def units_of_teacher(self) -> dict[int, list[Unit]]:
        """The lessons of each teacher."""
        found: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.units:
            for person in self.teachers_of(unit):
                found[person].append(unit)
        return found

    def windows_of(self, person: int) -> dict[int, int]:
        """The windows of a teacher by weekday."""
        return rules.windows(
            (unit.weekday, self.group_of(unit).shift, unit.number) for unit in self.units_of_teacher.get(person, [])
        )

    @cached_property
    def hours_left(self) -> dict[int, Decimal]:
        """What of each course's hours has no place yet; below zero where there are too many."""
        weeks: dict[int, list[int]] = defaultdict(list)
        for unit in self.units:
            weeks[unit.course].append(unit.week)
        return {pk: rules.hours_left(course.hours, weeks.get(pk, [])) for pk, course in self.courses.items()}

    def usual_room(self, course: int) -> int | None:
        """Where the course mostly is, else where its teachers mostly are."""
        own = Counter(unit.room for unit in self.units if unit.course == course and unit.room)
        if not own:
            teachers = set(self.courses[course].teachers)
            own = Counter(one.room for pk in teachers for one in self.units_of_teacher.get(pk, []) if one.room)
        return max(own, key=lambda room: (own[room], -room)) if own else None


def room_words(name: str) -> str:
    """«каб. 214» of a number, «Спортзал» as it is, nothing for none."""
    return f"каб.\u00a0{name}" if name[:1].isdigit() else name


def _above(group: int, parents: Mapping[int, list[int]]) -> Iterable[int]:
    for parent in parents.get(group, []):
        yield parent
        yield from _above(parent, parents)


def board_of(draft: Draft) -> Board:
    """The board of a draft (9 queries)."""
    return _board(draft.year, draft.since, DraftSlot.objects.filter(draft=draft))


def units_of(draft: Draft) -> list[Unit]:
    """The lessons of a draft (1 query)."""
    return _units(DraftSlot.objects.filter(draft=draft))


def in_force(year: Year, day: date) -> Board:
    """The board of the timetable that holds on the day (9 queries)."""
    return _board(year, day, Slot.objects.filter(course__year=year).on(day))


def _board(year: Year, day: date, slots: QuerySet[DraftSlot] | QuerySet[Slot]) -> Board:
    people, teaching = _teachers(year, day)
    people |= dict(_own_teachers(slots))
    return Board(
        year=year, day=day, units=_units(slots), courses=_courses(year, teaching),
        groups={group.pk: group for group in Group.objects.filter(year=year)}, parents=parents_in(year),
        bells=Bells(year), people=people, rooms=dict(Room.objects.order_by("name").values_list("pk", "name")),
    )  # fmt: skip


def _units(slots: QuerySet[DraftSlot] | QuerySet[Slot]) -> list[Unit]:
    rows = slots.order_by("weekday", "number", "week", "id")
    return [
        Unit(*row) for row in rows.values_list("pk", "course_id", "weekday", "number", "week", "teacher_id", "room_id")
    ]


def _own_teachers(slots: QuerySet[DraftSlot] | QuerySet[Slot]) -> Iterable[tuple[int, str]]:
    rows = slots.exclude(teacher=None).values_list(
        "teacher_id", "teacher__last_name", "teacher__first_name", "teacher__middle_name"
    )
    for pk, *names in rows.order_by().distinct():
        yield pk, _short(*names)


def _short(last: str, first: str, middle: str) -> str:
    initials = "\u00a0".join(f"{name[0]}." for name in (first, middle) if name)
    return f"{last}\u00a0{initials}" if initials else last


def _teachers(year: Year, day: date) -> tuple[dict[int, str], dict[int, dict[int, str]]]:
    """Who teaches each course on the day, or later when nobody does yet."""
    people: dict[int, str] = {}
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = (
        Teaching.objects.filter(course__year=year)
        .on(day)
        .order_by("since", "id")
        .values_list("course_id", "person_id", "person__last_name", "person__first_name", "person__middle_name")
    )
    for course, person, *names in rows:
        people[person] = found[course][person] = _short(*names)
    return people, found


def _courses(year: Year, teaching: Mapping[int, Mapping[int, str]]) -> dict[int, CourseInfo]:
    rows = Course.objects.filter(year=year).values_list(
        "pk", "subject__name", "subject__short_name", "group_id", "hours_a_week"
    )
    return {
        pk: CourseInfo(pk, subject, short or subject, group, hours, teaching.get(pk, {}))
        for pk, subject, short, group, hours in rows.order_by("subject__name", "pk")
    }
