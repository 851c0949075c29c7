"""The first run."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhurnal.core.errors import Refused
from zhurnal.people.forms import add_refusal
from zhurnal.school import first_run

from .. import actions
from ..forms import SetupForm


def setup(request: HttpRequest) -> HttpResponse:
    """The first-run page: the school and its first administrator, who is signed in at once; there is no such page once the school exists."""
    if first_run.school_exists():
        raise Http404
    form = SetupForm(request.POST or None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        names = (values["last_name"], values["first_name"], values["middle_name"])
        administrator = actions.FirstAdministrator(*names, values["login"], values["password"])
        try:
            account = actions.set_up(name=values["name"], short_name=values["short_name"], administrator=administrator)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Школа создана, вы вошли как администратор.")
            signed_in: HttpResponse = perform_login(request, account, redirect_url=reverse("timetable:overview"))
            return signed_in
    return render(request, "timetable/setup.html", {"form": form})
