"""Dates, numbers and plurals as Russian writes them."""

from __future__ import annotations

from datetime import date

NBSP = "\u00a0"
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
ROMAN = ("", "I", "II", "III", "IV")


def day_month(value: date) -> str:
    """«24 ноября»"""
    return f"{value.day}{NBSP}{MONTHS_OF[value.month - 1]}"


def day_month_year(value: date) -> str:
    """«24 ноября 2026 г.»"""
    return f"{day_month(value)} {value.year}{NBSP}г."


def day_of(value: date, today: date) -> str:
    """«24 ноября»; the year is named when it is not today's: «24 мая 2025 г.»"""
    return day_month(value) if value.year == today.year else day_month_year(value)


def form_of(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number: 1 урок, 3 урока, 5 уроков, 11 уроков, 21 урок."""
    tens, ones = abs(count) % 100, abs(count) % 10
    if 11 <= tens <= 14 or ones == 0 or ones >= 5:
        return many
    return one if ones == 1 else few


def counted(count: int, one: str, few: str, many: str) -> str:
    """«5 уроков» with a no-break space."""
    return f"{count}{NBSP}{form_of(count, one, few, many)}"
