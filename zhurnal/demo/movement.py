"""Who is in which class and subgroup when: the year's first lists, arrivals, departures and a transfer by order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal

from zhurnal.demo.curriculum import DIVISION_OF_PART, parts_of
from zhurnal.demo.families import Child, ClassPlace, Households
from zhurnal.demo.placement import Placement

ARRIVAL_SHARE = DEPARTURE_SHARE = 0.008
TOWNS = ("Котлас", "Архангельск", "Вологда", "Няндома", "Коряжма", "Северодвинск", "Ярославль", "Череповец")
FIRST_NUMBER = 41
DAY = timedelta(days=1)


Kind = Literal["enrol", "form", "transfer", "expel"]


@dataclass(frozen=True)
class OrderPlan:
    """An order about movement, with its number, date and text."""

    kind: Kind
    number: str
    date: date
    text: str
    place: str = ""


@dataclass(eq=False)
class Stay:
    """A child's time in a class and its subgroups; both days inclusive, an empty `until` is open."""

    child: Child
    place: ClassPlace
    parts: tuple[str, ...]
    since: date
    until: date | None
    order: OrderPlan | None = None
    leaving: OrderPlan | None = None

    def holds(self, day: date) -> bool:
        """Whether the child is in the class on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


def place_in(child: Child, years_before: int) -> ClassPlace | None:
    """The class of the child so many years ago, None when it was not at school yet or has left it."""
    grade = child.place.grade - years_before
    return ClassPlace(grade, child.place.letter) if 1 <= grade <= 11 else None


def first_lists(rng: Random, households: Households, placement: Placement, years_before: int) -> list[Stay]:
    """Everybody's stay for the whole year, with subgroups; a finished year's stays are closed on its last day."""
    start = placement.start
    enrolment = OrderPlan("enrol", "31-у", start - 4 * DAY, "О зачислении в первые классы")
    advance = OrderPlan("form", "28-у", start - 90 * DAY, "О переводе обучающихся в следующий класс")
    by_class: dict[ClassPlace, list[Child]] = defaultdict(list)
    for child in households.children():
        if place := place_in(child, years_before):
            by_class[place].append(child)
    until = placement.end if years_before else None
    return [
        Stay(child, place, parts, start, until, enrolment if place.grade == 1 else advance)
        for place, children in by_class.items()
        for child, parts in zip(children, _divide(rng, place, children), strict=True)
    ]


def _divide(rng: Random, place: ClassPlace, children: list[Child]) -> Iterator[tuple[str, ...]]:
    """Each child's parts: halves of languages and informatics, boys and girls in crafts."""
    divisions: dict[str, list[str]] = defaultdict(list)
    for part in dict.fromkeys(parts_of(place)):
        divisions[DIVISION_OF_PART[part]].append(part)
    turns = {name: rng.sample(range(len(children)), len(children)) for name in divisions if name != "craft"}
    for number, child in enumerate(children):
        yield tuple(
            (parts[0] if child.name.sex == "m" else parts[1]) if name == "craft" else parts[turns[name][number] % 2]
            for name, parts in divisions.items()
        )


def move(rng: Random, stays: list[Stay], households: Households, placement: Placement, today: date) -> list[Stay]:
    """The lists after what happened since the first day: children came, left, and one changed to the parallel class."""
    moved = _Movement(rng, stays, placement, today)
    special = {id(c) for f in (households.several, households.twins, households.of_teacher) for c in f.children}
    free = [stay for stay in stays if id(stay.child) not in special and not stay.child.family.foster]
    home = [stay for stay in free if stay.place == households.twins.children[0].place]
    moved.arrive(home[2])
    moved.leave(home[5])
    parallel = [stay for stay in free if stay.place.grade == home[0].place.grade and stay.place != home[0].place]
    if parallel:
        moved.transfer(parallel[7], home[0].place)
    busy = {id(home[2]), id(home[5]), *(id(stay) for stay in parallel[7:8])}
    for stay in free:
        if id(stay) not in busy and stay.place.grade > 1:
            chance = rng.random()
            if chance < ARRIVAL_SHARE:
                moved.arrive(stay)
            elif chance > 1 - DEPARTURE_SHARE:
                moved.leave(stay)
    return moved.numbered()


class _Movement:
    """Changes the lists by orders, which get their numbers in the end by date."""

    def __init__(self, rng: Random, stays: list[Stay], placement: Placement, today: date) -> None:
        self.rng, self.stays = rng, list(stays)
        days = [day for day, _ in placement.school_days(placement.start, today - 3 * DAY, six_days=False)]
        self.days = days[8:-2]

    def _day(self) -> date:
        return self.rng.choice(self.days)

    def _order(self, kind: Kind, day: date, text: str, place: str = "") -> OrderPlan:
        return OrderPlan(kind, "", day - (3 if day.weekday() == 0 else 1) * DAY, text, place)

    def arrive(self, stay: Stay) -> None:
        """The child came in mid-term from another town."""
        stay.since = self._day()
        town = self.rng.choice(TOWNS)
        stay.order = self._order("enrol", stay.since, "Личное дело, заявление родителей", f"школа, г. {town}")

    def leave(self, stay: Stay) -> None:
        """The child left for another town."""
        day = self._day()
        stay.until = day - DAY
        town = self.rng.choice(TOWNS)
        stay.leaving = self._order("expel", day, "Заявление родителей, переезд", f"школа, г. {town}")

    def transfer(self, stay: Stay, place: ClassPlace) -> None:
        """The child changed to a parallel class: the old stay ends, a new one begins the next day."""
        day = self._day()
        order = self._order("transfer", day, f"Перевод из {stay.place.name} в {place.name} по заявлению родителей")
        parts = tuple("en1" if part == "de" else part for part in stay.parts)
        self.stays.append(replace(stay, place=place, parts=parts, since=day, order=order))
        stay.until, stay.leaving = day - DAY, order

    def numbered(self) -> list[Stay]:
        """The lists with the orders numbered in the order of their dates."""
        orders = dict.fromkeys(o for stay in self.stays for o in (stay.order, stay.leaving) if o and not o.number)
        final = {
            order: replace(order, number=f"{FIRST_NUMBER + n}-у")
            for n, order in enumerate(sorted(orders, key=lambda o: (o.date, o.kind, o.place)))
        }
        for stay in self.stays:
            stay.order = final.get(stay.order, stay.order) if stay.order else None
            stay.leaving = final.get(stay.leaving, stay.leaving) if stay.leaving else None
        return self.stays
