"""Whose diary a person may open."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.core import clock
from zhurnal.core.prepared import prepared
from zhurnal.journal.sql import rows
from zhurnal.people import roles
from zhurnal.people.access import Who
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.access import own_classes, reads_whole_school
from zhurnal.school.models import Group, Membership

_CHILDREN = """
SELECT child_id FROM people_guardianship
WHERE parent_id = %(who)s AND sees AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)
"""


def has_diary(who: Who) -> bool:
    """Students have their own diary, parents those of their children (§3.6)."""
    return who.has(*roles.FAMILY)


def opens_diaries(who: Who) -> bool:
    """Class teachers open the diaries of their class as the families see them (§4.3.4), the management everyone's."""
    return who.has(roles.CLASS_TEACHER, *roles.MANAGEMENT)


def own_students(who: Who) -> QuerySet[Person]:
    """Oneself and one's own children (§3.6): whose visits are remembered. A departed student keeps reading."""
    mine = Q(pk__in=[who.person_id] if who.has(roles.STUDENT) else [])
    if who.has(roles.PARENT):
        mine |= Q(pk__in=Guardianship.objects.filter(parent_id=who.person_id).seeing(clock.today()).values("child_id"))
    return Person.objects.filter(mine)


def own_student_ids(who: Who) -> list[int]:
    """The ids of `own_students` for the pages that families open every day, remembered for the request."""
    if "diary.own" not in who.memo:
        children = rows(_CHILDREN, who=who.person_id, day=clock.today()) if who.has(roles.PARENT) else []
        own = [who.person_id] if who.has(roles.STUDENT) else []
        who.memo["diary.own"] = own + [child for (child,) in children]
    found: list[int] = who.memo["diary.own"]
    return found


def classes_to_open(who: Who) -> QuerySet[Group]:
    """Classes whose students' diaries the person may open."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if reads_whole_school(who) else own_classes(who)


def students_of(classes: QuerySet[Group]) -> QuerySet[Person]:
    """Today's students of these classes and those who left the school from them; who moved on is read in the new class."""
    today = clock.today()
    later = Membership.objects.filter(
        person=OuterRef("person"), group__kind=Group.Kind.CLASS, since__gt=OuterRef("until")
    )
    rows = Membership.objects.filter(group__in=classes.values("pk"), since__lte=today)
    stayed = rows.filter(Q(until=None) | Q(until__gte=today) | ~Exists(later))
    return Person.objects.filter(pk__in=stayed.values("person_id"))


@prepared
def students_to_read(who: Who) -> QuerySet[Person]:
    """Own children, oneself; for a class teacher the students of the class; every student for the management."""
    if reads_whole_school(who):
        return Person.objects.filter(Exists(Membership.objects.filter(person=OuterRef("pk"))))
    if not who.has(roles.CLASS_TEACHER):
        return own_students(who)
    return Person.objects.filter(
        Q(pk__in=students_of(own_classes(who)).values("pk")) | Q(pk__in=own_students(who).values("pk"))
    )
