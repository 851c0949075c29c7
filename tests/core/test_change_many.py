"""Many rows given values of their own: one statement a batch, an entry a row."""

from __future__ import annotations

import json

import pytest

from tests.world import World
from zhurnal.core.actions import SYSTEM, Acting, action
from zhurnal.core.models import Entry
from zhurnal.people.models import Person


@action("test.people.change")
def change(act: Acting, rows: list[tuple[Person, dict[str, str]]]) -> None:
    act.change_many(rows)


def test_each_row_gets_its_own_values_and_an_entry(world: World) -> None:
    change(
        SYSTEM,
        [(world.egor, {"phone": "1", "email": "e@x.org"}), (world.alisa, {"phone": "2"}), (world.late, {"phone": ""})],
    )
    assert list(Person.objects.filter(pk__in=[world.egor.pk, world.alisa.pk]).order_by("pk").values_list("phone", "email")) == [
        ("1", "e@x.org"), ("2", ""),
    ]  # fmt: skip
    entries = Entry.objects.filter(verb="test.people.change").order_by("n").select_related("payload")
    assert [entry.subject for entry in entries] == [f"people.person:{world.egor.pk}", f"people.person:{world.alisa.pk}"]
    assert json.loads(entries[1].payload.text) == {"before": {"phone": ""}, "after": {"phone": "2"}}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_does_not_grow(world: World, rows: int, django_assert_num_queries) -> None:
    people = [world.egor, world.alisa, world.late][:rows]
    change(SYSTEM, [(world.gone, {"phone": "0"})])  # the chain is there
    with django_assert_num_queries(8):
        change(SYSTEM, [(person, {"phone": str(person.pk)}) for person in people])
