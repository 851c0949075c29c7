"""The register of orders, one order, and what waits for the administrator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.people.models import Person

from .. import papers
from ..models import DivisionProposal, Group, Membership, Order, OrderLine, Year
from ..wording import words_of
from .common import last_study_day

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the register: the first few people, how many there are, and the classes concerned."""

    order: Order
    people: str
    more: int
    classes: str


def orders_found(
    orders: QuerySet[Order], *, kind: str = "", state: str = "", group: Group | None = None, month: str = ""
) -> QuerySet[Order]:
    """Orders of a kind, a state, about a class and of a month («2026-11»), the newest first."""
    if kind in Order.Kind.values:
        orders = orders.filter(kind=kind)
    if state in Order.State.values:
        orders = orders.filter(state=state)
    if group is not None:
        lines = OrderLine.objects.filter(Q(from_group=group) | Q(to_group=group), order=OuterRef("pk"))
        parts = OrderLine.objects.filter(to_group__classes=group, order=OuterRef("pk"))
        orders = orders.filter(Exists(lines) | Exists(parts))
    if (first := _month_asked(month)) is not None:
        orders = orders.filter(date__year=first.year, date__month=first.month)
    return orders.order_by("-date", "-id")


def _month_asked(words: str) -> date | None:
    """The first day of «2026-11»; nothing of anything else."""
    try:
        return date.fromisoformat(f"{words}-01") if len(words) == len("2026-11") else None
    except ValueError:
        return None


def order_rows(orders: Sequence[Order]) -> list[OrderRow]:
    """The rows of the register (1 query)."""
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    found = OrderLine.objects.filter(order__in=[order.pk for order in orders])
    for line in found.select_related("person", "from_group", "to_group").order_by("id"):
        lines[line.order_id].append(line)
    return [_row(order, lines[order.pk]) for order in orders]


def _row(order: Order, lines: Sequence[OrderLine]) -> OrderRow:
    named = ", ".join(line.person.call_name for line in lines[:MOST_NAMED])
    before = dict.fromkeys(line.from_group.title for line in lines if line.from_group)
    after = dict.fromkeys(line.to_group.title for line in lines if line.to_group)
    classes = " → ".join(filter(None, (_some(list(before)), _some(list(after)))))
    return OrderRow(order, named, max(len(lines) - MOST_NAMED, 0), classes)


def _some(titles: Sequence[str]) -> str:
    return ", ".join(titles[:MOST_NAMED]) + (f" и ещё {len(titles) - MOST_NAMED}" if len(titles) > MOST_NAMED else "")


def order_months(orders: QuerySet[Order]) -> list[date]:
    """The months that have orders, the newest first (1 query)."""
    return list(orders.dates("date", "month", order="DESC"))


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order with its lines and words; of a draft, what stands in its way and which other drafts name its people."""

    order: Order
    lines: list[OrderLine]
    words: str
    faults: list[str]
    rivals: list[tuple[Order, str]]


def order_page(order: Order) -> OrderPage:
    """Everything on the page of an order (3 queries of a draft, else 1)."""
    lines = order_lines(order)
    faults: list[str] = []
    rivals: list[tuple[Order, str]] = []
    if order.state == Order.State.DRAFT:
        people = [line.person_id for line in lines]
        faults = papers.order_faults(order.kind, order.number or "—", lines, papers.class_stays(people))
        others = OrderLine.objects.filter(person__in=people, order__state=Order.State.DRAFT).exclude(order=order)
        rivals = [(line.order, line.person.call_name) for line in others.select_related("order", "person")]
    return OrderPage(order, lines, words_of(order, lines), faults, rivals)


def order_lines(order: Order) -> list[OrderLine]:
    """The lines of an order in their order, with person and groups (1 query)."""
    rows = order.lines.select_related("person", "from_group__year", "to_group__year", "order")
    return list(rows.order_by("id"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the administrator: drafts of orders and proposed divisions."""

    orders: int
    proposals: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.orders + self.proposals


def waiting_for_orders() -> Waiting:
    """How many drafts of orders and proposals about subgroups wait for a decision (2 queries)."""
    return Waiting(
        Order.objects.filter(state=Order.State.DRAFT).count(),
        DivisionProposal.objects.filter(state=DivisionProposal.State.NEW).count(),
    )


def plans_of(group: Group, day: date) -> dict[int, OrderLine]:
    """Individual plans in force on the day of students of the class, by person (1 query)."""
    rows = OrderLine.objects.filter(
        Q(until=None) | Q(until__gte=day), from_group=group, since__lte=day,
        order__kind=Order.Kind.PLAN, order__state=Order.State.FORCE,
    )  # fmt: skip
    return {line.person_id: line for line in rows.select_related("order")}


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody who studies here no more: the last stay, by which order it ended, and where they went."""

    person: Person
    stay: Membership
    place: str
    reason: str


def departed_people(words: str, day: date) -> QuerySet[Membership]:
    """The last stays of those who were in a class and are in none on the day or later, the latest first; found by name."""
    later = Membership.objects.filter(
        person=OuterRef("person"), group__kind=Group.Kind.CLASS, since__gt=OuterRef("until")
    )
    rows = Membership.objects.filter(~Exists(later), group__kind=Group.Kind.CLASS, until__lt=day)
    if words:
        rows = rows.filter(person__in=Person.objects.named_like(words).values("pk"))
    return rows.select_related("person", "group__year", "ended_by").order_by("-until", "person__order_key", "id")


def departed_rows(stays: Sequence[Membership]) -> list[Departed]:
    """The rows of the list of those who left (1 query)."""
    ended = {stay.ended_by_id for stay in stays if stay.ended_by_id}
    lines = OrderLine.objects.filter(order__in=ended, person__in=[stay.person_id for stay in stays])
    said = {(line.order_id, line.person_id): (line.place, line.reason) for line in lines}
    return [Departed(stay.person, stay, *said.get((stay.ended_by_id or 0, stay.person_id), ("", ""))) for stay in stays]


MOST_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Pool:
    """Whom an order of a kind may name: people with the class they are in (or were), and the classes they may go to."""

    people: QuerySet[Person]
    classes: dict[int, Group]
    too_many: bool


def pool_of(people: QuerySet[Person], kind: str, classes: Sequence[Group], target: Year | None, day: date) -> Pool:
    """Those among these people who may stand in an order: of the chosen classes, never in a class, or departed (3 queries)."""
    stays = Membership.objects.filter(group__kind=Group.Kind.CLASS)
    rows: QuerySet[Membership] = stays.none()
    if kind == Order.Kind.ENROL:
        people = people.exclude(pk__in=stays.values("person_id"))
    elif kind == Order.Kind.RETURN:
        rows = departed_people("", day)
    elif kind == Order.Kind.FORM:
        last = max((last_study_day(year) for year in {one.year for one in classes}), default=day)
        rows = stays.filter(Q(until=None) | Q(until__gte=last), group__in=classes)
        people = people.exclude(pk__in=stays.filter(group__year=target).values("person_id"))
    else:
        rows = stays.filter(group__in=classes).exclude(until__lt=day)
    if kind != Order.Kind.ENROL:
        people = people.filter(pk__in=rows.order_by().values("person_id"))
    ids = list(people.order_by("order_key", "id").values_list("pk", flat=True)[: MOST_PEOPLE + 1])
    held = {row.person_id: row.group for row in rows.filter(person__in=ids[:MOST_PEOPLE]).select_related("group")}
    return Pool(
        Person.objects.filter(pk__in=ids[:MOST_PEOPLE]).order_by("order_key", "id"), held, len(ids) > MOST_PEOPLE
    )


def target_year(kind: str, now: Year, years: Sequence[Year]) -> Year:
    """The year into which an order of the kind enters people: for new classes the next one, when there is one."""
    if kind == Order.Kind.FORM:
        return next((year for year in years if year.since > now.since), now)
    return now


def source_year(kind: str, target: Year, years: Sequence[Year]) -> Year | None:
    """The year whose classes the people are in: for new classes the one before the target."""
    if kind == Order.Kind.FORM:
        return next((year for year in reversed(years) if year.since < target.since), None)
    return target


def with_people(all_of: QuerySet[Person], pool: QuerySet[Person], more: Sequence[int]) -> QuerySet[Person]:
    """The pool and those whom the draft names already."""
    return all_of.filter(Q(pk__in=pool.order_by().values("pk")) | Q(pk__in=more)).order_by("order_key", "id")
