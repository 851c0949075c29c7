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
    """The key at hand is not the one that this was sealed with, or there is none."""


def key_file() -> Path:
    """Where the installation's keys lie when ZHURNAL_DATA_KEY does not give them."""
    return Path(settings.ZHURNAL_HOME) / "keys" / "data_key"


def keys() -> list[bytes]:
    """The installation's keys, newest first: from ZHURNAL_DATA_KEY (several with commas), else a file made on the first need.

    Raises Unsealable when the file is gone though the database holds what was sealed: a new key would read none of it."""
    if given := settings.DATA_KEY:
        return [key.strip().encode() for key in given.split(",") if key.strip()]
    path = key_file()
    if not path.exists():
        _make_first(path)
    if found := [line.strip() for line in path.read_bytes().splitlines() if line.strip()]:
        return found
    raise Unsealable(f"{path} holds no key")


def _make_first(path: Path) -> None:
    from .sealed import first_token

    if first_token():
        raise Unsealable(f"the database holds sealed values, and {path} is gone")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")


def add_key() -> None:
    """Put a new key before the others in the file: from now on it seals, the older ones go on reading."""
    path = key_file()
    text = b"\n".join([Fernet.generate_key(), *keys()]) + b"\n"
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    forget()


def forget() -> None:
    """Read the keys anew at the next need."""
    _cipher.cache_clear()
    _match_key.cache_clear()


@cache
def _cipher() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys()])
    except ValueError as fault:
        raise Unsealable("the data key is damaged") from fault


@cache
def _match_key() -> bytes:
    return keys()[-1]


def seal(plain: bytes) -> bytes:
    """Encrypted and authenticated (Fernet: AES-128-CBC, HMAC-SHA256), url-safe base64."""
    return _cipher().encrypt(plain)


def unseal(token: bytes) -> bytes:
    """What was sealed. Raises Unsealable with another key or a changed token."""
    try:
        return _cipher().decrypt(token)
    except InvalidToken:
        forget()  # another process may have added a key meanwhile
    try:
        return _cipher().decrypt(token)
    except InvalidToken as fault:
        raise Unsealable from fault


def rotate(token: bytes) -> bytes:
    """The same, sealed with the newest key. Raises Unsealable."""
    try:
        return _cipher().rotate(token)
    except InvalidToken as fault:
        raise Unsealable from fault


def match_of(value: str, purpose: str) -> str:
    """A keyed HMAC-SHA256, hexadecimal, by which sealed values are found and kept unique; the oldest key makes it, so it survives rotation."""
    return hmac.new(_match_key(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
