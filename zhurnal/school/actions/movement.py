"""Movement of students by orders: enrolment, transfer, departure; and who is in which subgroup.

All days are inclusive. A joined group's members are always those of the groups it stands on: every verb here keeps it so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.actions import add_person
from zhurnal.people.models import Person

from .. import papers
from ..calendar import PARTS
from ..models import Group, Membership, Order, OrderLine, Year
from ..papers import EVER, Fault
from ..rules import DAY
from .papers import Paper, paper_for


def refuse(fault: Fault | None) -> None:
    """Raise what stands in the way, if anything does."""
    if fault is not None:
        raise Refused(fault.text, field=fault.field)


@action("school.student.enrol")
def enrol(
    act: Acting,
    group: Group,
    people: Sequence[Person],
    *,
    since: date,
    order: Paper = None,
    kind: str = Order.Kind.ENROL,
    place: str = "",
) -> list[Membership]:
    """These people are students of the class from `since` on; without an order only where the first lists are entered.

    An open membership of a finished year ends with that year. Refused for who is in a class on these days: that is a transfer.
    """
    refuse(papers.class_fault(group, since))
    ids = [person.pk for person in people]
    stays = papers.class_stays(ids)
    over: dict[date, list[Membership]] = defaultdict(list)
    for person in people:
        refuse(papers.enrol_fault(person, group, since, stays[person.pk]))
        for row in stays[person.pk]:
            if papers.ends_by_itself(row, since):
                over[row.group.year.until].append(row)
    for until, rows in over.items():
        act.update_many(rows, until=until)
    lines = [OrderLine(person=person, to_group=group, since=since, place=place) for person in people]
    paper = paper_for(act, kind, order, lines)
    entered = [Membership(person=person, group=group, since=since, order=paper) for person in people]
    act.create_many(entered)
    follow_joined(act, ids, since=since, year=group.year)
    return entered


@action("school.student.admit")
def admit(
    act: Acting,
    group: Group,
    people: Sequence[Person],
    *,
    new: Mapping[str, Any] | None,
    since: date,
    order: Paper,
    place: str = "",
) -> list[Membership]:
    """Enter a new person (fields of `add_person`) when one is given, and enrol them with the others, in one act."""
    everyone = [*people, *([add_person(act.actor, **new)] if new else [])]
    return enrol(act.actor, group, everyone, since=since, order=order, place=place)


@action("school.student.transfer")
def transfer(act: Acting, person: Person, to: Group, *, since: date, order: Paper = None) -> Membership:
    """The student leaves their class the day before `since` and is in another from that day on.

    Subgroups and electives of the old class end with it; joined groups follow. Refused when the student is in no class on the day
    before, or is in that very class.
    """
    stays = papers.class_stays([person.pk])[person.pk]
    refuse(papers.transfer_fault(person, to, since, stays))
    old = papers.stay_on(stays, since, to.year_id)
    assert old is not None
    line = OrderLine(person=person, from_group=old.group, to_group=to, since=since)
    paper = paper_for(act, Order.Kind.TRANSFER, order, [line])
    _leave(act, person, since, to.year, paper)
    row = act.create(Membership(person=person, group=to, since=since, order=paper))
    follow_joined(act, [person.pk], since=since, year=to.year)
    return row


@action("school.student.expel")
def expel(act: Acting, person: Person, *, on: date, order: Paper = None, place: str = "") -> Order | None:
    """`on` is the student's last day: every membership ends with it. Refused when the student is in no class on that day."""
    stays = papers.class_stays([person.pk])[person.pk]
    refuse(papers.expel_fault(person, on, stays))
    held = papers.stay_on(stays, on)
    assert held is not None
    line = OrderLine(person=person, from_group=held.group, since=on, place=place)
    paper = paper_for(act, Order.Kind.EXPEL, order, [line])
    _leave(act, person, on + DAY, held.group.year, paper)
    return paper


def _leave(act: Acting, person: Person, since: date, year: Year, paper: Order | None) -> None:
    """End what holds on `since` or begins later, in the groups of the year, the day before."""
    rows = Membership.objects.filter(person=person, group__year=year).filter(Q(until=None) | Q(until__gte=since))
    for row in rows:
        end_membership(act, row, since, paper)


def end_membership(act: Acting, row: Membership, since: date, paper: Order | None = None) -> None:
    """The membership holds no more from `since` on, by this order."""
    if row.since >= since:
        act.delete(row)
    else:
        act.update(row, until=since - DAY, ended_by=paper)


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
        end_membership(act, row, since)
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
            end_membership(act, row, since)
        else:
            left.remove(spell)
            act.update(row, until=None if spell[1] == EVER else spell[1])
    return left
