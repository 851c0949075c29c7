"""Worksheets of a timetable to lessons with their cells: where the heading is, what day and number a row is, what is merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from zhurnal.core.text import search_key, squeeze
from zhurnal.exchange.importers.findings import Oddity, Remarks, Unreadable
from zhurnal.exchange.importers.grid.cells import Lexicon, Words, parts_of
from zhurnal.exchange.importers.names import class_name
from zhurnal.exchange.importers.tables import Cell, Table, column_letters, read_tables

_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_SHORT = {
    "пн": 1,
    "пон": 1,
    "вт": 2,
    "втор": 2,
    "ср": 3,
    "чт": 4,
    "чет": 4,
    "пт": 5,
    "пят": 5,
    "сб": 6,
    "суб": 6,
    "вс": 7,
}
_NUMBER = re.compile(r"(\d{1,2})(?:[.,]0)?\s*(?:-?[йая]{1,2})?\s*(?:урок|ур)?\.?(?:\s*[(,].*)?", re.IGNORECASE)
_HEAD_WORDS = re.compile(
    r"(?:день( недели)?|дни|№.{0,12}|n|уроки?|номер( урока)?|время( урока)?|звонки?|часы?|класс(ы)?|смена|каб(\.|инет)?|пара|)",
    re.IGNORECASE,
)
_MOST_NUMBER = 16
NO_HEADING = (
    "В файле нет строки с названиями классов. Расписание таблицей выглядит так: в строке заголовка классы (5А, 5Б …), "
    "слева день недели и номер урока, в ячейках «предмет / учитель / кабинет»."
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the file; row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def where(self) -> str:
        """лист «Расписание», ячейка D14"""
        return f"лист «{self.sheet}», ячейка {column_letters(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class GridPart:
    """One lesson of a class, in the words of the file; `joined` are the classes over which its cell is merged."""

    at: Spot
    klass: str
    weekday: int
    number: int
    words: Words
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole of a file: headings of classes with their cells, lessons, remarks."""

    classes: tuple[tuple[str, Spot], ...]
    parts: tuple[GridPart, ...]
    oddities: tuple[Oddity, ...]


def read_grid(data: bytes, filename: str, lexicon: Lexicon) -> Grid:
    """Every lesson of the sheets that hold a timetable; raises Unreadable for what is no table or has no heading of classes."""
    remarks = Remarks()
    tables = read_tables(data, filename, _classes_in)
    sheets = [_Sheet(table, lexicon, remarks) for table in tables]
    read = [sheet for sheet in sheets if sheet.heading is not None]
    if not read:
        raise Unreadable(NO_HEADING)
    parts = [part for sheet in read for part in sheet.parts()]
    if not parts and not remarks.all():
        raise Unreadable("Под названиями классов нет ни одного урока: слева от них ждут день недели и номер урока.")
    classes: dict[str, tuple[str, Spot]] = {}
    for sheet in read:
        for title, spot in sheet.titles():
            classes.setdefault(search_key(title), (title, spot))
    return Grid(tuple(classes.values()), tuple(parts), remarks.all())


def _classes_in(table: Table) -> int:
    return max((_class_count(row) for row in table.rows[:40]), default=0)


def _class_count(row: Sequence[Cell]) -> int:
    return sum(class_name(_text(cell)).grade is not None for cell in row if isinstance(cell, str))


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return ""
    return f"{cell:%H:%M}" if isinstance(cell, time) else str(cell)


def weekday_of(words: str) -> int | None:
    """1 of «Понедельник», «ПН», «п о н е д е л ь н и к» (written down the margin), «Понедельник, 1 сентября»."""
    letters = re.sub(r"[^а-яё]", "", search_key(words))
    for number, name in enumerate(_WEEKDAYS, 1):
        if letters.startswith(name):
            return number
    return _SHORT.get(letters)


class _Sheet:
    """One worksheet; `heading` is the row of classes, None when it holds no timetable."""

    def __init__(self, table: Table, lexicon: Lexicon, remarks: Remarks) -> None:
        self.table, self.lexicon, self.remarks = table, lexicon, remarks
        self.rows = [[_text(cell) for cell in row] for row in table.rows]
        self.merged = self._spread_merged()
        self.heading = self._find_heading()
        self.columns = self._class_columns(self.heading) if self.heading is not None else {}
        self.seen = dict(self.columns)

    def _spread_merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Every cell of a merged range says what its first one does; answers cell → the range's first cell."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for (top, left), (bottom, right) in self.table.merged:
            words = self._at(top, left)
            for row in range(top, min(bottom + 1, len(self.rows))):
                for column in range(left, right + 1):
                    if column < len(self.rows[row]):
                        self.rows[row][column] = words
                        found[row, column] = (top, left)
        return found

    def _at(self, row: int, column: int) -> str:
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def _find_heading(self) -> int | None:
        """The first of the rows with most names of classes, to whose left stand but words of a heading."""
        best, most = None, 0
        for at, row in enumerate(self.rows[:40]):
            count = self._names_in(at)
            if count > most and self._is_heading(row):
                best, most = at, count
        return best

    def _names_in(self, at: int) -> int:
        return sum(class_name(words).grade is not None for words in set(self.rows[at]) if not words.strip().isdigit())

    @staticmethod
    def _is_heading(row: Sequence[str]) -> bool:
        first = next(
            (at for at, words in enumerate(row) if class_name(words).grade is not None and not words.isdigit()), 0
        )
        return first > 0 and all(_HEAD_WORDS.fullmatch(squeeze(words)) for words in row[:first])

    def _class_columns(self, at: int) -> dict[int, str]:
        """Column → class of a heading; what stands to the right of the first class is a class, too, if it has words."""
        row = self.rows[at]
        first = next(c for c, words in enumerate(row) if class_name(words).grade is not None and not words.isdigit())
        return {
            column: squeeze(words)
            for column, words in enumerate(row)
            if column >= first and squeeze(words) and not _HEAD_WORDS.fullmatch(squeeze(words))
        }

    def titles(self) -> Iterator[tuple[str, Spot]]:
        """Every class of the sheet with the cell of its heading."""
        for column, title in self.seen.items():
            yield title, Spot(self.table.name, self.heading or 0, column)

    def parts(self) -> Iterator[GridPart]:
        """Every lesson, down the rows."""
        assert self.heading is not None
        day_column, number_column = self._margin()
        weekday = weekday_of(self.table.name)
        counted = 0
        for at in range(self.heading + 1, len(self.rows)):
            row = self.rows[at]
            said = weekday_of(self._at(at, day_column)) if day_column is not None else self._day_alone(row)
            if said is not None and said != weekday:
                weekday, counted = said, 0
            if self._is_heading(row) and self._names_in(at) * 2 > len(self.columns):
                self.columns = self._class_columns(at)
                self.seen |= {c: t for c, t in self.columns.items() if c not in self.seen}
                continue
            lessons = {c: row[c] for c in self.columns if c < len(row) and squeeze(row[c])}
            number = self._number(at, number_column)
            if number is None and number_column is None and lessons and not self._is_day_row(row):
                counted += 1
                number = counted
            if number is None:
                self._mention_lost(at, lessons)
            elif weekday is None:
                if lessons:
                    spot = Spot(self.table.name, at, min(lessons))
                    self.remarks.error("", spot.where, "Не видно, какой это день недели.")
            else:
                yield from self._row(at, weekday, number, lessons)

    def _margin(self) -> tuple[int | None, int | None]:
        """The columns of the day and of the number, to the left of the first class."""
        assert self.heading is not None
        first, body = min(self.columns), range(self.heading + 1, len(self.rows))
        days: Counter[int] = Counter()
        numbers: Counter[int] = Counter()
        for at in body:
            for column in range(first):
                words = self._at(at, column)
                days[column] += weekday_of(words) is not None
                numbers[column] += self._number(at, column) is not None
        day = max(days, key=lambda one: days[one], default=None)
        number = max(numbers, key=lambda one: (numbers[one], -one), default=None)
        return (
            day if day is not None and days[day] else None,
            number if number is not None and numbers[number] else None,
        )

    def _number(self, at: int, column: int | None) -> int | None:
        match = _NUMBER.fullmatch(squeeze(self._at(at, column))) if column is not None else None
        return int(match[1]) if match and int(match[1]) <= _MOST_NUMBER else None

    @staticmethod
    def _day_alone(row: Sequence[str]) -> int | None:
        """The day of a row that says nothing else, however wide it is merged."""
        words = {squeeze(cell) for cell in row if squeeze(cell)}
        return weekday_of(words.pop()) if len(words) == 1 else None

    def _is_day_row(self, row: Sequence[str]) -> bool:
        return self._day_alone(row) is not None

    def _mention_lost(self, at: int, lessons: dict[int, str]) -> None:
        if len(lessons) * 3 > len(self.columns) and not self._is_day_row(self.rows[at]):
            spot = Spot(self.table.name, at, min(lessons))
            self.remarks.warn("", spot.where, "В строке есть уроки, но нет номера урока: она пропущена.")

    def _row(self, at: int, weekday: int, number: int, lessons: dict[int, str]) -> Iterator[GridPart]:
        texts: dict[str, tuple[int, list[str]]] = {}
        for column, words in lessons.items():
            # Two columns under one class: «предмет» and «кабинет».
            first, known = texts.setdefault(self.columns[column], (column, []))
            if self.merged.get((at, column), (at, column)) != self.merged.get((at, first), (at, first)) or not known:
                known.append(words)
        for title, (column, cells) in texts.items():
            spot = Spot(self.table.name, at, column)
            for one in parts_of(_side_by_side(cells), self.lexicon):
                if one.fault:
                    self.remarks.error("", spot.where, one.fault, f"класс {title}")
                yield GridPart(spot, title, weekday, number, one, self._joined(at, column))

    def _joined(self, at: int, column: int) -> tuple[str, ...]:
        """The classes over which the cell is merged, when they are several."""
        origin = self.merged.get((at, column))
        if origin is None:
            return ()
        found = dict.fromkeys(title for c, title in self.columns.items() if self.merged.get((at, c)) == origin)
        return tuple(found) if len(found) > 1 else ()


def _side_by_side(cells: Sequence[str]) -> str:
    """The columns of one class as one cell, line by line where they have as many."""
    lines = [[squeeze(line) for line in cell.splitlines() if squeeze(line)] for cell in cells]
    if len(lines) > 1 and len({len(one) for one in lines}) == 1:
        return "\n".join(" / ".join(row) for row in zip(*lines, strict=True))
    return " / ".join(cells)
