"""Spreadsheet files as plain tables: XLSX, XLS and ODS by calamine, CSV with its delimiter and encoding found out."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO, StringIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.importers.text import decode

Cell = str | int | float | bool | date | time | timedelta
Row = Sequence[Cell]
Range = tuple[tuple[int, int], tuple[int, int]]

LARGEST_FILE = 16 * 1024 * 1024
LARGEST_UNPACKED = 128 * 1024 * 1024
"""Bytes; a list of a thousand children with parents is some 200 kB, unpacked 2 MB."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 50_000, 1_000, 4_000_000
"""A sheet is spread out whole in memory, from its first cell to its last: the cells between them count, however few are filled."""

_DELIMITERS = (";", "\t", ",")
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_SEPARATOR_LINE = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")
_ODS_PART = re.compile(rb"<table:(?:covered-)?table(-row|-cell|)(?=[\s/>])([^>]*)>")
_REPEATED = re.compile(rb"""number-(?:columns|rows)-repeated\s*=\s*["'](\d{1,10})["']""")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows from the very first one, 0-based; `merged` ranges where the format tells them, else ()."""

    name: str
    rows: Sequence[Row]
    merged: tuple[Range, ...] = ()


def read_tables(data: bytes, filename: str, fits: Callable[[Table], int]) -> list[Table]:
    """The sheets of a spreadsheet, or the one table of a CSV, whose delimiter is the one that `fits` best.

    Raises Unreadable for what is empty, too large, protected by a password or no table.
    """
    if not data.strip():
        raise Unreadable("Файл пуст.")
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"Файл больше {LARGEST_FILE // 1024 // 1024} МБ: это не список одной школы.")
    if data.startswith(b"PK"):
        _refuse_bombs(data)
        return _workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(data)
    if _is_no_text(data[:4096]):
        raise Unreadable("Файл не похож на таблицу: нужен XLSX, XLS, ODS или CSV.")
    return [_csv(data, filename, fits)]


def _is_no_text(beginning: bytes) -> bool:
    """True for pictures, PDF and other binary files: known beginnings, or too many control signs without a byte order mark."""
    if beginning.startswith(_PICTURES):
        return True
    signs = sum(byte < 9 or 13 < byte < 32 for byte in beginning)
    return not beginning.startswith(_MARKS) and signs * 20 > len(beginning)


def _refuse_bombs(data: bytes) -> None:
    """Raise Unreadable for archives that unpack to too much, or whose cells lie absurdly far out."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST_UNPACKED:
                raise Unreadable(f"Файл распаковывается больше чем в {LARGEST_UNPACKED // 1024 // 1024} МБ.")
            for item in archive.infolist():
                if item.filename.endswith("workbook.bin"):
                    raise Unreadable("Это двоичная книга Excel (XLSB): сохраните её как XLSX.")
                corner = _last_filled_in_ods if item.filename == "content.xml" else _last_filled
                _refuse_far(*corner(archive.read(item)))
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable("Файл похож на XLSX или ODS, но повреждён.") from fault


def _refuse_far(row: int, column: int) -> None:
    """Raise for a sheet whose filled cells reach to this row and column, when it would be too large once spread out."""
    if row > MOST_ROWS or column > MOST_COLUMNS or row * column > MOST_CELLS:
        where = f"{column_letters(column - 1)}{row}" if column else f"строки {row}"
        raise Unreadable(
            f"Таблица тянется до {where}: слишком далеко. Удалите лишние строки и столбцы и сохраните снова."
        )


def _last_filled(sheet: bytes) -> tuple[int, int]:
    """The last row and the last column with a filled cell of a sheet of XLSX, from 1; cells may leave out where they stand."""
    row = column = last_row = last_column = 0
    for match in _ROW_OR_CELL.finditer(sheet):
        said = _PLACE.search(match[2])
        if match[1] == b"row":
            row, column = int(said[2]) if said else row + 1, 0
            continue
        at = int(said[2]) if said else row
        column = _column_number(said[1].decode().upper()) if said else column + 1
        if not match[2].endswith(b"/"):
            last_row, last_column = max(last_row, at), max(last_column, column)
    return last_row, last_column


def _last_filled_in_ods(content: bytes) -> tuple[int, int]:
    """The same of ODS, where rows and cells are repeated by number."""
    row = column = times = last_row = last_column = 0
    for match in _ODS_PART.finditer(content):
        said = _REPEATED.search(match[2])
        repeated = int(said[1]) if said else 1
        if match[1] != b"-cell":
            row, column, times = (row + times, 0, repeated) if match[1] else (0, 0, 0)
            continue
        column += repeated
        if not match[2].endswith(b"/"):
            last_row, last_column = max(last_row, row + times), max(last_column, column)
    return last_row, last_column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """The name of a 0-based column as spreadsheets say it: 0 → A, 27 → AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _workbook(data: bytes) -> list[Table]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        tables = [
            Table(sheet.name, sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ()))
            for sheet in sheets
        ]
    except PasswordError as fault:
        raise Unreadable("Файл защищён паролем: снимите защиту и сохраните снова.") from fault
    except (CalamineError, OSError) as fault:
        raise Unreadable("Файл не читается как таблица Excel или LibreOffice; возможно, он защищён паролем.") from fault
    if any(len(table.rows) > MOST_ROWS for table in tables):
        raise Unreadable(f"На листе больше {MOST_ROWS} строк.")
    return tables


def _csv(data: bytes, filename: str, fits: Callable[[Table], int]) -> Table:
    text = decode(data).text.replace("\x00", "")
    name = PurePath(filename).stem
    said = _SEPARATOR_LINE.match(text)
    delimiters = (said.group(1),) if said else _DELIMITERS
    try:
        tables = [Table(name, _csv_rows(_SEPARATOR_LINE.sub("\n", text), delimiter)) for delimiter in delimiters]
    except csv.Error as fault:
        raise Unreadable(f"Файл не читается как CSV: {fault}.") from fault
    best = max(tables, key=lambda table: (fits(table), max((len(row) for row in table.rows), default=0)))
    if len(best.rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in best.rows):
        raise Unreadable(f"В файле больше {MOST_ROWS} строк или {MOST_COLUMNS} столбцов.")
    return best


def _csv_rows(text: str, delimiter: str) -> list[list[Cell]]:
    return [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
