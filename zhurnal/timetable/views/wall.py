"""The timetable by room and of the whole school, and which rooms are free."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhurnal.core import clock
from zhurnal.core.russian import WEEKDAYS
from zhurnal.school.models import Room, Year
from zhurnal.school.queries import current_year

from .. import access, queries, wall
from .. import render as drawn
from ..forms import HourForm


def day_asked(request: HttpRequest, year: Year) -> date:
    """The day as which the timetable is shown: asked for, else today, kept within the year."""
    return min(max(clock.day_asked(request.GET.get("day", "")), year.since), year.until)


def week_asked(request: HttpRequest) -> int:
    """The week of the cycle asked for, 0 for every one."""
    asked = request.GET.get("week", "")
    return int(asked) if asked in {"1", "2", "3", "4"} else 0


def when(request: HttpRequest, year: Year | None) -> dict[str, Any]:
    """What the line «на какой день» of every timetable needs (1 query)."""
    if year is None:
        return {"day": clock.today(), "cycle": [], "week_shown": 0}
    day = day_asked(request, year)
    return {"day": day, "cycle": queries.weeks_of_cycle(year, day), "week_shown": week_asked(request)}


def room(request: HttpRequest, row: Room) -> HttpResponse:
    """The weekly timetable of a room."""
    year = current_year()
    shown = when(request, year)
    context = {
        **shown,
        "room": row,
        "title": f"Кабинет {row.name}" if row.name[:1].isdigit() else row.name,
        "week": queries.week_of_room(row, year, shown["day"], shown["week_shown"]) if year else None,
        "weekdays": WEEKDAYS,
    }
    return render(request, "timetable/room.html", context)


def school(request: HttpRequest) -> HttpResponse:
    """The whole school's week on one board a shift."""
    year = current_year()
    shown = when(request, year)
    boards = wall.wall_of(year, shown["day"], shown["week_shown"]).boards() if year else []
    context = {**shown, "year": year, "boards": [(board, drawn.board(board)) for board in boards if board.rows]}
    return render(request, "timetable/school.html", context)


def free_rooms(request: HttpRequest) -> HttpResponse:
    """Which rooms are free on a day at a lesson, and what takes the others."""
    year = current_year()
    day = day_asked(request, year) if year else clock.today()
    hours = wall.hours_of(year, day) if year else []
    form = HourForm(request.GET or None, hours=hours, initial={"day": day})
    asked = form.asked
    rooms = wall.rooms_at(year, day, number=asked[1], shift=asked[0]) if year and asked else []
    context = {
        "year": year,
        "day": day,
        "form": form,
        "hours": hours,
        "asked": next((one for one in hours if one[:2] == asked), None),
        "free": [one.room for one in rooms if not one.taken],
        "taken": [one for one in rooms if one.taken],
        "may_edit": access.edits_timetable(request.who),  # type: ignore[attr-defined]
    }
    return render(request, "timetable/free_rooms.html", context)
