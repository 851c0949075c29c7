"""Pure decisions of the diary: how long a visit lasts, what a full day missed is, and the geometry of the chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# Marks stay new while the reader goes on reading: a pause longer than this begins the next visit.
VISIT_PAUSE = timedelta(minutes=30)
# Who has never looked before is shown as new what the last week brought.
FIRST_VISIT_REACH = timedelta(days=7)

BEST, WORST = 5, 1
CHART_WIDTH, CHART_HEIGHT = 320.0, 96.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 16.0, 8.0, 8.0, 8.0


def new_since(seen_at: datetime | None, before_at: datetime | None, now: datetime) -> datetime:
    """The moment after which a mark is new to the reader: the end of the visit before the present one."""
    if seen_at is None:
        return now - FIRST_VISIT_REACH
    if now - seen_at > VISIT_PAUSE:
        return seen_at
    return before_at or now - FIRST_VISIT_REACH


def is_another_visit(seen_at: datetime | None, now: datetime) -> bool:
    """Whether looking now begins a new visit."""
    return seen_at is None or now - seen_at > VISIT_PAUSE


def full_days(lessons: Mapping[date, int], missed: Mapping[date, int]) -> list[date]:
    """Days on which every lesson of the student was missed (domain.md part 4)."""
    return sorted(day for day, count in missed.items() if count and count >= lessons.get(day, 0))


@dataclass(frozen=True, slots=True)
class Point:
    """One mark on the chart with the weighted mean after it."""

    date: date
    value: int
    weight: int
    mean: float


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a mark is drawn; the radius grows with the weight."""

    x: float
    y: float
    radius: float
    value: int
    date: date


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines and dots of a chart in its own units, for a viewBox of width × height."""

    width: float
    height: float
    line: str
    dots: tuple[Dot, ...]
    levels: tuple[tuple[int, float], ...]
    last: tuple[float, float]


def height_of(value: float, lowest: int) -> float:
    """The y of a mark or mean."""
    share = (value - lowest) / (BEST - lowest)
    return round(CHART_HEIGHT - _BOTTOM - share * (CHART_HEIGHT - _TOP - _BOTTOM), 1)


def chart(points: Iterable[Point], since: date, until: date) -> Chart | None:
    """The chart of a subject over a span; nothing for fewer than two marks."""
    drawn = list(points)
    if len(drawn) < 2:
        return None
    lowest = min(2, *(point.value for point in drawn))
    days = max((until - since).days, 1)

    def x_of(day: date) -> float:
        share = min(max((day - since).days / days, 0.0), 1.0)
        return round(_LEFT + share * (CHART_WIDTH - _LEFT - _RIGHT), 1)

    ends = [(x_of(point.date), height_of(point.mean, lowest)) for point in drawn]
    return Chart(
        CHART_WIDTH,
        CHART_HEIGHT,
        " ".join(f"{x:g},{y:g}" for x, y in ends),
        tuple(
            Dot(x_of(p.date), height_of(p.value, lowest), round(1.6 + 0.35 * min(p.weight, 6), 2), p.value, p.date)
            for p in drawn
        ),
        tuple((level, height_of(level, lowest)) for level in range(BEST, lowest - 1, -1)),
        ends[-1],
    )
