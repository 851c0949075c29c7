"""Filters of the school's pages: months, weekdays by number, hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from zhurnal.core.russian import MONTHS, WEEKDAYS

register = template.Library()


@register.filter
def month(value: date) -> str:
    """«Ноябрь»"""
    return MONTHS[value.month - 1].capitalize()


@register.filter
def weekday_name(value: int) -> str:
    """«понедельник» of 1"""
    return WEEKDAYS[value - 1]


@register.filter
def hours(value: Decimal) -> str:
    """«3», «0,5», nothing for none."""
    return f"{value.normalize():f}".replace(".", ",") if value else ""


@register.filter
def at(values: Sequence[Any], index: int) -> Any:
    """The value at this place."""
    return values[index]
