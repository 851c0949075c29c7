"""Finds the people of a file among those whom the school knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from zhurnal.core import clock
from zhurnal.exchange.importers.names import FullName
from zhurnal.people.models import Appointment, Guardianship, Person
from zhurnal.school.models import ClassTeacher, Membership, Teaching

SEXES = {"м": Person.Sex.MALE, "ж": Person.Sex.FEMALE, "": ""}


def name_of(person: Person) -> FullName:
    """The person's name as files have it."""
    return FullName(person.last_name, person.first_name, person.middle_name)


def new_person(name: FullName, **fields: object) -> Person:
    """An unsaved person with the keys for search and order set."""
    person = Person(last_name=name.last, first_name=name.first, middle_name=name.middle, **fields)
    person.set_keys()
    return person


class Ambiguous(Exception):
    """Several people of the school fit a name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        super().__init__(", ".join(person.full_name for person in self.people))


class Roll:
    """Everyone whom the school knows, by name, with what ties them to it (6 queries)."""

    def __init__(self) -> None:
        self.people = {person.pk: person for person in Person.objects.all()}
        self.students = set(Membership.objects.values_list("person_id", flat=True))
        self.parents = set(Guardianship.objects.values_list("parent_id", flat=True))
        self.staff = {
            pk
            for model in (Teaching, ClassTeacher, Appointment)
            for pk in model.objects.values_list("person_id", flat=True)
        }
        self.by_initials: dict[tuple[str, str, str], list[Person]] = defaultdict(list)
        for person in self.people.values():
            last, first, _ = name_of(person).initials
            self.by_initials[last, first, ""].append(person)

    @cached_property
    def working(self) -> set[int]:
        """Ids of those who work at the school today (3 queries)."""
        today = clock.today()
        return {
            pk
            for model in (Teaching, ClassTeacher, Appointment)
            for pk in model.objects.on(today).values_list("person_id", flat=True)
        }

    def like(self, name: FullName) -> list[Person]:
        """People with the same surname and first initial."""
        last, first, _ = name.initials
        return self.by_initials.get((last, first, ""), [])

    def teacher(self, name: FullName) -> Person | None:
        """The grown-up who may be this teacher: never a student, and a parent only when they work at the school already.

        A full name fits its initials and the other way round. Raises Ambiguous when several people fit.
        """
        fitting = [one for one in self.like(name) if one.pk not in self.students and fits(name_of(one), name)]
        known = [one for one in fitting if one.pk in self.staff or one.pk not in self.parents]
        exact = [one for one in known if name_of(one).key == name.key]
        found = exact or known
        if len(found) > 1:
            raise Ambiguous(found)
        return found[0] if found else None

    def parent_namesakes(self, name: FullName) -> list[Person]:
        """People with this very name who are parents and do not work at the school."""
        return [one for one in self.like(name) if name_of(one).key == name.key and one.pk in self.parents - self.staff]


def fits(one: FullName, other: FullName) -> bool:
    """True when both may be the same name, one of them abbreviated or without a patronymic."""
    return one.key[0] == other.key[0] and _part_fits(one.key[1], other.key[1]) and _part_fits(one.key[2], other.key[2])


def _part_fits(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def fuller(known: FullName, said: FullName) -> FullName | None:
    """The name that says more, when the file spells out what the school has as initials; None when it does not."""
    if not known.abbreviated or said.abbreviated:
        return None
    return said
