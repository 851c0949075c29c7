"""Signing in and out by allauth's own views, under the names that allauth reverses (they have no namespace)."""

from __future__ import annotations

from allauth.account.views import LoginView, LogoutView

from zhurnal.core.pages import View, page

sign_in: View = LoginView.as_view()
sign_out: View = LogoutView.as_view()

urlpatterns = [
    page("sign-in/", sign_in, name="account_login", public=True, methods=("GET", "POST")),
    page("sign-out/", sign_out, name="account_logout", public=True, methods=("POST",)),
]
