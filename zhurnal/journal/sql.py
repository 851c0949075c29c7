"""Running raw SQL; dates come as ISO text from both engines, so that they compare and print alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime


def rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """All rows of a query with named parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def row(sql: str, **values: Any) -> tuple[Any, ...] | None:
    """The first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


def as_date(value: Any) -> date | None:
    """A date column of a raw row."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_time(value: Any) -> time | None:
    """A time column of a raw row."""
    return time.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: Any) -> datetime | None:
    """A moment of a raw row, aware: SQLite keeps UTC as text."""
    if isinstance(value, str):
        value = parse_datetime(value)
    if value is not None and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    found: datetime | None = value
    return found


def short_name(last: str | None, first: str | None, middle: str | None) -> str:
    """«Белова А. И.», or nothing."""
    if not last:
        return ""
    return "\u00a0".join([last, *(f"{name[0]}." for name in (first, middle) if name)])
