"""The number of queries of each page is a literal, and does not grow with rows, classes and years."""

from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.world import NOW, World
from zhurnal.diary.models import Visit
from zhurnal.people.models import Guardianship
from zhurnal.school.models import Course, Group, Period, PeriodKind, Subject, Year
from zhurnal.timetable.models import Lesson


def fill(world: World, pen, lessons: int) -> None:
    """Everything that a lesson can have, in as many lessons of each course; marks of Alisa."""
    Visit.objects.get_or_create(reader=world.father, student=world.alisa, defaults={"seen_at": NOW.replace(hour=1)})
    for name in ("algebra", "physics"):
        held = [lesson for lesson in world.lessons[name] if lesson.date <= worlds.TODAY][-lessons:]
        for lesson in held:
            pen.topic(lesson, "Тема")
            pen.homework(lesson, "Задание", minutes=10)
            pen.mark(world.alisa, lesson, 4)
            pen.absence(world.alisa, lesson, "late", minutes=3)


def years(world: World, number: int) -> None:
    """As many finished years with courses, lessons and periods."""
    subject = Subject.objects.get(name="Алгебра")
    for back in range(1, number + 1):
        start = date(2026 - back, 9, 1)
        year = Year.objects.create(name=f"{start.year}", since=start, until=date(start.year + 1, 8, 31))
        Period.objects.create(year=year, kind=PeriodKind.QUARTER, number=1, since=start, until=date(start.year, 10, 26))
        group = Group.objects.create(
            year=year, kind=Group.Kind.CLASS, name="бывший", grade=max(1, 8 - back), letter="Б"
        )
        worlds.member(group, world.alisa, since=start, until=year.until)
        course = Course.objects.create(year=year, subject=subject, group=group)
        Lesson.objects.bulk_create([Lesson(course=course, date=date(start.year, 9, n), number=1) for n in range(1, 29)])


# Of each page: session, account with person, roles, one's students, their classes; unread notices, the school's name.
PAGES = {
    "/diary/": 17,  # lessons, visit, marks, absences, homework, files; new marks, periods, setting, marks of the period
    "/diary/week/": 12,  # lessons, marks, absences, homework, files
    "/diary/marks/": 11,  # years, subjects, setting, marks
    "/diary/absences/": 10,  # years, absences, lessons held
}


@pytest.mark.parametrize(("address", "count"), PAGES.items())
@pytest.mark.parametrize("amount", ["one row", "many rows", "many years"])
def test_queries(world: World, pen, as_, django_assert_num_queries, address: str, count: int, amount: str) -> None:
    fill(world, pen, 1 if amount == "one row" else 5)
    if amount == "many years":
        years(world, 8)
    client = as_(world.father)
    client.cookies["zhurnal_child"] = str(world.alisa.pk)
    client.get(address)
    with django_assert_num_queries(count):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("children", [2, 3])
def test_new_marks_of_all_siblings_are_one_query_more(
    world: World, pen, as_, django_assert_num_queries, children: int
) -> None:
    fill(world, pen, 3)
    for child in (world.senior, world.late)[: children - 1]:
        Guardianship.objects.create(parent=world.father, child=child, relation="father", since=worlds.SEPTEMBER)
    client = as_(world.father)
    client.cookies["zhurnal_child"] = str(world.alisa.pk)
    client.get("/diary/week/")
    with django_assert_num_queries(13):
        client.get("/diary/week/")


def test_another_family_and_more_classes_cost_nothing(world: World, pen, as_, django_assert_num_queries) -> None:
    fill(world, pen, 3)
    client = as_(world.deputy)
    address = f"/diary/{world.alisa.pk}/week/"
    client.get(address)
    with django_assert_num_queries(12):  # the student instead of one's students
        client.get(address)
