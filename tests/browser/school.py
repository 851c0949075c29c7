"""Builds the installation that browser tests are served from: the world of tests/world.py with a full class and long registers.

    ZHURNAL_HOME=… python -m tests.browser.school

Sessions and ids are written to school.json in that folder, so that a test need not sign in by hand.
"""

from __future__ import annotations

import json
from datetime import date, time, timedelta

from zhurnal.cli import installation

SURNAMES = (
    "Абрамова Васильева Вешняков Гагарина Голубев Дьячкова Ермолин Журавлёва Зыков Истомина Кокорин Кузнецова Ламов Макарова "
    "Мезенцев Низовцева Панов Попова Пустошный Рогозина Седунов Тарасова Шестаков Щербакова Юдин Яковлева Якушев"
).split()
LESSONS_OF_LONG_REGISTER = 40


def main() -> None:
    """Tables, school, sessions, static files."""
    installation.ready()
    from tests import world as worlds
    from zhurnal.core import clock

    with clock.frozen(worlds.NOW):
        world = worlds.build()
        fill_class(world)
        geometry = long_course(world)
        people = {name: session_of(name) for name in ("teacher", "other_teacher", "deputy", "egor", "father")}
        world.lessons["geometry"] = list(geometry.lessons.order_by("date"))
    lessons = {name: {str(one.date): one.pk for one in rows} for name, rows in world.lessons.items()}
    told = {
        "sessions": people,
        "courses": {"algebra": world.algebra.pk, "physics": world.physics.pk, "geometry": geometry.pk, "reading": world.reading.pk},
        "lessons": lessons,
        "egor": world.egor.pk,
    }
    (installation.home() / "school.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    installation.collect_static()


def fill_class(world) -> None:
    """Thirty students in 8Б on 24 November."""
    from tests.world import member, person

    member(world.class_8b, *(person(surname, "Саша", birth_date=date(2012, 1, 1)) for surname in SURNAMES))


def long_course(world):
    """A second course of the same class, of two teachers, with forty lessons in the quarter."""
    from tests.world import SEPTEMBER
    from zhurnal.school.models import Course, Subject, Teaching
    from zhurnal.timetable.models import Lesson

    subject = Subject.objects.create(name="Геометрия")
    course = Course.objects.create(year=world.year, subject=subject, group=world.class_8b, hours_a_week=6)
    for teacher in (world.teacher, world.other_teacher):
        Teaching.objects.create(person=teacher, course=course, since=SEPTEMBER)
    days = [day for day in (date(2026, 11, 9) + timedelta(days=shift) for shift in range(52)) if day.isoweekday() < 7]
    Lesson.objects.bulk_create(
        Lesson(course=course, date=day, number=5, teacher=world.teacher, starts=time(12, 20), ends=time(13))
        for day in days[:LESSONS_OF_LONG_REGISTER]
    )
    return course


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
