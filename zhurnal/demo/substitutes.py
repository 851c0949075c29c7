"""Which teachers were away, and who took their lessons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from zhurnal.demo.curriculum import SIX_DAYS, days_of
from zhurnal.demo.placement import Placement
from zhurnal.demo.staff import Staff, Teacher
from zhurnal.demo.timetable import Placed

SPELLS_A_TEACHER = 0.3  # illnesses of a teacher in a year's first months
RELIEVED_BY_ANYBODY = 0.7  # else the lesson falls out
Key = tuple[Placed, date]


@dataclass
class Substitutes:
    """Who takes a lesson instead of its teacher; None where the lesson fell out."""

    of: dict[Key, Teacher | None] = field(default_factory=dict)


def plan_substitutes(
    rng: Random, lessons: list[Placed], staff: Staff, placement: Placement, *, today: date, watched: Teacher | None
) -> Substitutes:
    """Illnesses of teachers up to today; today somebody is away and the watched teacher takes a lesson, if one can."""
    planner = _Planner(rng, lessons, staff, placement)
    days = [day for day, _ in placement.school_days(placement.start, today, six_days=True) if day < today]
    for teacher in staff.teachers:
        if teacher is not watched and rng.random() < SPELLS_A_TEACHER:
            start = rng.randrange(max(len(days) - 8, 1))
            for day in days[start : start + rng.randint(2, 5)]:
                planner.away[day].append(teacher)
    if watched and (absent := planner.whom_to_relieve(watched, today)):
        planner.away[today].append(absent)
    for day, away in planner.away.items():
        for teacher in away:
            planner.replace(teacher, day, watched if day == today else None)
    return Substitutes(planner.found)


class _Planner:
    """Finds free teachers for the lessons of those who are away."""

    def __init__(self, rng: Random, lessons: list[Placed], staff: Staff, placement: Placement) -> None:
        self.rng, self.staff, self.placement = rng, staff, placement
        self.lessons: dict[int, list[Placed]] = defaultdict(list)
        self.teaching: dict[tuple[int, int], set[int]] = defaultdict(set)
        for placed in lessons:
            self.lessons[placed.teacher.number].append(placed)
            self.teaching[placed.time].add(placed.teacher.number)
        self.away: dict[date, list[Teacher]] = defaultdict(list)
        self.relieving: dict[tuple[date, tuple[int, int]], set[int]] = defaultdict(set)
        self.found: dict[Key, Teacher | None] = {}

    def held(self, teacher: Teacher, day: date) -> list[Placed]:
        """The teacher's lessons of the day by the timetable."""
        return [
            placed
            for placed in self.lessons[teacher.number]
            if placed.weekday == self.placement.weekday(day, six_days=days_of(placed.course.place) == SIX_DAYS)
        ]

    def whom_to_relieve(self, watched: Teacher, today: date) -> Teacher | None:
        """A teacher, best one of the same area and no class teacher, who has a lesson when the watched one is free."""
        mine = {placed.time for placed in self.held(watched, today)}
        heads = {teacher.number for teacher in self.staff.class_teacher.values()}
        for teacher in sorted(self.staff.teachers, key=lambda t: (t.number in heads, t.area != watched.area, t.number)):
            if teacher is not watched and any(p.time not in mine and p.shift == 1 for p in self.held(teacher, today)):
                return teacher
        return None

    def replace(self, teacher: Teacher, day: date, first: Teacher | None) -> None:
        """Find a free teacher for each lesson of the day: the first given one once, then of the area, then anybody."""
        away = {one.number for one in self.away[day]}
        for placed in self.held(teacher, day):
            taken = self.teaching[placed.time] | self.relieving[day, placed.time] | away
            free = [one for one in self.staff.teachers if one.number not in taken]
            same = [one for one in free if one.area == teacher.area]
            chosen: Teacher | None = None
            if first in free and placed.shift == 1:
                chosen, first = first, None
            elif same or (free and self.rng.random() < RELIEVED_BY_ANYBODY):
                chosen = self.rng.choice(same or free)
            self.found[placed, day] = chosen
            if chosen:
                self.relieving[day, placed.time].add(chosen.number)
