"""Tags and filters of all templates: links that know their door, dates and numbers as Russian typography has them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from zhurnal.core import russian
from zhurnal.core.pages import is_open, page_named

register = template.Library()


@register.simple_tag(takes_context=True)
def link(context: template.Context, name: str, row: Any = None, **kwargs: Any) -> str:
    """The address of a page, or nothing where the door is shut for the reader.

    Give a model instance to have its row checked (one query, remembered); give a bare id when the id came from access already.
    """
    request = context.get("request")
    if not is_open(getattr(request, "who", None), name, row):
        return ""
    if row is not None and row != "":
        kwargs[page_named(name).key] = row.pk if isinstance(row, Model) else row
    return reverse(name, kwargs=kwargs)


@register.simple_tag
def act_id() -> str:
    """A fresh act id for a form: `<input type="hidden" name="act" value="{% act_id %}">`, so that a second click changes nothing."""
    return str(uuid4())


@register.filter
def day(value: date | datetime | None) -> str:
    """«24 ноября»"""
    return russian.day_month(_date(value)) if value else ""


@register.filter
def day_year(value: date | datetime | None) -> str:
    """«24 ноября 2026 г.»"""
    return russian.day_month_year(_date(value)) if value else ""


@register.filter
def day_short(value: date | datetime | None) -> str:
    """«24.11.2026»"""
    return _date(value).strftime("%d.%m.%Y") if value else ""


@register.filter
def weekday(value: date) -> str:
    """«понедельник»"""
    return russian.WEEKDAYS[value.weekday()]


@register.filter
def weekday_short(value: date) -> str:
    """«пн»"""
    return russian.WEEKDAYS_SHORT[value.weekday()]


@register.filter
def moment(value: datetime | None) -> str:
    """«24 ноября, 10:42» by the school's clock."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{russian.day_month(local.date())}, {local:%H:%M}"


@register.filter
def hm(value: Any) -> str:
    """«8:30»"""
    return f"{value.hour}:{value.minute:02d}" if value else ""


@register.filter
def decimal(value: float | None) -> str:
    """«4,25»; a dash where there is nothing to average."""
    return "—" if value is None else f"{value:.2f}".replace(".", ",")


@register.filter
def plural(count: int, forms: str) -> str:
    """`5|plural:"урок,урока,уроков"` → «5 уроков» with a no-break space."""
    return russian.counted(count, *forms.split(","))


def _date(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
