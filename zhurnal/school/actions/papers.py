"""The paper by which people move: an order in force, with a line for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhurnal.core import text
from zhurnal.core.actions import Acting
from zhurnal.core.errors import Refused

from .. import rules
from ..models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class OrderOf:
    """The director's order by which students move: its number, date and what it says."""

    number: str
    date: date
    text: str = ""


Paper = OrderOf | Order | None


def number_taken(number: str, day: date, *, but: int | None = None) -> Order | None:
    """The order that bears this number in the academic year of the day already."""
    rows = Order.objects.filter(number=text.squeeze(number), number_year=rules.academic_year_of(day))
    return next((row for row in rows if row.pk != but), None)


def refuse_taken(number: str, day: date, *, but: int | None = None) -> None:
    """Raise when another order of the academic year bears this number."""
    other = number_taken(number, day, but=but) if text.squeeze(number) else None
    if other is not None:
        raise Refused(
            f"Приказ {other} в этом учебном году уже есть ({other.get_kind_display()}, {other.get_state_display()}).",
            field="order_number",
        )


def paper_for(act: Acting, kind: str, paper: Paper, lines: Sequence[OrderLine]) -> Order | None:
    """The order in force for these lines, which are added to it; None without a paper.

    An order given as a row (a draft that is put in force) has its lines already. People who move in several acts may stand in
    one order: same number, date and kind. Refused where the number means something else.
    """
    if paper is None or isinstance(paper, Order):
        return paper
    number = text.squeeze(paper.number)
    if not number:
        raise Refused("Укажите номер приказа.", field="order_number")
    order = number_taken(number, paper.date)
    if order is None or (order.kind, order.date, order.state) != (kind, paper.date, Order.State.FORCE):
        refuse_taken(number, paper.date)
        order = act.create(
            Order(kind=kind, number=number, date=paper.date, text=text.squeeze(paper.text), in_force_at=act.at)
        )
    named = set(order.lines.values_list("person_id", flat=True))
    if again := next((line for line in lines if line.person_id in named), None):
        raise Refused(
            f"{again.person.call_name}: в приказе {order} уже есть строка об этом человеке. Нужен другой приказ.",
            field="order_number",
        )
    for line in lines:
        line.order, line.act = order, act.record.id
    act.create_many(lines)
    return order
