"""Years, periods and special days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from .. import rules
from ..models import CalendarDay, Group, Period, PeriodKind, Year
from ..rules import DAY, Span

LONGEST_SPELL = 62  # days that one entry of the calendar may cover


@action("school.year.create")
def create_year(
    act: Acting,
    *,
    name: str,
    since: date,
    until: date,
    quarters: Sequence[Span] = (),
    halves: Sequence[Span] = (),
    trimesters: Sequence[Span] = (),
    public_holidays: bool = True,
) -> Year:
    """Make a school year with its periods, Russia's public holidays and the vacations between its quarters.

    `rules.year_plan(2026)` proposes the values. Refused when a year of this name or over these days exists, or the periods overlap.
    """
    if Year.objects.filter(name=name).exists():
        raise Refused(f"Учебный год «{name}» уже есть.", field="name")
    if until <= since:
        raise Refused("Учебный год кончается раньше, чем начинается.", field="until")
    if other := Year.objects.filter(since__lte=until, until__gte=since).first():
        raise Refused(f"Эти дни уже входят в учебный год «{other}».", field="since")
    year = act.create(Year(name=name, since=since, until=until))
    by_kind = {PeriodKind.QUARTER: quarters, PeriodKind.HALF: halves, PeriodKind.TRIMESTER: trimesters}
    rows = []
    for kind, spans in by_kind.items():
        if fault := rules.spans_fault(spans, (since, until)):
            raise Refused(fault, field="since")
        rows += [
            Period(year=year, kind=kind, number=n, since=a, until=b) for n, (a, b) in enumerate(sorted(spans), start=1)
        ]
    act.create_many(rows)
    free = rules.public_holidays(since, until) if public_holidays else {}
    act.create_many(
        [CalendarDay(year=year, date=day, kind="holiday", title=title[:120]) for day, title in free.items()]
    )
    act.create_many([_vacation(year, day) for day in rules.vacation_days(quarters) if day not in free])
    return year


def _vacation(year: Year, day: date) -> CalendarDay:
    return CalendarDay(year=year, date=day, kind=CalendarDay.Kind.VACATION, title=rules.vacation_title(day))


@action("school.period.set")
def set_period(act: Acting, year: Year, *, kind: str, number: int, since: date, until: date) -> Period:
    """Make a period or move its days; when a quarter moves, the vacations between the quarters move with it.

    Refused when it leaves the year or overlaps another of its kind.
    """
    kept = {
        (row.kind, row.number): (row.since, row.until) for row in Period.objects.filter(year=year) if row.kind == kind
    }
    set_periods(act.actor, year, kept | {(kind, number): (since, until)})
    return Period.objects.get(year=year, kind=kind, number=number)


@action("school.periods.set")
def set_periods(act: Acting, year: Year, spans: Mapping[tuple[str, int], Span]) -> None:
    """Make the periods (kind, number) be these; those that are not named stay. The vacations between the quarters move with them.

    Refused when one leaves the year, or two of one kind overlap or stand out of order.
    """
    rows = {(row.kind, row.number): row for row in Period.objects.filter(year=year)}
    old = {place: (row.since, row.until) for place, row in rows.items()}
    new = old | dict(spans)
    for kind in PeriodKind.values:
        mine = [new[place] for place in sorted(new) if place[0] == kind]
        if fault := rules.spans_fault(mine, (year.since, year.until)):
            raise Refused(fault)
        if mine != sorted(mine):
            raise Refused("Периоды должны идти по порядку номеров.")
    for place, (since, until) in sorted(spans.items()):
        if place in rows:
            act.update(rows[place], since=since, until=until)
        else:
            act.create(Period(year=year, kind=place[0], number=place[1], since=since, until=until))
    _move_vacations(act, year, _vacations(old), _vacations(new))


def _vacations(spans: Mapping[tuple[str, int], Span]) -> set[date]:
    return set(rules.vacation_days([span for place, span in spans.items() if place[0] == PeriodKind.QUARTER]))


def _move_vacations(act: Acting, year: Year, old: set[date], new: set[date]) -> None:
    common = CalendarDay.objects.filter(year=year, group=None)
    for day in common.filter(kind=CalendarDay.Kind.VACATION, date__in=old - new):
        act.delete(day)
    taken = set(common.filter(date__in=new - old).values_list("date", flat=True))
    act.create_many([_vacation(year, day) for day in sorted(new - old - taken)])


@action("school.days.set")
def set_days(
    act: Acting,
    year: Year,
    *,
    since: date,
    until: date | None = None,
    kind: str,
    title: str = "",
    weekday: int | None = None,
    group: Group | None = None,
) -> list[CalendarDay]:
    """Make days free (holiday, vacation, quarantine, other), or a school day by another weekday's timetable (moved, `weekday` 1–7).

    For the whole school, or for one class; what stood on the days before is replaced. Lessons made already stay: the timetable
    drops those without records when lessons are made again. Refused outside the year and for a moved day in no period.
    """
    until = until or since
    _check_spell(year, since, until, group)
    _check_kind(kind, weekday)
    if kind == CalendarDay.Kind.MOVED:
        _check_moved(year, since, until, group)
    found = {day.date: day for day in CalendarDay.objects.filter(year=year, group=group, date__range=(since, until))}
    answer = []
    for offset in range((until - since).days + 1):
        day = since + offset * DAY
        if row := found.get(day):
            act.update(row, kind=kind, title=title, weekday=weekday)
        else:
            row = act.create(CalendarDay(year=year, date=day, kind=kind, title=title, weekday=weekday, group=group))
        answer.append(row)
    return answer


def _check_spell(year: Year, since: date, until: date, group: Group | None) -> None:
    if until < since:
        raise Refused("Последний день раньше первого.", field="until")
    if (until - since).days >= LONGEST_SPELL:
        raise Refused(f"За один раз меняйте не больше {LONGEST_SPELL} дней.", field="until")
    if since < year.since or until > year.until:
        raise Refused(f"Эти дни не входят в учебный год «{year}».", field="since")
    if group is not None and group.kind != Group.Kind.CLASS:
        raise Refused("Особые дни бывают у школы или у класса.", field="group")


def _check_kind(kind: str, weekday: int | None) -> None:
    if kind != CalendarDay.Kind.MOVED and weekday is not None:
        raise Refused("День недели указывают только для учебного дня по переносу.", field="weekday")
    if kind == CalendarDay.Kind.MOVED and (weekday is None or not 1 <= weekday <= 7):
        raise Refused("Укажите, по расписанию какого дня недели учатся.", field="weekday")


def _check_moved(year: Year, since: date, until: date, group: Group | None) -> None:
    if since != until:
        raise Refused("Перенос — это один день.", field="until")
    periods = Period.objects.filter(year=year, since__lte=since, until__gte=since)
    if group is not None:
        periods = periods.filter(kind=group.period_kind)
    if not periods.exists():
        raise Refused("Этот день не входит ни в один учебный период: уроков и отметок в нём не будет.", field="since")


@action("school.days.remove")
def remove_days(act: Acting, days: Sequence[CalendarDay]) -> None:
    """Let these days be as their weekdays say."""
    for day in days:
        act.delete(day)
