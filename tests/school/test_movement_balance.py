from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations_with_replacement

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.people.models import Person
from zhurnal.school import actions, queries
from zhurnal.school.actions import LineOf, OrderOf
from zhurnal.school.models import Group, Membership, Order
from zhurnal.school.queries import Balance, Movement, members_on, movement_page, movement_spans

DAY = timedelta(days=1)
Q2 = (date(2026, 11, 9), date(2027, 1, 10))


def names(moves: tuple[queries.Move, ...]) -> list[str]:
    return [one.person.call_name for one in moves]


def test_the_class_of_the_world_in_its_second_quarter(world: World, django_assert_num_queries) -> None:
    Membership.objects.filter(person=world.gone).update(
        ended_by=Order.objects.create(kind="expel", number="9", date=TODAY)
    )
    with django_assert_num_queries(4):
        page = movement_page(world.year, *Q2)
    row = next(one for one in page.classes if one.title == world.class_8b.title)
    assert (row.balance.start.total, row.balance.start.boys, row.balance.start.girls) == (3, 2, 1)
    assert (names(row.balance.came), names(row.balance.left)) == (["Новикова Вера"], ["Прежний Олег"])
    assert (row.balance.came[0].on, row.balance.left[0].on) == (date(2026, 11, 16), date(2026, 11, 13))
    assert row.balance.end.total == 3
    assert (page.school.balance.start.total, page.school.balance.end.total) == (5, 5)
    assert [one.title for one in page.levels] == ["1–4 классы", "5–9 классы", "10–11 классы"]


def test_a_transfer_is_told_from_coming_and_leaving(world: World) -> None:
    other = actions.create_group(SYSTEM, world.year, grade=8, letter="В")
    actions.transfer(SYSTEM, world.egor, other, since=TODAY, order=OrderOf("5", TODAY))
    page = movement_page(world.year, *Q2)
    old, new = (next(one.balance for one in page.classes if one.group == group) for group in (world.class_8b, other))
    assert [(one.person, one.other) for one in old.left if one.inside] == [(world.egor, other)]
    assert [(one.person, one.other) for one in new.came] == [(world.egor, world.class_8b)]
    assert (old.left_inside, new.came_inside) == (1, 1)
    eighth = next(one.balance for one in page.parallels if one.title == "8-е классы")
    assert world.egor.call_name not in names(eighth.came) + names(eighth.left)


def test_the_end_of_a_period_is_the_start_of_the_next(world: World) -> None:
    # In the autumn vacation, and on the very last day before the next quarter.
    actions.expel(SYSTEM, world.egor, on=date(2026, 11, 3), order=OrderOf("5", TODAY))
    actions.expel(SYSTEM, world.alisa, on=date(2026, 11, 8), order=OrderOf("6", TODAY))
    spans = [span for key, _, *span in movement_spans(world.year) if key.startswith("quarter")]
    balances = [movement_page(world.year, *span).school.balance for span in spans]
    assert [one.end.total for one in balances[:-1]] == [one.start.total for one in balances[1:]]
    assert names(balances[0].left) == ["Белозёров Егор", "Ёлкина Алиса"]
    assert balances[0].end.total == 3


def test_a_year_that_ends_by_itself_is_no_departure(world: World) -> None:
    Membership.objects.filter(group=world.class_8b, until=None).update(until=date(2027, 5, 28))
    balance = movement_page(world.year, SEPTEMBER, date(2027, 5, 28)).school.balance
    assert (names(balance.left), balance.end.total) == (["Прежний Олег"], 5)


STEP = st.tuples(
    st.integers(0, 3), st.sampled_from(["enrol", "transfer", "expel", "return"]), st.integers(0, 2), st.integers(1, 60)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=8))
def test_start_plus_came_minus_left_is_end(world: World, steps: list[tuple[int, str, int, int]]) -> None:
    """For every class, parallel, level and the school, between any two days of any history of orders."""
    with transaction.atomic():
        classes = [
            actions.create_group(SYSTEM, world.year, grade=grade, letter=letter)
            for grade, letter in ((7, "А"), (7, "Б"), (6, "А"))
        ]
        joined = actions.create_group(SYSTEM, world.year, kind="joined", name="7А + 7Б", classes=classes[:2])
        people = [worlds.person("Ученик", str(n)) for n in range(4)]
        days = live(classes, people, steps)
        movement = Movement(world.year)
        here = {
            day: set(Membership.objects.filter(group__in=classes).on(day).values_list("person_id", flat=True))
            for day in days
        }
        for since, until in combinations_with_replacement(days, 2):
            for some in (*([one] for one in classes), classes[:2], classes, movement.classes):
                balance = movement.balance(some, since, until)
                assert balance.start.total + len(balance.came) - len(balance.left) == balance.end.total, (since, until)
            agrees(movement.balance(classes, since, until), here, since, until)
        for day in days:
            assert members_on(joined, day).count() == sum(members_on(one, day).count() for one in classes[:2])
        transaction.set_rollback(True)


def live(classes: list[Group], people: list[Person], steps: list[tuple[int, str, int, int]]) -> list[date]:
    """One order after the other; what the rules refuse does not happen. Answers the days of the orders, and those beside."""
    day, days = SEPTEMBER, {SEPTEMBER, date(2027, 5, 28)}
    for n, (who, verb, target, wait) in enumerate(steps):
        line = LineOf(people[who], day, None if verb == "expel" else classes[target])
        try:
            order = actions.draft_order(SYSTEM, kind=verb, number=f"{n}-п", date=day, lines=[line])
            actions.put_in_force(SYSTEM, order, number=order.number, date=day)
        except Refused:
            continue
        days |= {day, day + DAY}
        day = min(day + wait * DAY, date(2027, 5, 26))
    return sorted(days)


def agrees(balance: Balance, here: dict[date, set[int]], since: date, until: date) -> None:
    """The balance counts the people whom the lists of classes show on the first and on the last day."""
    came = {one.person.pk for one in balance.came if one.on == since}
    left = {one.person.pk for one in balance.left if one.on == until}
    assert len(here[since] - came) == balance.start.total
    assert len(here[until] - left) == balance.end.total
    assert left <= here[until]


def test_movement_of_one_class_reads_little(world: World, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        balance = queries.movement_of(world.class_8b, *Q2)
    assert balance.end.total == 3
    assert Movement(world.year, classes=[world.class_8b]).classes == [world.class_8b]


@pytest.mark.parametrize("key", ["year", "quarter-1", "half-2"])
def test_spans_are_offered(world: World, key: str) -> None:
    spans = {one: (since, until) for one, _, since, until in movement_spans(world.year)}
    known = {"year": (SEPTEMBER, date(2027, 5, 28)), "quarter-1": (SEPTEMBER, date(2026, 11, 8))}
    assert spans[key] == known.get(key, (date(2027, 1, 11), date(2027, 5, 28)))
