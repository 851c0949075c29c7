"""A school on disk that is served by processes which may be killed, and a teacher who types on whatever happens."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from zhurnal.cli.server import granian_command

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds in which a server comes back


def environment(home: Path) -> dict[str, str]:
    """Of an installation in this folder, on SQLite."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
    }
    return {**kept, "ZHURNAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhurnal.settings", "PYTHONPATH": str(ROOT)}


def zhurnal(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The console script, run to its end."""
    command = [sys.executable, "-m", "zhurnal", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=600, check=False
    )


class School:
    """The folder of a school, its server, and what tests/browser/school.py says of it."""

    def __init__(self, home: Path, port: int, workers: int) -> None:
        self.home, self.port = home, port
        self.told: dict[str, Any] = json.loads((home / "school.json").read_text(encoding="utf-8"))
        self.command = [
            "tests.browser.served:application" if part == "zhurnal.wsgi:application" else part
            for part in granian_command("127.0.0.1", port, workers)
        ]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=environment(self.home), start_new_session=True, stdout=log, stderr=log
            )
        self.wait()

    def wait(self) -> None:
        """Until somebody answers; a server that gave up (granian does after two deaths within seconds) is started anew."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                self.kill_all()
                return self.start()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return None
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def workers(self) -> list[int]:
        """Process ids of the server's workers."""
        assert self.process is not None
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_all(self) -> None:
        """SIGKILL to the server and all its workers."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in the database."""
        address = f"file:{self.home / 'zhurnal.sqlite3'}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
            return connection.execute(sql, values).fetchall()

    def students(self) -> list[int]:
        """Those of 8Б who were there all the time."""
        sql = """SELECT person_id FROM school_membership m JOIN school_group g ON g.id = m.group_id
                 WHERE g.name = '8Б' AND m.until IS NULL AND m.since < '2026-09-02' ORDER BY person_id"""
        return [pk for (pk,) in self.rows(sql)]


class Teacher:
    """Sends what was typed until it is answered: the same act id again after whatever broke, as the grid does."""

    def __init__(self, school: School, login: str = "teacher") -> None:
        self.school = school
        self.session = school.told["sessions"][login]["key"]
        self.token = secrets.token_hex(16)
        self.again = 0

    def post(self, path: str, act: str, *, patience: float = PATIENCE, **fields: Any) -> tuple[int, dict[str, Any]]:
        """Status and JSON of the first answer that comes; an error of the server (5xx) is tried again, too."""
        until = time.monotonic() + patience
        while True:
            try:
                answer = self._once(path, act, fields)
                if answer[0] < 500:
                    return answer
            except (OSError, http.client.HTTPException):
                pass
            if time.monotonic() > until:
                raise AssertionError("no answer")
            self.again += 1
            time.sleep(0.02)

    def _once(self, path: str, act: str, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.school.port, timeout=30)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Cookie": f"zhurnal_session={self.session}; zhurnal_csrf={self.token}",
            "X-CSRFToken": self.token,
            "X-Act": act,
        }
        try:
            connection.request("POST", path, urlencode(fields), headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        said = json.loads(body) if response.headers.get("Content-Type", "").startswith("application/json") else {}
        return response.status, said

    def mark(self, lesson: int, student: int, text: str, was: str = "", act: str = "") -> tuple[int, dict[str, Any]]:
        """Save a cell."""
        act = act or str(uuid4())
        return self.post("/journal/cell/", act, lesson=lesson, work="", student=student, text=text, was=was)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a school, built once a run."""
    home = tmp_path_factory.mktemp("school")
    subprocess.run([sys.executable, "-m", "tests.browser.school"], cwd=ROOT, env=environment(home), check=True)
    with contextlib.closing(sqlite3.connect(home / "zhurnal.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM journal_mark")  # rows that no journal wrote, and `verify` names
        connection.execute("DELETE FROM journal_work")
    return home


@pytest.fixture
def school(built: Path, tmp_path: Path) -> Iterator[School]:
    """A copy of it, served."""
    import socket

    home = tmp_path / "home"
    shutil.copytree(built, home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    served = School(home, port, workers=2)
    served.start()
    yield served
    served.kill_all()
