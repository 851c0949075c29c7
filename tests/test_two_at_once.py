"""Two people decide about one thing: who comes second, with a page that is old by then, is refused and changes nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from tests.exchange.test_lists import VERA, brought
from tests.timetable.test_relief import away
from tests.world import TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.curriculum import actions as curriculum
from zhurnal.exchange import actions as exchange
from zhurnal.exchange.lists import Choices
from zhurnal.people import actions as people
from zhurnal.school import actions as school
from zhurnal.school.actions import LineOf
from zhurnal.school.models import Subject
from zhurnal.timetable import actions as timetable
from zhurnal.timetable.models import Substitution

NOTHING = Choices.of({})
Person = Callable[[Any], Any]


def second(row: Model, first: Callable[[Any], Any], then: Callable[[Any], Any], words: str | None = None) -> None:
    """Do the first with the row as it stands, and the second with the row as a page has read it before."""
    stale, kind = copy.copy(row), type(row)
    first(row)
    stands = list(kind._base_manager.filter(pk=row.pk).values())
    with pytest.raises(Refused, match=words):
        then(stale)
    assert list(kind._base_manager.filter(pk=row.pk).values()) == stands


@pytest.mark.parametrize("late", ["hand_over", "decline", "drop", "choose", "columns"])
def test_a_list_that_was_written_is_not_handed_over_declined_or_dropped(world: World, who: Person, late: str) -> None:
    admin = who(world.admin)
    row = brought(who(world.clerk), VERA)
    if late == "decline":
        exchange.hand_over(who(world.clerk), row, NOTHING)
    said: dict[str, Callable[[Any], Any]] = {
        "hand_over": lambda one: exchange.hand_over(who(world.clerk), one, NOTHING),
        "decline": lambda one: exchange.decline(admin, one, reason="нет"),
        "drop": lambda one: exchange.drop(who(world.clerk), one),
        "choose": lambda one: exchange.choose(admin, one, NOTHING),
        "columns": lambda one: exchange.choose_columns(admin, one, {"x": {"0": ""}}),
    }
    second(row, lambda one: exchange.apply(admin, one, NOTHING), said[late])


@pytest.mark.parametrize("late", ["accept", "decline", "withdraw"])
def test_a_correction_is_decided_once(world: World, who: Person, late: str) -> None:
    [row] = people.propose(who(world.father), world.alisa, {"phone": "+7 921 555-01-42"})
    said: dict[str, Callable[[Any], Any]] = {
        "accept": lambda one: people.accept(who(world.clerk), [one]),
        "decline": lambda one: people.decline(who(world.clerk), [one], reason="нет"),
        "withdraw": lambda one: people.withdraw(who(world.father), one),
    }
    second(row, lambda one: people.accept(who(world.teacher), [one]), said[late])


@pytest.mark.parametrize("late", ["drop", "change", "word"])
def test_an_order_in_force_is_not_changed_by_an_old_page(world: World, late: str) -> None:
    order = school.draft_order(SYSTEM, kind="expel", number="57-у", date=TODAY, lines=[LineOf(world.egor, TODAY)])
    said: dict[str, Callable[[Any], Any]] = {
        "drop": lambda one: school.delete_draft(SYSTEM, one),
        "change": lambda one: school.change_draft(
            SYSTEM, one, number="58-у", date=TODAY, lines=[LineOf(world.alisa, TODAY)]
        ),
        "word": lambda one: school.set_order_words(SYSTEM, one, body="Иное"),
    }
    second(order, lambda one: school.put_in_force(SYSTEM, one, number="57-у", date=TODAY), said[late])
    assert [line.person for line in order.lines.all()] == [world.egor]


def test_a_signed_line_is_not_taken_back_nor_a_changed_one_signed(world: World, who: Person) -> None:
    lesson = [one for one in world.lessons["english"] if one.date < TODAY][-1]
    away(world.other_teacher, lesson.date)
    timetable.substitute(SYSTEM, lesson, world.primary_teacher, kind="other", instead="Чтение")
    row = Substitution.objects.get()
    give = lambda _: timetable.substitute(SYSTEM, lesson, world.deputy, kind="other", instead="Чтение")  # noqa: E731
    second(row, give, lambda one: timetable.sign(who(world.primary_teacher), [one]))
    row.refresh_from_db()
    second(
        row,
        lambda one: timetable.sign(who(world.deputy), [one]),
        lambda one: timetable.take_back(SYSTEM, one),
    )


def test_a_lesson_is_moved_once(world: World) -> None:
    lesson = next(one for one in world.lessons["english"] if one.date > TODAY)
    second(
        lesson,
        lambda one: timetable.cancel_lesson(SYSTEM, one, reason="карантин"),
        lambda one: timetable.move_lesson(SYSTEM, one, day=lesson.date, number=8),
        words="Урок уже отменён",
    )


def test_an_approved_plan_is_not_filled_by_an_old_page(world: World, who: Person) -> None:
    plan = curriculum.create_plan(SYSTEM, world.year, grade=8, classes=[world.class_8b])
    subject = Subject.objects.all()[0]
    curriculum.fill_plan(SYSTEM, plan, {(subject, "core"): 2})
    second(
        plan,
        lambda one: curriculum.approve_plan(who(world.deputy), one),
        lambda one: curriculum.remove_plan(SYSTEM, one),
    )
