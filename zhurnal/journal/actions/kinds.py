"""Kinds of works and their dated weights, as the school's local act has them (domain.md part 3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Max, ProtectedError

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..models import Mark, Work, WorkKind, WorkWeight


@dataclass(frozen=True, slots=True)
class KindOf:
    """What a kind is called and how it counts."""

    name: str
    short_name: str
    sign: str
    is_control: bool = False
    is_oral: bool = False
    is_default: bool = False
    is_offered: bool = True


@action("journal.kind.add")
def add_kind(act: Acting, said: KindOf, *, weight: int) -> WorkKind:
    """A new kind of works at the end of the list, with its first weight from today on; a known name or sign is refused."""
    _check(None, said)
    last = WorkKind.objects.aggregate(last=Max("place"))["last"] or 0
    if said.is_default:
        _no_other_default(act)
    kind = act.create(WorkKind(place=last + 1, **asdict(said)))
    act.create(WorkWeight(kind=kind, weight=weight, since=clock.today()))
    return kind


@action("journal.kind.set")
def set_kind(act: Acting, kind: WorkKind, said: KindOf) -> WorkKind:
    """Change what a kind is called and how it counts; the default kind gives its place up only to another."""
    _check(kind, said)
    if kind.is_default and not said.is_default:
        raise Refused(
            "Вид «по умолчанию» нужен всегда: отметьте другой вид, и этот уступит ему место.", field="is_default"
        )
    if said.is_default and not kind.is_default:
        _no_other_default(act)
    changes: dict[str, Any] = asdict(said)
    act.update(kind, **changes)
    return kind


def _no_other_default(act: Acting) -> None:
    for other in WorkKind.objects.filter(is_default=True):
        act.update(other, is_default=False)


def _check(kind: WorkKind | None, said: KindOf) -> None:
    if said.is_default and not said.is_offered:
        raise Refused("Вид «по умолчанию» нельзя убрать из выбора.", field="is_offered")
    for other in WorkKind.objects.all():
        if kind is not None and other.pk == kind.pk:
            continue
        if other.name.casefold() == said.name.casefold():
            raise Refused(f"Вид «{other.name}» уже есть.", field="name")
        if other.sign == said.sign:
            raise Refused(f"Знаком «{said.sign}» уже обозначен вид «{other.name}».", field="sign")


@action("journal.kind.weight")
def set_weight(act: Acting, kind: WorkKind, weight: int, *, since: date) -> WorkWeight:
    """The kind weighs so much in lessons from this day on; earlier averages stay as they were (domain.md part 3).

    Works planned for later lessons take the new weight while they have no marks. Refused for a day that has passed.
    """
    if since < clock.today():
        raise Refused("Вес меняют с сегодняшнего дня или позже: прежние средние не пересчитываются.", field="since")
    row = WorkWeight.objects.filter(kind=kind, since=since).first()
    if row is None:
        row = act.create(WorkWeight(kind=kind, weight=weight, since=since))
    else:
        act.update(row, weight=weight)
    planned = Work.objects.filter(kind=kind, lesson__date__gte=since).exclude(pk__in=Mark.objects.values("work_id"))
    later = WorkWeight.objects.filter(kind=kind, since__gt=since).order_by("since").first()
    if later is not None:
        planned = planned.filter(lesson__date__lt=later.since)
    for work in planned.select_related("lesson"):
        act.update(work, chain=work.lesson.log_chain, weight=weight)
    return row


@action("journal.kind.remove")
def remove_kind(act: Acting, kind: WorkKind) -> None:
    """Remove a kind that no work ever had; refused for the default one and for one with works, which may be put out of the choice."""
    if kind.is_default:
        raise Refused("Вид «по умолчанию» не удаляют.")
    if Work.objects.filter(kind=kind).exists():
        raise Refused("Работы этого вида уже есть в журнале: уберите его из выбора, тогда новые с ним не появятся.")
    act.delete_many(list(WorkWeight.objects.filter(kind=kind)))
    try:
        act.delete(kind)
    except ProtectedError as fault:
        raise Refused("Работы этого вида уже есть в журнале: уберите его из выбора.") from fault
