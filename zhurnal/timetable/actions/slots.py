"""The weekly timetable: places of courses in the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.models import Person
from zhurnal.school.calendar import parents_in
from zhurnal.school.models import Course, Room
from zhurnal.school.rules import DAY

from ..models import Slot
from ..planning import Bells, placed, placed_slots, teachers_of
from ..rules import clashes_of


@action("timetable.slot.create")
def create_slot(
    act: Acting,
    course: Course,
    *,
    weekday: int,
    number: int,
    week: int = 0,
    teacher: Person | None = None,
    room: Room | None = None,
    since: date,
    until: date | None = None,
) -> Slot:
    """Put a course into the week (weekday 1–7, number in the day, week 0 for every one) from `since` to `until`.

    Without a teacher everyone who teaches the course is meant. Refused when its group, a teacher or the room is taken then.
    """
    slot = Slot(
        course=course, weekday=weekday, number=number, week=week, teacher=teacher, room=room, since=since, until=until
    )
    _check(slot)
    return act.create(slot)


@action("timetable.slot.set")
def set_slot(
    act: Acting,
    slot: Slot,
    *,
    course: Course,
    weekday: int,
    number: int,
    week: int,
    teacher: Person | None,
    room: Room | None,
    since: date,
) -> Slot:
    """Change a slot from `since` on: what held before keeps its days, and the lessons made of it stay until lessons are made again.

    Refused when the group, a teacher or the room is taken then.
    """
    values = {"course": course, "weekday": weekday, "number": number, "week": week, "teacher": teacher, "room": room}
    if all(getattr(slot, name) == value for name, value in values.items()):
        return slot
    if since <= slot.since:
        changed = Slot(pk=slot.pk, since=slot.since, until=slot.until, **values)
        _check(changed)
        act.update(slot, **values)  # type: ignore[arg-type] # the fields of a slot, none of them a keyword of update()
        return slot
    if slot.until is not None and since > slot.until:
        raise Refused(f"Это место действовало до {slot.until:%d.%m.%Y}.", field="since")
    until = slot.until
    act.update(slot, until=since - DAY)
    new = Slot(since=since, until=until, **values)
    _check(new)
    act.create(new)
    act.link(new, "more_rooms", list(slot.more_rooms.all()))
    return new


@action("timetable.slot.rooms")
def set_further_rooms(act: Acting, slot: Slot, rooms: Iterable[Room]) -> None:
    """Further rooms of a weekly place, beside its own: two halls for one lesson, or a room a group. Its own room is left out."""
    act.link(slot, "more_rooms", [room for room in rooms if room.pk != slot.room_id])


@action("timetable.slot.remove")
def remove_slot(act: Acting, slot: Slot, *, since: date) -> None:
    """The place is free from `since` on."""
    if since <= slot.since:
        act.delete(slot)
    elif slot.until is None or slot.until >= since:
        act.update(slot, until=since - DAY)


def _check(slot: Slot) -> None:
    year = slot.course.year
    if not 1 <= slot.weekday <= 7 or not 0 <= slot.number <= 16:
        raise Refused("Такого места в неделе нет.", field="number")
    if slot.until is not None and slot.until < slot.since:
        raise Refused("Последний день раньше первого.", field="until")
    parents, bells = parents_in(year), Bells(year)
    new = placed(slot, parents, bells, teachers_of(Course.objects.filter(pk=slot.course_id)))
    found = clashes_of(new, placed_slots(year, weekday=slot.weekday))
    if found:
        words = "; ".join(dict.fromkeys(clash.what for clash in found[:3]))
        raise Refused(
            f"Место занято: {words}.", field={"teacher": "teacher", "room": "room"}.get(found[0].kind, "course")
        )
