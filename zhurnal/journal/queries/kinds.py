"""Kinds of works with their weights, and who changed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from zhurnal.core.russian import day_month_year
from zhurnal.people.trail import Change, trail_of

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


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A change in words."""

    at: datetime
    who: str
    words: str


_TITLES = {
    "name": "название", "short_name": "кратко", "sign": "знак", "is_control": "контролирующий характер",
    "is_oral": "работа на уроке", "is_default": "по умолчанию", "is_offered": "в выборе", "place": "место",
}  # fmt: skip


def kind_trail(kind: WorkKind) -> list[TrailLine]:
    """What was changed in a kind and its weights, newest first; rows that came with the installation have no entries."""
    weights = {row.pk: row for row in WorkWeight.objects.filter(kind=kind)}
    changes = trail_of(WorkKind, [kind.pk]) + trail_of(WorkWeight, list(weights))
    lines = [TrailLine(change.at, change.who, words) for change in changes if (words := _words(change, weights))]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _words(change: Change, weights: dict[int, WorkWeight]) -> str:
    if "weight" in change.after:
        since = weights[change.row].since if change.row in weights else None
        return f"вес {change.after['weight']}" + (f" с {day_month_year(since)}" if since else "")
    if not change.before:
        return "вид добавлен"
    return ", ".join(
        f"{_TITLES[key]}: {_said(change.before.get(key))} → {_said(value)}" for key, value in change.after.items()
    )


def _said(value: Any) -> str:
    return ("да" if value else "нет") if isinstance(value, bool) else f"«{value}»"
