"""Means of current marks (domain.md part 3): plain Σ mark / n and weighted Σ(mark·weight) / Σ weight, over numeric marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .cells import NUMERIC, POINT

NOTHING = "—"
# What an expired point counts as where the school's setting says so.
EXPIRED_POINT = 2


@dataclass(slots=True)
class Tally:
    """Running sums of a student's marks in a subject and period, and the lessons missed."""

    total: int = 0
    count: int = 0
    weighted: int = 0
    weights: int = 0
    missed: int = 0

    def add(self, value: int, weight: int) -> None:
        """Take in one numeric mark with its weight; other values stay out."""
        if value in NUMERIC:
            self.total += value
            self.count += 1
            self.weighted += value * weight
            self.weights += weight

    @property
    def mean(self) -> str:
        """«4,25», or a dash."""
        return ratio(self.total, self.count)

    @property
    def weighted_mean(self) -> str:
        """«4,25», or a dash."""
        return ratio(self.weighted, self.weights)


def counted_value(value: int, deadline: date | None, today: date, *, expired_counts: bool) -> int:
    """The value with which a mark enters means: an expired point is a 2 where the school has decided so, else it stays out."""
    if value == POINT and expired_counts and deadline is not None and deadline < today:
        return EXPIRED_POINT
    return value


def mean(values: Iterable[int]) -> float | None:
    """Σ marks / count of numeric marks."""
    numeric = [value for value in values if value in NUMERIC]
    return sum(numeric) / len(numeric) if numeric else None


def weighted_mean(pairs: Iterable[tuple[int, int]]) -> float | None:
    """Σ(mark·weight) / Σ weight over (mark, weight) with a numeric mark."""
    numeric = [(value, weight) for value, weight in pairs if value in NUMERIC]
    return sum(value * weight for value, weight in numeric) / sum(weight for _, weight in numeric) if numeric else None


def ratio(above: int, below: int) -> str:
    """The quotient with two decimals, halves up, with a comma: 17/8 → «2,13»; a dash for nothing."""
    if not below:
        return NOTHING
    hundredths = (200 * above + below) // (2 * below)
    return f"{hundredths // 100},{hundredths % 100:02d}"
