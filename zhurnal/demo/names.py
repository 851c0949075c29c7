"""Ordinary Russian names: given names by generation, patronymics, and surnames that agree in gender."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from zhurnal.demo.data import sections

Sex = Literal["m", "f"]

_LISTS = sections("names.txt")
BOYS = _LISTS["boys"].split()
GIRLS = _LISTS["girls"].split()
FATHERS = _LISTS["fathers"].split()
MOTHERS = _LISTS["mothers"].split()
TEACHERS_F = _LISTS["teachers_f"].split()
TEACHERS_M = _LISTS["teachers_m"].split()
GRANDFATHERS = _LISTS["grandfathers"].split()
# Masculine forms; the feminine ones follow by rule, and names in -ко, -ук, -ич do not change.
SURNAMES = _LISTS["surnames"].split()

_SOFT_PATRONYMIC = {
    "Илья": ("Ильич", "Ильинична"),
    "Никита": ("Никитич", "Никитична"),
    "Лев": ("Львович", "Львовна"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Фёдор": ("Фёдорович", "Фёдоровна"),
}


@dataclass(frozen=True)
class FullName:
    """Surname, given name, patronymic and the sex that they agree with."""

    last: str
    first: str
    middle: str
    sex: Sex

    def __str__(self) -> str:
        return f"{self.last} {self.first} {self.middle}".strip()


def patronymic(father: str, sex: Sex) -> str:
    """The patronymic from the father's given name: Сергей → Сергеевич, Илья → Ильинична."""
    if father in _SOFT_PATRONYMIC:
        return _SOFT_PATRONYMIC[father][sex == "f"]
    ending = ("ович", "овна")[sex == "f"]
    if father.endswith("ий"):
        stem = father[:-2] + ("и" if father in ("Дмитрий", "Георгий") else "ь")
        return stem + ("евич", "евна")[sex == "f"]
    if father.endswith(("й", "ь")):
        return father[:-1] + ("евич", "евна")[sex == "f"]
    return father + ending


def surname(masculine: str, sex: Sex) -> str:
    """The surname in the form for the sex: Соловьёв → Соловьёва, Успенский → Успенская, Савчук → Савчук."""
    if sex == "m":
        return masculine
    if masculine.endswith(("ский", "цкий")):
        return masculine[:-2] + "ая"
    if masculine.endswith("ой"):
        return masculine[:-2] + "ая"
    if masculine.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return masculine + "а"
    return masculine


def pick_common(rng: Random, names: list[str]) -> str:
    """A name from a list ordered by frequency: the earlier ones come more often, as they do in life."""
    return names[int(len(names) * rng.random() ** 1.7)]


def random_name(rng: Random, sex: Sex, firsts: list[str], fathers: list[str], last: str | None = None) -> FullName:
    """A full name of the sex from lists of given names; the surname is a masculine form or drawn."""
    last = last or pick_common(rng, SURNAMES)
    return FullName(surname(last, sex), pick_common(rng, firsts), patronymic(pick_common(rng, fathers), sex), sex)
