"""Subgroups: filling a division, proposals of teachers and the administrator's decision (§4.3.3, §4.4.8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.russian import counted
from zhurnal.people.access import Who

from .. import access, actions, queries
from ..actions import OrderOf
from ..forms import PlacingForm
from ..models import DivisionProposal, Group
from ..order_forms import AcceptForm, DeclineForm
from .classes import crumbs_of
from .common import division_url, done

PROPOSALS = "school:proposals"


def division(request: HttpRequest, klass: Group) -> HttpResponse:
    """The students of the class in the subgroups of a division, by a choice a row: the administrator places, teachers propose."""
    who: Who = request.who  # type: ignore[attr-defined]
    name = request.GET.get("name", "")
    page = queries.division_page(klass, name, clock.today())
    if page is None:
        raise Http404
    decides = access.edits_structure(who)
    initial = {f"place_{student.pk}": page.placed.get(student.pk, "") for student in page.students}
    form = PlacingForm(
        request.POST or None, students=page.students, groups=page.groups, initial=initial, proposing=not decides
    )

    def place() -> None:
        found = form.cleaned_data
        if decides:
            actions.divide(who, page.groups, form.placing(), since=found["since"], order=form.order())
        else:
            actions.propose_division(who, klass, name, form.placing(), since=found["since"], reason=found["reason"])

    if done(form, place):
        words = f"Деление «{name}» записано." if decides else "Предложение отправлено администратору."
        messages.success(request, words)
        return redirect("school:class", pk=klass.pk) if decides else redirect(PROPOSALS)
    context = {
        "klass": klass,
        "name": name,
        "form": form,
        "decides": decides,
        "page": page,
        "heads": [(group, page.taught.get(group.pk, "")) for group in page.groups],
        "rows": [(student, form[f"place_{student.pk}"]) for student in page.students],
        "unplaced": {student.pk for student in page.unplaced},
        "crumbs": _crumbs(klass, who),
    }
    return render(request, "school/division.html", context)


def _crumbs(klass: Group, who: Who) -> list[dict[str, str]]:
    """To the class for those who open it, else to the list of divisions."""
    if access.class_cards_to_read(who).filter(pk=klass.pk).exists():
        return [{"title": title, "url": url} for title, url in crumbs_of(klass, who)]
    return [{"title": "Подгруппы", "url": reverse(PROPOSALS)}]


def proposals(request: HttpRequest) -> HttpResponse:
    """«Подгруппы»: what was proposed, and the divisions that the person may open."""
    who: Who = request.who  # type: ignore[attr-defined]
    year = queries.current_year()
    classes = access.classes_to_divide(who).filter(year=year)
    context = {
        "proposals": queries.proposals_in_order(access.proposals_to_read(who)),
        "lines": [(line, division_url(line.klass, line.name)) for line in queries.divisions_of(classes, clock.today())],
        "decides": access.edits_structure(who),
        "reads": access.reads_whole_school(who),
    }
    return render(request, "school/proposals.html", context)


def proposal(request: HttpRequest, row: DivisionProposal) -> HttpResponse:
    """One proposal: who goes where, and the decision."""
    who: Who = request.who  # type: ignore[attr-defined]
    waits = row.state == DivisionProposal.State.NEW
    context = {
        "page": queries.proposal_page(row),
        "row": row,
        "accept": AcceptForm(initial={"since": max(row.since, clock.today())}) if waits else None,
        "decline": DeclineForm() if waits else None,
        "may_decide": waits and access.edits_structure(who),
        "may_withdraw": waits and row.made_by_id == who.person_id,
        "division_url": division_url(row.klass, row.division),
        "reads_orders": access.reads_orders(who),
        "late": row.since < clock.today(),
        "crumbs": [{"title": "Подгруппы", "url": reverse(PROPOSALS)}],
    }
    return render(request, "school/proposal.html", context)


def accept(request: HttpRequest, row: DivisionProposal) -> HttpResponse:
    """Transfer by order as was proposed."""
    form = AcceptForm(request.POST)
    moved: list[int] = []

    def transfer() -> None:
        found = form.cleaned_data
        order = OrderOf(found["order_number"], found["order_date"], f"Предложение: {row.reason}"[:500])
        moved.append(actions.accept_proposal(request.who, row, since=found["since"], order=order))  # type: ignore[attr-defined]

    if done(form, transfer):
        people = counted(moved[0], "ученик", "ученика", "учеников")
        messages.success(request, f"Принято: {people} в новой подгруппе. Прежние отметки остались в прежней.")
    return _back(request, form, row)


def decline(request: HttpRequest, row: DivisionProposal) -> HttpResponse:
    """Decline with a reason."""
    form = DeclineForm(request.POST)
    if done(form, lambda: actions.decline_proposal(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Предложение отклонено, автор прочтёт причину.")
    return _back(request, form, row)


def withdraw(request: HttpRequest, row: DivisionProposal) -> HttpResponse:
    """Take one's own proposal back."""
    actions.withdraw_proposal(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Предложение отозвано.")
    return redirect("school:proposal", pk=row.pk)


def _back(request: HttpRequest, form: AcceptForm | DeclineForm, row: DivisionProposal) -> HttpResponse:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("school:proposal", pk=row.pk)
