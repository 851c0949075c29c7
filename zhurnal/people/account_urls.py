"""Signing in and out under the names that allauth reverses: they have no namespace."""

from __future__ import annotations

from zhurnal.core.pages import page

from .views.sign_in import sign_in, sign_out

urlpatterns = [
    page("sign-in/", sign_in, name="account_login", public=True, methods=("GET", "POST")),
    page("sign-out/", sign_out, name="account_logout", public=True, methods=("POST",)),
]
