"""The heads of all chains, signed once a day with a key that is not in the database: nobody rewrites the past unseen.

One JSON file a day in ZHURNAL_HOME/heads: {"day", "heads": {chain: [seq, hash]}, "key", "signature"}; Ed25519 over the canonical
JSON of day and heads. The signing key lies in ZHURNAL_HOME/keys; the public key is in every file and in the director's letter.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils.module_loading import import_string

from . import clock, log

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


def _signed_part(day: str, heads: dict[str, list[object]]) -> bytes:
    return log.canonical({"day": day, "heads": heads}).encode()


def sign_today() -> Path:
    """Write today's file (replaced if it is there: the later heads hold the earlier ones) and mail it to the director."""
    day = clock.today().isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_HEADS_SQL)
        heads: dict[str, list[object]] = {key: [seq, digest] for key, seq, digest in cursor.fetchall()}
    signature = signing_key().sign(_signed_part(day, heads)).hex()
    text = json.dumps(
        {"day": day, "heads": heads, "key": public_key(), "signature": signature}, ensure_ascii=False, indent=1
    )
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
    return sorted(date.fromisoformat(path.stem) for path in _folder().glob("????-??-??.json"))


def signed_heads() -> tuple[dict[str, dict[int, str]], list[str]]:
    """All signed heads as chain → {seq: hash}, and what is wrong with files (in Russian)."""
    own = public_key()
    heads: dict[str, dict[int, str]] = defaultdict(dict)
    problems: list[str] = []
    for day in signed_days():
        path = _folder() / f"{day.isoformat()}.json"
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            signature = bytes.fromhex(content["signature"])
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(own)).verify(
                signature, _signed_part(content["day"], content["heads"])
            )
            if content["day"] != day.isoformat():
                raise ValueError("файл другого дня")
        except InvalidSignature:
            problems.append(f"Файл {path.name}: подпись неверна — файл изменён или подписан другим ключом")
            continue
        except (KeyError, TypeError, ValueError) as problem:
            problems.append(f"Файл {path.name} испорчен: {problem}")
            continue
        for key, (seq, digest) in content["heads"].items():
            heads[key][seq] = digest
    return dict(heads), problems
