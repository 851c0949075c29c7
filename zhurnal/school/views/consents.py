"""Consents to the processing of personal data (152-ФЗ, art. 9): given, withdrawn, printed to be signed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhurnal.core import clock
from zhurnal.people import actions as people
from zhurnal.people.models import Consent, Person

from ..card_forms import ConsentForm, WithdrawalForm
from ..consent_paper import consent_pdf, purposes_for
from ..queries.cards import kinds_of
from .cards import card_url, way
from .common import done, form_page


def add(request: HttpRequest, person: Person) -> HttpResponse:
    """Record a consent that was signed on paper."""
    purposes = purposes_for(kinds_of(person, clock.today()))
    givers = people.may_give(person, clock.today())
    initial = {"purpose": request.GET.get("purpose", "")}
    form = ConsentForm(request.POST or None, givers=givers, purposes=purposes, initial=initial)

    def give() -> None:
        people.give_consent(request.who, person, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, "Согласие записано.")

    if done(form, give):
        return redirect(f"{card_url(person)}#consents")
    lead = "Бумага с подписью остаётся в личном деле; здесь — что подписано, кем и когда."
    if not givers:
        lead += " Ребёнку ещё не записан законный представитель: сначала добавьте его."
    return form_page(
        request, form, title="Согласие", action="Записать", back=card_url(person), lead=lead,
        crumbs=way(request.who, person),  # type: ignore[attr-defined]
    )  # fmt: skip


def withdraw(request: HttpRequest, consent: Consent) -> HttpResponse:
    """Record a withdrawal; the consent stays in the history."""
    form = WithdrawalForm(request.POST or None, initial={"on": clock.today()})

    def take_back() -> None:
        people.withdraw_consent(request.who, consent, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, "Отзыв записан. С этого дня данные для этой цели не используются.")

    person = consent.person
    if done(form, take_back):
        return redirect(f"{card_url(person)}#consents")
    lead = f"{person.full_name}: {consent.get_purpose_display()}. Запись о согласии остаётся в истории."
    return form_page(
        request, form, title="Отзыв согласия", action="Записать отзыв", back=card_url(person), lead=lead,
        crumbs=way(request.who, person),  # type: ignore[attr-defined]
    )  # fmt: skip


def paper(request: HttpRequest, person: Person) -> HttpResponse:
    """The form of consent with the names filled in, as a PDF to print and sign."""
    purposes = purposes_for(kinds_of(person, clock.today()))
    asked = request.GET.get("purpose", "")
    purpose = Consent.Purpose(asked if asked in purposes else purposes[0])
    pdf = consent_pdf(person, purpose, people.may_give(person, clock.today()))
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="soglasie.pdf"'}
    )
