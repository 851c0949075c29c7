"""The WSGI application as in life, but that its clock stands at Tuesday, 24 November 2026, 10:00 in Moscow."""

from __future__ import annotations

from datetime import UTC, datetime

from zhurnal.core import clock
from zhurnal.wsgi import application

__all__ = ["application"]

# As tests.world.NOW, which can't be imported before Django is set up.
clock.frozen(datetime(2026, 11, 24, 7, 0, tzinfo=UTC)).__enter__()
