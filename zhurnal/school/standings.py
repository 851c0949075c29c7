"""What a person does at the school today, for the lists of people below: the roles that nobody is appointed to, and the class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from zhurnal.people import roles

from .models import ClassTeacher, Group, Membership, School, Teaching


def letterhead() -> tuple[str, str]:
    """The school's short name and the journal's address, both empty before the first-run page."""
    return School.objects.values_list("short_name", "site").first() or ("", "")


def holders(role: str, day: date) -> Any:
    """Ids of those who teach, lead a class or study on a day, as a subquery. KeyError for another role."""
    rows = {
        roles.TEACHER: Teaching.objects.on(day),
        roles.CLASS_TEACHER: ClassTeacher.objects.on(day),
        roles.STUDENT: Membership.objects.filter(group__kind=Group.Kind.CLASS).on(day),
    }[role]
    return rows.values("person_id")


def standings_of(people: Sequence[int], day: date) -> Iterator[tuple[int, str]]:
    """(person id, role) for each of these people who teaches, leads a class or studies on a day."""
    for role in (roles.TEACHER, roles.CLASS_TEACHER, roles.STUDENT):
        found = holders(role, day).filter(person_id__in=people).order_by().distinct()
        yield from ((row["person_id"], role) for row in found)


def class_titles(people: Sequence[int], day: date) -> dict[int, str]:
    """The class of each student among these people on a day, and the class that a class teacher leads, by person id."""
    titles: dict[int, str] = {}
    for model in (Membership, ClassTeacher):
        rows = model.objects.filter(person_id__in=people, group__kind=Group.Kind.CLASS).on(day).select_related("group")
        titles.update({row.person_id: row.group.title for row in rows})
    return titles
