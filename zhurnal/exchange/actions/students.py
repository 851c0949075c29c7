"""A list of students written into the school."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.exchange.actions.people import change_people, write_files
from zhurnal.exchange.importers.students import StudentsPlan
from zhurnal.exchange.matching.sexes import divisions_by_sex
from zhurnal.exchange.matching.students import StudentsChanges, compare_students
from zhurnal.people.models import Person
from zhurnal.school.actions import create_group, divide, enrol
from zhurnal.school.models import Group, Year


@action("exchange.students.import")
def import_students(act: Acting, plan: StudentsPlan, *, year: Year, today: date) -> StudentsChanges:
    """Make the children of a list students of their classes, and their parents legal representatives from today on.

    Children enter the groups of girls and boys of their class by their sex. A second import of the same list changes nothing.
    Refused, and nothing written, when the list or its comparison with the school has an error.
    """
    changes = compare_students(plan, year, today)
    if changes.errors:
        first = changes.errors[0]
        raise Refused(f"Список не загружен. {first.where}: {first.text}")
    write_students(act, changes)
    return changes


def write_students(act: Acting, changes: StudentsChanges) -> None:
    """Write what a comparison has found, in a number of statements that does not grow with the children of a class."""
    for name in changes.new_classes:
        changes.classes[name.key] = create_group(act.actor, changes.year, grade=name.grade, letter=name.letter)
    act.create_many([*changes.new_students, *changes.new_parents], verb="people.person.add")
    change_people(act, changes.changed)
    by_class: dict[tuple[str, date], list[Person]] = defaultdict(list)
    for key, child, since in changes.enrolled:
        by_class[key, since].append(child)
    for (key, since), children in by_class.items():
        enrol(act.actor, changes.classes[key], children, since=since)
        _place_by_sex(act, changes.classes[key], children, since)
    act.create_many(changes.new_ties, verb="people.family.join")
    write_files(act, changes.files)


def _place_by_sex(act: Acting, klass: Group, children: list[Person], since: date) -> None:
    parts = Group.objects.filter(kind=Group.Kind.SUBGROUP, classes=klass)
    for by_sex in divisions_by_sex(parts):
        placing = {child.pk: by_sex[child.sex] for child in children if child.sex}
        if placing:
            divide(act.actor, list(by_sex.values()), placing, since=since)
