from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import world as worlds
from tests.world import TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.people.models import Person
from zhurnal.school import actions
from zhurnal.school.actions import OrderOf
from zhurnal.school.models import Group, Membership, Order
from zhurnal.school.queries import members_on

ORDER = OrderOf("17-у", date(2026, 11, 20))
DAY = timedelta(days=1)


def spells(person: Person, group: Group) -> list[tuple[date, date | None]]:
    return list(Membership.objects.filter(person=person, group=group).order_by("since").values_list("since", "until"))


@pytest.fixture
def newcomer(world: World) -> Person:
    return worlds.person("Яковлев", "Ян")


@pytest.fixture
def class_8v(world: World) -> Group:
    return actions.create_group(SYSTEM, world.year, grade=8, letter="В")


def test_enrolment_is_by_order_and_logged(world: World, newcomer: Person, who) -> None:
    admin = who(world.admin)
    (row,) = actions.enrol(admin, world.class_8b, [newcomer], since=TODAY, order=ORDER)
    assert newcomer in members_on(world.class_8b, TODAY)
    assert newcomer not in members_on(world.class_8b, TODAY - DAY)
    assert str(row.order) == "№ 17-у от 20.11.2026"
    entry = Entry.objects.get(subject=f"school.membership:{row.pk}")
    assert (entry.verb, entry.about, entry.actor) == ("school.student.enrol", newcomer.pk, world.admin.pk)


def test_who_is_in_a_class_is_transferred_not_enrolled(world: World, class_8v: Group) -> None:
    with pytest.raises(Refused, match="нужен перевод"):
        actions.enrol(SYSTEM, class_8v, [world.egor], since=TODAY)


def test_who_left_may_come_back(world: World) -> None:
    actions.enrol(SYSTEM, world.class_8b, [world.gone], since=TODAY)
    assert spells(world.gone, world.class_8b) == [(worlds.SEPTEMBER, date(2026, 11, 13)), (TODAY, None)]


def test_class_of_a_finished_year_ends_with_it(world: World) -> None:
    year = actions.create_year(SYSTEM, name="2027/28", since=date(2027, 9, 1), until=date(2028, 8, 31))
    class_9b = actions.create_group(SYSTEM, year, grade=9, letter="Б")
    actions.enrol(SYSTEM, class_9b, [world.egor], since=date(2027, 9, 1))
    assert spells(world.egor, world.class_8b) == [(worlds.SEPTEMBER, date(2027, 8, 31))]


def test_transfer_ends_class_and_subgroup_the_day_before(world: World, class_8v: Group) -> None:
    actions.transfer(SYSTEM, world.egor, class_8v, since=TODAY, order=ORDER)
    assert spells(world.egor, world.class_8b) == [(worlds.SEPTEMBER, TODAY - DAY)]
    assert spells(world.egor, world.english_1) == [(worlds.SEPTEMBER, TODAY - DAY)]
    assert spells(world.egor, class_8v) == [(TODAY, None)]
    old = Membership.objects.get(person=world.egor, group=world.class_8b)
    assert old.ended_by == Order.objects.get(kind="transfer")


@pytest.mark.parametrize(
    ("since", "to", "words"),
    [
        (TODAY, "class_8b", "уже учится"),
        (date(2026, 11, 16), "class_8v", "не раньше 17.11.2026"),
        (date(2026, 11, 15), "class_8v", "ни в каком классе"),
        (date(2027, 9, 1), "class_8v", "не входит в учебный год"),
        (TODAY, "english_1", "не в группу"),
    ],
)
def test_transfers_that_are_refused(world: World, class_8v: Group, since: date, to: str, words: str) -> None:
    target = class_8v if to == "class_8v" else getattr(world, to)
    with pytest.raises(Refused, match=words):
        actions.transfer(SYSTEM, world.late, target, since=since)


def test_departure_ends_everything_with_the_last_day(world: World) -> None:
    actions.expel(SYSTEM, world.egor, on=TODAY, order=ORDER)
    assert world.egor in members_on(world.class_8b, TODAY)
    assert world.egor not in members_on(world.class_8b, TODAY + DAY)
    assert spells(world.egor, world.english_1) == [(worlds.SEPTEMBER, TODAY)]
    with pytest.raises(Refused, match="ни в каком классе"):
        actions.expel(SYSTEM, world.egor, on=TODAY + DAY)


def test_joined_group_follows_its_classes(world: World, class_8v: Group, newcomer: Person) -> None:
    joined = actions.create_group(
        SYSTEM, world.year, kind="joined", name="8Б + 10А", classes=[world.class_8b, world.class_10a]
    )
    assert set(members_on(joined, TODAY)) == {world.egor, world.alisa, world.late, world.senior}
    assert world.gone in members_on(joined, date(2026, 11, 13))
    actions.enrol(SYSTEM, world.class_8b, [newcomer], since=TODAY)
    assert newcomer in members_on(joined, TODAY)
    actions.transfer(SYSTEM, world.egor, class_8v, since=TODAY)
    assert spells(world.egor, joined) == [(worlds.SEPTEMBER, TODAY - DAY)]
    actions.transfer(SYSTEM, world.egor, world.class_10a, since=TODAY + 3 * DAY)
    assert spells(world.egor, joined)[1:] == [(TODAY + 3 * DAY, None)]
    actions.expel(SYSTEM, newcomer, on=TODAY + DAY)
    assert spells(newcomer, joined) == [(TODAY, TODAY + DAY)]


def test_student_stays_in_a_joined_group_of_both_classes(world: World, class_8v: Group) -> None:
    joined = actions.create_group(SYSTEM, world.year, kind="joined", name="8Б + 8В", classes=[world.class_8b, class_8v])
    actions.transfer(SYSTEM, world.alisa, class_8v, since=TODAY)
    held = spells(world.alisa, joined)
    assert held == [(worlds.SEPTEMBER, TODAY - DAY), (TODAY, None)]
    assert world.alisa in members_on(joined, TODAY)
    assert world.alisa in members_on(joined, TODAY - DAY)


def test_joined_subgroups_follow_the_division(world: World) -> None:
    classes = [world.english_1, world.class_10a]
    joined = actions.create_group(SYSTEM, world.year, kind="joined", name="8Б + 10А, англ.", classes=classes)
    assert set(members_on(joined, TODAY)) == {world.egor, world.senior}
    placing = {world.egor.pk: world.english_2, world.alisa.pk: world.english_1}
    actions.divide(SYSTEM, [world.english_1, world.english_2], placing, since=TODAY)
    assert set(members_on(joined, TODAY)) == {world.alisa, world.senior}


def test_division_is_dated(world: World) -> None:
    placing = {world.egor.pk: world.english_2, world.alisa.pk: world.english_2, world.late.pk: world.english_1}
    moved = actions.divide(SYSTEM, [world.english_1, world.english_2], placing, since=TODAY, order=ORDER)
    assert moved == 2
    assert spells(world.egor, world.english_1) == [(worlds.SEPTEMBER, TODAY - DAY)]
    assert spells(world.egor, world.english_2) == [(TODAY, None)]
    assert spells(world.alisa, world.english_2) == [(worlds.SEPTEMBER, None)]
    assert Order.objects.filter(kind="divide", number="17-у").count() == 1
    assert actions.divide(SYSTEM, [world.english_1, world.english_2], placing, since=TODAY) == 0


def test_newcomer_is_placed_from_the_first_day_in_the_class(world: World) -> None:
    actions.divide(SYSTEM, [world.english_1, world.english_2], {world.late.pk: world.english_1}, since=worlds.SEPTEMBER)
    assert spells(world.late, world.english_1) == [(date(2026, 11, 16), None)]


def test_student_of_another_class_is_not_placed(world: World) -> None:
    with pytest.raises(Refused, match="не числится в классе"):
        actions.divide(SYSTEM, [world.english_1, world.english_2], {world.senior.pk: world.english_1}, since=TODAY)


@pytest.mark.django_db
def test_database_itself_refuses_two_classes_and_two_subgroups_at_once(world: World, class_8v: Group) -> None:
    for group in (class_8v, world.english_2, world.class_8b):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(person=world.egor, group=group, since=TODAY)


def test_elective_has_exactly_these_members(world: World) -> None:
    elective = actions.create_group(SYSTEM, world.year, kind="elective", name="Хор", classes=[world.class_8b])
    assert actions.set_members(SYSTEM, elective, [world.egor, world.alisa], since=worlds.SEPTEMBER) == 2
    assert actions.set_members(SYSTEM, elective, [world.alisa, world.late], since=TODAY) == 2
    assert set(members_on(elective, TODAY)) == {world.alisa, world.late}
    assert set(members_on(elective, TODAY - DAY)) == {world.egor, world.alisa}
