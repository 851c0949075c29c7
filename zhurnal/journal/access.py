"""Which rows of the register a person may read or change."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.core import clock
from zhurnal.core.prepared import prepared
from zhurnal.people import roles
from zhurnal.people.access import Who
from zhurnal.people.models import Person
from zhurnal.school import access as school
from zhurnal.school.models import Course, Membership, Year
from zhurnal.timetable.access import SUBSTITUTE_KEEPS, lessons_to_conduct
from zhurnal.timetable.models import Lesson

from .models import Attachment, Mark, Work, WorkKind


def keeps_registers(who: Who) -> bool:
    """Those who have lessons of their own: teachers and substitutes."""
    return who.has(roles.TEACHER, roles.SUBSTITUTE)


def reads_registers(who: Who) -> bool:
    """Those who have registers to read: teachers, substitutes, class teachers and the management."""
    return who.has(roles.TEACHER, roles.SUBSTITUTE, roles.CLASS_TEACHER, *roles.MANAGEMENT)


@prepared
def courses_to_read(who: Who) -> QuerySet[Course]:
    """Registers to open: own courses, those of one's own class, everything for the management, and a substitute's course.

    Of that course a substitute sees the substituted lessons alone (`reads_only_substituted`).
    """
    courses = school.courses_to_read(who)
    if who.has(roles.SUBSTITUTE):
        courses |= Course.objects.filter(Exists(_substituted(who).filter(course=OuterRef("pk"))))
    return courses.select_related("subject", "group")


def _substituted(who: Who) -> QuerySet[Lesson]:
    return Lesson.objects.filter(substitute_id=who.person_id, date__gte=clock.today() - SUBSTITUTE_KEEPS)


_whole_registers = prepared(school.courses_to_read)


def reads_only_substituted(who: Who, course: Course) -> bool:
    """Whether the register is open to the person for the lessons that they substitute and for nothing else."""
    return who.has(roles.SUBSTITUTE) and _whole_registers.one(who, "pk", course.pk) is None


@prepared
def lessons_to_mark(who: Who) -> QuerySet[Lesson]:
    """Lessons in whose register the person writes: of courses taught today, and a substitute's own lesson (§4.4.2, §4.4.3)."""
    return lessons_to_conduct(who).select_related("course__group", "course__subject")


@prepared
def lessons_to_read(who: Who) -> QuerySet[Lesson]:
    """Lessons of the registers that the person reads whole, and those that they substitute."""
    lessons = Lesson.objects.exclude(state=Lesson.State.CANCELLED)
    if not school.reads_whole_school(who):
        readable = Q(course__in=school.courses_to_read(who).values("pk"))
        if who.has(roles.SUBSTITUTE):
            readable |= Q(pk__in=_substituted(who).values("pk"))
        lessons = lessons.filter(readable)
    return lessons.select_related("course__group", "course__subject")


def works_to_change(who: Who) -> QuerySet[Work]:
    """Works of the lessons in which the person writes."""
    return Work.objects.filter(lesson__in=lessons_to_conduct(who).values("pk")).select_related(
        "lesson__course__group", "kind"
    )


def attachments_to_change(who: Who) -> QuerySet[Attachment]:
    """Files of the homework of the lessons in which the person writes."""
    return Attachment.objects.filter(homework__lesson__in=lessons_to_conduct(who).values("pk")).select_related(
        "homework__lesson"
    )


def attachments_to_read(who: Who) -> QuerySet[Attachment]:
    """Files of homework: for those who read the register, and for the families of the group as it was on the lesson's day."""
    readers = Q(homework__lesson__in=lessons_to_read(who).values("pk"))
    family = Q(person_id=who.person_id) | Q(person__in=school.children_of(who).values("pk"))
    members = Membership.objects.filter(family, group=OuterRef("homework__lesson__course__group"))
    there = Q(until=None) | Q(until__gte=OuterRef("homework__lesson__date"))
    members = members.filter(there, since__lte=OuterRef("homework__lesson__date"))
    return Attachment.objects.filter(readers | Q(Exists(members)))


def students_of(lesson: Lesson) -> QuerySet[Person]:
    """Members of the lesson's group on its day, in order of names."""
    members = Membership.objects.filter(group_id=lesson.course.group_id).on(lesson.date)
    return Person.objects.filter(pk__in=members.values("person_id")).in_order()


def marks_to_change(who: Who) -> QuerySet[Mark]:
    """Marks of the lessons in which the person writes."""
    marks = Mark.objects.filter(work__lesson__in=lessons_to_conduct(who).values("pk"))
    return marks.select_related("work__lesson__course__group")


def courses_of_year(who: Who, day: date) -> QuerySet[Course]:
    """Registers to open of the school year that a day belongs to, else of the last begun one."""
    year = Year.objects.filter(since__lte=day).order_by("-since").values("pk")[:1]
    return courses_to_read(who).filter(year__in=year)


def kinds_to_edit(who: Who) -> QuerySet[WorkKind]:
    """Kinds of works and their weights are the school's local act: the administrator and the deputy head enter it."""
    return WorkKind.objects.all() if school.edits_calendar(who) else WorkKind.objects.none()
