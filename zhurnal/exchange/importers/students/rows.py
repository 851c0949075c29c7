"""One row of a list with its columns, and the complaints about its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from zhurnal.exchange.importers.findings import Place, Remarks
from zhurnal.exchange.importers.students.cells import BadCell, words
from zhurnal.exchange.importers.students.header import Column
from zhurnal.exchange.importers.tables import Cell, Row, column_letters

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListRow:
    """The cells of row `number` (1-based) of a sheet."""

    sheet: str
    number: int
    cells: Row
    remarks: Remarks
    sheet_number: int = 0

    def cell(self, column: Column | None) -> Cell | None:
        """What stands in the column; None where the row is shorter or the column unknown."""
        return self.cells[column.index] if column is not None and column.index < len(self.cells) else None

    def text(self, column: Column | None) -> str:
        """The same as text with single spaces."""
        return words(self.cell(column))

    def understood(self, column: Column | None, read: Callable[[Cell | None], T], nothing: T) -> T:
        """What `read` makes of the cell; a BadCell becomes an error that names sheet, row and column, and `nothing`."""
        if column is None:
            return nothing
        try:
            return read(self.cell(column))
        except BadCell as fault:
            self.error(column, f"{str(fault)[:1].upper()}{str(fault)[1:]}.")
            return nothing

    def error(self, column: Column | None, text: str) -> None:
        """An error about a cell, or about the row."""
        self.remarks.error(f"лист «{self.sheet}»", self._place(column), text, at=self.at(column))

    def warn(self, column: Column | None, text: str) -> None:
        """A warning about a cell, or about the row."""
        self.remarks.warn(f"лист «{self.sheet}»", self._place(column), text, at=self.at(column))

    def note(self, column: Column | None, text: str) -> None:
        """A note about a cell, or about the row."""
        self.remarks.note(f"лист «{self.sheet}»", self._place(column), text, at=self.at(column))

    def at(self, column: Column | None = None) -> Place:
        """The row, or its cell in the column."""
        return Place(self.sheet_number, self.number, column.index if column is not None else None)

    def _place(self, column: Column | None) -> str:
        if column is None:
            return f"строка {self.number}"
        heading = f" «{column.heading}»" if column.heading else ""
        return f"строка {self.number}, столбец {column_letters(column.index)}{heading}"
