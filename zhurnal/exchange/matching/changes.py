"""What a list of students changes, as unsaved rows and remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhurnal.exchange.importers.findings import Oddity, errors_of
from zhurnal.exchange.importers.names import ClassName
from zhurnal.exchange.importers.students import StudentsPlan
from zhurnal.exchange.matching.doubts import Doubt
from zhurnal.exchange.matching.files import Files
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import Group, Year

Changed = tuple[Person, dict[str, Any], dict[str, Any]]


@dataclass
class StudentsChanges:
    """Unsaved rows, changes of known people as (person, before, after), and remarks.

    `enrolled` are (class, child, first day): the year's first day in a class without students, else today. `missing` are
    students of the list's classes whom it does not name, `moved` those whom it names in another class (with that class and the
    row's key), `remarks` what is said of neither. `children` and `parents` stand in the order of the plan.
    """

    year: Year
    today: date
    plan: StudentsPlan
    new_classes: list[ClassName] = field(default_factory=list)
    new_students: list[Person] = field(default_factory=list)
    new_parents: list[Person] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    enrolled: list[tuple[str, Person, date]] = field(default_factory=list)
    new_ties: list[Guardianship] = field(default_factory=list)
    classes: dict[str, Group] = field(default_factory=dict)
    oddities: tuple[Oddity, ...] = ()
    children: list[Person] = field(default_factory=list)
    parents: list[Person] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[tuple[Person, Group]] = field(default_factory=list)
    moved: list[tuple[Person, Group, ClassName, str]] = field(default_factory=list)
    remarks: tuple[Oddity, ...] = ()
    files: Files = field(default_factory=lambda: Files(needed=False))

    @property
    def nothing(self) -> bool:
        """True when the school is as the list says already."""
        parts = (self.new_classes, self.new_students, self.new_parents, self.changed, self.enrolled, self.new_ties)
        return not any((*parts, self.files.new, self.files.changed))

    @property
    def errors(self) -> list[Oddity]:
        """What forbids the import."""
        return errors_of(self.oddities)

    @property
    def undecided(self) -> list[Doubt]:
        """Doubts that nobody has resolved yet; until then they count as new people."""
        return [doubt for doubt in self.doubts if doubt.answer is None]
