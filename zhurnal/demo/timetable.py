"""A timetable without clashes, found by local search: every class's week is full, lessons of a class change places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from zhurnal.demo.curriculum import CoursePlan, Unit, days_of, shift_of, units_of
from zhurnal.demo.families import ClassPlace
from zhurnal.demo.staff import Staff, Teacher

FIRST_SHIFT_LESSONS, SECOND_SHIFT_LESSONS = 7, 6
LESSONS_A_DAY = FIRST_SHIFT_LESSONS + SECOND_SHIFT_LESSONS  # of the house: the second shift counts on
GYMS = ("Спортзал большой", "Спортзал малый", "Зал хореографии", "Стадион")
CLASH, TWICE_A_DAY, LATE = 100, 3, 1
LATE_SUBJECTS = frozenset({"sport", "craft", "music", "art"})
ATTEMPTS, STEPS, POLISH_A_CLASS = 20, 20_000, 150


class Unsolvable(Exception):
    """No timetable without clashes was found."""


@dataclass(frozen=True)
class Placed:
    """A weekly lesson: its course, weekday (0 is Monday), number within the shift from 1, shift, teacher and room."""

    course: CoursePlan
    weekday: int
    number: int
    shift: int
    teacher: Teacher
    room: str

    @property
    def time(self) -> tuple[int, int]:
        """Weekday and place in the house's day: equal times are simultaneous, others do not overlap."""
        return self.weekday, self.number + (FIRST_SHIFT_LESSONS if self.shift == 2 else 0)


def make_timetable(rng: Random, places: Sequence[ClassPlace], staff: Staff) -> list[Placed]:
    """Weekly lessons of all classes: no teacher, room, class or subgroup is twice at one time, no class has a gap."""
    for _ in range(ATTEMPTS):
        search = _Search(rng, places, staff)
        if search.solve():
            search.polish()
            return _with_rooms(search, staff)
    raise Unsolvable("no timetable without clashes was found")


def day_lengths(place: ClassPlace) -> list[int]:
    """Lessons of the class on each weekday; the longer days differ from class to class, Saturday is the shortest."""
    hours, days = sum(unit.hours for unit in units_of(place)), days_of(place)
    lengths = [hours // days] * days
    for extra in range(hours % days):
        lengths[(ord(place.letter) + place.grade + extra * 2) % days] += 1
    if days > 5 and lengths[-1] >= max(lengths):
        lengths[1] += 1
        lengths[-1] -= 1
    return lengths


@dataclass
class _ClassWeek:
    """A class's slots of the week and the unit (by number) that stands in each."""

    place: ClassPlace
    slots: list[int]
    units: list[int]


class _Search:
    """Min-conflicts with a short memory: swap two lessons of one class so that the clashes become fewer."""

    def __init__(self, rng: Random, places: Sequence[ClassPlace], staff: Staff) -> None:
        self.rng = rng
        self.units: list[Unit] = []
        self.people: list[tuple[int, ...]] = []
        self.weeks: list[_ClassWeek] = []
        self.busy: dict[tuple[int, int], int] = defaultdict(int)
        self.gym: dict[int, int] = defaultdict(int)
        self.same_day: dict[tuple[int, int], int] = defaultdict(int)
        for place in places:
            self._add_week(place, staff)

    def _add_week(self, place: ClassPlace, staff: Staff) -> None:
        base = FIRST_SHIFT_LESSONS if shift_of(place) == 2 else 0
        slots = [
            day * LESSONS_A_DAY + base + number
            for day, length in enumerate(day_lengths(place))
            for number in range(length)
        ]
        lessons: list[int] = []
        for unit in units_of(place):
            lessons += [len(self.units)] * unit.hours
            self.units.append(unit)
            self.people.append(tuple(staff.teacher_of[course].number for course in unit.courses))
        self.rng.shuffle(lessons)
        self.weeks.append(_ClassWeek(place, slots, lessons))
        for slot, unit_no in zip(slots, lessons, strict=True):
            self._count(unit_no, slot, 1)

    def _count(self, unit: int, slot: int, change: int) -> None:
        for person in self.people[unit]:
            self.busy[person, slot] += change
        if self.is_sport(unit):
            self.gym[slot] += change
        self.same_day[unit, slot // LESSONS_A_DAY] += change

    def is_sport(self, unit: int) -> bool:
        """Whether the unit needs a gym."""
        return self.units[unit].courses[0].area == "sport"

    def clashing(self, unit: int, slot: int) -> bool:
        """Whether a teacher of the unit is elsewhere too, or the gyms are overfull, at the slot where it stands."""
        return any(self.busy[person, slot] > 1 for person in self.people[unit]) or (
            self.is_sport(unit) and self.gym[slot] > len(GYMS)
        )

    def solve(self) -> bool:
        """Swap until no clash is left; False when the steps are used up."""
        tabu: dict[tuple[int, int, int], int] = {}
        clashes: list[tuple[int, int]] = []
        for step in range(STEPS):
            if step % 50 == 0 or not clashes:
                clashes = self._clashes()
                if not clashes:
                    return True
            w, i = clashes.pop(self.rng.randrange(len(clashes)))
            week = self.weeks[w]
            if not self.clashing(week.units[i], week.slots[i]):
                continue
            j = self._best_partner(week, i, {k for k in range(len(week.slots)) if tabu.get((w, i, k), -1) > step})
            if j is not None:
                self._swap(week, i, j)
                tabu[w, i, j] = tabu[w, j, i] = step + self.rng.randrange(30, 80)
        return False

    def _clashes(self) -> list[tuple[int, int]]:
        return [
            (w, i)
            for w, week in enumerate(self.weeks)
            for i, unit in enumerate(week.units)
            if self.clashing(unit, week.slots[i])
        ]

    def polish(self) -> None:
        """Swap at random where it helps: a subject stands once a day, easy ones stand late, no clash appears."""
        for _ in range(POLISH_A_CLASS * len(self.weeks)):
            week = self.rng.choice(self.weeks)
            i = self.rng.randrange(len(week.slots))
            j = self._best_partner(week, i, set())
            if j is not None and self._gain(week, i, j) < 0:
                self._swap(week, i, j)

    def _best_partner(self, week: _ClassWeek, i: int, forbidden: set[int]) -> int | None:
        best, chosen = 1e6, None
        for j, unit in enumerate(week.units):
            if unit != week.units[i] and j not in forbidden:
                gain = self._gain(week, i, j) + self.rng.random()
                if gain < best:
                    best, chosen = gain, j
        return chosen

    def _gain(self, week: _ClassWeek, i: int, j: int) -> int:
        """Change of the cost when the lessons i and j of the week change places; below zero is better."""
        return self._move_cost(week, i, j) + self._move_cost(week, j, i)

    def _move_cost(self, week: _ClassWeek, i: int, j: int) -> int:
        unit, other, here, there = week.units[i], week.units[j], week.slots[i], week.slots[j]
        cost = 0
        for person in self.people[unit]:
            if person not in self.people[other]:
                cost += CLASH * ((self.busy[person, there] > 0) - (self.busy[person, here] > 1))
        if self.is_sport(unit):
            cost += CLASH * ((self.gym[there] >= len(GYMS)) - (self.gym[here] > len(GYMS)))
        day, new_day = here // LESSONS_A_DAY, there // LESSONS_A_DAY
        if day != new_day:
            cost += TWICE_A_DAY * ((self.same_day[unit, new_day] > 0) - (self.same_day[unit, day] > 1))
        if self.units[unit].courses[0].subject.key in LATE_SUBJECTS:
            cost += LATE * (_is_early(there) - _is_early(here))
        return cost

    def _swap(self, week: _ClassWeek, i: int, j: int) -> None:
        for at, to in ((i, j), (j, i)):
            self._count(week.units[at], week.slots[at], -1)
            self._count(week.units[at], week.slots[to], 1)
        week.units[i], week.units[j] = week.units[j], week.units[i]


def _is_early(slot: int) -> bool:
    """Whether the slot is one of the first two lessons of its shift."""
    return slot % LESSONS_A_DAY % FIRST_SHIFT_LESSONS < 2


def _with_rooms(search: _Search, staff: Staff) -> list[Placed]:
    """The lessons with rooms: the teacher's own, the class's own in the primary school, a free gym for sport."""
    gyms: dict[int, list[str]] = defaultdict(lambda: list(GYMS))
    placed = []
    for week in search.weeks:
        for slot, unit in sorted(zip(week.slots, week.units, strict=True)):
            weekday, number = divmod(slot, LESSONS_A_DAY)
            shift = shift_of(week.place)
            for course in search.units[unit].courses:
                teacher = staff.teacher_of[course]
                room = gyms[slot].pop(0) if course.area == "sport" else teacher.room or home_room(week.place)
                number_in_shift = number - (FIRST_SHIFT_LESSONS if shift == 2 else 0) + 1
                placed.append(Placed(course, weekday, number_in_shift, shift, teacher, room))
    return placed


def home_room(place: ClassPlace) -> str:
    """The room of a primary class on the first floor; grade 3, in the second shift, sits in the rooms of grade 1."""
    floor_place = {1: 0, 2: 1, 3: 0, 4: 2}[place.grade]
    return f"1{floor_place * 3 + 'АБВ'.index(place.letter) + 1:02d}"
