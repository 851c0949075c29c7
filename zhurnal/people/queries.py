"""Reads of people that pages and other modules share."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhurnal.core import clock

from . import roles
from .models import Appointment, Setting


def settings_on(day: date, *keys: str) -> dict[str, Any]:
    """The school's dated settings that hold on a day, by key; keys never set are absent (rules hold the defaults)."""
    rows = Setting.objects.filter(since__lte=day)
    if keys:
        rows = rows.filter(key__in=keys)
    return dict(rows.order_by("since").values_list("key", "value"))


def directors_mail() -> list[str]:
    """Addresses of today's director, for the signed heads of the log."""
    held = Appointment.objects.filter(role=roles.DIRECTOR).on(clock.today())
    return [address for address in held.values_list("person__email", flat=True) if address]
