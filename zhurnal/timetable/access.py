"""Who the caller is with all standings, and which lessons they may read or change."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from zhurnal.core import clock
from zhurnal.people import roles
from zhurnal.people.access import Who, is_staff
from zhurnal.people.models import Person
from zhurnal.people.session import account_of
from zhurnal.school.access import courses_to_read, reads_whole_school, staff_to_assign
from zhurnal.school.models import Course, Group, Room, Teaching, Year

from .models import BellDay, BellSchedule, Draft, DraftSlot, Lesson, Slot, StaffAbsence, Substitution

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
    WHERE parent_id = %(who)s AND sees AND since <= %(day)s AND (until IS NULL OR until >= %(day)s))
"""


def roles_today(person_id: int) -> frozenset[str]:
    """Appointments and standings of a person that hold today, in one query."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_SQL, {"who": person_id, "day": today, "recent": today - SUBSTITUTE_KEEPS})
        return frozenset(row[0] for row in cursor.fetchall())


def who_is(request: HttpRequest) -> Who | None:
    """The signed-in person, or None."""
    account = account_of(request)
    return Who(account, roles_today) if account else None


def lessons_to_conduct(who: Who) -> QuerySet[Lesson]:
    """Lessons that the person keeps the register of: those of courses taught today, and a substitute's own lesson (§4.4.3)."""
    teaches = Teaching.objects.filter(person_id=who.person_id, course=OuterRef("course")).on(clock.today())
    substituted = Q(substitute_id=who.person_id, date__gte=clock.today() - SUBSTITUTE_KEEPS)
    return Lesson.objects.filter(Exists(teaches) | substituted).exclude(state=Lesson.State.CANCELLED)


# Doors


def edits_timetable(who: Who) -> bool:
    """The deputy head forms the timetable (§4.6.2), the administrator enters it (§4.1.5)."""
    return who.has(roles.ADMINISTRATOR, roles.DEPUTY_HEAD)


def reads_bells(who: Who) -> bool:
    """Everyone who works at the school."""
    return is_staff(who)


def has_own_timetable(who: Who) -> bool:
    """Who teaches today, as a substitute too."""
    return who.has(roles.TEACHER, roles.SUBSTITUTE)


# Rows


def lessons_to_read(who: Who) -> QuerySet[Lesson]:
    """Lessons of the courses that the person may read, and their own substituted ones."""
    if reads_whole_school(who):
        return Lesson.objects.all()
    recent = Q(substitute_id=who.person_id, date__gte=clock.today() - SUBSTITUTE_KEEPS)
    return Lesson.objects.filter(Q(course__in=courses_to_read(who).values("pk")) | recent)


def lessons_to_arrange(who: Who) -> QuerySet[Lesson]:
    """Every lesson, for those who set substitutes and cancel lessons."""
    return Lesson.objects.all() if edits_timetable(who) else Lesson.objects.none()


def classes_with_timetable(who: Who) -> QuerySet[Group]:
    """Classes whose weekly timetable the person may see: every one, for those who work at the school."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if is_staff(who) else Group.objects.none()


def classes_to_schedule(who: Who) -> QuerySet[Group]:
    """Every class, for those who make the timetable."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if edits_timetable(who) else Group.objects.none()


def courses_to_schedule(who: Who) -> QuerySet[Course]:
    """Every course, for those who make the timetable."""
    return Course.objects.all() if edits_timetable(who) else Course.objects.none()


def slots_to_edit(who: Who) -> QuerySet[Slot]:
    """Every slot, for those who make the timetable."""
    return Slot.objects.all() if edits_timetable(who) else Slot.objects.none()


def drafts_to_edit(who: Who) -> QuerySet[Draft]:
    """Every draft, for those who make the timetable: nobody else sees one (§4.6.2)."""
    return Draft.objects.select_related("year") if edits_timetable(who) else Draft.objects.none()


def draft_slots_to_edit(who: Who) -> QuerySet[DraftSlot]:
    """Every lesson of a draft, for those who make the timetable."""
    rows = DraftSlot.objects.select_related("draft__year", "course__subject", "course__group")
    return rows if edits_timetable(who) else rows.none()


def bells_to_edit(who: Who) -> QuerySet[BellSchedule]:
    """Every bell schedule, for those who make the timetable."""
    return BellSchedule.objects.all() if edits_timetable(who) else BellSchedule.objects.none()


def bell_days_to_edit(who: Who) -> QuerySet[BellDay]:
    """Every date with bells of its own, for those who make the timetable."""
    return BellDay.objects.all() if edits_timetable(who) else BellDay.objects.none()


def years_to_schedule(who: Who) -> QuerySet[Year]:
    """Every year, for those who make the timetable."""
    return Year.objects.all() if edits_timetable(who) else Year.objects.none()


def teachers_to_read(who: Who) -> QuerySet[Person]:
    """People whose timetable of lessons may be seen: everyone who teaches, for those who work at the school."""
    return Person.objects.filter(teachings__isnull=False).distinct() if is_staff(who) else Person.objects.none()


def rooms_with_timetable(who: Who) -> QuerySet[Room]:
    """Rooms whose timetable may be seen: every one, for those who work at the school."""
    return Room.objects.all() if is_staff(who) else Room.objects.none()


def substitutes_to_choose(who: Who) -> QuerySet[Person]:
    """Who may be given a lesson to substitute."""
    return staff_to_assign(who) if edits_timetable(who) else Person.objects.none()


def absences_to_edit(who: Who) -> QuerySet[StaffAbsence]:
    """Every absence of the staff with its reason, for those who look for substitutes; nobody else learns why (§4.4.3)."""
    return StaffAbsence.objects.select_related("person") if edits_timetable(who) else StaffAbsence.objects.none()


def substitutions_to_read(who: Who) -> QuerySet[Substitution]:
    """The journal of substitutions: the management's."""
    return Substitution.objects.all() if reads_whole_school(who) else Substitution.objects.none()


def substitutions_to_arrange(who: Who) -> QuerySet[Substitution]:
    """Every line of the journal of substitutions, for those who arrange them."""
    rows = Substitution.objects.select_related("lesson__course__subject", "lesson__course__group", "person")
    return rows if edits_timetable(who) else rows.none()


def substitutions_to_sign(who: Who) -> QuerySet[Substitution]:
    """The lines of the lessons that the person gives instead of others, however long ago: nobody signs for another (§4.4.3)."""
    rows = Substitution.objects.filter(person_id=who.person_id)
    return rows.select_related("lesson__course__subject", "lesson__course__group", "person")
