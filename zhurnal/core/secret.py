"""What is kept unreadable in the database: sealed with a key that lies outside it (152-ФЗ, art. 19)."""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unsealable(Exception):
    """The key at hand is not the one that this was sealed with."""


def _folder() -> Path:
    return Path(settings.ZHURNAL_HOME) / "keys"


def keys() -> list[bytes]:
    """The installation's keys, newest first: from ZHURNAL_DATA_KEY (several with commas), else a file made on the first need."""
    if given := settings.DATA_KEY:
        return [key.strip().encode() for key in given.split(",")]
    path = _folder() / "data_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "wb") as file:
                file.write(Fernet.generate_key())
    return [line.strip() for line in path.read_bytes().splitlines() if line.strip()]


@cache
def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys()])


def seal(plain: bytes) -> bytes:
    """Encrypted and authenticated (Fernet: AES-128-CBC, HMAC-SHA256), url-safe base64."""
    return _cipher().encrypt(plain)


def unseal(token: bytes) -> bytes:
    """What was sealed. Raises Unsealable with another key or a changed token."""
    try:
        return _cipher().decrypt(token)
    except InvalidToken as fault:
        raise Unsealable from fault


def match_of(value: str, purpose: str) -> str:
    """A keyed HMAC-SHA256, hexadecimal, by which sealed values are found and kept unique; the oldest key makes it, so it survives rotation."""
    return hmac.new(keys()[-1], f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
