"""A list of students beside the school: who is new, who is known with changes, who is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.students import PlanParent, PlanStudent, Relation, StudentsPlan
from zhurnal.exchange.matching.changes import StudentsChanges
from zhurnal.exchange.matching.doubts import UNDECIDED, Candidate, Decisions, Doubt, LookAlikes, answer_of
from zhurnal.exchange.matching.files import Files
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
LONGEST_PHONE = 40
__all__ = ["StudentsChanges", "compare_students"]


def compare_students(plan: StudentsPlan, year: Year, today: date, decisions: Decisions = UNDECIDED) -> StudentsChanges:
    """What the list would change in this year; reads only (some 14 queries, whatever the length of the list)."""
    changes = StudentsChanges(year, today, plan)
    comparison = _Comparison(changes, decisions)
    comparison.run()
    changes.remarks = (*plan.oddities, *comparison.remarks.all())
    changes.oddities = (*changes.remarks, *comparison.apart.all())
    return changes


class _Comparison:
    """Matches children first, then their parents, who are known by their children or by a contact."""

    def __init__(self, changes: StudentsChanges, decisions: Decisions) -> None:
        self.changes, self.plan, self.year, self.decisions = changes, changes.plan, changes.year, decisions
        self.remarks, self.apart = Remarks(), Remarks()
        self.roll = Roll()
        self.alike = LookAlikes(self.roll)
        self.files = changes.files = Files(
            needed=any(one.snils or one.file or one.address for one in self.plan.students)
        )
        self.stays: dict[int, list[Membership]] = defaultdict(list)
        rows = Membership.objects.filter(group__year=self.year, group__kind=Group.Kind.CLASS).select_related("group")
        for row in rows.order_by("since"):
            self.stays[row.person_id].append(row)
        self.filled = {row.group_id for rows in self.stays.values() for row in rows}
        self.ties: dict[int, list[Guardianship]] = defaultdict(list)
        for tie in Guardianship.objects.within(changes.today, date.max).select_related("parent"):
            self.ties[tie.child_id].append(tie)
        self.children = changes.children
        self.tied: set[tuple[int, int]] = set()

    def run(self) -> None:
        """Fill the changes."""
        self._match_classes()
        certain = [self._known_child(student) for student in self.plan.students]
        taken = {person.pk for person in certain if person}
        self.children += [
            self._child(student, found or self._decided(student, taken))
            for student, found in zip(self.plan.students, certain, strict=True)
        ]
        self._refuse_doubles()
        self.files.load(self.children)
        for student, child in zip(self.plan.students, self.children, strict=True):
            self._place(student, child)
            self._file(student, child)
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

    def _child(self, student: PlanStudent, found: Person | None) -> Person:
        """The known child with what the list says anew, else a new person."""
        if found is None:
            found = new_person(
                student.name,
                birth_date=student.birth_date,
                sex=SEXES[student.sex],
                phone=student.phone[:LONGEST_PHONE],
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
        certain = student.key in self.decisions.same
        if certain:
            said |= {"last_name": student.name.last, "first_name": student.name.first}
        if certain or not found.middle_name:
            said["middle_name"] = student.name.middle
        self._change(found, said, keep=("sex",) if certain else ("birth_date", "sex"))
        return found

    def _known_child(self, student: PlanStudent) -> Person | None:
        """The known child of this СНИЛС and a name like it, or of this name and birth date (or, without one, of this class)."""
        owner = self.roll.people.get(self.files.owner_of(student.snils) or 0)
        if owner and {*name_of(owner).key[:2]} & {*student.name.key[:2]}:
            return owner
        for person in self.roll.like(student.name):
            if not fits(name_of(person), student.name) or person.pk in self.roll.staff - self.roll.students:
                continue
            same_day = student.birth_date is not None and person.birth_date == student.birth_date
            undated = student.birth_date is None or person.birth_date is None
            same_class = any(row.group.pk == self._class_id(student) for row in self.stays[person.pk])
            if same_day or (undated and same_class):
                return person
        return None

    def _decided(self, student: PlanStudent, taken: set[int]) -> Person | None:
        """The known person whom somebody has found to be this child of the list; a doubt stays for who resembles others."""
        found = list(self.alike.children_like(student.name, student.birth_date))
        owner = self.roll.people.get(self.files.owner_of(student.snils) or 0)
        if owner:
            found.append(Candidate(owner, "тот же СНИЛС, но другое имя"))
        candidates = tuple({one.person.pk: one for one in found if one.person.pk not in taken}.values())
        if not candidates:
            return None
        said = (
            ("дата рождения", f"{student.birth_date:%d.%m.%Y}" if student.birth_date else ""),
            ("класс", str(student.group)),
            ("телефон", student.phone),
            ("родители", ", ".join(str(self.plan.parents[index].name) for index, _ in student.guardians)),
        )
        answer = answer_of(self.decisions, student.key, candidates)
        self.changes.doubts.append(Doubt(student.key, student.where, str(student.name), said, candidates, answer))
        return self.roll.people[answer] if answer else None

    def _file(self, student: PlanStudent, child: Person) -> None:
        owner = self.files.owner_of(student.snils)
        if owner and owner != child.pk:
            text = f"Этот СНИЛС в журнале стоит в карточке: {self.roll.people[owner]}."
            self.remarks.error("ученик", str(student.name), text, student.where, student.at)
            return
        said = self.files.say(child, snils=student.snils, number=student.file, lives_at=student.address)
        if said:
            self.remarks.warn("ученик", str(student.name), said, student.where, student.at)

    def _class_id(self, student: PlanStudent) -> int | None:
        group = self.changes.classes.get(student.group.key)
        return group.pk if group else None

    def _change(self, person: Person, said: dict[str, Any], *, keep: Iterable[str] = ()) -> None:
        """Take what the list says anew; a known value of the fields in `keep` stays."""
        after = {
            name: value
            for name, value in ((name, _fitting(name, value)) for name, value in said.items())
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
                self.remarks.error("ученик", str(student.name), text, student.where, student.at)
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
            self.apart.warn("ученик", str(student.name), text, student.where, student.at)
            self.changes.moved.append((child, now.group, student.group, student.key))

    def _first_day(self, key: str) -> date:
        group = self.changes.classes.get(key)
        if group is None or group.pk not in self.filled:
            return self.year.since
        return max(self.year.since, min(self.changes.today, self.year.until))

    def _match_parents(self) -> None:
        children_of: dict[int, list[tuple[PlanStudent, Person, Relation]]] = defaultdict(list)
        for student, child in zip(self.plan.students, self.children, strict=True):
            for index, relation in student.guardians:
                children_of[index].append((student, child, relation))
        for index, parent in enumerate(self.plan.parents):
            family = children_of[index]
            first = family[0][0]
            place = [one for one, _ in first.guardians].index(index)
            key = f"{first.key}p{place}"
            person = self._parent(parent, first, key, [child for _, child, _ in family])
            self.changes.parents.append(person)
            for _, child, relation in family:
                self._tie(person, child, relation)

    def _parent(self, parent: PlanParent, student: PlanStudent, key: str, children: list[Person]) -> Person:
        """Known as a guardian of one of the children, or by the same name with a shared contact, or as decided; else new."""
        found = self._known_parent(parent, children) or self._decided_parent(parent, student, key)
        if found is None:
            found = new_person(
                parent.name, sex=SEXES[parent.sex], phone=parent.phone[:LONGEST_PHONE], email=parent.email
            )
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
        namesakes = self._namesakes(parent)
        if (shared := next((one for one in namesakes if _shares_contact(one, parent)), None)) is not None:
            return shared
        if any(person.pk in self.roll.staff for person in namesakes):
            text = "Есть сотрудник с тем же именем; без общего телефона или почты это считается другим человеком."
            self.apart.warn("родитель", str(parent.name), text)
        return None

    def _namesakes(self, parent: PlanParent) -> list[Person]:
        alike = [one for one in self.roll.like(parent.name) if name_of(one).key == parent.name.key]
        return [one for one in alike if one.pk not in self.roll.students]

    def _decided_parent(self, parent: PlanParent, student: PlanStudent, key: str) -> Person | None:
        """The namesake whom somebody has found to be this parent; a doubt stays where there is one."""
        candidates = tuple(Candidate(one, self._why_parent(one)) for one in self._namesakes(parent))
        if not candidates:
            return None
        said = (("ребёнок", str(student.name)), ("телефон", parent.phone), ("почта", parent.email))
        answer = answer_of(self.decisions, key, candidates)
        self.changes.doubts.append(Doubt(key, student.where, str(parent.name), said, candidates, answer))
        return self.roll.people[answer] if answer else None

    def _why_parent(self, person: Person) -> str:
        what = "сотрудник" if person.pk in self.roll.staff else "человек"
        return f"{what} с тем же именем, общего телефона или почты нет"

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
                self.apart.warn("ученик", str(self.roll.people[person_id]), text, str(stays[-1].group))
                self.changes.missing.append((self.roll.people[person_id], stays[-1].group))
        self.changes.missing.sort(key=lambda one: (one[1].grade or 0, one[1].letter, one[0].order_key))


def _fitting(name: str, value: Any) -> Any:
    return value[:LONGEST_PHONE] if name == "phone" and value else value


def _shares_contact(person: Person, parent: PlanParent) -> bool:
    phones = set(person.phone.split(", ")) & set(parent.phone.split(", ")) - {""}
    return bool(phones) or bool(parent.email and parent.email == person.email.lower())
