"""A real server on a folder of its own, a wire to it, and pages of Chromium that are signed in."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.wire import Wire
from zhurnal.cli.server import granian_command

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs Chromium; the tests of one file share a server."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser {item.path.stem}"))


@dataclass
class Server:
    """A running server; `told` is what tests/browser/school.py says of the school."""

    home: Path
    port: int
    told: dict[str, Any]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in the database."""
        with sqlite3.connect(f"file:{self.home / 'zhurnal.sqlite3'}?mode=ro", uri=True, timeout=20) as connection:
            return connection.execute(sql, values).fetchall()


def environment(home: Path) -> dict[str, str]:
    """Of an installation in this folder."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
    }
    return {**kept, "ZHURNAL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhurnal.settings", "PYTHONPATH": str(ROOT)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def built_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a school that is built once a run, by whichever worker comes first, and copied by each file of tests."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "school"
    with Path(f"{home}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "school.json").exists():
            home.mkdir(exist_ok=True)
            subprocess.run([sys.executable, "-m", "tests.browser.school"], cwd=ROOT, env=environment(home), check=True)
    return home


@pytest.fixture(scope="module")
def server(built_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own for a file of tests."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(built_school, home, dirs_exist_ok=True)
    with serving(home) as port:
        yield Server(home, port, json.loads((home / "school.json").read_text(encoding="utf-8")))


@contextmanager
def serving(home: Path, served: str = "application") -> Iterator[int]:
    """Serve this folder while the block lasts, by an application of tests/browser/served.py; the port is answered."""
    port = free_port()
    ours = f"tests.browser.served:{served}"
    command = [ours if part == "zhurnal.wsgi:application" else part for part in granian_command("127.0.0.1", port, 1)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(home)) as process:
        try:
            wait_until_served(port, process)
            yield port
        finally:
            process.terminate()


def wait_until_served(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    """A way to the server that can be slow or cut."""
    wire = Wire(server.port)
    yield wire
    wire.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium as tests/find_chromium.py or ZHURNAL_CHROMIUM names it."""
    path = os.environ.get("ZHURNAL_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def device(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`device(width=360, …)` is a browser with cookies and storage of its own."""
    opened: list[BrowserContext] = []

    def make(*, width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="ru-RU", **options)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def signed_in(server: Server, device: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """`signed_in("teacher", path, …)` is a page of this person; an error of a script fails the test."""

    errors: list[str] = []

    def open_page(
        login: str, path: str, *, url: str = "", context: BrowserContext | None = None, **options: Any
    ) -> Page:
        base = url or server.url
        used = context or device(**options)
        sign_in(used, server, login, base)
        page = used.new_page()
        # Failing here would fail within Playwright's own loop and break it.
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.goto(base + path)
        return page

    yield open_page
    assert errors == []


def sign_in(context: BrowserContext, server: Server, login: str, base: str = "") -> None:
    """Give the browser the session of this person, whoever was signed in before."""
    key = server.told["sessions"][login]["key"]
    context.add_cookies([{"name": "zhurnal_session", "value": key, "url": base or server.url}])
