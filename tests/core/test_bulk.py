"""Bulk insertion writes what Django's own would write."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from django.db import models

from tests.world import World
from zhurnal.core.bulk import insert_many
from zhurnal.core.models import Chain, Entry
from zhurnal.people.models import Person, Setting
from zhurnal.school.models import Course, Group, Subject
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.django_db


def read_back(row: models.Model) -> dict[str, object]:
    again = type(row)._base_manager.get(pk=row.pk)
    return {field.attname: getattr(again, field.attname) for field in row._meta.concrete_fields}


def written(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_values_of_every_kind_come_back_as_they_were(world: World) -> None:
    lesson = Lesson(course=world.algebra, date=date(2026, 12, 1), number=6, starts=time(10, 25), ends=time(11, 5))
    chain = Chain.objects.create(key="test")
    entry = Entry(
        chain=chain, seq=1, act=uuid4(), n=0, actor=None, verb="test", subject="test:1", about=5,
        at=datetime(2026, 11, 24, 7, 0, 1, 250, tzinfo=UTC), payload_hash="a", hash="b",
    )  # fmt: skip
    setting = Setting(key="test", value={"weights": [5, "ё"]}, since=date(2026, 9, 1))
    for row in (lesson, entry, setting):
        insert_many([row])
        assert read_back(row) == written(row)


def test_decimals_keep_their_places(world: World) -> None:
    subject = Subject.objects.create(name="Астрономия")
    course = Course(year=world.year, subject=subject, group=world.class_10a, hours_a_week="0.5")
    insert_many([course])
    assert str(read_back(course)["hours_a_week"]) == "0.5"


def test_ids_follow_and_do_not_collide_with_ordinary_saves(world: World) -> None:
    before = Person.objects.create(last_name="Первый", first_name="Пётр")
    rows = [Person(last_name=f"Второй{n}", first_name="Пётр") for n in range(3)]
    insert_many(rows)
    after = Person.objects.create(last_name="Третий", first_name="Пётр")
    assert len({before.pk, *(row.pk for row in rows), after.pk}) == 5
    assert before.pk < min(row.pk for row in rows)
    assert not any(row._state.adding for row in rows)


def test_a_related_row_saved_later_gives_its_id(world: World) -> None:
    group = Group(year=world.year, kind="class", name="11А", grade=11, letter="А")
    course = Course(year=world.year, subject=Subject.objects.first(), group=group)
    insert_many([group])
    insert_many([course])
    assert read_back(course)["group_id"] == group.pk


def test_nothing_is_nothing() -> None:
    assert insert_many([]) == []
