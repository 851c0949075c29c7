"""What publishing a draft would do: to the slots in force, to the lessons that stand, and who is told of it. Read by page and action alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhurnal.core.russian import day_month
from zhurnal.people.models import Guardianship
from zhurnal.school.models import CalendarDay, ClassTeacher, Group, Membership, Period, Year

from ..models import Draft, DraftSlot, Lesson, Slot
from ..planning import untouched, without_records
from .board import Board, board_of, in_force
from .changes import Told, changes_between, in_one_line

LONGEST = 500  # letters of a notice
Key = tuple[int, int, int, int, int | None, int | None, frozenset[int]]


@dataclass(frozen=True, slots=True)
class SlotChanges:
    """The slots that end the day before, go, stay for good, and the draft's lessons that become new slots."""

    ended: list[Slot] = field(default_factory=list)
    dropped: list[Slot] = field(default_factory=list)
    prolonged: list[Slot] = field(default_factory=list)
    new: list[DraftSlot] = field(default_factory=list)
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """A draft beside the timetable of its first day: both boards, and what changes."""

    before: Board
    after: Board
    changes: list[Told]


def outlook(draft: Draft) -> Outlook:
    """Both boards and the changes (20 queries)."""
    before, after = in_force(draft.year, draft.since), board_of(draft)
    return Outlook(before, after, changes_between(before, after))


def slot_changes(draft: Draft) -> SlotChanges:
    """Compare the draft with the slots that hold on its first day or later (4 queries)."""
    wanted: dict[Key, DraftSlot] = {}
    more = _rooms(DraftSlot.more_rooms.through.objects.filter(draftslot__draft=draft), "draftslot_id")
    for one in DraftSlot.objects.filter(draft=draft):
        wanted.setdefault(_key(one, more), one)
    slots = Slot.objects.filter(course__year=draft.year).exclude(until__lt=draft.since).order_by("since", "pk")
    more = _rooms(Slot.more_rooms.through.objects.filter(slot__in=slots.values("pk")), "slot_id")
    found = SlotChanges()
    standing: set[Key] = set()
    kept = 0
    for slot in slots:
        key = _key(slot, more)
        if key in wanted and key not in standing and slot.since <= draft.since:
            standing.add(key)
            kept += 1
            if slot.until is not None:
                found.prolonged.append(slot)
        else:
            (found.ended if slot.since < draft.since else found.dropped).append(slot)
    new = [one for key, one in wanted.items() if key not in standing]
    return SlotChanges(found.ended, found.dropped, found.prolonged, new, kept)


def _key(row: Slot | DraftSlot, more: Mapping[int, frozenset[int]]) -> Key:
    rooms = more.get(row.pk, frozenset())
    return row.course_id, row.weekday, row.number, row.week, row.teacher_id, row.room_id, rooms


def _rooms(rows: QuerySet[Any], owner: str) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pk, room in rows.values_list(owner, "room_id"):
        found[pk].add(room)
    return {pk: frozenset(rooms) for pk, rooms in found.items()}


def days_to_make(year: Year, since: date) -> tuple[date, date]:
    """For which days lessons are made: to the end of those made already, at least to the end of the running period (2 queries)."""
    last = Lesson.objects.filter(course__year=year).order_by("-date").values_list("date", flat=True).first()
    period = (
        Period.objects.filter(year=year, until__gte=since, since__lte=since)
        .order_by("until")
        .values_list("until", flat=True)
        .first()
    )
    return since, max(day for day in (last, period, since) if day)


Hours = Mapping[tuple[int, int, int], Sequence[tuple[date, date]]]


def out_of_place(year: Year, since: date, until: date) -> list[Lesson]:
    """Lessons of these days that no slot asks for and that stay, for something is written to them or a substitute is named (3 queries)."""
    slots: dict[tuple[int, int, int], list[tuple[date, date]]] = defaultdict(list)
    for course, weekday, number, begins, ends in Slot.objects.filter(course__year=year).values_list(
        "course_id", "weekday", "number", "since", "until"
    ):
        slots[course, weekday, number].append((begins, ends or date.max))
    lessons = Lesson.objects.filter(course__year=year)
    return _without_place(lessons, slots, since, until)


def to_stay(look: Outlook, since: date, until: date) -> list[Lesson]:
    """The same before publishing: lessons that the draft would not ask for and that are not untouched (2 queries)."""
    hours = {(one.course, one.weekday, one.number): [(since, date.max)] for one in look.after.units}
    lessons = Lesson.objects.filter(course__year=look.after.year)
    loose = untouched(lessons.filter(date__range=(since, until)))
    return _without_place(lessons.exclude(pk__in=loose.values("pk")), hours, since, until)


def _without_place(lessons: QuerySet[Lesson], hours: Hours, since: date, until: date) -> list[Lesson]:
    rows = lessons.filter(date__range=(since, until), state=Lesson.State.PLANNED)
    moved = dict(CalendarDay.objects.filter(date__range=(since, until), kind="moved").values_list("date", "weekday"))
    return [
        lesson
        for lesson in rows.select_related("course__subject", "course__group").order_by("date", "number", "pk")
        if not any(
            begins <= lesson.date <= ends
            for begins, ends in hours.get(
                (lesson.course_id, moved.get(lesson.date) or lesson.date.isoweekday(), lesson.number), ()
            )
        )
    ]


@dataclass(frozen=True, slots=True)
class Letter:
    """One text and everyone who gets it."""

    text: str
    link: str
    people: tuple[int, ...]


def letters(changes: Sequence[Told], after: Board, since: date) -> list[Letter]:
    """A notice for each whose week changes: the teacher, the class teacher, the student and the parents; one a person (3 queries).

    Who learns in a group of the class is told of that group and of the class's common lessons, nobody of what does not touch them.
    """
    own, of_class = _of_teachers(changes), defaultdict[int, dict[int, list[Told]]](dict)
    heads = list(ClassTeacher.objects.filter(group__year=after.year).on(since).values_list("person_id", "group_id"))
    for person, lines in _of_classes(changes, heads, after, since):
        of_class[person] |= lines
    of_head = {person for person, _ in heads}
    written: dict[tuple[str, str], list[int]] = defaultdict(list)
    for person in sorted({*own, *of_class}):
        of_title = {after.groups[klass].title: theirs for klass, theirs in of_class[person].items()}
        link = "timetable:mine" if person in own else "timetable:weeks" if person in of_head else "diary:my_week"
        written[_text(own.get(person, []), of_title, day_month(since)), link].append(person)
    return [Letter(text, link, tuple(people)) for (text, link), people in written.items()]


def _text(own: Sequence[Told], lines: Mapping[str, Sequence[Told]], day: str) -> str:
    """As many changes in words as a notice has room for."""
    said = ""
    for most in (6, 4, 2, 1, 0):
        parts = [f"Ваше расписание с {day} изменилось: {in_one_line(own, most=most, with_group=True)}."] if own else []
        parts += [
            f"Расписание {title} с {day} изменилось: {in_one_line(theirs, most=most)}."
            for title, theirs in lines.items()
        ]
        said = " ".join(parts)
        if len(said) <= LONGEST:
            break
    return said[:LONGEST]


def _of_teachers(changes: Iterable[Told]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for change in changes:
        for person in change.teachers:
            found[person].append(change)
    return found


def _of_classes(
    changes: Sequence[Told], heads: Iterable[tuple[int, int]], board: Board, since: date
) -> Iterable[tuple[int, dict[int, list[Told]]]]:
    """Class teachers with all changes of their class, students with those of their groups, parents with those of their children."""
    touched: dict[int, list[Told]] = defaultdict(list)
    for change in changes:
        for klass in board.classes_of_group[change.group]:
            touched[klass].append(change)
    for person, klass in heads:
        if klass in touched:
            yield person, {klass: touched[klass]}
    students = _changes_of_students(touched, board, since)
    parents = Guardianship.objects.filter(child__in=students).told(since).values_list("parent_id", "child_id")
    yield from students.items()
    for parent, child in parents.order_by("child_id"):
        yield parent, students[child]


def _changes_of_students(
    touched: Mapping[int, list[Told]], board: Board, since: date
) -> dict[int, dict[int, list[Told]]]:
    groups: dict[int, set[int]] = defaultdict(set)
    for person, group in (
        Membership.objects.filter(group__year=board.year).on(since).values_list("person_id", "group_id")
    ):
        groups[person].add(group)
    classes = {klass.pk for klass in board.classes}
    found: dict[int, dict[int, list[Told]]] = {}
    memo: dict[frozenset[int], dict[int, list[Told]]] = {}
    for person, theirs in groups.items():
        key = frozenset(theirs)
        if key not in memo:
            memo[key] = _lines(key, key & classes, touched, board)
        if memo[key]:
            found[person] = memo[key]
    return found


def _lines(
    groups: frozenset[int], own: Iterable[int], touched: Mapping[int, list[Told]], board: Board
) -> dict[int, list[Told]]:
    lines = {
        klass: [
            one
            for one in touched.get(klass, [])
            if one.group in groups or _is_whole(board.groups[one.group], klass, board)
        ]
        for klass in own
    }
    return {klass: theirs for klass, theirs in lines.items() if theirs}


def _is_whole(group: Group, klass: int, board: Board) -> bool:
    """Whether everybody of the class is in the group: the class itself, or classes joined whole."""
    return group.pk == klass or (group.kind == Group.Kind.JOINED and klass in board.parents.get(group.pk, []))


def recorded_since(year: Year, since: date, today: date) -> bool:
    """Whether anything has been written to a lesson from since to today (1 query)."""
    lessons = Lesson.objects.filter(course__year=year, date__gte=since, date__lte=today)
    silent = without_records(lessons)
    return lessons.exclude(pk__in=silent.values("pk")).exists()
