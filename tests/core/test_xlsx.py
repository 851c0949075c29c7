"""A sheet as XLSX: values keep their kind, words stay words, the page is set up for paper."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.world import NOW
from zhurnal.core.sheets import Column, Kind, Sheet
from zhurnal.core.xlsx import A3, to_xlsx, xlsx_response

COLUMNS = (
    Column("№", Kind.INT),
    Column("ФИО", stays=True),
    Column("Средний", Kind.DECIMAL),
    Column("Дата", Kind.DATE),
    Column("Качество", Kind.PERCENT, digits=1),
)


def rows_of(made: bytes, sheet: int = 0) -> list[list[object]]:
    """As a spreadsheet reads the worksheet, empty rows too."""
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    return [list(row) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def part(made: bytes, name: str) -> str:
    """A part of the file as text."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return archive.read(name).decode()


def test_values_keep_their_kind() -> None:
    sheet = Sheet(
        "Итоги", COLUMNS, [(1, "Белова Анна", Decimal("4.25"), date(2026, 11, 24), 83.5)],
        totals=[(None, "Всего", None, None, 50)], footnotes=["Без учёта прибывших"], signatures=["Директор"],
        subtitle="8 «Б»", as_of=NOW, made_by="Третьякова О. Н.",
    )  # fmt: skip
    rows = rows_of(to_xlsx(sheet))
    assert rows[0][0] == "Итоги"
    assert rows[1][0] == "8 «Б». По состоянию на 24.11.2026 10:00. Третьякова О. Н."
    assert rows[3] == ["№", "ФИО", "Средний", "Дата", "Качество"]
    assert rows[4] == [1.0, "Белова Анна", 4.25, date(2026, 11, 24), 83.5]
    assert rows[5] == ["", "Всего", "", "", 50.0]
    assert rows[7][0] == "Без учёта прибывших"
    assert str(rows[8][0]).startswith("Директор __")


@pytest.mark.parametrize("words", ["=1+1", "+7 900", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://x.ru", "007"])
def test_words_are_never_formulas_links_or_numbers(words: str) -> None:
    made = to_xlsx(Sheet("Имена", (Column("ФИО"),), [(words,)]))
    assert rows_of(made)[4] == [words]
    page = part(made, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page
    assert "<hyperlink" not in page
    assert ('quotePrefix="1"' in part(made, "xl/styles.xml")) == (words[0] in "=+-@")


def test_the_heading_stays_and_the_page_fits_the_paper() -> None:
    made = to_xlsx(Sheet("Итоги", COLUMNS, [(1, "Б", None, None, None)]), paper=A3, landscape=True)
    page = part(made, "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="2" ySplit="4"' in page
    assert 'paperSize="8"' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "Print_Titles" in part(made, "xl/workbook.xml")


def test_worksheets_get_names_that_excel_takes() -> None:
    made = to_xlsx(
        *[Sheet(name, (Column("а"),)) for name in ("8/Б: [итоги]?", "8/Б: [итоги]?", "", "'", "я" * 40, "𐀀" * 20)]
    )
    names = CalamineWorkbook.from_filelike(BytesIO(made)).sheet_names
    assert names == ["8 Б   итоги", "8 Б   итоги 2", "Лист", "Лист 2", "я" * 31, "𐀀" * 15]


def test_the_file_is_to_be_saved_under_its_name() -> None:
    response = xlsx_response(Sheet("Итоги", (Column("а"),)), "Итоги 8Б")
    assert "attachment" in response["Content-Disposition"]
    assert response["Content-Type"].endswith("spreadsheetml.sheet")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_words_make_a_readable_file(words: str) -> None:
    rows = rows_of(to_xlsx(Sheet(words, (Column(words or "а"),), [(words,)])))
    assert rows[3]
