"""Giving access: codes, slips, blocking and giving back (§3.1, §4.1.8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core.errors import Refused, Repeated

from .. import actions, queries, rules, slips
from ..access import Who
from ..forms import PeopleForm
from ..models import Person


def code(request: HttpRequest, row: Person) -> HttpResponse:
    """Make a code for one person and show it this once, with its slip to print."""
    who: Who = request.who  # type: ignore[attr-defined]
    try:
        [(_, plain)] = actions.make_codes(who, [row])
    except Repeated:
        return slips.given_already(request, reverse("people:person", args=[row.pk]))
    site = slips.site_of(request)
    context = {
        "person": row,
        "address_is_local": slips.address_is_local(request),
        "code": plain,
        "printed": rules.code_in_groups(plain),
        "access": queries.access_of([row.pk])[row.pk],
        "address": slips.activation_page(site),
        "qr": slips.qr_address(slips.activation_address(site, plain)),
    }
    return render(request, "people/code.html", context)


def slip(request: HttpRequest, row: Person) -> HttpResponse:
    """The slip of the code that was just made: the page that shows it sends it back, for it is kept nowhere."""
    plain = rules.read_code(request.POST.get("code", ""))
    try:
        open_code = actions.open_code(plain)
    except Refused as refusal:
        raise Http404 from refusal
    if open_code.person_id != row.pk:
        raise Http404
    return slips.slips_answer(request, [(row, plain)])


def codes(request: HttpRequest) -> HttpResponse:
    """Make codes for the chosen people and answer their slips."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = PeopleForm(request.POST, who=who)
    if not form.is_valid():
        messages.error(request, "Отметьте хотя бы одного человека.")
        return redirect("people:list")
    chosen = list(form.cleaned_data["people"].in_order())
    try:
        made = actions.make_codes(who, chosen)
    except Repeated:
        return slips.given_already(request, reverse("people:list"))
    return slips.slips_answer(request, made)


def block(request: HttpRequest, row: Person) -> HttpResponse:
    """Close a person's access."""
    account = actions.account_of(row)
    if account is None:
        raise Http404
    actions.block(request.who, account, reason=request.POST.get("reason", "")[:200])  # type: ignore[attr-defined]
    messages.success(request, f"{row.short_name}: доступ закрыт, все сеансы завершены.")
    return redirect("people:person", pk=row.pk)


def restore(request: HttpRequest, row: Person) -> HttpResponse:
    """Give access back."""
    account = actions.account_of(row)
    if account is None:
        raise Http404
    actions.restore(request.who, account)  # type: ignore[attr-defined]
    messages.success(request, f"{row.short_name}: доступ возвращён.")
    return redirect("people:person", pk=row.pk)


def revoke(request: HttpRequest, row: Person) -> HttpResponse:
    """Make a person's unused code worthless."""
    actions.revoke_codes(request.who, [row])  # type: ignore[attr-defined]
    messages.success(request, f"{row.short_name}: код отменён.")
    return redirect("people:person", pk=row.pk)
