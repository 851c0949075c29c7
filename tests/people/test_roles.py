from __future__ import annotations

from datetime import date

import pytest

from tests.people.helpers import last_payload, verbs
from tests.world import TODAY, World
from zhurnal.core.errors import Refused
from zhurnal.people import actions, roles
from zhurnal.people.models import Appointment, Guardianship, Notice, Setting
from zhurnal.people.queries import settings_on


def test_the_director_appoints_by_order(world: World, as_) -> None:
    client = as_(world.director)
    sent = {"role": "deputy_head", "since": "2026-11-24", "order_number": "12", "order_date": "2026-11-23"}
    assert client.post(f"/people/{world.other_teacher.pk}/appoint/", sent)["Location"] == "/appointments/"
    row = Appointment.objects.get(person=world.other_teacher)
    assert (row.role, row.order_number, row.order_date) == ("deputy_head", "12", date(2026, 11, 23))
    assert verbs() == ["people.role.appoint", "people.notice.send"]
    assert Notice.objects.get().person == world.other_teacher
    page = client.get("/appointments/").content.decode()
    assert "Окулов Дмитрий Сергеевич" in page
    assert "№&nbsp;12" in page


@pytest.mark.parametrize("name", ["deputy", "clerk", "teacher", "egor"])
def test_nobody_else_appoints(world: World, as_, name: str) -> None:
    client = as_(getattr(world, name))
    sent = {"role": "administrator", "since": "2026-11-24"}
    assert client.post(f"/people/{world.teacher.pk}/appoint/", sent).status_code == 404
    appointment = Appointment.objects.get(role=roles.CLERK)
    assert client.post(f"/appointments/{appointment.pk}/end/", {}).status_code == 404
    assert verbs() == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"role": "teacher"}, "Выберите корректный вариант"),
        ({"until": "2026-11-01"}, "Окончание раньше начала"),
        ({"role": "clerk", "since": "2026-10-01"}, "уже назначен"),
        ({"since": ""}, "Обязательное поле"),
    ],
)
def test_what_is_refused_is_said(world: World, as_, changed: dict[str, str], words: str) -> None:
    sent = {"role": "deputy_head", "since": "2026-11-24", **changed}
    answer = as_(world.director).post(f"/people/{world.clerk.pk}/appoint/", sent)
    assert words in answer.content.decode()


def test_an_appointment_ends_on_a_day_or_at_once(world: World, as_, who) -> None:
    clerk = Appointment.objects.get(role=roles.CLERK)
    address = f"/appointments/{clerk.pk}/end/"
    assert address in as_(world.director).get("/appointments/").content.decode()
    assert address not in as_(world.deputy).get("/appointments/").content.decode()
    assert "завершить" in as_(world.director).get(address).content.decode()
    as_(world.director).post(f"/appointments/{clerk.pk}/end/", {"until": "2026-11-30"})
    clerk.refresh_from_db()
    assert clerk.until == date(2026, 11, 30)
    as_(world.director).post(f"/appointments/{clerk.pk}/end/", {"until": ""})
    clerk.refresh_from_db()
    assert clerk.until == date(2026, 11, 23)
    assert roles.CLERK not in who(world.clerk).roles
    assert last_payload("people.role.dismiss")["before"] == {"until": "2026-11-30"}


def test_the_journal_keeps_an_administrator(world: World, who, as_) -> None:
    only = Appointment.objects.get(role=roles.ADMINISTRATOR)
    with pytest.raises(Refused, match="единственный"):
        actions.dismiss(who(world.director), only)
    answer = as_(world.director).post(f"/appointments/{only.pk}/end/", {"until": ""})
    assert "единственный администратор" in answer.content.decode()
    actions.appoint(who(world.director), world.deputy, roles.ADMINISTRATOR, since=TODAY)
    actions.dismiss(who(world.director), only)


def test_an_appointment_that_has_not_begun_is_taken_back(world: World, who) -> None:
    row = actions.appoint(who(world.director), world.teacher, roles.CLERK, since=date(2026, 12, 1))
    actions.dismiss(who(world.director), row)
    assert not Appointment.objects.filter(person=world.teacher).exists()


def test_joining_a_family_by_the_page(world: World, as_, who) -> None:
    client = as_(world.admin)
    page = client.get(f"/people/{world.late.pk}/family/?as=parent&q=елкин").content.decode()
    assert "Ёлкин Сергей Иванович" in page
    sent = {"as": "parent", "q": "елкин", "person": world.father.pk, "relation": "guardian", "since": "2026-11-24"}
    client.post(f"/people/{world.late.pk}/family/", sent)
    tie = Guardianship.objects.get(child=world.late)
    assert (tie.parent, tie.relation, tie.since) == (world.father, "guardian", TODAY)
    assert verbs() == ["people.family.join", "people.notice.send"]
    again = client.post(f"/people/{world.late.pk}/family/", sent).content.decode()
    assert "уже представляет" in again
    foreign = client.post(f"/people/{world.late.pk}/family/", {**sent, "person": "999999"}).content.decode()
    assert "нет среди допустимых" in foreign or "корректный вариант" in foreign


def test_nobody_is_their_own_parent(world: World, who) -> None:
    with pytest.raises(Refused):
        actions.join_family(who(world.admin), parent=world.egor, child=world.egor, relation="other")


def test_leaving_a_family_closes_the_diary_at_once(world: World, as_, who) -> None:
    tie = Guardianship.objects.get(parent=world.father)
    as_(world.admin).post(f"/families/{tie.pk}/end/", {"back": world.father.pk})
    tie.refresh_from_db()
    assert tie.until == date(2026, 11, 23)
    assert who(world.father).roles == frozenset()
    made = actions.join_family(who(world.admin), parent=world.father, child=world.alisa, relation="father")
    actions.leave_family(who(world.admin), made)
    assert not Guardianship.objects.filter(pk=made.pk).exists(), "what began today leaves no day behind"


def test_a_setting_holds_from_its_day(world: World, as_) -> None:
    client = as_(world.admin)
    sent = {"key": "access.code_days", "value": "14", "since": "2026-12-01"}
    assert client.post("/settings/", sent)["Location"] == "/settings/"
    assert settings_on(date(2026, 11, 30)) == {}
    assert settings_on(date(2026, 12, 1), "access.code_days") == {"access.code_days": 14}
    client.post("/settings/", {**sent, "value": "10"})
    assert Setting.objects.get().value == 10
    assert verbs() == ["people.setting.set", "people.setting.set"]
    page = client.get("/settings/").content.decode()
    assert "с 1\u00a0декабря 2026\u00a0г. будет 10" in page


@pytest.mark.parametrize(("sent", "value"), [("1", True), ("0", False)])
def test_a_switch_is_yes_or_no(world: World, as_, sent: str, value: bool) -> None:
    as_(world.admin).post("/settings/", {"key": "journal.allow_one", "value": sent, "since": "2026-11-24"})
    assert settings_on(TODAY)["journal.allow_one"] is value


@pytest.mark.parametrize("value", ["400", "1,5", "", "семь"])
def test_a_wrong_setting_is_refused(world: World, as_, value: str) -> None:
    sent = {"key": "access.code_days", "value": value, "since": "2026-12-01"}
    assert as_(world.admin).post("/settings/", sent).status_code == 200
    assert not Setting.objects.exists()


def test_an_unknown_setting_is_not_there(world: World, as_) -> None:
    sent = {"key": "nonsense", "value": "1", "since": "2026-12-01"}
    assert as_(world.admin).post("/settings/", sent).status_code == 404


def test_only_the_administrator_sets(world: World, as_) -> None:
    assert as_(world.director).get("/settings/").status_code == 403
