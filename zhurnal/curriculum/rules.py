"""The curriculum as arithmetic: weeks of a year, hours a week beside their norm, load beside the rate (domain.md part 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhurnal.core.russian import counted
from zhurnal.school.rules import most_a_week

# Федеральные образовательные программы: the first grade has 33 weeks of study, all others 34.
FIRST_GRADE_WEEKS, WEEKS = 33, 34
# Приказ Минобрнауки № 1601 of 22.12.2014, 2.8.1: hours a week for one rate of a teacher.
RATE_HOURS = 18
RATE_KEY = "curriculum.rate_hours"
HOURS_LEAST, HOURS_MOST = Decimal("0.5"), Decimal(20)


def usual_weeks(grade: int) -> int:
    """Weeks of study in a year."""
    return FIRST_GRADE_WEEKS if grade == 1 else WEEKS


def hours_fault(hours: Decimal) -> str:
    """Why so many hours a week can't be in a plan (a Russian sentence), or nothing, halves of an hour are the finest."""
    if not HOURS_LEAST <= hours <= HOURS_MOST:
        return "Часов в неделю — от 0,5 до 20."
    return "" if (hours * 2) % 1 == 0 else "Часы указывают с точностью до половины: 0,5; 1; 1,5."


def plan_fault(grade: int, days_a_week: int, hours: Iterable[Decimal]) -> str:
    """Why a plan can't be approved: it is empty, or has more hours a week than the norm allows."""
    total = sum(hours, Decimal(0))
    if not total:
        return "План пуст: впишите часы по предметам."
    most = most_a_week(grade, days_a_week)
    if total > most:
        over = spoken(total - most)
        return (
            f"В неделю {spoken(total)} ч., а для {grade}-го класса при {days_a_week}-дневной неделе можно не больше {most} "
            f"(СанПиН 1.2.3685-21, табл. 6.6): лишних {over}."
        )
    return ""


def spoken(hours: Decimal) -> str:
    """«2,5»"""
    return f"{hours.normalize():f}".replace(".", ",")


def course_fault(planned: Decimal | None, taught: Sequence[Decimal]) -> str:
    """How the courses of a subject in a class depart from the plan, in words; nothing when they agree.

    `taught` are the hours of each course; groups of a class are taught at one time, so each has the hours of the plan.
    """
    if not taught:
        return f"по плану {spoken(planned or Decimal(0))} ч., курса нет"
    if planned is None:
        return "курс есть, в плане предмета нет"
    wrong = sorted({hours for hours in taught if hours != planned})
    return f"по плану {spoken(planned)} ч., в курсе {', '.join(map(spoken, wrong))}" if wrong else ""


def rates(hours: Decimal, norm: int = RATE_HOURS) -> Decimal:
    """A teacher's hours a week as rates, rounded to hundredths."""
    return (hours / norm).quantize(Decimal("0.01"))


def counted_hours(hours: Decimal) -> str:
    """«5 часов», «2,5 часа»."""
    if hours % 1:
        return f"{spoken(hours)}\u00a0часа"
    return counted(int(hours), "час", "часа", "часов")
