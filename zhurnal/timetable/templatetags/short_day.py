"""The buttons of a shortened day, which stand on several pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from zhurnal.core import clock
from zhurnal.school.queries import current_year

from ..access import edits_timetable
from ..forms import short_choices
from ..short_days import next_study_day, sets_for_dates, special_days, study_days

register = template.Library()


@register.inclusion_tag("timetable/_short_day.html", takes_context=True)
def short_day(context: template.Context, day: date | None = None) -> dict[str, Any]:
    """«Сделать день сокращённым»: of one day on its own page, else of today and of the next day of studies."""
    who, year, today = context["request"].who, current_year(), clock.today()
    if year is None or not edits_timetable(who):
        return {"shown": False}
    if day is not None:
        days = study_days(year, day, day) if day >= today else []
    else:
        soon = next_study_day(year, today)
        days = [*study_days(year, today, today), *([soon] if soon else [])]
    special = special_days(year, today)
    taken = {one.date for one in special}
    return {
        "shown": bool(days or special) if day is None else bool(days),
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "days": [(one, _word(one, today)) for one in days if one not in taken],
        "special": [one for one in special if day is None or one.date == day],
        "choices": short_choices(sets_for_dates(year)),
        "back": "bells" if day is None else "day",
        "any_day": day is None,
    }


def _word(day: date, today: date) -> str:
    return {0: "сегодня", 1: "завтра"}.get((day - today).days, "")
