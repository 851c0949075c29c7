"""A timetable brought as a file: read, its words understood, compared, written into the timetable in force or a draft (§4.6.2)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.people.access import Who
from zhurnal.people.forms import add_refusal
from zhurnal.school.access import staff_to_assign
from zhurnal.school.models import Year
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done

from .. import access, actions
from ..actions.timetables import NO_YEAR
from ..models import Import
from ..queries.timetables import TimetablePage, counts_in_words, timetable_page
from ..timetable_forms import DRAFT, ApplyForm, TimetableForm, WordsForm


def bring(request: HttpRequest) -> HttpResponse:
    """«Загрузить расписание»: the file, and what was brought before."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = TimetableForm(request.POST, request.FILES) if request.method == "POST" else TimetableForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.bring_timetable(who, name=file.name, content=file.read())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("exchange:timetable", pk=row.pk)
    rows = access.timetables_to_read(who).defer("content").order_by("-made_at")[:30]
    brought = [(row, counts_in_words(row)) for row in rows]
    return render(request, "exchange/timetables.html", {"form": form, "rows": brought, "year": current_year()})


def timetable(request: HttpRequest, row: Import) -> HttpResponse:
    """What is in the file and what would change; a file decided about says what came of it."""
    if row.state != Import.State.DRAFT:
        return render(request, "exchange/timetable_done.html", {"row": row, "counts": counts_in_words(row)})
    return _page(request, row)


def words(request: HttpRequest, row: Import) -> HttpResponse:
    """What the words of the file mean: kept for this file, and remembered."""
    who, year = request.who, _year()  # type: ignore[attr-defined]
    page = _compared(request, row, year)
    if page.found is None or page.found.names is None:
        return redirect("exchange:timetable", pk=row.pk)
    form = WordsForm(request.POST, words=page.words, names=page.found.names)
    if done(form, lambda: actions.name_words(who, row, form.choices)):
        messages.success(request, "Названия запомнены, расписание сравнено заново.")
        return redirect("exchange:timetable", pk=row.pk)
    return _page(request, row, words=form)


def apply(request: HttpRequest, row: Import) -> HttpResponse:
    """Write it, whole or not at all."""
    who, year = request.who, _year()  # type: ignore[attr-defined]
    page = _compared(request, row, year)
    form = ApplyForm(request.POST, earliest=page.earliest or year.since, until=year.until)

    def write() -> None:
        into_draft = form.cleaned_data["into"] == DRAFT
        name = form.cleaned_data["draft"].strip() if into_draft else ""
        actions.apply_timetable(who, row, since=form.cleaned_data["since"], draft=name)

    if done(form, write):
        messages.success(request, "Расписание записано.")
        return redirect("exchange:timetable", pk=row.pk)
    return _page(request, row, to=form)


def drop(request: HttpRequest, row: Import) -> HttpResponse:
    """Put the file away."""
    actions.drop_timetable(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Файл убран, в журнале ничего не изменилось.")
    return redirect("exchange:timetables")


def _year() -> Year:
    year = current_year()
    if year is None:
        raise Refused(NO_YEAR)
    return year


def _compared(request: HttpRequest, row: Import, year: Year, since: date | None = None) -> TimetablePage:
    who: Who = request.who  # type: ignore[attr-defined]
    return timetable_page(row, year, clock.today(), since, staff_to_assign(who).order_by("order_key", "id"))


def _page(
    request: HttpRequest, row: Import, *, words: WordsForm | None = None, to: ApplyForm | None = None
) -> HttpResponse:
    year = _year()
    asked = request.GET.get("since", "")
    page = _compared(request, row, year, clock.day_asked(asked) if asked else None)
    everything = request.GET.get("all") == "1"
    names = page.found.names if page.found else None
    if words is None and names is not None:
        words = WordsForm(words=page.words if everything else page.open_words, names=names)
    context = {
        "row": row,
        "page": page,
        "words": words,
        "everything": everything,
        "known": len(page.words) - len(page.open_words),
        "to": to or ApplyForm(earliest=page.earliest or year.since, until=year.until, initial=_proposed(page)),
    }
    return render(request, "exchange/timetable.html", context)


def _proposed(page: TimetablePage) -> dict[str, object]:
    day = page.changes.since if page.changes else None
    return {"since": day, "draft": f"Из файла, с {day:%d.%m.%Y}" if day else ""}
