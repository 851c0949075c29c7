"""Cells of a timetable as schools write them, taken apart; and what rows and columns of a sheet say."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.importers.grid import Lexicon, Words, parts_of, read_grid, word_key
from zhurnal.exchange.importers.grid.reading import weekday_of

LEXICON = Lexicon(
    frozenset(map(word_key, ["Алгебра", "Английский язык", "Труд (технология)", "ИЗО/Музыка", "Физика"])),
    frozenset(map(word_key, ["Третьякова", "Окулов"])),
    frozenset(map(word_key, ["214", "Спортзал, малый", "214/1"])),
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("—", []),
        ("Алгебра", [Words("Алгебра")]),
        ("Алгебра / Третьякова О. Н. / 214", [Words("Алгебра", teachers=("Третьякова О. Н.",), rooms=("214",))]),
        ("Алгебра/Третьякова/214", [Words("Алгебра", teachers=("Третьякова",), rooms=("214",))]),
        ("Алгебра / 214", [Words("Алгебра", rooms=("214",))]),
        ("Алгебра / — / 214", [Words("Алгебра", rooms=("214",))]),
        ("Алгебра / 214 / Третьякова", [Words("Алгебра", teachers=("Третьякова",), rooms=("214",))]),
        ("Физика\nОкулов Д.С.\nкаб. 305", [Words("Физика", teachers=("Окулов Д.С.",), rooms=("305",))]),
        ("Физика 305", [Words("Физика", rooms=("305",))]),
        ("Алгебра Третьякова О.Н. 214", [Words("Алгебра", teachers=("Третьякова О.Н.",), rooms=("214",))]),
        ("ИЗО/Музыка / Окулов / 214/1", [Words("ИЗО/Музыка", teachers=("Окулов",), rooms=("214/1",))]),
        ("Алгебра / Окулов / Спортзал, малый", [Words("Алгебра", teachers=("Окулов",), rooms=("Спортзал, малый",))]),
        ("Физ-ра / спортзал", [Words("Физ-ра", rooms=("спортзал",))]),
        (
            "Английский язык (англ. 1) / Окулов / 118 // Петров И. И. / 119",
            [
                Words("Английский язык", "англ. 1", teachers=("Окулов",), rooms=("118",)),
                Words("Английский язык", teachers=("Петров И. И.",), rooms=("119",)),
            ],
        ),
        (
            "Английский язык / Иванова А.А. / 214\n/ Петров П.П. / 215",
            [
                Words("Английский язык", teachers=("Иванова А.А.",), rooms=("214",)),
                Words("Английский язык", teachers=("Петров П.П.",), rooms=("215",)),
            ],
        ),
        (
            "Англ.яз. 1 гр. / Иванова А.А. / 12\nАнгл.яз. 2 гр. / Петрова А.А. / 13",
            [
                Words("Англ.яз.", "1-я группа", teachers=("Иванова А.А.",), rooms=("12",)),
                Words("Англ.яз.", "2-я группа", teachers=("Петрова А.А.",), rooms=("13",)),
            ],
        ),
        (
            "Алгебра (нед. 1) / Окулов\nФизика (2 нед.)",
            [Words("Алгебра", week=1, teachers=("Окулов",)), Words("Физика", week=2)],
        ),
        ("Труд (технология) (девочки)", [Words("Труд (технология)", "девочки")]),
        ("Алгебра / Окулов, Третьякова", [Words("Алгебра", teachers=("Окулов", "Третьякова"))]),
    ],
)
def test_cells(text: str, parts: list[Words]) -> None:
    assert parts_of(text, LEXICON) == parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Алгебра / Окулов / 214 / лишнее", "Лишние части: «лишнее»"),
        ("Окулов Д. С.", "Не назван предмет: «Окулов Д. С.»"),
    ],
)
def test_faults_say_what_is_wrong(text: str, words: str) -> None:
    assert words in parts_of(text, LEXICON)[0].fault


@given(st.text(max_size=60))
def test_no_cell_breaks_the_reading(text: str) -> None:
    for part in parts_of(text, LEXICON):
        assert part.subject or part.fault


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Понедельник", 1),
        ("ПН", 1),
        ("ср.", 3),
        ("п\nя\nт\nн\nи\nц\nа", 5),
        ("Суббота, 5 сентября", 6),
        ("5А", None),
        ("", None),
    ],
)
def test_days(text: str, day: int | None) -> None:
    assert weekday_of(text) == day


def book(rows: list[list[object]], *, merge: list[tuple[int, int, int, int]] = (), name: str = "Расписание") -> bytes:  # type: ignore[assignment]
    """A workbook of one sheet."""
    out = BytesIO()
    workbook = Workbook(out)
    sheet = workbook.add_worksheet(name)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    for first, left, last, right in merge:
        sheet.merge_range(first, left, last, right, rows[first][left])
    workbook.close()
    return out.getvalue()


def lessons(data: bytes, name: str = "x.xlsx") -> list[tuple[str, int, int, str]]:
    return [(one.klass, one.weekday, one.number, one.words.subject) for one in read_grid(data, name, LEXICON).parts]


HEAD = ["День", "Урок", "8А", "8Б"]


def test_a_merged_day_holds_for_its_rows() -> None:
    rows = [
        ["Расписание уроков"],
        HEAD,
        ["Понедельник", 1, "Алгебра", "Физика"],
        [None, 2, None, "Алгебра"],
        ["Вторник", 1, "Физика"],
    ]
    assert lessons(book(rows, merge=[(2, 0, 3, 0)])) == [
        ("8А", 1, 1, "Алгебра"), ("8Б", 1, 1, "Физика"), ("8Б", 1, 2, "Алгебра"), ("8А", 2, 1, "Физика"),
    ]  # fmt: skip


def test_a_day_in_a_row_of_its_own_and_numbers_in_words() -> None:
    rows = [
        ["Урок", "8 «А»", "8-Б"],
        ["ПОНЕДЕЛЬНИК"],
        ["1 урок", "Алгебра"],
        ["2-й", "", "Физика"],
        ["СРЕДА"],
        ["1. (8:30)", "Физика"],
    ]
    assert lessons(book(rows)) == [("8 «А»", 1, 1, "Алгебра"), ("8-Б", 1, 2, "Физика"), ("8 «А»", 3, 1, "Физика")]


def test_a_sheet_a_day_without_numbers() -> None:
    rows = [["Время", "8А"], ["8:30", "Алгебра"], ["9:25", "Физика"]]
    assert lessons(book(rows, name="Вторник")) == [("8А", 2, 1, "Алгебра"), ("8А", 2, 2, "Физика")]


def test_a_double_lesson_and_a_lesson_of_two_classes_are_merged_cells() -> None:
    rows = [HEAD, ["Пн", 1, "Физика", None], ["Пн", 2, "Алгебра", "Физика"], ["Пн", 3, None, "Алгебра"]]
    grid = read_grid(book(rows, merge=[(1, 2, 1, 3), (2, 2, 3, 2)]), "x.xlsx", LEXICON)
    assert [(one.klass, one.number, one.words.subject, one.joined) for one in grid.parts] == [
        ("8А", 1, "Физика", ("8А", "8Б")), ("8Б", 1, "Физика", ("8А", "8Б")), ("8А", 2, "Алгебра", ()), ("8Б", 2, "Физика", ()),
        ("8А", 3, "Алгебра", ()), ("8Б", 3, "Алгебра", ()),
    ]  # fmt: skip


def test_two_columns_under_one_class_are_subject_and_room() -> None:
    rows = [["День", "Урок", "8А", None], ["Пн", 1, "Алгебра", 214], ["Пн", 2, "Физика\nАлгебра", "305\n214"]]
    grid = read_grid(book(rows, merge=[(0, 2, 0, 3)]), "x.xlsx", LEXICON)
    assert [(one.number, one.words.subject, one.words.rooms) for one in grid.parts] == [
        (1, "Алгебра", ("214",)), (2, "Физика", ("305",)), (2, "Алгебра", ("214",)),
    ]  # fmt: skip


def test_a_second_heading_begins_further_classes() -> None:
    rows = [HEAD, ["Пн", 1, "Алгебра", "Физика"], ["День", "Урок", "9А", "9Б"], ["Пн", 1, "Физика", "Алгебра"]]
    assert lessons(book(rows))[2:] == [("9А", 1, 1, "Физика"), ("9Б", 1, 1, "Алгебра")]


def test_csv_of_another_encoding() -> None:
    text = "День;Урок;8А;8Б\r\nПонедельник;1;Алгебра / Окулов / 214;Физика\r\n"
    assert lessons(text.encode("cp1251"), "r.csv") == [("8А", 1, 1, "Алгебра"), ("8Б", 1, 1, "Физика")]


def test_faults_name_sheet_and_cell() -> None:
    grid = read_grid(book([HEAD, ["Пн", 1, "Алгебра / О / 2 / 3 / 4", "Физика"]]), "x.xlsx", LEXICON)
    assert [(one.where, one.severity) for one in grid.oddities] == [
        ("лист «Расписание», ячейка C2 (класс 8А)", "ошибка")
    ]


def test_what_is_no_timetable_is_said() -> None:
    with pytest.raises(Unreadable, match="нет строки с названиями классов"):
        read_grid(book([["Список"], ["Белова", "Анна"]]), "x.xlsx", LEXICON)


def test_a_lesson_without_a_day_is_an_error() -> None:
    grid = read_grid(book([HEAD, [None, None, "Алгебра"]]), "x.xlsx", LEXICON)
    assert [one.text for one in grid.oddities] == ["Не видно, какой это день недели."]
