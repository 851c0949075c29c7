"""Which classes and courses a person may print and report on."""

from __future__ import annotations

from django.db.models import QuerySet

from zhurnal.people import roles
from zhurnal.people.access import Who
from zhurnal.school.access import class_cards_to_read, courses_to_teach
from zhurnal.school.models import Course, Group

__all__ = ["classes_to_report", "courses_to_print", "prints_blanks", "prints_own_blanks"]


def classes_to_report(who: Who) -> QuerySet[Group]:
    """The class teacher's own class, every class for the management."""
    return class_cards_to_read(who)


def courses_to_print(who: Who) -> QuerySet[Course]:
    """The teacher's own courses."""
    return (
        courses_to_teach(who)
        .select_related("subject", "group")
        .order_by("subject__name", "group__grade", "group__name")
    )


def prints_own_blanks(who: Who) -> bool:
    """Teachers."""
    return who.has(roles.TEACHER)


def prints_blanks(who: Who) -> bool:
    """Teachers, class teachers and the management: whoever stands before a class when the journal is down (§5.1)."""
    return who.has(roles.TEACHER, roles.CLASS_TEACHER, *roles.MANAGEMENT)
