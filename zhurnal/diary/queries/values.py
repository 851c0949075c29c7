"""Values of raw rows that are never empty, and whole numbers within the text of a query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from zhurnal.journal.sql import as_date, as_moment


def ids(values: Iterable[int]) -> str:
    """The inside of IN (…); an empty set matches nothing."""
    return ",".join(str(int(value)) for value in values) or "NULL"


def moment(value: Any) -> datetime:
    """A moment that is not null, aware."""
    found = as_moment(value)
    assert found is not None
    return found


def day(value: Any) -> date:
    """A date that is not null."""
    found = as_date(value)
    assert found is not None
    return found
