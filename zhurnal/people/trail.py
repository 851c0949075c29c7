"""Who changed a row and when, read from the log: the foot of the reference pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from zhurnal.core.models import Entry

from .models import Person


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log about a row: `before` and `after` hold the changed columns, empty for a new or a removed row."""

    row: int
    verb: str
    at: datetime
    who: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words, as ui/trail.html draws it."""

    at: datetime
    who: str
    words: str


def trail_of(model: type[models.Model], ids: Sequence[int]) -> list[Change]:
    """Every logged change of these rows, newest first (2 queries); «журнал» stands for the system itself."""
    prefix = f"{model._meta.app_label}.{model._meta.model_name}:"
    found = Entry.objects.filter(subject__in=[f"{prefix}{pk}" for pk in ids]).select_related("payload")
    entries = list(found.order_by("-at", "-id"))
    people = Person.objects.in_bulk({entry.actor for entry in entries if entry.actor})
    return [_change(entry, people) for entry in entries]


def _change(entry: Entry, people: dict[int, Person]) -> Change:
    payload = json.loads(entry.payload.text) if hasattr(entry, "payload") else {}
    person = people.get(entry.actor or 0)
    return Change(
        int(entry.subject.rpartition(":")[2]),
        entry.verb,
        entry.at,
        person.short_name if person else "журнал",
        payload.get("before") or {},
        payload.get("after") or {},
        payload.get("reason") or "",
    )


def told(changes: Iterable[Change], titles: Mapping[str, str]) -> list[Line]:
    """The changes in words, columns by these titles: «добавлено», «название: «Физика» → «Физика и астрономия»», «удалено»."""
    lines = []
    for change in changes:
        if change.before and change.after:
            pairs = [(titles.get(key, key), change.before.get(key), value) for key, value in change.after.items()]
            words = ", ".join(f"{title}: {_said(before)} → {_said(after)}" for title, before, after in pairs)
        else:
            words = "добавлено" if change.after else "удалено"
        lines.append(Line(change.at, change.who, words))
    return lines


def _said(value: Any) -> str:
    if value is None or value == "":
        return "пусто"
    return ("да" if value else "нет") if isinstance(value, bool) else f"«{value}»"
