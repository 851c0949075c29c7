"""A sheet on paper and as any file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory

from tests.pdf_words import words
from zhurnal.core import clock
from zhurnal.core.printing import sheet_file, sheet_pdf
from zhurnal.core.sheets import Column, Kind, Sheet

MADE = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
WEEK = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")
COLUMNS = (Column("Дата", Kind.DATE), Column("Ученик", stays=True), Column("Уроков", Kind.INT))


def sheet(rows: int = 2) -> Sheet:
    return Sheet(
        "Проверка #let x = 1", COLUMNS, [(date(2026, 11, 24), f"Ёлкина *{n}*", n) for n in range(rows)],
        totals=[(None, "Всего", rows)], footnotes=["Примечание"], signatures=["Завуч"], subtitle="ноябрь",
        as_of=MADE, made_by="Завучева Е. С.",
    )  # fmt: skip


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page."""
    found = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(float(width), float(height)) for width, height in found]


def test_everything_of_the_sheet_is_printed_as_text() -> None:
    said = words(sheet_pdf(sheet(), school="Гимназия № 4")).replace("\u00a0", " ").replace("#\n", "#")
    for expected in (
        "Проверка #let x = 1",
        "ноябрь",
        "Гимназия № 4",
        "Ёлкина *1*",
        "24.11.2026",
        "Всего",
        "Примечание",
        "Завуч",
    ):
        assert expected in said
    assert "24.11.2026, 10:00" in said
    assert "составил(а) Завучева Е. С." in said


def test_wide_sheets_lie() -> None:
    upright = boxes(sheet_pdf(sheet()))
    assert upright[0][0] < upright[0][1]
    wide = Sheet("Широкая", [Column(day) for day in WEEK], [["значение подлиннее"] * 7] * 60, as_of=MADE)
    pdf = sheet_pdf(wide)
    assert len(boxes(pdf)) > 1
    assert all(width > height for width, height in boxes(pdf))
    assert boxes(sheet_pdf(sheet(), lying=True, paper="a3"))[0] == pytest.approx((1190.55, 841.89), abs=0.1)


def test_an_empty_sheet_says_so_and_bytes_are_the_same_again() -> None:
    empty = Sheet("Пусто", COLUMNS, as_of=MADE)
    assert "Записей нет" in words(sheet_pdf(empty))
    assert sheet_pdf(empty) == sheet_pdf(empty)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("pdf", "application/pdf"), ("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.openxmlformats")],
)
def test_the_file_that_the_address_asks_for(asked: str, kind: str) -> None:
    request = RequestFactory().get("/", {"format": asked})
    answer = sheet_file(request, sheet(), "Отчёт за ноябрь")
    assert answer is not None
    assert answer["Content-Type"].startswith(kind)
    assert f".{asked}" in answer["Content-Disposition"]
    assert sheet_file(RequestFactory().get("/", {"format": "exe"}), sheet(), "x") is None


@pytest.mark.parametrize(
    ("asked", "month"),
    [
        ("2026-10", date(2026, 10, 1)),
        ("", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("0001-01", date(2026, 11, 1)),
    ],
)
def test_the_month_that_an_address_asks_for(asked: str, month: date) -> None:
    with clock.frozen(MADE):
        assert clock.month_asked(asked) == month
