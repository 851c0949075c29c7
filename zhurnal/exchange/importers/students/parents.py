"""The legal representatives of a row: mother, father, guardian, or «родитель 1» with their phones and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhurnal.core.text import search_key, squeeze
from zhurnal.exchange.importers.names import (
    FullName,
    capitalised,
    join_name,
    plausible_person,
    sex_by_middle_name,
    split_name,
)
from zhurnal.exchange.importers.students import cells
from zhurnal.exchange.importers.students.header import Column, Field, Header, Whose
from zhurnal.exchange.importers.students.records import ParentRow, Relation
from zhurnal.exchange.importers.students.rows import ListRow

_RELATIONS = (
    (Relation.FOSTER, r"приемн"),
    (Relation.GUARDIAN, r"опекун|попечител"),
    (Relation.MOTHER, r"\bмат|мама"),
    (Relation.FATHER, r"\bот(ец|ца)|папа"),
)
_BY_COLUMN = {Whose.MOTHER: Relation.MOTHER, Whose.FATHER: Relation.FATHER, Whose.GUARDIAN: Relation.GUARDIAN}
_BRACKETS = re.compile(r"\(([^()]*)\)|\b(мать|отец|мама|папа|опекун|попечитель)\b\s*[:\-–—]?", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"[\n;/]+")


def read_parents(row: ListRow, header: Header) -> tuple[ParentRow, ...]:
    """Every adult that the row names, each once; contacts without a name are warned of."""
    found: dict[tuple[str, str, str], ParentRow] = {}
    for whose, number in header.people:
        for parent in _parents(row, header, whose, number):
            known = found.get(parent.name.key)
            found[parent.name.key] = _united(known, parent) if known else parent
    return tuple(found.values())


def _united(one: ParentRow, other: ParentRow) -> ParentRow:
    phone = cells.joined([*one.phone.split(", "), *other.phone.split(", ")])
    return ParentRow(one.name, one.relation, phone, one.email or other.email)


def _parents(row: ListRow, header: Header, whose: Whose, number: int) -> Iterator[ParentRow]:
    columns = header.of(whose, number)
    named = _named(row, columns)
    phones, emails = contacts_of(row, header, whose, number)
    if not named:
        if phones or emails:
            row.warn(header.contacts(whose, number)[0], "Телефон или почта без имени родителя не читаются.")
        return
    relation = search_key(row.text(columns.get(Field.RELATION)))
    shared = len(named) > 1 and len(named) == len(phones)
    for place, (name, own, said) in enumerate(named):
        mine = [*own[0], *([phones[place]] if shared else phones if place == 0 else [])]
        address = next(iter([*own[1], *(emails if place == 0 else [])]), "")
        kind = _BY_COLUMN.get(whose) if not said else None
        yield ParentRow(name, kind or _relation(said or relation, name), cells.joined(mine), address)


def contacts_of(row: ListRow, header: Header, whose: Whose, number: int = 0) -> tuple[list[str], list[str]]:
    """Phones and addresses in the columns of one person."""
    phones: list[str] = []
    emails: list[str] = []
    nothing: tuple[list[str], list[str]] = ([], [])
    for column in header.contacts(whose, number):
        some, others = row.understood(column, cells.contacts, nothing)
        phones += some
        emails += others
    return phones, emails


_Named = tuple[FullName, tuple[list[str], list[str]], str]


def _named(row: ListRow, columns: dict[Field, Column]) -> list[_Named]:
    """Names of the cell or cells, each with the contacts and the relation that stand in the same cell."""
    if Field.FULL not in columns:
        last, first = row.text(columns.get(Field.LAST)), row.text(columns.get(Field.FIRST))
        if not last and not first:
            return []
        name = capitalised(join_name(last, first, row.text(columns.get(Field.MIDDLE))))
        return [(name, ([], []), "")] if _accepted(row, columns.get(Field.LAST), name) else []
    column = columns[Field.FULL]
    if not row.text(column):
        return []
    found = []
    for part in _people_in(cells.raw_text(row.cell(column))):
        contacts = _contacts_in(part)
        said = search_key(" ".join(word for pair in _BRACKETS.findall(part) for word in pair))
        name = capitalised(split_name(_BRACKETS.sub(" ", cells.without_contacts(part))))
        if str(name) and _accepted(row, column, name):
            found.append((name, contacts, said))
    return found


def _contacts_in(part: str) -> tuple[list[str], list[str]]:
    """Contacts that stand beside a name; what is none is left to the name's own check."""
    try:
        return cells.contacts(part)
    except cells.BadCell:
        return [], []


def _people_in(text: str) -> list[str]:
    """«Иванова М. И.; Иванов И. И.» as two; a comma parts people only where a whole name follows it."""
    parts = [part for part in _BETWEEN_PEOPLE.split(text) if squeeze(part)]
    found: list[str] = []
    for part in parts:
        pieces = part.split(",")
        bare = [squeeze(cells.without_contacts(_BRACKETS.sub(" ", piece))) for piece in pieces]
        found += pieces if all(len(piece.split()) >= 2 for piece in bare) else [part]
    if found and all(len(squeeze(piece).split()) == 1 for piece in found):
        return [" ".join(found)]
    return found


def _accepted(row: ListRow, column: Column | None, name: FullName) -> bool:
    if plausible_person(name):
        return True
    row.error(column, f"«{name}» — не фамилия, имя и отчество родителя.")
    return False


def _relation(said: str, name: FullName) -> Relation:
    """By the word in the list, else by the patronymic, else a legal representative."""
    by_word = next((relation for relation, pattern in _RELATIONS if re.search(pattern, said)), None)
    by_name = {"ж": Relation.MOTHER, "м": Relation.FATHER}.get(sex_by_middle_name(name.middle))
    return by_word or by_name or Relation.OTHER
