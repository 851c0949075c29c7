"""Drafts of the weekly timetable (§4.6.2): made, renamed, removed, and their lessons put, moved, copied and taken out.

A draft may hold clashes: they are shown, and publishing refuses them. A published draft stays as it was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import WEEKDAYS
from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Course, Group, Room, Year

from ..models import Draft, DraftSlot, Slot

COLUMNS = ("course_id", "weekday", "number", "week", "teacher_id", "room_id")


@action("timetable.draft.create")
def create_draft(
    act: Acting, year: Year, *, name: str, since: date, source: Draft | None = None, empty: bool = False
) -> Draft:
    """Make a draft that is to hold from `since`: a copy of another one, of the timetable of that day, or an empty one.

    Refused for a name that is taken and a day outside the year.
    """
    _check_name(year, name)
    _check_since(year, since)
    draft = act.create(Draft(year=year, name=name, since=since, made_by_id=act.person_id, made_at=act.at))
    if not empty:
        rows: Iterable[DraftSlot | Slot] = (
            DraftSlot.objects.filter(draft=source) if source else Slot.objects.filter(course__year=year).on(since)
        )
        _copy(act, draft, rows)
    return draft


def _copy(act: Acting, draft: Draft, rows: Iterable[DraftSlot | Slot]) -> None:
    # Like the lessons themselves: two rows for one hour of a course are one.
    places: dict[tuple[object, ...], DraftSlot | Slot] = {}
    for row in rows:
        places.setdefault(tuple(getattr(row, name) for name in COLUMNS), row)
    copies = [DraftSlot(draft=draft, **dict(zip(COLUMNS, values, strict=True))) for values in places]
    act.create_many(copies)
    more = _more_rooms(places.values())
    for row, copy in zip(places.values(), copies, strict=True):
        if row.pk in more:
            act.link(copy, "more_rooms", more[row.pk])


def _more_rooms(rows: Iterable[DraftSlot | Slot]) -> dict[int, list[Room]]:
    """The further rooms of those that have any."""
    found: dict[int, list[Room]] = {}
    kept = list(rows)
    if not kept:
        return found
    model = type(kept[0])
    for row in model._default_manager.filter(pk__in=[one.pk for one in kept], more_rooms__isnull=False).distinct():
        found[row.pk] = list(row.more_rooms.all())
    return found


@action("timetable.draft.set")
def set_draft(act: Acting, draft: Draft, *, name: str, since: date) -> None:
    """Rename a draft, or let it hold from another day. Refused when it is published, for a taken name and outside the year."""
    open_still(draft)
    if name != draft.name:
        _check_name(draft.year, name)
    _check_since(draft.year, since)
    act.update(draft, name=name, since=since)


@action("timetable.draft.delete")
def delete_draft(act: Acting, draft: Draft) -> None:
    """Throw a draft away; the timetable in force is not touched."""
    act.delete_many(list(DraftSlot.objects.filter(draft=draft)))
    act.delete(draft)


def _check_name(year: Year, name: str) -> None:
    if Draft.objects.filter(year=year, name=name).exists():
        raise Refused(f"Черновик «{name}» уже есть: назовите этот иначе.", field="name")


def _check_since(year: Year, since: date) -> None:
    if not year.since <= since <= year.until:
        raise Refused(f"{since:%d.%m.%Y} не входит в учебный год «{year}».", field="since")


def open_still(draft: Draft) -> None:
    """Refuse when the draft is gone or published, by now: its row is locked until the act ends."""
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise Refused("Этого черновика уже нет: его удалили, пока вы смотрели на страницу.")
    if locked.published_at is not None:
        raise Refused(f"«{draft.name}» уже опубликован и больше не меняется. Сделайте его копию и правьте её.")


def _check_place(weekday: int, number: int) -> None:
    if not 1 <= weekday <= 7 or not 0 <= number <= 16:
        raise Refused("Такого места в неделе нет.", field="number")


def _check_twice(slot: DraftSlot, without: Iterable[int] = ()) -> None:
    rows = DraftSlot.objects.filter(
        draft=slot.draft, course=slot.course, weekday=slot.weekday, number=slot.number
    ).exclude(pk__in=without)
    if any(one == slot.week or 0 in (one, slot.week) for one in rows.values_list("week", flat=True)):
        raise Refused("Этот урок здесь уже стоит.", field="course")


@action("timetable.draft.put")
def put_lesson(
    act: Acting,
    draft: Draft,
    course: Course,
    *,
    weekday: int,
    number: int,
    week: int = 0,
    teacher: Person | None = None,
    room: Room | None = None,
    instead: Sequence[DraftSlot] = (),
) -> DraftSlot:
    """Put a lesson of a course into the draft, in the place of `instead`; a clash is allowed here.

    Refused when the draft is published or the course stands there already.
    """
    open_still(draft)
    _check_place(weekday, number)
    slot = DraftSlot(draft=draft, course=course, weekday=weekday, number=number, week=week, teacher=teacher, room=room)
    _check_twice(slot, [one.pk for one in instead])
    act.delete_many(instead)
    return act.create(slot)


@action("timetable.draft.set_lesson")
def set_lesson(
    act: Acting,
    slot: DraftSlot,
    *,
    weekday: int,
    number: int,
    week: int,
    teacher: Person | None,
    room: Room | None,
) -> None:
    """Change everything of a lesson in a draft but its course. Refused when published or when it stands there already."""
    open_still(slot.draft)
    _check_place(weekday, number)
    asked = DraftSlot(draft=slot.draft, course=slot.course, weekday=weekday, number=number, week=week)
    _check_twice(asked, [slot.pk])
    act.update(slot, weekday=weekday, number=number, week=week, teacher=teacher, room=room)


@action("timetable.draft.move")
def move_lessons(
    act: Acting,
    draft: Draft,
    slots: Sequence[DraftSlot],
    *,
    weekday: int,
    number: int,
    room: Room | None = None,
    others: Sequence[DraftSlot] = (),
) -> None:
    """Move lessons of one place to another, and `others` to where these came from; with a room these are given it, and others theirs."""
    open_still(draft)
    _check_place(weekday, number)
    if not slots:
        raise Refused("Этих уроков в черновике уже нет: обновите страницу.")
    came_from = slots[0].weekday, slots[0].number, slots[0].room
    moving = [one.pk for one in (*slots, *others)]
    for rows, (day, at, place) in ((slots, (weekday, number, room)), (others, came_from)):
        for slot in rows:
            asked = DraftSlot(draft=draft, course=slot.course, weekday=day, number=at, week=slot.week)
            _check_twice(asked, moving)
            given = {} if room is None else {"room": place}
            act.update(slot, weekday=day, number=at, **given)  # type: ignore[arg-type] # no keyword of update()


@action("timetable.draft.clear")
def clear_lessons(act: Acting, draft: Draft, slots: Sequence[DraftSlot]) -> None:
    """Take lessons out of the draft."""
    open_still(draft)
    act.delete_many(slots)


@action("timetable.draft.copy")
def copy_lessons(
    act: Acting,
    draft: Draft,
    slots: Sequence[DraftSlot],
    *,
    weekday: int,
    number: int,
    klass: Group | None = None,
    room: Room | None = None,
) -> list[DraftSlot]:
    """Put the same lessons into another place; for another class its course of the same subject is taken, or it is refused."""
    open_still(draft)
    _check_place(weekday, number)
    copies = []
    parents = parents_in(draft.year)
    for slot in slots:
        own = klass is None or klass.pk in classes_under(slot.course.group_id, parents)
        course = slot.course if own or klass is None else _same_subject(slot.course, klass)
        copy = DraftSlot(
            draft=draft, course=course, weekday=weekday, number=number, week=slot.week,
            teacher=slot.teacher if own else None, room=room or slot.room,
        )  # fmt: skip
        _check_twice(copy)
        copies.append(copy)
    act.create_many(copies)
    return copies


def _same_subject(course: Course, klass: Group) -> Course:
    found = list(Course.objects.filter(year=klass.year, group=klass, subject_id=course.subject_id)[:2])
    if len(found) != 1:
        raise Refused(f"В {klass.title} нет курса «{course.subject.name}» на весь класс.")
    return found[0]


@action("timetable.draft.copy_day")
def copy_day(act: Acting, draft: Draft, klass: Group, *, source: int, target: int) -> list[DraftSlot]:
    """Copy the class's lessons of one weekday to another, where the class is free; lessons with other classes are left out."""
    open_still(draft)
    _check_place(target, 1)
    if source == target:
        raise Refused("Выберите другой день.", field="target")
    parents = parents_in(draft.year)
    groups = [
        pk
        for pk in Group.objects.filter(year=draft.year).values_list("pk", flat=True)
        if classes_under(pk, parents) == (klass.pk,)
    ]
    rows = DraftSlot.objects.filter(draft=draft, course__group__in=groups)
    taken = set(rows.filter(weekday=target).values_list("number", flat=True))
    copies = [
        DraftSlot(draft=draft, weekday=target, **{name: getattr(row, name) for name in COLUMNS if name != "weekday"})
        for row in rows.filter(weekday=source)
        if row.number not in taken
    ]
    if not copies:
        raise Refused(f"Копировать нечего: {WEEKDAYS[target - 1]} уже занят или исходный день пуст.", field="target")
    act.create_many(copies)
    return copies
