"""How allauth meets our accounts."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: access comes with a code (§3.1)."""

    def is_open_for_signup(self, request: object) -> bool:
        """Never."""
        return False
