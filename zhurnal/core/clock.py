"""The only place that asks what time it is, so that a test can say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.utils import timezone

# No day of a school's journal lies outside; a year typed wrong does («0026»).
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
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


def day_asked(text: str) -> date:
    """The day that an address asks for («2026-11-24»), else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today()
    return day if EARLIEST <= day <= LATEST else today()


def month_asked(text: str) -> date:
    """The first day of the month that an address asks for («2026-11»), else of the present one."""
    return day_asked(f"{text}-01").replace(day=1)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment, for tests: `with clock.frozen(datetime(2026, 11, 24, 9, tzinfo=UTC))`."""
    global _frozen  # noqa: PLW0603 - one clock for the process, threads of a test server included
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before
