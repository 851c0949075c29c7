"""The teacher's start page and the list of registers."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhurnal.core import clock

from .. import access
from ..queries.courses import sections
from ..queries.today import teacher_day

SHOWN_WAITING = 12


def today(request: HttpRequest) -> HttpResponse:
    """«Мои уроки сегодня», or those of another day."""
    day = clock.day_asked(request.GET.get("date", ""))
    found = teacher_day(request.who.person_id, day)  # type: ignore[attr-defined]
    context = {
        "found": found,
        "is_today": day == clock.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "more": len(found.waiting) - SHOWN_WAITING,
        "substitutions": sum(1 for lesson in found.lessons if lesson.instead_of),
    }
    return render(request, "journal/today.html", context)


def courses(request: HttpRequest) -> HttpResponse:
    """«Классы»: the registers that the person may open."""
    who = request.who  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:80]
    found = sections(access.courses_of_year(who, clock.today()), who.person_id, clock.today(), words=words)
    return render(request, "journal/courses.html", {"sections": found, "words": words})
