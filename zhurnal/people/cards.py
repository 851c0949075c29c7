"""Reads of people's cards: found by СНИЛС, checked or not, with consent or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhurnal.core.snils import read_snils

from .models import CardCheck, Consent, Correction, HealthRecord, Person, PersonalFile

# What a read that asks for none of it leaves sealed.
SEALED = ("snils", "document", "registered_at", "lives_at")


def person_by_snils(typed: str) -> Person | None:
    """Who has this СНИЛС, in one query by its keyed HMAC."""
    return people_by_snils([typed]).get(read_snils(typed))


def people_by_snils(numbers: Iterable[str]) -> dict[str, Person]:
    """The people of these numbers by their digits, in one query: an import asks for a whole list at once."""
    wanted = {PersonalFile.match_of(digits): digits for number in numbers if (digits := read_snils(number))}
    found = PersonalFile.objects.filter(snils_match__in=list(wanted)).select_related("person").defer(*SEALED)
    return {wanted[file.snils_match]: file.person for file in found}


@dataclass(frozen=True, slots=True)
class CheckState:
    """Whether a card was compared with the papers, by whom and when, and whether it has changed since."""

    by: str = ""
    at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def state(self) -> str:
        """`new`, `done` or `stale`."""
        return "new" if self.at is None else "stale" if self.changed_at else "done"

    @property
    def title(self) -> str:
        """The state in Russian."""
        return {"new": "не проверено", "done": "проверено", "stale": "изменено после проверки"}[self.state]

    @property
    def kind(self) -> str:
        """The kind of chip that shows it."""
        return {"new": "line", "done": "good", "stale": "warn"}[self.state]


def check_states(people: Sequence[int]) -> dict[int, CheckState]:
    """The latest check of each of these people by id, in one query; everyone asked for is in the answer."""
    latest: dict[int, CheckState] = dict.fromkeys(people, CheckState())
    rows = CardCheck.objects.filter(person_id__in=people).select_related("by").order_by("at", "id")
    for row in rows:
        latest[row.person_id] = CheckState(row.by.short_name, row.at, row.changed_at)
    return latest


def consenting(people: Sequence[int], purpose: str, day: date) -> set[int]:
    """Those of these people with a consent for the purpose that holds on the day, in one query."""
    rows = Consent.objects.filter(person_id__in=people, purpose=purpose, given_on__lte=day).exclude(
        withdrawn_on__lte=day
    )
    return set(rows.values_list("person_id", flat=True))


def consents_of(person: Person) -> list[Consent]:
    """All consents of a person, those that hold first, then by date, the latest first (1 query)."""
    rows = Consent.objects.filter(person=person).select_related("given_by").order_by("-given_on", "-id")
    return sorted(rows, key=lambda row: row.withdrawn_on is not None)


def waiting_corrections(people: Sequence[int]) -> Counter[int]:
    """How many proposals wait about each of these people, in one query."""
    rows = Correction.objects.filter(person_id__in=people, state=Correction.State.WAITING)
    return Counter(rows.values_list("person_id", flat=True))


def corrections_of(person: Person, *, latest: int = 20) -> list[Correction]:
    """The latest proposals about a card, the waiting ones among them (1 query)."""
    rows = Correction.objects.filter(person=person).select_related("by", "decided_by")
    return list(rows.order_by("-at", "-id")[:latest])


def file_of(person: Person) -> PersonalFile:
    """The person's file, an empty one where there is none yet (1 query). Raises Unsealable without the key."""
    return PersonalFile.objects.filter(person=person).first() or PersonalFile(person=person)


def health_of(person: Person) -> HealthRecord:
    """The person's health record, an empty one where there is none yet (1 query). Raises Unsealable without the key."""
    return HealthRecord.objects.filter(person=person).first() or HealthRecord(person=person)


def health_records(people: Sequence[int]) -> dict[int, HealthRecord]:
    """The health records of these people by person id, in one query."""
    return {row.person_id: row for row in HealthRecord.objects.filter(person_id__in=people)}
