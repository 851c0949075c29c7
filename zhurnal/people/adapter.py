"""How allauth meets our accounts: Russian words, entries in the log, and nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import actions
from .access import Oneself
from .models import Account
from .queries import account_named

TOO_MANY = "Слишком много неудачных попыток. Подождите пять минут; забыли пароль — попросите новый код доступа."


class Adapter(DefaultAccountAdapter):
    """Access comes with a code (§3.1); signing in, signing out and failing to are entries of the log."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Логин или пароль не подходят. Проверьте раскладку и Caps Lock.",
        "invalid_login": "Логин или пароль не подходят. Проверьте раскладку и Caps Lock.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "account_inactive": "Доступ заблокирован.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Signing in and out needs no word: the page itself says it."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """An entry for a known and an unknown login alike, so that both take the same time."""
        account = account_named(credentials.get("username", ""))
        actions.session_refused(actions.SYSTEM, account, address=self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:  # type: ignore[override] # ours
        """An entry for the new session."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        agent = request.headers.get("User-Agent", "")
        actions.session_begun(Oneself(user.person_id), user, address=self.get_client_ip(request), user_agent=agent)
        return response

    def logout(self, request: HttpRequest) -> None:
        """An entry for the end of the session."""
        account = request.user
        if isinstance(account, Account):
            actions.session_ended(Oneself(account.person_id), account)
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:  # type: ignore[override] # ours
        """Who knows the password is told that access is blocked; nobody else learns that the login exists."""
        return render(request, "account/account_inactive.html", status=403)
