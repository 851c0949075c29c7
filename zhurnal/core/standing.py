"""What stands in the tables, against the log: a row that somebody changed, removed or put in past the journal is named.

The rows of settings.ZHURNAL_COMPARED are replayed from the contents of the log's entries and compared with what stands.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from .log import canonical
from .models import Entry

BATCH = 500
MOST_NAMED = 10


@dataclass(slots=True)
class _Logged:
    """A row as its entries say: the values, or None when it was removed."""

    values: dict[str, Any] | None = None
    entries: int = 0


@dataclass(slots=True)
class Standing:
    """Reads along while chains are verified (`log.Reader`); `found` says in Russian what stands otherwise."""

    tables: dict[str, type[models.Model]] = field(
        default_factory=lambda: {label: apps.get_model(label) for label in settings.ZHURNAL_COMPARED}
    )
    rows: dict[str, dict[int, _Logged]] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    def take(self, subject: str, text: str) -> None:
        """One entry, in the order of its chain."""
        label, _, pk = subject.partition(":")
        if label not in self.tables:
            return
        said = json.loads(text)
        logged = self.rows.setdefault(label, {}).setdefault(int(pk), _Logged())
        logged.entries += 1
        if said["after"] is not None:
            logged.values = (logged.values or {}) | said["after"]
        elif said["before"] is not None:
            logged.values = None

    def end(self, *, whole: bool) -> None:
        """Compare the rows of the chain that was read, unless it is broken."""
        if whole:
            for label, rows in self.rows.items():
                ids = list(rows)
                for at in range(0, len(ids), BATCH):
                    self._compare(label, {pk: rows[pk] for pk in ids[at : at + BATCH]})
        self.rows.clear()

    def _compare(self, label: str, rows: dict[int, _Logged]) -> None:
        stands = _stands(self.tables[label], list(rows))
        for pk, logged in rows.items():
            why = _difference(logged.values, stands.get(pk))
            if why and Entry.objects.filter(subject=f"{label}:{pk}").count() == logged.entries:  # not written meanwhile
                self.found.append(f"{label}:{pk}: {why}")

    def look_for_unlogged(self) -> None:
        """Rows that no entry speaks of were put in past the journal."""
        for label, model in self.tables.items():
            table = connection.ops.quote_name(model._meta.db_table)
            sql = (
                f"SELECT r.id FROM {table} r WHERE NOT EXISTS"
                " (SELECT 1 FROM core_entry e WHERE e.subject = %s || CAST(r.id AS varchar(20))) ORDER BY r.id LIMIT %s"
            )
            with connection.cursor() as cursor:
                cursor.execute(sql, [f"{label}:", MOST_NAMED])
                self.found += [f"{label}:{pk}: строка внесена мимо журнала действий" for (pk,) in cursor.fetchall()]


def _stands(model: type[models.Model], ids: list[int]) -> dict[int, dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.filter(pk__in=ids).values(*names)
    return {row["id"]: json.loads(canonical(row)) for row in rows}


def _difference(logged: dict[str, Any] | None, stands: dict[str, Any] | None) -> str:
    if logged is None:
        return "" if stands is None else "строка есть, хотя по журналу действий удалена"
    if stands is None:
        return "строки нет, хотя журнал действий её не удалял"
    wrong = [name for name, value in logged.items() if name in stands and stands[name] != value]
    said = "; ".join(f"{name} — в таблице {stands[name]}, по журналу действий {logged[name]}" for name in wrong)
    return f"строка изменена мимо журнала действий: {said}" if wrong else ""
