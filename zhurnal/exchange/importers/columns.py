"""Finds the heading of a list, in one row or several, wherever it stands, and says what each column holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.tables import Row, Table, read_tables

DEEPEST = 3
"""Rows of one heading: titles that span columns above the names of the columns."""

SEARCHED = 60
_PUNCTUATION = re.compile(r"[^\w\s№]")
_DATA = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d|\d{5}|@|^\d{1,2}\s*-?\s*[«\"]?\w[»\"]?$")
"""Dates, numbers, addresses and names of classes: what stands in the rows of a list and never in its heading."""


class Whose(StrEnum):
    """Whom a column is about."""

    STUDENT = "student"
    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"
    PARENT = "parent"
    EMPLOYEE = "employee"


class Field(StrEnum):
    """What a column holds."""

    FULL = "full"
    LAST = "last"
    FIRST = "first"
    MIDDLE = "middle"
    BIRTH = "birth"
    SEX = "sex"
    CLASS = "class"
    LETTER = "letter"
    SNILS = "snils"
    PHONE = "phone"
    EMAIL = "email"
    RELATION = "relation"
    FILE = "file"
    ADDRESS = "address"
    POSITION = "position"
    SUBJECT = "subject"


CONTACTS = frozenset({Field.PHONE, Field.EMAIL})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood: 0-based `index`; `number` tells «Родитель 1» from «Родитель 2»."""

    index: int
    whose: Whose
    number: int
    field: Field
    heading: str

    @property
    def key(self) -> tuple[Whose, int, Field]:
        """What makes a column needless when it comes twice."""
        return (self.whose, self.number, self.field)

    @property
    def code(self) -> str:
        """What the column means, as it is chosen and remembered: «mother.0.phone»."""
        return f"{self.whose}.{self.number}.{self.field}"


@dataclass(frozen=True, slots=True)
class Header:
    """Where the heading ends (0-based row after it) and the columns it names; each key once, but for contacts.

    `headings` are the words over all columns, understood or not.
    """

    top: int
    end: int
    columns: tuple[Column, ...]
    headings: tuple[str, ...] = ()

    @property
    def signature(self) -> str:
        """By which the meaning of these columns is remembered: SHA-256 of the words, whatever their case and dots."""
        return hashlib.sha256("\x1f".join(plain(words) for words in self.headings).encode()).hexdigest()

    def meaning(self, codes: Mapping[int, str]) -> Header:
        """The same heading with the meaning of its columns as somebody chose it; a code that is none leaves the column out."""
        found = [
            column_of(code, index, "" if self.bare else self.headings[index])
            for index, code in sorted(codes.items())
            if index < len(self.headings)
        ]
        return replace(self, columns=tuple(column for column in found if column is not None))

    @property
    def bare(self) -> bool:
        """Whether there is no heading at all: the first row is already somebody's."""
        return self.end == self.top

    @property
    def understood(self) -> int:
        """How many different things the columns tell."""
        return len({column.key for column in self.columns})

    def contacts(self, whose: Whose, number: int = 0) -> list[Column]:
        """Every column with phones or addresses of one person."""
        mine = [column for column in self.columns if (column.whose, column.number) == (whose, number)]
        return [column for column in mine if column.field in CONTACTS]

    def of(self, whose: Whose, number: int = 0) -> dict[Field, Column]:
        """The columns about one person."""
        return {column.field: column for column in self.columns if (column.whose, column.number) == (whose, number)}

    @property
    def people(self) -> list[tuple[Whose, int]]:
        """The adults that the list has columns for, in the order of the columns."""
        found = dict.fromkeys((column.whose, column.number) for column in self.columns)
        return [person for person in found if person[0] is not Whose.STUDENT]


@dataclass(frozen=True, slots=True)
class HeaderKind:
    """How the headings of one kind of list are understood: the guess of a column, whether a title speaks of somebody, and what must be there."""

    guess: Callable[[int, Sequence[str], tuple[Whose, int] | None, set[tuple[Whose, int, Field]]], Column | None]
    speaks_of: Callable[[str], bool]
    whose: Whose

    def named(self, header: Header) -> bool:
        """Whether the columns name those whom the list is about."""
        fields = header.of(self.whose)
        named = Field.FULL in fields or (Field.LAST in fields and Field.FIRST in fields)
        return named and len(header.columns) > 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a file with its heading: found by its words, or only supposed, or none in an empty sheet."""

    number: int
    table: Table
    header: Header | None
    supposed: bool = False


def open_sheets(data: bytes, filename: str, kind: HeaderKind) -> list[Sheet]:
    """The sheets of a spreadsheet with their headings; raises Unreadable for what is no table."""
    tables = read_tables(data, filename, lambda table: fitness(table, kind))
    sheets = []
    for number, table in enumerate(tables):
        header = find_header(table, kind)
        sheets.append(Sheet(number, table, header or supposed_header(table), supposed=header is None))
    return sheets


def find_header(table: Table, kind: HeaderKind) -> Header | None:
    """The heading with most columns understood, the shallowest and first of equals; None without anybody's name."""
    best: Header | None = None
    for depth in range(1, DEEPEST + 1):
        for top in range(min(SEARCHED, len(table.rows) - depth + 1)):
            found = _header(table, top, depth, kind)
            if kind.named(found) and (best is None or found.understood > best.understood):
                best = found
    return best


def supposed_header(table: Table) -> Header | None:
    """The first row with as many words as any near it, for a person to say what its columns mean; None in an empty sheet.

    Where that row is somebody's already, the list has no heading and begins with its first row of several cells.
    """
    filled = [sum(bool(text.strip()) for text in _texts(row)) for row in table.rows[:SEARCHED]]
    if not filled or max(filled) < 2:
        return None
    top = filled.index(max(filled))
    if bare := any(_is_data(cell) for cell in table.rows[top]):
        top = next(index for index, words in enumerate(filled) if words > 1)
    width = max(len(row) for row in table.rows[top : top + SEARCHED])
    texts = [text.strip() for text in _texts(table.rows[top])]
    return Header(top, top if bare else top + 1, (), tuple(texts + [""] * (width - len(texts))))


def fitness(table: Table, kind: HeaderKind) -> int:
    """How many columns of the table are understood; 0 when it is no list of this kind."""
    header = find_header(table, kind)
    return header.understood if header else 0


def column_of(code: str, index: int = 0, heading: str = "") -> Column | None:
    """The column that a code speaks of; None for what is no code."""
    parts = code.split(".")
    try:
        whose, number, field = Whose(parts[0]), int(parts[1]), Field(parts[2])
    except (ValueError, IndexError):
        return None
    return Column(index, whose, number, field, heading)


def _header(table: Table, top: int, depth: int, kind: HeaderKind) -> Header:
    texts = [_texts(table.rows[top + level]) for level in range(depth)]
    width = max(len(row) for row in texts)
    for row in texts:
        row.extend([""] * (width - len(row)))
    for level in range(depth - 1):
        _spread(texts[level], texts[level + 1 :], _merged_in(table, top + level), kind)
    columns: list[Column] = []
    last_parent: tuple[Whose, int] | None = None
    for index in range(width):
        levels = [row[index] for row in texts]
        column = kind.guess(index, levels, last_parent, {column.key for column in columns})
        if column is None or (column.field not in CONTACTS and column.key in {known.key for known in columns}):
            continue
        columns.append(column)
        last_parent = None if column.whose is Whose.STUDENT else (column.whose, column.number)
    headings = tuple(joined_heading([row[index] for row in texts]) for index in range(width))
    return Header(top, top + depth, tuple(columns), headings)


def _is_data(cell: object) -> bool:
    if isinstance(cell, str):
        return _DATA.search(cell.strip()) is not None
    return cell is not None


def _texts(row: Row) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in row]


def _merged_in(table: Table, row: int) -> dict[int, int]:
    """First column → last column of the ranges merged in this row."""
    return {start[1]: end[1] for start, end in table.merged if start[0] == row and end[1] > start[1]}


def _spread(upper: list[str], lower: Sequence[Sequence[str]], merged: dict[int, int], kind: HeaderKind) -> None:
    """A title over several columns is said over each: as far as it is merged, or to the next title where it names people."""
    for index in range(len(upper)):
        title = upper[index]
        if not title:
            continue
        end = merged.get(
            index, len(upper) - 1 if not merged and kind.speaks_of(plain(title)) and len(title) < 60 else index
        )
        for right in range(index + 1, end + 1):
            if upper[right] or not any(row[right] for row in lower):
                break
            upper[right] = title


def plain(heading: str) -> str:
    """A heading as words: casefolded, Ё as Е, without dots and other signs."""
    return search_key(_PUNCTUATION.sub(" ", heading))


def joined_heading(levels: Sequence[str]) -> str:
    """«Мать / Телефон»"""
    return " / ".join(level.strip() for level in levels if level.strip())
