"""Who asks, and which people, accounts and notices they may reach. With the access files above, the only place that names roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from . import roles
from .models import Account, Notice, Person


@dataclass
class Who:
    """The person who asks, with the union of their roles today. `memo` remembers answers for the length of a request."""

    account: Account
    load_roles: Callable[[int], frozenset[str]]
    act_id: UUID | None = None
    memo: dict[Any, Any] = field(default_factory=dict)

    @property
    def person_id(self) -> int:
        """The person's id."""
        return self.account.person_id

    @property
    def person(self) -> Person:
        """The person."""
        return self.account.person

    @cached_property
    def roles(self) -> frozenset[str]:
        """Appointments and standings that hold today (one query)."""
        return self.load_roles(self.person_id)

    def has(self, *wanted: str) -> bool:
        """Whether one of these roles is theirs today."""
        return not self.roles.isdisjoint(wanted)


def is_signed_in(who: Who) -> bool:
    """Everyone with a session."""
    return who is not None


def is_staff(who: Who) -> bool:
    """Everyone who works at the school."""
    return who.has(*roles.STAFF)


def is_administrator(who: Who) -> bool:
    """The administrator of the journal."""
    return who.has(roles.ADMINISTRATOR)


def is_management(who: Who) -> bool:
    """Administrator, director, deputy head: those who read the whole school."""
    return who.has(*roles.MANAGEMENT)


def may_appoint(who: Who) -> bool:
    """The director appoints (§4.2.2); the administrator enters the director's order (§4.1.2)."""
    return who.has(roles.DIRECTOR, roles.ADMINISTRATOR)


def notices_to_read(who: Who) -> QuerySet[Notice]:
    """One's own notices."""
    return Notice.objects.filter(person_id=who.person_id)
