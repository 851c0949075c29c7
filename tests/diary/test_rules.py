from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW
from zhurnal.diary import rules
from zhurnal.diary.rules import Point

SINCE, UNTIL = date(2026, 11, 9), date(2026, 11, 19)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("seen_at", "before_at", "expected"),
    [
        (None, None, NOW - timedelta(days=7)),
        (NOW - 31 * MINUTE, None, NOW - 31 * MINUTE),
        (NOW - 31 * MINUTE, NOW - 90 * MINUTE, NOW - 31 * MINUTE),
        (NOW - 30 * MINUTE, NOW - 90 * MINUTE, NOW - 90 * MINUTE),
        (NOW - 30 * MINUTE, None, NOW - timedelta(days=7)),
    ],
)
def test_since_when_marks_are_new(seen_at: datetime | None, before_at: datetime | None, expected: datetime) -> None:
    assert rules.new_since(seen_at, before_at, NOW) == expected


@pytest.mark.parametrize(
    ("lessons", "missed", "full"),
    [
        ({1: 5}, {1: 5}, [1]),
        ({1: 5}, {1: 4}, []),
        ({1: 5, 2: 6}, {2: 6, 1: 5}, [1, 2]),
        ({1: 5}, {}, []),
        ({1: 5}, {1: 0}, []),
    ],
)
def test_a_full_day_is_every_lesson_missed(lessons: dict[int, int], missed: dict[int, int], full: list[int]) -> None:
    def day(number: int) -> date:
        return date(2026, 11, number)

    found = rules.full_days({day(k): v for k, v in lessons.items()}, {day(k): v for k, v in missed.items()})
    assert found == [day(number) for number in full]


def test_the_chart_of_three_marks() -> None:
    """320 × 96 with margins 16, 8 | 8, 8: ten days are 296 wide, «5» to «2» are 80 high."""
    points = [Point(SINCE, 5, 1, 5.0), Point(date(2026, 11, 14), 2, 5, 2.5), Point(UNTIL, 4, 2, 2.875)]
    chart = rules.chart(points, SINCE, UNTIL)
    assert chart is not None
    assert chart.line == "16,8 164,74.7 312,64.7"  # 88 − 80·(0,5/3) = 74,67; 88 − 80·(0,875/3) = 64,67
    assert [(dot.x, dot.y) for dot in chart.dots] == [(16, 8), (164, 88), (312, 34.7)]
    assert [dot.radius for dot in chart.dots] == [1.95, 3.35, 2.3]
    assert chart.levels == ((5, 8.0), (4, 34.7), (3, 61.3), (2, 88.0))


def test_a_one_widens_the_chart() -> None:
    chart = rules.chart([Point(SINCE, 1, 1, 1.0), Point(UNTIL, 5, 1, 3.0)], SINCE, UNTIL)
    assert chart is not None
    assert [level for level, _ in chart.levels] == [5, 4, 3, 2, 1]
    assert chart.line == "16,88 312,48"


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_marks_have_no_chart(count: int) -> None:
    assert rules.chart([Point(SINCE, 5, 1, 5.0)] * count, SINCE, UNTIL) is None


marks = st.lists(
    st.builds(Point, st.dates(SINCE, UNTIL), st.integers(1, 5), st.integers(1, 10), st.floats(1, 5)), min_size=2
)


@given(marks)
def test_everything_drawn_lies_within_the_picture(points: list[Point]) -> None:
    chart = rules.chart(points, SINCE, UNTIL)
    assert chart is not None
    lowest = min(point.mean for point in points)
    for dot in chart.dots:
        assert dot.x - dot.radius >= 0
        assert dot.x + dot.radius <= chart.width
        assert dot.y - dot.radius >= 0
        assert dot.y + dot.radius <= chart.height
    if lowest >= min(2, *(point.value for point in points)):
        assert all(0 <= float(pair.split(",")[1]) <= chart.height for pair in chart.line.split())
