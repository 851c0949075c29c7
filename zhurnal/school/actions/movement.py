"""Movement of students by orders: enrolment, transfer, departure; and who is in which subgroup.

All days are inclusive. A joined group's members are always those of the groups it stands on: every verb here keeps it so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.actions import add_person
from zhurnal.people.models import Person

from ..calendar import PARTS
from ..models import Group, Membership, Order, Year
from ..rules import DAY

EVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class OrderOf:
    """The director's order by which students move: its number, date and what it says."""

    number: str
    date: date
    text: str = ""


def _order(act: Acting, kind: str, order: OrderOf | None) -> Order | None:
    if order is None:
        return None
    return act.create(Order(kind=kind, number=order.number, date=order.date, text=order.text))


def _check_class(group: Group, since: date) -> None:
    if group.kind != Group.Kind.CLASS:
        raise Refused("Зачисляют и переводят в класс, а не в группу.", field="group")
    if not group.year.since <= since <= group.year.until:
        raise Refused(f"Дата не входит в учебный год «{group.year}».", field="since")


@action("school.student.enrol")
def enrol(
    act: Acting, group: Group, people: Sequence[Person], *, since: date, order: OrderOf | None = None
) -> list[Membership]:
    """These people are students of the class from `since` on; without an order only where the first lists are entered.

    An open membership of a finished year ends with that year. Refused for who is in a class on these days: that is a transfer.
    """
    _check_class(group, since)
    ids = [person.pk for person in people]
    held = Membership.objects.filter(person_id__in=ids, group__kind=Group.Kind.CLASS).within(since, EVER)
    for row in held.select_related("group__year", "person"):
        if row.until is None and row.group.year.until < since:
            act.update(row, until=row.group.year.until)
            continue
        raise Refused(f"{row.person.call_name} в эти дни числится в классе {row.group}: нужен перевод.", field="people")
    paper = _order(act, Order.Kind.ENROL, order)
    rows = [Membership(person=person, group=group, since=since, order=paper) for person in people]
    act.create_many(rows)
    follow_joined(act, ids, since=since, year=group.year)
    return rows


@action("school.student.admit")
def admit(
    act: Acting,
    group: Group,
    people: Sequence[Person],
    *,
    new: Mapping[str, Any] | None,
    since: date,
    order: OrderOf | None,
) -> list[Membership]:
    """Enter a new person (fields of `add_person`) when one is given, and enrol them with the others, in one act."""
    everyone = [*people, *([add_person(act.actor, **new)] if new else [])]
    return enrol(act.actor, group, everyone, since=since, order=order)


@action("school.student.transfer")
def transfer(act: Acting, person: Person, to: Group, *, since: date, order: OrderOf | None = None) -> Membership:
    """The student leaves their class the day before `since` and is in another from that day on.

    Subgroups and electives of the old class end with it; joined groups follow. Refused when the student is in no class on the day
    before, or is in that very class.
    """
    _check_class(to, since)
    old = Membership.objects.filter(person=person, group__kind=Group.Kind.CLASS, group__year=to.year).on(since).first()
    if old is None:
        raise Refused(
            f"{person.call_name} в этот день ни в каком классе не числится: нужно зачисление.", field="person"
        )
    if old.group_id == to.pk:
        raise Refused(f"{person.call_name} уже учится в классе {to}.", field="to")
    if old.since >= since:
        raise Refused(
            f"Перевод возможен не раньше {old.since + DAY:%d.%m.%Y}: на день позже прежнего движения.", field="since"
        )
    paper = _order(act, Order.Kind.TRANSFER, order)
    _leave(act, person, since, to.year, paper)
    row = act.create(Membership(person=person, group=to, since=since, order=paper))
    follow_joined(act, [person.pk], since=since, year=to.year)
    return row


@action("school.student.expel")
def expel(act: Acting, person: Person, *, on: date, order: OrderOf | None = None) -> Order | None:
    """`on` is the student's last day: every membership ends with it. Refused when the student is in no class on that day."""
    held = (
        Membership.objects.filter(person=person, group__kind=Group.Kind.CLASS)
        .on(on)
        .select_related("group__year")
        .first()
    )
    if held is None:
        raise Refused(f"{person.call_name} в этот день ни в каком классе не числится.", field="on")
    later = (
        Membership.objects.filter(person=person, group__kind=Group.Kind.CLASS, since__gt=on)
        .select_related("group")
        .first()
    )
    if later is not None:
        raise Refused(
            f"С {later.since:%d.%m.%Y} ученик числится в классе {later.group}: раньше отчислить нельзя.", field="on"
        )
    paper = _order(act, Order.Kind.EXPEL, order)
    _leave(act, person, on + DAY, held.group.year, paper)
    return paper


def _leave(act: Acting, person: Person, since: date, year: Year, paper: Order | None) -> None:
    """End what holds on `since` or begins later, in the groups of the year, the day before."""
    rows = Membership.objects.filter(person=person, group__year=year).filter(Q(until=None) | Q(until__gte=since))
    for row in rows:
        _end(act, row, since, paper)


def _end(act: Acting, row: Membership, since: date, paper: Order | None = None) -> None:
    """The membership holds no more from `since` on, by this order."""
    if row.since >= since:
        act.delete(row)
    else:
        act.update(row, until=since - DAY, ended_by=paper)


@action("school.student.place")
def divide(
    act: Acting,
    groups: Sequence[Group],
    placing: Mapping[int, Group | None],
    *,
    since: date,
    order: OrderOf | None = None,
) -> int:
    """Place students (person id → one of the subgroups of a division, or None) from `since` on; answers how many moved (§4.4.8).

    Who came to the class later is placed from their first day in it. Refused for a student who is not in the class, and for
    groups that are not one division.
    """
    klass = _class_of_division(groups)
    known = {group.pk for group in groups}
    if any(group is not None and group.pk not in known for group in placing.values()):
        raise Refused("Эта подгруппа из другого деления.", field="group")
    stays = Membership.objects.filter(group=klass, person_id__in=placing).within(since, EVER).order_by("-since")
    in_class = {row.person_id: row for row in stays}
    held: dict[int, list[Membership]] = defaultdict(list)
    for row in Membership.objects.filter(group__in=known, person_id__in=placing).within(since, EVER).order_by("since"):
        held[row.person_id].append(row)
    moved: dict[int, date] = {}
    paper: Order | None = None
    for person_id, group in placing.items():
        stay = in_class.get(person_id)
        if stay is None:
            raise Refused("В эти дни ученик не числится в классе.", field="person")
        begins = max(since, stay.since)
        now = held[person_id]
        if [row.group_id for row in now] == ([group.pk] if group else []) and (not now or now[0].since <= begins):
            continue
        for row in now:
            _end(act, row, begins)
        if group is not None:
            paper = paper or _order(act, Order.Kind.TRANSFER, order)
            act.create(Membership(person_id=person_id, group=group, since=begins, until=stay.until, order=paper))
        moved[person_id] = begins
    for begins in sorted(set(moved.values())):
        follow_joined(act, [one for one, day in moved.items() if day == begins], since=begins, year=klass.year)
    return len(moved)


def _class_of_division(groups: Sequence[Group]) -> Group:
    owners = Group.objects.filter(parts__in=groups, kind=Group.Kind.CLASS).select_related("year").distinct()
    if not groups or len({(group.kind, group.division) for group in groups}) != 1 or len(owners) != 1:
        raise Refused("Это не подгруппы одного деления одного класса.", field="group")
    return owners[0]


@action("school.group.members")
def set_members(act: Acting, group: Group, people: Iterable[Person], *, since: date) -> int:
    """The members of an elective from `since` on are exactly these people; answers how many came or left."""
    if group.kind != Group.Kind.ELECTIVE:
        raise Refused("Список меняют у факультатива; классы и подгруппы меняют движением.", field="group")
    wanted = {person.pk for person in people}
    held = Membership.objects.filter(group=group).within(since, EVER)
    ended = [row for row in held if row.person_id not in wanted]
    new = wanted - {row.person_id for row in held}
    for row in ended:
        _end(act, row, since)
    act.create_many([Membership(person_id=person_id, group=group, since=since) for person_id in sorted(new)])
    return len(ended) + len(new)


def follow_joined(act: Acting, people: Iterable[int], *, since: date, year: Year) -> None:
    """From `since` on the joined groups of the year have of these people (ids) exactly those who are in a group they stand on."""
    stands_on: dict[int, set[int]] = defaultdict(set)
    joined = PARTS.objects.filter(from_group__kind=Group.Kind.JOINED, from_group__year=year)
    for group_id, parent_id in joined.values_list("from_group_id", "to_group_id"):
        stands_on[group_id].add(parent_id)
    if not stands_on:
        return
    concerned = {*stands_on, *(parent for parents in stands_on.values() for parent in parents)}
    rows = (
        Membership.objects.filter(person_id__in=set(people), group_id__in=concerned)
        .within(since, EVER)
        .order_by("since")
    )
    held: dict[tuple[int, int], list[Membership]] = defaultdict(list)
    for row in rows:
        held[row.person_id, row.group_id].append(row)
    new: list[Membership] = []
    for person_id in sorted({person for person, _ in held}):
        for group_id, parents in stands_on.items():
            spells = _merged([row for parent in parents for row in held[person_id, parent]], since)
            for begins, ends in _keep(act, held[person_id, group_id], spells, since):
                until = None if ends == EVER else ends
                new.append(Membership(person_id=person_id, group_id=group_id, since=begins, until=until))
    act.create_many(new)


def _merged(rows: Iterable[Membership], since: date) -> list[tuple[date, date]]:
    """The spells of membership from `since` on, touching ones made one."""
    merged: list[tuple[date, date]] = []
    for begins, ends in sorted((max(row.since, since), row.until or EVER) for row in rows):
        if merged and begins <= min(merged[-1][1], EVER - DAY) + DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((begins, ends))
    return merged


def _keep(act: Acting, held: list[Membership], wanted: list[tuple[date, date]], since: date) -> list[tuple[date, date]]:
    """Leave what is as wanted, lengthen or shorten the running one, end the rest; answers the spells still to be made."""
    left = list(wanted)
    for row in held:
        spell = next((one for one in left if max(row.since, since) == one[0]), None)
        if spell is None:
            _end(act, row, since)
        else:
            left.remove(spell)
            act.update(row, until=None if spell[1] == EVER else spell[1])
    return left
