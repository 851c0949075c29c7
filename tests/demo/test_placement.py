"""The demo's calendar holds its promise on every day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from zhurnal.demo.placement import place, place_earlier, year_name

TWO_YEARS = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(2 * 365)]


@pytest.mark.parametrize("six_days", [False, True])
def test_every_day_of_two_years_is_a_school_day_when_it_is_today(six_days: bool) -> None:
    assert all(place(day).weekday(day, six_days=six_days) is not None for day in TWO_YEARS)


def test_every_day_of_two_years_lies_about_the_middle_of_the_second_quarter() -> None:
    for day in TWO_YEARS:
        first, second = place(day).quarters[:2]
        assert first.end < day
        assert 0.35 <= second.share_passed(day) <= 0.65, day


def test_quarters_follow_one_another_without_overlap() -> None:
    for day in TWO_YEARS:
        quarters = place(day).quarters
        assert all(a.end < b.start for a, b in pairwise(quarters))
        assert all(q.start < q.end for q in quarters)


def test_earlier_years_end_before_later_ones_begin() -> None:
    for day in TWO_YEARS[::7]:
        year = place(day)
        assert place_earlier(year, 1).end < year.start
        assert place_earlier(year, 2).end < place_earlier(year, 1).start
        assert len({year.name, place_earlier(year, 1).name, place_earlier(year, 2).name}) == 3


def test_late_november_keeps_the_calendar_of_the_ministry() -> None:
    year = place(date(2025, 11, 27))
    assert [(q.start, q.end) for q in year.quarters] == [
        (date(2025, 9, 1), date(2025, 10, 26)),
        (date(2025, 11, 3), date(2025, 12, 28)),
        (date(2026, 1, 12), date(2026, 3, 22)),
        (date(2026, 3, 30), date(2026, 5, 24)),
    ]
    assert year.days_off[date(2025, 11, 4)] == "День народного единства"
    assert year.weekday(date(2025, 11, 4), six_days=True) is None
    assert year.name == "2025/26"


def test_september_begins_on_the_first_when_it_is_no_monday() -> None:
    assert place(date(2026, 11, 25)).start == date(2026, 9, 1)  # a Tuesday


def test_sunday_in_july_follows_mondays_timetable_and_a_later_monday_is_free() -> None:
    year = place(date(2026, 7, 12))
    assert year.weekday(date(2026, 7, 12), six_days=False) == 0
    assert year.weekday(date(2026, 7, 13), six_days=False) == 0
    assert year.weekday(date(2026, 7, 20), six_days=True) is None
    assert year.days_off[date(2026, 7, 20)] == "Выходной за учебный день 12.07.2026"


def test_saturday_is_a_school_day_of_the_senior_school_only() -> None:
    year = place(date(2026, 7, 14))
    assert year.weekday(date(2026, 7, 11), six_days=True) == 5
    assert year.weekday(date(2026, 7, 11), six_days=False) is None


def test_new_years_eve_and_the_second_of_january_are_opened_with_their_own_weekday() -> None:
    assert place(date(2026, 12, 31)).weekday(date(2026, 12, 31), six_days=False) == 3
    assert place(date(2026, 1, 2)).moved == {date(2026, 1, 2): 4}


def test_the_first_of_september_has_a_year_that_began_in_june() -> None:
    assert place(date(2026, 9, 1)).start == date(2026, 6, 1)


def test_school_days_skip_free_ones() -> None:
    year = place(date(2025, 11, 27))
    days = list(year.school_days(date(2025, 11, 3), date(2025, 11, 9), six_days=True))
    assert days == [(date(2025, 11, 5), 2), (date(2025, 11, 6), 3), (date(2025, 11, 7), 4), (date(2025, 11, 8), 5)]


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (date(2025, 9, 1), "2025/26"),
        (date(2026, 1, 12), "2025/26"),
        (date(2026, 4, 6), "2026/27"),
        (date(1999, 9, 1), "1999/00"),
    ],
)
def test_year_name(start: date, name: str) -> None:
    assert year_name(start) == name
