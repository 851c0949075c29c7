"""What a plan asks for and what is taught, by subject. Read by actions and queries alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet

from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Course, Group, Year

from .models import Plan, PlanLine

Taught = dict[int, dict[int, list[Course]]]


def counted_lines(plan: Plan) -> QuerySet[PlanLine]:
    """The lines that make the week of a student: those that a subgroup learns instead of another subject stay out."""
    return PlanLine.objects.filter(plan=plan).exclude(part=PlanLine.Part.INSTEAD)


def plan_hours(plan: Plan) -> dict[int, Decimal]:
    """Hours a week by subject, all parts together."""
    found: dict[int, Decimal] = {}
    for line in plan.lines.all():
        found[line.subject_id] = found.get(line.subject_id, Decimal(0)) + line.hours
    return found


def taught_by_class(year: Year, classes: Iterable[int]) -> Taught:
    """The courses of each of these classes, of its groups and of joined groups: class → subject → courses (2 queries).

    Electives are no part of the curriculum.
    """
    wanted = set(classes)
    parents = parents_in(year)
    found: Taught = {pk: defaultdict(list) for pk in wanted}
    rows = Course.objects.filter(year=year).exclude(group__kind=Group.Kind.ELECTIVE).select_related("subject", "group")
    for course in rows.order_by("group__name"):
        for klass in classes_under(course.group_id, parents):
            if klass in wanted:
                found[klass][course.subject_id].append(course)
    return found


def taught_in(klass: Group) -> dict[int, list[Course]]:
    """The same of one class."""
    return taught_by_class(klass.year, [klass.pk])[klass.pk]
