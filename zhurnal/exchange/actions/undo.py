"""An applied list taken back whole, by the act that wrote it."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Model, ProtectedError

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.exchange.models import Import, Proposal
from zhurnal.exchange.traces import Obstacle, Trace, Traces, obstacles, traces_of, values_before
from zhurnal.people.actions import notify
from zhurnal.people.models import Notice, Person

NAMED = 5


def refusal_of(found: list[Obstacle]) -> str:
    """Why the list can't be taken back, with the first names."""
    named = "; ".join(f"{one.name} — {', '.join(one.why)}" for one in found[:NAMED])
    more = f" и ещё {len(found) - NAMED}" if len(found) > NAMED else ""
    return f"Отменить загрузку нельзя: её записями уже пользуются. {named}{more}."


@action("exchange.list.undo")
def undo(act: Acting, row: Import) -> Import:
    """Take back all that a list wrote: what it made goes, what it changed is as before.

    `Refused`, naming them, where rows were used or changed since; nothing is taken back then. Its undecided proposals go, too.
    """
    locked = Import.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None or locked.state != Import.State.APPLIED or locked.act is None:
        raise Refused("Отменить можно только загруженный список.")
    traces = traces_of(locked.act)
    if found := obstacles(_without_decided(traces)):
        raise Refused(refusal_of(found))
    try:
        _take_back(act, traces)
    except ProtectedError as fault:
        raise Refused("Отменить загрузку нельзя: её записями уже пользуются.") from fault
    act.update(locked, state=Import.State.UNDONE, undone_by_id=act.person_id, undone_at=act.at)
    if locked.made_by_id and locked.made_by_id != act.person_id:
        text = f"Загрузка списка «{locked.name}» отменена."
        notify(act.actor, Person.objects.filter(pk=locked.made_by_id), text[:500], f"/exchange/list/{locked.pk}/")
    return locked


def _without_decided(traces: Traces) -> Traces:
    """A proposal that was decided about has a life of its own and stays."""
    return Traces([row for row in traces.rows if row.label != "exchange.proposal"], traces.last_entry)


def _take_back(act: Acting, traces: Traces) -> None:
    people = sorted(traces.made.get("people.person", ()))
    for at in range(0, len(people), 500):
        act.delete_many(list(Notice.objects.filter(person_id__in=people[at : at + 500])))
    for kind, some in groupby(reversed(traces.rows), key=_kind):
        rows = list(some)
        by_label: dict[str, list[Trace]] = {}
        for row in reversed(rows):
            by_label.setdefault(row.label, []).append(row)
        # What was made later may point at what was made before it: its table goes first.
        for label, alike in reversed(by_label.items()):
            _take_back_rows(act, label, kind, alike)


def _take_back_rows(act: Acting, label: str, kind: str, rows: list[Trace]) -> None:
    if label == "exchange.proposal":
        waiting = Proposal.objects.filter(pk__in=[row.pk for row in rows], state=Proposal.State.WAITING)
        act.delete_many(list(waiting))
    elif kind == "made":
        act.delete_many(_present(rows))
    elif kind == "changed":
        present = {one.pk: one for one in _present(rows)}
        # A row that was changed twice gets what it had first.
        act.change_many([(present[row.pk], values_before(row)) for row in reversed(rows) if row.pk in present])
    else:
        act.create_many([row.model(**values_before(row)) for row in rows])


def _kind(row: Trace) -> str:
    return "made" if row.before is None else "removed" if row.after is None else "changed"


def _present(rows: list[Trace]) -> list[Model]:
    """The rows as they are now, in the order given."""
    model = rows[0].model
    found: dict[int, Model] = {}
    for at in range(0, len(rows), 500):
        found |= model._base_manager.in_bulk([row.pk for row in rows[at : at + 500]])
    return [found[row.pk] for row in rows if row.pk in found]
