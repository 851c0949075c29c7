"""A draft of the timetable on the deputy head's desk: some lessons moved, two clashes to be seen, an hour without a place."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from zhurnal.core import log
from zhurnal.demo.book import Book
from zhurnal.demo.lessons import ZONE
from zhurnal.people.models import Person
from zhurnal.school.models import Group, Year
from zhurnal.timetable.models import Draft, DraftSlot, Slot

MONDAY, TUESDAY, FRIDAY = 1, 2, 5
LATE = time(19, 40)


class DraftWriter:
    """Copies the timetable that holds on the next Monday and changes a few of its lessons."""

    def __init__(self, book: Book, year: Year, deputy: Person, today: date) -> None:
        self.book, self.year, self.deputy, self.today = book, year, deputy, today

    def write(self) -> None:
        """Insert the draft; nothing when the next Monday lies outside the year."""
        monday = self.today + timedelta(days=7 - self.today.weekday())
        if not self.year.since <= monday <= self.year.until:
            return
        act = self.book.act(self.deputy.pk, datetime.combine(self.today - timedelta(days=1), LATE, ZONE))
        draft = Draft(
            year=self.year, name=f"С {monday:%d.%m}: меньше шестых уроков", since=monday, made_by=self.deputy,
            made_at=act.at,
        )  # fmt: skip
        self.book.insert(act, [draft], "timetable.draft.create")
        self._lessons(act, draft)

    def _lessons(self, act: log.Act, draft: Draft) -> None:
        slots = Slot.objects.filter(course__year=self.year).on(draft.since).select_related("course__group")
        copies = [
            DraftSlot(
                draft=draft, course=slot.course, weekday=slot.weekday, number=slot.number, week=slot.week,
                teacher_id=slot.teacher_id, room_id=slot.room_id,
            )
            for slot in slots.order_by("weekday", "number", "pk")
        ]  # fmt: skip
        whole = [one for one in copies if one.course.group.kind == Group.Kind.CLASS]
        _swap_ends(whole)
        _clash(whole)
        copies.remove(next(one for one in whole if one.weekday == FRIDAY))
        self.book.insert(act, copies, "timetable.draft.create")


def _by_class(lessons: list[DraftSlot], weekday: int) -> dict[int, list[DraftSlot]]:
    found: dict[int, list[DraftSlot]] = defaultdict(list)
    for one in lessons:
        if one.weekday == weekday:
            found[one.course.group_id].append(one)
    return found


def _swap_ends(lessons: list[DraftSlot]) -> None:
    """The first class with two lessons of one teacher on Monday has them the other way round: no clash can come of it."""
    for theirs in _by_class(lessons, MONDAY).values():
        for one in theirs:
            for other in theirs:
                if one.number < other.number and (one.teacher_id, one.room_id) == (other.teacher_id, other.room_id):
                    one.number, other.number = other.number, one.number
                    return


def _clash(lessons: list[DraftSlot]) -> None:
    """A teacher's second lesson of Tuesday is set to the hour of the first: one teacher in two classes, two lessons in one."""
    first: dict[tuple[int | None, int], DraftSlot] = {}
    for one in lessons:
        if one.weekday != TUESDAY:
            continue
        before = first.setdefault((one.teacher_id, one.course.group.shift), one)
        if before.course.group_id != one.course.group_id:
            one.number = before.number
            return
