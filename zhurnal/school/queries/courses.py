"""The pages of subjects, rooms and courses."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from ..models import Course, Group, Room, Subject, Teaching
from .classes import parts_of_class


def subjects_page() -> QuerySet[Subject]:
    """All subjects by name with the number of their courses as `used` (1 query)."""
    return Subject.objects.annotate(used=Count("courses")).order_by("name")


def rooms_page() -> QuerySet[Room]:
    """All rooms by name (1 query)."""
    return Room.objects.order_by("name")


def groups_for_courses(klass: Group) -> QuerySet[Group]:
    """The class and the groups that stand on it."""
    ids = [klass.pk, *(part.pk for part in parts_of_class(klass))]
    return Group.objects.filter(pk__in=ids).order_by("-kind", "name")


def class_of(group: Group) -> Group | None:
    """The class itself, or the first of those that a group stands on, through a subgroup too."""
    if group.kind == Group.Kind.CLASS:
        return group
    above = list(group.classes.order_by("grade", "letter", "name"))
    return next((found for one in above if (found := class_of(one)) is not None), None)


def teachings_of(course: Course) -> QuerySet[Teaching]:
    """All terms of teaching of a course, the latest first (1 query)."""
    return Teaching.objects.filter(course=course).select_related("person").order_by("-since", "id")
