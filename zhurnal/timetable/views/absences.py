"""Who of the staff is away today and in the coming days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who
from zhurnal.school.views.common import done, form_page

from .. import access, actions
from ..models import StaffAbsence
from ..relief_forms import AbsenceForm, BackForm
from ..relief_pages import absences_around, has_two_shifts

FIELDS = ("since", "until", "reason", "first_lesson", "last_lesson", "shift", "note")


def absences(request: HttpRequest) -> HttpResponse:
    """«Кого нет»: absences of today, of the coming days, and the last ones."""
    who: Who = request.who  # type: ignore[attr-defined]
    today = clock.today()
    context = {"found": absences_around(access.absences_to_edit(who), today), "today": today}
    return render(request, "timetable/absences.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Enter an absence; then to the substitutions of its first day."""
    who: Who = request.who  # type: ignore[attr-defined]
    first = clock.day_asked(request.GET.get("day", ""))
    form = AbsenceForm(
        request.POST or None,
        people=access.substitutes_to_choose(who),
        shifts=has_two_shifts(),
        initial={"since": first},
    )

    def make() -> None:
        values = dict(form.cleaned_data)
        actions.add_absence(who, values.pop("person"), **values)

    if done(form, make):
        messages.success(request, "Отсутствие записано. Ниже — уроки, которым нужна замена.")
        day = max(form.cleaned_data["since"], min(clock.today(), form.cleaned_data["until"]))
        return redirect(f"{reverse('timetable:substitutions')}?day={day.isoformat()}")
    back = reverse("timetable:absences")
    lead = "Причину видит только администрация: ни замещающий, ни семьи её не узнают."
    return form_page(
        request, form, title="Учителя не будет", action="Записать", back=back, crumbs=[("Кого нет", back)], lead=lead,
        tab="day",
    )  # fmt: skip


def edit(request: HttpRequest, row: StaffAbsence) -> HttpResponse:
    """Change an absence."""
    initial = {name: getattr(row, name) for name in FIELDS}
    form = AbsenceForm(request.POST or None, people=None, shifts=has_two_shifts(), initial=initial)
    if done(form, lambda: actions.set_absence(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Отсутствие изменено.")
        return redirect("timetable:absences")
    back = reverse("timetable:absences")
    return form_page(
        request, form, title=row.person.short_name, action="Сохранить", back=back, crumbs=[("Кого нет", back)],
        lead="Назначенные замещения при этом не меняются.", tab="day",
    )  # fmt: skip


def end(request: HttpRequest, row: StaffAbsence) -> HttpResponse:
    """The teacher is back: from today, or from the day that is said."""
    form = BackForm(request.POST or None, initial={"back": clock.today()})
    if done(form, lambda: actions.end_absence(request.who, row, back=form.cleaned_data["back"])):  # type: ignore[attr-defined]
        messages.success(
            request,
            f"{row.person.short_name}: отсутствие закончено. Назначенные замещения проверьте на странице «Замены».",
        )
        return redirect("timetable:absences")
    back = reverse("timetable:absences")
    return form_page(
        request, form, title=f"{row.person.short_name}: выходит на работу", action="Закончить отсутствие", back=back,
        crumbs=[("Кого нет", back)], lead="С этого дня учитель снова ведёт свои уроки.", tab="day",
    )  # fmt: skip
