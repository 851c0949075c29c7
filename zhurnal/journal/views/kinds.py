"""«Виды работ»: what marks are put for and how much they weigh, by the school's local act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.school.views.common import done, form_page

from .. import actions
from ..forms import KindForm, NewKindForm, WeightForm
from ..models import WorkKind
from ..queries.kinds import kind_trail, kinds_page


def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds with the weight of today and those to come."""
    return render(request, "journal/kinds.html", {"rows": kinds_page(clock.today())})


def add(request: HttpRequest) -> HttpResponse:
    """A new kind."""
    form = NewKindForm(request.POST or None, initial={"is_offered": True})

    def make() -> None:
        said = dict(form.cleaned_data)
        weight = said.pop("weight")
        actions.add_kind(request.who, actions.KindOf(**said), weight=weight)  # type: ignore[attr-defined]

    if done(form, make):
        messages.success(request, f"Вид «{form.cleaned_data['name']}» добавлен.")
        return redirect("journal:kinds")
    back = reverse("journal:kinds")
    return form_page(
        request,
        form,
        title="Новый вид работы",
        action="Добавить",
        back=back,
        crumbs=[("Виды работ", back)],
        tab="kinds",
    )


def kind(request: HttpRequest, row: WorkKind) -> HttpResponse:
    """A kind: its names, how it counts, its weights and who changed them."""
    form = KindForm(request.POST or None, initial={name: getattr(row, name) for name in KindForm.base_fields})
    if done(form, lambda: actions.set_kind(request.who, row, actions.KindOf(**form.cleaned_data))):  # type: ignore[attr-defined]
        messages.success(request, "Вид работы изменён.")
        return redirect("journal:kinds")
    return _page(request, row, form, WeightForm(initial={"since": clock.today()}))


def weight(request: HttpRequest, row: WorkKind) -> HttpResponse:
    """Another weight from a day on."""
    form = WeightForm(request.POST)

    def act() -> None:
        actions.set_weight(request.who, row, form.cleaned_data["weight"], since=form.cleaned_data["since"])  # type: ignore[attr-defined]

    if done(form, act):
        messages.success(request, "Вес записан. Прежние средние не изменились.")
        return redirect("journal:kind", pk=row.pk)
    return _page(request, row, KindForm(initial={name: getattr(row, name) for name in KindForm.base_fields}), form)


def _page(request: HttpRequest, row: WorkKind, form: KindForm, weight_form: WeightForm) -> HttpResponse:
    context = {
        "kind": row,
        "form": form,
        "weight_form": weight_form,
        "weights": row.weights.order_by("-since"),
        "today": clock.today(),
        "trail": kind_trail(row),
        "crumbs": [{"title": "Виды работ", "url": reverse("journal:kinds")}],
    }
    return render(request, "journal/kind.html", context)


def remove(request: HttpRequest, row: WorkKind) -> HttpResponse:
    """Remove a kind that was never used."""
    try:
        actions.remove_kind(request.who, row)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("journal:kind", pk=row.pk)
    messages.success(request, f"Вид «{row.name}» удалён.")
    return redirect("journal:kinds")
