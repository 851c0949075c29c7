"""What may be done with people: access, roles, families, notices, settings."""

from __future__ import annotations

from zhurnal.core.actions import SYSTEM

from .accounts import account_of, activate, block, change_password, open_code, restore
from .codes import make_codes, revoke_codes
from .families import join_family, leave_family
from .files import cards_changed, set_file
from .notices import mark_all_seen, notify, renew_notice
from .people import add_person, change_person, enter_person
from .roles import appoint, dismiss
from .sessions import end_sessions, register_session, session_begun, session_ended, session_refused
from .settings import set_setting

__all__ = [
    "SYSTEM",
    "account_of",
    "activate",
    "add_person",
    "appoint",
    "block",
    "cards_changed",
    "change_password",
    "change_person",
    "dismiss",
    "end_sessions",
    "enter_person",
    "join_family",
    "leave_family",
    "make_codes",
    "mark_all_seen",
    "notify",
    "open_code",
    "register_session",
    "renew_notice",
    "restore",
    "revoke_codes",
    "session_begun",
    "session_ended",
    "session_refused",
    "set_file",
    "set_setting",
]
