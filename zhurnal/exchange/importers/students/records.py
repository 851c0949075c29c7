"""Rows of a list of students as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhurnal.exchange.importers.findings import NOWHERE, Oddity, Place
from zhurnal.exchange.importers.names import ClassName, FullName


class Relation(StrEnum):
    """Who the adult is to the child, in the words of lists."""

    MOTHER = "мать"
    FATHER = "отец"
    GUARDIAN = "опекун"
    FOSTER = "приёмный родитель"
    OTHER = "законный представитель"


@dataclass(frozen=True, slots=True)
class ParentRow:
    """A legal representative as one row names them; phones normalised and joined with «, »."""

    name: FullName
    relation: Relation
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A child: `sheet` and 1-based `row` tell where it was read; `sex` «м», «ж» or empty; `snils` 11 digits or empty;
    `file` is the number of the personal file."""

    sheet: str
    row: int
    name: FullName
    birth_date: date | None
    sex: str
    group: ClassName
    snils: str
    phone: str
    email: str
    parents: tuple[ParentRow, ...]
    at: Place = NOWHERE
    file: str = ""
    address: str = ""

    @property
    def where(self) -> str:
        """«лист «5А», строка 7»."""
        return f"лист «{self.sheet}», строка {self.row}"


@dataclass(frozen=True, slots=True)
class StudentList:
    """All that was read from one file."""

    students: tuple[StudentRow, ...]
    rows_read: int
    sheets: tuple[str, ...]
    oddities: tuple[Oddity, ...]
