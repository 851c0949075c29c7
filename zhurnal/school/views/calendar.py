"""The year, its periods and special days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who

from .. import access, actions, queries, rules
from ..forms import DaysForm, PeriodsForm, SpellForm, YearForm, number
from ..models import Year
from .common import done, form_page


def calendar(request: HttpRequest) -> HttpResponse:
    """«Календарь»: a year's periods, special days and months."""
    who: Who = request.who  # type: ignore[attr-defined]
    today = clock.today()
    asked = number(request.GET.get("year"))
    year = access.years_to_read(who).filter(pk=asked).first() if asked else queries.current_year(today)
    if year is None:
        return render(request, "school/calendar.html", {"year": None})
    context = {"year": year, "page": queries.calendar_page(year, today), "may_edit": access.edits_calendar(who)}
    return render(request, "school/calendar.html", context)


def add_year(request: HttpRequest) -> HttpResponse:
    """A new school year with everything that is proposed for it."""
    plan = rules.year_plan(_first_free(access.years_to_edit(request.who).values_list("name", flat=True)))  # type: ignore[attr-defined]
    form = YearForm(request.POST or None, plan=plan)

    def make() -> None:
        values = form.cleaned_data
        usual = (values["since"], values["until"]) == (plan.since, plan.until)
        quarters, halves = (plan.quarters, plan.halves) if usual else ((), ())
        actions.create_year(request.who, **values, quarters=quarters, halves=halves)  # type: ignore[attr-defined]

    if done(form, make):
        messages.success(request, "Учебный год создан. Проверьте периоды и каникулы.")
        return redirect("school:calendar")
    lead = "Четверти, полугодия, государственные праздники и каникулы будут предложены, их можно изменить."
    back = reverse("school:calendar")
    return form_page(
        request, form, title="Новый учебный год", action="Создать год", back=back, lead=lead, tab="calendar"
    )


def _first_free(names: object) -> int:
    first = rules.academic_year_of(clock.today())
    taken = set(names)  # type: ignore[call-overload]
    while rules.year_name(first) in taken:
        first += 1
    return first


def periods(request: HttpRequest, year: Year) -> HttpResponse:
    """Move the periods of a year."""
    form = PeriodsForm(request.POST or None, spans=queries.spans_of(year))
    if done(form, lambda: actions.set_periods(request.who, year, form.spans())):  # type: ignore[attr-defined]
        messages.success(request, "Периоды сохранены; каникулы между четвертями передвинуты вместе с ними.")
        return redirect(f"{reverse('school:calendar')}?year={year.pk}")
    return render(request, "school/periods.html", {"form": form, "year": year})


def days(request: HttpRequest, year: Year) -> HttpResponse:
    """Make days free, or a school day by another weekday's timetable."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = DaysForm(request.POST or None, who=who, year=year)
    if done(form, lambda: actions.set_days(who, year, **form.cleaned_data)):
        messages.success(
            request, "Календарь изменён. Если уроки этих дней уже созданы, обновите их на странице «Уроки»."
        )
        return redirect(f"{reverse('school:calendar')}?year={year.pk}")
    back = f"{reverse('school:calendar')}?year={year.pk}"
    return form_page(
        request, form, title="Особые дни", action="Сохранить", back=back, crumbs=[("Календарь", back)], tab="calendar"
    )


def remove_days(request: HttpRequest, year: Year) -> HttpResponse:
    """Let a spell of special days be as its weekdays say."""
    form = SpellForm(request.POST, who=request.who)  # type: ignore[attr-defined]
    if form.is_valid():
        actions.remove_days(request.who, [day for day in form.cleaned_data["days"] if day.year_id == year.pk])  # type: ignore[attr-defined]
        messages.success(request, "Дни снова обычные. Если уроки уже созданы, обновите их на странице «Уроки».")
    else:
        messages.error(request, "Этих дней в календаре уже нет.")
    return redirect(f"{reverse('school:calendar')}?year={year.pk}")
