"""Families: who is whose legal representative."""

from __future__ import annotations

from datetime import date, timedelta

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..models import Guardianship, Person
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
