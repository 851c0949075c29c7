"""Means: the figures are reckoned by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.journal.rules.means import Tally, counted_value, mean, ratio, weighted_mean

pairs = st.lists(st.tuples(st.sampled_from([0, 1, 2, 3, 4, 5, 10, 11]), st.integers(1, 10)), max_size=40)


@pytest.mark.parametrize(
    ("marks", "plain", "weighted"),
    [
        ([], "—", "—"),
        ([(5, 2)], "5,00", "5,00"),
        ([(5, 5), (3, 1)], "4,00", "4,67"),  # (25 + 3) / 6
        ([(4, 2), (5, 2), (3, 5), (4, 1)], "4,00", "3,70"),  # (8 + 10 + 15 + 4) / 10
        ([(0, 5), (10, 4), (11, 4)], "—", "—"),
        ([(5, 2), (0, 5), (10, 4)], "5,00", "5,00"),
        ([(2, 1), (2, 1), (2, 1), (2, 1), (2, 1), (2, 1), (2, 1), (3, 1)], "2,13", "2,13"),  # 17 / 8 = 2.125, half up
    ],
)
def test_means(marks: list[tuple[int, int]], plain: str, weighted: str) -> None:
    tally = Tally()
    for value, weight in marks:
        tally.add(value, weight)
    assert (tally.mean, tally.weighted_mean) == (plain, weighted)


@given(pairs)
def test_a_mean_lies_between_the_least_and_the_greatest_mark(marks: list[tuple[int, int]]) -> None:
    numeric = [value for value, _ in marks if 1 <= value <= 5]
    for found in (mean(value for value, _ in marks), weighted_mean(marks)):
        if numeric:
            assert found is not None
            assert min(numeric) - 1e-9 <= found <= max(numeric) + 1e-9
        else:
            assert found is None


@given(pairs, st.integers(1, 5))
def test_scaling_all_weights_changes_nothing(marks: list[tuple[int, int]], factor: int) -> None:
    scaled = weighted_mean((value, weight * factor) for value, weight in marks)
    found = weighted_mean(marks)
    assert (scaled is None) == (found is None)
    assert found is None or scaled == pytest.approx(found)


@given(pairs)
def test_the_shown_mean_is_the_mean(marks: list[tuple[int, int]]) -> None:
    tally = Tally()
    for value, weight in marks:
        tally.add(value, weight)
    exact = weighted_mean(marks)
    if exact is None:
        assert tally.weighted_mean == "—"
    else:
        assert abs(float(tally.weighted_mean.replace(",", ".")) - exact) <= 0.005 + 1e-9


def test_ratio_rounds_halves_up() -> None:
    assert ratio(17, 8) == "2,13"
    assert ratio(1, 3) == "0,33"
    assert ratio(2, 3) == "0,67"
    assert ratio(0, 0) == "—"


@pytest.mark.parametrize(
    ("value", "deadline", "counts", "found"),
    [
        (0, date(2026, 11, 23), True, 2),
        (0, date(2026, 11, 24), True, 0),
        (0, date(2026, 11, 23), False, 0),
        (0, None, True, 0),
        (5, date(2026, 11, 1), True, 5),
    ],
)
def test_expired_points(value: int, deadline: date | None, counts: bool, found: int) -> None:
    assert counted_value(value, deadline, date(2026, 11, 24), expired_counts=counts) == found
