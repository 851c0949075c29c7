"""`zhurnal run` outlives its server and its worker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.faults.conftest import PATIENCE, ROOT, environment

pytestmark = pytest.mark.xdist_group("faults")


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)


def children(pid: int) -> dict[str, int]:
    """The `server` and the `worker` of a running `zhurnal run`."""
    found = {}
    for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            command = Path(f"/proc/{one}/cmdline").read_text()
        except OSError:  # it ended between the two reads
            continue
        if command:  # a zombie has none
            found["server" if "granian" in command else "worker"] = int(one)
    return found


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_a_killed_worker_and_a_killed_server_are_started_again(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built, home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "zhurnal", "run", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL)
    try:
        until(lambda: answers(port) and len(children(process.pid)) == 2)
        for victim in ("worker", "server"):
            until(lambda: len(children(process.pid)) == 2)
            before = children(process.pid)
            os.kill(before[victim], signal.SIGKILL)
            until(lambda: children(process.pid).get(victim, before[victim]) != before[victim])  # noqa: B023
            until(lambda: answers(port))
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    assert not answers(port)
