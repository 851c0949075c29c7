"""What the rules refuse in a lesson."""

from __future__ import annotations

from datetime import date

import pytest

from zhurnal.journal.rules import lessons
from zhurnal.journal.rules.cells import parse_cell

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("grade", "graded", "words"), [(1, True, "§3.7"), (2, True, ""), (11, True, ""), (5, False, "безотметочный")]
)
def test_marks_by_grade(grade: int, graded: bool, words: str) -> None:
    found = lessons.no_marks(grade, graded=graded)
    assert (words in found) if words else found == ""


def test_homework_by_grade() -> None:
    assert "§3.7" in lessons.no_homework(1)
    assert lessons.no_homework(2) == ""


@pytest.mark.parametrize(("day", "refused"), [(date(2026, 11, 23), False), (DAY, False), (date(2026, 11, 25), True)])
def test_future(day: date, refused: bool) -> None:
    assert bool(lessons.future(day, DAY)) is refused


@pytest.mark.parametrize(
    ("text", "oral", "refused"),
    [("н/4", True, True), ("б/4", True, True), ("у/п/5", True, True), ("н/4", False, False), ("оп/4", True, False),
     ("осв/4", True, False), ("н", True, False), ("н/.", True, False), ("4", True, False), ("н/зач", True, True)],
)  # fmt: skip
def test_a_mark_with_an_absence(text: str, oral: bool, refused: bool) -> None:
    assert bool(lessons.mark_with_absence(parse_cell(text), oral=oral)) is refused


def test_an_absence_against_another_answer() -> None:
    assert lessons.absence_against_marks(parse_cell("н"), True)
    assert not lessons.absence_against_marks(parse_cell("оп"), True)
    assert not lessons.absence_against_marks(parse_cell("н"), False)


@pytest.mark.parametrize(("minutes", "refused"), [(None, False), (1, False), (240, False), (0, True), (241, True)])
def test_minutes(minutes: int | None, refused: bool) -> None:
    assert bool(lessons.homework_minutes(minutes)) is refused


def test_deadline_of_a_point() -> None:
    assert lessons.default_deadline(DAY) == date(2026, 12, 1)
    assert lessons.default_deadline(DAY, 3) == date(2026, 11, 27)
