"""The pages of the printed timetable: PDF, XLSX and a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.sheets import csv_response
from zhurnal.core.xlsx import file_response, xlsx_response
from zhurnal.people.models import Person
from zhurnal.school.models import Group, Room, Year
from zhurnal.school.queries import current_year
from zhurnal.timetable.wall import Wall, wall_of

from . import timetable, timetable_files

NOTHING = "В расписании на этот день нет уроков, печатать нечего. Выберите другой день."
PACKETS: dict[str, tuple[str, Callable[[Wall], list[dict[str, object]]]]] = {
    "class": ("всех классов", lambda wall: timetable.class_sheets(wall, [klass.pk for klass in wall.classes])),
    "teacher": ("всех учителей", timetable.teacher_sheets),
    "room": ("всех кабинетов", timetable.room_sheets),
}


def of_class(request: HttpRequest, row: Group) -> HttpResponse:
    """A class's week on A4."""
    wall = _wall(request, row.year)
    return _week(wall, timetable.class_sheets(wall, [row.pk]), row.name)


def of_teacher(request: HttpRequest, row: Person) -> HttpResponse:
    """A teacher's week on A4."""
    wall = _wall(request)
    return _week(wall, timetable.teacher_sheets(wall, [row.pk]), row.short_name)


def of_room(request: HttpRequest, row: Room) -> HttpResponse:
    """A room's week on A4."""
    wall = _wall(request)
    return _week(wall, timetable.room_sheets(wall, [row.pk]), f"кабинета {row.name}")


def packet(request: HttpRequest) -> HttpResponse:
    """A4 pages of all classes, all teachers or all rooms (?of=)."""
    words, sheets = PACKETS.get(request.GET.get("of", ""), PACKETS["class"])
    wall = _wall(request)
    return _week(wall, [one for one in sheets(wall) if one["rows"]], words)


def school(request: HttpRequest) -> HttpResponse:
    """The whole school for the wall, A3, or A4 with ?paper=a4."""
    wall = _wall(request)
    paper = "a4" if request.GET.get("paper") == "a4" else "a3"
    made = timetable.school_pdf(wall, paper=paper, made_at=clock.now())
    return _pdf(made, timetable.file_name(f"школы {paper.upper()}", wall.day))


def teachers(request: HttpRequest) -> HttpResponse:
    """The summary of teachers, A3."""
    wall = _wall(request)
    return _pdf(timetable.teachers_pdf(wall, made_at=clock.now()), timetable.file_name("учителей, сводное", wall.day))


def workbook(request: HttpRequest) -> HttpResponse:
    """The whole school as XLSX, which the import takes again."""
    wall = _wall(request)
    if not wall.places:
        raise Refused(NOTHING, field="day")
    return file_response(timetable_files.school_xlsx(wall), timetable.file_name("школы", wall.day))


def lessons(request: HttpRequest) -> HttpResponse:
    """Every lesson of the week a row: on the screen, as CSV or XLSX."""
    wall = _wall(request)
    who = request.who  # type: ignore[attr-defined]
    sheet = timetable_files.list_sheet(wall, as_of=clock.now(), made_by=who.person.short_name)
    name = timetable.file_name("списком", wall.day)
    if request.GET.get("format") == "csv":
        return csv_response(sheet, name)
    if request.GET.get("format") == "xlsx":
        return xlsx_response(sheet, name, landscape=True)
    return render(request, "reports/sheet.html", {"sheet": sheet, "who_sees": "Видят все сотрудники"})


def _wall(request: HttpRequest, year: Year | None = None) -> Wall:
    year = year or current_year()
    if year is None:
        raise Refused("Учебного года ещё нет: печатать нечего.", field="day")
    day: date = min(max(clock.day_asked(request.GET.get("day", "")), year.since), year.until)
    week = request.GET.get("week", "")
    return wall_of(year, day, int(week) if week in {"1", "2", "3", "4"} else 0)


def _week(wall: Wall, sheets: list[dict[str, object]], what: str) -> HttpResponse:
    kept = [one for one in sheets if one["rows"]]
    return _pdf(timetable.week_pdf(wall, kept, what, made_at=clock.now()), timetable.file_name(what, wall.day))


def _pdf(made: bytes | None, name: str) -> HttpResponse:
    if made is None:
        raise Refused(NOTHING, field="day")
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    return response
