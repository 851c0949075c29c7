"""Single changes that the clerk proposes and the administrator decides about (§4.5.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import counted
from zhurnal.exchange.models import Proposal
from zhurnal.people.actions import change_person, notify
from zhurnal.people.models import Person
from zhurnal.school.actions import OrderOf, admit, expel, transfer
from zhurnal.school.models import Group

QUEUE = "/exchange/queue/"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the administrator says of one proposal; `twin` means that a namesake is meant."""

    proposal: Proposal
    accept: bool
    reason: str = ""
    order: OrderOf | None = None
    since: date | None = None
    twin: bool = False


@action("exchange.proposal.make")
def propose_arrival(act: Acting, *, fields: dict[str, Any], group: Group, since: date, note: str = "") -> Proposal:
    """Tell the administrator of a new student: who, into which class, from which day."""
    return _made(act, Proposal.Kind.ARRIVAL, after=_plain(fields), group=group, since=since, note=note)


@action("exchange.proposal.make")
def propose_change(act: Acting, person: Person, *, fields: dict[str, Any], note: str = "") -> Proposal:
    """Tell the administrator of another name or other contacts of a person. Refused when nothing differs."""
    after = {name: value for name, value in fields.items() if value != getattr(person, name)}
    if not after:
        raise Refused("Вы ничего не изменили: исправьте хотя бы одно поле.")
    before = {name: getattr(person, name) for name in after}
    return _made(act, Proposal.Kind.CHANGE, person=person, before=_plain(before), after=_plain(after), note=note)


@action("exchange.proposal.make")
def propose_departure(act: Acting, person: Person, *, since: date, note: str = "") -> Proposal:
    """Tell the administrator of a student who leaves, with the last day. Refused when it was said already."""
    said = Proposal.objects.filter(person=person, kind=Proposal.Kind.DEPARTURE, state=Proposal.State.WAITING)
    if said.exists():
        raise Refused(f"{person.call_name}: о выбытии уже сообщено, администратор ещё не решил.")
    return _made(act, Proposal.Kind.DEPARTURE, person=person, since=since, note=note)


def _made(act: Acting, kind: str, **values: Any) -> Proposal:
    return act.create(Proposal(kind=kind, made_by_id=act.person_id, made_at=act.at, **values))


@action("exchange.proposal.withdraw")
def withdraw(act: Acting, proposal: Proposal) -> None:
    """Take a proposal back that nobody has decided about."""
    act.lock(proposal)
    if proposal.state != Proposal.State.WAITING:
        raise Refused("Администратор уже решил по этому изменению.")
    act.delete(proposal)


@action("exchange.proposal.decide")
def decide(act: Acting, decisions: Sequence[Decision]) -> None:
    """Carry out what is accepted and send back what is declined, all in one transaction; the proposers are told.

    `Refused` by the first that can't be carried out, with its name: nothing is done then.
    """
    by_proposer: dict[int, Counter[str]] = {}
    for decision in decisions:
        row = (
            Proposal.objects.select_for_update(of=("self",))
            .select_related("person", "group__year")
            .get(pk=decision.proposal.pk)
        )
        if row.state != Proposal.State.WAITING:
            raise Refused(f"{name_of(row)}: по этому изменению уже решили. Обновите страницу.")
        person = row.person
        if decision.accept:
            try:
                person = _carry_out(act, row, decision)
            except Refused as refusal:
                raise Refused(f"{name_of(row)}: {refusal.text} Ничего не выполнено.") from refusal
        elif not decision.reason.strip():
            raise Refused(f"{name_of(row)}: напишите, почему отклонено.")
        state = Proposal.State.ACCEPTED if decision.accept else Proposal.State.DECLINED
        decided = {"decided_by_id": act.person_id, "decided_at": act.at, "reason": decision.reason.strip()[:300]}
        act.change_many([(row, {"state": state, "person_id": person.pk if person else None, **decided})])
        if row.made_by_id and row.made_by_id != act.person_id:
            by_proposer.setdefault(row.made_by_id, Counter())[state] += 1
    for proposer, said in by_proposer.items():
        notify(act.actor, Person.objects.filter(pk=proposer), _answer(said), QUEUE)


def name_of(row: Proposal) -> str:
    """Whom a proposal is about, by name."""
    if row.person is not None:
        return row.person.call_name
    return f"{row.after.get('last_name', '')} {row.after.get('first_name', '')}".strip()


def _carry_out(act: Acting, row: Proposal, decision: Decision) -> Person | None:
    if row.kind == Proposal.Kind.CHANGE:
        assert row.person is not None
        _refuse_stale(row)
        change_person(act.actor, row.person, **_values(row.after))
        return row.person
    since = decision.since or row.since or clock.today()
    if decision.order is None:
        raise Refused("укажите номер и дату приказа.")
    if row.kind == Proposal.Kind.DEPARTURE:
        assert row.person is not None
        expel(act.actor, row.person, on=since, order=decision.order)
        return row.person
    assert row.group is not None
    if row.kind == Proposal.Kind.TRANSFER:
        assert row.person is not None
        transfer(act.actor, row.person, row.group, since=since, order=decision.order)
        return row.person
    new = {**_values(row.after), "twin_is_meant": decision.twin}
    return admit(act.actor, row.group, [], new=new, since=since, order=decision.order)[0].person


def _refuse_stale(row: Proposal) -> None:
    """Raise when the card has changed since the proposal: its «before» is no more."""
    assert row.person is not None
    now = _plain({name: getattr(row.person, name) for name in row.before})
    if now != row.before:
        raise Refused("карточка изменилась после того, как это предложили: сверьте и решите заново.")


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def _values(stored: dict[str, Any]) -> dict[str, Any]:
    """Values of a person's columns."""
    return {
        name: date.fromisoformat(value) if name == "birth_date" and value else None if name == "birth_date" else value
        for name, value in stored.items()
    }


def _answer(said: Counter[str]) -> str:
    parts = []
    if n := said[Proposal.State.ACCEPTED]:
        parts.append(f"принято: {n}")
    if n := said[Proposal.State.DECLINED]:
        parts.append(f"отклонено: {n}")
    total = counted(said.total(), "изменение", "изменения", "изменений")
    return f"Администратор рассмотрел {total}: {', '.join(parts)}."
