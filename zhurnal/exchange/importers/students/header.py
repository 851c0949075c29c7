"""What the headings of a list of students say: whom a column is about, and what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhurnal.exchange.importers.columns import CONTACTS, Column, Field, Header, HeaderKind, Whose, joined_heading, plain

__all__ = ["CONTACTS", "STUDENTS", "Column", "Field", "Header", "Whose"]

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
    (Field.ADDRESS, r"(\bадрес|место (жит|прожив))"),
    (Field.FILE, r"(личн\w* дел|^лд$|^л д$)"),
    (Field.PHONE, r"(\bтел|телефон|моб|сотов|контакт)"),
    (Field.LAST, r"\bфамилия\b"),
    (Field.MIDDLE, r"\bотчество\b"),
    (Field.FIRST, r"\bимя\b"),
    (Field.CLASS, r"^(класс|кл)$|^класс "),
)
_NOT_FOR_US = re.compile(
    r"(руковод|\bадрес (регистр|пропис)|\bместо (рожд|работ|учеб)|образован|\bвозраст|паспорт"
    r"|свидетельств|\bдата (зачисл|прибыт|выб)|количеств|многодет)"
)


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
    return Column(index, whose, number, field, joined_heading(levels))


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


STUDENTS = HeaderKind(guess=_column, speaks_of=lambda words: _whose(words) is not None, whose=Whose.STUDENT)
