"""Norms of the weekly timetable of a class (domain.md part 5): hours a day and a week, shifts, gaps, one subject twice a day.

They warn, they forbid nothing: clashes do that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from zhurnal.core.russian import WEEKDAYS, counted
from zhurnal.school.rules import class_fault, most_a_week

# СанПиН 1.2.3685-21, table 6.6: lessons a day by grade. Grades 1–4 may have one more once a week, when PE is among them.
MOST_A_DAY = {1: 4, 2: 5, 3: 5, 4: 5, 5: 6, 6: 6, 7: 7, 8: 7, 9: 7, 10: 7, 11: 7}
PRIMARY = 4
HOURS_CLAUSE = "СанПиН 1.2.3685-21, табл. 6.6"
WEEK_CLAUSE = "СП 2.4.3648-20, п. 3.4.16"
SPORT = ("физкультура", "физическая культура")


@dataclass(frozen=True, slots=True)
class Hour:
    """A weekly lesson of a class or of one of its groups: `part` is the group's id, `week` 0 for every week."""

    weekday: int
    number: int
    week: int
    subject: str
    part: int


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """The week of a class as the norms see it; `hours` are those of its groups, too. `rung` are the numbers that have a bell."""

    title: str
    grade: int
    days_a_week: int
    shift: int
    hours: Sequence[Hour]
    rung: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Breach:
    """A norm that is not kept: `kind` names it, `what` is the sentence, `clause` the source, where there is one; weekday 0: the week."""

    kind: str
    what: str
    clause: str
    weekday: int = 0


def most_a_day(grade: int) -> int:
    """How many lessons a class of this grade may have on an ordinary day."""
    return MOST_A_DAY.get(grade, 7)


def norms_of(klass: ClassWeek) -> list[Breach]:
    """What the week of a class breaks, week norms first, then day by day; each week of the cycle is looked at, a breach is told once."""
    cycle = max((hour.week for hour in klass.hours), default=0)
    weeks = [_in_week(klass.hours, week) for week in range(1, max(cycle, 1) + 1)]
    fault = class_fault(klass.grade, days_a_week=klass.days_a_week, shift=klass.shift)
    found = [Breach("shift", f"{klass.title}: {fault[:1].lower()}{fault[1:].rstrip('.')}", "")] if fault else []
    for hours in weeks:
        found += _week_breaches(klass, hours)
    for weekday in sorted({hour.weekday for hour in klass.hours}):
        for hours in weeks:
            found += _day_breaches(klass, weekday, [hour for hour in hours if hour.weekday == weekday])
    return list(dict.fromkeys(found))


def _in_week(hours: Iterable[Hour], week: int) -> list[Hour]:
    return [hour for hour in hours if hour.week in (0, week)]


def _week_breaches(klass: ClassWeek, hours: Sequence[Hour]) -> list[Breach]:
    places = {(hour.weekday, hour.number) for hour in hours}
    most = most_a_week(klass.grade, klass.days_a_week)
    found = []
    if len(places) > most:
        found.append(Breach("week", f"{klass.title}: {_lessons(len(places))} в неделю, можно {most}", HOURS_CLAUSE))
    by_day = _numbers(hours)
    allowed = most_a_day(klass.grade)
    longer = sorted(day for day, numbers in by_day.items() if len(numbers) == allowed + 1)
    if klass.grade <= PRIMARY and len(longer) > 1:
        days = ", ".join(WEEKDAYS[day - 1] for day in longer)
        found.append(
            Breach(
                "day", f"{klass.title}: по {_lessons(allowed + 1)} можно раз в неделю, а стоит: {days}", HOURS_CLAUSE
            )
        )
    return found


def _day_breaches(klass: ClassWeek, weekday: int, hours: Sequence[Hour]) -> list[Breach]:
    if not hours:
        return []
    where = f"{klass.title}, {WEEKDAYS[weekday - 1]}"
    numbers = sorted({hour.number for hour in hours})
    found = []
    if weekday > klass.days_a_week:
        found.append(
            Breach("weekday", f"{where}: у класса пятидневная неделя, этих уроков не будет", WEEK_CLAUSE, weekday)
        )
    found += _length(klass, where, weekday, hours, len(numbers))
    if gap := lesson_gap(numbers):
        found.append(Breach("gap", f"{where}: у класса окно, {_ordinals(gap)} урок пуст", "", weekday))
    if klass.rung and (silent := [number for number in numbers if number not in klass.rung]):
        found.append(Breach("bells", f"{where}: для {_ordinals(silent, 'го')} урока нет звонка", "", weekday))
    found += _twice(where, weekday, hours)
    return found


def _length(klass: ClassWeek, where: str, weekday: int, hours: Sequence[Hour], count: int) -> list[Breach]:
    allowed = most_a_day(klass.grade)
    if count <= allowed:
        return []
    if klass.grade <= PRIMARY and count == allowed + 1:
        if any(hour.subject.lower().startswith(SPORT) for hour in hours):
            return []
        what = f"{where}: {_lessons(count)}, столько можно раз в неделю и только с физкультурой"
    else:
        what = f"{where}: {_lessons(count)}, в {klass.grade}-м классе можно {allowed}"
    return [Breach("day", what, HOURS_CLAUSE, weekday)]


def _twice(where: str, weekday: int, hours: Sequence[Hour]) -> list[Breach]:
    """One subject twice a day with something between is no double lesson."""
    numbers: dict[tuple[str, int], set[int]] = defaultdict(set)
    for hour in hours:
        numbers[hour.subject, hour.part].add(hour.number)
    torn = {
        subject: sorted(at)
        for (subject, _), at in numbers.items()
        if any(after - before > 1 for before, after in pairwise(sorted(at)))
    }
    return [
        Breach("twice", f"{where}: {subject} дважды в день и не подряд ({_ordinals(at)} уроки)", "", weekday)
        for subject, at in torn.items()
    ]


def lesson_gap(numbers: Sequence[int]) -> list[int]:
    """Free lesson numbers between the first and the last of a day."""
    return [n for n in range(min(numbers), max(numbers)) if n not in set(numbers)] if numbers else []


def windows(places: Iterable[tuple[int, int, int]]) -> dict[int, int]:
    """The windows of a teacher: weekday → free numbers between the first and last lesson of a shift; places are (weekday, shift, number)."""
    numbers: dict[tuple[int, int], set[int]] = defaultdict(set)
    for weekday, shift, number in places:
        numbers[weekday, shift].add(number)
    found: dict[int, int] = defaultdict(int)
    for (weekday, _), at in sorted(numbers.items()):
        if gap := len(lesson_gap(sorted(at))):
            found[weekday] += gap
    return dict(found)


def hours_left(wanted: Decimal, weeks: Sequence[int]) -> Decimal:
    """What of the course's hours a week has no place yet; `weeks` are those of its places: 0 a whole hour, else one in the cycle."""
    cycle = max(2, *weeks) if weeks else 2
    return wanted - sum((Decimal(1) if week == 0 else Decimal(1) / cycle for week in weeks), Decimal(0))


def _numbers(hours: Iterable[Hour]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for hour in hours:
        found[hour.weekday].add(hour.number)
    return found


def _lessons(count: int) -> str:
    return counted(count, "урок", "урока", "уроков")


def _ordinals(numbers: Sequence[int], ending: str = "й") -> str:
    return ", ".join(f"{number}-{ending}" for number in numbers)
