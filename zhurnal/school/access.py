"""Which of the school's rows a person may read or change."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.core import clock
from zhurnal.people import roles
from zhurnal.people.access import Who
from zhurnal.people.models import Guardianship, Person

from .models import ClassTeacher, Course, Group, Membership, Teaching

def reads_whole_school(who: Who) -> bool:
    """Administrator, director and deputy head read everything (domain.md part 2)."""
    return who.has(*roles.MANAGEMENT)


def _teaches(who: Who, day: date) -> QuerySet[Teaching]:
    return Teaching.objects.filter(person_id=who.person_id, course=OuterRef("pk")).on(day)  # type: ignore[return-value]


def own_classes(who: Who, day: date | None = None) -> QuerySet[Group]:
    """Classes whose class teacher the person is today."""
    held = ClassTeacher.objects.filter(person_id=who.person_id).on(day or clock.today())
    return Group.objects.filter(kind=Group.Kind.CLASS, pk__in=held.values("group_id"))


def courses_to_teach(who: Who) -> QuerySet[Course]:
    """Courses that the person teaches today."""
    return Course.objects.filter(Exists(_teaches(who, clock.today())))


def courses_to_read(who: Who) -> QuerySet[Course]:
    """Own courses, all courses of one's own class (and its subgroups and joined groups), everything for the management."""
    if reads_whole_school(who):
        return Course.objects.all()
    mine = own_classes(who).values("pk")
    return Course.objects.filter(
        Exists(_teaches(who, clock.today())) | Q(group__in=mine) | Q(group__in=Group.classes.through.objects.filter(to_group__in=mine).values("from_group"))
    )


def students_in(groups: QuerySet[Group], day: date) -> QuerySet[Person]:
    """People who are members of one of these groups on a day."""
    members = Membership.objects.filter(group__in=groups.values("pk")).on(day)
    return Person.objects.filter(pk__in=members.values("person_id"))


def children_of(who: Who) -> QuerySet[Person]:
    """The children whose legal representative the person is today (§3.6: own child only)."""
    wards = Guardianship.objects.filter(parent_id=who.person_id).on(clock.today())
    return Person.objects.filter(pk__in=wards.values("child_id"))
