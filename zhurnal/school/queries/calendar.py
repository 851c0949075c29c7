"""The calendar page: periods, spells of special days, and the months as a picture."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..models import CalendarDay, Period, PeriodKind, Year
from ..rules import DAY, Span


@dataclass(frozen=True, slots=True)
class Spell:
    """Special days in a row that are alike."""

    since: date
    until: date
    kind: str
    kind_title: str
    title: str
    weekday: int | None
    klass: str
    ids: tuple[int, ...]

    @property
    def days(self) -> int:
        """How many days."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A square of a month: `state` is study, weekend, out (of any period), holiday, vacation, other, moved; None of another month."""

    day: date
    state: str
    title: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks of seven squares."""

    first: date
    weeks: list[list[MonthDay | None]]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What the page shows of a year."""

    year: Year
    years: list[Year]
    kinds: list[tuple[str, list[Period]]]
    spells: list[Spell]
    months: list[Month]


def calendar_page(year: Year, today: date) -> CalendarPage:
    """The calendar of a year (3 queries)."""
    periods = list(Period.objects.filter(year=year).order_by("since", "number"))
    days = list(CalendarDay.objects.filter(year=year).select_related("group").order_by("group_id", "date"))
    kinds = [(kind.label, [one for one in periods if one.kind == kind]) for kind in PeriodKind]
    return CalendarPage(
        year=year,
        years=list(Year.objects.order_by("-since")),
        kinds=[(label, found) for label, found in kinds if found],
        spells=sorted(spells(days), key=lambda spell: (spell.since, spell.klass)),
        months=months(year, periods, days, today),
    )


def spans_of(year: Year) -> dict[tuple[str, int], Span]:
    """The periods of a year: (kind, number) → first and last day (1 query)."""
    return {(row.kind, row.number): (row.since, row.until) for row in Period.objects.filter(year=year)}


def spells(days: Iterable[CalendarDay]) -> list[Spell]:
    """Days in order of group and date, joined where neighbours are alike."""
    found: list[Spell] = []
    for day in days:
        klass = day.group.title if day.group else ""
        last = found[-1] if found else None
        alike = last and (last.kind, last.title, last.klass, last.weekday) == (day.kind, day.title, klass, day.weekday)
        if last and alike and day.date == last.until + DAY:
            found[-1] = Spell(
                last.since, day.date, day.kind, last.kind_title, day.title, day.weekday, klass, (*last.ids, day.pk)
            )
        else:
            title = CalendarDay.Kind(day.kind).label
            found.append(Spell(day.date, day.date, day.kind, title, day.title, day.weekday, klass, (day.pk,)))
    return found


def months(year: Year, periods: Sequence[Period], days: Iterable[CalendarDay], today: date) -> list[Month]:
    """The months from the first period to the last, with the days of the whole school."""
    if not periods:
        return []
    special = {day.date: day for day in days if day.group_id is None}
    first, last = min(one.since for one in periods), max(one.until for one in periods)
    found, at = [], first.replace(day=1)
    while at <= last:
        weeks = [
            [_square(day, at, periods, special, today) for day in week]
            for week in Calendar().monthdatescalendar(at.year, at.month)
        ]
        found.append(Month(at, weeks))
        at = (at + 31 * DAY).replace(day=1)
    return found


def _square(
    day: date, month: date, periods: Sequence[Period], special: dict[date, CalendarDay], today: date
) -> MonthDay | None:
    if day.month != month.month:
        return None
    row = special.get(day)
    if row is not None:
        title = row.title or CalendarDay.Kind(row.kind).label
        return MonthDay(day, row.kind, title, day == today)
    if not any(one.since <= day <= one.until for one in periods):
        return MonthDay(day, "out", "", day == today)
    return MonthDay(day, "weekend" if day.isoweekday() > 6 else "study", "", day == today)
