"""The timetable on paper (§4.6.2): a class, a teacher or a room a page, and the whole school as it hangs on the wall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from zhurnal.core.pdf import render_pdf
from zhurnal.core.russian import NBSP, WEEKDAYS, counted, day_month_year
from zhurnal.timetable.wall import Board, Place, Row, Wall, people_at_work

from . import queries

FOLDER = Path(__file__).resolve().parent / "typst"
WEEK, WALL, TEACHERS = (FOLDER / f"timetable-{name}.typ" for name in ("week", "wall", "teachers"))
# So many classes stand side by side in readable type.
MOST_CLASSES = {"a3": 16, "a4": 11}


def class_sheets(wall: Wall, classes: Iterable[int]) -> list[dict[str, Any]]:
    """A page for each of these classes."""
    titles = {klass.pk: f"{klass.title} класс" for klass in wall.classes}
    return [_sheet(wall, titles[pk], wall.of_class(pk), _for_class) for pk in classes if pk in titles]


def teacher_sheets(wall: Wall, people: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """A page for each of these teachers, or for everyone who stands in the timetable."""
    names, wanted = people_at_work(wall), None if people is None else set(people)
    return [
        _sheet(wall, names[pk].full_name, places, _for_teacher)
        for (pk, _), places in wall.people()
        if wanted is None or pk in wanted
    ]


def room_sheets(wall: Wall, rooms: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """A page for each of these rooms, or for every one that is used."""
    wanted = None if rooms is None else set(rooms)
    return [
        _sheet(wall, f"Кабинет {name}" if name[:1].isdigit() else name, places, _for_room)
        for (pk, name), places in wall.rooms()
        if wanted is None or pk in wanted
    ]


def week_pdf(wall: Wall, sheets: Sequence[dict[str, Any]], title: str, *, made_at: datetime) -> bytes | None:
    """A4 pages of weekly timetables, or nothing when there are none."""
    return _pdf(WEEK, wall, {"title": title, "sheets": list(sheets)}, made_at) if sheets else None


def school_pdf(wall: Wall, *, paper: str, made_at: datetime) -> bytes | None:
    """The whole school: columns classes, rows days and numbers; as many classes on a page as are read from a wall."""
    boards = [board for board in wall.boards() if board.rows]
    if not boards:
        return None
    pages = [page for board in boards for page in _parts(board, MOST_CLASSES[paper], many=len(boards) > 1)]
    return _pdf(WALL, wall, {"title": "Расписание уроков", "paper": paper, "pages": pages}, made_at)


def teachers_pdf(wall: Wall, *, made_at: datetime) -> bytes | None:
    """The summary of teachers: a row a teacher, a column an hour of the week, in the cell the class."""
    if not wall.places:
        return None
    days, rows = teachers_table(wall)
    data = {
        "title": "Сводное расписание учителей",
        "days": [{"name": WEEKDAYS[day - 1], "numbers": [words for _, words in numbers]} for day, numbers in days],
        "rows": [{"name": name, "hours": hours, "cells": cells} for name, hours, cells in rows],
    }
    return _pdf(TEACHERS, wall, data, made_at)


Hours = list[tuple[int, list[tuple[tuple[int, int], str]]]]


def teachers_table(wall: Wall) -> tuple[Hours, list[tuple[str, int, list[str]]]]:
    """Hours of the week by day, and a row for each teacher: name, lessons a week, classes by hour."""
    shifts = sorted({place.shift for place in wall.places})
    used: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for place in wall.places:
        used[place.weekday].add((place.shift, place.number))
    many = len(shifts) > 1
    days = [
        (day, [(hour, f"{hour[1]}\nII" if many and hour[0] > 1 else str(hour[1])) for hour in sorted(hours)])
        for day, hours in sorted(used.items())
    ]
    order = [(day, *hour) for day, hours in days for hour, _ in hours]
    names = people_at_work(wall)
    rows = []
    for (pk, _), places in wall.people():
        at: dict[tuple[int, int, int], list[str]] = defaultdict(list)
        for place in places:
            at[place.weekday, place.shift, place.number].append(_short_group(place, wall))
        cells = ["\n".join(dict.fromkeys(at[hour])) for hour in order]
        rows.append((names[pk].short_name, len(places), cells))
    return days, rows


def _short_group(place: Place, wall: Wall) -> str:
    names = {klass.pk: klass.name for klass in wall.classes}
    return "+".join(names[pk] for pk in place.classes if pk in names) or place.group.name


def _pdf(template: Path, wall: Wall, data: dict[str, Any], made_at: datetime) -> bytes:
    about = {
        "school": queries.school_name(),
        "when": f"действует на {day_month_year(wall.day)}" + (f", {wall.week}-я неделя цикла" if wall.week else ""),
        "made": f"{timezone.localtime(made_at):%d.%m.%Y %H:%M}",
    }
    return render_pdf(template, {**about, **data}, made_at=made_at)


def _for_class(place: Place) -> list[str]:
    return [place.short_part, names_of(place.people), rooms_of(place)]


def _for_teacher(place: Place) -> list[str]:
    return [place.group.title, rooms_of(place)]


def _for_room(place: Place) -> list[str]:
    return [place.group.title, names_of(place.people)]


def names_of(named: Iterable[tuple[int, str]]) -> str:
    """Names with commas."""
    return ", ".join(name.replace(" ", NBSP) for _, name in named)


def rooms_of(place: Place) -> str:
    """«каб. 214, 305», «Спортзал»."""
    words = ", ".join(name for _, name in place.rooms)
    return f"каб.{NBSP}{words}" if words[:1].isdigit() else words


def _sheet(wall: Wall, title: str, places: Sequence[Place], under: Any) -> dict[str, Any]:
    """One weekly timetable: rows are numbers of each shift, columns days."""
    hours = sorted({(place.shift, place.number) for place in places})
    hours = [(shift, n) for shift, n in _filled(hours)]
    days = sorted({*range(1, 6), *(place.weekday for place in places)})
    at: dict[tuple[int, int, int], list[dict[str, Any]]] = defaultdict(list)
    for place in places:
        lines = [line for line in under(place) if line]
        week = f"нед.{NBSP}{place.week}" if place.week else ""
        at[place.weekday, place.shift, place.number].append({"what": place.subject, "week": week, "lines": lines})
    many = len({shift for shift, _ in hours}) > 1
    return {
        "title": title,
        "sub": f"{counted(len(places), 'урок', 'урока', 'уроков')} в{NBSP}неделю",
        "days": [WEEKDAYS[day - 1] for day in days],
        "rows": [
            {
                "number": str(n),
                "time": wall.time(shift, n),
                "shift": f"{shift}-я смена" if many else "",
                "cells": [at[day, shift, n] for day in days],
            }
            for shift, n in hours
        ],
    }


def _filled(hours: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Every number of each shift from the first lesson (or 1) to the last."""
    found: list[tuple[int, int]] = []
    for shift in sorted({shift for shift, _ in hours}):
        taken = [n for one, n in hours if one == shift]
        found += [(shift, n) for n in range(min(1, *taken) if taken else 1, max(taken) + 1)]
    return found


def _parts(board: Board, most: int, *, many: bool) -> list[dict[str, Any]]:
    """The board cut into pages of about as many classes each, never between the classes of one grade when that can be helped."""
    return [
        {
            "shift": f"{board.shift}-я смена" if many else "",
            "classes": [klass.title for klass in board.classes[first:last]],
            "days": [day for weekday, rows in board.days if (day := _wall_day(weekday, rows, first, last))["rows"]],
        }
        for first, last in split_classes([klass.grade for klass in board.classes], most)
    ]


def _wall_day(weekday: int, rows: Sequence[Row], first: int, last: int) -> dict[str, Any]:
    """A day of these classes up to their last lesson."""
    shown = [(row, row.cells[first:last]) for row in rows]
    while shown and not any(shown[-1][1]):
        shown.pop()
    return {
        "name": WEEKDAYS[weekday - 1],
        "rows": [
            {"number": str(row.number), "time": row.time, "cells": [list(map(_on_wall, cell)) for cell in cells]}
            for row, cells in shown
        ],
    }


def _on_wall(place: Place) -> dict[str, str]:
    rooms = ", ".join(name for _, name in place.rooms)
    part = " ".join(filter(None, (place.short_part, f"нед.{NBSP}{place.week}" if place.week else "")))
    return {"what": place.short, "part": part, "room": rooms}


def split_classes(grades: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Where to cut a row of classes into pages: as even as can be, at the change of a grade when one is near."""
    pages = -(-len(grades) // most)
    cuts, first = [], 0
    for page in range(pages):
        left = pages - page
        size = -(-(len(grades) - first) // left)
        last = min(first + size, len(grades))
        if left > 1:
            last = _near_change(grades, first, last, most, left - 1)
        cuts.append((first, last))
        first = last
    return cuts


def _near_change(grades: Sequence[int], first: int, last: int, most: int, pages_after: int) -> int:
    """The nearest place within two classes where the grade changes and the rest still fits; else the place itself."""
    fits = range(max(first + 1, len(grades) - pages_after * most), min(first + most, len(grades) - 1) + 1)
    near = [at for at in fits if abs(at - last) <= 2 and grades[at] != grades[at - 1]]
    return min(near, key=lambda at: (abs(at - last), at), default=last)


def file_name(what: str, day: date) -> str:
    """«Расписание 8Б, 24.11.2026»"""
    return f"Расписание {what}, {day:%d.%m.%Y}"
