"""Accounts: activation by a code, a new password, blocking and giving back."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM, Acting, Actor, action
from zhurnal.core.errors import Refused

from .. import rules
from ..access import Oneself
from ..models import Account, ActivationCode, Person
from .codes import refuse_unless_given, revoke_codes
from .notices import notify
from .sessions import end_all_sessions

CODE_STATES = {
    "used": "Этот код уже использован. Если доступ нужен снова, попросите новый код.",
    "revoked": "Этот код отменён: вместо него выдан новый или доступ закрыт. Попросите новый код.",
    "expired": "Срок действия кода истёк. Попросите новый код у того, кто его выдал.",
}
CODE_UNKNOWN = "Такого кода нет. Сверьте каждый знак с листком."


def checked_password(password: str, account: Account) -> str:
    """The hash of a new password; `Refused` when it is short, common, of digits only or like the login."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    return make_password(password)


def open_code(typed: str) -> ActivationCode:
    """The open code that was typed, with its person; `Refused` (field `code`) says what is wrong with it."""
    code = rules.read_code(typed)
    if mistake := rules.code_mistake(code):
        raise Refused(mistake, field="code")
    row = ActivationCode.objects.select_related("person").filter(hash=ActivationCode.hash_of(code)).first()
    if row is None:
        raise Refused(CODE_UNKNOWN, field="code", unknown=True)
    if text := CODE_STATES.get(row.state(clock.now())):
        raise Refused(text, field="code")
    return row


def account_of(person: Person) -> Account | None:
    """The person's account, if they have one."""
    return Account.objects.filter(person=person).first()


def activate(typed: str, *, login: str, password: str, rules_accepted: bool) -> Account:
    """Use an activation code: a new account with this login, or a new password for the one that the person has.

    The rules of keeping one's access are accepted with date (§3.2, §7.7). A reset keeps the login and closes all old
    sessions. Raises `Refused` with field code, login, password or accepted. The password is hashed before the transaction begins.
    """
    row = open_code(typed)
    account = account_of(row.person) or Account(person=row.person, login=login.strip().casefold())
    if not account.pk and (mistake := rules.login_mistake(account.login)):
        raise Refused(mistake, field="login")
    if not (rules_accepted or account.rules_accepted_at):
        raise Refused("Без этого обязательства доступ не открывается (§3.2, §7.7).", field="accepted")
    hashed = checked_password(password, account)
    return _activated(Oneself(row.person_id), typed, login=account.login, hashed=hashed)


@action("people.access.activate")
def _activated(act: Acting, typed: str, *, login: str, hashed: str) -> Account:
    """Everything is read again inside the transaction: of two who use one code at once, one is refused."""
    code = ActivationCode.objects.select_for_update(of=("self",)).get(pk=open_code(typed).pk)
    if text := CODE_STATES.get(code.state(act.at)):
        raise Refused(text, field="code")
    act.update(code, used_at=act.at, about=code.person_id)
    account = account_of(code.person)
    if account is None:
        if Account.objects.filter(login=login).exists():
            raise Refused("Этот логин уже занят. Выберите другой.", field="login")
        account = Account(person=code.person, login=login, password=hashed, rules_accepted_at=act.at)
        return act.create(account, about=account.person_id)
    if not account.is_active:
        raise Refused("Доступ заблокирован. Обратитесь к классному руководителю или администратору.", field="code")
    accepted = account.rules_accepted_at or act.at
    act.update(
        account, password=hashed, rules_accepted_at=accepted, about=account.person_id, verb="people.access.reset"
    )
    end_all_sessions(account)
    notify(SYSTEM, [account.person], "Пароль изменён по коду доступа, прежние сеансы закрыты.", "people:sessions")
    return account


def change_password(actor: Actor, account: Account, password: str) -> None:
    """Give one's account a new password and close all its other sessions; `Refused` (field `password`) when it is weak."""
    _password_changed(actor, account, checked_password(password, account))


@action("people.password.change")
def _password_changed(act: Acting, account: Account, hashed: str) -> None:
    act.update(account, password=hashed, about=account.person_id)
    end_all_sessions(account)


@action("people.access.block")
def block(act: Acting, account: Account, *, reason: str = "") -> None:
    """Close a person's access at once: sessions end, unused codes are revoked (§4.3.8). `Refused` for oneself and, unless an
    administrator acts, for staff (§3.1)."""
    if account.person_id == act.person_id:
        raise Refused("Свой собственный доступ закрыть нельзя.")
    refuse_unless_given(act.actor, [account.person])
    act.update(account, is_active=False, about=account.person_id, reason=reason)
    end_all_sessions(account)
    revoke_codes(act.actor, [account.person])


@action("people.access.restore")
def restore(act: Acting, account: Account) -> None:
    """Give blocked access back; login and password are as they were. `Refused` for staff unless an administrator acts."""
    refuse_unless_given(act.actor, [account.person])
    if act.update(account, is_active=True, about=account.person_id):
        notify(act.actor, [account.person], "Доступ к журналу возвращён.")
