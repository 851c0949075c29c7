"""The lists and cards of people, for the administrator and those who read them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhurnal.core import clock
from zhurnal.core.errors import Refused

from .. import access, actions, queries, roles, slips
from ..access import Who
from ..forms import NewPersonForm, PersonForm, add_refusal
from ..models import Person

PAGE = 50
NO_ACCESS = "no_access"


def people(request: HttpRequest) -> HttpResponse:
    """«Люди»: found by name, filtered by role."""
    who: Who = request.who  # type: ignore[attr-defined]
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    found = access.people_to_read(who).named_like(words).in_order()
    if role in roles.TITLES and role != roles.SUBSTITUTE:
        found = found.filter(pk__in=queries.holders(role, clock.today()))
    elif role == NO_ACCESS:
        found = found.filter(account=None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.rows_of(list(page.object_list)),
        "q": words,
        "role": role,
        "address_is_local": slips.address_is_local(request),
        "choices": [
            ("", "все"),
            *((key, title) for key, title in roles.TITLES.items() if key != roles.SUBSTITUTE),
            (NO_ACCESS, "без учётной записи"),
        ],
        "query": urlencode({"q": words, "role": role}) + "&",
    }
    return render(request, "people/people.html", context)


def person(request: HttpRequest, row: Person) -> HttpResponse:
    """A person's card."""
    context = {
        "person": row,
        "card": queries.card_of(row),
        "today": clock.today(),
        "address_is_local": slips.address_is_local(request),
    }
    return render(request, "people/person.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Enter a new person, with a role when there is an order."""
    form = NewPersonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        role, order = fields.pop("role"), fields.pop("order_number")
        try:
            made = actions.enter_person(request.who, role=role, order_number=order, **fields)  # type: ignore[attr-defined]
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{made.full_name}: запись создана. Теперь можно выдать код доступа.")
            return redirect("people:person", pk=made.pk)
    return _form(request, form, title="Новый человек", action="Добавить", cancel="people:list")


def edit(request: HttpRequest, row: Person) -> HttpResponse:
    """Change name or contacts."""
    form = PersonForm(request.POST or None, initial=model_to_dict(row, PersonForm.Meta.fields))
    if form.is_bound and form.is_valid():
        if actions.change_person(request.who, row, **form.cleaned_data):  # type: ignore[attr-defined]
            messages.success(request, "Изменения сохранены.")
        return redirect("people:person", pk=row.pk)
    return _form(request, form, title=row.full_name, action="Сохранить", row=row)


def _form(
    request: HttpRequest, form: Any, *, title: str, action: str, row: Person | None = None, cancel: str = ""
) -> HttpResponse:
    return render(
        request, "people/form.html", {"form": form, "title": title, "action": action, "row": row, "back": cancel}
    )
