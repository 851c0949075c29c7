"""Names decline and derive as Russian does."""

from __future__ import annotations

import pytest

from zhurnal.demo.names import BOYS, GIRLS, SURNAMES, patronymic, surname


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Сергей", "Сергеевич", "Сергеевна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Илья", "Ильич", "Ильинична"),
        ("Дмитрий", "Дмитриевич", "Дмитриевна"),
        ("Анатолий", "Анатольевич", "Анатольевна"),
        ("Пётр", "Петрович", "Петровна"),
        ("Лев", "Львович", "Львовна"),
        ("Олег", "Олегович", "Олеговна"),
    ],
)
def test_patronymic(father: str, son: str, daughter: str) -> None:
    assert (patronymic(father, "m"), patronymic(father, "f")) == (son, daughter)


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [
        ("Соловьёв", "Соловьёва"),
        ("Ильин", "Ильина"),
        ("Успенский", "Успенская"),
        ("Трубецкой", "Трубецкая"),
        ("Савчук", "Савчук"),
        ("Коваленко", "Коваленко"),
    ],
)
def test_surname_agrees_with_the_sex(masculine: str, feminine: str) -> None:
    assert (surname(masculine, "m"), surname(masculine, "f")) == (masculine, feminine)


@pytest.mark.parametrize("names", [BOYS, GIRLS, SURNAMES])
def test_no_name_is_listed_twice(names: list[str]) -> None:
    assert len(names) == len(set(names))
