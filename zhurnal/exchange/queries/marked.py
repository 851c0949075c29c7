"""The file of a list with its faults marked."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from zhurnal.exchange.importers.columns import Sheet
from zhurnal.exchange.importers.findings import Oddity
from zhurnal.exchange.importers.tables import Cell
from zhurnal.exchange.lists import Look

from .columns import spoken

ADVICE = "Что исправить"
LONGEST_CELL = 32_000


def marked_file(look: Look, sheets: Sequence[Sheet]) -> bytes:
    """The file as XLSX: original cells as values (never formulas), faulty ones coloured, and a last column that says what to mend."""
    faults: dict[int, dict[int, list[Oddity]]] = defaultdict(lambda: defaultdict(list))
    for one in {*look.faults, *look.changes.errors}:
        if one.at is not None:
            faults[one.at.sheet][one.at.row].append(one)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "bad": book.add_format({"bg_color": "#F8D7DA"}),
        "row": book.add_format({"bg_color": "#FDF0D5"}),
        "words": book.add_format({"text_wrap": True, "bg_color": "#F8D7DA"}),
        "head": book.add_format({"bold": True}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_sheet_name(sheet.table.name, taken))
        width = max((len(row) for row in sheet.table.rows), default=0)
        if sheet.header is not None:
            if sheet.header.end:
                page.write_string(sheet.header.end - 1, width, ADVICE, formats["head"])
            page.freeze_panes(sheet.header.end, 0)
        page.set_column(0, max(width - 1, 0), 16)
        page.set_column(width, width, 60)
        for index, cells in enumerate(sheet.table.rows):
            wrong = faults[sheet.number].get(index + 1, [])
            places = {one.at.column for one in wrong if one.at}
            for column, cell in enumerate(cells):
                look_of = formats["bad"] if column in places else formats["row"] if wrong else None
                _write(page, (index, column), cell, look_of)
            if wrong:
                page.write_string(index, width, " ".join(one.text for one in wrong), formats["words"])
    book.close()
    return out.getvalue()


def _write(page: Any, at: tuple[int, int], cell: Cell, form: Any) -> None:
    if isinstance(cell, bool):
        page.write_boolean(*at, cell, form)
    elif isinstance(cell, int | float):
        page.write_number(*at, cell, form)
    elif isinstance(cell, datetime | date | time | timedelta):
        page.write_string(*at, spoken(cell) if isinstance(cell, date) else str(cell), form)
    elif cell or form is not None:
        page.write_string(*at, str(cell or "")[:LONGEST_CELL], form)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes: no more than 31 signs, none of []:*?/\\, each once whatever its case."""
    clean = "".join("_" if sign in "[]:*?/\\" else sign for sign in name).strip("'")[:28] or "Лист"
    found, number = clean, 2
    while found.casefold() in taken:
        found, number = f"{clean[:25]} {number}", number + 1
    taken.add(found.casefold())
    return found
