from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail

from tests import world as worlds
from tests.core.test_log import rename, unguarded
from tests.world import World
from zhurnal.cli.verify import verify
from zhurnal.core import clock, heads, log
from zhurnal.core.actions import SYSTEM
from zhurnal.core.models import Chain, Destruction, Job, Payload
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


def test_a_file_that_went_missing_is_missed(signed: Path, world: World, capsys) -> None:
    for day in (25, 26):
        with clock.frozen(worlds.NOW + timedelta(days=day - 24)):
            heads.sign_today()
    assert verify(quiet=True) == 0
    kept = signed.read_text()
    signed.unlink()
    assert verify(quiet=True) == 1
    assert "2026-11-24.json пропал или заменён" in capsys.readouterr().err
    signed.write_text(kept)
    assert verify(quiet=True) == 0


def test_the_last_file_is_missed_by_the_job_that_wrote_it(signed: Path, capsys) -> None:
    Job.objects.create(name="signed_heads", begun_at=worlds.NOW, ended_at=worlds.NOW)
    assert verify(quiet=True) == 0
    signed.unlink()
    assert verify(quiet=True) == 1
    assert "2026-11-24.json пропал" in capsys.readouterr().err


def test_strange_files_beside_do_not_stop_the_check(signed: Path, capsys) -> None:
    (signed.parent / "aaaa-bb-cc.json").write_text("{}")
    (signed.parent / "2026-01-01.json").write_text("[]")
    (signed.parent / "2026-01-02.json").mkdir()
    (signed.parent / "2026-01-03.json").write_bytes(b"\xff\xfe\x00")
    assert verify(quiet=True) == 1
    said = capsys.readouterr().err
    assert [f"2026-01-0{n}.json испорчен" in said for n in (1, 2, 3)] == [True] * 3


def test_a_file_signed_before_files_were_linked_still_verifies(signed: Path) -> None:
    content = json.loads(signed.read_text())
    del content["previous"]
    content["signature"] = (
        heads.signing_key().sign(log.canonical({n: content[n] for n in ("day", "heads")}).encode()).hex()
    )
    signed.write_text(json.dumps(content))
    assert verify(quiet=True) == 0


def test_contents_destroyed_by_an_act_are_counted_aloud(signed: Path, capsys) -> None:
    chain = Chain.objects.get(key="people:2026")
    Destruction.objects.create(chain=chain, approved_by=1, approved_at=worlds.NOW, text="Акт № 1")
    Payload.objects.filter(entry__seq=1).delete()
    assert verify(quiet=True) == 0
    assert "Без содержания по актам об уничтожении: 1" in capsys.readouterr().out
