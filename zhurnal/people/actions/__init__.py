"""What may be done with people: access, roles, families, notices, settings."""

from __future__ import annotations

from .accounts import activate, block, change_password, restore
from .codes import make_codes, revoke_codes
from .families import join_family, leave_family
from .notices import mark_all_seen, notify
from .people import add_person, change_person
from .roles import appoint, dismiss
from .sessions import end_sessions, session_begun, session_ended, session_refused
from .settings import set_setting

__all__ = [
    "activate",
    "add_person",
    "appoint",
    "block",
    "change_password",
    "change_person",
    "dismiss",
    "end_sessions",
    "join_family",
    "leave_family",
    "make_codes",
    "mark_all_seen",
    "notify",
    "restore",
    "revoke_codes",
    "session_begun",
    "session_ended",
    "session_refused",
    "set_setting",
]
