from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.timetable.rules.relief import Facts, in_window, share_out

BEST_FIRST = [
    Facts(1, "Я", same_subject=True, knows_class=True, month=9, today=6),
    Facts(2, "А", same_subject=True, window=True, at_school=True),
    Facts(3, "А", same_subject=True, at_school=True),
    Facts(4, "А", same_subject=True),
    Facts(5, "Я", knows_class=True, window=True, at_school=True),
    Facts(6, "А", knows_class=True),
    Facts(7, "А", window=True, at_school=True, month=1),
    Facts(8, "А", at_school=True, month=0, today=5),
    Facts(9, "Б", at_school=True, month=2, today=1),
    Facts(10, "А", at_school=True, month=2, today=2),
    Facts(11, "Б", at_school=True, month=2, today=2),
    Facts(12, "А"),
]


def test_subject_then_class_then_window_then_load_then_name() -> None:
    shuffled = BEST_FIRST[::2] + BEST_FIRST[1::2]
    assert [one.person for one in sorted(shuffled, key=lambda one: one.order)] == list(range(1, 13))


@pytest.mark.parametrize(
    ("number", "held", "expected"),
    [
        (3, {2, 4}, True),
        (3, {1, 6}, True),
        (1, {2, 4}, False),
        (5, {2, 4}, False),
        (3, {3, 5}, False),
        (3, set(), False),
    ],
)
def test_a_window_lies_between_lessons(number: int, held: set[int], expected: bool) -> None:
    assert in_window(number, held) is expected


def test_the_load_of_a_day_is_shared() -> None:
    choices = {n: [Facts(1, "А"), Facts(2, "Б")] for n in (1, 2, 3)}
    assert share_out([1, 2, 3], choices, lambda one, other: one == other) == {1: 1, 2: 2, 3: 1}


def test_who_teaches_the_subject_is_taken_again_before_another() -> None:
    choices = {n: [Facts(1, "А", same_subject=True), Facts(2, "Б")] for n in (1, 2)}
    assert share_out([1, 2], choices, lambda one, other: one == other) == {1: 1, 2: 1}


def test_a_lesson_that_nobody_can_give_is_left_out() -> None:
    assert share_out([1, 2], {1: [Facts(1, "А")], 2: [Facts(1, "А")]}, lambda *_: True) == {1: 1}


@given(
    st.dictionaries(
        st.integers(0, 9),
        st.lists(st.builds(Facts, st.integers(1, 5), st.sampled_from("АБВ"), st.booleans()), max_size=5),
    )
)
def test_nobody_is_proposed_twice_at_one_time(choices: dict[int, list[Facts]]) -> None:
    found = share_out(sorted(choices), choices, lambda one, other: one % 3 == other % 3)
    places = [(lesson % 3, person) for lesson, person in found.items()]
    assert len(places) == len(set(places))
    assert all(person in {one.person for one in choices[lesson]} for lesson, person in found.items())
