"""Starting the server with its worker, and the demo gymnasium."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from . import installation
from .installation import Unusable

if TYPE_CHECKING:
    from zhurnal.demo.build import DemoLogin

BUILDING = "building.sqlite3"
RECEIVERS = 64  # threads of a process that wait for the bodies of requests
MOST_DEATHS = 5  # of child processes within a minute


def run(host: str, port: int, workers: int) -> int:
    """Serve the school of this folder."""
    if not (_folder() / "zhurnal.sqlite3").exists():  # logins of a demo that was never built whole: this is no demo
        (_folder() / "demo-logins.json").unlink(missing_ok=True)
    installation.ready()
    return serve(host, port, workers, _greet_school)


def demo(options: argparse.Namespace) -> int:
    """Build the demo gymnasium when it is not here yet, and serve it."""
    _port_is_free(options)
    if _has_to_be_built(options.fresh):
        build_demo(small=options.small, years=options.years, day=options.date)
    if options.no_serve:
        _print_logins(installation.demo_logins() or [])
        return 0
    return serve(
        options.host, options.port, options.workers, lambda _address: _print_logins(installation.demo_logins() or [])
    )


def _port_is_free(options: argparse.Namespace) -> None:
    if not options.no_serve:
        refuse_busy_port(options.host, options.port)


def refuse_busy_port(host: str, port: int) -> None:
    """Say clearly that another program listens there, before anything long is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Unusable(
                f"Порт {port} на {host} занят или недоступен ({problem.strerror}). Укажите другой: --port 8001"
            ) from None


def _folder() -> Path:
    return Path(os.environ.get("ZHURNAL_HOME", "data")).resolve()


def _has_to_be_built(fresh: bool) -> bool:
    """Whether a demo must be built; a real school's folder is never touched."""
    if os.environ.get("DATABASE_URL"):
        installation.ready()
        from zhurnal.school.first_run import school_exists

        if school_exists() and installation.demo_logins() is None:
            raise Unusable("В этой базе данных уже живёт школа. Для показа возьмите пустую базу.")
        if school_exists() and fresh:
            raise Unusable("Показательная гимназия в PostgreSQL не перестраивается: возьмите пустую базу.")
        return not school_exists()
    database = _folder() / "zhurnal.sqlite3"
    logins = _folder() / "demo-logins.json"
    if database.exists() and not logins.exists():
        raise Unusable(
            f"В папке {_folder()} уже живёт школа. Для показа укажите другую: ZHURNAL_HOME=demo zhurnal demo"
        )
    if fresh:
        logins.unlink(missing_ok=True)
        for path in _folder().glob("zhurnal.sqlite3*"):
            path.unlink()
    done = database.exists()
    if done:
        installation.ready()
    return not done


def build_demo(*, small: bool, years: int, day: date | None) -> None:
    """Build beside the final place and move there when whole, so that a killed build leaves nothing half."""
    embedded = not os.environ.get("DATABASE_URL")
    if embedded:
        _folder().mkdir(parents=True, exist_ok=True)
        for leftover in _folder().glob(f"{BUILDING}*"):
            leftover.unlink()
        os.environ["ZHURNAL_SQLITE"] = BUILDING
    began = time.monotonic()
    print("Строим показательную гимназию…", flush=True)
    installation.ready()
    from django.db import connection, transaction

    from zhurnal.core import clock
    from zhurnal.demo.build import build_demo as build

    if embedded:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        logins = build(today=day or clock.today(), small=small, years=years, progress=_progress(began))
        _write_logins(logins)  # before there is a demo: without them a killed build would look like a school
    if embedded:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        (_folder() / BUILDING).rename(_folder() / "zhurnal.sqlite3")
        del os.environ["ZHURNAL_SQLITE"]
    print(f"Построено за {time.monotonic() - began:.0f} с.", flush=True)


def _write_logins(logins: Sequence[DemoLogin]) -> None:
    rows = [{"role": one.role, "login": one.login, "password": one.password, "note": one.note} for one in logins]
    draft = _folder() / "demo-logins.tmp"
    draft.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(_folder() / "demo-logins.json")


def _progress(began: float) -> Callable[[str], None]:
    def say(what: str) -> None:
        print(f"  {time.monotonic() - began:5.1f} с  {what}", flush=True)

    return say


def _print_logins(logins: list[dict[str, str]]) -> None:
    if not logins:
        return
    widths = [max(len(row[key]) for row in logins) for key in ("role", "login", "password")]
    print("\nВход для каждой роли (логин и пароль):")
    for row in logins:
        cells = [row[key].ljust(width) for key, width in zip(("role", "login", "password"), widths, strict=True)]
        print("  " + "   ".join([*cells, row["note"]]).rstrip())
    print(flush=True)


def _greet_school(_address: str) -> None:
    from zhurnal.school.first_run import school_exists

    from .rekey import warn_of_key

    warn_of_key()
    if not school_exists():
        print(
            "Здесь ещё нет школы: откройте адрес — страница знакомства спросит её название и первого администратора.",
            flush=True,
        )


class Children:
    """The server and the worker as child processes: one that dies is started again, and all end together."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.deaths: list[float] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start one in its own process group, so that Ctrl+C reaches it through us only."""
        process = subprocess.Popen(command, env=installation.clean_environment(), start_new_session=True)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """Ask all to end, and wait; kill those that do not."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def __enter__(self) -> Children:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> bool:
        """Whatever ends us ends them; being asked to stop is no failure."""
        self.stop()
        return kind is KeyboardInterrupt

    def wait(self) -> int:
        """Until asked to stop, or until they die faster than starting them again helps: then the last one's code, never 0."""
        while True:
            for process in list(self.processes):
                code = process.poll()
                if code is not None and not self._again(process, code):
                    return code or 1
            time.sleep(0.3)

    def _again(self, dead: subprocess.Popen[bytes], code: int) -> bool:
        """Start the like of a dead one; False after MOST_DEATHS within a minute."""
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < 60] + [now]
        if len(self.deaths) > MOST_DEATHS:
            return False
        print(f"Процесс {dead.pid} закончился с кодом {code}; запускаем его снова.", file=sys.stderr, flush=True)
        with contextlib.suppress(ProcessLookupError):  # its own children must not hold the port
            os.killpg(dead.pid, signal.SIGKILL)
        self.processes.remove(dead)
        time.sleep(1)
        self.start(*[str(part) for part in dead.args])  # type: ignore[union-attr] # we gave a list
        return True


def granian_command(host: str, port: int, workers: int) -> list[str]:
    """The server's command line: WSGI, many threads that only receive, one of Django a process (core/whole.py)."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "zhurnal.wsgi:application",
        "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(RECEIVERS),
        "--backlog", "1024", "--no-ws", "--http", "1", "--respawn-failed-workers", "--log-level", "warning",
    ]  # fmt: skip


def serve(host: str, port: int, workers: int, greet: Callable[[str], None]) -> int:
    """Start server and worker, print the address once it answers, wait until stopped."""
    refuse_busy_port(host, port)
    installation.collect_static()
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}/"  # noqa: S104
    with Children() as children:
        server = children.start(*granian_command(host, port, workers))
        children.start(sys.executable, "-m", "zhurnal", "worker")
        if not _answers(f"{address}healthz", server):
            raise Unusable("Сервер не запустился: причина выше.")
        print(f"\nЖурнал открыт: {address}", flush=True)
        greet(address)
        print("Остановить: Ctrl+C.", flush=True)
        return children.wait()
    return 0


def _answers(url: str, server: subprocess.Popen[bytes], *, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own address
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False
