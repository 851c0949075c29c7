"""Builds the installation that browser tests are served from: the world of tests/world.py with a full class and long registers.

    ZHURNAL_HOME=… python -m tests.browser.school

Sessions and ids are written to school.json in that folder, so that a test need not sign in by hand.
"""

from __future__ import annotations

import json
from datetime import date, time, timedelta

from zhurnal.cli import installation

SURNAMES = (
    *("Абрамова", "Васильева", "Вешняков", "Гагарина", "Голубев", "Дьячкова", "Ермолин", "Журавлёва", "Зыков"),
    *("Истомина", "Кокорин", "Кузнецова", "Ламов", "Макарова", "Мезенцев", "Низовцева", "Панов", "Попова"),
    *("Пустошный", "Рогозина", "Седунов", "Тарасова", "Шестаков", "Щербакова", "Юдин", "Яковлева", "Якушев"),
)
LESSONS_OF_LONG_REGISTER = 40


def main() -> None:
    """Tables, school, sessions, static files."""
    installation.ready()
    from tests import world as worlds
    from zhurnal.core import clock

    with clock.frozen(worlds.NOW):
        world = worlds.build()
        fill_class(world)
        geometry = long_course(world, "Геометрия")
        literature = long_course(world, "Литература")
        fill_register(literature)
        people = {
            name: session_of(name)
            for name in ("teacher", "other_teacher", "primary_teacher", "deputy", "egor", "father")
        }
        for name, course in (("geometry", geometry), ("literature", literature)):
            world.lessons[name] = list(course.lessons.order_by("date"))
    lessons = {name: {str(one.date): one.pk for one in rows} for name, rows in world.lessons.items()}
    told = {
        "sessions": people,
        "courses": {
            "algebra": world.algebra.pk,
            "physics": world.physics.pk,
            "geometry": geometry.pk,
            "literature": literature.pk,
            "reading": world.reading.pk,
        },
        "lessons": lessons,
        "egor": world.egor.pk,
    }
    installation.collect_static()
    (installation.home() / "school.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def fill_class(world) -> None:
    """Thirty students in 8Б on 24 November."""
    from tests.world import member, person

    member(world.class_8b, *(person(surname, "Саша", birth_date=date(2012, 1, 1)) for surname in SURNAMES))


def long_course(world, name):
    """Another course of the same class, of two teachers, with forty lessons in the quarter."""
    from tests.world import SEPTEMBER
    from zhurnal.school.models import Course, Subject, Teaching
    from zhurnal.timetable.models import Lesson

    subject = Subject.objects.create(name=name)
    course = Course.objects.create(year=world.year, subject=subject, group=world.class_8b, hours_a_week=6)
    for teacher in (world.teacher, world.other_teacher):
        Teaching.objects.create(person=teacher, course=course, since=SEPTEMBER)
    days = [day for day in (date(2026, 11, 9) + timedelta(days=shift) for shift in range(52)) if day.isoweekday() < 7]
    number = 5 if name == "Геометрия" else 6
    Lesson.objects.bulk_create(
        Lesson(
            course=course, date=day, number=number, teacher=world.teacher, starts=time(12 + number - 5, 20), ends=time(13 + number - 5)
        )
        for day in days[:LESSONS_OF_LONG_REGISTER]
    )  # fmt: skip
    return course


def fill_register(course):
    """A work in each lesson and a mark for four in ten cells: fuller than registers are."""
    from zhurnal.core import clock
    from zhurnal.journal.models import Mark, Work, WorkKind
    from zhurnal.people.models import Person

    kind = WorkKind.objects.get(is_default=True)
    lessons = course.lessons.order_by("date")
    works = Work.objects.bulk_create(Work(lesson=lesson, kind=kind, weight=2) for lesson in lessons)
    students = Person.objects.filter(memberships__group=course.group, memberships__until=None).order_by("pk")
    Mark.objects.bulk_create(
        Mark(work=work, student=student, value=2 + (row + column) % 4, set_at=clock.now())
        for column, work in enumerate(works)
        for row, student in enumerate(students)
        if (3 * row + 7 * column) % 10 < 4
    )


def session_of(login: str) -> dict[str, object]:
    """The key of a session that is signed in as this account."""
    from django.contrib.sessions.backends.db import SessionStore

    from zhurnal.people.models import Account

    account = Account.objects.get(login=login)
    session = SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.create()
    return {"key": session.session_key, "account": account.pk, "person": account.person_id}


if __name__ == "__main__":
    main()
