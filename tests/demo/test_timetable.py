"""The demo's curriculum, staff and timetable are lawful."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random

import pytest

from zhurnal.demo.curriculum import DIVISION_OF_PART, MOST_HOURS, days_of, shift_of, units_of
from zhurnal.demo.families import ClassPlace
from zhurnal.demo.staff import Staff, hire
from zhurnal.demo.timetable import Placed, make_timetable

SCHOOL = [ClassPlace(grade, letter) for grade in range(1, 12) for letter in "АБВ"]
SMALL = [ClassPlace(1, "А"), ClassPlace(5, "А"), ClassPlace(10, "А")]
SEEDS = range(8)


def made(seed: int, places: list[ClassPlace] = SCHOOL) -> tuple[Staff, list[Placed]]:
    rng = Random(seed)
    staff = hire(rng, places)
    return staff, make_timetable(rng, places, staff)


@pytest.mark.parametrize("place", SCHOOL, ids=lambda place: place.name)
def test_hours_keep_within_the_sanitary_norm(place: ClassPlace) -> None:
    assert sum(unit.hours for unit in units_of(place)) <= MOST_HOURS[place.grade]


def test_second_shift_is_never_for_first_fifth_and_last_grades() -> None:
    assert {place.grade for place in SCHOOL if shift_of(place) == 2} == {3, 6}


def test_senior_school_has_six_days_and_the_others_five() -> None:
    assert {place.grade for place in SCHOOL if days_of(place) == 6} == {10, 11}


def test_sixty_teachers_share_the_hours_within_a_bearable_load() -> None:
    staff = hire(Random(1), SCHOOL)
    assert len(staff.teachers) == 60
    assert all(12 <= staff.load(teacher) <= 24 for teacher in staff.teachers)


def test_each_class_has_its_own_class_teacher() -> None:
    staff = hire(Random(1), SCHOOL)
    assert len({teacher.number for teacher in staff.class_teacher.values()}) == 33


def test_primary_teacher_takes_most_of_a_primary_class() -> None:
    staff = hire(Random(1), SCHOOL)
    for place in SCHOOL[:12]:
        hours = Counter[int]()
        for course, teacher in staff.teacher_of.items():
            if course.place == place:
                hours[teacher.number] += course.hours
        teacher_number, most = hours.most_common(1)[0]
        assert teacher_number == staff.class_teacher[place].number
        assert most == 17


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_and_no_room_is_twice_at_one_time(seed: int) -> None:
    _, lessons = made(seed)
    assert max(Counter((p.teacher.number, p.time) for p in lessons).values()) == 1
    assert max(Counter((p.room, p.time) for p in lessons).values()) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_class_meets_one_unit_at_a_time_and_subgroups_only_their_own_division(seed: int) -> None:
    _, lessons = made(seed)
    at: dict[tuple[ClassPlace, tuple[int, int]], list[str | None]] = defaultdict(list)
    for placed in lessons:
        at[placed.course.place, placed.time].append(placed.course.part)
    for parts in at.values():
        if len(parts) > 1:
            assert len({DIVISION_OF_PART[part] for part in parts if part}) == 1
            assert len(set(parts)) == len(parts)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_course_has_its_hours_and_no_class_has_a_gap(seed: int) -> None:
    _, lessons = made(seed)
    hours = Counter(placed.course for placed in lessons)
    assert all(count == course.hours for course, count in hours.items())
    assert len(hours) == sum(len(unit.courses) for place in SCHOOL for unit in units_of(place))
    days: dict[tuple[ClassPlace, int], set[int]] = defaultdict(set)
    for placed in lessons:
        days[placed.course.place, placed.weekday].add(placed.number)
    assert all(numbers == set(range(1, len(numbers) + 1)) for numbers in days.values())


def test_the_same_seed_makes_the_same_timetable() -> None:
    one, other = made(3)[1], made(3)[1]
    assert [(p.course, p.time, p.room) for p in one] == [(p.course, p.time, p.room) for p in other]


def test_three_classes_have_a_timetable_too() -> None:
    staff, lessons = made(1, SMALL)
    assert len(staff.teachers) < 20
    assert max(Counter((p.teacher.number, p.time) for p in lessons).values()) == 1
