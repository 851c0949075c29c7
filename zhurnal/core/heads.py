"""The heads of all chains, signed once a day with a key that is not in the database: nobody rewrites the past unseen.

One JSON file a day in ZHURNAL_HOME/heads: {"day", "heads": {chain: [seq, hash]}, "previous", "key", "signature"}; Ed25519 over the
canonical JSON of day, heads and the signature of the file before, so that a file which went missing is missed. The signing key
lies in ZHURNAL_HOME/keys; the public key is in every file and in the director's letter.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from . import clock, log
from .models import Job

JOB = "signed_heads"  # its name in settings.ZHURNAL_JOBS

_HEADS_SQL = """
SELECT c.key, e.seq, e.hash FROM core_chain c
JOIN core_entry e ON e.chain_id = c.id AND e.seq = (SELECT MAX(seq) FROM core_entry WHERE chain_id = c.id)
"""


def _folder() -> Path:
    return Path(settings.ZHURNAL_HOME) / "heads"


def signing_key() -> Ed25519PrivateKey:
    """The installation's key, made at first use."""
    path = Path(settings.ZHURNAL_HOME) / "keys" / "log_signing_key.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def public_key() -> str:
    """The public half, hexadecimal."""
    return signing_key().public_key().public_bytes_raw().hex()


def _signed_part(content: dict[str, Any]) -> bytes:
    return log.canonical({name: content[name] for name in ("day", "heads", "previous") if name in content}).encode()


def sign_today() -> Path:
    """Write today's file (replaced if it is there: the later heads hold the earlier ones) and mail it to the director."""
    day = clock.today().isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_HEADS_SQL)
        heads: dict[str, list[object]] = {key: [seq, digest] for key, seq, digest in cursor.fetchall()}
    content = {"day": day, "heads": heads, "previous": _signature_before(day)}
    signature = signing_key().sign(_signed_part(content)).hex()
    text = json.dumps({**content, "key": public_key(), "signature": signature}, ensure_ascii=False, indent=1)
    _folder().mkdir(parents=True, exist_ok=True)
    path = _folder() / f"{day}.json"
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _mail(day, text)
    return path


def _signature_before(day: str) -> list[str] | None:
    """Day and signature of the latest file before a day."""
    for before in reversed(signed_days()):
        if before.isoformat() < day:
            return [before.isoformat(), str(_read(before).get("signature", ""))]
    return None


def _read(day: date) -> dict[str, Any]:
    """The content of a day's file, nothing when it is none."""
    try:
        content = json.loads((_folder() / f"{day.isoformat()}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _mail(day: str, text: str) -> None:
    addresses = import_string(settings.ZHURNAL_HEADS_TO)() if settings.EMAIL_HOST else []
    if addresses:
        send_mail(
            f"Журнал: подписанные контрольные суммы за {day}",
            f"Сохраните это письмо: по нему можно доказать, что журнал не переписан задним числом.\n\n{text}",
            settings.DEFAULT_FROM_EMAIL,
            addresses,
        )


def signed_days() -> list[date]:
    """The days whose heads were signed."""
    days = []
    for path in _folder().glob("*.json"):
        with suppress(ValueError):
            days.append(date.fromisoformat(path.stem))
    return sorted(days)


def signed_heads() -> tuple[dict[str, dict[int, str]], list[str]]:
    """All signed heads as chain → {seq: hash}, and what is wrong with files (in Russian)."""
    own = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key()))
    heads: dict[str, dict[int, str]] = defaultdict(dict)
    problems: list[str] = []
    files = {day: _read(day) for day in signed_days()}
    for day, content in files.items():
        name = f"Файл {day.isoformat()}.json"
        try:
            own.verify(bytes.fromhex(content["signature"]), _signed_part(content))
            if content["day"] != day.isoformat():
                raise ValueError("файл другого дня")
        except InvalidSignature:
            problems.append(f"{name}: подпись неверна — файл изменён или подписан другим ключом")
            continue
        except (KeyError, TypeError, ValueError) as problem:
            problems.append(f"{name} испорчен: {problem}")
            continue
        problems += _missing_before(content, files)
        for key, (seq, digest) in content["heads"].items():
            heads[key][seq] = digest
    return dict(heads), problems + _missing_last(files)


def _missing_before(content: dict[str, Any], files: dict[date, dict[str, Any]]) -> list[str]:
    """The file that this one was signed after, if it is no more what it was."""
    if not content.get("previous"):
        return []
    day, signature = content["previous"]
    if files.get(date.fromisoformat(day), {}).get("signature") == signature:
        return []
    return [f"Файл {day}.json пропал или заменён: после него подписан {content['day']}.json"]


def _missing_last(files: dict[date, dict[str, Any]]) -> list[str]:
    """The file of the last day on which the worker signed."""
    job = Job.objects.filter(name=JOB, error="").exclude(ended_at=None).first()
    if job is None or job.begun_at is None:
        return []
    day = timezone.localtime(job.begun_at).date()
    return [] if day in files else [f"Файл {day.isoformat()}.json пропал: в этот день журнал был подписан"]
