"""A list of students beside the school: who is new, who is known with changes, who is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhurnal.exchange.importers.findings import Oddity, Remarks, errors_of
from zhurnal.exchange.importers.names import ClassName
from zhurnal.exchange.importers.students import PlanParent, PlanStudent, Relation, StudentsPlan
from zhurnal.exchange.matching.groups import class_keys
from zhurnal.exchange.matching.people import SEXES, Roll, fits, name_of, new_person
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import Group, Membership, Year

RELATIONS = {
    Relation.MOTHER: Guardianship.Relation.MOTHER,
    Relation.FATHER: Guardianship.Relation.FATHER,
    Relation.GUARDIAN: Guardianship.Relation.GUARDIAN,
    Relation.FOSTER: Guardianship.Relation.FOSTER,
    Relation.OTHER: Guardianship.Relation.OTHER,
}
LONGEST_LETTER = 10
Changed = tuple[Person, dict[str, Any], dict[str, Any]]


@dataclass
class StudentsChanges:
    """Unsaved rows, changes of known people as (person, before, after), and remarks.

    `enrolled` are (class, child, first day): the year's first day in a class without students, else today.
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

    @property
    def nothing(self) -> bool:
        """True when the school is as the list says already."""
        parts = (self.new_classes, self.new_students, self.new_parents, self.changed, self.enrolled, self.new_ties)
        return not any(parts)

    @property
    def errors(self) -> list[Oddity]:
        """What forbids the import."""
        return errors_of(self.oddities)


def compare_students(plan: StudentsPlan, year: Year, today: date) -> StudentsChanges:
    """What the list would change in this year; reads only (some 12 queries, whatever the length of the list)."""
    changes = StudentsChanges(year, today, plan)
    remarks = Remarks()
    _Comparison(changes, remarks).run()
    changes.oddities = (*plan.oddities, *remarks.all())
    return changes


class _Comparison:
    """Matches children first, then their parents, who are known by their children or by a contact."""

    def __init__(self, changes: StudentsChanges, remarks: Remarks) -> None:
        self.changes, self.plan, self.year, self.remarks = changes, changes.plan, changes.year, remarks
        self.roll = Roll()
        self.stays: dict[int, list[Membership]] = defaultdict(list)
        rows = Membership.objects.filter(group__year=self.year, group__kind=Group.Kind.CLASS).select_related("group")
        for row in rows.order_by("since"):
            self.stays[row.person_id].append(row)
        self.filled = {row.group_id for rows in self.stays.values() for row in rows}
        self.ties: dict[int, list[Guardianship]] = defaultdict(list)
        for tie in Guardianship.objects.within(changes.today, date.max).select_related("parent"):
            self.ties[tie.child_id].append(tie)
        self.children: list[Person] = []
        self.tied: set[tuple[int, int]] = set()

    def run(self) -> None:
        """Fill the changes."""
        self._match_classes()
        self.children = [self._child(student) for student in self.plan.students]
        self._refuse_doubles()
        for student, child in zip(self.plan.students, self.children, strict=True):
            self._place(student, child)
        self._match_parents()
        self._mention_missing()

    def _match_classes(self) -> None:
        known = class_keys(self.year)
        for group in self.plan.classes:
            if group.key in known:
                self.changes.classes[group.key] = known[group.key]
            elif group.grade is None:
                self.remarks.error(
                    "класс", str(group), "Такого класса в учебном году нет, а параллель по названию не видна."
                )
            elif len(group.letter) > LONGEST_LETTER:
                self.remarks.error("класс", str(group), f"Литера класса длиннее {LONGEST_LETTER} знаков.")
            else:
                self.changes.new_classes.append(group)
                if known:
                    self.remarks.warn("класс", str(group), "Такого класса в учебном году ещё нет: он будет создан.")

    def _child(self, student: PlanStudent) -> Person:
        """The known child of this name and birth date (or, without one, of this class), else a new person."""
        found = self._known_child(student)
        if found is None:
            found = new_person(
                student.name,
                birth_date=student.birth_date,
                sex=SEXES[student.sex],
                phone=student.phone[:40],
                email=student.email,
            )
            self.changes.new_students.append(found)
            return found
        said = {
            "birth_date": student.birth_date,
            "sex": SEXES[student.sex],
            "phone": student.phone,
            "email": student.email,
        }
        self._change(found, said, keep=("birth_date", "sex"))
        return found

    def _known_child(self, student: PlanStudent) -> Person | None:
        for person in self.roll.like(student.name):
            if not fits(name_of(person), student.name) or person.pk in self.roll.staff - self.roll.students:
                continue
            same_day = student.birth_date is not None and person.birth_date == student.birth_date
            undated = student.birth_date is None or person.birth_date is None
            same_class = any(row.group.pk == self._class_id(student) for row in self.stays[person.pk])
            if same_day or (undated and same_class):
                return person
        return None

    def _class_id(self, student: PlanStudent) -> int | None:
        group = self.changes.classes.get(student.group.key)
        return group.pk if group else None

    def _change(self, person: Person, said: dict[str, Any], *, keep: Iterable[str] = ()) -> None:
        """Take what the list says anew; a known value of the fields in `keep` stays."""
        after = {
            name: value[:40] if name == "phone" else value
            for name, value in said.items()
            if value and value != getattr(person, name) and not (name in keep and getattr(person, name))
        }
        if after:
            self.changes.changed.append((person, {name: getattr(person, name) for name in after}, after))

    def _refuse_doubles(self) -> None:
        seen: dict[int, PlanStudent] = {}
        for student, child in zip(self.plan.students, self.children, strict=True):
            if child.pk is None:
                continue
            if child.pk in seen:
                text = f"В журнале это один человек ({child}), что и {seen[child.pk].where}."
                self.remarks.error("ученик", str(student.name), text, student.where)
            seen[child.pk] = student

    def _place(self, student: PlanStudent, child: Person) -> None:
        """A child who is in no class is enrolled; one who is in another is only pointed to: that takes an order."""
        stays = self.stays[child.pk] if child.pk else []
        now = next((row for row in reversed(stays) if row.until is None or row.until >= self.changes.today), None)
        if now is None:
            since = self._first_day(student.group.key)
            if stays:
                since = max(since, self.changes.today)
            self.changes.enrolled.append((student.group.key, child, since))
        elif now.group_id != self._class_id(student):
            text = f"В журнале учится в классе {now.group}, а в списке — {student.group}: перевод делают приказом."
            self.remarks.warn("ученик", str(student.name), text, student.where)

    def _first_day(self, key: str) -> date:
        group = self.changes.classes.get(key)
        if group is None or group.pk not in self.filled:
            return self.year.since
        return max(self.year.since, min(self.changes.today, self.year.until))

    def _match_parents(self) -> None:
        children_of: dict[int, list[tuple[Person, Relation]]] = defaultdict(list)
        for student, child in zip(self.plan.students, self.children, strict=True):
            for index, relation in student.guardians:
                children_of[index].append((child, relation))
        for index, parent in enumerate(self.plan.parents):
            person = self._parent(parent, [child for child, _ in children_of[index]])
            for child, relation in children_of[index]:
                self._tie(person, child, relation)

    def _parent(self, parent: PlanParent, children: list[Person]) -> Person:
        """Known as a guardian of one of the children, or by the same name with a shared contact; else a new person."""
        found = self._known_parent(parent, children)
        if found is None:
            found = new_person(parent.name, sex=SEXES[parent.sex], phone=parent.phone[:40], email=parent.email)
            self.changes.new_parents.append(found)
        else:
            said = {"sex": SEXES[parent.sex], "phone": parent.phone, "email": parent.email}
            self._change(found, said, keep=("sex",))
        return found

    def _known_parent(self, parent: PlanParent, children: list[Person]) -> Person | None:
        for child in children:
            for tie in self.ties[child.pk] if child.pk else []:
                if fits(name_of(tie.parent), parent.name):
                    return self.roll.people[tie.parent_id]
        namesakes = [one for one in self.roll.like(parent.name) if name_of(one).key == parent.name.key]
        for person in namesakes:
            if person.pk not in self.roll.students and _shares_contact(person, parent):
                return person
        if any(person.pk in self.roll.staff for person in namesakes):
            text = "Есть сотрудник с тем же именем; без общего телефона или почты это считается другим человеком."
            self.remarks.warn("родитель", str(parent.name), text)
        return None

    def _tie(self, person: Person, child: Person, relation: Relation) -> None:
        if (id(person), id(child)) in self.tied:
            return
        self.tied.add((id(person), id(child)))
        known = [tie for tie in (self.ties[child.pk] if child.pk else []) if tie.parent_id == person.pk]
        if not known or person.pk is None:
            tie = Guardianship(parent=person, child=child, relation=RELATIONS[relation], since=self.changes.today)
            self.changes.new_ties.append(tie)
        elif known[0].relation != RELATIONS[relation]:
            text = (
                f"В журнале {person} — {known[0].get_relation_display()}, а в списке — {relation.value}; не меняется."
            )
            self.remarks.warn("родитель", str(name_of(person)), text, str(child))

    def _mention_missing(self) -> None:
        """Students of the list's classes whom the list does not name."""
        named = {child.pk for child in self.children}
        listed = {group.pk for group in self.changes.classes.values()}
        for person_id, rows in self.stays.items():
            stays = [
                row for row in rows if row.group_id in listed and (row.until is None or row.until >= self.changes.today)
            ]
            if stays and person_id not in named:
                text = "Есть в журнале, но не в списке: если выбыл, отчислите приказом."
                self.remarks.warn("ученик", str(self.roll.people[person_id]), text, str(stays[-1].group))


def _shares_contact(person: Person, parent: PlanParent) -> bool:
    phones = set(person.phone.split(", ")) & set(parent.phone.split(", ")) - {""}
    return bool(phones) or bool(parent.email and parent.email == person.email.lower())
