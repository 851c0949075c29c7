from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.people.helpers import code_for, last_payload, verbs, whole_log
from tests.world import NOW, PASSWORD, World
from zhurnal.core import clock, log
from zhurnal.core.errors import Refused
from zhurnal.people import actions
from zhurnal.people.access import Oneself
from zhurnal.people.models import Account, ActivationCode, Notice

GOOD = "верный-конь-7"


def activate(code: str, login: str = "novikova", password: str = GOOD, *, rules_accepted: bool = True) -> Account:
    return actions.activate(code, login=login, password=password, rules_accepted=rules_accepted)


def test_administrator_makes_codes_for_anyone_and_only_a_hash_is_kept(world: World, who) -> None:
    made = actions.make_codes(who(world.admin), [world.late, world.deputy])
    assert [person for person, _ in made] == [world.late, world.deputy]
    row = ActivationCode.objects.get(person=world.late)
    assert row.hash == ActivationCode.hash_of(made[0][1])
    assert len(row.hash) == 64
    assert (row.made_by_id, row.expires_at) == (world.admin.pk, NOW + timedelta(days=30))
    assert verbs() == ["people.code.make", "people.code.make", "people.notice.send"]
    for _, code in made:
        assert code not in whole_log()
    assert row.hash not in whole_log()


def test_a_class_teacher_makes_codes_for_families_but_not_for_staff(world: World, who) -> None:
    teacher = who(world.teacher)
    assert len(actions.make_codes(teacher, [world.late, world.father])) == 2
    for colleague in (world.other_teacher, world.director, world.admin):
        with pytest.raises(Refused, match=r"§3\.1"):
            actions.make_codes(teacher, [world.late, colleague])
    assert not ActivationCode.objects.filter(person=world.director).exists()


def test_only_who_or_the_journal_itself_gives_access_to_staff(world: World) -> None:
    with pytest.raises(Refused):
        actions.make_codes(Oneself(world.admin.pk), [world.late])


def test_a_new_code_revokes_the_older_one(world: World) -> None:
    old, new = code_for(world.late), code_for(world.late)
    with pytest.raises(Refused, match="отменён"):
        activate(old)
    assert activate(new).person == world.late


def test_activation_makes_the_account_and_dates_the_obligation(world: World) -> None:
    account = activate(code_for(world.late), login=" Novikova ")
    assert (account.login, account.rules_accepted_at, account.is_active) == ("novikova", NOW, True)
    assert account.check_password(GOOD)
    assert verbs()[-2:] == ["people.access.activate", "people.access.activate"]
    assert account.password not in whole_log()
    assert GOOD not in whole_log()


def test_a_code_is_used_once(world: World) -> None:
    code = code_for(world.late)
    activate(code)
    with pytest.raises(Refused, match="уже использован"):
        activate(code, login="another")


def test_a_code_runs_out_by_the_schools_setting(world: World) -> None:
    actions.set_setting(actions.SYSTEM, "access.code_days", 3, since=date(2026, 11, 1))
    code = code_for(world.late)
    with clock.frozen(NOW + timedelta(days=3)), pytest.raises(Refused, match="истёк"):
        activate(code)
    with clock.frozen(NOW + timedelta(days=3, seconds=-1)):
        assert activate(code)


@pytest.mark.parametrize("typed", ["", "2222-2222-2222-2222", "2222-2222-2222-2223", "не код"])
def test_unknown_and_mistyped_codes_are_refused(world: World, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        activate(typed)
    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    ("login", "password", "accepted", "field"),
    [
        ("teacher", GOOD, True, "login"),
        ("нельзя", GOOD, True, "login"),
        ("novikova", "12345678", True, "password"),
        ("novikova", "qwerty123", True, "password"),
        ("novikova", "short", True, "password"),
        ("novikova", "novikova1", True, "password"),
        ("novikova", GOOD, False, "accepted"),
    ],
)
def test_activation_refuses_and_leaves_the_code_open(
    world: World, login: str, password: str, accepted: bool, field: str
) -> None:
    code = code_for(world.late)
    with pytest.raises(Refused) as refusal:
        activate(code, login, password, rules_accepted=accepted)
    assert refusal.value.field == field
    assert activate(code)


def test_a_reset_keeps_the_login_and_the_old_password_until_the_code_is_used(world: World, as_) -> None:
    code = code_for(world.egor)
    egor = world.egor.account
    assert egor.check_password(PASSWORD)
    client = as_(world.egor)
    assert client.get("/profile/").status_code == 200
    account = activate(code, login="ignored", rules_accepted=False)
    assert (account.pk, account.login) == (egor.pk, "egor")
    assert account.check_password(GOOD)
    assert client.get("/profile/").status_code == 302, "old sessions are closed"
    assert last_payload("people.access.reset") == {"after": {}, "before": {}}
    assert Notice.objects.filter(person=world.egor).count() == 2


def test_a_blocked_person_gets_no_code_and_loses_the_unused_one(world: World, who) -> None:
    code = code_for(world.egor)
    actions.block(who(world.admin), world.egor.account, reason="просьба родителей")
    with pytest.raises(Refused, match="отменён"):
        activate(code)
    with pytest.raises(Refused, match="Белозёров"):
        code_for(world.egor)
    assert last_payload("people.access.block")["reason"] == "просьба родителей"


def test_blocking_ends_sessions_and_restoring_gives_them_not_back(world: World, who, client) -> None:
    client.post("/sign-in/", {"login": "egor", "password": PASSWORD})
    assert client.get("/profile/").status_code == 200
    account = world.egor.account
    actions.block(who(world.teacher), account)
    assert client.get("/profile/").status_code == 302
    actions.restore(who(world.teacher), account)
    assert client.get("/profile/").status_code == 302
    assert client.post("/sign-in/", {"login": "egor", "password": PASSWORD}).status_code == 302
    assert client.get("/profile/").status_code == 200


def test_nobody_blocks_themselves_and_a_class_teacher_no_colleague(world: World, who) -> None:
    with pytest.raises(Refused, match="собственный"):
        actions.block(who(world.admin), world.admin.account)
    with pytest.raises(Refused, match=r"§3\.1"):
        actions.block(who(world.teacher), world.director.account)
    with pytest.raises(Refused, match=r"§3\.1"):
        actions.restore(who(world.teacher), world.other_teacher.account)


def test_the_chains_verify_after_all_this(world: World, who) -> None:
    activate(code_for(world.late))
    actions.block(who(world.admin), world.egor.account)
    actions.restore(who(world.admin), world.egor.account)
    _, entries, broken = log.verify()
    assert (entries, broken) == (6, [])
