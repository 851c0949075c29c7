from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from zhurnal.timetable import rules
from zhurnal.timetable.rules import Placed

SEPTEMBER = date(2026, 9, 1)


def slot(number: int, /, **fields: Any) -> Placed:
    usual: dict[str, Any] = {
        "slot": number, "name": f"курс {number}", "weekday": 1, "number": 1, "week": 0, "shift": 1, "time": None, "group": number,
        "groups": frozenset({number}), "teachers": {}, "room": None, "since": SEPTEMBER, "until": None,
    }  # fmt: skip
    return Placed(**(usual | fields))


@pytest.mark.parametrize("shift", [1, 2])
def test_usual_bells_are_lawful(shift: int) -> None:
    bells = rules.usual_bells(shift)
    assert rules.bells_fault(bells) == ""
    assert bells[1] == {1: (time(8, 30), time(9, 10)), 2: (time(14, 0), time(14, 40))}[shift]
    assert len(bells) == {1: 8, 2: 6}[shift]


def test_second_shift_begins_after_the_seventh_lesson_of_the_first() -> None:
    assert rules.usual_bells(1)[6][1] == time(13, 45)
    assert rules.usual_bells(2)[6][1] == time(18, 40)


@pytest.mark.parametrize(
    ("bells", "words"),
    [
        ({1: (time(7, 55), time(8, 35))}, "раньше 8:00"),
        ({1: (time(8, 0), time(8, 0))}, "раньше, чем начинается"),
        ({1: (time(8, 0), time(8, 40)), 2: (time(8, 30), time(9, 10))}, "раньше, чем кончился 1-й"),
        ({6: (time(18, 30), time(19, 10))}, "позже 19:00"),
        ({1: (time(8, 0), time(8, 40)), 2: (time(8, 40), time(19, 0))}, ""),
    ],
)
def test_faults_of_bells(bells: dict[int, rules.Times], words: str) -> None:
    fault = rules.bells_fault(bells)
    assert words in fault
    assert bool(fault) == bool(words)


@pytest.mark.parametrize(
    ("day", "cycle", "week"),
    [
        (date(2026, 9, 1), 2, 1),  # Tuesday: its week is the first
        (date(2026, 9, 6), 2, 1),  # Sunday of the same week
        (date(2026, 9, 7), 2, 2),
        (date(2026, 9, 14), 2, 1),
        (date(2026, 9, 14), 3, 3),
        (date(2026, 9, 14), 1, 1),
        (date(2026, 8, 31), 2, 1),
    ],
)
def test_weeks_of_the_cycle_begin_on_the_first_monday_week(day: date, cycle: int, week: int) -> None:
    assert rules.week_of_cycle(day, year_since=SEPTEMBER, cycle=cycle) == week


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        ({}, []),
        ({"group": 1, "groups": frozenset({1})}, ["group"]),
        ({"group": 5, "groups": frozenset({5, 1})}, ["group"]),  # a subgroup against its class
        ({"teachers": {7: "Окулов Д. С."}}, ["teacher"]),
        ({"room": 3}, ["room"]),
        ({"teachers": {7: "Окулов Д. С."}, "room": 3}, ["teacher", "room"]),
        ({"room": 3, "weekday": 2}, []),
        ({"room": 3, "number": 2}, []),
        ({"room": 3, "week": 1}, ["room"]),
        ({"room": 3, "until": date(2026, 10, 1)}, ["room"]),
        ({"room": 3, "since": date(2027, 1, 11)}, []),
        ({"room": 3, "shift": 2}, []),
        ({"slot": 1, "room": 3}, []),  # a slot does not clash with itself
    ],
)
def test_clashes(other: dict[str, Any], kinds: list[str]) -> None:
    new = slot(1, teachers={7: "Окулов Д. С."}, room=3, until=date(2026, 12, 30))
    assert [clash.kind for clash in rules.clashes_of(new, [slot(2, **other)])] == kinds


def test_two_subgroups_of_a_class_may_study_at_one_time() -> None:
    one, other = slot(1, groups=frozenset({1, 9})), slot(2, groups=frozenset({2, 9}))
    assert rules.clashes_of(one, [other]) == []


def test_weeks_of_a_cycle_do_not_meet() -> None:
    assert rules.clashes_of(slot(1, week=1, room=3), [slot(2, week=2, room=3)]) == []


def test_shifts_meet_by_the_clock_not_by_number() -> None:
    new = slot(1, room=3, number=7, time=(13 * 60 + 55, 14 * 60 + 35))
    second = slot(2, room=3, number=1, shift=2, time=(14 * 60, 14 * 60 + 40))
    later = slot(3, room=3, number=7, shift=2, time=(14 * 60 + 35, 15 * 60))
    assert [clash.other.slot for clash in rules.clashes_of(new, [second, later])] == [2]


@pytest.mark.parametrize(("numbers", "gap"), [([], []), ([1, 2, 3], []), ([1, 4], [2, 3]), ([2, 3], [])])
def test_gaps_of_a_day(numbers: list[int], gap: list[int]) -> None:
    assert rules.lesson_gap(numbers) == gap
