"""`make bench`: the pages and the saved mark of the demo gymnasium, each figure beside the machine's own floor of the same run.

    python -m bench [--small] [--seconds 8] [--growth]

wrk loads the server from outside its process. `--growth` repeats the pages on 3 classes, 33 classes, and 33 with ten years.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
CONCURRENCY, WRITERS = 4, 8


@dataclass
class Figure:
    """Requests a second, milliseconds at the 50th and 99th percentile."""

    rate: float
    p50: float
    p99: float


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def need_wrk() -> None:
    """wrk is Debian's package; installed when root, else asked for."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False, stdout=subprocess.DEVNULL)
    if not shutil.which("wrk"):
        sys.exit("The bench needs wrk (Debian: apt-get install wrk).")


def installation(folder: Path, *arguments: str) -> dict[str, str]:
    """A demo gymnasium in the folder; answers the environment that leads there."""
    environment = {**os.environ, "ZHURNAL_HOME": str(folder)}
    environment.pop("DATABASE_URL", None)
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "zhurnal", "demo", "--no-serve", *arguments],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    print(f"demo {' '.join(arguments) or '(33 classes)'}: built in {time.monotonic() - began:.1f} s", flush=True)
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); from zhurnal.cli import installation as i; i.collect_static()"],
        env={**environment, "DJANGO_SETTINGS_MODULE": "zhurnal.settings"}, cwd=ROOT, check=True,
    )  # fmt: skip
    return environment


def prepare(environment: dict[str, str], folder: Path, cells: int = 12000) -> dict[str, str | int]:
    """Sessions, pages and cells to write."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.prepare", str(folder), str(cells)],
        env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    facts: dict[str, str | int] = json.loads(told.stdout)
    return facts


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[int]:
    """granian with the product's own settings, until the block ends."""
    from zhurnal.cli.server import granian_command

    port = free_port()
    command = [
        application if part == "zhurnal.wsgi:application" else part for part in granian_command("127.0.0.1", port, 2)
    ]
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                urlopen(
                    f"http://127.0.0.1:{port}/{'empty' if application.startswith('bench') else 'healthz'}", timeout=2
                ).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


def load(url: str, seconds: int, cookie: str = "") -> Figure:
    """wrk at concurrency 4 from outside: the median of three runs, for four connections fall on two processes as they will.

    A page that answers anything but 200 stops the bench.
    """
    with_cookie = ["-H", f"Cookie: {cookie}"] if cookie else []
    command = ["wrk", "-t2", f"-c{CONCURRENCY}", "--latency", *with_cookie, url]
    _wrk([*command, "-d2s"])  # warm
    runs = sorted((_figure(_wrk([*command, f"-d{seconds}s"])) for _ in range(3)), key=lambda figure: figure.rate)
    return runs[1]


def _wrk(command: list[str]) -> str:
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        sys.exit(f"{command} did not answer 200:\n{told}")
    return told


def _figure(told: str) -> Figure:
    rate = float(_number(r"Requests/sec:\s+([\d.]+)", told))
    return Figure(rate, _ms(r"^\s+50%\s+(\S+)", told), _ms(r"^\s+99%\s+(\S+)", told))


def _number(pattern: str, told: str) -> str:
    found = re.search(pattern, told, re.MULTILINE)
    if not found:
        sys.exit(f"wrk said something else:\n{told}")
    return found[1]


def _ms(pattern: str, told: str) -> float:
    value = _number(pattern, told)
    number = float(re.sub(r"[a-z]+$", "", value))
    return number * {"us": 0.001, "ms": 1, "s": 1000}[re.sub(r"^[\d.]+", "", value)]


def bare_transactions(folder: Path, seconds: int) -> Figure:
    """The floor of saving: 8 writers, one small row a transaction, WAL and synchronous FULL, no framework."""
    path = folder / "bare.sqlite3"
    with sqlite3.connect(path) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t(id INTEGER PRIMARY KEY, x INTEGER)")
    spent: list[float] = []
    until = time.monotonic() + seconds

    def write() -> None:
        own = sqlite3.connect(path, timeout=20, isolation_level=None)
        own.execute("PRAGMA synchronous=FULL")
        while time.monotonic() < until:
            began = time.perf_counter()
            own.execute("BEGIN IMMEDIATE")
            own.execute("INSERT INTO t(x) VALUES (1)")
            own.execute("COMMIT")
            spent.append((time.perf_counter() - began) * 1000)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    spent.sort()
    return Figure(len(spent) / seconds, spent[len(spent) // 2], spent[len(spent) * 99 // 100])


def saves(port: int, folder: Path, facts: dict[str, str | int], seconds: int) -> tuple[Figure, int, int, int]:
    """Marks saved by 8 writers: figure, saved, refused, failed; the first two hundred warm the processes and are not in the figure."""
    cells = (folder / "cells.tsv").read_text().splitlines(keepends=True)
    _, *warm = _save(port, folder, facts, cells[:200], 2)
    figure, *counted = _save(port, folder, facts, cells[200:], seconds)
    saved, refused, failed = map(sum, zip(warm, counted, strict=True))
    return figure, saved, refused, failed


def _save(
    port: int, folder: Path, facts: dict[str, str | int], cells: list[str], seconds: int
) -> tuple[Figure, int, int, int]:
    (folder / "some.tsv").write_text("".join(cells))
    environment = {
        **os.environ, "BENCH_CELLS": str(folder / "some.tsv"), "BENCH_THREADS": "2",
        "BENCH_CSRF": str(facts["csrf"]), "BENCH_HOST": f"127.0.0.1:{port}",
    }  # fmt: skip
    script = str(ROOT / "bench" / "save.lua")
    command = ["wrk", "-t2", f"-c{WRITERS}", f"-d{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"SAVED (\d+) REFUSED (\d+) FAILED (\d+) P50 ([\d.]+) P99 ([\d.]+) RATE ([\d.]+)", told)
    if not found:
        sys.exit(f"wrk said something else:\n{told}")
    return Figure(float(found[6]), float(found[4]), float(found[5])), int(found[1]), int(found[2]), int(found[3])


def line(name: str, figure: Figure, floor: Figure | None = None, aim: str = "") -> None:
    """One line of the table."""
    ratio = f"{figure.rate / floor.rate:7.2f}" if floor else "       "
    print(f"{name:<42}{figure.rate:9.0f}{ratio}{figure.p50:9.2f}{figure.p99:9.2f}  {aim}", flush=True)


def count(folder: Path, table: str) -> int:
    """Rows of a table in the installation's database."""
    with sqlite3.connect(folder / "zhurnal.sqlite3") as reader:
        return int(reader.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def floor_environment(environment: dict[str, str], folder: Path, facts: dict[str, str | int]) -> dict[str, str]:
    """What bench.floor reads."""
    rows = {f"BENCH_{name.upper()}": str(facts[name]) for name in ("course", "period", "student")}
    return {**environment, "BENCH_DATABASE": str(folder / "zhurnal.sqlite3"), **rows}


def pages(folder: Path, environment: dict[str, str], seconds: int) -> dict[str, str | int]:
    """The three pages beside their floors."""
    facts = prepare(environment, folder)
    print(
        f"\nregister of {facts['students']} students × {facts['lessons']} lessons; {facts['marks']} marks, {facts['entries']} log entries"
    )
    print(f"{'':<42}{'req/s':>9}{'×floor':>7}{'p50 ms':>9}{'p99 ms':>9}", flush=True)
    with server("bench.floor:application", floor_environment(environment, folder, facts)) as port:
        floor_register = load(f"http://127.0.0.1:{port}/register", seconds)
        floor_diary = load(f"http://127.0.0.1:{port}/diary", seconds)
        floor_empty = load(f"http://127.0.0.1:{port}/empty", seconds)
    line("floor: register, sqlite3 + strings", floor_register)
    line("floor: diary week, sqlite3 + strings", floor_diary)
    line("floor: empty answer of the server", floor_empty)
    with server("zhurnal.wsgi:application", environment) as port:
        base = f"http://127.0.0.1:{port}"
        line(
            "register",
            load(base + str(facts["register"]), seconds, str(facts["teacher_cookie"])),
            floor_register,
            "aim ≥ 0.33, p99 ≤ 20",
        )
        line(
            "diary week",
            load(base + str(facts["diary"]), seconds, str(facts["student_cookie"])),
            floor_diary,
            "aim ≥ 0.33, p99 ≤ 20",
        )
        line("sign-in page", load(f"{base}/sign-in/", seconds), floor_empty)
    return facts


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--small", action="store_true", help="three classes, for trying the bench itself")
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--growth", action="store_true")
    given = options.parse_args()
    need_wrk()
    with tempfile.TemporaryDirectory(prefix="zhurnal-bench-") as name:
        folder = Path(name)
        environment = installation(folder, *(["--small"] if given.small else ["--years", "2"]))
        facts = pages(folder, environment, given.seconds)
        bare = bare_transactions(folder, given.seconds)
        before, entries = count(folder, "journal_mark"), count(folder, "core_entry")
        with server("zhurnal.wsgi:application", environment) as port:
            figure, saved, refused, failed = saves(port, folder, facts, given.seconds)
            time.sleep(1)
        line(f"floor: bare durable transactions, {WRITERS} writers", bare)
        line(f"saved marks, {WRITERS} writers", figure, bare, "aim ≥ 0.10, p99 ≤ 60")
        kept, logged = count(folder, "journal_mark") - before, count(folder, "core_entry") - entries
        print(
            f"answered 200: {saved}, kept: {kept}, logged: {logged}, refused: {refused}, failed: {failed}, lost: {max(saved - kept, 0)}"
        )
        if failed or kept < saved:
            sys.exit("a mark was lost or a save failed")
        verify = subprocess.run(
            [sys.executable, "-m", "zhurnal", "verify", "--quiet"], env=environment, cwd=ROOT, check=False
        )
        if verify.returncode:
            sys.exit("the chains do not verify")
    subprocess.run([sys.executable, "-m", "bench.lists"], cwd=ROOT, check=True)
    if given.growth:
        for arguments in (["--small"], [], ["--years", "10"]):
            with tempfile.TemporaryDirectory(prefix="zhurnal-bench-") as name:
                pages(Path(name), installation(Path(name), *arguments), given.seconds)


if __name__ == "__main__":
    main()
