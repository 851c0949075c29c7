"""Families: who is whose legal representative."""

from __future__ import annotations

from datetime import date, timedelta

from zhurnal.core import clock, text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..models import Guardianship, Person
from .files import cards_changed
from .notices import notify


@action("people.family.join")
def join_family(
    act: Acting, *, parent: Person, child: Person, relation: str, since: date | None = None
) -> Guardianship:
    """Make an adult a legal representative of a child from a day (today): they see this child's diary from then (§3.6)."""
    if parent.pk == child.pk:
        raise Refused("Человек не может быть представителем самого себя.", field="person")
    since = since or clock.today()
    rows = Guardianship.objects.filter(parent=parent, child=child).within(since, date.max)
    if rows.exists():
        raise Refused(f"{parent.short_name} уже представляет этого ребёнка.", field="person")
    made = act.create(Guardianship(parent=parent, child=child, relation=relation, since=since))
    cards_changed(act.actor, [child.pk])
    notify(act.actor, [parent], f"Вам открыт дневник: {child.call_name}.", "diary:home")
    return made


@action("people.family.leave")
def leave_family(act: Acting, guardianship: Guardianship, *, until: date | None = None) -> None:
    """End a family tie; `until` is its last day (yesterday: the diary closes at once). One that began today is taken back."""
    until = until or clock.today() - timedelta(days=1)
    if until < guardianship.since:
        act.delete(guardianship)
    else:
        act.update(guardianship, until=until)
    cards_changed(act.actor, [guardianship.child_id])


@action("people.family.limit")
def limit_family(
    act: Acting, guardianship: Guardianship, *, sees: bool, gets_notices: bool, takes_child: bool, basis: str = ""
) -> bool:
    """Say what the adult may: read the child's diary and card, get notices, take the child; answers whether anything differed.

    `Refused` when a right is taken away without a basis (a court's decision). A shut diary is shut at the next request.
    """
    basis = text.squeeze(basis)
    if not (sees and gets_notices and takes_child) and not basis:
        raise Refused("Назовите основание ограничения: решение суда, его номер и дату.", field="basis")
    changed = act.update(guardianship, sees=sees, gets_notices=gets_notices, takes_child=takes_child, basis=basis)
    if changed:
        cards_changed(act.actor, [guardianship.child_id])
    return changed
