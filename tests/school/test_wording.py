from __future__ import annotations

from datetime import date

import pytest

from tests.world import TODAY, World
from zhurnal.school.models import Order, OrderLine
from zhurnal.school.prints import parts_of
from zhurnal.school.wording import composed

UNTIL = date(2027, 5, 26)


def said(kind: str, *lines: OrderLine, text: str = "") -> str:
    return composed(Order(kind=kind, date=TODAY, text=text), lines).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        (
            "enrol",
            {"place": "школа № 3"},
            "Зачислить Ёлкину Алису Сергеевну, 01.03.2012 г. р., в 10 «А» класс с 24 ноября 2026 г."
            " Откуда прибыл(а): школа № 3.",
        ),
        (
            "transfer",
            {"reason": "заявление"},
            "Перевести Ёлкину Алису Сергеевну, обучающуюся 8 «Б» класса, в 10 «А» класс с 24 ноября 2026 г."
            " Причина: заявление.",
        ),
        (
            "expel",
            {"place": "г. Котлас"},
            "Отчислить Ёлкину Алису Сергеевну, обучающуюся 8 «Б» класса, 24 ноября 2026 г. (последний день обучения)."
            " Куда выбывает: г. Котлас.",
        ),
        (
            "return",
            {},
            "Зачислить вновь Ёлкину Алису Сергеевну, 01.03.2012 г. р., ранее обучавшуюся в 8 «Б» классе,"
            " в 10 «А» класс с 24 ноября 2026 г.",
        ),
        (
            "plan",
            {"until": UNTIL},
            "Перевести Ёлкину Алису Сергеевну, обучающуюся 8 «Б» класса, на обучение по индивидуальному учебному плану"
            " с 24 ноября 2026 г. по 26 мая 2027 г.",
        ),
    ],
)
def test_one_person_is_one_sentence(world: World, kind: str, more: dict[str, object], words: str) -> None:
    line = OrderLine(person=world.alisa, from_group=world.class_8b, to_group=world.class_10a, since=TODAY, **more)
    assert f"1. {words}" in said(kind, line).splitlines()


def test_several_people_are_a_list_under_one_point(world: World) -> None:
    lines = [
        OrderLine(person=one, from_group=world.class_8b, to_group=world.class_10a, since=TODAY)
        for one in (world.egor, world.alisa)
    ]
    words = said("transfer", *lines, text="Решение педсовета").splitlines()
    assert words[1:6] == [
        "Основание: решение педсовета.",
        "ПРИКАЗЫВАЮ:",
        "1. Перевести в 10 «А» класс с 24 ноября 2026 г.:",
        "1) Белозёрова Егора Олеговича, обучающегося 8 «Б» класса;",
        "2) Ёлкину Алису Сергеевну, обучающуюся 8 «Б» класса.",
    ]


def test_new_classes_name_their_year_and_their_people_as_they_are(world: World) -> None:
    line = OrderLine(person=world.alisa, to_group=world.class_10a, since=TODAY)
    words = said("form", line)
    assert words.startswith("О формировании классов на 2026/27 учебный год\nПРИКАЗЫВАЮ:\n1. Сформировать 10 «А» класс")
    assert "1) Ёлкина Алиса Сергеевна." in words


def test_words_fall_into_title_ground_and_points() -> None:
    parts = parts_of("О переводе\n\nОснование: заявление.\nПРИКАЗЫВАЮ:\n1. Перевести:\n1) Белову;\n2) Ёлкина.")
    assert (parts.title, parts.ground) == ("О переводе", ["Основание: заявление."])
    assert parts.points == [("1. Перевести:", False), ("1) Белову;", True), ("2) Ёлкина.", True)]
    assert parts_of("Просто слова").title == "Просто слова"
