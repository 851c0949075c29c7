"""What lists of every kind write of people: changed fields and personal files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhurnal.core.actions import Acting
from zhurnal.exchange.matching.files import Files
from zhurnal.people.actions import cards_changed
from zhurnal.people.models import Person


def change_people(act: Acting, changed: Sequence[tuple[Person, dict[str, Any], dict[str, Any]]]) -> None:
    """Give known people what a list says anew, with the keys of their names."""
    for person, _, after in changed:
        renamed = Person(**{name: after.get(name, getattr(person, name)) for name in NAMES})
        renamed.set_keys()
        if any(name in after for name in NAMES):
            after |= {"search_key": renamed.search_key, "order_key": renamed.order_key}
    act.change_many([(person, after) for person, _, after in changed], verb="people.person.change")
    cards_changed(act.actor, [person.pk for person, *_ in changed])


def write_files(act: Acting, files: Files) -> None:
    """Personal files of the people of a list: new ones, and those that get what they lacked."""
    act.create_many(files.new, verb="people.file.set")
    act.change_many([(file, after) for file, _, after in files.changed], verb="people.file.set")
    cards_changed(act.actor, [file.person_id for file in (*files.new, *(file for file, *_ in files.changed))])


NAMES = ("last_name", "first_name", "middle_name")
