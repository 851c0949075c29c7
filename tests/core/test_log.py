from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.world import TODAY, World
from zhurnal.core import actions, clock, log
from zhurnal.core.actions import SYSTEM, Acting, action
from zhurnal.core.errors import Refused, Repeated
from zhurnal.core.models import Chain, Destruction, Entry, Payload
from zhurnal.people.models import Notice, Person
from zhurnal.timetable.models import StaffAbsence


@action("test.person.rename")
def rename(act: Acting, person: Person, **names: str) -> bool:
    return act.update(person, **names)


@action("test.person.rename_and_fail")
def rename_and_fail(act: Acting, person: Person) -> None:
    act.update(person, last_name="Зря")
    raise Refused("Так нельзя")


def unguarded(*statements: str) -> None:
    """Change the log as the owner of the database could: with the triggers switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('core_entry', 'core_payload')"
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            for _, sql in triggers:
                cursor.execute(sql)


@pytest.fixture
def three(world: World) -> list[Entry]:
    for name in ("Первая", "Вторая", "Третья"):
        rename(SYSTEM, world.clerk, last_name=name)
    return list(Entry.objects.order_by("seq"))


def test_an_action_writes_one_entry_for_each_changed_row(three: list[Entry], world: World) -> None:
    assert [(entry.seq, entry.verb, entry.subject) for entry in three] == [
        (n, "test.person.rename", f"people.person:{world.clerk.pk}") for n in (1, 2, 3)
    ]
    assert Payload.objects.get(entry=three[1]).text == (
        '{"after":{"last_name":"Вторая"},"before":{"last_name":"Первая"}}'
    )
    assert {entry.chain.key for entry in three} == {"people:2026"}


def test_chains_verify(three: list[Entry]) -> None:
    assert log.verify() == (1, 3, [])


def test_what_does_not_change_is_not_logged(world: World) -> None:
    assert rename(SYSTEM, world.clerk, last_name=world.clerk.last_name) is False
    assert not Entry.objects.exists()


def test_a_refusal_leaves_nothing(world: World) -> None:
    with pytest.raises(Refused):
        rename_and_fail(SYSTEM, world.clerk)
    assert not Entry.objects.exists()
    assert Person.objects.get(pk=world.clerk.pk).last_name == "Писцова"


def test_a_retry_with_the_same_act_id_changes_nothing(world: World, who) -> None:
    me = who(world.admin)
    me.act_id = uuid4()
    rename(me, world.clerk, last_name="Новая")
    with pytest.raises(Repeated):
        rename(me, world.clerk, last_name="Другая")
    assert Person.objects.get(pk=world.clerk.pk).last_name == "Новая"
    assert Entry.objects.count() == 1


def test_another_person_cannot_use_an_act_id(world: World, who) -> None:
    me, other = who(world.admin), who(world.deputy)
    me.act_id = other.act_id = uuid4()
    rename(me, world.clerk, last_name="Новая")
    with pytest.raises(Refused, match="занят"):
        rename(other, world.clerk, last_name="Другая")


def test_an_action_inside_an_action_joins_its_act(world: World) -> None:
    @action("test.outer")
    def outer(act: Acting) -> None:
        rename(SYSTEM, world.clerk, last_name="Раз")
        rename(SYSTEM, world.clerk, last_name="Два")

    outer(SYSTEM)
    assert list(Entry.objects.values_list("n", "verb").order_by("n")) == [
        (0, "test.person.rename"),
        (1, "test.person.rename"),
    ]
    assert Entry.objects.values("act").distinct().count() == 1


@pytest.mark.parametrize("table", ["core_entry", "core_payload"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_to_change_the_log(three: list[Entry], table: str, verb: str) -> None:
    column = "verb" if table == "core_entry" else "text"
    statement = f"UPDATE {table} SET {column} = 'x'" if verb == "UPDATE" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert log.verify() == (1, 3, [])


def test_a_payload_goes_only_under_an_act_of_destruction(three: list[Entry], world: World) -> None:
    Destruction.objects.create(
        chain=three[0].chain, approved_by=world.director.pk, approved_at=clock.now(), text="Акт № 1"
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_payload")
    assert not Payload.objects.exists()
    assert log.verify() == (1, 3, [])


FORGERIES = [
    ("UPDATE core_entry SET actor = 1 WHERE seq = 2", 2, "не сходится"),
    ("UPDATE core_payload SET text = '{}' WHERE entry_id = (SELECT id FROM core_entry WHERE seq = 2)", 2, "содержание"),
    ("DELETE FROM core_payload WHERE entry_id = (SELECT id FROM core_entry WHERE seq = 3)", 3, "нет содержания"),
]


@pytest.mark.parametrize(("forgery", "seq", "why"), FORGERIES)
def test_a_forged_row_is_found_and_named(three: list[Entry], forgery: str, seq: int, why: str) -> None:
    unguarded(forgery)
    ((chain, found, said),) = [(one.chain, one.seq, one.why) for one in log.verify()[2]]
    assert (chain, found) == ("people:2026", seq)
    assert why in said


def test_a_missing_entry_is_found(three: list[Entry]) -> None:
    pk = three[1].pk
    unguarded(f"DELETE FROM core_payload WHERE entry_id = {pk}", f"DELETE FROM core_entry WHERE id = {pk}")
    (broken,) = log.verify()[2]
    assert broken.seq == 2
    assert "пропала" in broken.why


def test_a_cut_tail_is_found_by_the_signed_head(three: list[Entry]) -> None:
    heads = {"people:2026": {3: three[2].hash}}
    pk = three[2].pk
    unguarded(f"DELETE FROM core_payload WHERE entry_id = {pk}", f"DELETE FROM core_entry WHERE id = {pk}")
    assert log.verify()[2] == []  # the chain alone does not show it
    (broken,) = log.verify(heads=heads)[2]
    assert "обрезана" in broken.why


def test_a_chain_rewritten_whole_is_found_by_the_signed_head(three: list[Entry], world: World) -> None:
    heads = {"people:2026": {3: three[2].hash}}
    unguarded("DELETE FROM core_payload", "DELETE FROM core_entry")
    for name in ("Чужая", "Иная", "Третья"):
        rename(SYSTEM, world.clerk, last_name=name)
    assert log.verify()[2] == []
    (broken,) = log.verify(heads=heads)[2]
    assert "подписана" in broken.why


def test_an_act_over_several_chains_takes_them_all(world: World) -> None:
    @action("test.two")
    def two(act: Acting) -> None:
        act.update(world.clerk, last_name="А", chain="course:2")
        act.update(world.admin, last_name="Б", chain="course:1")

    two(SYSTEM)
    assert set(Entry.objects.values_list("chain__key", "n")) == {("course:2", 0), ("course:1", 1)}
    assert log.verify() == (2, 2, [])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4), max_size=6))
def test_bulk_appending_makes_the_same_chains(acts: list[list[str]]) -> None:
    """Whatever acts over whatever chains: sequence numbers without gaps, and hashes that follow one another."""
    entries: dict[str, list[tuple[int, str]]] = {}
    heads: dict[str, tuple[int, str]] = {}
    for one in acts:
        for n, key in enumerate(one):
            seq, previous = heads.get(key, (0, log.FIRST))
            entry = Entry(seq=seq + 1, act=uuid4(), n=n, verb="x", subject="x", at=clock.now(), payload_hash="")
            digest = log.entry_digest(entry, key, previous)
            heads[key] = (seq + 1, digest)
            entries.setdefault(key, []).append((seq + 1, digest))
    for rows in entries.values():
        assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
        assert len({digest for _, digest in rows}) == len(rows)


def test_bulk_appending_in_the_database(world: World) -> None:
    def change(key: str, n: int) -> log.Change:
        return log.Change(key, "test.bulk", f"test.row:{n}", None, None, {"n": n})

    acts = [log.Act(uuid4(), None, clock.now(), [change("a", n), change("b", n)]) for n in range(5)]
    assert log.append_many(acts) == 10
    assert log.append_many(acts[:0]) == 0
    assert log.verify() == (2, 10, [])
    assert Chain.objects.count() == 2


def test_values_keep_secrets_out(world: World) -> None:
    assert "password" not in actions.values_of(world.admin.account)


def test_many_rows_are_changed_and_removed_in_one_statement_and_each_is_logged(world: World) -> None:
    @action("test.many")
    def many(act: Acting) -> None:
        act.update_many([world.egor, world.alisa, world.late], phone="1")
        act.update_many([world.egor], phone="1")  # says nothing new
        act.delete_many(list(Notice.objects.filter(person=world.egor)))

    Notice.objects.create(person=world.egor, text="Раз", made_at=clock.now())
    many(SYSTEM)
    assert Person.objects.filter(phone="1").count() == 3
    assert not Notice.objects.filter(person=world.egor).exists()
    said = Payload.objects.order_by("entry__n").values_list("entry__subject", "text")
    assert [subject.split(":")[0] for subject, _ in said] == ["people.person"] * 3 + ["people.notice"]
    assert said[0][1] == '{"after":{"phone":"1"},"before":{"phone":""}}'
    assert log.verify()[2] == []


def test_a_reason_is_said_of_the_change_and_kept_by_a_row_that_has_one(world: World) -> None:
    @action("timetable.absence.change")
    def change(act: Acting, row: StaffAbsence, reason: str) -> bool:
        return act.update(row, reason=reason)

    row = StaffAbsence.objects.create(person=world.teacher, since=TODAY, until=TODAY, reason="illness")
    assert change(SYSTEM, row, "trip")
    row.refresh_from_db()
    assert row.reason == "trip"
    assert not change(SYSTEM, row, "trip")
