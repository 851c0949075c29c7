"""Sixty teachers, and who of them teaches which course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from zhurnal.demo.curriculum import Area, CoursePlan, units_of
from zhurnal.demo.families import Adult, ClassPlace
from zhurnal.demo.names import GRANDFATHERS, SURNAMES, TEACHERS_F, TEACHERS_M, FullName, Sex, random_name

# Teachers of each area in the whole gymnasium: 60.
STAFF: dict[Area, int] = {
    "primary": 12, "russian": 7, "math": 7, "english": 8, "german": 1, "informatics": 3, "history": 5, "geography": 2,
    "biology": 2, "physics": 2, "chemistry": 1, "music": 1, "crafts_boys": 1, "crafts_girls": 2, "sport": 5, "safety": 1,
}  # fmt: skip
MALE_SHARE: dict[Area, float] = {
    "sport": 0.5,
    "crafts_boys": 1.0,
    "safety": 1.0,
    "informatics": 0.5,
    "history": 0.25,
    "physics": 0.5,
    "primary": 0.0,
    "music": 0.0,
    "crafts_girls": 0.0,
}
FULL_LOAD = 18  # hours a week of one teacher's post


@dataclass(eq=False)
class Teacher:
    """A teacher: area, room of their own (None for the gyms and the primary school)."""

    number: int
    name: FullName
    area: Area
    room: str | None
    severity: float
    parent: Adult | None = None


@dataclass(frozen=True)
class Staff:
    """The teachers, the teacher of each course, and the class teachers."""

    teachers: list[Teacher]
    teacher_of: dict[CoursePlan, Teacher]
    class_teacher: dict[ClassPlace, Teacher]

    def of_area(self, area: Area) -> list[Teacher]:
        """Teachers of the area."""
        return [teacher for teacher in self.teachers if teacher.area == area]

    def load(self, teacher: Teacher) -> int:
        """Hours a week of the teacher."""
        return sum(course.hours for course, theirs in self.teacher_of.items() if theirs is teacher)


def hire(rng: Random, places: Sequence[ClassPlace], parent: Adult | None = None) -> Staff:
    """Teachers for these classes, as few as their hours need; the first teacher of biology is the given parent."""
    return assign(_teachers(rng, _bundles(places), parent), places)


def assign(teachers: list[Teacher], places: Sequence[ClassPlace]) -> Staff:
    """Share the courses of these classes among the teachers of their areas, the longest to whoever has least."""
    teacher_of: dict[CoursePlan, Teacher] = {}
    load: dict[int, int] = defaultdict(int)
    for area, area_bundles in _bundles(places).items():
        mine = [teacher for teacher in teachers if teacher.area == area]
        for bundle in sorted(area_bundles, key=lambda b: -sum(c.hours for c in b)):
            teacher = min(_others(mine, bundle, teacher_of), key=lambda t: (load[t.number], t.number))
            load[teacher.number] += sum(course.hours for course in bundle)
            teacher_of.update(dict.fromkeys(bundle, teacher))
    return Staff(teachers, teacher_of, _class_teachers(places, teacher_of))


def _bundles(places: Sequence[ClassPlace]) -> dict[Area, list[list[CoursePlan]]]:
    """Courses that go together to one teacher: all of an area in one class, each part of a division by itself."""
    bundles: dict[Area, dict[tuple[ClassPlace, str | None], list[CoursePlan]]] = defaultdict(lambda: defaultdict(list))
    for place in places:
        for unit in units_of(place):
            for course in unit.courses:
                bundles[course.area][place, course.part].append(course)
    return {area: list(by_class.values()) for area, by_class in bundles.items()}


def _others(mine: list[Teacher], bundle: list[CoursePlan], teacher_of: dict[CoursePlan, Teacher]) -> list[Teacher]:
    """Teachers of the area who do not teach the other part of the same division at the same time."""
    course = bundle[0]
    busy = {
        teacher.number
        for other, teacher in teacher_of.items()
        if course.part and other.part and other.place == course.place and other.subject == course.subject
    }
    return [teacher for teacher in mine if teacher.number not in busy] or mine


def _teachers(rng: Random, bundles: dict[Area, list[list[CoursePlan]]], parent: Adult | None) -> list[Teacher]:
    teachers: list[Teacher] = []
    rooms = iter(range(9, 200))
    whole = sum(len(b) for b in bundles.values()) > 300
    for area, most in STAFF.items():
        if area not in bundles:
            continue
        hours = sum(course.hours for bundle in bundles[area] for course in bundle)
        divided = area in ("english", "informatics")
        needed = most if whole else min(most, max(-(-hours // FULL_LOAD), 2 if divided else 1))
        if area == "primary":
            needed = len({bundle[0].place for bundle in bundles[area]})
        for _ in range(needed):
            room = None if area in ("sport", "primary") else _room(next(rooms))
            teachers.append(_teacher(rng, len(teachers), area, room, parent if area == "biology" else None))
            parent = None if area == "biology" else parent
    return teachers


def _room(index: int) -> str:
    """Room numbers by floor, sixteen a floor: the ninth (from 0) is 110, the sixteenth 201."""
    return f"{index // 16 + 1}{index % 16 + 1:02d}"


def _teacher(rng: Random, number: int, area: Area, room: str | None, parent: Adult | None) -> Teacher:
    sex: Sex = "m" if rng.random() < MALE_SHARE.get(area, 0.1) else "f"
    name = random_name(rng, sex, TEACHERS_M if sex == "m" else TEACHERS_F, GRANDFATHERS, rng.choice(SURNAMES))
    return Teacher(number, parent.name if parent else name, area, room, rng.gauss(0, 0.25), parent=parent)


def _class_teachers(places: Sequence[ClassPlace], teacher_of: dict[CoursePlan, Teacher]) -> dict[ClassPlace, Teacher]:
    """One class teacher a class: its primary teacher, else the one who teaches it most and has no class yet."""
    chosen: dict[ClassPlace, Teacher] = {}
    for place in sorted(places, key=lambda p: (p.grade, p.letter)):
        hours: dict[Teacher, int] = defaultdict(int)
        for course, teacher in teacher_of.items():
            if course.place == place:
                hours[teacher] += course.hours
        free = [teacher for teacher in hours if teacher not in chosen.values()] or list(hours)
        chosen[place] = max(free, key=lambda t: (t.area in ("primary", "russian", "math"), hours[t], -t.number))
    return chosen
