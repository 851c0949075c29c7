"""Who or what stands in two places at once: warned of, since schools do import timetables in the making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from zhurnal.exchange.importers.asc.groups import Atom, Grouping
from zhurnal.exchange.importers.findings import Remarks

if TYPE_CHECKING:
    from zhurnal.exchange.importers.asc.plan import PlanSlot


def find_clashes(slots: Sequence[PlanSlot], grouping: Grouping, remarks: Remarks) -> None:
    """A warning for each teacher, room or class that two slots of the same time share."""
    at: dict[tuple[int, int], list[PlanSlot]] = {}
    for slot in slots:
        at.setdefault((slot.weekday, slot.number), []).append(slot)
    for (weekday, number), together in at.items():
        for one, other in combinations(together, 2):
            if _meet(one.weeks, other.weeks) and _meet(one.terms, other.terms):
                cards = f"карточки № {one.cards[0]} и № {other.cards[0]}"
                for element, name in _shared(one, other, grouping):
                    remarks.warn(element, name, f"Накладка: день {weekday}, урок {number}.", cards)


def _meet(one: str, other: str) -> bool:
    """True when two bit strings have a common week (empty: every week)."""
    return not one or not other or any(a == b == "1" for a, b in zip(one, other, strict=False))


def _shared(one: PlanSlot, other: PlanSlot, grouping: Grouping) -> Iterator[tuple[str, str]]:
    for teacher in one.teachers:
        if teacher in other.teachers:
            yield "teacher", str(teacher)
    for room in one.rooms:
        if room in other.rooms:
            yield "classroom", room
    for mine in grouping.parts(one.course.group):
        for theirs in grouping.parts(other.course.group):
            if _overlap(mine, theirs):
                yield "class", mine.class_key.upper()


def _overlap(one: Atom, other: Atom) -> bool:
    """True for a class with itself or its part, and for parts of two divisions, which have common pupils."""
    return one.class_key == other.class_key and (
        not one.division or not other.division or one.division != other.division or one.key == other.key
    )
