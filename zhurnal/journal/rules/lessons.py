"""What the rules refuse in a lesson, whoever asks. Each function answers the reason as a whole Russian sentence, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

from . import cells
from .cells import Cell

FIRST_GRADE = 1
# §4.4.9: results of controlling works are entered within a day.
CONTROL_WORK_HOURS = 24
# Until when a point's work is awaited, unless the teacher says another day (setting journal.point_days).
POINT_DAYS = 7
LATEST_MINUTES = 240


def no_marks(grade: int, *, graded: bool) -> str:
    """Why marks may not be put in a course at all (§3.7, or the course's own flag)."""
    if grade <= FIRST_GRADE:
        return "В 1-х классах отметки не ставятся (§3.7): можно отмечать только посещаемость."
    if not graded:
        return "Этот курс безотметочный: можно отмечать только посещаемость."
    return ""


def no_homework(grade: int) -> str:
    """Why homework may not be set (§3.7)."""
    return "В 1-х классах домашние задания в журнал не вносятся (§3.7)." if grade <= FIRST_GRADE else ""


def future(day: date, today: date) -> str:
    """Why nothing may be written about who was in a lesson that has not been held."""
    return (
        f"Урок {day:%d.%m.%Y} ещё не наступил: отметки и пропуски ставят в день урока или позже." if day > today else ""
    )


def not_a_member(name: str, day: date) -> str:
    """The words for a student who did not belong to the group on the day."""
    return f"{name}: не в списке группы на {day:%d.%m.%Y}, поэтому в эту клетку писать нельзя."


def mark_with_absence(cell: Cell, *, oral: bool) -> str:
    """Why a mark and a full absence do not go together: an oral answer or class work needs the student in the lesson."""
    if oral and cell.is_missed and any(mark.value != cells.POINT for mark in cell.marks):
        return (
            "За устный ответ и работу на уроке нельзя поставить отметку тому, кого на уроке не было. "
            "Письменную работу можно: «н/4»."
        )
    return ""


def absence_against_marks(cell: Cell, oral_marks_elsewhere: bool) -> str:
    """Why an absence may not be written: another oral work of the lesson bears a mark already."""
    if cell.is_missed and oral_marks_elsewhere:
        return "В этом уроке у ученика уже есть отметка за устный ответ или работу на уроке: сначала уберите её."
    return ""


def default_deadline(today: date, days: int = POINT_DAYS) -> date:
    """The day until which a point's work is awaited."""
    return today + timedelta(days=days)


def homework_minutes(minutes: int | None) -> str:
    """Why an estimate is refused."""
    if minutes is not None and not 1 <= minutes <= LATEST_MINUTES:
        return f"Оценка времени — от 1 до {LATEST_MINUTES} минут."
    return ""
