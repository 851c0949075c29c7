"""Filters of the school's pages: months, weekdays by number, hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from zhurnal.core.russian import MONTHS, WEEKDAYS, form_of

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


@register.filter
def room(value: str) -> str:
    """«каб. 214» of a number, «Спортзал» as it is."""
    return f"каб.\u00a0{value}" if value[:1].isdigit() else value


@register.filter
def within(name: str, group: Any) -> str:
    """«англ. 1» of «8Б, англ. 1» on the page of 8Б: a subgroup's name without its class."""
    return name.removeprefix(f"{group.name}, ")


@register.filter
def plural_only(count: int, forms: str) -> str:
    """The form of the noun alone: «уроков» of 5."""
    return form_of(count, *forms.split(","))
