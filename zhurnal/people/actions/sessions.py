"""Signing in and out, as the log knows it. Addresses and devices are kept, never what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from zhurnal.core.actions import Acting, action

from .. import rules
from ..models import Account


@action("people.session.begin")
def session_begun(act: Acting, account: Account, *, address: str, user_agent: str) -> None:
    """Somebody signed in."""
    place = {"address": address, "device": rules.device(user_agent)}
    act.note(account, before=None, after=place, about=account.person_id)


@action("people.session.end")
def session_ended(act: Acting, account: Account) -> None:
    """Somebody signed out."""
    act.note(account, before=None, after=None, about=account.person_id)


@action("people.session.refuse")
def session_refused(act: Acting, account: Account | None, *, address: str) -> None:
    """A sign-in failed; an unknown login is account 0, and what was typed is kept nowhere (it may be a password)."""
    about = account.person_id if account else None
    act.note(account or Account(pk=0), before=None, after={"address": address}, about=about)


@action("people.session.close")
def end_sessions(act: Acting, account: Account, sessions: Sequence[UserSession]) -> int:
    """Close some of an account's sessions; answers how many."""
    for session in sessions:
        session.end()
        act.note(account, before={"begun": session.created_at}, after=None, about=account.person_id)
    return len(sessions)


def register_session(request: HttpRequest) -> None:
    """Put the request's session into the list that its owner sees; allauth does it at sign-in, this after a new password."""
    UserSession.objects.create_from_request(request)


def end_all_sessions(account: Account) -> None:
    """Close every session of an account, as part of an action that says why."""
    for session in UserSession.objects.filter(user=account):
        session.end()
