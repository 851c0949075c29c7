from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core import mail

from tests.core.test_log import rename, unguarded
from tests.world import World
from zhurnal.cli.verify import verify
from zhurnal.core import heads
from zhurnal.core.actions import SYSTEM
from zhurnal.people.models import Person


@pytest.fixture
def signed(world: World, settings, tmp_path: Path) -> Path:
    settings.ZHURNAL_HOME = tmp_path
    for name in ("Первая", "Вторая"):
        rename(SYSTEM, world.clerk, last_name=name)
    return heads.sign_today()


def test_signed_heads_stand_and_verify_ends_with_zero(signed: Path, capsys) -> None:
    assert verify() == 0
    assert "Нарушений нет" in capsys.readouterr().out
    content = json.loads(signed.read_text())
    assert content["day"] == "2026-11-24"
    assert content["heads"]["people:2026"][0] == 2


def test_the_key_is_kept_from_others(signed: Path) -> None:
    key = signed.parent.parent / "keys" / "log_signing_key.pem"
    assert key.stat().st_mode & 0o077 == 0


def test_a_changed_file_is_named(signed: Path, capsys) -> None:
    signed.write_text(signed.read_text().replace('"people:2026": [\n   2', '"people:2026": [\n   1'))
    assert verify() == 1
    assert "2026-11-24.json: подпись неверна" in capsys.readouterr().err


def test_a_broken_file_is_named(signed: Path, capsys) -> None:
    signed.write_text("{")
    assert verify() == 1
    assert "испорчен" in capsys.readouterr().err


def test_history_rewritten_behind_the_signature_is_found(signed: Path, world: World, capsys) -> None:
    unguarded("DELETE FROM core_payload", "DELETE FROM core_entry")
    for name in ("Чужая", "Иная"):
        rename(SYSTEM, world.clerk, last_name=name)
    assert verify() == 1
    assert "цепочка people:2026, запись 2" in capsys.readouterr().err


def test_the_director_gets_the_heads_by_mail(world: World, settings, tmp_path: Path) -> None:
    settings.ZHURNAL_HOME = tmp_path
    settings.EMAIL_HOST = "127.0.0.1"
    Person.objects.filter(pk=world.director.pk).update(email="director@example.org")
    rename(SYSTEM, world.clerk, last_name="Первая")
    heads.sign_today()
    (letter,) = mail.outbox
    assert letter.to == ["director@example.org"]
    assert heads.public_key() in letter.body
