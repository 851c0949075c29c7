"""«Нагрузка»: who teaches what with how many hours a week, and what nobody teaches (тарификация)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhurnal.core import clock
from zhurnal.core.printing import sheet_file
from zhurnal.people.queries import settings_on
from zhurnal.school.queries import current_year

from .. import queries, rules
from ..load_sheet import load_sheet


def load(request: HttpRequest) -> HttpResponse:
    """The load on the screen, or as a file with ?format=pdf, xlsx, csv."""
    today = clock.today()
    year = current_year(today)
    if year is None:
        return render(request, "curriculum/load.html", {"year": None})
    rate = settings_on(today, rules.RATE_KEY).get(rules.RATE_KEY, rules.RATE_HOURS)
    page = queries.load_page(year, max(today, year.since), rate=rate)
    who = request.who  # type: ignore[attr-defined]
    sheet = load_sheet(page, year, rate=rate, as_of=clock.now(), made_by=who.person.short_name)
    if (file := sheet_file(request, sheet, f"Нагрузка учителей {year}".replace("/", "-"))) is not None:
        return file
    return render(request, "curriculum/load.html", {"year": year, "page": page, "rate": rate})
