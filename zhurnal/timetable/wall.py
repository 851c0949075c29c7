"""The timetable of the whole school as it hangs on the wall: read once, shown by class, teacher, room, and printed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Group, Room, Year

from . import queries, rules
from .models import Lesson, Slot
from .planning import Bells

Named = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A weekly place as people read it: what, for whom, who gives it, where."""

    slot: int
    weekday: int
    number: int
    week: int
    shift: int
    subject: str
    short: str
    group: Group
    classes: tuple[int, ...]
    people: tuple[Named, ...]
    rooms: tuple[Named, ...]

    @property
    def part(self) -> str:
        """Which part of its classes: «англ. 1» of «8Б, англ. 1», nothing for a whole class."""
        if self.group.kind == Group.Kind.CLASS:
            return ""
        head, _, tail = self.group.name.partition(", ")
        return tail if self.group.kind == Group.Kind.SUBGROUP and tail and head[:1].isdigit() else self.group.name

    @property
    def short_part(self) -> str:
        """The part beside the subject's name: «1-я группа» of «английский язык, 1-я группа»."""
        head, _, tail = self.part.partition(", ")
        subject = self.subject.casefold()
        if self.part.casefold() == subject:
            return ""
        return tail if tail and subject.startswith(head.casefold()) else self.part


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson of a day with the places of each class of the board."""

    weekday: int
    number: int
    time: str
    cells: list[list[Place]]


@dataclass(frozen=True, slots=True)
class Board:
    """The classes of one shift side by side: rows are days and numbers."""

    shift: int
    classes: list[Group]
    rows: list[Row]

    @property
    def days(self) -> list[tuple[int, list[Row]]]:
        """Rows by day."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.weekday].append(row)
        return sorted(found.items())


@dataclass(slots=True)
class Wall:
    """Everything that holds on the day; `week` is the week of the cycle shown, 0 for every one."""

    year: Year
    day: date
    week: int
    classes: list[Group]
    places: list[Place]
    bells: Bells
    weeks: list[int] = field(default_factory=list)

    def boards(self) -> list[Board]:
        """A board for each shift that has classes."""
        shifts = sorted({klass.shift for klass in self.classes})
        return [self._board(shift) for shift in shifts]

    def _board(self, shift: int) -> Board:
        classes = [klass for klass in self.classes if klass.shift == shift]
        at: dict[tuple[int, int], dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
        shown = {klass.pk for klass in classes}
        for place in self.places:
            for pk in place.classes:
                if pk in shown:
                    at[place.weekday, place.number][pk].append(place)
        rows = [
            Row(weekday, number, self.time(shift, number), [at[weekday, number][klass.pk] for klass in classes])
            for weekday, number in _with_gaps(at)
        ]
        return Board(shift, classes, rows)

    def time(self, shift: int, number: int) -> str:
        """«8:30–9:10» of the ordinary bells."""
        times = self.bells.ordinary_at(shift, number)
        return "–".join(f"{one.hour}:{one.minute:02d}" for one in times) if times else ""

    def of_class(self, pk: int) -> list[Place]:
        """The places of a class with its groups."""
        return [place for place in self.places if pk in place.classes]

    def people(self) -> list[tuple[Named, list[Place]]]:
        """Everyone who stands in the timetable, by name, with their places."""
        return _by(self.places, lambda place: place.people)

    def rooms(self) -> list[tuple[Named, list[Place]]]:
        """Every room of the timetable with its places, numbers in order of number."""
        return sorted(_by(self.places, lambda place: place.rooms), key=lambda one: queries.room_order(one[0][1]))


def _by(places: Iterable[Place], names: Callable[[Place], Iterable[Named]]) -> list[tuple[Named, list[Place]]]:
    found: dict[Named, list[Place]] = defaultdict(list)
    for place in places:
        for one in names(place):
            found[one].append(place)
    return sorted(found.items(), key=lambda item: (item[0][1].replace("Ё", "Е").replace("ё", "е"), item[0][0]))


def _with_gaps(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Every number of a day from the first (or 1) to the last that is taken."""
    numbers: dict[int, set[int]] = defaultdict(set)
    for weekday, number in found:
        numbers[weekday].add(number)
    return [
        (weekday, number)
        for weekday, taken in sorted(numbers.items())
        for number in range(min({1, *taken}), max(taken) + 1)
    ]


def wall_of(year: Year, day: date, week: int = 0) -> Wall:
    """The timetable of the whole year's school as it holds on the day (8 queries, whatever its size)."""
    slots = queries.in_week(Slot.objects.filter(course__year=year).on(day), week)
    rows = list(
        slots.select_related("course__subject", "course__group", "teacher", "room").order_by(
            "weekday", "number", "course__group__name", "course__subject__name", "week", "id"
        )
    )
    parents = parents_in(year)
    more = queries.more_rooms_of(slots)
    people = queries.teachers_on([slot.course_id for slot in rows if slot.teacher is None], day)
    classes = list(Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name"))
    places = [_place(slot, parents, people, more) for slot in rows]
    return Wall(year, day, week, classes, places, Bells(year), queries.weeks_of_cycle(year, day))


def _place(
    slot: Slot,
    parents: dict[int, list[int]],
    people: dict[int, list[Named]],
    more: dict[int, list[Named]],
) -> Place:
    subject, group = slot.course.subject, slot.course.group
    own = [(slot.teacher.pk, slot.teacher.short_name)] if slot.teacher else people.get(slot.course_id, [])
    rooms = [*([(slot.room.pk, slot.room.name)] if slot.room else []), *more.get(slot.pk, [])]
    return Place(
        slot.pk, slot.weekday, slot.number, slot.week, group.shift, subject.name, subject.short_name or subject.name,
        group, classes_under(group.pk, parents), tuple(own), tuple(rooms),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What takes a room at an hour."""

    subject: str
    group: str
    who: str


@dataclass(frozen=True, slots=True)
class RoomAt:
    """A room at an hour of a day, with what takes it; free when nothing does."""

    room: Room
    taken: list[Taken]


def rooms_at(year: Year, day: date, number: int, shift: int = 1) -> list[RoomAt]:
    """Every room on a day at a lesson number of a shift: by the dated lessons, by the week where none are made yet (at most 12 queries)."""
    made = Lesson.objects.filter(course__year=year, date=day)
    taken = _by_lessons(year, day, number, shift) if made.exists() else _by_week(year, day, number, shift)
    rooms = sorted(Room.objects.all(), key=lambda one: queries.room_order(one.name))
    return [RoomAt(room, taken.get(room.pk, [])) for room in rooms]


def _by_lessons(year: Year, day: date, number: int, shift: int) -> dict[int, list[Taken]]:
    starts, ends = Bells(year).at(day, shift, number)
    same = Q(starts=None, number=number, course__group__shift=shift)
    same |= Q(starts__lt=ends, ends__gt=starts) if starts and ends else Q(number=number, course__group__shift=shift)
    rows = Lesson.objects.filter(same, course__year=year, date=day, state=Lesson.State.PLANNED)
    lessons = list(
        rows.select_related("course__subject", "course__group", "teacher", "substitute").order_by("number", "id")
    )
    further = _further_rooms(lessons, day)
    found: dict[int, list[Taken]] = defaultdict(list)
    for lesson in lessons:
        who = lesson.substitute or lesson.teacher
        said = Taken(lesson.course.subject.name, lesson.course.group.title, who.short_name if who else "")
        for room in {lesson.room_id, *further.get((lesson.course_id, lesson.number), ())}:
            if room is not None:
                found[room].append(said)
    return found


def _by_week(year: Year, day: date, number: int, shift: int) -> dict[int, list[Taken]]:
    wall = wall_of(year, day)
    asked = rules.minutes_of(wall.bells.ordinary_at(shift, number))
    found: dict[int, list[Taken]] = defaultdict(list)
    for place in wall.places:
        own = rules.minutes_of(wall.bells.ordinary_at(place.shift, place.number))
        same = (
            own[0] < asked[1] and asked[0] < own[1] if own and asked else (place.shift, place.number) == (shift, number)
        )
        if same and place.weekday == day.isoweekday():
            for room, _ in place.rooms:
                found[room].append(Taken(place.subject, place.group.title, ", ".join(name for _, name in place.people)))
    return found


def _further_rooms(lessons: list[Lesson], day: date) -> dict[tuple[int, int], set[int]]:
    """Rooms beside the lesson's own, which its weekly place has."""
    courses = {lesson.course_id for lesson in lessons}
    slots = Slot.objects.filter(course__in=courses, weekday=day.isoweekday()).on(day)
    rows = Slot.more_rooms.through.objects.filter(slot__in=slots.values("pk"))
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for course, number, room in rows.values_list("slot__course_id", "slot__number", "room_id"):
        found[course, number].add(room)
    return found


def hours_of(year: Year, day: date) -> list[tuple[int, int, str]]:
    """Shift, number and time of every lesson of the day by its bells (2 queries)."""
    bells = Bells(year)
    found = []
    for shift, schedule in sorted(bells.ordinary.items()):
        for number in sorted(bells.by_schedule[schedule]):
            starts, ends = bells.at(day, shift, number)
            found.append((shift, number, f"{starts.hour}:{starts:%M}–{ends.hour}:{ends:%M}" if starts and ends else ""))
    return found


def people_at_work(wall: Wall) -> dict[int, Person]:
    """The people of the wall by id, for full names (1 query)."""
    return Person.objects.in_bulk({pk for place in wall.places for pk, _ in place.people})
