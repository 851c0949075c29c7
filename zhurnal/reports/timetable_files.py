"""The timetable as files: a workbook of the whole school, which can be loaded again as it is, and a plain list of lessons."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from zhurnal.core.russian import WEEKDAYS, day_month_year
from zhurnal.core.sheets import Column, Kind, Sheet
from zhurnal.core.xlsx import A3, Book
from zhurnal.timetable.wall import Board, Place, Wall, people_at_work

from . import queries
from .timetable import MOST_CLASSES, teachers_table

NOBODY = "—"
_HEAD = 3
_LINE = "#8B93A5"


class _Names:
    """People as the file names them: surname and initials, whole where two people share them."""

    def __init__(self, wall: Wall) -> None:
        people = people_at_work(wall)
        times = Counter(one.short_name for one in people.values())
        self.known = {pk: one.short_name if times[one.short_name] == 1 else one.full_name for pk, one in people.items()}

    def of(self, place: Place) -> str:
        """Who gives it, with commas."""
        return ", ".join(self.known[pk] for pk, _ in place.people)


def place_text(place: Place, people: str) -> str:
    """«Английский язык (англ. 1) / Окулов Д. С. / 118»: subject, part and week in brackets, teacher, room; a dash for nobody."""
    what = place.subject
    if place.part:
        what += f" ({place.part})"
    if place.week:
        what += f" (нед. {place.week})"
    rooms = ", ".join(name for _, name in place.rooms)
    fields = [what, people or (NOBODY if rooms else ""), rooms]
    return " / ".join(field for field in fields if field)


def school_xlsx(wall: Wall) -> bytes:
    """The whole school, a worksheet a shift, and the summary of teachers."""
    book, names = Book(), _Names(wall)
    boards = [board for board in wall.boards() if board.rows]
    for board in boards:
        _board(book, wall, board, names, "Расписание" if len(boards) == 1 else f"{board.shift}-я смена")
    _teachers(book, wall)
    return book.finish()


def _board(book: Book, wall: Wall, board: Board, names: _Names, title: str) -> None:
    page = book.worksheet(title, paper=A3, landscape=True)
    last = 2 + len(board.classes)
    _title(book, page, wall, "Расписание уроков")
    for at, words in enumerate(("День", "Урок", "Время", *(klass.name for klass in board.classes))):
        book.text(page, _HEAD, at, words, bold=True, border=1, bg_color="#F3F4F7", align="center", font_size=11)
    at = _HEAD + 1
    for weekday, rows in board.days:
        _day(book, page, at, len(rows), WEEKDAYS[weekday - 1].capitalize())
        for row in rows:
            book.text(page, at, 1, str(row.number), border=1, border_color=_LINE, align="center", bold=True)
            book.text(page, at, 2, row.time, border=1, border_color=_LINE, align="center", font_color="#555F73")
            for column, cell in enumerate(row.cells, 3):
                words = "\n".join(place_text(place, names.of(place)) for place in cell)
                book.text(
                    page, at, column, words, border=1, border_color=_LINE, text_wrap=True, valign="top", font_size=9
                )
            page.set_row(at, 13 * max(2, *(_lines(cell) for cell in row.cells)))
            at += 1
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 6)
    page.set_column(2, 2, 12)
    page.set_column(3, last, 24)
    page.freeze_panes(_HEAD + 1, 3)
    page.repeat_rows(_HEAD)
    page.repeat_columns(0, 2)
    page.fit_to_pages(-(-len(board.classes) // MOST_CLASSES["a3"]), 0)


def _lines(cell: list[Place]) -> int:
    """About how many lines of a column 24 letters wide its words take."""
    return sum(-(-(len(place.subject) + len(place.part) + 24) // 24) for place in cell)


def _day(book: Book, page: Worksheet, at: int, rows: int, name: str) -> None:
    look = book.style(bold=True, rotation=90, align="center", valign="vcenter", border=1, bg_color="#F3F4F7")
    if rows > 1:
        page.merge_range(at, 0, at + rows - 1, 0, name, look)
    else:
        page.write_string(at, 0, name, look)


def _title(book: Book, page: Worksheet, wall: Wall, words: str) -> None:
    book.text(page, 0, 0, words, bold=True, font_size=14)
    week = f", {wall.week}-я неделя цикла" if wall.week else ""
    book.text(
        page, 1, 0, f"{queries.school_name()}, действует на {day_month_year(wall.day)}{week}", font_color="#555F73"
    )


def _teachers(book: Book, wall: Wall) -> None:
    """A row a teacher, a column an hour of the week."""
    page = book.worksheet("Учителя", paper=A3, landscape=True)
    _title(book, page, wall, "Сводное расписание учителей")
    days, rows = teachers_table(wall)
    head = {"bold": True, "border": 1, "bg_color": "#F3F4F7", "align": "center"}
    book.text(page, _HEAD, 0, "Учитель", **head)
    at = 1
    for day, numbers in days:
        name = WEEKDAYS[day - 1].capitalize()
        if len(numbers) > 1:
            page.merge_range(_HEAD, at, _HEAD, at + len(numbers) - 1, name, book.style(**head))
        else:
            book.text(page, _HEAD, at, name, **head)
        for _, words in numbers:
            book.text(page, _HEAD + 1, at, words, text_wrap=True, **head)
            at += 1
    book.text(page, _HEAD, at, "Всего", **head)
    for row, (name, hours, cells) in enumerate(rows, _HEAD + 2):
        book.text(page, row, 0, name, border=1, border_color=_LINE)
        for column, words in enumerate(cells, 1):
            book.text(page, row, column, words, border=1, border_color=_LINE, align="center", text_wrap=True)
        page.write_number(row, at, hours, book.style(border=1, border_color=_LINE, bold=True))
    page.set_column(0, 0, 24)
    page.set_column(1, at - 1, 6)
    page.freeze_panes(_HEAD + 2, 1)
    page.repeat_rows(_HEAD, _HEAD + 1)


def list_sheet(wall: Wall, *, as_of: datetime, made_by: str) -> Sheet:
    """Every lesson of the week a row: for filters and other programs."""
    columns = (
        Column("День"), Column("Урок", Kind.INT), Column("Время"), Column("Неделя цикла", Kind.INT),
        Column("Класс или группа", stays=True), Column("Предмет"), Column("Учитель"), Column("Кабинет"),
    )  # fmt: skip
    names = _Names(wall)
    rows = [
        (
            WEEKDAYS[place.weekday - 1], place.number, wall.time(place.shift, place.number), place.week or None,
            place.group.title, place.subject, names.of(place), ", ".join(name for _, name in place.rooms),
        )
        for place in wall.places
    ]  # fmt: skip
    return Sheet(
        "Список уроков недели", columns, list(rows), subtitle=f"Действует на {day_month_year(wall.day)}", as_of=as_of,
        made_by=made_by,
    )  # fmt: skip
