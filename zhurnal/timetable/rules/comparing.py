"""What two weekly timetables differ in: lessons added, removed, moved, and those given by somebody else or elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A weekly place of a course; teacher and room are ids, 0 for none."""

    course: int
    weekday: int
    number: int
    week: int = 0
    teacher: int = 0
    room: int = 0

    @property
    def when(self) -> tuple[int, int, int]:
        """Weekday, number, week of the cycle."""
        return self.weekday, self.number, self.week


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of a place: `kind` is added, removed, moved, or changed (the same hour, another teacher or room)."""

    kind: str
    course: int
    before: Place | None
    after: Place | None


def differences(before: Iterable[Place], after: Iterable[Place]) -> list[Change]:
    """What turns one timetable into the other, course by course.

    Equal places are left out; of the rest those at one hour are changed, the others moved in the order of the week, and what is
    left over is added or removed. So moved = min(removed, added) of a course, and nothing is told twice.
    """
    old, new = Counter(before), Counter(after)
    gone, come = _by_course(old - new), _by_course(new - old)
    return [change for course in sorted({*gone, *come}) for change in _of_course(course, gone[course], come[course])]


def _by_course(places: Counter[Place]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for place in sorted(places.elements()):
        found[place.course].append(place)
    return found


def _of_course(course: int, gone: list[Place], come: list[Place]) -> list[Change]:
    found = []
    for place in list(come):
        if same := next((one for one in gone if one.when == place.when), None):
            found.append(Change("changed", course, same, place))
            gone.remove(same)
            come.remove(place)
    common = min(len(gone), len(come))
    found += [Change("moved", course, one, other) for one, other in zip(gone[:common], come[:common], strict=True)]
    found += [Change("removed", course, one, None) for one in gone[common:]]
    found += [Change("added", course, None, one) for one in come[common:]]
    return found
