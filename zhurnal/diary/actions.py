"""What a reader does in a diary: looks."""

from __future__ import annotations

from zhurnal.core.actions import Acting, action
from zhurnal.people.models import Person

from . import rules
from .models import Visit


@action("diary.visit.record")
def record_visit(act: Acting, student: Person, *, all_seen: bool = False) -> Visit:
    """Remember that the reader looked at this diary: marks set later are new next time.

    Marks stay new through one visit, whatever is reloaded in it; `all_seen` ends that at once.
    """
    assert act.person_id is not None
    visit = Visit.objects.select_for_update().filter(reader_id=act.person_id, student=student).first()
    if visit is None:
        first = Visit(reader_id=act.person_id, student=student, seen_at=act.at, before_at=act.at if all_seen else None)
        return act.create(first, about=student.pk)
    if all_seen:
        act.update(visit, about=student.pk, seen_at=act.at, before_at=act.at)
    elif rules.is_another_visit(visit.seen_at, act.at):
        act.update(visit, about=student.pk, seen_at=act.at, before_at=visit.seen_at)
    return visit
