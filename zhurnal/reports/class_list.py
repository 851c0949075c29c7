"""Состав класса: the list of a class."""

from __future__ import annotations

from datetime import date, datetime

from zhurnal.core.russian import counted
from zhurnal.core.sheets import Column, Kind, Sheet
from zhurnal.school.models import Group

from . import queries

COLUMNS = (
    Column("№", Kind.INT),
    Column("Фамилия, имя, отчество", stays=True),
    Column("Дата рождения", Kind.DATE),
)


def class_list(group: Group, day: date, *, as_of: datetime, made_by: str) -> Sheet:
    """The students of a class on a day by name with dates of birth (§4.3.6)."""
    people = queries.class_members(group, day)
    teacher = queries.class_teacher_of(group, day)
    return Sheet(
        f"Состав класса, {group.title}",
        COLUMNS,
        [(number, one.full_name, one.birth_date) for number, one in enumerate(people, start=1)],
        totals=[(None, f"Всего: {counted(len(people), 'ученик', 'ученика', 'учеников')}", None)],
        signatures=[f"Классный руководитель {teacher}".strip()],
        as_of=as_of,
        made_by=made_by,
    )
