"""Norms of the weekly timetable and the comparison of two, as tables of values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.school.rules import most_a_week
from zhurnal.timetable import rules
from zhurnal.timetable.rules import ClassWeek, Hour, Place, Placed


def day(count: int, *, weekday: int = 1, sport: bool = False, first: int = 1, part: int = 1) -> list[Hour]:
    """So many different lessons in a row."""
    names = [f"Предмет {number}" for number in range(count)]
    if sport:
        names[-1] = "Физическая культура"
    return [Hour(weekday, first + place, 0, name, part) for place, name in enumerate(names)]


def week(grade: int, hours: list[Hour], **fields) -> ClassWeek:
    return ClassWeek(f"{grade} «А»", grade, fields.pop("days", 5), fields.pop("shift", 1), hours, **fields)


def said(klass: ClassWeek) -> list[str]:
    return [one.what.replace("\u00a0", " ") for one in rules.norms_of(klass)]


@pytest.mark.parametrize(
    ("grade", "most", "five", "six"),
    [
        (1, 4, 21, 21), (2, 5, 23, 26), (3, 5, 23, 26), (4, 5, 23, 26), (5, 6, 29, 32), (6, 6, 30, 33), (7, 7, 32, 35),
        (8, 7, 33, 36), (9, 7, 33, 36), (10, 7, 34, 37), (11, 7, 34, 37),
    ],
)  # fmt: skip
def test_hours_by_grade(grade: int, most: int, five: int, six: int) -> None:
    assert rules.most_a_day(grade) == most
    assert (most_a_week(grade, 5), most_a_week(grade, 6)) == (five, six)
    assert said(week(grade, day(most))) == []
    assert len([one for one in rules.norms_of(week(grade, day(most + 2))) if one.kind == "day"]) == 1


@pytest.mark.parametrize(
    ("grade", "hours", "words"),
    [
        (1, day(5, sport=True), []),
        (1, day(5), ["1 «А», понедельник: 5 уроков, столько можно раз в неделю и только с физкультурой"]),
        (1, day(6, sport=True), ["1 «А», понедельник: 6 уроков, в 1-м классе можно 4"]),
        (
            1,
            day(5, sport=True) + day(5, weekday=3, sport=True),
            ["1 «А»: по 5 уроков можно раз в неделю, а стоит: понедельник, среда"],
        ),
        (3, day(6, sport=True), []),
        (5, day(7, sport=True), ["5 «А», понедельник: 7 уроков, в 5-м классе можно 6"]),
        (8, day(8), ["8 «А», понедельник: 8 уроков, в 8-м классе можно 7"]),
        (8, [hour for weekday in range(1, 6) for hour in day(7, weekday=weekday)], ["8 «А»: 35 уроков в неделю, можно 33"]),
        (8, day(2, weekday=6), ["8 «А», суббота: у класса пятидневная неделя, этих уроков не будет"]),
        (8, [*day(1), *day(1, first=3)], ["8 «А», понедельник: у класса окно, 2-й урок пуст",
                                         "8 «А», понедельник: Предмет 0 дважды в день и не подряд (1-й, 3-й уроки)"]),
    ],
)  # fmt: skip
def test_norms_of_a_class(grade: int, hours: list[Hour], words: list[str]) -> None:
    assert said(week(grade, hours)) == words


def test_six_days_are_a_week_of_their_own() -> None:
    assert said(week(10, day(3, weekday=6), days=6)) == []


@pytest.mark.parametrize("grade", [1, 5, 9, 10, 11])
def test_second_shift_is_not_for_these_grades(grade: int) -> None:
    assert "только в первую смену" in said(week(grade, [], shift=2))[0]
    assert said(week(7, [], shift=2)) == []


def test_subgroups_at_one_time_are_one_lesson() -> None:
    both = [replace(one, part=part) for one in day(7) for part in (2, 3)]
    assert said(week(8, both)) == []


def test_double_lesson_is_no_lesson_torn_apart() -> None:
    double = [Hour(1, 1, 0, "Труд", 1), Hour(1, 2, 0, "Труд", 1), Hour(1, 3, 0, "Физика", 1)]
    assert said(week(8, double)) == []
    # two groups of one subject at the first and third lesson are two lessons of two groups
    parts = [Hour(1, 1, 0, "Английский", 2), Hour(1, 2, 0, "Физика", 1), Hour(1, 3, 0, "Английский", 3)]
    assert said(week(8, parts)) == []


def test_weeks_of_the_cycle_are_looked_at_apart() -> None:
    # six lessons every week, the seventh in the first week and another seventh in the second: never eight
    turns = [Hour(1, 7, 1, "Химия", 1), Hour(1, 8, 2, "Физика", 1)]
    assert said(week(8, [*day(6), turns[0]])) == []
    assert said(week(8, [*day(6), *turns])) == ["8 «А», понедельник: у класса окно, 7-й урок пуст"]


def test_lesson_without_a_bell_is_told() -> None:
    assert said(week(8, day(3), rung=frozenset({1, 2}))) == ["8 «А», понедельник: для 3-го урока нет звонка"]


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([], {}),
        ([(1, 1, 1), (1, 1, 2)], {}),
        ([(1, 1, 1), (1, 1, 4), (2, 1, 2), (2, 1, 4)], {1: 2, 2: 1}),
        ([(1, 1, 6), (1, 2, 1)], {}),  # between the shifts there is no window
        ([(1, 1, 1), (1, 1, 1), (1, 1, 3)], {1: 1}),
    ],
)
def test_windows_of_a_teacher(places: list[tuple[int, int, int]], found: dict[int, int]) -> None:
    assert rules.windows(places) == found


@pytest.mark.parametrize(
    ("wanted", "weeks", "left"),
    [
        ("5", [], "5"),
        ("5", [0, 0, 0], "2"),
        ("2", [0, 0, 0], "-1"),
        ("0.5", [1], "0"),
        ("1.5", [0, 2], "0"),
        ("1", [1, 2], "0"),
    ],
)
def test_hours_left(wanted: str, weeks: list[int], left: str) -> None:
    assert rules.hours_left(Decimal(wanted), weeks) == Decimal(left)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([Place(1, 1, 1)], [Place(1, 1, 1)], []),
        ([Place(1, 1, 1)], [Place(1, 2, 1)], ["moved"]),
        ([Place(1, 1, 1)], [Place(2, 1, 1)], ["removed", "added"]),
        ([Place(1, 1, 1, room=1)], [Place(1, 1, 1, room=2)], ["changed"]),
        ([Place(1, 1, 1), Place(1, 2, 1)], [Place(1, 2, 1), Place(1, 3, 1)], ["moved"]),
        ([Place(1, 1, 1), Place(1, 2, 1)], [Place(1, 3, 1)], ["moved", "removed"]),
        ([Place(1, 1, 1), Place(1, 1, 1)], [Place(1, 1, 1)], ["removed"]),
        ([], [Place(1, 1, 1), Place(1, 1, 2)], ["added", "added"]),
        ([Place(1, 1, 1, 1)], [Place(1, 1, 1, 2)], ["moved"]),
    ],
)
def test_what_two_timetables_differ_in(before: list[Place], after: list[Place], kinds: list[str]) -> None:
    assert [one.kind for one in rules.differences(before, after)] == kinds


places = st.lists(st.builds(Place, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), room=st.integers(0, 2)))


@given(places, places)
def test_differences_turn_one_timetable_into_the_other(before: list[Place], after: list[Place]) -> None:
    found = rules.differences(before, after)
    kept = list(before)
    for change in found:
        if change.before:
            kept.remove(change.before)
    kept += [change.after for change in found if change.after]
    assert sorted(kept) == sorted(after)
    assert rules.differences(after, after) == []


def place(
    slot: int, *, weekday: int = 1, number: int = 1, group: int = 1, above: tuple[int, ...] = (), **fields
) -> Placed:
    from datetime import date

    return Placed(
        slot, f"Урок {slot}", weekday, number, fields.get("week", 0), 1, None, group, frozenset({group, *above}),
        fields.get("teachers", {}), fields.get("room"), date(2026, 9, 1), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("others", "kinds"),
    [
        ([place(2, group=2)], []),
        ([place(2)], ["group"]),
        ([place(2, group=5, above=(1,))], ["group"]),  # a subgroup against its class
        ([place(2, group=2, teachers={7: "Окулов Д. С."})], ["teacher"]),
        ([place(2, group=2, room=9)], ["room"]),
        ([place(2, weekday=2)], []),
        ([place(2, week=1), place(3, week=2)], ["group", "group"]),
    ],
)
def test_clashes_of_a_whole_timetable_are_found_once(others: list[Placed], kinds: list[str]) -> None:
    first = place(1, teachers={7: "Окулов Д. С."}, room=9)
    assert [clash.kind for _, clash in rules.clashes_among([first, *others])] == kinds


def test_two_subgroups_at_one_time_are_lawful() -> None:
    assert rules.clashes_among([place(1, group=5, above=(1,)), place(2, group=6, above=(1,))]) == []
