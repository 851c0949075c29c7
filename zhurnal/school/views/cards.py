"""The card of a person: read, edited, checked by the class teacher, corrected by the family (§4.3.5, §4.3.6; 152-ФЗ)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.people import actions as people
from zhurnal.people import card_fields
from zhurnal.people.access import Who, reads_people
from zhurnal.people.cards import file_of
from zhurnal.people.forms import add_refusal
from zhurnal.people.models import Correction, Guardianship, Person

from .. import card_access as access
from ..actions.cards import propose_correction
from ..card_forms import CardForm, DecisionForm, PeopleOfClassForm, TieForm
from ..models import Group
from ..queries import cards as queries
from ..queries import stay_of
from .classes import crumbs_of
from .common import Crumbs, done, form_page

SHOWN = {
    "": "все",
    "unchecked": "не проверены",
    "no-consent": "нет согласия",
    "waiting": "ждут решения",
}


def card_url(person: Person) -> str:
    """The address of a card."""
    return reverse("school:card", args=[person.pk])


def way(who: Who, person: Person) -> Crumbs:
    """The way to a card: by the list of people, or for a class teacher by the cards of the class; the card itself is the last step."""
    card = (person.full_name, card_url(person))
    if reads_people(who):
        return [("Люди", reverse("people:list")), card]
    klass = access.class_of_card(who, person)
    return [("Карточки класса", reverse("school:class-cards", args=[klass.pk])), card] if klass else [card]


def card(request: HttpRequest, person: Person) -> HttpResponse:
    """A card; that it was read stands in the log before it answers."""
    who: Who = request.who  # type: ignore[attr-defined]
    page = queries.card_page(person, health=access.health_to_read(who).filter(pk=person.pk).exists())
    own = access.own_cards(who).filter(pk=person.pk).exists()
    context = {
        "person": person,
        "page": page,
        "own": own,
        "stay": stay_of(person, clock.today()),
        "own_id": who.person_id,
        "office": access.keeps_cards(who),
        "school": not own or access.cards_to_edit(who).filter(pk=person.pk).exists() or reads_people(who),
        "today": clock.today(),
        "crumbs": [{"title": title, "url": url} for title, url in way(who, person)[:-1]],
    }
    return render(request, "school/card.html", context)


def edit(request: HttpRequest, person: Person) -> HttpResponse:
    """Change a card by the papers."""
    names = queries.kinds_of(person, clock.today()).fields((*card_fields.OF_PERSON, *card_fields.OF_FILE))
    form = CardForm(request.POST or None, person=person, file=file_of(person), names=names)

    def save() -> None:
        if people.save_card(request.who, person, **form.cleaned_data):  # type: ignore[attr-defined]
            messages.success(request, "Карточка сохранена. Классный руководитель увидит её в списке непроверенных.")

    if done(form, save):
        return redirect(card_url(person))
    return _form_page(request, form, person, title="Карточка", action="Сохранить")


def propose(request: HttpRequest, person: Person) -> HttpResponse:
    """The family says what should stand in the card."""
    form = CardForm(request.POST or None, person=person, file=file_of(person), names=card_fields.PROPOSABLE)

    def send() -> None:
        propose_correction(request.who, person, form.proposed())  # type: ignore[attr-defined]
        messages.success(request, "Предложение отправлено. Мы сообщим, когда школа его рассмотрит.")

    if done(form, send):
        return redirect(card_url(person))
    lead = (
        "Исправьте то, что устарело, остальное оставьте как есть. "
        "Карточка изменится, когда школа примет исправление; ответ придёт в уведомления."
    )
    return _form_page(request, form, person, title="Предложить исправление", action="Отправить", lead=lead)


def withdraw(request: HttpRequest, row: Correction) -> HttpResponse:
    """Take one's proposal back."""
    people.withdraw(request.who, row)  # type: ignore[attr-defined]
    messages.success(request, "Предложение отозвано.")
    return redirect(card_url(row.person))


def check(request: HttpRequest, person: Person) -> HttpResponse:
    """«Проверено»: one card."""
    people.check_cards(request.who, [person])  # type: ignore[attr-defined]
    messages.success(request, "Отмечено: карточка проверена.")
    return redirect(card_url(person))


def class_cards(request: HttpRequest, klass: Group) -> HttpResponse:
    """The cards of a class: what is not checked yet, who has not consented."""
    who: Who = request.who  # type: ignore[attr-defined]
    families = queries.class_cards(klass, clock.today())
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    lines = list({line.person.pk: line for family in families for line in family.lines}.values())
    address = reverse("school:class-cards", args=[klass.pk])
    context = {
        "klass": klass,
        "families": [among for family in families if (among := family.among(show))],
        "show": show,
        "segments": [
            {
                "title": f"{title} · {sum(line.is_among(key) for line in lines)}",
                "url": f"{address}?show={key}" if key else address,
                "active": key == show,
            }
            for key, title in SHOWN.items()
        ],
        "empty": not families,
        "own_id": who.person_id,
        "whole": reads_people(who),
        "may_check": access.classes_to_check(who).filter(pk=klass.pk).exists(),
        "crumbs": [{"title": title, "url": url} for title, url in crumbs_of(klass, who)],
    }
    return render(request, "school/class_cards.html", context)


def check_many(request: HttpRequest, klass: Group) -> HttpResponse:
    """«Проверено»: the chosen cards of the class at once."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = PeopleOfClassForm(request.POST, people=access.cards_of_class_to_check(who, klass))
    if form.is_valid():
        count = people.check_cards(who, form.cleaned_data["people"])
        messages.success(request, f"Отмечено проверенными: {count}.")
    else:
        messages.error(request, "Отметьте хотя бы одну карточку из этого класса.")
    show = request.POST.get("show", "")
    query = f"?show={show}" if show in SHOWN and show else ""
    return redirect(f"{reverse('school:class-cards', args=[klass.pk])}{query}")


def corrections(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for the reader's decision."""
    rows = queries.waiting_cards(access.corrections_to_decide(request.who))  # type: ignore[attr-defined]
    return render(request, "school/corrections.html", {"rows": rows})


def decide(request: HttpRequest, person: Person) -> HttpResponse:
    """Accept or decline what is proposed about a card."""
    who: Who = request.who  # type: ignore[attr-defined]
    rows = access.corrections_to_decide(who).filter(person=person)
    form = DecisionForm(request.POST or None, rows=rows)
    if form.is_bound and form.is_valid():
        try:
            _carry_out(request, who, form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(card_url(person) if not rows.exists() else request.get_full_path())
    lines = [queries.correction_line(row) for row in rows.select_related("person", "by").order_by("at", "id")]
    chosen = set(form.data.getlist("rows")) if form.is_bound else {str(line.row.pk) for line in lines}  # type: ignore[attr-defined]
    context = {"person": person, "form": form, "lines": lines, "chosen": chosen}
    return render(request, "school/correction.html", context)


def _carry_out(request: HttpRequest, who: Who, chosen: dict[str, Any]) -> None:
    if chosen["decision"] == "accept":
        people.accept(who, chosen["rows"])
        messages.success(request, "Принято: карточка исправлена, семье сообщено.")
    else:
        people.decline(who, chosen["rows"], reason=chosen["reason"])
        messages.success(request, "Отклонено: семье сообщена причина.")


def rights(request: HttpRequest, tie: Guardianship) -> HttpResponse:
    """What an adult may of a child: a court's decision shuts the diary at once."""
    names = ("sees", "gets_notices", "takes_child", "basis")
    form = TieForm(request.POST or None, initial={name: getattr(tie, name) for name in names})

    def limit() -> None:
        if people.limit_family(request.who, tie, **form.cleaned_data):  # type: ignore[attr-defined]
            messages.success(request, f"{tie.parent.short_name}: права записаны.")

    if done(form, limit):
        return redirect(card_url(tie.child))
    lead = f"{tie.parent.full_name} — {tie.get_relation_display()}, ребёнок: {tie.child.full_name}. Дневник закрывается сразу."
    return _form_page(request, form, tie.child, title="Права представителя", action="Сохранить", lead=lead)


def _form_page(
    request: HttpRequest, form: Any, person: Person, *, title: str, action: str, lead: str = ""
) -> HttpResponse:
    who: Who = request.who  # type: ignore[attr-defined]
    return form_page(
        request, form, title=title, action=action, back=card_url(person), crumbs=way(who, person), lead=lead
    )
