"""Words of the pages of exchange."""

from __future__ import annotations

from django import template

from zhurnal.core.russian import counted, form_of

register = template.Library()


@register.filter
def days_left(days: int) -> str:
    """«До 5 сентября остался 1 день.»"""
    return (
        f"До 5\u00a0сентября {form_of(days, 'остался', 'осталось', 'осталось')} {counted(days, 'день', 'дня', 'дней')}."
    )
