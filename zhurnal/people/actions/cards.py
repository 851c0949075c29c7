"""The card as a whole: saved at once, read under the eye of the log, checked by the class teacher, with health beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhurnal.core import text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..card_fields import split
from ..models import CardCheck, HealthRecord, Person
from .files import cards_changed, set_file
from .people import change_person


@action("people.card.save")
def save_card(act: Acting, /, person: Person, **values: Any) -> bool:
    """Write fields of the person and of the file as one act; answers whether anything differed. Refuses what the two refuse."""
    own, of_file = split(values)
    changed = change_person(act.actor, person, **own) if own else False
    return (set_file(act.actor, person, **of_file) if of_file else False) or changed


@action("people.card.check")
def check_cards(act: Acting, people: Iterable[Person]) -> int:
    """«Проверено»: the actor has compared these cards with the papers (§4.3.6); answers how many."""
    assert act.person_id is not None
    rows = [CardCheck(person=person, by_id=act.person_id, at=act.at) for person in people]
    act.create_many(rows)
    return len(rows)


@action("core.card.read")
def cards_are_read(act: Acting, people: Iterable[Person]) -> None:
    """Put the reading of a list of cards into the log, an entry a person (152-ФЗ)."""
    for person in people:
        act.note(person, before=None, after=None, about=person.pk)


@action("people.health.set")
def set_health(
    act: Acting,
    person: Person,
    *,
    health_group: str = "",
    pe_group: str = "",
    document: str = "",
    until: date | None = None,
) -> bool:
    """Write the groups that a doctor's paper names; answers whether anything differed. `Refused` for groups without the paper."""
    values: dict[str, Any] = {"health_group": health_group, "pe_group": pe_group, "document": text.squeeze(document)}
    if (health_group or pe_group) and not values["document"]:
        raise Refused("Назовите справку: кем выдана, номер и дата.", field="document")
    record = HealthRecord.objects.filter(person=person).first()
    if record is not None:
        return act.update(record, **values, until=until)
    if not any(values.values()):
        return False
    act.create(HealthRecord(person=person, **values, until=until))
    return True


__all__ = ["cards_are_read", "cards_changed", "check_cards", "save_card", "set_health"]
