"""Who of a class's families has access (§4.3.8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from zhurnal.people.models import Appointment, Guardianship, Person
from zhurnal.people.queries import Access, access_of

from ..models import ClassTeacher, Group, Membership, Teaching


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A student or a parent with their access; `staff` is given access by the administrator alone (§3.1)."""

    person: Person
    who: str
    access: Access
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """A student with their parents."""

    student: FamilyLine
    parents: list[FamilyLine]


def family_access(klass: Group, day: date) -> list[Family]:
    """The families of the class on the day with their access (5 queries)."""
    stays = Membership.objects.filter(group=klass).exclude(until__lt=day)
    students = list(Person.objects.filter(pk__in=stays.values("person_id")).order_by("order_key", "id"))
    parents: dict[int, list[Guardianship]] = defaultdict(list)
    held = (
        Guardianship.objects.filter(child__in=[one.pk for one in students])
        .seeing(day)
        .select_related("parent")
        .defer("basis")
    )
    for tie in held.order_by("relation", "id"):
        parents[tie.child_id].append(tie)
    ids = {one.pk for one in students} | {tie.parent_id for ties in parents.values() for tie in ties}
    access, working = access_of(sorted(ids)), _working(day)
    return [
        Family(
            FamilyLine(student, "ученик" if student.sex != Person.Sex.FEMALE else "ученица", access[student.pk]),
            [
                FamilyLine(tie.parent, tie.get_relation_display(), access[tie.parent_id], tie.parent_id in working)
                for tie in parents[student.pk]
            ],
        )
        for student in students
    ]


def _working(day: date) -> set[int]:
    """Ids of those who work at the school on the day (1 query)."""
    rows = [
        model.objects.on(day).order_by().values_list("person_id", flat=True)
        for model in (Appointment, Teaching, ClassTeacher)
    ]
    return set(rows[0].union(*rows[1:]))
