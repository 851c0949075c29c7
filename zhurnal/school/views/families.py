"""«Доступ семей»: a class teacher sees who of the class's families has access, gives, blocks and restores it (§4.3.8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.errors import Repeated
from zhurnal.people import actions as people
from zhurnal.people import slips
from zhurnal.people.access import Who
from zhurnal.people.models import Account, Person

from .. import queries
from ..forms import FamilyPeopleForm
from ..models import Group
from .classes import crumbs_of


def families(request: HttpRequest, klass: Group) -> HttpResponse:
    """The students and parents of the class with their access."""
    lines = queries.family_access(klass, clock.today())
    everyone = {line.person.pk: line for family in lines for line in (family.student, *family.parents)}
    states = [line.access.state for line in everyone.values()]
    context = {
        "klass": klass,
        "address_is_local": slips.address_is_local(request),
        "families": lines,
        "people": len(everyone),
        "connected": sum(state == "open" for state in states),
        "waiting": sum(state == "code" for state in states),
        "crumbs": [{"title": title, "url": url} for title, url in crumbs_of(klass, request.who)],  # type: ignore[attr-defined]
    }
    return render(request, "school/families.html", context)


def codes(request: HttpRequest, klass: Group) -> HttpResponse:
    """Make codes for the chosen people and answer their slips; for who has access already it is a reset."""
    who: Who = request.who  # type: ignore[attr-defined]
    chosen = _chosen(request, klass)
    if chosen is None:
        messages.error(request, "Отметьте хотя бы одного человека.")
        return redirect("school:families", pk=klass.pk)
    try:
        made = people.make_codes(who, chosen)
    except Repeated:
        return slips.given_already(request, reverse("school:families", args=[klass.pk]))
    return slips.slips_answer(request, made)


def block(request: HttpRequest, klass: Group) -> HttpResponse:
    """Close a person's access."""
    person, account = _one(request, klass)
    people.block(request.who, account, reason=request.POST.get("reason", "")[:200])  # type: ignore[attr-defined]
    messages.success(request, f"{person.short_name}: доступ закрыт, все сеансы завершены.")
    return redirect("school:families", pk=klass.pk)


def restore(request: HttpRequest, klass: Group) -> HttpResponse:
    """Give blocked access back."""
    person, account = _one(request, klass)
    people.restore(request.who, account)  # type: ignore[attr-defined]
    messages.success(request, f"{person.short_name}: доступ возвращён.")
    return redirect("school:families", pk=klass.pk)


def _chosen(request: HttpRequest, klass: Group) -> list[Person] | None:
    """The people named, None when nobody is; 404 when one is not of the class's families."""
    form = FamilyPeopleForm(request.POST, klass=klass)
    if form.is_valid():
        return list(form.cleaned_data["people"])
    if request.POST.getlist("people"):
        raise Http404
    return None


def _one(request: HttpRequest, klass: Group) -> tuple[Person, Account]:
    chosen = _chosen(request, klass)
    if chosen is None or len(chosen) != 1:
        raise Http404
    account = people.account_of(chosen[0])
    if account is None:
        raise Http404
    return chosen[0], account
