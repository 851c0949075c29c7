"""What stands in the way of an order's lines (§4.3.5), in Russian, naming person and place. Read by actions and queries alike.

A check is handed the person's stays in classes (`class_stays`), so that an order of many people costs one query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhurnal.people.models import Person

from .models import Group, Membership, Order, OrderLine
from .rules import DAY

EVER = date(9999, 12, 31)
Stays = Sequence[Membership]
ENTERING = frozenset({Order.Kind.ENROL, Order.Kind.FORM, Order.Kind.RETURN})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line can't be carried out, and which field says what is wrong."""

    text: str
    field: str


def class_stays(people: Iterable[int]) -> dict[int, list[Membership]]:
    """Each person's stays in classes of all years, the earliest first (1 query)."""
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(person_id__in=set(people), group__kind=Group.Kind.CLASS)
    for row in rows.select_related("group__year").order_by("since"):
        found[row.person_id].append(row)
    return found


def class_fault(group: Group, since: date) -> Fault | None:
    """Nobody is entered into what is no class, or on a day outside its year."""
    if group.kind != Group.Kind.CLASS:
        return Fault("Зачисляют и переводят в класс, а не в группу.", "group")
    if not group.year.since <= since <= group.year.until:
        return Fault(
            f"{since:%d.%m.%Y} не входит в учебный год «{group.year}»: дата для {group.title} другая.", "since"
        )
    return None


def ends_by_itself(row: Membership, since: date) -> bool:
    """An open stay of a year that is over by then ends with that year."""
    return row.until is None and row.group.year.until < since


def enrol_fault(person: Person, group: Group, since: date, stays: Stays) -> Fault | None:
    """Who is in a class on one of these days is not enrolled once more."""
    if fault := class_fault(group, since):
        return fault
    for row in stays:
        if not ends_by_itself(row, since) and (row.until is None or row.until >= since):
            held = f"с {row.since:%d.%m.%Y}{f' по {row.until:%d.%m.%Y}' if row.until else ''}"
            return Fault(f"{person.call_name} {held} числится в классе {row.group}: нужен перевод.", "people")
    return None


def return_fault(person: Person, group: Group, since: date, stays: Stays) -> Fault | None:
    """Who returns was here before."""
    if not any(row.since < since for row in stays):
        return Fault(f"{person.call_name} раньше здесь не учился: нужно зачисление.", "people")
    return enrol_fault(person, group, since, stays)


def transfer_fault(person: Person, to: Group, since: date, stays: Stays) -> Fault | None:
    """A transfer needs a class of the same year on that day, another one, and held for a day at least."""
    if fault := class_fault(to, since):
        return fault
    old = stay_on(stays, since, to.year_id)
    if old is None:
        return Fault(f"{person.call_name}: {since:%d.%m.%Y} ни в каком классе не числится, нужно зачисление.", "person")
    if old.group_id == to.pk:
        return Fault(f"{person.call_name} уже учится в классе {to}.", "to")
    if old.since >= since:
        return Fault(
            f"{person.call_name}: перевод возможен не раньше {old.since + DAY:%d.%m.%Y} —"
            f" на день позже прежнего движения ({old.group}, с {old.since:%d.%m.%Y}).",
            "since",
        )
    return None


def expel_fault(person: Person, on: date, stays: Stays) -> Fault | None:
    """Who leaves is in a class on the last day, and in none that begins later."""
    if stay_on(stays, on) is None:
        return Fault(f"{person.call_name}: {on:%d.%m.%Y} ни в каком классе не числится.", "on")
    later = next((row for row in stays if row.since > on), None)
    if later is not None:
        return Fault(
            f"{person.call_name} с {later.since:%d.%m.%Y} числится в классе {later.group}: раньше отчислить нельзя.",
            "on",
        )
    return None


def plan_fault(person: Person, since: date, until: date | None, stays: Stays) -> Fault | None:
    """An individual plan is of somebody who studies here on its first day, and within that year."""
    held = stay_on(stays, since)
    if held is None:
        return Fault(f"{person.call_name}: {since:%d.%m.%Y} ни в каком классе не числится.", "since")
    if until is not None and not since <= until <= held.group.year.until:
        return Fault(
            f"{person.call_name}: последний день плана — от {since:%d.%m.%Y} до {held.group.year.until:%d.%m.%Y}.",
            "until",
        )
    return None


def stay_on(stays: Stays, day: date, year: int | None = None) -> Membership | None:
    """The stay that holds on the day (of a year, when one is named)."""
    return next(
        (
            row
            for row in stays
            if row.since <= day and (row.until is None or row.until >= day) and year in {None, row.group.year_id}
        ),
        None,
    )


def line_fault(kind: str, line: OrderLine, stays: Stays) -> Fault | None:
    """What stands in the way of a line of an order of this kind."""
    if kind == Order.Kind.EXPEL:
        return expel_fault(line.person, line.since, stays)
    if kind == Order.Kind.PLAN:
        return plan_fault(line.person, line.since, line.until, stays)
    if line.to_group is None:
        return Fault(f"{line.person.call_name}: не указано, в какой класс.", "to")
    check = {Order.Kind.TRANSFER: transfer_fault, Order.Kind.RETURN: return_fault}.get(Order.Kind(kind), enrol_fault)
    return check(line.person, line.to_group, line.since, stays)


def order_faults(kind: str, number: str, lines: Sequence[OrderLine], stays: Mapping[int, Stays]) -> list[str]:
    """What stands in the way of the whole order; nothing when it may be put in force."""
    found = [] if number else ["У приказа нет номера."]
    if not lines:
        found.append("В приказе никто не назван.")
    faults = (line_fault(kind, line, stays.get(line.person_id, ())) for line in lines)
    return found + list(dict.fromkeys(fault.text for fault in faults if fault))
