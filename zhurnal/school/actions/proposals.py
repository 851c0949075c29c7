"""Divisions proposed by teachers and decided by the administrator's order (§4.3.3, §4.4.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from zhurnal.core import clock, text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.actions import notify
from zhurnal.people.models import Person

from ..access import administrators_on
from ..models import DivisionProposal, Group, Membership, ProposedPlace
from ..papers import EVER
from .divisions import divide
from .papers import OrderOf

State = DivisionProposal.State


@action("school.proposal.make")
def propose_division(
    act: Acting, klass: Group, division: str, placing: Mapping[int, Group | None], *, since: date, reason: str
) -> DivisionProposal:
    """Propose to place students (person id → a subgroup of the division, or None) from `since` on; nobody moves yet (§4.4.8).

    Only those whose place would differ are kept. Refused without a reason, when nothing differs, for who is not in the class in
    those days, and for a student about whom another proposal waits. The administrators are told.
    """
    if not text.squeeze(reason):
        raise Refused("Напишите, почему нужно такое деление или перевод.", field="reason")
    if not klass.year.since <= since <= klass.year.until:
        raise Refused(f"{since:%d.%m.%Y} не входит в учебный год «{klass.year}».", field="since")
    groups = _groups_of(klass, division)
    known = {group.pk for group in groups}
    if any(group is not None and group.pk not in known for group in placing.values()):
        raise Refused("Эта подгруппа из другого деления.", field="group")
    here = dict(
        Membership.objects.filter(group=klass, person_id__in=placing)
        .within(since, EVER)
        .values_list("person_id", "person__last_name")
    )
    held = Membership.objects.filter(group__in=known, person_id__in=placing).within(since, EVER).order_by("-since")
    now = {row.person_id: row.group for row in held.select_related("group")}
    moved = {one: group for one, group in placing.items() if now.get(one) != group}
    if not moved:
        raise Refused("Предложение ничего не меняет: отметьте другую подгруппу хотя бы у одного ученика.")
    if strange := [one for one in moved if one not in here]:
        raise Refused(f"В эти дни ученик не числится в классе {klass}: их {len(strange)}.", field="since")
    _refuse_waiting(klass, division, moved)
    assert act.person_id is not None, "a proposal has an author"
    proposal = act.create(
        DivisionProposal(
            klass=klass, division=division, since=since, reason=text.squeeze(reason),
            made_by_id=act.person_id, made_at=act.at,
        )
    )  # fmt: skip
    places = [
        ProposedPlace(proposal=proposal, person_id=one, from_group=now.get(one), to_group=group)
        for one, group in moved.items()
    ]
    act.create_many(places)
    words = f"{klass.title}, {division}: предложен перевод между подгруппами, решение за вами."
    to_tell = [one for one in administrators_on(clock.today()) if one.pk != act.person_id]
    notify(act.actor, to_tell, words, reverse("school:proposal", args=[proposal.pk]))
    return proposal


def _groups_of(klass: Group, division: str) -> list[Group]:
    return list(Group.objects.filter(kind=Group.Kind.SUBGROUP, classes=klass, division=division))


def _refuse_waiting(klass: Group, division: str, moved: Mapping[int, Group | None]) -> None:
    waits = ProposedPlace.objects.filter(
        proposal__klass=klass, proposal__division=division, proposal__state=State.NEW, person_id__in=moved
    )
    if (other := waits.select_related("person", "proposal__made_by").first()) is not None:
        raise Refused(
            f"{other.person.call_name}: предложение от {other.proposal.made_by.short_name} уже ждёт решения."
            " Дождитесь его или попросите отозвать."
        )


@action("school.proposal.accept")
def accept_proposal(act: Acting, proposal: DivisionProposal, *, since: date, order: OrderOf) -> int:
    """The administrator transfers by order as was proposed, from `since` on (§4.4.8); answers how many moved. The author is told.

    Marks stay with the course where they were put. Refuses what a division refuses.
    """
    proposal = _waiting(proposal)
    places = list(proposal.places.select_related("to_group"))
    groups: Sequence[Group] = _groups_of(proposal.klass, proposal.division)
    moved = divide(act.actor, groups, {place.person_id: place.to_group for place in places}, since=since, order=order)
    paper = Membership.objects.filter(
        group__in=groups, person_id__in=[place.person_id for place in places], order__number=text.squeeze(order.number)
    ).first()
    _decide(act, proposal, State.ACCEPTED, f"приказ № {text.squeeze(order.number)} от {order.date:%d.%m.%Y}", paper)
    return moved


@action("school.proposal.decline")
def decline_proposal(act: Acting, proposal: DivisionProposal, *, answer: str) -> None:
    """The administrator declines with a reason, which the author is told."""
    if not text.squeeze(answer):
        raise Refused("Напишите, почему предложение отклонено: его автор прочтёт ответ.", field="answer")
    _decide(act, _waiting(proposal), State.DECLINED, text.squeeze(answer), None)


@action("school.proposal.withdraw")
def withdraw_proposal(act: Acting, proposal: DivisionProposal) -> None:
    """The author takes the proposal back while it waits."""
    proposal = _waiting(proposal)
    act.update(proposal, state=State.WITHDRAWN, decided_by_id=act.person_id, decided_at=act.at)


def _waiting(proposal: DivisionProposal) -> DivisionProposal:
    row = DivisionProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state != State.NEW:
        raise Refused(f"По предложению уже есть решение: {row.get_state_display()}.")
    return row


def _decide(act: Acting, proposal: DivisionProposal, state: str, answer: str, paper: Membership | None) -> None:
    order = paper.order if paper else None
    act.update(proposal, state=state, answer=answer, decided_by_id=act.person_id, decided_at=act.at, order=order)
    author: Person = proposal.made_by
    if author.pk != act.person_id:
        words = f"{proposal.klass.title}, {proposal.division}: предложение {proposal.get_state_display()} — {answer}."
        notify(act.actor, [author], words, reverse("school:proposal", args=[proposal.pk]))
