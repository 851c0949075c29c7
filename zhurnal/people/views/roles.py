"""Appointments (§4.2.2), family ties and the school's dated settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from zhurnal.core import clock
from zhurnal.core.errors import Refused

from .. import access, actions, queries, rules
from ..access import Who
from ..forms import AppointmentForm, EndForm, FamilyForm, SettingForm, add_refusal
from ..models import Appointment, Guardianship, Person

FOUND_AT_MOST = 30


def appointments(request: HttpRequest) -> HttpResponse:
    """«Назначения»: who holds which role, and who did."""
    who: Who = request.who  # type: ignore[attr-defined]
    today = clock.today()
    rows = queries.appointments_in_order(access.appointments_to_read(who))
    current = [row for row in rows if row.until is None or row.until >= today]
    past = [row for row in rows if row.until is not None and row.until < today]
    context = {"current": current, "past": past, "may_end": access.may_appoint(who)}
    return render(request, "people/appointments.html", context)


def appoint(request: HttpRequest, row: Person) -> HttpResponse:
    """Appoint a person by order."""
    form = AppointmentForm(request.POST or None, initial={"since": clock.today()})
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            actions.appoint(request.who, row, fields.pop("role"), **fields)  # type: ignore[attr-defined]
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{row.short_name}: назначение записано.")
            return redirect("people:appointments")
    context = {
        "form": form,
        "title": f"Назначение: {row.full_name}",
        "action": "Назначить",
        "row": row,
        "back": "people:appointments",
    }
    return render(request, "people/form.html", context)


def dismiss(request: HttpRequest, row: Appointment) -> HttpResponse:
    """End an appointment."""
    form = EndForm(request.POST if request.method == "POST" else None, initial={"until": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            actions.dismiss(request.who, row, until=form.cleaned_data["until"])  # type: ignore[attr-defined]
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{row.person.short_name}: назначение завершено.")
            return redirect("people:appointments")
    title = f"{row.person.full_name}, {row.get_role_display()}: завершить"
    context = {
        "form": form,
        "title": title,
        "action": "Завершить назначение",
        "danger": True,
        "back": "people:appointments",
    }
    return render(request, "people/form.html", context)


def family(request: HttpRequest, row: Person) -> HttpResponse:
    """Find a child for this adult, or an adult for this child (`as=parent`), and join them."""
    who: Who = request.who  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    words, seeks_parent = asked.get("q", "").strip(), asked.get("as") == "parent"
    form = FamilyForm(request.POST or None, who=who, initial={"since": clock.today()})
    if form.is_bound and form.is_valid():
        other, relation = form.cleaned_data["person"], form.cleaned_data["relation"]
        parent, child = (other, row) if seeks_parent else (row, other)
        try:
            actions.join_family(who, parent=parent, child=child, relation=relation, since=form.cleaned_data["since"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{parent.short_name} — {child.short_name}: связь записана.")
            return redirect("people:person", pk=row.pk)
    found = (
        access.people_to_manage(who).named_like(words).in_order().exclude(pk=row.pk)[:FOUND_AT_MOST] if words else []
    )
    context = {"person": row, "form": form, "q": words, "as": asked.get("as", ""), "seeks_parent": seeks_parent}
    return render(request, "people/family.html", {**context, "rows": queries.rows_of(list(found))})


def leave(request: HttpRequest, row: Guardianship) -> HttpResponse:
    """End a family tie."""
    actions.leave_family(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Связь завершена: дневник этого ребёнка закрыт.")
    back = request.POST.get("back", "")
    return redirect("people:person", pk=row.parent_id if back == str(row.parent_id) else row.child_id)


def settings(request: HttpRequest) -> HttpResponse:
    """«Настройки»: what the school's local act decides, from a day on."""
    key = request.POST.get("key", "")
    sent = _setting_form(key, request.POST) if request.method == "POST" else None
    if sent and sent.is_valid():
        chosen = sent.cleaned_data
        try:
            actions.set_setting(request.who, key, chosen["value"], since=chosen["since"])  # type: ignore[attr-defined]
        except Refused as refusal:
            add_refusal(sent, refusal)
        else:
            messages.success(request, "Настройка сохранена.")
            return redirect("people:settings")
    rows = queries.setting_rows(clock.today())
    for row in rows:
        row["form"] = sent if sent and key == row["key"] else _setting_form(row["key"], None, row["value"])
    return render(request, "people/settings.html", {"rows": rows})


def _setting_form(key: str, data: QueryDict | None, value: Any = None) -> SettingForm:
    """The form of one setting; 404 for one that is not known."""
    if key not in rules.SETTINGS:
        raise Http404
    initial = {"key": key, "value": int(value) if isinstance(value, bool) else value, "since": clock.today()}
    return SettingForm(data, initial=initial, kind=rules.SETTINGS[key].kind, auto_id=f"id_{key.replace('.', '_')}_%s")
