"""The only place that asks what time it is, so that a test can say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.utils import timezone

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def local_now() -> datetime:
    """The present moment by the school's clock (setting TIME_ZONE)."""
    return timezone.localtime(now())


def today() -> date:
    """Today's date by the school's clock."""
    return local_now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment, for tests: `with clock.frozen(datetime(2026, 11, 24, 9, tzinfo=UTC))`."""
    global _frozen  # noqa: PLW0603 - one clock for the process, threads of a test server included
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before
