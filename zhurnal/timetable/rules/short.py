"""Shortened days: the usual bells with shorter lessons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from itertools import pairwise

Times = tuple[time, time]

# Lengths of a shortened lesson that schools use, in minutes; the first is proposed.
SHORT_LESSONS = (30, 35)


def short_name(minutes: int) -> str:
    """What the bells with lessons of this length are called: «Сокращённые уроки, 30 минут»."""
    return f"Сокращённые уроки, {minutes} минут"


def short_bells(ordinary: Mapping[int, Times], minutes: int) -> dict[int, Times]:
    """The same first bell and the same breaks (СП 2.4.3648-20, 3.4.16: at least 10 minutes, longer ones for meals), lessons of `minutes`."""
    numbers = sorted(ordinary)
    if not numbers:
        return {}
    at = _minutes(ordinary[numbers[0]][0])
    found = {numbers[0]: (_time(at), _time(at + minutes))}
    for before, number in pairwise(numbers):
        at += minutes + _minutes(ordinary[number][0]) - _minutes(ordinary[before][1])
        found[number] = (_time(at), _time(at + minutes))
    return found


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
