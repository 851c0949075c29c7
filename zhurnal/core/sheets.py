"""The sheet: what every report returns. The screen and the CSV are made from it here, the XLSX in xlsx.py, the PDF by those who print.

Sheet("Состав класса", (Column("№", Kind.INT), Column("ФИО")), [(1, "Белова Анна"), …], totals=[(None, "Всего: 25")])
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from .russian import NBSP

Value = str | int | float | Decimal | date | None
Row = Sequence[Value]

# A spreadsheet takes a text that begins so for a formula or a command (CSV injection); the last four are full-width forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Kind(StrEnum):
    """What a column holds; alignment and writing follow from it. A percent is a number of percents: 83.5."""

    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, decimals of numbers; `stays` keeps it in view while scrolling."""

    title: str
    kind: Kind = Kind.TEXT
    digits: int = 2
    stays: bool = False

    @property
    def css_class(self) -> str:
        """Numbers to the right, dates and words to the left."""
        return " ".join(
            filter(
                None,
                ("num" if self.kind in {Kind.INT, Kind.DECIMAL, Kind.PERCENT} else "", "stay" if self.stays else ""),
            )
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown on the screen."""

    text: str
    css_class: str
    is_heading: bool


@dataclass(slots=True)
class Sheet:
    """A report: what it says and of when and whom it is; `signatures` are the lines under it (§5.4)."""

    title: str
    columns: Sequence[Column]
    rows: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    subtitle: str = ""
    as_of: datetime | None = None
    made_by: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.totals):
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} values for {len(self.columns)} columns")

    @property
    def screen_rows(self) -> Iterator[list[Cell]]:
        """The rows as shown."""
        return (self._cells(row) for row in self.rows)

    @property
    def screen_totals(self) -> Iterator[list[Cell]]:
        """The totals as shown."""
        return (self._cells(row) for row in self.totals)

    def _cells(self, row: Row) -> list[Cell]:
        pairs = zip(self.columns, row, strict=True)
        return [Cell(written(value, column), column.css_class, column.stays) for column, value in pairs]


def written(value: Value, column: Column) -> str:
    """A value as Russian writes it: «4,25», «24.11.2026», «83,5 %»; nothing for None."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return plain_date(value).strftime("%d.%m.%Y")
    if column.kind is Kind.PERCENT:
        return f"{_number(value, column.digits)}{NBSP}%"
    return _number(value, column.digits if column.kind is Kind.DECIMAL else 0)


def _number(value: int | float | Decimal, digits: int) -> str:
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{exact:f}".replace(".", ",")


def plain_date(value: date) -> date:
    """The day of a moment at the school; of a date, itself."""
    return timezone.localtime(value).date() if isinstance(value, datetime) and value.tzinfo else value


def harmless(text: str) -> str:
    """The text so that no spreadsheet carries it out: what begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_csv(sheet: Sheet) -> bytes:
    """Headings, rows and totals for Russian spreadsheets: UTF-8 with BOM, «;», decimal commas, no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in sheet.columns])
    for row in (*sheet.rows, *sheet.totals):
        writer.writerow([_csv_cell(value, column) for value, column in zip(row, sheet.columns, strict=True)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_cell(value: Value, column: Column) -> str:
    if isinstance(value, str):
        return harmless(value)
    return written(value, column).replace(NBSP, "")


def csv_response(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a file to be saved under this name (without extension)."""
    response = HttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    return response
