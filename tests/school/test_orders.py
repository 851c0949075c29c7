from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import world as worlds
from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal import actions as journal
from zhurnal.people.models import Notice, Person
from zhurnal.school import actions, queries
from zhurnal.school.actions import LineOf, OrderOf
from zhurnal.school.models import Group, Membership, Order
from zhurnal.school.queries import members_on

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY


@pytest.fixture
def class_8v(world: World) -> Group:
    return actions.create_group(SYSTEM, world.year, grade=8, letter="В")


def draft(kind: str, *lines: LineOf, number: str = "57-у", by: object = SYSTEM) -> Order:
    return actions.draft_order(by, kind=kind, number=number, date=TODAY, lines=lines)  # type: ignore[arg-type]


def force(order: Order, *, number: str = "57-у", by: object = SYSTEM) -> None:
    actions.put_in_force(by, order, number=number, date=TODAY)  # type: ignore[arg-type]


def stands(person: Person) -> set[tuple[int, date, date | None, int | None, int | None]]:
    rows = Membership.objects.filter(person=person)
    return set(rows.values_list("group_id", "since", "until", "order_id", "ended_by_id"))


def test_a_draft_moves_nobody_and_in_force_it_moves_everyone_in_one_act(world: World, who, class_8v: Group) -> None:
    lines = [LineOf(one, TODAY, class_8v) for one in (world.egor, world.alisa)]
    order = draft("transfer", *lines, by=who(world.clerk))
    assert (order.state, order.drafted_by_id) == ("draft", world.clerk.pk)
    assert members_on(class_8v, TODAY).count() == 0
    force(order, by=who(world.admin))
    order.refresh_from_db()
    assert (order.state, set(members_on(class_8v, TODAY))) == ("force", {world.egor, world.alisa})
    acts = set(Entry.objects.filter(subject__startswith="school.membership:").values_list("act", flat=True))
    assert acts == {line.act for line in order.lines.all()}
    assert len(acts) == 1
    told = set(Notice.objects.values_list("person_id", flat=True))
    # Of the draft the administrator; of the order in force who drafted it, and the class teacher.
    assert told == {world.admin.pk, world.clerk.pk, world.teacher.pk}


def test_nothing_happens_when_one_line_can_not_be_carried_out(world: World, class_8v: Group) -> None:
    order = draft("transfer", LineOf(world.egor, TODAY, class_8v), LineOf(world.alisa, TODAY, class_8v))
    actions.expel(SYSTEM, world.alisa, on=TODAY - 2 * DAY)
    with pytest.raises(Refused, match=r"Ёлкина Алиса: 24.11.2026 ни в каком классе не числится"):
        force(order)
    assert world.egor in members_on(world.class_8b, TODAY)
    assert queries.order_page(order).faults


@pytest.mark.parametrize(
    ("kind", "who", "to", "since", "words"),
    [
        (
            "enrol",
            "egor",
            "class_10a",
            TODAY,
            "Белозёров Егор с 01.09.2026 числится в классе 8\u00a0«Б»: нужен перевод",
        ),
        ("return", "egor", "class_8b", SEPTEMBER, "раньше здесь не учился"),
        ("transfer", "senior", "class_10a", TODAY, "уже учится в классе 10"),
        ("transfer", "late", "class_1a", date(2026, 11, 16), "не раньше 17.11.2026"),
        ("transfer", "egor", "class_1a", date(2027, 9, 1), "не входит в учебный год «2026/27»"),
        ("transfer", "egor", None, TODAY, "не указано, в какой класс"),
        ("expel", "gone", None, TODAY, "Прежний Олег: 24.11.2026 ни в каком классе не числится"),
        ("plan", "gone", None, TODAY, "ни в каком классе не числится"),
    ],
)
def test_what_a_draft_is_refused_for(
    world: World, kind: str, who: str, to: str | None, since: date, words: str
) -> None:
    line = LineOf(getattr(world, who), since, getattr(world, to) if to else None)
    with pytest.raises(Refused, match=words):
        draft(kind, line)
    assert not Order.objects.exists()


def test_a_number_stands_once_in_an_academic_year(world: World, class_8v: Group) -> None:
    draft("expel", LineOf(world.egor, TODAY), number="57-у")
    with pytest.raises(Refused, match=r"№ 57-у от 24.11.2026 в этом учебном году уже есть"):
        draft("expel", LineOf(world.alisa, TODAY), number=" 57-у ")
    with pytest.raises(Refused, match="уже есть"):
        actions.transfer(SYSTEM, world.alisa, class_8v, since=TODAY, order=OrderOf("57-у", TODAY))
    unnumbered = [draft("expel", LineOf(one, TODAY), number="") for one in (world.alisa, world.late)]
    with pytest.raises(Refused, match="нет номера"):
        force(unnumbered[0], number=" ")


def test_people_who_move_one_by_one_stand_in_one_order(world: World, class_8v: Group) -> None:
    for one in (world.egor, world.alisa):
        actions.transfer(SYSTEM, one, class_8v, since=TODAY, order=OrderOf("8-у", TODAY))
    order = Order.objects.get()
    assert [line.person for line in queries.order_lines(order)] == [world.egor, world.alisa]


def test_a_new_person_is_entered_with_the_draft_and_stays_when_it_is_deleted(world: World) -> None:
    order = draft("enrol", LineOf({"last_name": "Яковлев", "first_name": "Ян"}, TOMORROW, world.class_8b))
    new = order.lines.get().person
    actions.delete_draft(SYSTEM, order)
    assert Person.objects.filter(pk=new.pk).exists()
    assert not Order.objects.exists()
    force(draft("enrol", LineOf(new, TOMORROW, world.class_8b)))
    assert new in members_on(world.class_8b, TOMORROW)


def test_classes_of_a_new_year_are_formed_by_one_order(world: World) -> None:
    year = actions.create_year(SYSTEM, name="2027/28", since=date(2027, 9, 1), until=date(2028, 8, 31))
    ninth = actions.create_group(SYSTEM, year, grade=9, letter="Б")
    force(draft("form", *(LineOf(one, year.since, ninth) for one in (world.egor, world.alisa, world.late))))
    assert members_on(ninth, year.since).count() == 3
    assert Membership.objects.get(person=world.egor, group=world.class_8b).until == world.year.until


def test_an_individual_plan_is_kept_with_its_days(world: World) -> None:
    force(draft("plan", LineOf(world.egor, TODAY, until=TODAY + 30 * DAY, reason="заключение ПМПК")))
    assert list(queries.plans_of(world.class_8b, TODAY)) == [world.egor.pk]
    assert queries.plans_of(world.class_8b, TODAY + 31 * DAY) == {}


@pytest.mark.parametrize("kind", ["transfer", "expel", "return", "enrol"])
def test_a_cancelled_order_leaves_everybody_where_they_were(world: World, class_8v: Group, kind: str) -> None:
    who = {"return": world.gone, "enrol": worlds.person("Яковлев", "Ян")}.get(kind, world.egor)
    elective = actions.create_group(SYSTEM, world.year, kind="elective", name="Хор", classes=[world.class_8b])
    actions.set_members(SYSTEM, elective, [world.egor], since=TOMORROW)  # deleted by a departure, so made anew
    actions.create_group(SYSTEM, world.year, kind="joined", name="8В + 10А", classes=[class_8v, world.class_10a])
    before = stands(who)
    order = draft(kind, LineOf(who, TODAY, None if kind == "expel" else class_8v))
    force(order)
    assert stands(who) != before
    actions.cancel_order(SYSTEM, order, reason="ошибка в фамилии")
    told = Notice.objects.filter(person=world.teacher, text__contains="отменён: ошибка в фамилии").count()
    assert told == (0 if kind == "enrol" else 1)
    assert stands(who) == before
    order.refresh_from_db()
    assert order.state == "cancelled"
    with pytest.raises(Refused, match="отменён"):
        actions.cancel_order(SYSTEM, order, reason="ещё раз")


def test_an_order_is_not_cancelled_once_marks_stand_upon_it(world: World, who, class_8v: Group) -> None:
    order = draft("return", LineOf(world.gone, TODAY, world.class_8b))
    force(order)
    lesson = next(one for one in world.lessons["physics"] if one.date == TODAY)
    journal.mark_absent(who(world.other_teacher), lesson, students=[world.gone])
    with pytest.raises(Refused, match="Прежний Олег — Физика, 1\u00a0запись"):
        actions.cancel_order(SYSTEM, order, reason="ошибка")
    assert world.gone in members_on(world.class_8b, TODAY)


def test_marks_between_two_acts_of_one_order_are_seen(world: World, who) -> None:
    """The first student is back and marked before the second one is entered under the same number."""
    actions.expel(SYSTEM, world.late, on=TODAY - 3 * DAY)
    paper = OrderOf("57-у", TODAY)
    actions.enrol(SYSTEM, world.class_8b, [world.gone], since=TODAY, order=paper)
    lesson = next(one for one in world.lessons["physics"] if one.date == TODAY)
    journal.mark_absent(who(world.other_teacher), lesson, students=[world.gone])
    actions.enrol(SYSTEM, world.class_8b, [world.late], since=TODAY, order=paper)
    with pytest.raises(Refused, match="Прежний Олег — Физика"):
        actions.cancel_order(SYSTEM, Order.objects.get(), reason="ошибка")


def test_an_order_is_not_cancelled_once_the_student_moved_on(world: World, class_8v: Group) -> None:
    first = draft("transfer", LineOf(world.egor, TODAY, class_8v))
    force(first)
    second = draft("transfer", LineOf(world.egor, TOMORROW, world.class_10a), number="58-у")
    force(second, number="58-у")
    with pytest.raises(Refused, match="Белозёров Егор: после этого приказа записано другое движение"):
        actions.cancel_order(SYSTEM, first, reason="ошибка")
    actions.cancel_order(SYSTEM, second, reason="ошибка")
    actions.cancel_order(SYSTEM, first, reason="ошибка")
    assert world.egor in members_on(world.class_8b, TOMORROW)


def test_words_are_frozen_when_the_order_comes_into_force(world: World) -> None:
    order = draft("expel", LineOf(world.egor, TODAY, place="школа № 3, г. Котлас", reason="переезд"))
    assert "Отчислить Белозёрова Егора Олеговича, обучающегося 8\u00a0«Б» класса" in queries.order_page(order).words
    actions.set_order_words(SYSTEM, order, body="Об отчислении\nПРИКАЗЫВАЮ:\n1. Отчислить.")
    force(order)
    order.refresh_from_db()
    assert queries.order_page(order).words.endswith("1. Отчислить.")
    with pytest.raises(Refused, match="только проект"):
        actions.set_order_words(SYSTEM, order, body="Другое")


def test_changing_the_people_of_a_draft_drops_its_edited_words(world: World) -> None:
    order = draft("expel", LineOf(world.egor, TODAY))
    actions.set_order_words(SYSTEM, order, body="О Егоре")
    actions.change_draft(SYSTEM, order, number="9", date=TODAY, text_of="", lines=[LineOf(world.alisa, TODAY)])
    assert [line.person for line in queries.order_lines(order)] == [world.alisa]
    assert "Ёлкину Алису Сергеевну" in queries.order_page(order).words


def test_what_waits_is_counted(world: World) -> None:
    draft("expel", LineOf(world.egor, TODAY))
    assert queries.waiting_for_orders().orders == 1
