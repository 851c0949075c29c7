"""The journal of substitutions: read and printed by the management, signed by who gave the lesson (§4.4.3)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.printing import sheet_file
from zhurnal.core.russian import counted
from zhurnal.people.access import Who
from zhurnal.school.standings import letterhead

from .. import access, actions
from ..models import Substitution
from ..relief import month_of
from ..relief_pages import journal_lines, own_lines
from ..relief_sheets import hours_sheet, journal_sheet, month_words
from ..signing import has_begun

DAY = timedelta(days=1)


def journal(request: HttpRequest) -> HttpResponse:
    """«Журнал замещений» of a month on the screen, as PDF, XLSX and CSV; ?unsigned=1 leaves what waits for a signature."""
    who: Who = request.who  # type: ignore[attr-defined]
    month = clock.month_asked(request.GET.get("month", ""))
    lines = journal_lines(access.substitutions_to_read(who), month)
    sheet = journal_sheet(lines, month, as_of=clock.now(), made_by=who.person.short_name)
    if found := sheet_file(
        request, sheet, f"Журнал замещений, {month_words(month)}", school=letterhead()[0], lying=True
    ):
        return found
    unsigned = [line for line in lines if line.wants_signature]
    only = request.GET.get("unsigned") == "1"
    context = _months(month) | {
        "lines": unsigned if only else lines,
        "unsigned": len(unsigned),
        "only": only,
        "broken": sum(line.signature is not None and line.signature.broken for line in lines),
    }
    return render(request, "timetable/relief_journal.html", context)


def remind(request: HttpRequest) -> HttpResponse:
    """Remind everyone whose signature a month still wants."""
    who: Who = request.who  # type: ignore[attr-defined]
    month = clock.month_asked(request.POST.get("month", ""))
    lines = journal_lines(access.substitutions_to_arrange(who), month)
    told = actions.remind_to_sign(who, [line.row for line in lines])
    if told:
        messages.success(request, f"Напоминание отправлено: {counted(told, 'учитель', 'учителя', 'учителей')}.")
    else:
        messages.info(request, "Напоминать некому: оставшиеся уроки ещё не начались.")
    return redirect(f"{reverse('timetable:relief-journal')}?month={month:%Y-%m}")


def hours(request: HttpRequest) -> HttpResponse:
    """«Учёт часов» of a month by teacher, for payment: screen, PDF, XLSX, CSV."""
    who: Who = request.who  # type: ignore[attr-defined]
    month = clock.month_asked(request.GET.get("month", ""))
    lines = journal_lines(access.substitutions_to_read(who), month)
    sheet = hours_sheet(lines, month, as_of=clock.now(), made_by=who.person.short_name)
    if found := sheet_file(request, sheet, f"Учёт замещений, {month_words(month)}", school=letterhead()[0], lying=True):
        return found
    return render(request, "timetable/relief_hours.html", _months(month) | {"sheet": sheet})


def mine(request: HttpRequest) -> HttpResponse:
    """«Мои замещения»: what one has given instead of others in a month, to be signed, and what others gave instead."""
    who: Who = request.who  # type: ignore[attr-defined]
    month = clock.month_asked(request.GET.get("month", ""))
    given, missed = own_lines(who.person, month)
    waiting = [line for line in given if line.wants_signature and has_begun(line.lesson)]
    ready = {line.row.pk for line in waiting}
    context = _months(month) | {"given": given, "missed": missed, "ready": ready}
    return render(request, "timetable/relief_mine.html", context)


def sign(request: HttpRequest, row: Substitution) -> HttpResponse:
    """Sign for one lesson."""
    actions.sign(request.who, [row])  # type: ignore[attr-defined]
    messages.success(request, "Подписано: запись стоит в журнале замещений.")
    return _own(row.lesson.date)


def unsign(request: HttpRequest, row: Substitution) -> HttpResponse:
    """Take one's signature back."""
    actions.unsign(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Подпись снята. Теперь строку может исправить завуч.")
    return _own(row.lesson.date)


def sign_month(request: HttpRequest) -> HttpResponse:
    """Sign for all lessons of a month that one has given."""
    who: Who = request.who  # type: ignore[attr-defined]
    since, until = month_of(clock.month_asked(request.POST.get("month", "")))
    rows = access.substitutions_to_sign(who).filter(signed_at=None, lesson__date__range=(since, until))
    signed = actions.sign(who, [row for row in rows if has_begun(row.lesson)])
    if signed:
        messages.success(request, f"Подписано: {counted(signed, 'урок', 'урока', 'уроков')}.")
    return _own(since)


def _own(day: date) -> HttpResponse:
    return redirect(f"{reverse('timetable:own-substitutions')}?month={day:%Y-%m}")


def _months(month: date) -> dict[str, object]:
    return {
        "month": month,
        "words": month_words(month),
        "before": month - DAY,
        "after": (month + timedelta(days=31)).replace(day=1),
        "is_now": month == clock.today().replace(day=1),
    }
