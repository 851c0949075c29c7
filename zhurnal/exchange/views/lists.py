"""Lists of students and staff: brought, their columns understood, their rows decided about, written, taken back (§4.5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.people.access import Who
from zhurnal.people.forms import add_refusal
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done, form_page

from .. import access, actions, lists, queries
from ..forms import ColumnsForm, ListForm, ReasonForm, RowsForm
from ..importers.findings import Unreadable
from ..lists import Choices, Look
from ..models import Import
from ..traces import obstacles, traces_of

NO_YEAR = "Учебного года ещё нет: сначала администратор создаёт его на странице «Школа»."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = {Import.Kind.STUDENTS: "Список учеников", Import.Kind.STAFF: "Список сотрудников"}


def overview(request: HttpRequest) -> HttpResponse:
    """«Импорт»: what was brought, by whom, and what came of it."""
    who: Who = request.who  # type: ignore[attr-defined]
    context = {"lists": queries.overview(access.lists_to_read(who)), "waiting": queries.queue_page(who).count}
    return render(request, "exchange/lists.html", context)


def upload_students(request: HttpRequest) -> HttpResponse:
    """Bring a list of students and parents."""
    return _upload(request, Import.Kind.STUDENTS)


def upload_staff(request: HttpRequest) -> HttpResponse:
    """Bring a list of staff."""
    return _upload(request, Import.Kind.STAFF)


def _upload(request: HttpRequest, kind: Import.Kind) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.bring(request.who, kind, name=file.name, content=file.read())  # type: ignore[attr-defined]
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("exchange:list" if row.columns else "exchange:columns", pk=row.pk)
    context = {"form": form, "kind": kind, "title": TITLES[kind], "year": current_year(clock.today())}
    return render(request, "exchange/upload.html", context)


def columns(request: HttpRequest, row: Import) -> HttpResponse:
    """What each column means: guessed, shown with some values, changed."""
    try:
        page = queries.columns_page(row, lists.sheets_of(row))
    except Unreadable as fault:
        return _unreadable(request, row, fault)
    form = ColumnsForm(request.POST or None, kind=row.kind, page=page)
    if done(form, lambda: actions.choose_columns(request.who, row, form.columns())):  # type: ignore[attr-defined]
        return redirect("exchange:list", pk=row.pk)
    return render(request, "exchange/columns.html", {"row": row, "form": form, "title": "Столбцы файла"})


def list_(request: HttpRequest, row: Import) -> HttpResponse:
    """A list: beside the school while it waits, what came of it later."""
    if row.state not in {Import.State.DRAFT, Import.State.PROPOSED}:
        context = {"row": row, "counts": queries.said_counts(row), "reasons": queries.left_out(row)}
        return render(request, "exchange/result.html", context)
    return _preview(request, row, Choices.of(row.choices))


def choose(request: HttpRequest, row: Import) -> HttpResponse:
    """Keep what was decided about single rows."""
    look = _look(row, Choices.of(row.choices))
    form = RowsForm(request.POST, look=look)
    if not form.is_valid():
        return _preview(request, row, look.choices, form)
    actions.choose(request.who, row, form.choices())  # type: ignore[attr-defined]
    messages.success(request, "Отбор сохранён, сравнение сделано заново.")
    return redirect("exchange:list", pk=row.pk)


def apply(request: HttpRequest, row: Import) -> HttpResponse:
    """Write the list into the school."""
    look = _look(row, Choices.of(row.choices))
    form = RowsForm(request.POST, look=look)
    if not form.is_valid():
        return _preview(request, row, look.choices, form)
    choices = form.choices()
    try:
        made = actions.apply(request.who, row, choices)  # type: ignore[attr-defined]
    except Refused as refusal:
        add_refusal(form, refusal)
        return _preview(request, row, choices, form)
    messages.success(request, f"Загружено: {queries.said_counts(made)}.")
    return redirect("exchange:list", pk=row.pk)


def hand_over(request: HttpRequest, row: Import) -> HttpResponse:
    """Give the list to the administrator."""
    look = _look(row, Choices.of(row.choices))
    form = RowsForm(request.POST, look=look)
    if not form.is_valid():
        return _preview(request, row, look.choices, form)
    actions.hand_over(request.who, row, form.choices())  # type: ignore[attr-defined]
    messages.success(request, "Список передан администратору. Он увидит его в очереди, а вам придёт уведомление.")
    return redirect("exchange:queue")


def decline(request: HttpRequest, row: Import) -> HttpResponse:
    """Send a list back with a reason."""
    form = ReasonForm(request.POST or None)
    if done(form, lambda: actions.decline(request.who, row, reason=form.cleaned_data["reason"])):  # type: ignore[attr-defined]
        messages.success(request, "Список отклонён, документовед получит уведомление.")
        return redirect("exchange:queue")
    return form_page(
        request,
        form,
        title=f"Отклонить «{row.name}»",
        action="Отклонить список",
        back=reverse("exchange:list", args=[row.pk]),
    )


def drop(request: HttpRequest, row: Import) -> HttpResponse:
    """Forget a draft."""
    actions.drop(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, f"«{row.name}»: просмотр удалён, в журнале ничего не изменилось.")
    return redirect("exchange:lists")


def faults(request: HttpRequest, row: Import) -> HttpResponse:
    """The file with its faults marked."""
    try:
        look = _look(row, Choices.of(row.choices))
        content = queries.marked_file(look, lists.sheets_of(row))
    except Unreadable as fault:
        return _unreadable(request, row, fault)
    name = f"{row.name.rsplit('.', 1)[0]} — что исправить.xlsx"
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def undo(request: HttpRequest, row: Import) -> HttpResponse:
    """Take a list back, after what stands in the way has been shown."""
    if request.method == "POST":
        actions.undo(request.who, row)  # type: ignore[attr-defined]
        messages.success(request, f"Загрузка «{row.name}» отменена: всё как до неё.")
        return redirect("exchange:list", pk=row.pk)
    assert row.act is not None
    context = {"row": row, "obstacles": obstacles(traces_of(row.act)), "counts": queries.said_counts(row)}
    return render(request, "exchange/undo.html", context)


def _look(row: Import, choices: Choices) -> Look:
    """The list beside the school; refused in words when there is no year, or the file can't be read."""
    year = current_year(clock.today())
    if year is None:
        raise Refused(NO_YEAR)
    try:
        return lists.look_at(lists.listed_of(row, clock.today()), choices, year, clock.today())
    except Unreadable as fault:
        raise Refused(str(fault)) from fault


def _preview(request: HttpRequest, row: Import, choices: Choices, form: RowsForm | None = None) -> HttpResponse:
    year, today = current_year(clock.today()), clock.today()
    if year is None:
        raise Refused(NO_YEAR)
    try:
        look = lists.look_at(lists.listed_of(row, today), choices, year, today)
    except Unreadable as fault:
        return _unreadable(request, row, fault)
    context = {
        "row": row,
        "page": queries.list_page(look),
        "form": form,
        "title": TITLES[Import.Kind(row.kind)],
        "decides": access.decides(request.who),  # type: ignore[attr-defined]
    }
    return render(request, "exchange/preview.html", context)


def _unreadable(request: HttpRequest, row: Import, fault: Unreadable) -> HttpResponse:
    """The file as it can't be read with these columns: what to do about it."""
    return render(request, "exchange/unreadable.html", {"row": row, "fault": str(fault)})
