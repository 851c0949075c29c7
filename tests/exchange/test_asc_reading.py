"""Reading aSc files: encodings, dangers, both layouts, and every oddity named."""

from __future__ import annotations

from datetime import time

import pytest

from tests.exchange.asc_files import card, halves, lesson, older, school, xml
from zhurnal.exchange.importers.asc import AscFile, Layout, read_asc
from zhurnal.exchange.importers.asc.document import LARGEST_FILE
from zhurnal.exchange.importers.findings import Severity, Unreadable
from zhurnal.exchange.importers.names import FullName


def read(sections: dict[str, list[dict[str, str]]]) -> AscFile:
    return read_asc(xml(sections).encode())


def said(file: AscFile, element: str, severity: Severity | None = None) -> list[tuple[str, str]]:
    """(id, text) of the remarks about one kind of element."""
    return [(o.id, o.text) for o in file.oddities if o.element == element and severity in (None, o.severity)]


def test_ordinary_file_is_read_whole() -> None:
    file = read(school())
    assert file.layout is Layout.ASC2012
    assert [period.start for period in file.periods][:2] == [time(8, 30), time(9, 30)]
    assert [day.weekday for day in file.days] == [1, 2, 3, 4, 5, 6]
    assert file.teachers[0].name == FullName("Кириков", "С.", "Ф.")
    assert file.teachers[1].name == FullName("Фирсова", "Лидия", "Бенедиктовна")
    assert [teacher.sex for teacher in file.teachers] == ["м", "ж"]
    assert [room.capacity for room in file.rooms] == [None, 20]
    assert [(c.grade, c.teacher_id) for c in file.classes] == [(None, ""), (7, "T2")]
    assert [(c.number, c.days, c.period, c.weeks, c.room_ids) for c in file.cards] == [(1, (0,), 1, "", ("R1",))]
    assert file.cards_read == 1
    assert said(file, "lesson", Severity.ERROR) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_encoding_is_found_without_a_declaration(encoding: str) -> None:
    file = read_asc(xml(older(), declaration="").encode(encoding))
    assert file.layout is Layout.OLDER
    assert [subject.name for subject in file.subjects] == ["Алгебра", "Технология"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("windows-1250", "Tělesná výchova, Přírodopis"), ("windows-1252", "Français, Où est ma tête à l'école")],
)
def test_other_code_pages_are_found(encoding: str, name: str) -> None:
    rows = school(subjects=[{"id": "S1", "name": name, "short": "A"}])
    for latin in ("classes", "groups", "teachers", "daysdefs", "weeksdefs", "termsdefs"):
        rows[latin] = [{**row, "name": "A", "short": "A", "lastname": "", "firstname": ""} for row in rows[latin]]
    assert read_asc(xml(rows, declaration="").encode(encoding)).subjects[0].name == name


def test_wrong_declaration_is_not_believed_and_is_reported() -> None:
    file = read_asc(xml(school()).encode("windows-1251"))
    assert file.subjects[0].name == "Алгебра"
    assert said(file, "файл") == [
        ("", "Объявлена кодировка UTF-8, но байты ей не отвечают; прочитано как windows-1251.")
    ]


def test_declared_code_page_is_used() -> None:
    declaration = '<?xml version="1.0" encoding="windows-1251"?>'
    assert read_asc(xml(school(), declaration=declaration).encode("windows-1251")).subjects[0].name == "Алгебра"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE t [<!ENTITY a "b">]><timetable>&a;</timetable>', "DTD"),
        (b"<timetable><lessons>", "не читается как XML"),
        (b"<other/>", "other"),
        (b"<timetable/>", "нет раздела"),
        (b"", "не читается как XML"),
        (b" " * (LARGEST_FILE + 1), "больше 16 МБ"),
    ],
)
def test_what_is_no_timetable_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_asc(data)


def test_older_layout_takes_days_by_number_and_weeks_from_the_lesson() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", weeks="10", periodsperweek="0.5")]
    file = read(older(lessons=lessons))
    assert file.cards[0].days == (0,)
    assert file.cards[0].weeks == "10"
    assert file.days[0].short == "Пон."


def test_days_are_known_by_name_whatever_their_order() -> None:
    days = [{"name": "Воскресенье", "short": "Вс", "day": "0"}, {"name": "Понедельник", "short": "Пн", "day": "1"}]
    assert [(day.index, day.weekday) for day in read(older(days=days)).days] == [(0, 7), (1, 1)]


@pytest.mark.parametrize(
    ("section", "rows", "element", "id", "text"),
    [
        ("lessons", [lesson("L1", "S9", "C1", "C1all")], "lesson", "L1", "Предмета S9 в файле нет."),
        ("lessons", [lesson("L1", "S1", "C9", "C1all")], "lesson", "L1", "Класса C9 в файле нет."),
        ("lessons", [lesson("L1", "S1", "C1", "G9")], "lesson", "L1", "Группы G9 в файле нет."),
        ("lessons", [lesson("L1", "S1", "C1", "C1all", "T9")], "lesson", "L1", "Учителя T9 в файле нет."),
        (
            "lessons",
            [lesson("L1", "S1", "C1", "C1all", periodspercard="x")],
            "lesson",
            "L1",
            "Длина карточки (periodspercard) — не число: «x».",
        ),
        (
            "lessons",
            [lesson("L1", "S1", "C1", "C1all", periodspercard="40")],
            "lesson",
            "L1",
            "Длина карточки 40 не из 1–12.",
        ),
        ("lessons", [lesson("L1", "S1", "C1", "C1all")] * 2, "lesson", "L1", "Этот id стоит у нескольких элементов."),
        (
            "groups",
            [{**halves("C1")[0], "classid": "C9"}],
            "group",
            "C1all",
            "Группа принадлежит классу C9, которого в файле нет.",
        ),
        ("subjects", [{"id": "S1", "name": " ", "short": ""}], "subject", "S1", "Нет названия."),
        (
            "cards",
            [card("L9", "100000", "1")],
            "card",
            "№ 1: lesson L9, day 100000, period 1",
            "Урока этой карточки в файле нет.",
        ),
        (
            "cards",
            [card("L1", "100000", "x")],
            "card",
            "№ 1: lesson L1, day 100000, period x",
            "Номер урока — не число: «x».",
        ),
        (
            "cards",
            [card("L1", "0000001", "1")],
            "card",
            "№ 1: lesson L1, day 0000001, period 1",
            "Такого дня в файле нет.",
        ),
        (
            "cards",
            [card("L1", "100000", "1", "R9")],
            "card",
            "№ 1: lesson L1, day 100000, period 1",
            "Кабинета R9 в файле нет.",
        ),
        (
            "cards",
            [card("L1", "100000", "1", weeks="1x")],
            "card",
            "№ 1: lesson L1, day 100000, period 1",
            "Атрибут weeks должен быть строкой из нулей и единиц, а не «1x».",
        ),
    ],
)
def test_fault_forbids_the_import_and_names_its_element(
    section: str, rows: list[dict[str, str]], element: str, id: str, text: str
) -> None:
    assert (id, text) in said(read(school(**{section: rows})), element, Severity.ERROR)


def test_namesakes_among_teachers_are_an_error() -> None:
    teachers = [{"id": id, "name": "Ерофеева  Р.Д.", "short": id} for id in ("T1", "T2")]
    assert said(read(school(teachers=teachers)), "teacher", Severity.ERROR) == [
        ("T2", "То же имя, что у учителя T1: в aSc различите их (полным именем) или удалите лишнего.")
    ]


def test_name_that_the_journal_cannot_keep_is_an_error() -> None:
    teachers = [{"id": "T1", "name": f"{'Я' * 81} Анна Ивановна", "short": ""}]
    assert ("T1", "Имя длиннее 80 знаков.") in said(read(school(teachers=teachers)), "teacher", Severity.ERROR)


def test_vacancy_is_no_teacher_and_its_lessons_stay() -> None:
    file = read(
        school(
            teachers=[
                {"id": "T1", "name": "Вакансия 1", "short": "Вак"},
                {"id": "T2", "name": "Ким А.", "short": "Ким"},
            ]
        )
    )
    assert [teacher.id for teacher in file.teachers] == ["T2"]
    assert file.lessons[0].teacher_ids == ("T1",)
    assert said(file, "teacher", Severity.WARNING) == [("T1", "Вакансия, а не человек: уроки останутся без учителя.")]


def test_doubled_room_name_gets_its_short_one_and_spaces_go() -> None:
    rooms = [
        {"id": "R1", "name": "Спортзал", "short": "сз1"},
        {"id": "R2", "name": "Спортзал", "short": "сз2"},
        {"id": "R3", "name": " 1", "short": " 1"},
    ]
    file = read(school(classrooms=rooms))
    assert [room.name for room in file.rooms] == ["Спортзал (сз1)", "Спортзал (сз2)", "1"]
    assert ("R3", "Лишние пробелы в названии убраны.") in said(file, "classroom")


def test_rooms_that_stay_alike_become_one_with_a_warning() -> None:
    rooms = [{"id": "R1", "name": "12", "short": "12"}, {"id": "R2", "name": "12 ", "short": "12"}]
    warnings = said(read(school(classrooms=rooms)), "classroom", Severity.WARNING)
    assert warnings == [("R1", "Несколько элементов с одним названием станут одним.")]


def test_latin_letters_inside_a_russian_word_are_put_right() -> None:
    file = read(school(subjects=[{"id": "S1", "name": "Физикa", "short": "IT"}]))
    assert (file.subjects[0].name, file.subjects[0].short) == ("Физика", "IT")
    assert said(file, "subject") == [("S1", "Латинские буквы внутри слова заменены на кириллицу.")]


def test_sex_that_is_the_same_for_all_is_not_believed() -> None:
    teachers = [
        {"id": "T1", "name": "Ерофеева Р.Д.", "short": "", "gender": "M"},
        {"id": "T2", "name": "Ким Анна Ивановна", "short": "", "gender": "M"},
    ]
    assert [teacher.sex for teacher in read(school(teachers=teachers)).teachers] == ["", "ж"]


def test_card_that_lies_aside_is_counted_and_named() -> None:
    file = read(school(cards=[card("L1", "100000", "1"), card("L1", "000000", ""), card("L1", "", "2")]))
    assert (file.cards_read, len(file.cards), file.unplaced) == (3, 1, 2)
    assert [id for id, _ in said(file, "card", Severity.WARNING)] == [
        "№ 2: lesson L1, day 000000, period –", "№ 3: lesson L1, day –, period 2",
    ]  # fmt: skip


def test_students_in_the_file_are_pointed_to_the_list() -> None:
    file = read(school(students=[{"id": "P1", "classid": "C1", "name": "Иванов Иван"}]))
    assert said(file, "students", Severity.WARNING) == [
        ("", "Учеников в файле расписания 1: они не читаются, загрузите список учеников отдельно.")
    ]
