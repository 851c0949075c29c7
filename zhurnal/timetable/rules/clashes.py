"""Clashes of the weekly timetable: two lessons that want one teacher, room or group at one time (domain.md part 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Placed:
    """A weekly slot as clashes see it. `groups` are its group and those it stands on, by id; `name` is for the sentence.

    `time` is begin and end in minutes of the day where the shift has bells; `until` None is open.
    """

    slot: int | None
    name: str
    weekday: int
    number: int
    week: int
    shift: int
    time: tuple[int, int] | None
    group: int
    groups: frozenset[int]
    teachers: Mapping[int, str]
    room: int | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two slots want one teacher, room or group at one time; `what` is the sentence for people."""

    kind: str
    what: str
    other: Placed


def at_one_time(one: Placed, other: Placed) -> bool:
    """Whether both are on the same weekday, in a week they share, on dates they share, at the same time.

    Times are compared where both shifts have bells, else numbers within the same shift.
    """
    if one.weekday != other.weekday or (one.week and other.week and one.week != other.week):
        return False
    if one.since > (other.until or date.max) or other.since > (one.until or date.max):
        return False
    if one.time and other.time:
        return one.time[0] < other.time[1] and other.time[0] < one.time[1]
    return one.shift == other.shift and one.number == other.number


def clashes_of(new: Placed, others: Iterable[Placed]) -> list[Clash]:
    """What forbids the new slot beside the others: its group or one it stands on, a teacher, the room (domain.md part 5).

    Two subgroups of one class at one time are lawful, so is a joined group, which is one slot.
    """
    found: list[Clash] = []
    for other in others:
        if other.slot == new.slot or not at_one_time(new, other):
            continue
        if new.group in other.groups or other.group in new.groups:
            found.append(Clash("group", f"в это время уже стоит {other.name}", other))
        for teacher, name in new.teachers.items():
            if teacher in other.teachers:
                found.append(Clash("teacher", f"{name} в это время ведёт {other.name}", other))
        if new.room is not None and new.room == other.room:
            found.append(Clash("room", f"кабинет занят: {other.name}", other))
    return found


def clashes_among(places: Sequence[Placed]) -> list[tuple[Placed, Clash]]:
    """Every pair of these that clashes, once, in the order given: one of the two and what is wrong with it beside the other.

    Only places that share a weekday and a teacher, a room or a class are compared, so that a whole school takes milliseconds.
    """
    beside: dict[tuple[int, Hashable], list[Placed]] = defaultdict(list)
    found: list[tuple[Placed, Clash]] = []
    for place in places:
        keys = _keys(place)
        near = {id(other): other for key in keys for other in beside[key]}
        found += [(place, clash) for clash in clashes_of(place, near.values())]
        for key in keys:
            beside[key].append(place)
    return found


def _keys(place: Placed) -> list[tuple[int, Hashable]]:
    wanted: list[Hashable] = [("group", group) for group in place.groups]
    wanted += [("teacher", teacher) for teacher in place.teachers]
    if place.room is not None:
        wanted.append(("room", place.room))
    return [(place.weekday, one) for one in wanted]
