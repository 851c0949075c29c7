"""The triggers against overlapping intervals; each was seen red with its trigger dropped."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests.world import SEPTEMBER, World
from zhurnal.people.models import Appointment
from zhurnal.school.models import ClassTeacher, Membership, Teaching

MAKERS = {
    "class twice": lambda w: Membership(person=w.egor, group=w.class_8b, since=date(2026, 12, 1)),
    "two classes": lambda w: Membership(person=w.egor, group=w.class_10a, since=date(2026, 12, 1)),
    "two groups of a division": lambda w: Membership(person=w.egor, group=w.english_2, since=date(2026, 12, 1)),
    "role": lambda w: Appointment(person=w.admin, role="administrator", since=date(2026, 12, 1)),
    "class teacher": lambda w: ClassTeacher(person=w.deputy, group=w.class_8b, since=date(2026, 12, 1)),
    "teaching": lambda w: Teaching(person=w.teacher, course=w.algebra, since=date(2026, 12, 1)),
}


@pytest.mark.parametrize("name", MAKERS)
def test_intervals_do_not_overlap(world: World, name: str) -> None:
    with pytest.raises(DatabaseError, match="overlap"), transaction.atomic():
        MAKERS[name](world).save()


def test_an_interval_cannot_be_stretched_over_another(world: World) -> None:
    Teaching.objects.filter(person=world.teacher, course=world.algebra).update(until=date(2026, 11, 30))
    later = Teaching.objects.create(person=world.teacher, course=world.algebra, since=date(2026, 12, 1))
    later.since = date(2026, 11, 30)
    with pytest.raises(DatabaseError, match="overlap"), transaction.atomic():
        later.save()


def test_neighbours_are_welcome(world: World) -> None:
    Membership.objects.filter(person=world.egor, group=world.class_8b).update(until=date(2026, 11, 30))
    Membership.objects.filter(person=world.egor, group=world.english_1).update(until=date(2026, 11, 30))
    Membership.objects.create(person=world.egor, group=world.class_10a, since=date(2026, 12, 1))
    Membership.objects.create(person=world.egor, group=world.english_2, since=date(2026, 12, 1))
    assert Membership.objects.filter(person=world.egor).on(SEPTEMBER).count() == 2
