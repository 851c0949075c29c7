from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import world as worlds
from tests.pdf_words import words
from tests.world import TODAY, World
from zhurnal.reports import blanks, queries
from zhurnal.school.models import Group
from zhurnal.timetable.models import Lesson


def sheets(world: World, day: date = TODAY, span: str = blanks.DAY, group: Group | None = None) -> list[dict[str, Any]]:
    return blanks.class_sheets(group or world.class_8b, day, span)


def test_a_day_is_one_sheet_of_the_class(world: World) -> None:
    printed = sheets(world)
    (sheet,) = printed
    assert (sheet["heading"], sheet["group"], sheet["wide"], sheet["first_grade"]) == (
        "Все уроки класса",
        "8\u00a0«Б» класс",
        False,
        False,
    )
    assert [(c["top"], c["low"], c["small"]) for c in sheet["columns"]] == [
        ("3\u00a0урок", "Алгебра", "10:25"),
        ("4\u00a0урок", "Физика", "11:20"),
    ]
    assert [one["name"] for one in sheet["students"]] == ["Белозёров Егор", "Ёлкина Алиса", "Новикова Вера"]
    assert [(one["what"], one["who"], one["when"]) for one in sheet["lines"]] == [
        ("Алгебра", "Третьякова\u00a0О.\u00a0Н.", "вт 24.11, 3-й урок"),
        ("Физика", "Окулов\u00a0Д.\u00a0С.", "вт 24.11, 4-й урок"),
    ]


def test_a_subgroup_has_a_sheet_of_its_own(world: World) -> None:
    printed = sheets(world, date(2026, 11, 23))
    assert [(one["heading"], one["group"]) for one in printed] == [
        ("Все уроки класса", "8\u00a0«Б» класс"),
        ("Английский язык", "8Б, англ. 1"),
    ]
    assert [one["name"] for one in printed[1]["students"]] == ["Белозёров Егор"]


def test_a_week_is_a_sheet_a_course(world: World) -> None:
    printed = sheets(world, TODAY, blanks.WEEK)
    assert {one["heading"]: [c["top"] for c in one["columns"]] for one in printed} == {
        "Алгебра": ["23.11", "24.11", "26.11"],
        "Английский язык": ["23.11", "25.11"],
        "Физика": ["24.11", "27.11"],
    }


def test_cells_outside_membership_are_grey(world: World) -> None:
    """Week of 9 to 14 November: one left after the 13th, one came on the 16th; the next week the other way round."""
    printed = sheets(world, date(2026, 11, 11), blanks.WEEK)
    algebra = next(one for one in printed if one["heading"] == "Алгебра")
    assert {one["name"]: one["out"] for one in algebra["students"]} == {
        "Белозёров Егор": [False] * 3,
        "Ёлкина Алиса": [False] * 3,
        "Прежний Олег": [False] * 3,
    }
    worlds.member(world.class_8b, world.gone, since=date(2026, 11, 17))
    printed = sheets(world, date(2026, 11, 17), blanks.WEEK)
    algebra = next(one for one in printed if one["heading"] == "Алгебра")
    assert {one["name"]: one["out"] for one in algebra["students"]}["Прежний Олег"] == [True, False, False]


def test_a_substitute_signs_and_a_cancelled_lesson_has_no_column(world: World) -> None:
    Lesson.objects.filter(pk=world.lessons["algebra"][7].pk).update(substitute=world.other_teacher)
    Lesson.objects.filter(pk=world.lessons["physics"][4].pk).update(state=Lesson.State.CANCELLED)
    printed = sheets(world)
    assert [(one["what"], one["who"]) for one in printed[0]["lines"]] == [("Алгебра", "Окулов\u00a0Д.\u00a0С.")]


def test_many_lessons_turn_the_sheet(world: World) -> None:
    Lesson.objects.bulk_create([Lesson(course=world.algebra, date=TODAY, number=number) for number in range(5, 12)])
    printed = sheets(world)
    assert (len(printed[0]["columns"]), printed[0]["wide"]) == (9, True)


def test_the_first_grade_has_no_homework(world: World) -> None:
    printed = sheets(world, group=world.class_1a)
    assert printed[0]["first_grade"] is True


@pytest.mark.parametrize(
    ("students", "lessons", "wide", "height"),
    [
        (3, 2, False, 28),  # much room: as high as a line may be
        (32, 3, False, 13),  # 265 − 34 − 192 = 39 mm for three
        (32, 7, False, 28),  # does not fit under the list: a page of its own, 245/7 = 35, at most 28
        (32, 10, True, 15),  # (178 − 20)/10 on a turned page
    ],
)
def test_the_height_of_a_line(students: int, lessons: int, wide: bool, height: int) -> None:
    assert blanks._line_height(students, lessons, wide=wide) == height


def test_two_queries_however_many_courses(world: World, django_assert_num_queries) -> None:
    courses = queries.courses_of_class(world.class_8b)
    for since, until in ((TODAY, TODAY), (date(2026, 11, 23), date(2026, 11, 28))):
        with django_assert_num_queries(2):
            queries.blank_courses(courses, since, until)


def test_the_pdf_holds_it_all(world: World, as_) -> None:
    reply = as_(world.teacher).get(f"/reports/blanks/class/{world.class_8b.pk}/?date=2026-11-24&span=week")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/pdf")
    assert reply.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")
    said = words(reply.content).replace("\u00a0", " ").replace("\n", "")
    for text in ("Алгебра", "Английский язык", "8Б, англ. 1", "Новикова Вера", "23 ноября – 28 ноября 2026 г.", "стр. 3 из 3",
                 "Подпись учителя", "Домашнее задание", "Гимназия № 4"):  # fmt: skip
        assert text in said


def test_without_lessons_there_is_nothing_to_print(world: World, as_) -> None:
    reply = as_(world.teacher).get(f"/reports/blanks/class/{world.class_8b.pk}/?date=2026-11-29")
    assert reply.status_code == 409
    assert "печатать нечего" in reply.content.decode()


def test_who_prints_what(world: World, as_) -> None:
    of_class, of_course = f"/reports/blanks/class/{world.class_8b.pk}/", f"/reports/blanks/course/{world.physics.pk}/"
    assert as_(world.other_teacher).get(of_class).status_code == 404
    assert as_(world.father).get("/reports/blanks/").status_code == 403
    assert (
        as_(world.teacher).get(of_course).status_code == 404
    )  # the class teacher prints the class, the teacher the course
    assert as_(world.other_teacher).get(of_course).status_code == 200
    assert "Английский язык" in words(as_(world.other_teacher).get("/reports/blanks/own/?span=week").content)
    assert as_(world.deputy).get("/reports/blanks/own/").status_code == 403


def test_the_page_leads_to_the_print(world: World, as_) -> None:
    client = as_(world.teacher)
    page = client.get("/reports/blanks/").content.decode()
    assert "Класс целиком" in page
    assert "Мои уроки" in page
    asked = {"of": "class", "c-group": world.class_8b.pk, "c-date": "2026-11-24", "c-span": "week"}
    assert (
        client.get("/reports/blanks/", asked).headers["Location"]
        == f"/reports/blanks/class/{world.class_8b.pk}/?date=2026-11-24&span=week"
    )
    asked = {"of": "course", "t-course": "", "t-date": "2026-11-24", "t-span": "day"}
    assert client.get("/reports/blanks/", asked).headers["Location"] == "/reports/blanks/own/?date=2026-11-24&span=day"
    asked["t-course"] = str(world.algebra.pk)
    assert (
        client.get("/reports/blanks/", asked).headers["Location"]
        == f"/reports/blanks/course/{world.algebra.pk}/?date=2026-11-24&span=day"
    )


@pytest.mark.parametrize(("field", "of"), [("c-group", "class"), ("t-course", "course")])
def test_a_foreign_choice_is_refused_with_words(world: World, as_, field: str, of: str) -> None:
    foreign = world.class_1a.pk if of == "class" else world.physics.pk
    prefix = field[0]
    asked = {"of": of, field: foreign, f"{prefix}-date": "2026-11-24", f"{prefix}-span": "day"}
    reply = as_(world.teacher).get("/reports/blanks/", asked)
    assert reply.status_code == 200
    assert "error" in reply.content.decode()
