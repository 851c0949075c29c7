from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.school import rules
from zhurnal.school.rules import ClassCalendar

QUARTER = (date(2026, 11, 9), date(2026, 12, 30))
DAYS = st.dates(date(2026, 9, 1), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 9, 1), 2026),
        (date(2026, 11, 24), 2026),
        (date(2027, 5, 31), 2026),
        (date(2027, 6, 1), 2027),
        (date(2027, 8, 31), 2027),
        (date(2027, 1, 1), 2026),
    ],
)
def test_year_proposed_on_a_day(day: date, first: int) -> None:
    assert rules.academic_year_of(day) == first


def test_usual_year_2025_is_the_one_that_the_ministry_recommended() -> None:
    plan = rules.year_plan(2025)
    assert plan.name == "2025/26"
    assert plan.quarters == (
        (date(2025, 9, 1), date(2025, 10, 24)),
        (date(2025, 11, 3), date(2025, 12, 30)),
        (date(2026, 1, 12), date(2026, 3, 27)),
        (date(2026, 4, 6), date(2026, 5, 26)),
    )
    assert plan.halves == ((date(2025, 9, 1), date(2025, 12, 30)), (date(2026, 1, 12), date(2026, 5, 26)))


def test_name_of_the_year_at_the_turn_of_the_century() -> None:
    assert rules.year_name(2099) == "2099/00"


@given(st.integers(2000, 2090))
def test_every_proposed_year_stands_in_itself(first: int) -> None:
    plan = rules.year_plan(first)
    for spans in (plan.quarters, plan.halves):
        assert rules.spans_fault(spans, (plan.since, plan.until)) == ""
    assert all(day.month in {10, 11, 12, 1, 3, 4} for day in rules.vacation_days(plan.quarters))


def test_public_holidays_are_named_in_russian() -> None:
    found = rules.public_holidays(date(2026, 9, 1), date(2027, 8, 31))
    assert found[date(2026, 11, 4)] == "День народного единства"
    assert found[date(2027, 5, 9)] == "День Победы"
    assert date(2026, 6, 12) not in found


@pytest.mark.parametrize(
    ("spans", "fault"),
    [
        ([QUARTER], ""),
        ([(date(2026, 11, 9), date(2026, 11, 8))], "раньше"),
        ([(date(2026, 8, 31), date(2026, 11, 8))], "выходит за учебный год"),
        ([QUARTER, (date(2026, 12, 30), date(2027, 3, 1))], "пересекаются: 30.12.2026"),
        ([QUARTER, (date(2026, 12, 31), date(2027, 3, 1))], ""),
    ],
)
def test_faults_of_periods(spans: list[rules.Span], fault: str) -> None:
    found = rules.spans_fault(spans, (date(2026, 9, 1), date(2027, 8, 31)))
    assert fault in found
    assert bool(found) == bool(fault)


SPECIAL = {date(2026, 11, 10): None, date(2026, 11, 14): 5, date(2026, 11, 7): 6}


@pytest.mark.parametrize(
    ("day", "days_a_week", "weekday"),
    [
        (date(2026, 11, 9), 5, 1),  # an ordinary Monday
        (date(2026, 11, 10), 5, None),  # made free
        (date(2026, 11, 14), 5, 5),  # a Saturday by Friday's timetable
        (date(2026, 11, 21), 5, None),  # a Saturday of a five-day class
        (date(2026, 11, 21), 6, 6),  # and of a six-day one
        (date(2026, 11, 22), 6, None),  # Sunday
        (date(2026, 11, 7), 6, None),  # a moved day in no period
        (date(2026, 12, 30), 5, 3),  # the last day belongs to the quarter
        (date(2026, 12, 31), 5, None),
    ],
)
def test_weekday_that_a_day_follows(day: date, days_a_week: int, weekday: int | None) -> None:
    assert ClassCalendar((QUARTER,), SPECIAL, days_a_week).weekday_followed(day) == weekday


def test_joined_group_studies_while_one_of_its_classes_does() -> None:
    in_quarantine = ClassCalendar((QUARTER,), {date(2026, 11, 9): None})
    well = ClassCalendar((QUARTER,))
    assert rules.weekday_followed([in_quarantine, well], date(2026, 11, 9)) == 1
    assert rules.weekday_followed([in_quarantine], date(2026, 11, 9)) is None


@given(
    DAYS,
    st.integers(0, 60),
    st.dictionaries(DAYS, st.one_of(st.none(), st.integers(1, 7)), max_size=10),
    st.sampled_from([5, 6]),
)
def test_school_days_are_within_periods_in_order_and_never_free(
    since: date, length: int, special: dict[date, int | None], days_a_week: int
) -> None:
    calendar = ClassCalendar((QUARTER,), special, days_a_week)
    found = list(rules.school_days([calendar], since, since + timedelta(days=length)))
    days = [day for day, _ in found]
    assert days == sorted(set(days))
    for day, weekday in found:
        assert QUARTER[0] <= day <= QUARTER[1]
        assert special.get(day, weekday) == weekday
        assert day in special or weekday == day.isoweekday() <= days_a_week


@pytest.mark.parametrize(
    ("grade", "days", "shift", "lawful"),
    [
        (1, 5, 1, True),
        (1, 6, 1, False),
        (1, 5, 2, False),
        (3, 5, 2, True),
        (5, 5, 2, False),
        (8, 6, 2, True),
        (9, 6, 2, False),
        (11, 6, 1, True),
    ],
)
def test_shift_and_week_by_grade(grade: int, days: int, shift: int, lawful: bool) -> None:
    assert (rules.class_fault(grade, days_a_week=days, shift=shift) == "") is lawful
