"""From two files to the first mark: a timetable and a list make a school that teaches, and a parent reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.exchange.asc_files import Rows, card, lesson, school
from tests.exchange.test_asc_plan import REAL
from tests.exchange.test_students_reading import xlsx_bytes
from tests.world import PASSWORD
from zhurnal.core import log
from zhurnal.core.actions import SYSTEM
from zhurnal.exchange.commands import DONE, import_students, import_timetable
from zhurnal.people.actions import make_codes
from zhurnal.people.models import Person
from zhurnal.school.models import Group, Period, Year
from zhurnal.timetable.actions import FirstAdministrator, make_lessons, set_up
from zhurnal.timetable.models import Lesson

MONDAY = date(2026, 11, 23)
HEAD = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Класс", "ФИО матери", "Телефон матери"]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(params=["a small file", "school_a.xml"])
def timetable(request: pytest.FixtureRequest, asc_file: Callable[[dict[str, Rows]], Path]) -> Path:
    if request.param == "school_a.xml":
        if not REAL.is_dir():
            pytest.skip("the real timetables (../shared/data/timetable) are not beside this checkout")
        return REAL / "school_a.xml"
    lessons = [lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S2", "C1,C2", "C1g,C2g", "T2")]
    return asc_file(school(lessons=lessons, cards=[card("L1", "100000", "1", "R1"), card("L2", "010000", "1", "R2")]))


def student_list(folder: Path) -> Path:
    """One girl and one boy in every class, born seven years before the first of September of their first grade."""
    rows: list[list[str | int | float | date | None]] = [["Список обучающихся"], [], [*HEAD]]
    for place, group in enumerate(Group.objects.filter(kind=Group.Kind.CLASS).order_by("grade", "letter")):
        born = date(2019 - group.grade, 1 + place % 12, 6)
        for last, first, middle in (("Белова", "Анна", "Игоревна"), ("Крылов", "Лев", "Олегович")):
            phone = 89160000000 + group.pk * 10 + len(first)
            rows.append([last, first, middle, born, group.name, f"{last.removesuffix('а')}а Мария Ивановна", phone])
    path = folder / "список.xlsx"
    path.write_bytes(xlsx_bytes({"Все": rows}))
    return path


def enter(person: Person, login: str) -> Client:
    """A client that has used this person's activation code, as on the slip."""
    [(_, code)] = make_codes(SYSTEM, [person])
    client = Client()
    given = {"code": code, "login": login, "password": PASSWORD, "again": PASSWORD, "accepted": "on"}
    assert client.post(reverse("people:activate"), given)["Location"] == "/"
    return client


@pytest.fixture
def year(no_school: None) -> Year:
    """What the first-run page makes."""
    who = FirstAdministrator("Админова", "Нина", "Павловна", "admin", PASSWORD)
    set_up(name="МБОУ «Гимназия № 4 г. Вельска»", short_name="Гимназия № 4", administrator=who)
    return Year.objects.get()


def test_two_files_make_a_school_that_teaches(year: Year, timetable: Path, tmp_path: Path) -> None:
    assert import_timetable(timetable, dry_run=False) == DONE
    assert import_students(student_list(tmp_path), dry_run=False) == DONE
    quarter = Period.objects.get(year=year, kind="quarter", number=2)
    make_lessons(SYSTEM, year, since=quarter.since, until=quarter.until)
    taught = (
        Lesson.objects.filter(date=MONDAY, course__group__kind=Group.Kind.CLASS, course__group__grade=7)
        .select_related("teacher", "course__subject")
        .order_by("number", "pk")[0]
    )
    assert taught.teacher is not None
    anna = Person.objects.get(first_name="Анна", memberships__group=taught.course.group)

    teacher = enter(taught.teacher, "uchitel")
    assert taught.course.subject.name in teacher.get(reverse("journal:courses")).content.decode()
    assert "Белова Анна" in teacher.get(reverse("journal:register", args=[taught.course_id])).content.decode()
    cell = {"lesson": taught.pk, "student": anna.pk, "text": "5", "was": ""}
    headers = {"accept": "application/json", "x-act": str(uuid4())}
    assert teacher.post(reverse("journal:cell"), cell, headers=headers).json()["text"] == "5"

    parent = enter(anna.guardians.get().parent, "mama")
    assert parent.get(reverse("journal:register", args=[taught.course_id])).status_code == 404
    marks = parent.get(reverse("diary:my_marks"), follow=True).content.decode()
    assert taught.course.subject.name in marks
    assert "5,00" in marks
    day = parent.get(reverse("diary:day", args=[anna.pk]), {"day": MONDAY.isoformat()}).content.decode()
    assert taught.course.subject.name in day
    assert not log.verify()[2]
