"""Plain rows for the hot pages: SQL that both engines understand, without the cost of building queries and objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from zhurnal.core.russian import NBSP


def fetch(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> list[Any]:
    """All rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def ids(values: Iterable[int]) -> str:
    """Whole numbers as the inside of IN (…); an empty set matches nothing."""
    return ",".join(str(int(value)) for value in values) or "NULL"


def aware(moment: datetime) -> datetime:
    """A moment as the database keeps it: SQLite gives UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def short_name(last: str | None, first: str | None, middle: str | None) -> str:
    """«Белова А. И.» from the columns of a person, or nothing."""
    if not last:
        return ""
    return last + "".join(f"{NBSP}{name[0]}." for name in (first, middle) if name)
