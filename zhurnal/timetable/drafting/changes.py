"""What a draft changes beside the timetable in force, in words: by class, by teacher, for a notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhurnal.core.russian import WEEKDAYS_SHORT, counted

from .. import rules
from .board import Board, Unit, room_words

KINDS = ("added", "removed", "moved", "changed")


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: of which course, where it was and where it is; `group` and the teachers are ids for choosing who is told."""

    kind: str
    subject: str
    group: int
    title: str
    was: str
    now: str
    teachers: frozenset[int]
    at: tuple[int, int]

    @property
    def words(self) -> str:
        """«Алгебра: пн 2-й → вт 3-й»."""
        if self.kind == "added":
            return f"{self.subject}: добавлен {self.now}"
        if self.kind == "removed":
            return f"{self.subject}: убран {self.was}"
        return f"{self.subject}: {self.was} → {self.now}"


def place_of(unit: Unit) -> rules.Place:
    """A lesson of a board as the comparison takes it."""
    return rules.Place(unit.course, unit.weekday, unit.number, unit.week, unit.teacher or 0, unit.room or 0)


def changes_between(before: Board, after: Board) -> list[Told]:
    """What turns one board into the other, in the order of classes and of the week."""
    found = rules.differences(map(place_of, before.units), map(place_of, after.units))
    told = [_told(change, before, after) for change in found]
    return sorted(told, key=lambda one: (after.groups[one.group].grade, one.title, one.at, one.subject))


def _told(change: rules.Change, before: Board, after: Board) -> Told:
    course = after.courses[change.course]
    group = after.groups[course.group]
    sides = [(board, place) for board, place in ((before, change.before), (after, change.after)) if place]
    teachers = {
        pk
        for board, place in sides
        for pk in ([place.teacher] if place.teacher else board.courses[place.course].teachers)
    }
    full = change.kind == "changed"
    first = sides[-1][1]
    return Told(
        kind=change.kind, subject=course.subject, group=group.pk, title=group.title,
        was=_where(before, change.before, other=change.after, full=full),
        now=_where(after, change.after, other=change.before, full=full), teachers=frozenset(teachers),
        at=(first.weekday, first.number),
    )  # fmt: skip


def _where(board: Board, place: rules.Place | None, *, other: rules.Place | None, full: bool) -> str:
    """«пн 2-й», with the room and the teacher where they are what has changed."""
    if place is None:
        return ""
    words = f"{WEEKDAYS_SHORT[place.weekday - 1]} {place.number}-й"
    if place.week:
        words += f" ({place.week}-я неделя)"
    if full and other and place.teacher != other.teacher:
        words += ", " + (board.people.get(place.teacher, "") if place.teacher else "учителя курса")
    if other and place.room != other.room:
        words += ", " + (room_words(board.rooms[place.room]) if place.room else "без кабинета")
    return words


def summed(changes: Iterable[Told]) -> dict[str, int]:
    """How many of each kind."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in KINDS}


def in_one_line(changes: Sequence[Told], *, most: int, with_group: bool = False) -> str:
    """The changes of a notice: so many in words, the rest as a number."""
    said = [f"{one.title}, {one.words}" if with_group else one.words for one in changes[:most]]
    if len(changes) > most:
        rest = counted(len(changes) - most, "изменение", "изменения", "изменений")
        said.append(f"и ещё {rest}" if said else rest)
    return "; ".join(said)
