"""What may be done with people: access, roles, families, notices, settings."""

from __future__ import annotations

from zhurnal.core.actions import SYSTEM

from .accounts import account_of, activate, block, change_password, open_code, restore
from .cards import cards_are_read, check_cards, save_card, set_health
from .codes import make_codes, revoke_codes
from .consents import give_consent, may_give, withdraw_consent
from .corrections import accept, decline, propose, withdraw
from .families import join_family, leave_family, limit_family
from .files import cards_changed, set_file
from .notices import mark_all_seen, notify, notify_each, renew_notice
from .people import add_person, change_person, enter_person
from .roles import appoint, dismiss
from .sessions import end_sessions, register_session, session_begun, session_ended, session_refused
from .settings import set_setting

__all__ = [
    "SYSTEM",
    "accept",
    "account_of",
    "activate",
    "add_person",
    "appoint",
    "block",
    "cards_are_read",
    "cards_changed",
    "change_password",
    "change_person",
    "check_cards",
    "decline",
    "dismiss",
    "end_sessions",
    "enter_person",
    "give_consent",
    "join_family",
    "leave_family",
    "limit_family",
    "make_codes",
    "mark_all_seen",
    "may_give",
    "notify",
    "notify_each",
    "open_code",
    "propose",
    "register_session",
    "renew_notice",
    "restore",
    "revoke_codes",
    "save_card",
    "session_begun",
    "session_ended",
    "session_refused",
    "set_file",
    "set_health",
    "set_setting",
    "withdraw",
    "withdraw_consent",
]
