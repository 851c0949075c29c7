"""The fields of a card by name: where each lies, how it is called and shown, and which of them a family may propose to correct."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhurnal.core.russian import day_month_year
from zhurnal.core.snils import snils_shown

from .models import Person, PersonalFile

OF_PERSON = ("last_name", "first_name", "middle_name", "birth_date", "sex", "phone", "email")
OF_FILE = (
    "number",
    "snils",
    "document",
    "citizenship",
    "registered_at",
    "lives_at",
    "second_phone",
    "position",
    "category",
)
PROPOSABLE = (*OF_PERSON, "second_phone", "registered_at", "lives_at", "citizenship", "document", "snils")
# What differs from one kind of person to another: only students have a file with a number, only staff a position.
STUDENT_ONLY = ("number",)
STAFF_ONLY = ("position", "category")


def title_of(name: str) -> str:
    """«Адрес проживания»"""
    model: Any = Person if name in OF_PERSON else PersonalFile
    title = str(model._meta.get_field(name).verbose_name)
    return title[0].upper() + title[1:]


def value_of(person: Person, file: PersonalFile | None, name: str) -> str:
    """A field of the card as text; empty when it is not known. A date is as in «2012-05-06»."""
    value = getattr(person, name) if name in OF_PERSON else getattr(file, name, "")
    return value.isoformat() if isinstance(value, date) else str(value or "")


def shown(name: str, value: str) -> str:
    """A value as people read it: «6 мая 2012 г.», «112-233-445 95», «мужской»."""
    if not value:
        return ""
    match name:
        case "birth_date":
            return day_month_year(date.fromisoformat(value))
        case "snils":
            return snils_shown(value)
        case "sex":
            return str(Person.Sex(value).label)
        case "category":
            return str(PersonalFile.Category(value).label)
    return value


def split(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of the values belongs to the person, and what to the file."""
    return (
        {name: value for name, value in values.items() if name in OF_PERSON},
        {name: value for name, value in values.items() if name in OF_FILE},
    )
