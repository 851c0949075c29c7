"""The calendar of a school year as arithmetic: periods, vacations, public holidays, which weekday's timetable a date follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import holidays

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
MONDAY, SATURDAY = 0, 5
Span = tuple[date, date]

# СП 2.4.3648-20, 3.4.15–3.4.16: the first grade has a five-day week; grades 1, 5, 9–11 study in the first shift.
FIVE_DAYS_GRADES = frozenset({1})
FIRST_SHIFT_GRADES = frozenset({1, 5, 9, 10, 11})
# Half-years from this grade on, by default.
HALF_YEARS_FROM = 10

# СанПиН 1.2.3685-21, table 6.6: lessons a week by grade, in a week of five and of six days.
MOST_A_WEEK = {
    1: (21, 21), 2: (23, 26), 3: (23, 26), 4: (23, 26), 5: (29, 32), 6: (30, 33), 7: (32, 35), 8: (33, 36), 9: (33, 36),
    10: (34, 37), 11: (34, 37),
}  # fmt: skip

FREE_KINDS = frozenset({"holiday", "vacation", "quarantine", "other"})


def most_a_week(grade: int, days_a_week: int) -> int:
    """How many lessons a class of this grade may have in a week of five or six days."""
    return MOST_A_WEEK.get(grade, (34, 37))[days_a_week - 5]


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A school year as proposed: its name, days and periods, all days inclusive."""

    name: str
    since: date
    until: date
    quarters: tuple[Span, ...]
    halves: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ClassCalendar:
    """What decides whether a class studies on a day: its periods, special days (date → weekday followed, None: free), week."""

    periods: tuple[Span, ...]
    special: Mapping[date, int | None] = field(default_factory=dict)
    days_a_week: int = 5

    def weekday_followed(self, day: date) -> int | None:
        """Whose timetable the day follows, 1 Monday … 7 Sunday; None when there are no lessons.

        A day in no period is never a school day, even a moved one: nothing could be marked for it.
        """
        if not any(since <= day <= until for since, until in self.periods):
            return None
        if day in self.special:
            return self.special[day]
        return day.isoweekday() if day.isoweekday() <= self.days_a_week else None


def weekday_followed(calendars: Sequence[ClassCalendar], day: date) -> int | None:
    """The weekday that a group of these classes follows: a joined group studies while one of its classes does."""
    return next((weekday for calendar in calendars if (weekday := calendar.weekday_followed(day)) is not None), None)


def school_days(calendars: Sequence[ClassCalendar], since: date, until: date) -> Iterator[tuple[date, int]]:
    """School days from since to until, both inclusive, each with the weekday (1–7) whose timetable it follows."""
    for offset in range((until - since).days + 1):
        day = since + offset * DAY
        weekday = weekday_followed(calendars, day)
        if weekday is not None:
            yield day, weekday


def academic_year_of(day: date) -> int:
    """The calendar year in which the academic year proposed on this day begins: from June on it is the coming one."""
    return day.year if day.month >= 6 else day.year - 1


def year_name(first: int) -> str:
    """«2026/27»"""
    return f"{first}/{(first + 1) % 100:02d}"


def year_plan(first: int) -> YearPlan:
    """The usual year from 1 September: four quarters with nine days of rest in autumn and spring, and two half-years.

    Autumn: from the Saturday before October's last Monday; winter: from 31 December to the Sunday before the Monday on or
    after 9 January; spring: from March's last Saturday. Studies end on 26 May. The school changes what it has otherwise.
    """
    autumn = _last(date(first, 10, 31), MONDAY) - 2 * DAY
    winter_over = _next(date(first + 1, 1, 9), MONDAY)
    spring = _last(date(first + 1, 3, 31), SATURDAY)
    quarters = (
        (date(first, 9, 1), autumn - DAY),
        (autumn + 9 * DAY, date(first, 12, 30)),
        (winter_over, spring - DAY),
        (spring + 9 * DAY, date(first + 1, 5, 26)),
    )
    halves = ((quarters[0][0], quarters[1][1]), (quarters[2][0], quarters[3][1]))
    return YearPlan(year_name(first), date(first, 9, 1), date(first + 1, 8, 31), quarters, halves)


def _last(day: date, weekday: int) -> date:
    return day - ((day.weekday() - weekday) % 7) * DAY


def _next(day: date, weekday: int) -> date:
    return day + ((weekday - day.weekday()) % 7) * DAY


def public_holidays(since: date, until: date) -> dict[date, str]:
    """Russia's public holidays with the moved days off that the government has named, by date, in Russian."""
    found = holidays.country_holidays("RU", years=range(since.year, until.year + 1), language="ru")
    return {day: str(name) for day, name in sorted(found.items()) if since <= day <= until}


def vacation_days(quarters: Sequence[Span]) -> list[date]:
    """The days between the quarters."""
    spans = sorted(quarters)
    return [
        before + offset * DAY
        for (_, before), (after, _) in pairwise(spans)
        for offset in range(1, (after - before).days)
    ]


def vacation_title(day: date) -> str:
    """«Осенние каникулы» by the season of the day."""
    seasons = {12: "Зимние", 1: "Зимние", 2: "Зимние", 3: "Весенние", 4: "Весенние", 5: "Весенние"}
    return f"{seasons.get(day.month, 'Осенние')} каникулы"


def spans_fault(spans: Sequence[Span], year: Span) -> str:
    """Why these periods can't stand in one year (a Russian sentence), or an empty text."""
    ordered = sorted(spans)
    for since, until in ordered:
        if until < since:
            return f"Период кончается ({until:%d.%m.%Y}) раньше, чем начинается ({since:%d.%m.%Y})."
        if since < year[0] or until > year[1]:
            return f"Период {since:%d.%m.%Y}–{until:%d.%m.%Y} выходит за учебный год."
    for (_, before), (after, _) in pairwise(ordered):
        if after <= before:
            return f"Периоды одного вида пересекаются: {after:%d.%m.%Y} входит в оба."
    return ""


def period_kind_for(grade: int) -> str:
    """Quarters for grades 1–9, half-years above."""
    return "half" if grade >= HALF_YEARS_FROM else "quarter"


def class_fault(grade: int, *, days_a_week: int, shift: int) -> str:
    """Why a class of this grade can't study so (СП 2.4.3648-20), or an empty text."""
    if grade in FIVE_DAYS_GRADES and days_a_week > 5:
        return "У первых классов пятидневная неделя (СП 2.4.3648-20, п. 3.4.16)."
    if grade in FIRST_SHIFT_GRADES and shift != 1:
        return "1-е, 5-е и 9–11-е классы учатся только в первую смену (СП 2.4.3648-20, п. 3.4.15)."
    return ""


def is_pe(subject: str) -> bool:
    """Whether a subject of this name is physical education: «Физическая культура», «Физкультура», «Физ. культура (девочки)»."""
    name = subject.casefold()
    return name.startswith("физ") and "культур" in name
