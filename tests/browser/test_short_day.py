"""One click of the administrator shortens tomorrow; a parent's phone shows the new times, and the old ones when it is taken back (§4.6.2)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, serving
from tests.browser.test_teacher_to_parent import PHONE, SLOW, Device, at_work, fits


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """A busy machine is no defect."""
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def server(built_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A school of its own."""
    home = tmp_path_factory.mktemp("short")
    shutil.copytree(built_school, home, dirs_exist_ok=True)
    with serving(home) as port:
        yield Server(home, port, json.loads((home / "school.json").read_text(encoding="utf-8")))


def test_tomorrow_is_shortened_with_one_click_and_the_diary_shows_it(server: Server, device: Device) -> None:
    (child,) = server.rows("SELECT person_id FROM people_account WHERE login = 'egor'")[0]
    phone = at_work(server, lambda: device(**PHONE), "teacher", f"/diary/{child}/?date=2026-11-25")
    lesson = phone.locator(".entry", has_text="Английский язык")
    expect(lesson).to_contain_text("10:25–11:05")

    office = at_work(server, device, "admin", "/school/bells/")
    office.get_by_role("button", name="Сделать завтра, 25 ноября, сокращённым днём").click()
    expect(office.get_by_role("button", name="Вернуть обычные звонки")).to_be_visible()

    phone.reload()
    expect(lesson).to_contain_text("10:05–10:35")
    assert fits(phone)
    phone.goto(f"{server.url}/notices/")
    expect(phone.get_by_role("link", name="25 ноября — сокращённый день")).to_have_count(1)

    office.get_by_role("button", name="Вернуть обычные звонки").click()
    expect(office.get_by_role("button", name="Сделать завтра, 25 ноября, сокращённым днём")).to_be_visible()
    phone.goto(f"{server.url}/diary/{child}/?date=2026-11-25")
    expect(lesson).to_contain_text("10:25–11:05")
