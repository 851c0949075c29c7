"""Signing in and out: allauth's own views inside a page of ours."""

from __future__ import annotations

from allauth.account.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

_login = LoginView.as_view()
_logout = LogoutView.as_view()


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login and password; limited by account and by address."""
    answer = _login(request)
    assert isinstance(answer, HttpResponse)
    return answer


def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    answer = _logout(request)
    assert isinstance(answer, HttpResponse)
    return answer
