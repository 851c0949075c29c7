"""Sealed columns: unreadable in the database and in the log, readable again after a new key, and said plainly without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from tests.people.helpers import whole_log
from tests.world import World
from zhurnal.cli.rekey import rekey
from zhurnal.core import sealed, secret
from zhurnal.core.actions import SYSTEM, values_of
from zhurnal.core.bulk import insert_many
from zhurnal.core.errors import Refused
from zhurnal.core.snils import control_number, read_snils, snils_mistake, snils_shown
from zhurnal.people import actions
from zhurnal.people.cards import people_by_snils, person_by_snils
from zhurnal.people.models import PersonalFile

SNILS = "112-233-445 95"
ADDRESS = "г. Вельск, ул. Набережная, д. 17, кв. 3"


@pytest.fixture
def own_keys(tmp_path: Path, settings) -> Iterator[Path]:
    """A folder of keys of this test's own."""
    settings.ZHURNAL_HOME, settings.DATA_KEY = tmp_path, ""
    secret.forget()
    yield tmp_path / "keys" / "data_key"
    secret.forget()


def dump() -> str:
    """Every value of every table as the database holds it."""
    words = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            words += [str(row) for row in cursor.fetchall()]
    return "\n".join(words)


def test_sealed_values_stand_plain_nowhere(world: World, own_keys: Path) -> None:
    actions.set_file(SYSTEM, world.egor, snils=SNILS, lives_at=ADDRESS)
    actions.set_file(SYSTEM, world.egor, lives_at=f"{ADDRESS}5")
    file = PersonalFile.objects.get(person=world.egor)
    assert (file.snils_shown, file.lives_at) == ("112-233-445\u00a095", f"{ADDRESS}5")
    for where in (whole_log(), dump(), serializers.serialize("json", [file]), str(values_of(file))):
        assert "gAAAA" in where
        assert "Набережная" not in where
        assert "11223344595" not in where


def test_rows_inserted_in_bulk_are_sealed(world: World, own_keys: Path) -> None:
    with transaction.atomic():
        insert_many([PersonalFile(person=world.egor, lives_at=ADDRESS)])
    assert "Набережная" not in dump()
    assert PersonalFile.objects.get().lives_at == ADDRESS


def test_a_sealed_column_is_never_searched(world: World, own_keys: Path) -> None:
    with pytest.raises(FieldError):
        PersonalFile.objects.filter(lives_at__contains="Набережная").exists()


def test_a_person_is_found_by_snils_and_no_two_share_one(world: World, own_keys: Path) -> None:
    actions.set_file(SYSTEM, world.egor, snils=SNILS)
    assert person_by_snils("11223344595") == world.egor
    assert people_by_snils([SNILS, "001-001-998 00"]) == {"11223344595": world.egor}
    with pytest.raises(Refused, match="у другого человека: Белозёров Егор"):
        actions.set_file(SYSTEM, world.alisa, snils=SNILS)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalFile.objects.create(person=world.alisa, snils=SNILS, snils_match=PersonalFile.match_of("11223344595"))


def test_a_wrong_snils_is_refused_with_its_reason(world: World, own_keys: Path) -> None:
    with pytest.raises(Refused, match="контрольная сумма не сходится"):
        actions.set_file(SYSTEM, world.egor, snils="112-233-445 96")
    with pytest.raises(Refused, match="цифр 5, а нужно 11"):
        actions.set_file(SYSTEM, world.egor, snils="11223")


def test_a_new_key_seals_everything_and_the_old_one_is_not_needed_for_the_tables(world: World, own_keys: Path) -> None:
    actions.set_file(SYSTEM, world.egor, snils=SNILS, lives_at=ADDRESS)
    [old] = secret.keys()
    assert rekey() == 0
    new, kept = secret.keys()
    assert kept == old != new
    assert person_by_snils(SNILS) == world.egor
    own_keys.write_bytes(new)
    secret.forget()
    assert PersonalFile.objects.get(person=world.egor).lives_at == ADDRESS


def test_another_process_reads_what_was_sealed_with_the_key_added_meanwhile(world: World, own_keys: Path) -> None:
    token = secret.seal(b"x")
    fresh = secret.Fernet.generate_key()
    own_keys.write_bytes(fresh + b"\n" + own_keys.read_bytes())
    assert secret.unseal(secret.Fernet(fresh).encrypt(b"y")) == b"y"
    assert secret.unseal(token) == b"x"


def test_a_base_without_its_key_says_so(world: World, own_keys: Path, as_, capsys) -> None:
    actions.set_file(SYSTEM, world.egor, lives_at=ADDRESS)
    own_keys.unlink()
    secret.forget()
    assert not sealed.key_fits()
    with pytest.raises(secret.Unsealable):
        actions.set_file(SYSTEM, world.alisa, lives_at=ADDRESS)
    assert not own_keys.exists(), "a new key would hide that the old one is gone"
    assert rekey() == 1
    assert "Верните файл" in capsys.readouterr().err
    for damaged in (b"", b"not a key\n"):
        own_keys.write_bytes(damaged)
        secret.forget()
        assert not sealed.key_fits()


def test_snils_rules() -> None:
    assert read_snils(" 112-233-445 95 ") == "11223344595"
    assert control_number("087654303") == 0, "101 is taken as nothing"
    assert (snils_mistake("08765430300"), snils_mistake("00100199899")) == ("", "")
    assert snils_shown("11223344595") == "112-233-445\u00a095"
