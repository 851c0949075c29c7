"""Substitutions: the day of the deputy head, the ways to help one lesson, and what a class sees changed (§4.4.3)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.russian import WEEKDAYS, counted, day_month
from zhurnal.people.access import Who
from zhurnal.school.models import Group
from zhurnal.school.views.common import done, form_page

from .. import access, actions
from ..forms import ReasonForm
from ..models import Lesson, Substitution
from ..moving import Moving, Place
from ..relief import Relief
from ..relief_forms import MoveForm, ProposalForm, SubstituteForm, place_key
from ..relief_pages import busy_words, changes_of_class, day_page, row_of, unresolved_line

DAY = timedelta(days=1)
MANY_PLACES = 40


def day(request: HttpRequest) -> HttpResponse:
    """«Замены»: the lessons of a day that have nobody, loud and first, with those who are free; then what is arranged."""
    return _day(request, clock.day_asked(request.GET.get("day", "")), propose=request.GET.get("propose") == "1")


def propose(request: HttpRequest) -> HttpResponse:
    """Carry out the proposal for a whole day, as the deputy head has changed it."""
    on = clock.day_asked(request.POST.get("day", ""))
    page = day_page(on, propose=True)
    form = ProposalForm(request.POST, lines=page.unresolved, proposed={})
    if not form.is_valid():
        return _day(request, on, propose=True, form=form)
    chosen = [actions.Given(line.lesson, person) for line, person in form.chosen]
    try:
        made = actions.substitute_day(request.who, on, chosen)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.add_error(None, refusal.text)
        return _day(request, on, propose=True, form=form)
    if made:
        messages.success(
            request,
            f"Назначено: {counted(made, 'замещение', 'замещения', 'замещений')}. Учителям отправлены уведомления.",
        )
    return redirect(_day_url(on))


def _day(request: HttpRequest, on: date, *, propose: bool, form: ProposalForm | None = None) -> HttpResponse:
    page = day_page(on, propose=propose)
    if propose and form is None:
        form = ProposalForm(lines=page.unresolved, proposed=page.proposed)
    context = {"page": page, "day": on, "before": on - DAY, "after": on + DAY, "today": clock.today(), "form": form}
    return render(request, "timetable/substitutions.html", context)


def substitute(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """One lesson: everyone who is free then, one click each; another colleague, joined groups, cancelling, moving."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = SubstituteForm(request.POST or None, people=access.substitutes_to_choose(who))

    def act() -> None:
        values = form.cleaned_data
        actions.substitute(
            who, lesson, values["substitute"], kind=values["kind"], instead=values["instead"], reason=values["reason"]
        )

    if done(form, act):
        name = form.cleaned_data["substitute"].short_name
        messages.success(request, f"Замещает {name}: отправлено уведомление.")
        return redirect(f"{_day_url(lesson.date)}#l{lesson.pk}")
    relief = Relief(lesson.date)
    own = relief.by_id[lesson.pk]
    context = {
        "lesson": own,
        "row": row_of(own),
        "line": unresolved_line(relief, own, None),
        "busy": busy_words(relief, own),
        "form": form,
        "back": _day_url(lesson.date),
        "crumbs": [{"title": "Замены", "url": _day_url(lesson.date)}],
    }
    return render(request, "timetable/substitute.html", context)


def take_back(request: HttpRequest, row: Substitution) -> HttpResponse:
    """The lesson is its teacher's again."""
    lesson = row.lesson
    actions.take_back(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Урок снова по расписанию.")
    return redirect(_day_url(lesson.date))


def cancel(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Cancel a lesson, or let a cancelled one take place."""
    if lesson.state == Lesson.State.CANCELLED and request.method == "POST":
        actions.restore_lesson(request.who, lesson)  # type: ignore[attr-defined]
        messages.success(request, "Урок снова по расписанию.")
        return redirect(_day_url(lesson.date))
    form = ReasonForm(request.POST or None)
    if done(form, lambda: actions.cancel_lesson(request.who, lesson, reason=form.cleaned_data["reason"])):  # type: ignore[attr-defined]
        messages.success(request, "Урок отменён: в дневнике это видно сразу.")
        return redirect(_day_url(lesson.date))
    lead = f"{_title(lesson)}. Семьи увидят «отменён» без причины; урок не считается проведённым."
    return form_page(
        request, form, title="Отмена урока", action="Отменить урок", stay="Не отменять", back=_day_url(lesson.date),
        crumbs=_crumbs(lesson), lead=lead, tab="day",
    )  # fmt: skip


def move(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Move a lesson to a day and hour at which class, teacher and room are free."""
    places = Moving(lesson).places()[:MANY_PLACES]
    form = MoveForm(request.POST or None, places=[(place_key(one), _place_words(one)) for one in places])

    def act() -> None:
        on, number = form.chosen
        actions.move_lesson(request.who, lesson, day=on, number=number, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]

    if done(form, act):
        on, number = form.chosen
        messages.success(request, f"Урок перенесён на {day_month(on)}, {number}-й урок: в дневнике это видно сразу.")
        return redirect(_day_url(lesson.date))
    lead = f"{_title(lesson)}. Предложены дни, когда свободны и класс, и учитель, и кабинет."
    if not places:
        lead = f"{_title(lesson)}. На ближайшие две недели общего свободного часа у класса, учителя и кабинета нет."
    return form_page(
        request, form, title="Перенос урока", action="Перенести урок", stay="Не переносить", back=_day_url(lesson.date),
        crumbs=_crumbs(lesson), lead=lead, tab="day",
    )  # fmt: skip


def class_changes(request: HttpRequest, klass: Group) -> HttpResponse:
    """What is changed in the day of a class: what its class teacher is told of."""
    on = clock.day_asked(request.GET.get("day", ""))
    context = {
        "klass": klass,
        "day": on,
        "before": on - DAY,
        "after": on + DAY,
        "lines": changes_of_class(klass, on),
    }
    return render(request, "timetable/class_changes.html", context)


def _place_words(place: Place) -> str:
    time = f", {place.starts.hour}:{place.starts.minute:02d}" if place.starts else ""
    gap = " — у класса будет окно" if place.gap else ""
    return f"{WEEKDAYS[place.date.weekday()]}, {day_month(place.date)}, {place.number}-й урок{time}{gap}"


def _title(lesson: Lesson) -> str:
    return f"{lesson.date:%d.%m.%Y}, {lesson.number}-й урок: {lesson.course.subject.name}, {lesson.course.group.title}"


def _crumbs(lesson: Lesson) -> list[tuple[str, str]]:
    return [("Замены", _day_url(lesson.date)), ("Замещение урока", reverse("timetable:substitute", args=[lesson.pk]))]


def _day_url(on: date) -> str:
    return f"{reverse('timetable:substitutions')}?{urlencode({'day': on.isoformat()})}"
