"""The queue of changes: proposed by the clerk every week, decided about by the administrator (§4.5.2)."""

from __future__ import annotations

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who
from zhurnal.people.models import Person
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done, form_page

from .. import access, actions, queries
from ..forms import ArrivalForm, ChangeForm, DecisionsForm, DepartureForm
from ..models import Proposal

SENT = "Администратор увидит это в очереди и решит; вам придёт уведомление."


def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and what became of what was proposed."""
    return _queue(request, None)


def decide(request: HttpRequest) -> HttpResponse:
    """Carry out the decisions about proposals, all or none."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = DecisionsForm(request.POST, proposals=access.proposals_to_decide(who))
    if form.is_valid() and not form.decisions():
        messages.info(request, "Вы ничего не отметили: выберите «принять» или «отклонить».")
        return redirect("exchange:queue")
    if done(form, lambda: actions.decide(who, form.decisions())):
        messages.success(request, "Решения выполнены, документовед получит уведомление.")
        return redirect("exchange:queue")
    return _queue(request, form)


def _queue(request: HttpRequest, form: DecisionsForm | None) -> HttpResponse:
    who: Who = request.who  # type: ignore[attr-defined]
    page = queries.queue_page(who)
    decides = access.decides(who)
    form = form or DecisionsForm(proposals=[one.row for one in page.waiting])
    rows = [
        (one, form[form.names(one.row.pk).decision], form.bound(one.row.pk))
        for one in page.waiting
        if one.row.pk in form.proposals
    ]
    context = {
        "page": page,
        "form": form if decides else None,
        "rows": rows,
        "decides": decides,
        "elsewhere": queries.waiting_elsewhere(who) if decides else [],
    }
    return render(request, "exchange/queue.html", context)


def withdraw(request: HttpRequest, row: Proposal) -> HttpResponse:
    """Take one's own proposal back."""
    actions.withdraw(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Предложение отозвано.")
    return redirect("exchange:queue")


def propose(request: HttpRequest) -> HttpResponse:
    """Whom a change is about."""
    words = request.GET.get("q", "").strip()
    found = queries.found_people(request.who, words)  # type: ignore[attr-defined]
    return render(request, "exchange/propose.html", {"q": words, "people": found})


def arrival(request: HttpRequest) -> HttpResponse:
    """Tell of a new student."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = ArrivalForm(request.POST or None, who=who, year=current_year(clock.today()))

    def act() -> None:
        found = form.cleaned_data
        actions.propose_arrival(
            who, fields=form.person_fields(), group=found["group"], since=found["since"], note=found["note"]
        )

    if done(form, act):
        messages.success(request, SENT)
        return redirect("exchange:queue")
    return form_page(
        request,
        form,
        title="Прибыл ученик",
        action="Передать администратору",
        back=reverse("exchange:queue"),
        lead=SENT,
    )


def change(request: HttpRequest, person: Person) -> HttpResponse:
    """Tell of another name or other contacts."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = ChangeForm(request.POST or None, initial=model_to_dict(person, ChangeForm.Meta.fields))

    def act() -> None:
        actions.propose_change(who, person, fields=form.person_fields(), note=form.cleaned_data["note"])

    if done(form, act):
        messages.success(request, SENT)
        return redirect("exchange:queue")
    return form_page(
        request,
        form,
        title=f"Изменить данные: {person.full_name}",
        action="Передать администратору",
        back=reverse("exchange:propose"),
        lead=SENT,
    )


def departure(request: HttpRequest, person: Person) -> HttpResponse:
    """Tell of a student who leaves."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = DepartureForm(request.POST or None, initial={"since": clock.today()})

    def act() -> None:
        found = form.cleaned_data
        actions.propose_departure(who, person, since=found["since"], note=found["note"])

    if done(form, act):
        messages.success(request, SENT)
        return redirect("exchange:queue")
    return form_page(
        request,
        form,
        title=f"Выбывает: {person.full_name}",
        action="Передать администратору",
        back=reverse("exchange:propose"),
        lead=SENT,
    )
