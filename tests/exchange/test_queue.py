"""The clerk's changes of the week: proposed one by one, accepted or declined together (§4.5.2), and the reminder on Mondays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.exchange.test_lists import VERA, brought
from tests.watch import watched_writes
from tests.world import NOW, TODAY, World
from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.exchange import actions
from zhurnal.exchange.actions import Decision
from zhurnal.exchange.lists import Choices
from zhurnal.exchange.models import Proposal
from zhurnal.people import actions as people
from zhurnal.people.models import Notice, Person
from zhurnal.school.actions import OrderOf
from zhurnal.school.models import Membership, Order

ORDER = OrderOf("12-у", TODAY)
NEW = {
    "last_name": "Зимин",
    "first_name": "Пётр",
    "middle_name": "Олегович",
    "birth_date": date(2012, 1, 2),
    "sex": "m",
}
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def arrival(world: World, who) -> Proposal:
    return actions.propose_arrival(who(world.clerk), fields=NEW, group=world.class_8b, since=TODAY, note="из школы № 2")


def change(world: World, who, **fields: str) -> Proposal:
    return actions.propose_change(who(world.clerk), world.alisa, fields=fields or {"phone": "+79990001122"})


def departure(world: World, who) -> Proposal:
    return actions.propose_departure(who(world.clerk), world.egor, since=TODAY)


def test_accepted_changes_are_carried_out_together_and_the_clerk_is_told(world: World, who) -> None:
    rows = [arrival(world, who), change(world, who), departure(world, who)]
    wanted = [Decision(rows[0], True, order=ORDER), Decision(rows[1], True)]
    gone = Decision(rows[2], True, order=OrderOf("13-у", TODAY))
    with watched_writes():
        actions.decide(who(world.admin), [*wanted, gone])
    made = Person.objects.get(last_name="Зимин")
    assert made.memberships.get().group == world.class_8b
    assert (made.birth_date, made.sex) == (date(2012, 1, 2), "m")
    assert Person.objects.get(pk=world.alisa.pk).phone == "+79990001122"
    assert Membership.objects.get(person=world.egor, group=world.class_8b).until == TODAY
    assert sorted(Order.objects.values_list("kind", flat=True)) == ["enrol", "expel"]
    assert Notice.objects.get(person=world.clerk).text == "Администратор рассмотрел 3\u00a0изменения: принято: 3."
    assert Entry.objects.filter(verb="exchange.proposal.decide").values("act").distinct().count() == 1


def test_one_that_cannot_be_done_leaves_all_undone(world: World, who) -> None:
    first, second = change(world, who), departure(world, who)
    decisions = [Decision(first, True), Decision(second, True, since=date(2026, 8, 1), order=ORDER)]
    with pytest.raises(Refused, match=r"Белозёров Егор: .* Ничего не выполнено\."):
        actions.decide(who(world.admin), decisions)
    assert Person.objects.get(pk=world.alisa.pk).phone == ""
    assert Proposal.objects.filter(state="waiting").count() == 2


def test_a_change_of_a_card_that_changed_since_is_refused(world: World, who) -> None:
    row = change(world, who)
    people.change_person(who(world.admin), world.alisa, phone="+70000000000")
    with pytest.raises(Refused, match="карточка изменилась"):
        actions.decide(who(world.admin), [Decision(row, True)])


def test_a_declined_change_needs_a_reason_and_is_decided_once(world: World, who) -> None:
    row = change(world, who)
    with pytest.raises(Refused, match="почему отклонено"):
        actions.decide(who(world.admin), [Decision(row, False, reason=" ")])
    actions.decide(who(world.admin), [Decision(row, False, reason="Нет заявления")])
    with pytest.raises(Refused, match="уже решили"):
        actions.decide(who(world.admin), [Decision(row, True)])
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == ("declined", "Нет заявления", world.admin)


def test_a_namesake_of_an_arrival_is_asked_about(world: World, who) -> None:
    fields = {**NEW, "last_name": "Белозёров", "first_name": "Егор", "birth_date": date(2012, 5, 6)}
    row = actions.propose_arrival(who(world.clerk), fields=fields, group=world.class_8b, since=TODAY)
    with pytest.raises(Refused, match="однофамилец"):
        actions.decide(who(world.admin), [Decision(row, True, order=ORDER)])
    actions.decide(who(world.admin), [Decision(row, True, order=ORDER, twin=True)])
    assert Person.objects.filter(first_name="Егор").count() == 2


def test_nothing_new_is_no_change(world: World, who) -> None:
    with pytest.raises(Refused, match="ничего не изменили"):
        change(world, who, phone="")
    departure(world, who)
    with pytest.raises(Refused, match="уже сообщено"):
        departure(world, who)


def test_the_clerk_proposes_and_the_administrator_decides_by_pages(world: World, as_, who) -> None:
    clerk, admin = as_(world.clerk), as_(world.admin)
    found = clerk.get(reverse("exchange:propose"), {"q": "ёлкина"}).content.decode()
    page = reverse("exchange:propose-change", args=[world.alisa.pk])
    assert page in found
    data = {
        "last_name": "Ёлкина",
        "first_name": "Алиса",
        "middle_name": "Сергеевна",
        "sex": "f",
        "birth_date": "2012-03-01",
    }
    assert "ничего не изменили" in clerk.post(page, data).content.decode()
    clerk.post(page, {**data, "last_name": "Летова", "note": "паспорт"})
    leave = reverse("exchange:propose-departure", args=[world.egor.pk])
    clerk.post(leave, {"since": TODAY.isoformat(), "note": "в гимназию № 2"})
    clerk.post(
        reverse("exchange:propose-arrival"),
        {"last_name": "Зимин", "first_name": "Пётр", "group": world.class_8b.pk, "since": TODAY.isoformat()},
    )
    married, left, came = Proposal.objects.order_by("pk")
    shown = admin.get(reverse("exchange:queue")).content.decode()
    for words in ("Ёлкина Алиса Сергеевна", "<s>Ёлкина</s>", "в гимназию № 2", "Зимин Пётр"):
        assert words in shown
    decide = reverse("exchange:decide")
    wanted = {f"decision_{married.pk}": "accept", f"decision_{left.pk}": "accept", f"decision_{came.pk}": "decline"}
    answer = admin.post(decide, wanted).content.decode()
    assert "Движение — по приказу" in answer
    assert "Напишите причину" in answer
    assert Proposal.objects.filter(state="waiting").count() == 3
    order = {f"number_{left.pk}": "7", f"date_{left.pk}": TODAY.isoformat(), f"since_{left.pk}": TODAY.isoformat()}
    admin.post(decide, {**wanted, **order, f"reason_{came.pk}": "Нет приказа"})
    assert Person.objects.get(pk=world.alisa.pk).last_name == "Летова"
    answer = clerk.get(reverse("exchange:queue")).content.decode()
    assert "Нет приказа" in answer
    assert clerk.post(decide, wanted).status_code == 403


def test_the_clerk_takes_back_what_nobody_decided_about(world: World, as_, who) -> None:
    row = change(world, who)
    clerk = as_(world.clerk)
    assert as_(world.admin).post(reverse("exchange:withdraw", args=[row.pk])).status_code == 404
    clerk.post(reverse("exchange:withdraw", args=[row.pk]))
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same(world: World, as_, who, rows: int, django_assert_num_queries) -> None:
    for n in range(rows):
        change(world, who, phone=f"+7999000112{n}")
        actions.hand_over(who(world.clerk), brought(who(world.clerk), VERA), Choices.of({}))
    admin = as_(world.admin)
    admin.get(reverse("exchange:queue"))
    with django_assert_num_queries(10):
        admin.get(reverse("exchange:queue"))


def test_on_mondays_the_administrators_are_reminded_once(world: World, who) -> None:
    with clock.frozen(MONDAY):
        actions.remind_of_queue()
    assert not Notice.objects.filter(person=world.admin).exists()
    change(world, who)
    arrival(world, who)
    for moment in (MONDAY + timedelta(days=1), MONDAY, MONDAY + timedelta(hours=2)):
        with clock.frozen(moment):
            actions.remind_of_queue()
    [told] = Notice.objects.all()
    assert (told.person, told.link) == (world.admin, "/exchange/queue/")
    assert told.text == "В очереди изменений от документоведа ждут решения: 2\u00a0изменения."
    with clock.frozen(MONDAY + timedelta(days=7)):
        actions.remind_of_queue()
    assert Notice.objects.count() == 2


def test_the_reminder_is_a_job_of_the_worker(world: World, who) -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    change(world, who)
    hour, path = settings.ZHURNAL_JOBS["queue_reminder"]
    with clock.frozen(MONDAY):
        import_string(path)()
    assert hour < 8
    assert Notice.objects.filter(person=world.admin, made_at__gt=NOW).count() == 1
