"""Who is in which subgroup of a division (§4.3.3, §4.4.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..models import Group, Membership, Order, OrderLine
from ..papers import EVER
from .movement import end_membership, follow_joined
from .papers import Paper, paper_for


@action("school.student.place")
def divide(
    act: Acting,
    groups: Sequence[Group],
    placing: Mapping[int, Group | None],
    *,
    since: date,
    order: Paper = None,
) -> int:
    """Place students (person id → one of the subgroups of a division, or None) from `since` on; answers how many moved (§4.4.8).

    Who came to the class later is placed from their first day in it. Refused for a student who is not in the class, and for
    groups that are not one division.
    """
    klass = _class_of_division(groups)
    known = {group.pk for group in groups}
    if any(group is not None and group.pk not in known for group in placing.values()):
        raise Refused("Эта подгруппа из другого деления.", field="group")
    stays = Membership.objects.filter(group=klass, person_id__in=placing).within(since, EVER)
    in_class = {row.person_id: row for row in stays.select_related("person").order_by("-since")}
    held: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(group__in=known, person_id__in=placing).within(since, EVER)
    for row in rows.select_related("group").order_by("since"):
        held[row.person_id].append(row)
    moved: dict[int, date] = {}
    for person_id, group in placing.items():
        stay, now = in_class.get(person_id), held[person_id]
        if stay is None:
            raise Refused("В эти дни ученик не числится в классе.", field="person")
        begins = max(since, stay.since)
        stands = [row.group_id for row in now] == ([group.pk] if group else [])
        if not stands or (now and now[0].since > begins):
            moved[person_id] = begins
    lines = [
        OrderLine(
            person=in_class[one].person,
            from_group=held[one][0].group if held[one] else None,
            to_group=placing[one],
            since=begins,
        )
        for one, begins in moved.items()
    ]
    paper = paper_for(act, Order.Kind.DIVIDE, order, lines) if moved else None
    for person_id, begins in moved.items():
        for row in held[person_id]:
            end_membership(act, row, begins, paper)
        if (group := placing[person_id]) is not None:
            until = in_class[person_id].until
            act.create(Membership(person_id=person_id, group=group, since=begins, until=until, order=paper))
    for begins in sorted(set(moved.values())):
        follow_joined(act, [one for one, day in moved.items() if day == begins], since=begins, year=klass.year)
    return len(moved)


def _class_of_division(groups: Sequence[Group]) -> Group:
    owners = Group.objects.filter(parts__in=groups, kind=Group.Kind.CLASS).select_related("year").distinct()
    if not groups or len({(group.kind, group.division) for group in groups}) != 1 or len(owners) != 1:
        raise Refused("Это не подгруппы одного деления одного класса.", field="group")
    return owners[0]
