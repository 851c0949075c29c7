"""Bells and weeks of the cycle, as pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
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


def minutes_of(times: Times | None) -> tuple[int, int] | None:
    """Begin and end in minutes of the day."""
    return None if times is None else (_minutes(times[0]), _minutes(times[1]))
