"""The columns of a list: what stands in them, and what they may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhurnal.exchange.importers.columns import Column, Field, Header, Sheet, Whose
from zhurnal.exchange.importers.students.cells import words
from zhurnal.exchange.importers.tables import Cell, column_letters
from zhurnal.exchange.lists import KINDS
from zhurnal.exchange.models import Import

SAMPLES = 3

_WHOSE = {
    Whose.STUDENT: "Ученик",
    Whose.MOTHER: "Мать",
    Whose.FATHER: "Отец",
    Whose.GUARDIAN: "Опекун",
    Whose.PARENT: "Родитель",
    Whose.EMPLOYEE: "Сотрудник",
}
_NAME = (
    (Field.FULL, "фамилия, имя, отчество"),
    (Field.LAST, "фамилия"),
    (Field.FIRST, "имя"),
    (Field.MIDDLE, "отчество"),
)
_CONTACTS = ((Field.PHONE, "телефон"), (Field.EMAIL, "электронная почта"))
_STUDENT = (
    (Field.BIRTH, "дата рождения"),
    (Field.SEX, "пол"),
    (Field.CLASS, "класс"),
    (Field.LETTER, "буква класса"),
    (Field.SNILS, "СНИЛС"),
    (Field.FILE, "номер личного дела"),
    (Field.ADDRESS, "адрес"),
)
_EMPLOYEE = (
    (Field.POSITION, "должность"),
    (Field.SUBJECT, "предмет"),
    (Field.BIRTH, "дата рождения"),
    (Field.SEX, "пол"),
    (Field.SNILS, "СНИЛС"),
)
_RELATION = ((Field.RELATION, "кем приходится"),)
_ADULTS = (
    (Whose.MOTHER, 0),
    (Whose.FATHER, 0),
    (Whose.GUARDIAN, 0),
    (Whose.PARENT, 0),
    (Whose.PARENT, 1),
    (Whose.PARENT, 2),
)


def meanings(kind: str, guessed: Iterable[Column] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may mean, by whom it is about; the guessed ones are always among them."""
    if KINDS[kind].whose is Whose.EMPLOYEE:
        return [_meaning(Whose.EMPLOYEE, 0, (*_NAME, *_EMPLOYEE, *_CONTACTS))]
    found = [_meaning(Whose.STUDENT, 0, (*_NAME, *_STUDENT, *_CONTACTS))]
    extra = {(one.whose, one.number) for one in guessed if one.whose is not Whose.STUDENT} - set(_ADULTS)
    for whose, number in (*_ADULTS, *sorted(extra)):
        relation = _RELATION if whose is Whose.PARENT else ()
        found.append(_meaning(whose, number, (*_NAME, *relation, *_CONTACTS)))
    return found


def _meaning(whose: Whose, number: int, fields: Iterable[tuple[Field, str]]) -> tuple[str, list[tuple[str, str]]]:
    title = f"{_WHOSE[whose]} {number}" if number else _WHOSE[whose]
    return title, [(Column(0, whose, number, field, "").code, f"{title}: {words}") for field, words in fields]


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of a file: its letter and heading, some of its values, and what it is understood to mean."""

    index: int
    letter: str
    heading: str
    samples: list[str]
    code: str


@dataclass(frozen=True, slots=True)
class HeadingPart:
    """A heading that one or several sheets have, with its columns."""

    signature: str
    header: Header
    sheets: list[str]
    row: int
    columns: list[ColumnLine]
    supposed: bool


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The headings of a file."""

    parts: list[HeadingPart]


def columns_page(row: Import, sheets: Sequence[Sheet]) -> ColumnsPage:
    """The columns of each different heading with some values (no query)."""
    found: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.header is not None:
            found[sheet.header.signature].append(sheet)
    parts = []
    for signature, alike in found.items():
        header = alike[0].header
        assert header is not None
        supposed = alike[0].supposed and signature not in row.columns
        names = [one.table.name for one in alike]
        parts.append(HeadingPart(signature, header, names, header.top + 1, _lines(alike[0], header), supposed))
    return ColumnsPage(parts)


def _lines(sheet: Sheet, header: Header) -> list[ColumnLine]:
    codes = {column.index: column.code for column in header.columns}
    below = sheet.table.rows[header.end : header.end + 200]
    lines = []
    for index, heading in enumerate(header.headings):
        values = [spoken(row[index]) for row in below if index < len(row)]
        samples = [value for value in dict.fromkeys(values) if value][:SAMPLES]
        if heading or samples:
            said = "" if header.bare else heading
            lines.append(ColumnLine(index, column_letters(index), said, samples, codes.get(index, "")))
    return lines


def spoken(cell: Cell | None) -> str:
    """A cell as a person reads it, dates as Russian writes them, cut where it is long."""
    if isinstance(cell, datetime):
        cell = cell.date()
    text = f"{cell:%d.%m.%Y}" if isinstance(cell, date) else words(cell)
    return text if len(text) <= 60 else f"{text[:59]}…"
