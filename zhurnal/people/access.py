"""Who asks, and which people, accounts and notices they may reach. With the access files above, the only place that names roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM, Actor

from . import roles
from .models import Account, Appointment, Guardianship, Notice, Person, PersonQuerySet


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


@dataclass(frozen=True, slots=True)
class Oneself:
    """A person who acts before there is a session: by an activation code, or while signing in."""

    person_id: int
    act_id: UUID | None = None


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


def reads_people(who: Who) -> bool:
    """The management, and the clerk, who keeps the lists of students, parents and staff."""
    return who.has(*roles.MANAGEMENT, roles.CLERK)


def people_to_read(who: Who) -> PersonQuerySet:
    """Everyone for the management and the clerk, nobody for others: families' cards are pages of the modules above."""
    return Person.objects.all() if reads_people(who) else Person.objects.none()


def people_to_manage(who: Who) -> PersonQuerySet:
    """The administrator enters users and gives access (§4.1.2, §4.1.6)."""
    return Person.objects.all() if is_administrator(who) else Person.objects.none()


def people_to_appoint(who: Who) -> PersonQuerySet:
    """Whom the director or the administrator may appoint: anyone."""
    return Person.objects.all() if may_appoint(who) else Person.objects.none()


def appointments_to_read(who: Who) -> QuerySet[Appointment]:
    """All appointments, those that ended too, for the management."""
    rows = Appointment.objects.select_related("person")
    return rows.all() if is_management(who) else rows.none()


def appointments_to_end(who: Who) -> QuerySet[Appointment]:
    """Appointments that hold today or are to come."""
    rows = Appointment.objects.select_related("person")
    return rows.exclude(until__lt=clock.today()) if may_appoint(who) else rows.none()


def guardianships_to_end(who: Who) -> QuerySet[Guardianship]:
    """Family ties that hold today or are to come."""
    rows = Guardianship.objects.select_related("parent", "child")
    return rows.exclude(until__lt=clock.today()) if is_administrator(who) else rows.none()


def sessions_to_end(who: Who) -> QuerySet[UserSession]:
    """One's own sessions."""
    return UserSession.objects.filter(user_id=who.account.pk)


def may_give_access(actor: Actor, person: Person) -> bool:
    """Staff get their access from the administrator alone (§3.1): not from a class teacher whose families they belong to.

    Else a class teacher could take over a colleague's, or the director's, account by a new code.
    """
    if actor is SYSTEM:
        return True
    if not isinstance(actor, Who):
        return False
    return is_administrator(actor) or actor.load_roles(person.pk).isdisjoint(roles.STAFF)


def notices_to_read(who: Who) -> QuerySet[Notice]:
    """One's own notices."""
    return Notice.objects.filter(person_id=who.person_id)
