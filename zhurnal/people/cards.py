"""Reads of people's cards."""

from __future__ import annotations

from collections.abc import Iterable

from zhurnal.core.snils import read_snils

from .models import Person, PersonalFile


def person_by_snils(typed: str) -> Person | None:
    """Who has this СНИЛС, in one query by its keyed HMAC."""
    return people_by_snils([typed]).get(read_snils(typed))


def people_by_snils(numbers: Iterable[str]) -> dict[str, Person]:
    """The people of these numbers by their digits, in one query: an import asks for a whole list at once."""
    wanted = {PersonalFile.match_of(digits): digits for number in numbers if (digits := read_snils(number))}
    found = PersonalFile.objects.filter(snils_match__in=list(wanted)).select_related("person").defer(*SEALED)
    return {wanted[file.snils_match]: file.person for file in found}


# What a read that asks for none of it leaves sealed.
SEALED = ("snils", "document", "registered_at", "lives_at")
