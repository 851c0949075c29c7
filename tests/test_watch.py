from __future__ import annotations

import pytest

from tests.watch import watched_writes
from tests.world import World
from zhurnal.core.actions import SYSTEM, Acting, action
from zhurnal.people.models import Person


@action("test.quiet")
def quiet(act: Acting, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(phone="1")


def test_a_write_outside_an_action_is_seen(world: World) -> None:
    with pytest.raises(AssertionError, match="outside an action"), watched_writes():
        Person.objects.filter(pk=world.egor.pk).update(phone="1")


def test_a_write_that_is_not_logged_is_seen(world: World) -> None:
    with pytest.raises(AssertionError, match=r"people\.person"), watched_writes():
        quiet(SYSTEM, world.egor)
