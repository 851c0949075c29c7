"""Finds the heading of a list, in one row or several, wherever it stands, and says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.tables import Row, Table

DEEPEST = 3
"""Rows of one heading: titles that span columns above the names of the columns."""

SEARCHED = 60


class Whose(StrEnum):
    """Whom a column is about."""

    STUDENT = "student"
    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"
    PARENT = "parent"


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


CONTACTS = frozenset({Field.PHONE, Field.EMAIL})

_WHOSE = (
    (Whose.MOTHER, r"\b(мать|матери|матерью|мама|мамы)\b"),
    (Whose.FATHER, r"\b(отец|отца|отцом|папа|папы)\b"),
    (Whose.GUARDIAN, r"\b(опекун|попечител|приемн)"),
    (Whose.PARENT, r"\b(родител|законн|представител)"),
    (Whose.STUDENT, r"\b(учени|учащ|обучающ|ребен|ребёнк|дет|воспитан|школьник)"),
)
_FIELDS = (
    (Field.SNILS, r"\bснилс"),
    (Field.RELATION, r"(родств|кем приход|кто приход|кем является|отношение к ребенку)"),
    (Field.BIRTH, r"(рожд|^др$|^д р$)"),
    (Field.SEX, r"^пол( ребенка| ученика| обучающегося)?$"),
    (Field.LETTER, r"^(литер|буква|индекс класса)"),
    (Field.FULL, r"(\bфио\b|\bф и о\b|фамилия.*имя|имя.*фамилия)"),
    (Field.EMAIL, r"(mail|почт|мейл|имейл)"),
    (Field.PHONE, r"(\bтел|телефон|моб|сотов|контакт)"),
    (Field.LAST, r"\bфамилия\b"),
    (Field.MIDDLE, r"\bотчество\b"),
    (Field.FIRST, r"\bимя\b"),
    (Field.CLASS, r"^(класс|кл)$|^класс "),
)
_NOT_FOR_US = re.compile(
    r"(руковод|\bадрес|\bместо\b|образован|\bвозраст|паспорт|свидетельств|\bдата (зачисл|прибыт|выб)|количеств|многодет)"
)
_PUNCTUATION = re.compile(r"[^\w\s№]")


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


@dataclass(frozen=True, slots=True)
class Header:
    """Where the heading ends (0-based row after it) and the columns it names; each key once, but for contacts."""

    top: int
    end: int
    columns: tuple[Column, ...]

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


def find_header(table: Table) -> Header | None:
    """The heading with most columns understood, the shallowest and first of equals; None without a student's name."""
    best: Header | None = None
    for top in range(min(SEARCHED, len(table.rows))):
        for depth in range(1, DEEPEST + 1):
            if top + depth <= len(table.rows):
                found = _header(table, top, depth)
                if _names_students(found) and (best is None or found.understood > best.understood):
                    best = found
    return best


def fitness(table: Table) -> int:
    """How many columns of the table are understood; 0 when it is no list of students."""
    header = find_header(table)
    return header.understood if header else 0


def _names_students(header: Header) -> bool:
    fields = header.of(Whose.STUDENT)
    named = Field.FULL in fields or (Field.LAST in fields and Field.FIRST in fields)
    return named and len(header.columns) > 1


def _header(table: Table, top: int, depth: int) -> Header:
    texts = [_texts(table.rows[top + level]) for level in range(depth)]
    width = max(len(row) for row in texts)
    for row in texts:
        row.extend([""] * (width - len(row)))
    for level in range(depth - 1):
        _spread(texts[level], texts[level + 1 :], _merged_in(table, top + level))
    columns: list[Column] = []
    last_parent: tuple[Whose, int] | None = None
    for index in range(width):
        column = _column(index, [row[index] for row in texts], last_parent, {column.key for column in columns})
        if column is None or (column.field not in CONTACTS and column.key in {known.key for known in columns}):
            continue
        columns.append(column)
        last_parent = None if column.whose is Whose.STUDENT else (column.whose, column.number)
    return Header(top, top + depth, tuple(columns))


def _texts(row: Row) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in row]


def _merged_in(table: Table, row: int) -> dict[int, int]:
    """First column → last column of the ranges merged in this row."""
    return {start[1]: end[1] for start, end in table.merged if start[0] == row and end[1] > start[1]}


def _spread(upper: list[str], lower: Sequence[Sequence[str]], merged: dict[int, int]) -> None:
    """A title over several columns is said over each: as far as it is merged, or to the next title where it names people."""
    for index in range(len(upper)):
        title = upper[index]
        if not title:
            continue
        end = merged.get(index, len(upper) - 1 if not merged and _whose(plain(title)) and len(title) < 60 else index)
        for right in range(index + 1, end + 1):
            if upper[right] or not any(row[right] for row in lower):
                break
            upper[right] = title


def plain(heading: str) -> str:
    """A heading as words: casefolded, Ё as Е, without dots and other signs."""
    return search_key(_PUNCTUATION.sub(" ", heading))


def _column(
    index: int,
    levels: Sequence[str],
    last_parent: tuple[Whose, int] | None,
    known: set[tuple[Whose, int, Field]],
) -> Column | None:
    said = [plain(level) for level in levels if level.strip()]
    if not said:
        return None
    own, above = said[-1], " ".join(said[:-1])
    if _NOT_FOR_US.search(own):
        return None
    whose, field = _whose(own) or _whose(above), _field(own)
    if field is None and (whose is None or not _is_only_person(own)):
        return None
    field = field or Field.FULL
    number = _number(own if _whose(own) else above)
    if whose is None and last_parent and field in (Field.PHONE, Field.EMAIL, Field.RELATION):
        whose, number = last_parent
    whose = whose or (Whose.PARENT if field is Field.RELATION else Whose.STUDENT)
    while whose is Whose.PARENT and _whose(own) and field is not Field.RELATION and (whose, number, field) in known:
        number += 1
    return Column(index, whose, number, field, " / ".join(level.strip() for level in levels if level.strip()))


def _whose(words: str) -> Whose | None:
    return next((whose for whose, pattern in _WHOSE if re.search(pattern, words)), None)


def _field(words: str) -> Field | None:
    return next((field for field, pattern in _FIELDS if re.search(pattern, words)), None)


def _is_only_person(words: str) -> bool:
    """«Мать», «Ребёнок», «Родитель 1», «Законный представитель (родитель)»: the name itself is meant."""
    return len(words.split()) <= 4 and any(re.match(pattern, words) for _, pattern in _WHOSE)


def _number(words: str) -> int:
    match = re.search(r"\b(?:№\s*)?([12])\b", words)
    return int(match[1]) if match else 0
