"""The board of the whole school as HTML, joined from escaped strings: a thousand places in some milliseconds."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.russian import NBSP, WEEKDAYS

from .wall import Board, Named, Place, Row


def board(shown: Board) -> SafeString:
    """The rows of a board: the day once, the number with its time, a cell a class."""
    draw = _Draw()
    body = "".join(draw.day(weekday, rows) for weekday, rows in shown.days)
    return mark_safe(body)


class _Draw:
    """Addresses are reversed once and end in an id."""

    def __init__(self) -> None:
        self.teacher = reverse("timetable:teacher", args=[0]).removesuffix("0/")
        self.room = reverse("timetable:room", args=[0]).removesuffix("0/")

    def day(self, weekday: int, rows: list[Row]) -> str:
        """A body of rows with its day in the margin."""
        name = WEEKDAYS[weekday - 1]
        head = f'<th class="day" scope="rowgroup" rowspan="{len(rows)}"><span>{name.capitalize()}</span></th>'
        lines = [self.row(row, head if at == 0 else "") for at, row in enumerate(rows)]
        return f"<tbody>{''.join(lines)}</tbody>"

    def row(self, row: Row, head: str) -> str:
        """A lesson of all classes."""
        cells = "".join(f"<td>{''.join(map(self.place, cell))}</td>" for cell in row.cells)
        time = row.time.replace("–", "–<wbr>")
        return f'<tr>{head}<th class="hour" scope="row"><b>{row.number}</b><span>{time}</span></th>{cells}</tr>'

    def place(self, place: Place) -> str:
        """«Алгебра 214» with the teacher under it."""
        week = f' <span class="chip line">нед.{NBSP}{place.week}</span>' if place.week else ""
        part = f" <span>{escape(place.short_part)}</span>" if place.short_part else ""
        rooms = ", ".join(self.link(self.room, one) for one in place.rooms)
        people = ", ".join(self.link(self.teacher, one) for one in place.people)
        under = " ".join(f"<span>{words}</span>" for words in (rooms, people) if words)
        title = f' title="{escape(place.subject)}"' if place.short != place.subject else ""
        return f'<div class="place"><b{title}>{escape(place.short)}</b>{part}{week}<small>{under}</small></div>'

    @staticmethod
    def link(base: str, named: Named) -> str:
        """A name that leads to its own timetable."""
        return f'<a href="{base}{named[0]}/">{escape(named[1])}</a>'
