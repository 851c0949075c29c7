"""Bodies that come slowly or break off: others are served meanwhile, and half a form is no form."""

from __future__ import annotations

import contextlib
import secrets
import socket
import struct
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.faults.conftest import School

pytestmark = pytest.mark.xdist_group("faults")
TOPIC = quote("Теорема Виета и обратная ей теорема. Решение задач")


def send(school: School, path: str, body: bytes, length: int) -> socket.socket:
    """A POST that promises `length` bytes and has sent these."""
    token, key = secrets.token_hex(16), school.told["sessions"]["teacher"]["key"]
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{school.port}\r\nAccept: application/json\r\n"
        f"Cookie: zhurnal_session={key}; zhurnal_csrf={token}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", school.port), timeout=20)
    connection.sendall(head.encode() + body)
    return connection


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


ENDS: dict[str, Callable[[socket.socket], None]] = {
    "half closed": lambda connection: connection.shutdown(socket.SHUT_WR),
    "closed": lambda connection: connection.close(),
    "reset": reset,
}


def test_a_form_whose_connection_broke_writes_nothing(school: School) -> None:
    lesson = next(iter(school.told["lessons"]["geometry"].values()))
    path, body = f"/journal/lesson/{lesson}/record/", f"topic={TOPIC}".encode()
    for end in ENDS.values():
        for kept in (len("topic="), len(body) - 6, len(body) - 60):
            connection = send(school, path, body[:kept], len(body))
            time.sleep(0.1)
            end(connection)
            with contextlib.suppress(OSError):
                connection.settimeout(20)
                assert not connection.recv(100).startswith(b"HTTP/1.1 2")
            connection.close()
    answered = send(school, path, body, len(body))
    assert answered.recv(100).startswith(b"HTTP/1.1 200")
    answered.close()
    assert school.rows("SELECT count(*) FROM core_entry WHERE subject LIKE 'journal.lessonrecord:%'") == [(1,)]


def test_slow_senders_keep_nobody_waiting(school: School) -> None:
    slow = [send(school, "/sign-in/", b"login=", 100_000) for _ in range(24)]
    try:
        time.sleep(0.5)
        for _ in range(6):
            school.wait()
            for connection in slow:
                connection.sendall(b"x")
    finally:
        for connection in slow:
            connection.close()
