from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW
from zhurnal.core.sheets import Column, Kind, Sheet, csv_response, harmless, to_csv, written

NBSP = "\u00a0"
COLUMNS = (
    Column("№", Kind.INT),
    Column("ФИО", stays=True),
    Column("Средний", Kind.DECIMAL),
    Column("Дата", Kind.DATE),
    Column("Качество", Kind.PERCENT, digits=1),
)


def read(content: bytes) -> list[list[str]]:
    """As a spreadsheet reads it."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, Column("к"), ""),
        ("Белова", Column("к"), "Белова"),
        (7, Column("к", Kind.INT), "7"),
        (4.256, Column("к", Kind.DECIMAL), "4,26"),
        (2.125, Column("к", Kind.DECIMAL), "2,13"),
        (Decimal("3.5"), Column("к", Kind.DECIMAL, digits=1), "3,5"),
        (-3, Column("к", Kind.INT), "-3"),
        (date(2026, 11, 24), Column("к", Kind.DATE), "24.11.2026"),
        (NOW, Column("к", Kind.DATE), "24.11.2026"),
        (83.25, Column("к", Kind.PERCENT, digits=1), f"83,3{NBSP}%"),
        (100, Column("к", Kind.PERCENT, digits=0), f"100{NBSP}%"),
    ],
)
def test_values_as_russian_writes_them(value: object, column: Column, text: str) -> None:
    assert written(value, column) == text  # type: ignore[arg-type]


def test_csv_for_russian_spreadsheets() -> None:
    sheet = Sheet(
        "Итоги",
        COLUMNS,
        [(1, "Белова; Анна", 4.5, date(2026, 11, 24), 83.25)],
        totals=[(None, "Всего", None, None, 50)],
    )
    assert (
        to_csv(sheet)
        == (
            '\ufeff№;ФИО;Средний;Дата;Качество\r\n1;"Белова; Анна";4,50;24.11.2026;83,3%\r\n;Всего;;;50,0%\r\n'
        ).encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7 900",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        '=HYPERLINK("http://x")',
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    sheet = Sheet(text, (Column(text),), [(text,)], totals=[(text,)])
    assert read(to_csv(sheet)) == [[f"'{text}"]] * 3


def test_numbers_stay_numbers() -> None:
    assert read(to_csv(Sheet("т", (Column("к", Kind.INT),), [(-5,)])))[1] == ["-5"]


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)
rows = st.tuples(
    st.none() | st.integers(-(10**9), 10**9), st.none() | texts,
    st.none() | st.decimals(-1000, 1000, places=2), st.none() | st.dates(), st.none() | st.decimals(0, 100, places=1),
)  # fmt: skip


def said(value: str, kind: Kind) -> object:
    """A cell of a CSV back as a value."""
    if kind is Kind.TEXT:
        return value[1:] if value.startswith("'") and harmless(value[1:]) == value else value
    if not value:
        return None
    if kind is Kind.DATE:
        day, month, year = value.split(".")
        return date(int(year), int(month), int(day))
    number = Decimal(value.rstrip("%").replace(",", "."))
    return int(number) if kind is Kind.INT else number


@given(st.lists(rows, max_size=5))
def test_every_value_comes_back(values: list[tuple[object, ...]]) -> None:
    sheet = Sheet("т", COLUMNS, values)  # type: ignore[arg-type]
    found = [
        tuple(said(one, column.kind) for one, column in zip(line, COLUMNS, strict=True))
        for line in read(to_csv(sheet))[1:]
    ]
    assert found == [tuple("" if value is None and n == 1 else value for n, value in enumerate(row)) for row in values]


@given(texts)
def test_what_is_harmless_begins_no_formula(text: str) -> None:
    assert harmless(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert harmless(text).endswith(text)


def test_a_row_of_another_width_is_an_error() -> None:
    with pytest.raises(ValueError, match="Итоги: 2 values for 5 columns"):
        Sheet("Итоги", COLUMNS, [(1, "Белова")])


def test_alignment_follows_from_the_kind() -> None:
    assert [column.css_class for column in COLUMNS] == ["num", "stay", "num", "", "num"]


def test_the_screen_has_headings_rows_and_totals(db: None) -> None:
    from django.template.loader import render_to_string

    sheet = Sheet("Итоги", COLUMNS, [(1, "<b>", 4.5, None, None)], totals=[(None, "Всего: 1", None, None, None)], as_of=NOW,
                  made_by="Белова А. И.", footnotes=["Формула"], signatures=["Директор"])  # fmt: skip
    page = render_to_string("ui/sheet.html", {"sheet": sheet})
    assert '<th scope="row" class="stay">&lt;b&gt;</th>' in page
    assert page.count('scope="col"') == 5
    assert "<tfoot>" in page
    assert "Всего: 1" in page
    for text in ("Формула", "По состоянию на 24\u00a0ноября, 10:00", "составил(а) Белова А. И.", "Директор"):
        assert text in page


def test_the_file_is_named_in_russian() -> None:
    header = csv_response(Sheet("т", COLUMNS), "Состав класса 8Б").headers["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''%D0%A1")
    assert header.endswith(".csv")
