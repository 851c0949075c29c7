"""What the headings of a list of staff say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhurnal.exchange.importers.columns import Column, Field, HeaderKind, Whose, joined_heading, plain

_FIELDS = (
    (Field.SNILS, r"\bснилс"),
    (Field.BIRTH, r"(рожд|^др$|^д р$)"),
    (Field.SEX, r"^пол( сотрудника| работника)?$"),
    (Field.FULL, r"(\bфио\b|\bф и о\b|фамилия.*имя|имя.*фамилия|^(учитель|учителя|педагог|сотрудник|работник)$)"),
    (Field.EMAIL, r"(mail|почт|мейл|имейл)"),
    (Field.PHONE, r"(\bтел|телефон|моб|сотов|контакт)"),
    (Field.LAST, r"\bфамилия\b"),
    (Field.MIDDLE, r"\bотчество\b"),
    (Field.FIRST, r"\bимя\b"),
    (Field.POSITION, r"(должност|\bкем работает\b)"),
    (Field.SUBJECT, r"(предмет|преподава|дисциплин)"),
)
_NOT_FOR_US = re.compile(r"(\bадрес|\bместо\b|образован|\bвозраст|паспорт|\bдата (прием|увольн)|стаж|категори|ставк)")


def _column(
    index: int,
    levels: Sequence[str],
    last: tuple[Whose, int] | None,
    known: set[tuple[Whose, int, Field]],
) -> Column | None:
    said = [plain(level) for level in levels if level.strip()]
    if not said or _NOT_FOR_US.search(said[-1]):
        return None
    field = next((field for field, pattern in _FIELDS if re.search(pattern, said[-1])), None)
    return Column(index, Whose.EMPLOYEE, 0, field, joined_heading(levels)) if field else None


STAFF = HeaderKind(guess=_column, speaks_of=lambda _: False, whose=Whose.EMPLOYEE)
