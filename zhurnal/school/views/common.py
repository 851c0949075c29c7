"""What the pages of the school share: a page of one form, and doing what a form asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhurnal.core.errors import Refused
from zhurnal.people.forms import add_refusal
from zhurnal.people.trail import Line

from ..models import Group

Crumbs = Sequence[tuple[str, str]]


def division_url(klass: Group, name: str) -> str:
    """The page where a division of the class is filled."""
    return f"{reverse('school:division', args=[klass.pk])}?{urlencode({'name': name})}"


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str,
    action: str,
    back: str,
    crumbs: Crumbs = (),
    lead: str = "",
    tab: str = "",
    stay: str = "Отмена",
    remove: str = "",
    trail: Sequence[Line] | None = None,
) -> HttpResponse:
    """A page of one form; `back` is where `stay` leads, `remove` the address of the removal, `crumbs` are (title, address) above the heading.

    `trail` says under the form who changed the thing and when.
    """
    context = {
        "form": form,
        "title": title,
        "action": action,
        "back": back,
        "crumbs": [{"title": words, "url": url} for words, url in crumbs],
        "lead": lead,
        "tab": tab,
        "stay": stay,
        "remove": remove,
        "trail": trail,
    }
    return render(request, "school/form.html", context)


def done(form: Any, act: Callable[[], Any]) -> bool:
    """Carry out what a valid form asks; a refusal is put beside its field. Answers whether it is done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    return True
