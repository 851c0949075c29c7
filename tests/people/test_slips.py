from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.world import NOW, World
from zhurnal.core import pdf
from zhurnal.people.queries import slip_notes
from zhurnal.people.slips import Slip, activation_address, slips_pdf


def pages(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", document))


def slips(count: int) -> list[Slip]:
    return [Slip(f"Белова Анна {number}", "A2C4A2C4A2C4A2C4", NOW, "8 «Б»") for number in range(count)]


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_slips_on_a_sheet(count: int, sheets: int) -> None:
    assert pages(slips_pdf(slips(count), school="Гимназия № 4", site="https://journal.example")) == sheets


def test_a_very_long_name_stays_on_its_slip() -> None:
    long = Slip(
        "Константинопольский-Задунайский Александр Вячеславович " * 2, "A2C4A2C4A2C4A2C4", NOW, "мать: " + "имя, " * 20
    )
    assert pages(slips_pdf([long] * 8, school="Школа " * 12, site="https://journal.example")) == 1


def test_a_slip_says_the_class_and_a_parents_children(world: World) -> None:
    ids = [world.late.pk, world.father.pk, world.teacher.pk, world.deputy.pk]
    assert slip_notes(ids) == {
        world.late.pk: "8\u00a0«Б»",
        world.father.pk: "отец: Ёлкина Алиса, 8\u00a0«Б»",
        world.teacher.pk: "8\u00a0«Б»; мать: Белозёров Егор, 8\u00a0«Б»; мать: Белозёров Тимофей, 1\u00a0«А»",
        world.deputy.pk: "",
    }


def test_the_code_stands_after_the_hash_of_the_address() -> None:
    assert activation_address("https://journal.example/", "A2C4") == "https://journal.example/activate/#A2C4"


def test_the_same_slips_give_the_same_bytes() -> None:
    once, twice = (slips_pdf(slips(2), school="", site="https://a.example", made_at=NOW) for _ in range(2))
    assert once == twice


def template(text: str) -> Path:
    path = pdf.PACKAGE / "core" / "typst" / "_test.typ"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_font_that_is_not_there_is_an_error() -> None:
    path = template('#set text(font: "Times New Roman")\nслово')
    try:
        with pytest.raises(pdf.PdfFailed, match="unknown font family"):
            pdf.render_pdf(path, {})
    finally:
        path.unlink()


def test_what_people_typed_is_never_markup() -> None:
    path = template('#import "/core/typst/data.typ": data\n#set text(font: "PT Sans")\n#data.text')
    try:
        assert pdf.render_pdf(path, {"text": '#panic("x") *нет* \x00\ud800'})[:5] == b"%PDF-"
    finally:
        path.unlink()


def test_control_characters_are_left_out_at_any_depth() -> None:
    assert pdf.clean({"a": ["x\x00y\r\nz", {"b": "\ud800"}], "n": 1}) == {"a": ["xy\nz", {"b": ""}], "n": 1}
