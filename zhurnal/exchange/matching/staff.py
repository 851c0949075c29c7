"""A list of staff beside the school: who is new, who is known with changes, who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhurnal.exchange.importers.findings import Oddity, Remarks, errors_of
from zhurnal.exchange.importers.staff import StaffList, StaffRow
from zhurnal.exchange.matching.changes import Changed
from zhurnal.exchange.matching.doubts import UNDECIDED, Candidate, Decisions, Doubt, answer_of
from zhurnal.exchange.matching.files import Files
from zhurnal.exchange.matching.people import SEXES, Roll, fits, name_of, new_person
from zhurnal.people.models import Person

LONGEST_PHONE, LONGEST_POSITION = 40, 120


@dataclass
class StaffChanges:
    """Unsaved people, changes of known ones as (person, before, after), who is missing, and remarks; `people` stand in the order of rows."""

    listed: StaffList
    people: list[Person] = field(default_factory=list)
    new: list[Person] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)
    files: Files = field(default_factory=lambda: Files(needed=False))
    remarks: tuple[Oddity, ...] = ()

    @property
    def nothing(self) -> bool:
        """True when the school is as the list says already."""
        return not (self.new or self.changed or self.files.new or self.files.changed)

    @property
    def errors(self) -> list[Oddity]:
        """What forbids the import."""
        return errors_of(self.remarks)

    @property
    def undecided(self) -> list[Doubt]:
        """Doubts that nobody has resolved yet."""
        return [doubt for doubt in self.doubts if doubt.answer is None]


def compare_staff(listed: StaffList, decisions: Decisions = UNDECIDED) -> StaffChanges:
    """What the list would change; reads only (some 7 queries, whatever the length of the list)."""
    changes = StaffChanges(listed)
    _Comparison(changes, decisions).run()
    return changes


class _Comparison:
    """An employee is known by СНИЛС, by name among the staff, or by name with a shared contact; else somebody decides."""

    def __init__(self, changes: StaffChanges, decisions: Decisions) -> None:
        self.changes, self.decisions, self.remarks = changes, decisions, Remarks()
        self.rows: Sequence[StaffRow] = changes.listed.rows
        self.roll = Roll()
        self.files = changes.files = Files(needed=any(row.snils or row.position for row in self.rows))

    def run(self) -> None:
        """Fill the changes."""
        certain = [self._known(row) for row in self.rows]
        taken = {person.pk for person in certain if person}
        for row, known in zip(self.rows, certain, strict=True):
            self.changes.people.append(self._person(row, known or self._decided(row, taken)))
        self._refuse_doubles()
        self.files.load(self.changes.people)
        for row, person in zip(self.rows, self.changes.people, strict=True):
            said = self.files.say(person, snils=row.snils, position=row.position[:LONGEST_POSITION])
            if said:
                self.remarks.warn("сотрудник", str(row.name), said, row.where, row.at)
        named = {person.pk for person in self.changes.people}
        self.changes.missing = [
            person
            for pk, person in sorted(self.roll.people.items(), key=lambda one: one[1].order_key)
            if pk in self.roll.working and pk not in named
        ]
        self.changes.remarks = (*self.changes.listed.oddities, *self.remarks.all())

    def _known(self, row: StaffRow) -> Person | None:
        owner = self.roll.people.get(self.files.owner_of(row.snils) or 0)
        if owner and {*name_of(owner).key[:2]} & {*row.name.key[:2]}:
            return owner
        fitting = [one for one in self._grown(row) if fits(name_of(one), row.name) and not _other_date(one, row)]
        sure = [one for one in fitting if one.pk in self.roll.staff or _shared(one, row)]
        loose = [one for one in fitting if one.pk not in self.roll.parents and one not in sure]
        found = sure or loose
        return found[0] if len(found) == 1 else None

    def _grown(self, row: StaffRow) -> list[Person]:
        return [one for one in self.roll.like(row.name) if one.pk not in self.roll.students]

    def _decided(self, row: StaffRow, taken: set[int]) -> Person | None:
        found = [Candidate(one, _why(one, row, self.roll)) for one in self._grown(row) if fits(name_of(one), row.name)]
        owner = self.roll.people.get(self.files.owner_of(row.snils) or 0)
        if owner:
            found.append(Candidate(owner, "тот же СНИЛС, но другое имя"))
        candidates = tuple({one.person.pk: one for one in found if one.person.pk not in taken}.values())
        if not candidates:
            return None
        said = (
            ("дата рождения", f"{row.birth_date:%d.%m.%Y}" if row.birth_date else ""),
            ("должность", row.position),
            ("телефон", row.phone),
            ("почта", row.email),
        )
        answer = answer_of(self.decisions, row.key, candidates)
        self.changes.doubts.append(Doubt(row.key, row.where, str(row.name), said, candidates, answer))
        return self.roll.people[answer] if answer else None

    def _person(self, row: StaffRow, known: Person | None) -> Person:
        said: dict[str, Any] = {
            "birth_date": row.birth_date,
            "sex": SEXES[row.sex],
            "phone": row.phone[:LONGEST_PHONE],
            "email": row.email,
        }
        if known is None:
            made = new_person(row.name, **said)
            self.changes.new.append(made)
            return made
        if row.key in self.decisions.same or name_of(known).abbreviated:
            said |= {"last_name": row.name.last, "first_name": row.name.first}
        if row.key in self.decisions.same or not known.middle_name or known.middle_name.endswith("."):
            said["middle_name"] = row.name.middle
        kept = {"sex"} if row.key in self.decisions.same else {"sex", "birth_date"}
        after = {
            name: value
            for name, value in said.items()
            if value and value != getattr(known, name) and not (name in kept and getattr(known, name))
        }
        if after:
            self.changes.changed.append((known, {name: getattr(known, name) for name in after}, after))
        return known

    def _refuse_doubles(self) -> None:
        seen: dict[int, StaffRow] = {}
        for row, person in zip(self.rows, self.changes.people, strict=True):
            owner = self.files.owner_of(row.snils)
            if owner and owner != person.pk:
                text = f"Этот СНИЛС в журнале стоит в карточке: {self.roll.people[owner]}."
                self.remarks.error("сотрудник", str(row.name), text, row.where, row.at)
            if person.pk is None:
                continue
            if person.pk in seen:
                text = f"В журнале это один человек ({person}), что и {seen[person.pk].where}."
                self.remarks.error("сотрудник", str(row.name), text, row.where, row.at)
            seen[person.pk] = row


def _other_date(person: Person, row: StaffRow) -> bool:
    return bool(person.birth_date and row.birth_date and person.birth_date != row.birth_date)


def _shared(person: Person, row: StaffRow) -> bool:
    phones = set(person.phone.split(", ")) & set(row.phone.split(", ")) - {""}
    same_day = person.birth_date is not None and person.birth_date == row.birth_date
    return bool(phones) or bool(row.email and row.email == person.email.lower()) or same_day


def _why(person: Person, row: StaffRow, roll: Roll) -> str:
    if _other_date(person, row):
        return "то же имя, но другая дата рождения"
    if person.pk in roll.parents and person.pk not in roll.staff:
        return "родитель с тем же именем"
    return "то же имя"
