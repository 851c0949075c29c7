"""Families of the demo: children of the right age for their grade, their parents and guardians, and the hard cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal

from zhurnal.demo.names import (
    BOYS,
    FATHERS,
    GIRLS,
    GRANDFATHERS,
    MOTHERS,
    SURNAMES,
    FullName,
    Sex,
    patronymic,
    pick_common,
    surname,
)

Relation = Literal["mother", "father", "guardian"]
CLASS_SIZE = (25, 30)
SIBLING_SHARE, TWIN_SHARE = 0.11, 0.01
FATHER_SHARE, MOTHER_SHARE, MOTHERS_OWN_SURNAME = 0.92, 0.985, 0.12
FIRST_GRADE_AGE = 6.65  # the youngest first-grader on the first school day, in years
YEAR = 365.25


@dataclass(frozen=True)
class ClassPlace:
    """A class of the school: its grade and letter."""

    grade: int
    letter: str

    @property
    def name(self) -> str:
        """«5А»."""
        return f"{self.grade}{self.letter}"


@dataclass(eq=False)
class Adult:
    """A parent or guardian of the children of one family."""

    name: FullName
    born: date
    relation: Relation
    phone: str


@dataclass(eq=False)
class Child:
    """A student, with the hidden traits that their marks and absences come from."""

    name: FullName
    born: date
    place: ClassPlace
    family: Family = field(repr=False)
    talent: float = 0.0
    health: float = 1.0
    watched: bool = False  # one of the printed logins looks at this child: asked and commented more often
    bents: dict[str, float] = field(default_factory=dict, repr=False)


@dataclass(eq=False)
class Family:
    """Adults who answer for the children, and the children in this school."""

    adults: list[Adult]
    children: list[Child] = field(default_factory=list)
    foster: bool = False


@dataclass(frozen=True)
class Households:
    """All families, and those that show a hard case."""

    families: list[Family]
    several: Family
    twins: Family
    foster: Family
    of_teacher: Family

    def children(self) -> list[Child]:
        """Every student, class by class, in the order of the alphabet."""
        everyone = [child for family in self.families for child in family.children]
        return sorted(everyone, key=lambda c: (c.place.grade, c.place.letter, alphabetical(str(c.name))))


def alphabetical(name: str) -> str:
    """A key that sorts Ё with Е."""
    return name.casefold().replace("ё", "е")


def settle(
    rng: Random, places: Sequence[ClassPlace], first_day: date, graduates: Sequence[ClassPlace] = ()
) -> Households:
    """Fill the classes with 25 to 30 children each, of the right age on the first day of the year, and their families.

    Classes that have left school already are given as grades above 11.
    """
    settler = _Settler(rng, [*places, *graduates], first_day)
    first, middle, last = places[0], places[len(places) * 12 // 33], places[-6 if len(places) > 6 else -1]
    several = settler.family([first, middle, last], whole=True)
    for child in several.children:
        child.watched = True
    twins = settler.family([middle, middle], whole=True)
    foster = settler.foster_family(middle)
    of_teacher = settler.family([last], whole=True)
    for place in settler.seats:
        while settler.seats[place] > 0:
            settler.family([place, *settler.draw_siblings(place)])
    return Households(settler.families, several, twins, foster, of_teacher)


class _Settler:
    """Seats left in each class, and the families made so far."""

    def __init__(self, rng: Random, places: Sequence[ClassPlace], first_day: date) -> None:
        self.rng, self.first_day = rng, first_day
        self.seats = {place: rng.randint(*CLASS_SIZE) for place in places}
        self.families: list[Family] = []
        self.taken: set[tuple[ClassPlace, str, str]] = set()
        self.phones = 0

    def draw_siblings(self, place: ClassPlace) -> list[ClassPlace]:
        """Classes of the brothers and sisters of a child of this class: mostly none, at times a twin."""
        if self.rng.random() < TWIN_SHARE and self.seats[place] > 1:
            return [place]
        others: list[ClassPlace] = []
        while self.rng.random() < SIBLING_SHARE:
            free = [
                p
                for p, seats in self.seats.items()
                if seats > 0 and p.grade not in {place.grade} | {o.grade for o in others}
            ]
            if not free:
                break
            others.append(self.rng.choice(free))
        return others

    def family(self, places: list[ClassPlace], *, whole: bool = False) -> Family:
        """A family with a child in each of the classes; `whole` promises both parents under one surname."""
        family = Family([])
        last, father_name = pick_common(self.rng, SURNAMES), pick_common(self.rng, FATHERS)
        self._add_children(family, places, last, father_name)
        self._add_parents(family, last, father_name, whole)
        self.families.append(family)
        return family

    def foster_family(self, place: ClassPlace) -> Family:
        """A child under the guardianship of a woman of another surname."""
        rng = self.rng
        family = Family([], foster=True)
        self._add_children(family, [place], pick_common(rng, SURNAMES), pick_common(rng, FATHERS))
        family.adults.append(self._adult(family, "f", rng.choice(SURNAMES), rng.choice(MOTHERS), "guardian"))
        self.families.append(family)
        return family

    def _add_children(self, family: Family, places: list[ClassPlace], last: str, father_name: str) -> None:
        rng = self.rng
        talent = rng.gauss(0, 0.6)
        born: dict[ClassPlace, date] = {}
        for place in places:
            sex: Sex = "m" if rng.random() < 0.505 else "f"
            name = self._child_name(place, last, father_name, sex, family)
            born.setdefault(place, self._birthday(place.grade))
            child = Child(name, born[place], place, family, talent + rng.gauss(0, 0.8), rng.lognormvariate(0, 0.45))
            family.children.append(child)
            self.seats[place] -= 1

    def _child_name(self, place: ClassPlace, last: str, father_name: str, sex: Sex, family: Family) -> FullName:
        """A name that nobody in the class or the family bears."""
        while True:
            first = pick_common(self.rng, BOYS if sex == "m" else GIRLS)
            key = (place, surname(last, sex), first)
            if key not in self.taken and first not in {c.name.first for c in family.children}:
                self.taken.add(key)
                return FullName(surname(last, sex), first, patronymic(father_name, sex), sex)

    def _birthday(self, grade: int) -> date:
        days = (FIRST_GRADE_AGE + grade - 1) * YEAR + self.rng.random() * (YEAR - 1)
        return self.first_day - timedelta(days=int(days))

    def _add_parents(self, family: Family, last: str, father_name: str, whole: bool) -> None:
        rng = self.rng
        with_father = whole or rng.random() < FATHER_SHARE
        if whole or not with_father or rng.random() < MOTHER_SHARE:
            mothers = last if whole or rng.random() > MOTHERS_OWN_SURNAME else pick_common(rng, SURNAMES)
            family.adults.append(self._adult(family, "f", mothers, pick_common(rng, MOTHERS), "mother"))
        if with_father:
            family.adults.append(self._adult(family, "m", last, father_name, "father"))

    def _adult(self, family: Family, sex: Sex, last: str, first: str, relation: Relation) -> Adult:
        rng = self.rng
        eldest = min(child.born for child in family.children)
        age_at_birth = rng.triangular(21, 38, 26) + (2 if sex == "m" else 0)
        born = eldest - timedelta(days=int(age_at_birth * YEAR))
        name = FullName(surname(last, sex), first, patronymic(pick_common(rng, GRANDFATHERS), sex), sex)
        self.phones += 1
        # The area code 000 is assigned to nobody: a demo that is made to send messages reaches no living person.
        return Adult(
            name,
            born,
            relation,
            f"+7 000 {self.phones // 10000:03d}-{self.phones // 100 % 100:02d}-{self.phones % 100:02d}",
        )
