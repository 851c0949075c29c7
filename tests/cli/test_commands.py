"""The console script as people run it: a process of its own, a folder of its own, its exit code."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
    return {**kept, "ZHURNAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhurnal.settings"}


def zhurnal(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zhurnal", *arguments],
        cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    built = zhurnal(home, "demo", "--small", "--no-serve")
    assert built.returncode == 0, built.stderr
    return home


def test_the_small_demo_prints_a_login_for_each_role(demo: Path) -> None:
    roles = {row["role"] for row in json.loads((demo / "demo-logins.json").read_text())}
    assert len(roles) >= 7
    again = zhurnal(demo, "demo", "--small", "--no-serve")
    assert again.returncode == 0
    assert "Строим" not in again.stdout  # the second start builds nothing
    assert all(role in again.stdout for role in roles)


def test_the_demo_verifies_and_a_forged_entry_is_named(demo: Path, tmp_path: Path) -> None:
    good = zhurnal(demo, "verify")
    assert (good.returncode, "Нарушений нет" in good.stdout) == (0, True), good.stderr
    forged = tmp_path / "forged"
    forged.mkdir()
    with sqlite3.connect(demo / "zhurnal.sqlite3") as source, sqlite3.connect(forged / "zhurnal.sqlite3") as copy:
        source.backup(copy)
        copy.execute("DROP TRIGGER core_entry_no_update")
        copy.execute("UPDATE core_entry SET actor = 1 WHERE id = (SELECT MAX(id) FROM core_entry)")
    bad = zhurnal(forged, "verify", "--quiet")
    assert bad.returncode == 1
    assert "Нарушено: цепочка" in bad.stderr


def test_a_demo_never_touches_a_school(tmp_path: Path) -> None:
    (tmp_path / "zhurnal.sqlite3").write_bytes(b"")
    refused = zhurnal(tmp_path, "demo", "--no-serve")
    assert refused.returncode == 1
    assert "уже живёт школа" in refused.stderr


def test_a_killed_build_leaves_nothing_half(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "zhurnal", "demo", "--no-serve"],
        cwd=ROOT,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while not list(tmp_path.glob("building.sqlite3")) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "zhurnal.sqlite3").exists()
    assert zhurnal(tmp_path, "demo", "--small", "--no-serve").returncode == 0


def test_the_worker_does_what_is_due_and_ends(demo: Path) -> None:
    assert zhurnal(demo, "worker", "--once").returncode == 0
    assert len(list((demo / "heads").glob("*.json"))) == 1
    assert "подписанных дней: 1" in zhurnal(demo, "verify", "--quiet").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--port", "99999"), "не номер порта"),
        (("demo", "--date", "вчера"), "не дата"),
        (("demo", "--years", "99"), "от 0 до 20"),
        (("import", "students", "нет-такого.csv"), "нет-такого.csv"),
        (("import", "timetable", "нет-такого.xml", "--dry-run"), "нет-такого.xml"),
    ],
)
def test_bad_input_is_said_in_russian(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = zhurnal(tmp_path, *arguments)
    assert done.returncode != 0
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_busy_port_is_said_before_anything_long(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        done = zhurnal(tmp_path, "run", "--port", str(busy.getsockname()[1]))
    assert done.returncode == 1
    assert "занят" in done.stderr


def test_run_serves_an_empty_school_and_stops_whole(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "zhurnal", "run", "--port", str(port)],
        cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = ""
        until = time.monotonic() + 60
        while "Остановить" not in said and time.monotonic() < until:
            ready, _, _ = select.select([process.stdout], [], [], 1)
            said += os.read(process.stdout.fileno(), 4096).decode() if ready else ""
        assert f"http://127.0.0.1:{port}/" in said
        assert "нет школы" in said
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.url.endswith("/setup/")
            assert "первого администратора" in answer.read().decode()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))  # nobody listens any more
