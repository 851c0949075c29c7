"""Kinds of works with their weights, and who changed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from zhurnal.core.russian import day_month_year
from zhurnal.people.trail import Line, told, trail_of

from ..models import WorkKind, WorkWeight


@dataclass(slots=True)
class KindRow:
    """A kind with the weight of today (None before its first), the day it holds since, and weights to come as (day, weight)."""

    kind: WorkKind
    works: int
    weight: int | None = None
    since: date | None = None
    coming: list[tuple[date, int]] = field(default_factory=list)


def kinds_page(today: date) -> list[KindRow]:
    """Every kind in the school's order (2 queries)."""
    found = WorkKind.objects.annotate(used=Count("works")).order_by("-is_offered", "place", "id")
    rows = {kind.pk: KindRow(kind, kind.used) for kind in found}
    for weight in WorkWeight.objects.order_by("since"):
        row = rows[weight.kind_id]
        if weight.since <= today:
            row.weight, row.since = weight.weight, weight.since
        else:
            row.coming.append((weight.since, weight.weight))
    return list(rows.values())


_TITLES = {
    "name": "название", "short_name": "кратко", "sign": "знак", "is_control": "контролирующий характер",
    "is_oral": "работа на уроке", "is_default": "по умолчанию", "is_offered": "в выборе", "place": "место",
}  # fmt: skip


def kind_trail(kind: WorkKind) -> list[Line]:
    """What was changed in a kind and its weights, newest first; rows that came with the installation have no entries."""
    since = {row.pk: row.since for row in WorkWeight.objects.filter(kind=kind)}
    weights = [
        Line(change.at, change.who, f"вес {change.after['weight']} с {day_month_year(since[change.row])}")
        for change in trail_of(WorkWeight, list(since))
    ]
    return sorted([*told(trail_of(WorkKind, [kind.pk]), _TITLES), *weights], key=lambda line: line.at, reverse=True)
