"""Activation codes: made, and revoked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from zhurnal.core import clock
from zhurnal.core.actions import Acting, Actor, action
from zhurnal.core.errors import Refused

from .. import rules
from ..access import may_give_access
from ..models import Account, ActivationCode, Person, Setting
from .notices import notify

STAFF_BY_ADMINISTRATOR = "Сотрудникам реквизиты доступа выдаёт администратор журнала (§3.1): {names}."


def refuse_unless_given(actor: Actor, persons: Sequence[Person]) -> None:
    """Staff get their access from the administrator alone (§3.1)."""
    if foreign := [person.short_name for person in persons if not may_give_access(actor, person)]:
        raise Refused(STAFF_BY_ADMINISTRATOR.format(names=", ".join(foreign)))


@action("people.code.make")
def make_codes(act: Acting, persons: Sequence[Person]) -> list[tuple[Person, str]]:
    """A new activation code for each person (§3.1, §4.3.8); answers (person, code) in the given order.

    The plain code is known only now; a keyed hash of it is kept. Older unused codes of these people are revoked. A person who
    has an account keeps it, with its password, until the code is used. The caller has seen to it that the actor may reach the
    people; staff may be given access by an administrator only, and nobody whose access is blocked: `Refused` names them.
    """
    refuse_unless_given(act.actor, persons)
    blocked = Account.objects.filter(person__in=persons, is_active=False)
    if names := [account.person.short_name for account in blocked]:
        raise Refused(f"Доступ заблокирован, сначала верните его: {', '.join(names)}.")
    _revoke(act, persons)
    days = Setting.values_on(clock.today(), "access.code_days").get("access.code_days")
    expires = act.at + rules.code_lifetime(days)
    made = [(person, rules.make_code(secrets.choice)) for person in persons]
    rows = [
        ActivationCode(
            person=person,
            hash=ActivationCode.hash_of(code),
            made_by_id=act.person_id,
            made_at=act.at,
            expires_at=expires,
        )
        for person, code in made
    ]
    for row in rows:
        act.create(row, about=row.person_id)
    notify(
        act.actor, _others(act, persons), "Вам выдан новый код доступа. Если вы его не просили, скажите администратору."
    )
    return made


@action("people.code.revoke")
def revoke_codes(act: Acting, persons: Sequence[Person]) -> int:
    """Make these people's unused codes worthless; answers how many there were."""
    refuse_unless_given(act.actor, persons)
    return _revoke(act, persons)


def _revoke(act: Acting, persons: Sequence[Person]) -> int:
    unused = list(ActivationCode.objects.filter(person__in=persons, used_at=None, revoked_at=None))
    for row in unused:
        act.update(row, revoked_at=act.at, about=row.person_id, verb="people.code.revoke")
    return len(unused)


def _others(act: Acting, persons: Sequence[Person]) -> list[Person]:
    """Those of the people who have an account already and are not the actor."""
    return [
        account.person for account in Account.objects.filter(person__in=persons) if account.person_id != act.person_id
    ]
