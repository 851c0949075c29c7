"""People themselves: names and contacts."""

from __future__ import annotations

from typing import Any

from zhurnal.core import clock, text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..card_fields import OF_PERSON
from ..models import Person
from .files import cards_changed
from .roles import appoint


@action("people.person.add")
def add_person(act: Acting, /, *, twin_is_meant: bool = False, **fields: Any) -> Person:
    """A new person (§4.1.6). `Refused` when one of the same name and birth date is known, unless a namesake is meant."""
    person = Person(**_clean(fields))
    person.set_keys()
    if not twin_is_meant and _namesakes(person):
        raise Refused("Человек с таким именем уже есть. Если это однофамилец, отметьте это.", field="twin_is_meant")
    return act.create(person, about=None)


@action("people.person.enter")
def enter_person(act: Acting, /, *, role: str = "", order_number: str = "", **fields: Any) -> Person:
    """A new person and, when a role is given, their appointment from today, as one act; refuses what the two refuse."""
    person = add_person(act.actor, **fields)
    if role:
        appoint(act.actor, person, role, since=clock.today(), order_number=order_number)
    return person


@action("people.person.change")
def change_person(act: Acting, /, person: Person, **fields: Any) -> bool:
    """Change the name or contacts; answers whether anything differed."""
    changed = act.update(person, about=person.pk, **_clean(fields))
    if changed:
        cards_changed(act.actor, [person.pk])
    return changed


def _clean(fields: dict[str, Any]) -> dict[str, Any]:
    if strange := set(fields) - set(OF_PERSON):
        raise TypeError(f"not a field of a person: {', '.join(sorted(strange))}")
    return {name: text.squeeze(value) if isinstance(value, str) else value for name, value in fields.items()}


def _namesakes(person: Person) -> bool:
    same = Person.objects.filter(search_key=person.search_key)
    if person.birth_date:
        same = same.filter(birth_date=person.birth_date) | same.filter(birth_date=None)
    return same.exists()
