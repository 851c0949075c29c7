from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.core import russian, text

RUSSIAN = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 уроков"),
        (1, "1 урок"),
        (2, "2 урока"),
        (5, "5 уроков"),
        (11, "11 уроков"),
        (21, "21 урок"),
        (112, "112 уроков"),
    ],
)
def test_counted(count: int, said: str) -> None:
    assert russian.counted(count, "урок", "урока", "уроков") == said.replace(" ", "\u00a0")


def test_yo_is_found_as_ye_and_sorted_after_it() -> None:
    assert text.search_key(" Ёлкина  АЛЁНА ") == "елкина алена"
    names = ["Жуков", "Ёлкин", "Елкин", "Абрамов", "Дёмин"]
    assert sorted(names, key=text.order_key) == ["Абрамов", "Дёмин", "Елкин", "Ёлкин", "Жуков"]


def test_a_short_name_stands_before_a_longer_one() -> None:
    assert sorted(["Белова Анна", "Бел Яна"], key=text.order_key) == ["Бел Яна", "Белова Анна"]


@given(RUSSIAN, RUSSIAN)
def test_order_is_that_of_the_alphabet(one: str, other: str) -> None:
    alphabet = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    by_alphabet = [alphabet.index(letter) for letter in one] < [alphabet.index(letter) for letter in other]
    assert (text.order_key(one) < text.order_key(other)) == by_alphabet


def test_latin_lookalikes() -> None:
    assert text.cyrillic("5A") == "5А"
    assert text.cyrillic("10B") == "10В"
