"""Who the caller is with all standings, and which lessons they may read or change."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from zhurnal.core import clock
from zhurnal.people.access import Who
from zhurnal.people.models import Account
from zhurnal.school.models import Teaching

from .models import Lesson

# How long a substitute may still complete the page of the lesson that they gave (§4.4.3).
SUBSTITUTE_KEEPS = timedelta(days=30)

_ROLES_SQL = """
SELECT role FROM people_appointment WHERE person_id = %(who)s AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)
UNION SELECT 'teacher' WHERE EXISTS (SELECT 1 FROM school_teaching
    WHERE person_id = %(who)s AND since <= %(day)s AND (until IS NULL OR until >= %(day)s))
UNION SELECT 'class_teacher' WHERE EXISTS (SELECT 1 FROM school_classteacher
    WHERE person_id = %(who)s AND since <= %(day)s AND (until IS NULL OR until >= %(day)s))
UNION SELECT 'substitute' WHERE EXISTS (SELECT 1 FROM timetable_lesson
    WHERE substitute_id = %(who)s AND date >= %(recent)s)
UNION SELECT 'student' WHERE EXISTS (SELECT 1 FROM school_membership WHERE person_id = %(who)s)
UNION SELECT 'parent' WHERE EXISTS (SELECT 1 FROM people_guardianship
    WHERE parent_id = %(who)s AND since <= %(day)s AND (until IS NULL OR until >= %(day)s))
"""


def roles_today(person_id: int) -> frozenset[str]:
    """Appointments and standings of a person that hold today, in one query."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_SQL, {"who": person_id, "day": today, "recent": today - SUBSTITUTE_KEEPS})
        return frozenset(row[0] for row in cursor.fetchall())


def who_is(request: HttpRequest) -> Who | None:
    """The signed-in person, or None."""
    account = request.user
    return Who(account, roles_today) if isinstance(account, Account) else None


def lessons_to_conduct(who: Who) -> QuerySet[Lesson]:
    """Lessons that the person keeps the register of: those of courses taught today, and a substitute's own lesson (§4.4.3)."""
    teaches = Teaching.objects.filter(person_id=who.person_id, course=OuterRef("course")).on(clock.today())
    substituted = Q(substitute_id=who.person_id, date__gte=clock.today() - SUBSTITUTE_KEEPS)
    return Lesson.objects.filter(Exists(teaches) | substituted).exclude(state=Lesson.State.CANCELLED)
