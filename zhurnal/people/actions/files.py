"""The personal file: what the school keeps of a person beside name and contacts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhurnal.core import text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.snils import read_snils, snils_mistake

from ..card_fields import OF_FILE
from ..models import CardCheck, Person, PersonalFile


@action("people.file.set")
def set_file(act: Acting, /, person: Person, **fields: Any) -> bool:
    """Write fields of a person's file («личное дело»), made where there is none; answers whether anything differed.

    `Refused` for a СНИЛС that is none, or that another person has. The log keeps sealed values sealed.
    """
    values = file_values(fields)
    file = PersonalFile.objects.filter(person=person).first()
    if "snils" in values:
        _refuse_taken(person, values["snils_match"])
    if file is None:
        if not any(values.values()):
            return False
        act.create(PersonalFile(person=person, **values))
        changed = True
    else:
        changed = act.update(file, **values)
    if changed:
        cards_changed(act.actor, [person.pk])
    return changed


def file_values(fields: dict[str, Any]) -> dict[str, Any]:
    """The columns that these fields set; an import that inserts many rows at once reckons with them. Raises `Refused`."""
    if strange := set(fields) - set(OF_FILE):
        raise TypeError(f"not a field of a file: {', '.join(sorted(strange))}")
    values: dict[str, Any] = {name: text.squeeze(value or "") for name, value in fields.items()}
    if "snils" in values:
        digits = read_snils(values["snils"])
        if digits and (mistake := snils_mistake(digits)):
            raise Refused(f"Это не СНИЛС: {mistake}. Сверьте цифры с документом.", field="snils")
        values |= {"snils": digits, "snils_match": PersonalFile.match_of(digits)}
    return values


def _refuse_taken(person: Person, match: str) -> None:
    if match and (other := PersonalFile.objects.filter(snils_match=match).exclude(person=person).first()):
        raise Refused(f"Этот СНИЛС уже записан у другого человека: {other.person.full_name}.", field="snils")


@action("people.card.changed")
def cards_changed(act: Acting, people: Iterable[int]) -> None:
    """Note on the checks of these people's cards that the card has changed since: the class teacher checks it again (§4.3.6)."""
    act.update_many(list(CardCheck.objects.filter(person_id__in=list(people), changed_at=None)), changed_at=act.at)
