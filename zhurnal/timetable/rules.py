"""Bells, weeks of the cycle and clashes of the weekly timetable, as pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

Times = tuple[time, time]

# СП 2.4.3648-20, 3.4.16: lessons begin not before 8:00, the second shift ends by 19:00.
EARLIEST = time(8, 0)
LATEST = time(19, 0)
LESSON_MINUTES = 40
# Minutes after each lesson; a second shift begins when the first has gone.
BREAKS = (10, 20, 20, 15, 10, 10, 10)
SHIFT_STARTS = {1: time(8, 30), 2: time(14, 0)}
SHIFT_LESSONS = {1: 8, 2: 6}
SHIFT_BREAKS = {1: BREAKS, 2: (10, 10, 10, 5, 5)}


def usual_bells(shift: int) -> dict[int, Times]:
    """The bells proposed for a shift (1 or 2): lesson number → begin and end; lessons of 40 minutes, as the СП allows."""
    at = _minutes(SHIFT_STARTS[shift])
    found: dict[int, Times] = {}
    for number in range(1, SHIFT_LESSONS[shift] + 1):
        found[number] = (_time(at), _time(at + LESSON_MINUTES))
        at += LESSON_MINUTES + (SHIFT_BREAKS[shift][number - 1] if number < SHIFT_LESSONS[shift] else 0)
    return found


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def bells_fault(bells: Mapping[int, Times]) -> str:
    """Why these bells can't be (a Russian sentence), or an empty text."""
    before: tuple[int, time] | None = None
    for number, (starts, ends) in sorted(bells.items()):
        if ends <= starts:
            return f"{number}-й урок кончается раньше, чем начинается."
        if starts < EARLIEST:
            return f"{number}-й урок начинается раньше 8:00 (СП 2.4.3648-20, п. 3.4.16)."
        if ends > LATEST:
            return f"{number}-й урок кончается позже 19:00 (СП 2.4.3648-20, п. 3.4.16)."
        if before is not None and starts < before[1]:
            return f"{number}-й урок начинается раньше, чем кончился {before[0]}-й."
        before = number, ends
    return ""


def week_of_cycle(day: date, *, year_since: date, cycle: int) -> int:
    """Which week of the cycle the day lies in, 1…cycle, counted from the Monday of the week in which the year begins."""
    return ((_monday(day) - _monday(year_since)).days // 7) % max(cycle, 1) + 1


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Placed:
    """A weekly slot as clashes see it. `groups` are its group and those it stands on, by id; `name` is for the sentence.

    `time` is begin and end in minutes of the day where the shift has bells; `until` None is open.
    """

    slot: int | None
    name: str
    weekday: int
    number: int
    week: int
    shift: int
    time: tuple[int, int] | None
    group: int
    groups: frozenset[int]
    teachers: Mapping[int, str]
    room: int | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two slots want one teacher, room or group at one time; `what` is the sentence for people."""

    kind: str
    what: str
    other: Placed


def minutes_of(times: Times | None) -> tuple[int, int] | None:
    """Begin and end in minutes of the day."""
    return None if times is None else (_minutes(times[0]), _minutes(times[1]))


def at_one_time(one: Placed, other: Placed) -> bool:
    """Whether both are on the same weekday, in a week they share, on dates they share, at the same time.

    Times are compared where both shifts have bells, else numbers within the same shift.
    """
    if one.weekday != other.weekday or (one.week and other.week and one.week != other.week):
        return False
    if one.since > (other.until or date.max) or other.since > (one.until or date.max):
        return False
    if one.time and other.time:
        return one.time[0] < other.time[1] and other.time[0] < one.time[1]
    return one.shift == other.shift and one.number == other.number


def clashes_of(new: Placed, others: Iterable[Placed]) -> list[Clash]:
    """What forbids the new slot beside the others: its group or one it stands on, a teacher, the room (domain.md part 5).

    Two subgroups of one class at one time are lawful, so is a joined group, which is one slot.
    """
    found: list[Clash] = []
    for other in others:
        if other.slot == new.slot or not at_one_time(new, other):
            continue
        if new.group in other.groups or other.group in new.groups:
            found.append(Clash("group", f"в это время уже стоит {other.name}", other))
        for teacher, name in new.teachers.items():
            if teacher in other.teachers:
                found.append(Clash("teacher", f"{name} в это время ведёт {other.name}", other))
        if new.room is not None and new.room == other.room:
            found.append(Clash("room", f"кабинет занят: {other.name}", other))
    return found


def lesson_gap(numbers: Sequence[int]) -> list[int]:
    """Free lesson numbers between the first and the last of a day."""
    return [n for n in range(min(numbers), max(numbers)) if n not in set(numbers)] if numbers else []
