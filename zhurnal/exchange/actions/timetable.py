"""A timetable written into the school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.exchange.importers.asc import TimetablePlan
from zhurnal.exchange.matching.timetable import TimetableChanges, compare_timetable
from zhurnal.school.actions.movement import follow_joined
from zhurnal.school.calendar import PARTS
from zhurnal.school.models import Group, Membership, Teaching, Year
from zhurnal.school.rules import DAY
from zhurnal.timetable.actions import create_bells, set_bells
from zhurnal.timetable.models import Slot


@action("exchange.timetable.import")
def import_timetable(act: Acting, plan: TimetablePlan, *, year: Year, today: date) -> TimetableChanges:
    """Make the year's classes, groups, courses and slots as the file has them; answers what was changed.

    A second import of the same file changes nothing. Refused, and nothing written, when the file or its comparison with the
    school has an error.
    """
    changes = compare_timetable(plan, year, today)
    check(changes)
    write_timetable(act, changes)
    return changes


def check(changes: TimetableChanges) -> None:
    """Raise for the first error of a comparison."""
    if changes.errors:
        first = changes.errors[0]
        raise Refused(f"Расписание не загружено. {first.where}: {first.text}")


def write_timetable(act: Acting, changes: TimetableChanges) -> None:
    """All that a comparison asks for."""
    write_lists(act, changes)
    write_courses(act, changes)
    for teaching in changes.ended_teachings:
        _end(act, teaching, changes.since, "school.teaching.end")
    _write_slots(act, changes)


def write_lists(act: Acting, changes: TimetableChanges) -> None:
    """Subjects, rooms, teachers, bells, classes and groups."""
    _write_names(act, changes)
    _write_groups(act, changes)


def _write_names(act: Acting, changes: TimetableChanges) -> None:
    act.create_many(changes.new_subjects, verb="school.subject.create")
    act.create_many(changes.new_rooms, verb="school.room.create")
    act.create_many(changes.new_teachers, verb="people.person.add")
    for person, _, name in changes.renamed:
        act.update(
            person, verb="people.person.change", last_name=name.last, first_name=name.first, middle_name=name.middle
        )
    for schedule, times in changes.new_bells:
        if schedule is None:
            create_bells(act.actor, changes.year, name="Обычные звонки", times=times)
        else:
            set_bells(act.actor, schedule, name=schedule.name, times=times)


def _write_groups(act: Acting, changes: TimetableChanges) -> None:
    act.create_many(changes.new_classes, verb="school.group.create")
    act.create_many(changes.new_groups, verb="school.group.create")
    links = [PARTS(from_group=group, to_group=parent) for group, parents in changes.links for parent in parents]
    act.create_many(links, verb="school.group.create")
    act.create_many(changes.new_class_teachers, verb="school.class_teacher.set")


def write_courses(act: Acting, changes: TimetableChanges) -> None:
    """Courses and who teaches them; students of new joined groups."""
    act.create_many(changes.new_courses, verb="school.course.create")
    for course, _, hours in changes.new_hours:
        act.update(course, verb="school.course.set", hours_a_week=hours)
    act.create_many(changes.new_teachings, verb="school.teaching.begin")
    _fill_joined(act, changes)


def _write_slots(act: Acting, changes: TimetableChanges) -> None:
    for slot in changes.ended_slots:
        _end(act, slot, changes.since, "timetable.slot.end")
    act.create_many([slot for slot, _ in changes.new_slots], verb="timetable.slot.create")
    through = Slot.more_rooms.through
    extra = [through(slot=slot, room=room) for slot, rooms in changes.new_slots for room in rooms]
    act.create_many(extra, verb="timetable.slot.create")


def _end(act: Acting, row: Slot | Teaching, since: date, verb: str) -> None:
    """The row holds no more from this day on; one that has not begun is removed."""
    if row.since >= since:
        act.delete(row, verb=verb)
    else:
        act.update(row, verb=verb, until=since - DAY)


def _fill_joined(act: Acting, changes: TimetableChanges) -> None:
    """New joined groups of classes that have students already get them at once."""
    joined = [group for group in changes.new_groups if group.kind == Group.Kind.JOINED]
    if joined:
        parents = [parent for group, stands_on in changes.links if group in joined for parent in stands_on]
        follow_joined(act, _members(parents), since=changes.year.since, year=changes.year)


def _members(groups: Iterable[Group]) -> set[int]:
    people: set[int] = set(Membership.objects.filter(group__in=list(groups)).values_list("person_id", flat=True))
    return people
