"""How cells are typed and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.journal.models import Absence, Mark
from zhurnal.journal.rules.cells import (
    ABSENCES,
    EMPTY,
    FAILED,
    MISSED,
    NUMERIC,
    PASSED,
    POINT,
    VALUES,
    Attempt,
    Cell,
    UnknownSign,
    colour,
    css_class,
    parse_cell,
    spoken,
)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("5", "5"), (" 4 ", "4"), ("54", "5/4"), ("5/4", "5/4"), ("5 4", "5/4"), ("5\\4", "5/4"),
        ("н", "н"), ("Н", "н"), ("H", "н"), ("y", "н"), ("Y", "н"), ("б", "б"),
        ("уп", "у/п"), ("у/п", "у/п"), ("eg", "у/п"), ("нп", "н/п"), ("н/п", "н/п"), ("yg", "н/п"),
        ("оп", "оп"), ("оп7", "оп7"), ("оп 15", "оп15"), ("ОП07", "оп7"), ("jg7", "оп7"), ("осв", "осв"), ("jcd", "осв"),
        (".", "."), ("ю", "."), ("·", "."), ("зач", "зач"), ("pfx", "зач"), ("нез", "нез"), ("незач", "нез"), ("ytp", "нез"),
        ("н/4", "н/4"), ("н4", "н/4"), ("y4", "н/4"), ("б5", "б/5"), ("у/п4", "у/п/4"), ("уп/4", "у/п/4"), ("оп7/4", "оп7/4"),
        ("оп/5", "оп/5"), ("н.", "н/."), ("осв5", "осв/5"), ("н/зач", "н/зач"), ("нзач", "н/зач"),
        ("2→4", "2→4"), ("2>4", "2→4"), ("2->4", "2→4"), ("н/2→4", "н/2→4"), ("2→4/5", "2→4/5"),
        ("", ""), ("-", ""), ("—", ""), ("  ", ""), ("\u00a0", ""),
    ],
)  # fmt: skip
def test_typed_and_canonical(typed: str, text: str) -> None:
    assert parse_cell(typed).text == text


@pytest.mark.parametrize(
    "typed",
    ["6", "0", "1", "555", "5/4/3", "/4", "4/", "н/н", "нб", "х", "оп99", "оп0", "оп100", "5→", "→4", "5→5→5", "н→4", ",",
     "plus", "<b>", "²", "٥"],
)  # fmt: skip
def test_what_is_no_cell(typed: str) -> None:
    with pytest.raises(UnknownSign, match="5, 4, 3, 2"):
        parse_cell(typed)


def test_the_words_of_a_refusal_name_the_sign_and_the_allowed_ones() -> None:
    with pytest.raises(UnknownSign) as refusal:
        parse_cell("отлично")
    assert str(refusal.value) == (
        "Знака «отлично» в журнале нет. Можно: 5, 4, 3, 2, две отметки «5/4», пересдача «2→4», точка «.», «зач», «нез», "
        "«н», «б», «у/п», «н/п», «оп», «оп7», «осв», «н/4»."
    )


def test_one_is_off_by_default() -> None:
    with pytest.raises(UnknownSign, match="«1» в этой школе не ставится"):
        parse_cell("1")
    assert parse_cell("1", allow_one=True).marks == (Attempt(1),)
    assert parse_cell("1→3", allow_one=True).text == "1→3"


def test_late_by_five_minutes_is_not_late_with_a_five() -> None:
    assert parse_cell("оп5") == Cell("late", 5)
    assert parse_cell("оп/5") == Cell("late", None, (Attempt(5),))


attempts = st.sampled_from(sorted(VALUES)).map(Attempt) | st.builds(
    Attempt, st.sampled_from([2, 3, 4, 5]), st.sampled_from([2, 3, 4])
)
absences = st.tuples(st.sampled_from(["", *(kind for kind in ABSENCES if kind != "late")]), st.none()) | st.tuples(
    st.just("late"), st.none() | st.integers(1, 45)
)
cells = st.builds(
    lambda absence, marks: Cell(absence[0], absence[1], tuple(marks)), absences, st.lists(attempts, max_size=2)
)


@given(cells)
def test_every_cell_is_read_back_from_its_text(cell: Cell) -> None:
    assert parse_cell(cell.text, allow_one=True) == cell


@given(cells)
def test_the_canonical_text_is_stable(cell: Cell) -> None:
    assert parse_cell(cell.text.upper(), allow_one=True).text == cell.text


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_cell_or_a_refusal_in_words(typed: str) -> None:
    try:
        cell = parse_cell(typed, allow_one=True)
    except UnknownSign as refusal:
        assert "Можно: 5, 4, 3, 2, 1" in str(refusal)  # noqa: PT017 - either outcome is right, each has its claim
    else:
        assert parse_cell(cell.text, allow_one=True) == cell


def test_the_rules_know_the_kinds_and_values_of_the_tables() -> None:
    assert dict(Absence.Kind.choices) == ABSENCES
    allowed = next(constraint for constraint in Mark._meta.constraints if constraint.name == "mark_value")
    assert set(dict(allowed.condition.children)["value__in"]) == VALUES


def test_missed_and_present() -> None:
    assert set(ABSENCES) - MISSED == {"late", "exempt"}
    assert Cell("ill").is_missed
    assert not Cell("late", 5).is_missed


@pytest.mark.parametrize(
    ("text", "name"),
    [("5", "m5"), ("4", "m4"), ("3", "m3"), ("2", "m2"), ("5/2", "m2"), ("2→5", "m5"), ("н", "abs"), ("оп7", "abs"), ("н/4", "m4"),
     (".", ""), ("н/.", "abs"), ("зач", "m5"), ("нез", "m2"), ("", "")],
)  # fmt: skip
def test_colours(text: str, name: str) -> None:
    assert css_class(parse_cell(text)) == name


def test_one_has_the_colour_of_two() -> None:
    assert colour("", 1) == "m2"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5", "отметка 5"), ("5/4", "отметка 5, отметка 4"), ("н/4", "не был на уроке, отметка 4"), ("оп7", "опоздал на 7 мин"),
        ("2→4", "пересдача: было 2, стало 4"), (".", "точка: работа ещё не сдана"), ("зач", "зачёт"), ("", "пусто"),
    ],
)  # fmt: skip
def test_cells_in_words(text: str, words: str) -> None:
    assert spoken(parse_cell(text)) == words


def test_constants() -> None:
    assert EMPTY.text == ""
    assert not NUMERIC & {POINT, PASSED, FAILED}
