"""Rows of a list that may be about somebody whom the school knows under a slightly other name or date; a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from zhurnal.exchange.importers.names import FullName
from zhurnal.exchange.matching.people import Roll, name_of
from zhurnal.people.models import Person

CLOSE = 2
"""Wrong, missing or superfluous letters in a word that may still be the same word."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided about rows by their keys: left out, the same as a known person (by id), or somebody else."""

    leave: frozenset[str] = frozenset()
    same: Mapping[str, int] = field(default_factory=dict)
    other: frozenset[str] = frozenset()


UNDECIDED = Decisions()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known person who may be meant, and why."""

    person: Person
    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A person of the list who may be known: `said` is what the list says, `answer` a person's id, 0 for somebody else, None while open."""

    key: str
    where: str
    name: str
    said: tuple[tuple[str, str], ...]
    candidates: tuple[Candidate, ...]
    answer: int | None = None


def answer_of(decisions: Decisions, key: str, candidates: Iterable[Candidate]) -> int | None:
    """What was decided; a person who is no candidate any more counts as not decided."""
    if key in decisions.other:
        return 0
    chosen = decisions.same.get(key)
    return chosen if chosen in {one.person.pk for one in candidates} else None


class LookAlikes:
    """Known people by birth date and by name, to be asked for those who resemble somebody (no query of its own)."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.by_date: dict[date, list[Person]] = defaultdict(list)
        for person in roll.people.values():
            if person.birth_date:
                self.by_date[person.birth_date].append(person)

    def children_like(self, name: FullName, birth_date: date | None) -> Iterator[Candidate]:
        """Children with the same name and another or no date, or of the same day with a name that differs a little."""
        for person in self.roll.like(name):
            if (
                self._grown(person)
                or name_of(person).key[:2] != name.key[:2]
                or not _middle_fits(name_of(person), name)
            ):
                continue
            if birth_date and person.birth_date and person.birth_date != birth_date:
                yield Candidate(person, "то же имя, но другая дата рождения")
            elif not (birth_date and person.birth_date):
                yield Candidate(person, "то же имя, а дату рождения сверить нельзя")
        for person in self.by_date.get(birth_date, ()) if birth_date else ():
            if not self._grown(person) and (why := _little_other(name_of(person), name)):
                yield Candidate(person, why)

    def _grown(self, person: Person) -> bool:
        return person.pk not in self.roll.students and person.pk in self.roll.staff | self.roll.parents


def _little_other(known: FullName, said: FullName) -> str:
    """Why two names of one birth date may be one person's; nothing when they may not, or are the same."""
    same_last, same_first = known.key[0] == said.key[0], known.key[1] == said.key[1]
    if same_first and not same_last and _middle_fits(known, said):
        return "та же дата рождения, имя и отчество, но другая фамилия"
    if same_last and not same_first and close(known.key[1], said.key[1]) and _middle_fits(known, said):
        return "та же фамилия и дата рождения, имя похоже"
    if same_last and same_first and not _middle_fits(known, said):
        return "та же фамилия, имя и дата рождения, но другое отчество"
    return ""


def _middle_fits(one: FullName, other: FullName) -> bool:
    return not one.middle or not other.middle or close(one.key[2], other.key[2])


def close(one: str, other: str) -> bool:
    """True when at most two letters are wrong, missing, superfluous or exchanged, and most of the word stays."""
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > CLOSE:
        return False
    return _distance(one, other) <= min(CLOSE, (longest - 1) // 2)


def _distance(one: str, other: str) -> int:
    """The number of single-letter edits and exchanges of neighbours between two words."""
    before, last = list(range(len(other) + 1)), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
