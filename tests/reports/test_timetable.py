"""The printed timetable: cells reckoned by hand, pages that fit, files that open; and the pages that show the same."""

from __future__ import annotations

import re
from datetime import time
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.pdf_words import words
from tests.world import NOW, SEPTEMBER, TODAY, World
from zhurnal.reports import timetable
from zhurnal.reports.timetable_files import list_sheet, school_xlsx
from zhurnal.school.models import Course, Group, Room, Subject
from zhurnal.timetable.models import Slot
from zhurnal.timetable.wall import Wall, rooms_at, wall_of

NBSP = "\u00a0"


def wall(world: World, week: int = 0) -> Wall:
    return wall_of(world.year, TODAY, week)


def cells_of(sheet: dict) -> dict[tuple[str, str], list[str]]:
    """Day and number → what is taught there."""
    return {
        (day, row["number"]): [one["what"] for one in cell]
        for row in sheet["rows"]
        for day, cell in zip(sheet["days"], row["cells"], strict=True)
        if cell
    }


def test_a_class_is_a_page_with_its_groups(world: World) -> None:
    (sheet,) = timetable.class_sheets(wall(world), [world.class_8b.pk])
    assert (sheet["title"], sheet["sub"]) == (f"8{NBSP}«Б» класс", f"7{NBSP}уроков в{NBSP}неделю")
    assert cells_of(sheet) == {
        ("четверг", "1"): ["Алгебра"], ("понедельник", "2"): ["Алгебра"], ("вторник", "3"): ["Алгебра"],
        ("вторник", "4"): ["Физика"], ("пятница", "2"): ["Физика"],
        ("понедельник", "4"): ["Английский язык"], ("среда", "3"): ["Английский язык"],
    }  # fmt: skip
    english = sheet["rows"][3]["cells"][0][0]
    assert english["lines"] == ["англ. 1", f"Окулов{NBSP}Д.{NBSP}С.", f"каб.{NBSP}118"]
    assert [row["time"] for row in sheet["rows"]] == ["8:30–9:10", "9:25–10:05", "10:25–11:05", "11:20–12:00"]


def test_a_teacher_and_a_room_are_pages(world: World) -> None:
    (teacher,) = timetable.teacher_sheets(wall(world), [world.other_teacher.pk])
    assert teacher["title"] == "Окулов Дмитрий Сергеевич"
    assert cells_of(teacher)["понедельник", "4"] == ["Английский язык"]
    assert teacher["rows"][3]["cells"][0][0]["lines"] == ["8Б, англ. 1", f"каб.{NBSP}118"]
    (room,) = timetable.room_sheets(wall(world), [Room.objects.get(name="214").pk])
    assert room["title"] == "Кабинет 214"
    assert set(cells_of(room)) == {("понедельник", "2"), ("вторник", "3"), ("четверг", "1")}


def test_further_rooms_count(world: World) -> None:
    room = Room.objects.create(name="Лаборатория")
    Slot.objects.get(course=world.physics, weekday=2).more_rooms.add(room)
    (sheet,) = timetable.room_sheets(wall(world), [room.pk])
    assert cells_of(sheet) == {("вторник", "4"): ["Физика"]}


def test_weeks_of_the_cycle_are_shown_apart(world: World) -> None:
    Slot.objects.filter(course=world.physics, weekday=2).update(week=1)
    assert len(wall(world).places) == len(wall(world, 1).places) == 11
    assert len(wall(world, 2).places) == 10
    assert wall(world).weeks == [1, 2]


def test_the_wall_has_classes_side_by_side(world: World) -> None:
    (board,) = wall(world).boards()
    assert [klass.name for klass in board.classes] == ["1А", "8Б", "10А"]
    tuesday = dict(board.days)[2]
    assert [[[one.subject for one in cell] for cell in row.cells] for row in tuesday] == [
        [["Литературное чтение"], [], []], [[], [], []], [[], ["Алгебра"], []], [[], ["Физика"], []],
    ]  # fmt: skip


def test_the_summary_of_teachers(world: World) -> None:
    days, rows = timetable.teachers_table(wall(world))
    assert [(day, [n for _, n in numbers]) for day, numbers in days] == [
        (1, ["1", "2", "4"]), (2, ["1", "3", "4"]), (3, ["1", "3"]), (4, ["1", "2"]), (5, ["2"]),
    ]  # fmt: skip
    assert [(name.replace(NBSP, " "), hours) for name, hours, _ in rows] == [
        ("Низовцева А. П.", 4), ("Окулов Д. С.", 4), ("Третьякова О. Н.", 3),
    ]  # fmt: skip
    assert rows[2][2] == ["", "8Б", "", "", "8Б", "", "", "", "8Б", "", ""]


@pytest.mark.parametrize(
    ("grades", "most", "cuts"),
    [
        ([1, 1, 2, 2], 4, [(0, 4)]),
        ([1, 1, 2, 2, 3, 3], 4, [(0, 2), (2, 6)]),
        ([5] * 5 + [6] * 4, 8, [(0, 5), (5, 9)]),
        ([1] * 7, 3, [(0, 3), (3, 5), (5, 7)]),
        ([], 4, []),
    ],
)
def test_pages_are_cut_between_grades(grades: list[int], most: int, cuts: list[tuple[int, int]]) -> None:
    assert timetable.split_classes(grades, most) == cuts


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("count", [1, 2, 7, 16, 33])
def test_cuts_hold_every_class_once_and_no_page_too_many(count: int, most: int) -> None:
    cuts = timetable.split_classes([1 + at // 3 for at in range(count)], most)
    assert [at for first, last in cuts for at in range(first, last)] == list(range(count))
    assert all(0 < last - first <= most for first, last in cuts)


def test_no_query_a_row(world: World, django_assert_num_queries) -> None:
    for copies in (1, 3):
        for at in range(copies):
            subject = Subject.objects.create(name=f"Предмет {copies}-{at}")
            course = Course.objects.create(year=world.year, subject=subject, group=world.class_1a)
            Slot.objects.create(course=course, weekday=5, number=at + 4, since=SEPTEMBER)
        with django_assert_num_queries(8):
            wall(world).boards()


def xlsx_rows(made: bytes, sheet: int = 0) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    return [list(row) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def test_workbook_of_the_school(world: World) -> None:
    rows = xlsx_rows(school_xlsx(wall(world)))
    assert rows[3] == ["День", "Урок", "Время", "1А", "8Б", "10А"]
    assert rows[4] == [
        "Понедельник",
        "1",
        "8:30–9:10",
        f"Литературное чтение / Низовцева{NBSP}А.{NBSP}П. / 101",
        "",
        "",
    ]
    assert rows[7][4] == f"Английский язык (англ. 1) / Окулов{NBSP}Д.{NBSP}С. / 118"
    assert xlsx_rows(school_xlsx(wall(world)), 1)[5][0] == f"Низовцева{NBSP}А.{NBSP}П."


def test_list_of_lessons(world: World) -> None:
    sheet = list_sheet(wall(world), as_of=NOW, made_by="Завучева Е. С.")
    assert sheet.rows[0] == (
        "понедельник", 1, "8:30–9:10", None, f"1{NBSP}«А»", "Литературное чтение", f"Низовцева{NBSP}А.{NBSP}П.", "101",
    )  # fmt: skip


PAPERS = (
    "reports:timetable-school", "reports:timetable-teachers", "reports:timetable-packet",
)  # fmt: skip


def test_papers_say_what_the_timetable_says(world: World, as_) -> None:
    teacher = as_(world.teacher)
    said = {name: re.sub(r"\s+", " ", words(teacher.get(reverse(name)).content)) for name in PAPERS}
    assert all("Гимназия № 4" in text for text in said.values())
    for name in ("reports:timetable-school", "reports:timetable-packet"):
        assert "Алгебра" in said[name], name
        assert "118" in said[name], name
    assert "Третьякова" in said["reports:timetable-teachers"]
    one = words(teacher.get(reverse("reports:timetable-room", args=[Room.objects.get(name="305").pk])).content)
    assert "Кабинет 305" in one.replace(NBSP, " ")


def test_an_empty_timetable_is_said_in_words(world: World, as_) -> None:
    Slot.objects.all().delete()
    for name in (*PAPERS, "reports:timetable-xlsx"):
        answer = as_(world.deputy).get(reverse(name))
        assert answer.status_code == 409
        assert "печатать нечего" in answer.content.decode()
    assert "Расписания на этот день нет" in as_(world.deputy).get(reverse("timetable:school")).content.decode()


def test_families_have_no_door_here(world: World, as_) -> None:
    for name in (
        *PAPERS,
        "reports:timetable-xlsx",
        "reports:timetable-list",
        "timetable:school",
        "timetable:free-rooms",
    ):
        assert as_(world.father).get(reverse(name)).status_code == 403


def text_of(answer) -> str:
    return answer.content.decode().replace(NBSP, " ")


def test_from_one_timetable_to_the_others(world: World, as_) -> None:
    client = as_(world.other_teacher)
    klass = text_of(client.get(reverse("timetable:week", args=[world.class_8b.pk])))
    room = Room.objects.get(name="118")
    for url in (reverse("timetable:teacher", args=[world.other_teacher.pk]), reverse("timetable:room", args=[room.pk])):
        assert f'href="{url}"' in klass
    page = text_of(client.get(reverse("timetable:room", args=[room.pk])))
    assert f'href="{reverse("timetable:week", args=[world.class_8b.pk])}"' in page
    assert "2 урока в неделю" in page
    school = text_of(client.get(reverse("timetable:school")))
    for piece in ("8 «Б»", "Алгебра", "Окулов Д. С.", reverse("timetable:room", args=[room.pk])):
        assert piece in school


def test_a_day_before_the_slots_is_empty(world: World, as_) -> None:
    Slot.objects.filter(course=world.algebra).update(since=TODAY)
    page = text_of(as_(world.deputy).get(reverse("timetable:week", args=[world.class_8b.pk]), {"day": "2026-11-23"}))
    assert "Алгебра" not in page
    assert "расписание на 23 ноября 2026 г." in page


def test_free_rooms_by_the_lessons_of_the_day(world: World, as_) -> None:
    client, url = as_(world.teacher), reverse("timetable:free-rooms")
    page = text_of(client.get(url, {"day": "2026-11-24", "hour": "1-3"}))  # Tuesday: algebra in 214
    assert "Свободны 3 кабинета" in page
    assert "Алгебра, 8 «Б»" in page
    world.lessons["algebra"][1].__class__.objects.filter(course=world.algebra, date=TODAY).update(state="cancelled")
    assert "Свободны 4 кабинета" in text_of(client.get(url, {"day": "2026-11-24", "hour": "1-3"}))
    far = text_of(client.get(url, {"day": "2027-02-02", "hour": "1-3"}))  # no lessons made yet: by the weekly timetable
    assert "Алгебра, 8 «Б»" in far
    assert client.get(url, {"day": "нет", "hour": "9-9"}).status_code == 200


def test_a_room_is_taken_by_the_clock_not_by_the_number(world: World) -> None:
    """The third lesson of the first shift goes on when the first one of another shift does."""
    Group.objects.filter(pk=world.class_1a.pk).update(shift=2)
    reading = world.lessons["reading"][0].__class__.objects.filter(course=world.reading, date=TODAY)
    reading.update(starts=time(10, 30), ends=time(11, 10))  # number 1 in room 101
    taken = {one.room.name for one in rooms_at(world.year, TODAY, 3) if one.taken}
    assert taken == {"214", "101"}
    assert {one.room.name for one in rooms_at(world.year, TODAY, 1) if one.taken} == set()


def test_names_are_words_not_markup(world: World, as_) -> None:
    Subject.objects.filter(pk=world.algebra.subject_id).update(name='<b>"Алгебра"</b> #box[x]')
    Group.objects.filter(pk=world.class_8b.pk).update(letter="<i>")
    page = as_(world.teacher).get(reverse("timetable:school")).content.decode()
    assert "<b>&quot;" not in page
    assert "&lt;b&gt;&quot;Алгебра&quot;" in page
    assert "#box[x]" in words(as_(world.teacher).get(reverse("reports:timetable-school")).content)
