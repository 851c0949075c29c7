"""Orders as they are made (§4.3.5, §4.5.2): the clerk drafts, the administrator or the director puts in force in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from zhurnal.core import clock, text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import day_month_year
from zhurnal.people.actions import add_person, notify
from zhurnal.people.models import Person

from .. import papers, rules
from ..access import administrators_on
from ..models import ClassTeacher, Group, Order, OrderLine
from ..wording import words_of
from .movement import enrol, expel, transfer
from .papers import refuse_taken

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class LineOf:
    """What a draft says of a person; a new person is given by the fields of `add_person`."""

    person: Person | Mapping[str, Any]
    since: date
    to: Group | None = None
    until: date | None = None
    place: str = ""
    reason: str = ""


@action("school.order.draft")
def draft_order(
    act: Acting, *, kind: str, number: str = "", date: date, text_of: str = "", lines: Sequence[LineOf]
) -> Order:
    """A draft of an order about these people; nobody moves yet. New people are entered with it, as people without a class.

    The administrators are told. Refused for a number that another order of the academic year bears, and for whatever would stand
    in the way of the order today.
    """
    number = text.squeeze(number)
    refuse_taken(number, date)
    order = act.create(
        Order(
            kind=kind,
            state=Order.State.DRAFT,
            number=number,
            date=date,
            text=text.squeeze(text_of),
            drafted_by_id=act.person_id,
        )
    )
    _write_lines(act, order, lines)
    to_tell = [one for one in administrators_on(clock.today()) if one.pk != act.person_id]
    words = f"Подготовлен проект приказа: {order.get_kind_display()}, людей — {len(lines)}."
    notify(act.actor, to_tell, words, reverse("school:order", args=[order.pk]))
    return order


@action("school.order.change")
def change_draft(
    act: Acting, order: Order, *, number: str = "", date: date, text_of: str = "", lines: Sequence[LineOf]
) -> None:
    """Write a draft anew; words that were edited by hand are dropped, for they may name other people. Refuses as drafting does."""
    act.lock(order, "state")
    _only_draft(order, "менять")
    number = text.squeeze(number)
    refuse_taken(number, date, but=order.pk)
    act.delete_many(list(order.lines.all()))
    year = rules.academic_year_of(date)
    act.update(order, number=number, date=date, number_year=year, text=text.squeeze(text_of), body="")
    _write_lines(act, order, lines)


def _write_lines(act: Acting, order: Order, wanted: Sequence[LineOf]) -> None:
    if not wanted:
        raise Refused("Отметьте хотя бы одного человека.", field="people")
    people = [one.person if isinstance(one.person, Person) else add_person(act.actor, **one.person) for one in wanted]
    if twice := next((one for n, one in enumerate(people) if one in people[:n]), None):
        raise Refused(f"{twice.call_name}: в приказе один человек назван дважды.", field="people")
    stays = papers.class_stays(person.pk for person in people)
    lines = []
    for person, one in zip(people, wanted, strict=True):
        own = stays[person.pk]
        held = papers.stay_on(own, one.since) or (own[-1] if own else None)
        line = OrderLine(
            order=order, person=person, to_group=one.to, from_group=held.group if held else None, since=one.since,
            until=one.until, place=text.squeeze(one.place), reason=text.squeeze(one.reason),
        )  # fmt: skip
        lines.append(line)
    refuse_faults(
        [fault.text for line in lines if (fault := papers.line_fault(order.kind, line, stays[line.person_id]))]
    )
    act.create_many(lines)


def refuse_faults(faults: Sequence[str]) -> None:
    """Raise what stands in the way of an order, the first few by name."""
    if faults:
        more = f" И ещё препятствий: {len(faults) - MOST_NAMED}." if len(faults) > MOST_NAMED else ""
        raise Refused(" ".join(faults[:MOST_NAMED]) + more)


@action("school.order.word")
def set_order_words(act: Acting, order: Order, *, body: str) -> bool:
    """Keep the words of the order as somebody edited them; an empty text gives back those that the journal composes."""
    act.lock(order, "state")
    _only_draft(order, "править")
    return act.update(order, body=body.strip())


@action("school.order.drop")
def delete_draft(act: Acting, order: Order) -> None:
    """Remove a draft with its lines. People who were entered with it stay, as people without a class."""
    act.lock(order, "state")
    _only_draft(order, "удалить")
    act.delete_many(list(order.lines.all()))
    act.delete(order)


def _only_draft(order: Order, verb: str) -> None:
    if order.state != Order.State.DRAFT:
        raise Refused(f"Приказ {order}: {order.get_state_display()}. Можно {verb} только проект.")


@action("school.order.force")
def put_in_force(act: Acting, order: Order, *, number: str, date: date) -> None:
    """The director has signed: the people move as the draft says, all of them in this act or nobody (§4.3.5).

    Its words are kept as they stand now. The clerk who drafted it and the class teachers of today are told. Refused, naming
    person and place, when anything stands in the way of one of its lines.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    _only_draft(order, "ввести в действие")
    number = text.squeeze(number)
    refuse_taken(number, date, but=order.pk)
    lines = list(order.lines.select_related("person", "to_group__year", "from_group").order_by("id"))
    stays = papers.class_stays(line.person_id for line in lines)
    refuse_faults(papers.order_faults(order.kind, number, lines, stays))
    act.update(order, number=number, date=date, number_year=rules.academic_year_of(date))
    _carry_out(act, order, lines)
    act.update_many(lines, act=act.record.id)
    act.update(order, state=Order.State.FORCE, in_force_at=act.at, body=words_of(order, lines))
    _tell(act, order, lines)


def _carry_out(act: Acting, order: Order, lines: Sequence[OrderLine]) -> None:
    entering: dict[tuple[Group, date], list[Person]] = defaultdict(list)
    for line in lines:
        if order.kind in papers.ENTERING and line.to_group:
            entering[line.to_group, line.since].append(line.person)
        elif order.kind == Order.Kind.TRANSFER and line.to_group:
            transfer(act.actor, line.person, line.to_group, since=line.since, order=order)
        elif order.kind == Order.Kind.EXPEL:
            expel(act.actor, line.person, on=line.since, order=order)
    for (group, since), people in entering.items():
        enrol(act.actor, group, people, since=since, order=order)


def _tell(act: Acting, order: Order, lines: Sequence[OrderLine]) -> None:
    """The one who drafted, and the class teachers of the classes that students leave or come to."""
    if order.drafted_by is not None and order.drafted_by_id != act.person_id:
        words = f"Приказ {order} ({order.get_kind_display()}) введён в действие."
        notify(act.actor, [order.drafted_by], words, reverse("school:order", args=[order.pk]))
    tell_class_teachers(act, lines, lambda own: _news(order, own))


def tell_class_teachers(act: Acting, lines: Sequence[OrderLine], news: Callable[[Sequence[OrderLine]], str]) -> None:
    """Tell the class teachers of today what the lines of an order about their class mean, as `news` says it."""
    by_class: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        for group_id in (line.from_group_id, line.to_group_id):
            if group_id is not None and line not in by_class[group_id]:
                by_class[group_id].append(line)
    heads = ClassTeacher.objects.filter(group__in=by_class).on(clock.today()).select_related("person", "group")
    for head in heads:
        if head.person_id != act.person_id:
            words = f"{head.group.title}: {news(by_class[head.group_id])}."
            notify(act.actor, [head.person], words, reverse("school:class", args=[head.group_id]))


def _news(order: Order, lines: Sequence[OrderLine]) -> str:
    names = ", ".join(line.person.call_name for line in lines[:3]) + (" и другие" if len(lines) > 3 else "")
    word = "последний день" if order.kind == Order.Kind.EXPEL else "с"
    return f"{order.get_kind_display()} — {names}, {word} {day_month_year(lines[0].since)} (приказ {order})"
