"""What a list says for personal files: СНИЛС, number of the file, address, position."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhurnal.people.models import Person, PersonalFile

TITLES = {"number": "личное дело", "snils": "СНИЛС", "lives_at": "адрес", "position": "должность"}


class Files:
    """Personal files of the people of a list beside what the list says (2 queries; none when it says nothing)."""

    def __init__(self, *, needed: bool) -> None:
        self.needed = needed
        self.owner: dict[str, int] = {}
        self.known: dict[int, PersonalFile] = {}
        self.new: list[PersonalFile] = []
        self.changed: list[tuple[PersonalFile, dict[str, Any], dict[str, Any]]] = []
        self._matches: dict[str, str] = {}
        if needed:
            rows = PersonalFile.objects.exclude(snils_match="").values_list("snils_match", "person_id")
            self.owner = dict(rows)

    def match(self, digits: str) -> str:
        """The keyed hash of a number, reckoned once."""
        if digits and digits not in self._matches:
            self._matches[digits] = PersonalFile.match_of(digits)
        return self._matches.get(digits, "")

    def owner_of(self, digits: str) -> int | None:
        """The person in whose file this СНИЛС stands."""
        return self.owner.get(self.match(digits)) if digits else None

    def load(self, people: Iterable[Person]) -> None:
        """Fetch the files of the known people of the list."""
        if self.needed:
            ids = [person.pk for person in people if person.pk]
            for at in range(0, len(ids), 500):
                rows = PersonalFile.objects.filter(person_id__in=ids[at : at + 500])
                self.known |= {row.person_id: row for row in rows}

    def say(self, person: Person, **said: str) -> str:
        """Take what is said of a person; a СНИЛС that stands in the file already stays. Answers what to warn of, or nothing."""
        said = {name: value for name, value in said.items() if value}
        if not said:
            return ""
        file = self.known.get(person.pk) if person.pk else None
        warning = ""
        snils = said.get("snils", "")
        if snils and file is not None and file.snils_match and file.snils_match != self.match(snils):
            warning = "В карточке стоит другой СНИЛС; он не меняется."
        if snils and file is not None and file.snils_match:
            del said["snils"]
        if file is None:
            row = PersonalFile(person=person, snils_match=self.match(snils), **said)
            self.new.append(row)
            return warning
        after = {name: value for name, value in said.items() if value != getattr(file, name)}
        if after:
            before = {name: getattr(file, name) for name in after}
            if "snils" in after:
                after["snils_match"] = self.match(snils)
            self.changed.append((file, before, after))
        return warning
