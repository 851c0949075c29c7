"""The arithmetic of the curriculum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhurnal.curriculum import rules

D = Decimal


@pytest.mark.parametrize(("grade", "weeks"), [(1, 33), (2, 34), (9, 34), (11, 34)])
def test_weeks_of_a_year(grade: int, weeks: int) -> None:
    assert rules.usual_weeks(grade) == weeks


@pytest.mark.parametrize(
    ("hours", "words"),
    [("0.5", ""), ("1.5", ""), ("20", ""), ("0.3", "от 0,5"), ("2.3", "половины"), ("0", "от 0,5"), ("20.5", "от 0,5")],
)
def test_hours_are_halves_within_bounds(hours: str, words: str) -> None:
    fault = rules.hours_fault(D(hours))
    assert words in fault
    assert bool(fault) == bool(words)


@pytest.mark.parametrize(
    ("grade", "days", "hours", "words"),
    [
        (5, 5, [], "План пуст"),
        (5, 5, ["27", "2"], ""),
        (5, 5, ["27", "2.5"], "лишних 0,5"),
        (5, 6, ["27", "5"], ""),
        (1, 5, ["22"], "можно не больше 21"),
    ],
)
def test_a_plan_keeps_the_norm_of_the_week(grade: int, days: int, hours: list[str], words: str) -> None:
    fault = rules.plan_fault(grade, days, map(D, hours))
    assert words in fault
    assert bool(fault) == bool(words)


@pytest.mark.parametrize(
    ("planned", "taught", "words"),
    [
        ("5", ["5"], ""),
        ("3", ["3", "3"], ""),
        ("3", ["3", "2"], "по плану 3 ч., в курсе 2"),
        ("3", [], "по плану 3 ч., курса нет"),
        (None, ["1"], "курс есть, в плане предмета нет"),
        ("1.5", ["2"], "по плану 1,5 ч., в курсе 2"),
    ],
)
def test_courses_beside_the_plan(planned: str | None, taught: list[str], words: str) -> None:
    assert rules.course_fault(D(planned) if planned else None, [D(one) for one in taught]) == words


def test_rates_are_hundredths() -> None:
    assert (rules.rates(D(27)), rules.rates(D("19.5")), rules.rates(D(18), 20)) == (D("1.50"), D("1.08"), D("0.90"))
