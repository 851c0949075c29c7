"""The register of orders, one order, drafting, putting in force, cancelling and printing (§4.3.5, §4.5.2)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhurnal.core import clock
from zhurnal.people.access import Who

from .. import access, actions, prints, queries
from ..forms import number
from ..models import Group, Order, Year
from ..order_forms import BY_HAND, FROM_CLASS, CancelForm, DraftForm, ForceForm, SourceForm, WordsForm, guessed_class
from .common import done, form_page

PAGE = 50
REGISTER = "school:orders"
PLACE_THEM = "Приказ действует. Распределите пришедших по подгруппам нового класса, если он делится."
DONE = {
    Order.Kind.ENROL: PLACE_THEM,
    Order.Kind.RETURN: PLACE_THEM,
    Order.Kind.TRANSFER: PLACE_THEM,
    Order.Kind.EXPEL: "Приказ действует. Записи выбывших остаются в журнале.",
    Order.Kind.PLAN: "Приказ действует. Отметка о плане стоит в списке класса.",
}


def orders(request: HttpRequest) -> HttpResponse:
    """«Приказы»: the register, filtered by kind, state, class and month."""
    who: Who = request.who  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "") for name in ("kind", "state", "class", "month")}
    everything = access.orders_to_read(who)
    year = queries.current_year()
    classes = list(queries.classes_in(year)) if year else []
    group = next((one for one in classes if one.pk == number(asked["class"])), None)
    found = queries.orders_found(
        everything, kind=asked["kind"], state=asked["state"], group=group, month=asked["month"]
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.order_rows(list(page.object_list)),
        "asked": asked | {"class": str(group.pk) if group else ""},
        "filtered": any(asked.values()),
        "kinds": Order.Kind.choices,
        "states": Order.State.choices,
        "classes": classes,
        "months": queries.order_months(everything),
        "query": urlencode({key: value for key, value in asked.items() if value}) + "&",
    }
    return render(request, "school/orders.html", context)


def order(request: HttpRequest, row: Order) -> HttpResponse:
    """An order: its people, its words, and what may be done with it."""
    who: Who = request.who  # type: ignore[attr-defined]
    page = queries.order_page(row)
    context = {
        "order": row,
        "page": page,
        "words": prints.parts_of(page.words),
        "is_draft": row.state == Order.State.DRAFT,
        "may_draft": row.state == Order.State.DRAFT and access.drafts_orders(who) and row.kind in BY_HAND,
        "may_sign": row.state == Order.State.DRAFT and access.signs_orders(who),
        "may_cancel": row.state == Order.State.FORCE and access.signs_orders(who),
        "force": ForceForm(initial={"number": row.number, "date": row.date}),
        "crumbs": _crumbs(),
        "opens_classes": access.reads_whole_school(who),
    }
    return render(request, "school/order.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A draft, in three steps of one address: the kind, the classes, the people."""
    who: Who = request.who  # type: ignore[attr-defined]
    kind, year = request.GET.get("kind", ""), queries.current_year()
    if kind not in BY_HAND or year is None:
        kinds = [(key.value, key.label, words) for key, words in BY_HAND.items()]
        return render(request, "school/order_kinds.html", {"kinds": kinds, "year": year, "crumbs": _crumbs()})
    target, source = _years(kind, year)
    chosen: list[Group] = []
    if kind in FROM_CLASS:
        known = access.classes_for_orders(who).filter(year=source).order_by("grade", "letter", "name")
        sources = SourceForm(request.GET if request.GET.keys() & {"classes", "next"} else None, classes=known)
        if not sources.is_bound or not sources.is_valid():
            context = {
                "form": sources, "kind": kind, "title": Order.Kind(kind).label, "classes": list(known),
                "target": target, "source": source, "crumbs": _crumbs(),
            }  # fmt: skip
            return render(request, "school/order_classes.html", context)
        chosen = list(sources.cleaned_data["classes"])
    return _draft_page(request, kind, target, chosen)


def _years(kind: str, now: Year) -> tuple[Year, Year | None]:
    years = queries.years_in_order()
    target = queries.target_year(kind, now, years)
    return target, queries.source_year(kind, target, years)


def _draft_page(
    request: HttpRequest, kind: str, target: Year, chosen: list[Group], *, row: Order | None = None
) -> HttpResponse:
    who: Who = request.who  # type: ignore[attr-defined]
    targets = access.classes_for_orders(who).filter(year=target).order_by("grade", "letter", "name")
    pool = queries.pool_of(access.people_for_orders(who), kind, chosen, target, clock.today())
    people, initial = pool.people, _first_values(kind, target, pool, list(targets))
    titles = {pk: group.title for pk, group in pool.classes.items()}
    if row is not None:
        lines = queries.order_lines(row)
        people = queries.with_people(access.people_for_orders(who), pool.people, [line.person_id for line in lines])
        initial = _values_of(row, lines)
        titles |= {line.person_id: line.from_group.title for line in lines if line.from_group}
    form = DraftForm(request.POST or None, kind=kind, people=people, groups=targets, initial=initial)
    made: list[Order] = [row] if row else []

    def write() -> None:
        found = form.cleaned_data
        head: dict[str, Any] = {"number": found["number"], "date": found["date"], "text_of": found["text"]}
        if row is None:
            made.append(actions.draft_order(who, kind=kind, lines=form.lines(), **head))
        else:
            actions.change_draft(who, row, lines=form.lines(), **head)

    if done(form, write):
        messages.success(request, "Проект приказа сохранён. Проверьте текст, распечатайте и отдайте на подпись.")
        return redirect("school:order", pk=made[0].pk)
    context = {
        "form": form, "kind": kind, "title": Order.Kind(kind).label, "rows": form.rows(titles), "order": row,
        "too_many": pool.too_many, "target": target, "crumbs": _crumbs(row), "chosen": chosen,
    }  # fmt: skip
    return render(request, "school/order_draft.html", context)


def _first_values(kind: str, target: Year, pool: queries.Pool, targets: list[Group]) -> dict[str, Any]:
    """Of new classes: from the first day of the year, everyone, into the next grade of the same letter."""
    if kind != Order.Kind.FORM:
        return {}
    guessed = {f"to_{pk}": guess.pk for pk, group in pool.classes.items() if (guess := guessed_class(group, targets))}
    return {"since": target.since, "people": list(pool.classes), **guessed}


def _values_of(row: Order, lines: list[Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {"number": row.number, "date": row.date, "text": row.text}
    initial["people"] = [line.person_id for line in lines]
    for line in lines:
        initial |= {"since": line.since, "until": line.until, "reason": line.reason}
        initial |= {f"to_{line.person_id}": line.to_group_id, f"place_{line.person_id}": line.place}
    return initial


def edit(request: HttpRequest, row: Order) -> HttpResponse:
    """Change the number, the days or the people of a draft."""
    year = queries.current_year()
    assert year is not None
    target, _ = _years(row.kind, year)
    lines = queries.order_lines(row)
    chosen = list({line.from_group_id: line.from_group for line in lines if line.from_group}.values())
    return _draft_page(request, row.kind, target, chosen, row=row)


def words(request: HttpRequest, row: Order) -> HttpResponse:
    """Edit the words of a draft before it is printed."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = WordsForm(request.POST or None, initial={"body": queries.order_page(row).words})
    if done(form, lambda: actions.set_order_words(who, row, body=form.cleaned_data["body"])):
        messages.success(request, "Текст приказа сохранён.")
        return redirect("school:order", pk=row.pk)
    return form_page(
        request,
        form,
        title="Текст приказа",
        action="Сохранить текст",
        back=reverse("school:order", args=[row.pk]),
        crumbs=[(one["title"], one["url"]) for one in _crumbs(row)],
        lead="Первая строка — заголовок; строка «ПРИКАЗЫВАЮ:» отделяет основание от пунктов. Пустой текст вернёт составленный журналом.",
    )


def force(request: HttpRequest, row: Order) -> HttpResponse:
    """Put a draft in force under its number and date."""
    form = ForceForm(request.POST)
    if done(form, lambda: actions.put_in_force(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, DONE.get(Order.Kind(row.kind), "Приказ действует. Списки классов изменены."))
    else:
        _say_errors(request, form)
    return redirect("school:order", pk=row.pk)


def drop(request: HttpRequest, row: Order) -> HttpResponse:
    """Delete a draft."""
    actions.delete_draft(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Проект удалён. Новые люди, внесённые с ним, остались в списке людей без класса.")
    return redirect(REGISTER)


def cancel(request: HttpRequest, row: Order) -> HttpResponse:
    """Take an order back."""
    form = CancelForm(request.POST)
    if done(form, lambda: actions.cancel_order(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Приказ отменён: все снова там, где были до него.")
    else:
        _say_errors(request, form)
    return redirect("school:order", pk=row.pk)


def _say_errors(request: HttpRequest, form: Any) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


def print_order(request: HttpRequest, row: Order) -> HttpResponse:
    """The order as PDF."""
    page = queries.order_page(row)
    response = HttpResponse(prints.order_pdf(row, page.words, made_at=clock.now()), content_type="application/pdf")
    name = f"Приказ {row.number or 'без номера'} {row.date:%d.%m.%Y}.pdf".replace("/", "-")
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _crumbs(row: Order | None = None) -> list[dict[str, str]]:
    above = [{"title": "Приказы", "url": reverse(REGISTER)}]
    return [*above, {"title": f"Приказ {row}", "url": reverse("school:order", args=[row.pk])}] if row else above
