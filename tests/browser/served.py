"""The WSGI application as in life, but that its clock stands at Tuesday, 24 November 2026, 10:00 in Moscow, or starts there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from zhurnal.core import clock
from zhurnal.wsgi import application

__all__ = ["application", "walking"]

# As tests.world.NOW, which can't be imported before Django is set up.
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
clock.frozen(NOW).__enter__()
_started = datetime.now(UTC)


def walking(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The same, but that each request comes later than those before it."""
    with clock.frozen(NOW + (datetime.now(UTC) - _started)):
        return application(environ, start_response)
