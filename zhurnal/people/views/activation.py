"""«У меня код доступа»: the code, whose access it is, login and password, signed in (§3.1, §3.2, §7.7)."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhurnal.core.errors import Refused

from .. import actions, queries, rules
from ..forms import ActivationForm, CodeForm, ResetForm, add_refusal
from ..models import Account, ActivationCode

LIMIT = "activation_failed"


def activate(request: HttpRequest) -> HttpResponse:
    """Ask for the code; when it is good, for login and password; when those are, use it and sign in."""
    if request.method != "POST":
        return _ask_code(request, CodeForm())
    if not ratelimit.consume(request, action=LIMIT, dry_run=True):
        return ratelimit.respond_429(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form)
    try:
        code = actions.open_code(form.cleaned_data["code"])
    except Refused as refusal:
        ratelimit.consume(request, action=LIMIT)
        add_refusal(form, refusal)
        return _ask_code(request, form)
    return _ask_password(request, code, rules.read_code(form.cleaned_data["code"]))


def _ask_code(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "people/activate.html", {"form": form})


def _ask_password(request: HttpRequest, code: ActivationCode, typed: str) -> HttpResponse:
    account = actions.account_of(code.person)
    form = _second_form(request, code, typed, account)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = actions.activate(
                typed,
                login=chosen.get("login", ""),
                password=chosen["password"],
                rules_accepted=chosen.get("accepted", False),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            signed_in: HttpResponse = perform_login(request, made, redirect_url="/")
            return signed_in
    return render(request, "people/activate_password.html", {"form": form, "person": code.person, "account": account})


def _second_form(request: HttpRequest, code: ActivationCode, typed: str, account: Account | None) -> ResetForm:
    """The second step's form: bound only when it was this step that was sent."""
    kind = ResetForm if account and account.rules_accepted_at else ActivationForm
    data = request.POST if "password" in request.POST else None
    login = account.login if account else queries.free_login(code.person)
    form = kind(data, initial={"code": typed, "login": login})
    if account and "login" in form.fields:
        del form.fields["login"]
    return form
