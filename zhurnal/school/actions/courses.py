"""Subjects, rooms, courses, who teaches them, and class teachers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhurnal.core import text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.models import Person

from ..models import ClassTeacher, Course, Group, Room, Subject, Teaching
from ..papers import EVER
from ..rules import DAY


@action("school.subject.create")
def create_subject(act: Acting, *, name: str, short_name: str = "") -> Subject:
    """Make a subject; refused when one of this name exists, whatever its case."""
    name = _free_name(Subject, name)
    return act.create(Subject(name=name, short_name=short_name))


@action("school.subject.rename")
def rename_subject(act: Acting, subject: Subject, *, name: str, short_name: str) -> None:
    """Change a subject's names."""
    act.update(subject, name=_free_name(Subject, name, but=subject.pk), short_name=short_name)


@action("school.room.create")
def create_room(act: Acting, *, name: str) -> Room:
    """Make a room; refused when one of this name exists, whatever its case."""
    return act.create(Room(name=_free_name(Room, name)))


@action("school.room.rename")
def rename_room(act: Acting, room: Room, *, name: str) -> None:
    """Change a room's name."""
    act.update(room, name=_free_name(Room, name, but=room.pk))


def _free_name(model: type[Subject] | type[Room], name: str, but: int | None = None) -> str:
    name = text.squeeze(name)
    if not name:
        raise Refused("Название не может быть пустым.", field="name")
    others = model._default_manager.values_list("pk", "name")
    if text.search_key(name) in {text.search_key(other) for pk, other in others if pk != but}:
        raise Refused(f"«{name}» уже есть.", field="name")
    return name


@action("school.course.create")
def create_course(
    act: Acting, group: Group, subject: Subject, *, hours_a_week: Decimal | int = 0, graded: bool | None = None
) -> Course:
    """Make the course of a subject for a group in the group's year; first grades are never graded (§3.7).

    Refused when the group has a course of this subject.
    """
    if Course.objects.filter(group=group, subject=subject).exists():
        raise Refused(f"Курс «{subject}» у группы {group} уже есть.", field="subject")
    graded = group.grade > 1 if graded is None else graded and group.grade > 1
    return act.create(
        Course(year_id=group.year_id, group=group, subject=subject, hours_a_week=hours_a_week, graded=graded)
    )


@action("school.course.open")
def open_course(
    act: Acting,
    group: Group,
    subject: Subject,
    *,
    hours_a_week: Decimal,
    graded: bool,
    person: Person | None,
    since: date,
) -> Course:
    """Make a course and give it its teacher in one act."""
    course = create_course(act.actor, group, subject, hours_a_week=hours_a_week, graded=graded)
    if person is not None:
        assign_teacher(act.actor, course, person, since=since)
    return course


@action("school.course.set")
def set_course(act: Acting, course: Course, *, hours_a_week: Decimal, graded: bool) -> None:
    """Change a course's hours a week and whether it is graded; first grades stay ungraded (§3.7)."""
    act.update(course, hours_a_week=hours_a_week, graded=graded and course.group.grade > 1)


@action("school.teaching.begin")
def assign_teacher(act: Acting, course: Course, person: Person, *, since: date, until: date | None = None) -> Teaching:
    """The person teaches the course on these days, beside others or alone; refused where they do already."""
    if until is not None and until < since:
        raise Refused("Последний день раньше первого.", field="until")
    if Teaching.objects.filter(course=course, person=person).within(since, until or EVER).exists():
        raise Refused(f"{person.short_name} в эти дни уже ведёт этот курс.", field="person")
    return act.create(Teaching(course=course, person=person, since=since, until=until))


@action("school.teaching.end")
def end_teaching(act: Acting, teaching: Teaching, *, until: date) -> None:
    """`until` is the last day on which the person teaches the course; refused before its first day."""
    if until < teaching.since:
        raise Refused(f"Учитель ведёт курс с {teaching.since:%d.%m.%Y}: раньше закончить нельзя.", field="until")
    act.update(teaching, until=until)


@action("school.class_teacher.set")
def set_class_teacher(act: Acting, group: Group, person: Person | None, *, since: date) -> ClassTeacher | None:
    """The person (or, with None, nobody) is the class teacher from `since` on; the former one's term ends the day before."""
    if group.kind != Group.Kind.CLASS:
        raise Refused("Классный руководитель бывает только у класса.", field="group")
    held: list[ClassTeacher] = list(ClassTeacher.objects.filter(group=group).within(since, EVER).order_by("since"))
    now = held[0] if held else None
    if now and person and now.person_id == person.pk and now.since <= since and len(held) == 1 and now.until is None:
        return now
    for row in held:
        if row.since >= since:
            act.delete(row)
        else:
            act.update(row, until=since - DAY)
    return act.create(ClassTeacher(group=group, person=person, since=since)) if person is not None else None
