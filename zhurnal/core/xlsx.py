"""XLSX of sheets by XlsxWriter: typed cells, a heading that stays in view, a page that fits the paper, and no formulas.

to_xlsx(sheet)                                  // one workbook, one worksheet
to_xlsx(one, another, paper=A3, landscape=True) // a worksheet for each
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .pdf import clean
from .sheets import Column, Kind, Sheet, Value, harmless, plain_date, written

A4, A3 = 9, 8
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "PT Sans"
# Excel's own limits: letters in a cell, letters in the name of a worksheet.
_LONGEST_CELL, _LONGEST_NAME = 32_767, 31
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 48, 6
_NUMBERS = {Kind.INT: "0", Kind.DATE: "dd.mm.yyyy"}


class Book:
    """A workbook in memory that takes no text for a formula, a link or a number; `sheets` and hand-laid grids are put into it."""

    def __init__(self) -> None:
        self._out = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = Workbook(self._out, options)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()

    def worksheet(self, name: str, *, paper: int = A4, landscape: bool = False) -> Worksheet:
        """A new worksheet that prints as wide as the paper, on as many pages as its height needs."""
        page = self.workbook.add_worksheet(self._free_name(name))
        page.set_paper(paper)
        if landscape:
            page.set_landscape()
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&8&A&R&8стр. &P из &N")
        return page

    def style(self, **properties: Any) -> Format:
        """The format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"font_name": FONT, "font_size": 10, **properties})
        return self._formats[key]

    def text(self, page: Worksheet, row: int, column: int, value: str, **properties: Any) -> None:
        """Write words as words: what begins like a formula is marked as text and stays as it is typed."""
        words = _cut(clean(value), _LONGEST_CELL)
        if harmless(words) != words:
            properties["quote_prefix"] = True
        page.write_string(row, column, words, self.style(**properties))

    def finish(self) -> bytes:
        """The file."""
        self.workbook.close()
        return self._out.getvalue()

    def _free_name(self, wanted: str) -> str:
        base = _cut(_FORBIDDEN_IN_NAMES.sub(" ", clean(wanted)).strip(" '\n\t"), _LONGEST_NAME).strip(" '") or "Лист"
        name, number = base, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{_cut(base, _LONGEST_NAME - len(str(number)) - 1)} {number}"
        self._names.add(name.casefold())
        return name


def _cut(words: str, units: int) -> str:
    """As long as Excel reckons it: letters beyond the first plane count twice."""
    return words.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")


def to_xlsx(*sheets: Sheet, paper: int = A4, landscape: bool = False) -> bytes:
    """The sheets as one workbook: title, headings, rows, totals, footnotes and signatures of each on its own worksheet."""
    book = Book()
    for sheet in sheets:
        _put(book, sheet, book.worksheet(sheet.title, paper=paper, landscape=landscape))
    return book.finish()


def xlsx_response(sheet: Sheet, name: str, *, landscape: bool = False) -> HttpResponse:
    """The sheet as a file to be saved under this name (without extension)."""
    return file_response(to_xlsx(sheet, landscape=landscape), name)


def file_response(made: bytes, name: str) -> HttpResponse:
    """A workbook as a file to be saved under this name (without extension)."""
    response = HttpResponse(made, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return response


def _put(book: Book, sheet: Sheet, page: Worksheet) -> None:
    book.text(page, 0, 0, sheet.title, bold=True, font_size=14)
    under = [sheet.subtitle, _as_of(sheet), sheet.made_by]
    book.text(page, 1, 0, ". ".join(filter(None, under)), font_color="#555F73")
    head = 3
    for at, column in enumerate(sheet.columns):
        align = "right" if column.css_class.startswith("num") else "left"
        book.text(
            page, head, at, column.title, bold=True, bottom=2, text_wrap=True, valign="bottom", align=align,
            bg_color="#F3F4F7",
        )  # fmt: skip
        page.set_column(at, at, _width(sheet, at))
    for number, row in enumerate(sheet.rows, head + 1):
        _row(book, page, number, sheet, row, bottom=4, bottom_color="#8B93A5")
    after = head + 1 + len(sheet.rows)
    for number, row in enumerate(sheet.totals, after):
        _row(book, page, number, sheet, row, bold=True, top=1)
    after += len(sheet.totals) + 1
    for words in (*sheet.footnotes, *(f"{one} ____________________" for one in sheet.signatures)):
        book.text(page, after, 0, words)
        after += 1
    page.freeze_panes(head + 1, _staying(sheet))
    page.repeat_rows(head)


def _as_of(sheet: Sheet) -> str:
    return f"По состоянию на {timezone.localtime(sheet.as_of):%d.%m.%Y %H:%M}" if sheet.as_of else ""


def _staying(sheet: Sheet) -> int:
    """How many columns stay in view: up to the last one that is to."""
    return max((at for at, column in enumerate(sheet.columns, 1) if column.stays), default=0)


def _row(book: Book, page: Worksheet, at: int, sheet: Sheet, row: Any, **look: Any) -> None:
    for number, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
        _cell(book, page, (at, number), value, column, valign="top", **look)


def _cell(book: Book, page: Worksheet, place: tuple[int, int], value: Value, column: Column, **look: Any) -> None:
    if value is None:
        page.write_blank(*place, None, book.style(**look))
    elif isinstance(value, str):
        book.text(page, *place, value, text_wrap=True, **look)
    elif isinstance(value, date):
        day = datetime.combine(plain_date(value), time.min)
        page.write_datetime(*place, day, book.style(num_format=_NUMBERS[Kind.DATE], **look))
    elif Decimal(str(value)).is_finite():
        page.write_number(*place, float(value), book.style(num_format=_number_format(column), **look))
    else:
        book.text(page, *place, str(value), **look)


def _number_format(column: Column) -> str:
    decimals = f"0.{'0' * column.digits}" if column.digits else "0"
    if column.kind is Kind.PERCENT:
        return f'{decimals}" %"'
    return decimals if column.kind is Kind.DECIMAL else _NUMBERS[Kind.INT]


def _width(sheet: Sheet, at: int) -> float:
    """As wide as the longest value, within bounds; the heading may wrap between its words."""
    column = sheet.columns[at]
    longest = max((len(written(row[at], column)) for row in (*sheet.rows, *sheet.totals)), default=0)
    word = max(map(len, column.title.split()), default=0)
    return min(max(longest, word, _NARROWEST) + 2, _WIDEST)
