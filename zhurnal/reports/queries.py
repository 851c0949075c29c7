"""Rows that reports and prints are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Q

from zhurnal.people.models import Person
from zhurnal.school.access import parts_of
from zhurnal.school.models import ClassTeacher, Course, Group, Membership, School
from zhurnal.timetable.models import Lesson


@dataclass(frozen=True, slots=True)
class BlankLesson:
    """A lesson that a blank has a column and lines for."""

    date: date
    number: int
    starts: time | None
    subject: str
    teacher: str
    room: str


@dataclass(slots=True)
class BlankCourse:
    """A course with its lessons in the printed days and the members of its group."""

    subject: str
    group: Group
    lessons: list[BlankLesson] = field(default_factory=list)
    members: list[tuple[str, date, date | None]] = field(default_factory=list)


def school_name() -> str:
    """The school's short name."""
    return School.objects.values_list("short_name", flat=True).first() or ""


def class_teacher_of(group: Group, day: date) -> str:
    """The class teacher of the day, «Третьякова О. Н.», or nothing."""
    row = ClassTeacher.objects.filter(group=group).on(day).select_related("person").first()
    return row.person.short_name if row else ""


def class_members(group: Group, day: date) -> list[Person]:
    """Students of a class on a day by name."""
    members = Membership.objects.filter(group=group).on(day)
    return list(Person.objects.filter(pk__in=members.values("person_id")).in_order())


def courses_of_class(group: Group) -> list[int]:
    """The courses of a class, of its subgroups and of the groups that it is joined into."""
    groups = Group.objects.filter(parts_of(Group.objects.filter(pk=group.pk)))
    return list(Course.objects.filter(group__in=groups.values("pk")).values_list("pk", flat=True))


def blank_courses(courses: Iterable[int], since: date, until: date) -> list[BlankCourse]:
    """The courses that have lessons on these days, each with lessons and members; two queries whatever their number."""
    lessons = (
        Lesson.objects.filter(course__in=list(courses), date__range=(since, until))
        .exclude(state=Lesson.State.CANCELLED)
        .select_related("course__subject", "course__group", "teacher", "substitute", "room")
        .order_by("date", "number", "course__subject__name", "pk")
    )
    found: dict[int, BlankCourse] = {}
    for lesson in lessons:
        course = found.setdefault(lesson.course_id, BlankCourse(lesson.course.subject.name, lesson.course.group))
        person = lesson.substitute or lesson.teacher
        course.lessons.append(
            BlankLesson(
                lesson.date,
                lesson.number,
                lesson.starts,
                course.subject,
                person.short_name if person else "",
                lesson.room.name if lesson.room else "",
            )
        )
    _add_members(found.values(), since, until)
    return list(found.values())


def _add_members(courses: Iterable[BlankCourse], since: date, until: date) -> None:
    by_group: dict[int, list[BlankCourse]] = defaultdict(list)
    for course in courses:
        by_group[course.group.pk].append(course)
    rows = (
        Membership.objects.filter(Q(until=None) | Q(until__gte=since), since__lte=until, group__in=list(by_group))
        .order_by("person__order_key", "person_id", "since")
        .values_list("group_id", "person__last_name", "person__first_name", "since", "until")
    )
    for group, last, first, begins, ends in rows:
        for course in by_group[group]:
            course.members.append((f"{last} {first}", begins, ends))
