"""«К 5 сентября»: what the lists still lack (§4.5.1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhurnal.core import clock
from zhurnal.school.access import reads_whole_school
from zhurnal.school.queries import current_year

from .. import queries


def deadline(request: HttpRequest) -> HttpResponse:
    """What is lacking, each with where it is mended."""
    today = clock.today()
    year = current_year(today)
    context = {
        "page": queries.deadline_page(year, today) if year else None,
        "linked": reads_whole_school(request.who),  # type: ignore[attr-defined]
    }
    return render(request, "exchange/deadline.html", context)
