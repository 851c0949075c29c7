"""Who was absent when: episodes of illness, days off by a note, skipped and late lessons, leave from sport."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from zhurnal.demo.families import Child

AbsenceKind = Literal["absent", "ill", "excused", "unexcused", "late", "exempt"]
ILLNESS_A_DAY = 0.0085  # chance that an illness begins on a school day
EXCUSED_A_DAY = 0.006
LATE_A_LESSON, SKIPPED_A_LESSON = 0.004, 0.0025
EXEMPT_DAYS = 10
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Missed:
    """Why a whole day was missed, and when the class teacher saw the document; an empty date: not yet."""

    kind: AbsenceKind
    resolved_on: date | None


@dataclass
class Attendance:
    """A child's missed days, and the days on which they are exempt from sport."""

    missed: dict[date, Missed]
    exempt: set[date]


def attend(rng: Random, child: Child, days: list[date], today: date) -> Attendance:
    """The child's absences over these school days; documents come a few days after the return."""
    result = Attendance({}, set())
    position = 0
    while position < len(days):
        chance = rng.random()
        if chance < ILLNESS_A_DAY * child.health:
            length = rng.choice((2, 3, 4, 5, 5, 6, 7, 8, 10))
            _miss(rng, result, days[position : position + length], "ill", today)
            if length >= 5:
                result.exempt.update(days[position + length : position + length + EXEMPT_DAYS])
            position += length + 5
        elif chance > 1 - EXCUSED_A_DAY:
            length = rng.choice((1, 1, 1, 1, 2, 3))
            _miss(rng, result, days[position : position + length], "excused", today)
            position += length + 2
        else:
            position += 1
    return result


def _miss(rng: Random, result: Attendance, days: list[date], kind: AbsenceKind, today: date) -> None:
    """The days are missed; most are explained by a document after the return, a few stay «н» for ever."""
    resolved = days[-1] + rng.randint(1, 4) * DAY
    explained = resolved < today and rng.random() < 0.95
    for day in days:
        result.missed[day] = Missed(kind if explained else "absent", resolved if explained else None)
