"""The pages of the curriculum: plans of a year, one plan, approval, courses by the plan."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.russian import counted
from zhurnal.people.access import Who
from zhurnal.school.models import Year
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done, form_page

from .. import access, actions, queries, rules
from ..forms import CopyForm, HoursForm, NewPlanForm, PlanForm, ReasonForm
from ..models import Plan

BACK = "curriculum:plans"


def plans(request: HttpRequest) -> HttpResponse:
    """«Учебный план»: the plans of the year and the classes without one."""
    year = current_year(clock.today())
    if year is None:
        return render(request, "curriculum/plans.html", {"year": None})
    copy = CopyForm(year=year)
    context = {"year": year, "page": queries.plans_page(year), "may_copy": copy.fields["source"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "curriculum/plans.html", context)


def _year() -> Year:
    year = current_year(clock.today())
    if year is None:
        raise Refused("Сначала создайте учебный год.")
    return year


def add(request: HttpRequest) -> HttpResponse:
    """A new plan."""
    who: Who = request.who  # type: ignore[attr-defined]
    year = _year()
    form = NewPlanForm(request.POST or None, who=who, year=year, initial={"weeks": rules.WEEKS, "grade": 5})
    made: list[Plan] = []
    if done(form, lambda: made.append(actions.create_plan(who, year, **form.cleaned_data))):
        messages.success(request, "План создан: впишите часы.")
        return redirect("curriculum:hours", pk=made[0].pk)
    back = reverse(BACK)
    return form_page(
        request, form, title="Новый учебный план", action="Создать план", back=back, crumbs=[("Учебный план", back)]
    )


def copy(request: HttpRequest) -> HttpResponse:
    """Copy the plans of another year."""
    who: Who = request.who  # type: ignore[attr-defined]
    year = _year()
    form = CopyForm(request.POST or None, year=year)
    made: list[Plan] = []
    if done(form, lambda: made.extend(actions.copy_year(who, form.cleaned_data["source"], year))):
        words = counted(len(made), "план", "плана", "планов")
        messages.success(
            request,
            f"Скопировано: {words}. Проверьте классы и утвердите." if made else "Новых планов нет: все уже есть.",
        )
        return redirect(BACK)
    back = reverse(BACK)
    lead = "Копируются параллели и профили, которых в этом году ещё нет; копии ждут утверждения."
    return form_page(
        request,
        form,
        title="Взять из прошлого года",
        action="Скопировать",
        back=back,
        crumbs=[("Учебный план", back)],
        lead=lead,
    )


def plan(request: HttpRequest, row: Plan) -> HttpResponse:
    """A plan as a table, and where the courses of its classes depart from it."""
    who: Who = request.who  # type: ignore[attr-defined]
    context = {
        "page": queries.plan_page(row),
        "crumbs": [{"title": "Учебный план", "url": reverse(BACK)}],
        "trail": queries.plan_trail(row),
        "makes": access.edits_plans(who),
        "approves": access.approves_plans(who),
        "reason": ReasonForm(),
    }
    return render(request, "curriculum/plan.html", context)


def edit(request: HttpRequest, row: Plan) -> HttpResponse:
    """Change the plan's profile, week, weeks and classes."""
    who: Who = request.who  # type: ignore[attr-defined]
    initial = {
        "profile": row.profile,
        "days_a_week": row.days_a_week,
        "weeks": row.weeks,
        "classes": list(row.classes.values_list("pk", flat=True)),
    }
    form = PlanForm(request.POST or None, who=who, year=row.year, grade=row.grade, initial=initial)
    if done(form, lambda: actions.set_plan(who, row, **form.cleaned_data)):
        messages.success(request, "План изменён.")
        return redirect("curriculum:plan", pk=row.pk)
    back = reverse("curriculum:plan", args=[row.pk])
    crumbs = [("Учебный план", reverse(BACK)), (row.title, back)]
    return form_page(request, form, title="Классы и недели", action="Сохранить", back=back, crumbs=crumbs)


def hours(request: HttpRequest, row: Plan) -> HttpResponse:
    """Hours a week by subject, the whole table at once."""
    form = HoursForm(request.POST or None, subjects=queries.subjects_of(row), plan=row)
    if done(form, lambda: actions.fill_plan(request.who, row, form.hours)):  # type: ignore[attr-defined]
        messages.success(request, "Часы записаны.")
        return redirect("curriculum:plan", pk=row.pk)
    crumbs = [
        {"title": "Учебный план", "url": reverse(BACK)},
        {"title": row.title, "url": reverse("curriculum:plan", args=[row.pk])},
    ]
    return render(request, "curriculum/hours.html", {"plan": row, "form": form, "crumbs": crumbs})


def approve(request: HttpRequest, row: Plan) -> HttpResponse:
    """Approve the plan."""
    return _carried_out(request, row, lambda: actions.approve_plan(request.who, row), "План утверждён.")  # type: ignore[attr-defined]


def reopen(request: HttpRequest, row: Plan) -> HttpResponse:
    """Open an approved plan again."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    words = "План открыт для изменений."
    return _carried_out(request, row, lambda: actions.reopen_plan(who, row, reason=reason), words)


def carry_over(request: HttpRequest, row: Plan) -> HttpResponse:
    """Make the courses that the plan asks for."""

    def act() -> None:
        made, changed = actions.carry_over(request.who, row)  # type: ignore[attr-defined]
        new = counted(made, "новый курс", "новых курса", "новых курсов")
        messages.success(
            request,
            f"Курсы приведены к плану: {new}, часы исправлены в {changed}. Назначьте учителей на страницах классов.",
        )

    return _carried_out(request, row, act, "")


def remove(request: HttpRequest, row: Plan) -> HttpResponse:
    """Remove a plan that is not approved."""
    title = row.title
    try:
        actions.remove_plan(request.who, row)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("curriculum:plan", pk=row.pk)
    messages.success(request, f"План «{title}» удалён.")
    return redirect(BACK)


def _carried_out(request: HttpRequest, row: Plan, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        if words:
            messages.success(request, words)
    return redirect("curriculum:plan", pk=row.pk)
