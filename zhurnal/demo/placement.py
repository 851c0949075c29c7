"""Where the demo's school year lies, so that there is always a school day today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

import holidays

WEEK = timedelta(weeks=1)
# Study weeks of the quarters and the weeks of rest after each: 34 study weeks, as in a real Russian school year.
QUARTER_WEEKS = (8, 8, 10, 8)
REST_WEEKS = (1, 2, 1)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6
# The ordinary calendar is kept while today lies in this part of its second quarter.
ORDINARY_SHARE = (0.35, 0.65)

HOLIDAYS_RU = {
    (1, 7): "Рождество Христово",
    (2, 23): "День защитника Отечества",
    (3, 8): "Международный женский день",
    (5, 1): "Праздник Весны и Труда",
    (5, 9): "День Победы",
    (6, 12): "День России",
    (11, 4): "День народного единства",
}


@dataclass(frozen=True)
class Quarter:
    """A study period, both days inclusive."""

    number: int
    start: date
    end: date

    def share_passed(self, day: date) -> float:
        """Part of the quarter's days that ended before the day, 0 to 1."""
        return min(max((day - self.start).days / ((self.end - self.start).days + 1), 0.0), 1.0)


@dataclass(frozen=True)
class Placement:
    """A school year placed on the calendar: its quarters, free days, and days that follow another weekday's timetable."""

    name: str
    quarters: tuple[Quarter, ...]
    days_off: dict[date, str] = field(default_factory=dict)
    moved: dict[date, int] = field(default_factory=dict)

    @property
    def start(self) -> date:
        """The first day of the year."""
        return self.quarters[0].start

    @property
    def end(self) -> date:
        """The last day of the year."""
        return self.quarters[-1].end

    def weekday(self, day: date, *, six_days: bool) -> int | None:
        """Which weekday's timetable (0 is Monday) holds on the day, or None when it is free."""
        if day in self.moved:
            return self.moved[day]
        if day in self.days_off or day.weekday() > (SATURDAY if six_days else SATURDAY - 1):
            return None
        return day.weekday() if any(q.start <= day <= q.end for q in self.quarters) else None

    def school_days(self, first: date, last: date, *, six_days: bool) -> Iterator[tuple[date, int]]:
        """School days from first to last, both inclusive, each with the weekday of its timetable."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            weekday = self.weekday(day, six_days=six_days)
            if weekday is not None:
                yield day, weekday


def place(today: date) -> Placement:
    """The demo's year around today: today is a school day, one quarter has ended and about half of the next has passed."""
    monday = _monday(today)
    ordinary = _monday(date(today.year - (today.month < 9), 9, 1))
    share = _quarters(ordinary)[1].share_passed(today)
    if ORDINARY_SHARE[0] <= share <= ORDINARY_SHARE[1]:
        first = ordinary
    else:
        weeks_before = sum(QUARTER_WEEKS[:1]) + REST_WEEKS[0] + (4 if today.weekday() < 3 else 3)
        first = monday - weeks_before * WEEK
    return _open_today(_placement(first), today)


def place_earlier(placement: Placement, years_before: int) -> Placement:
    """The finished year that began so many years before the given one; it never overlaps a later one."""
    earlier = _placement(_monday(placement.start) - 52 * years_before * WEEK)
    first = int(placement.name[:4]) - years_before  # 52 weeks are short of a year: its own start may fall before April
    return replace(earlier, name=_name(first))


def year_name(start: date) -> str:
    """«2025/26» for the school year that begins on the day."""
    first = start.year if start.month >= 4 else start.year - 1
    return _name(first)


def _name(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _quarters(first_monday: date) -> tuple[Quarter, ...]:
    quarters = []
    monday = first_monday
    for number, weeks in enumerate(QUARTER_WEEKS, start=1):
        start = max(monday, date(monday.year, 9, 1)) if number == 1 and _is_ordinary(monday) else monday
        quarters.append(Quarter(number, start, monday + weeks * WEEK - timedelta(days=1)))
        monday += (weeks + (REST_WEEKS[number - 1] if number <= len(REST_WEEKS) else 0)) * WEEK
    return tuple(quarters)


def _is_ordinary(monday: date) -> bool:
    return monday <= date(monday.year, 9, 1) < monday + WEEK


def _placement(first_monday: date) -> Placement:
    quarters = _quarters(first_monday)
    start, end = quarters[0].start, quarters[-1].end
    free = [day for year in range(start.year, end.year + 1) for day in _holidays(year)]
    days_off = {day: _holiday_name(day) for day in free if any(q.start <= day <= q.end for q in quarters)}
    return Placement(year_name(start), quarters, days_off)


@cache
def _holidays(year: int) -> list[date]:
    return sorted(holidays.country_holidays("RU", years=year))


def _holiday_name(day: date) -> str:
    if (day.month, day.day) in HOLIDAYS_RU:
        return HOLIDAYS_RU[day.month, day.day]
    return "Новогодние каникулы" if day.month == 1 and day.day <= 8 else "Перенос выходного дня"


def _open_today(placement: Placement, today: date) -> Placement:
    """Make a free today a moved school day; for a weekend the Monday after next is given back as a day off."""
    if placement.weekday(today, six_days=False) is not None:
        return placement
    days_off = dict(placement.days_off)
    days_off.pop(today, None)
    if today.weekday() < SATURDAY:
        return Placement(placement.name, placement.quarters, days_off, {today: today.weekday()})
    given_back = _monday(today) + 2 * WEEK
    days_off.setdefault(given_back, f"Выходной за учебный день {today:%d.%m.%Y}")
    return Placement(placement.name, placement.quarters, days_off, {today: MONDAY})
