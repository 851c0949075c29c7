"""From the deputy head's desk to the parent's diary: a teacher is ill, another gives the lesson and signs for it (§4.4.3)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, serving
from tests.browser.grid import TODAY
from tests.browser.test_teacher_to_parent import SLOW, Device, at_work, fits

# It is ten o'clock: the lesson has begun, so that it can be signed for.
GOES_ON = "UPDATE timetable_lesson SET starts = '09:25:00', ends = '10:05:00' WHERE id = ?"


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """A busy machine is no defect."""
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def server(built_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server at whose school today's physics goes on."""
    home = tmp_path_factory.mktemp("substitution")
    shutil.copytree(built_school, home, dirs_exist_ok=True)
    told = json.loads((home / "school.json").read_text(encoding="utf-8"))
    with sqlite3.connect(home / "zhurnal.sqlite3") as database:
        database.execute(GOES_ON, [told["lessons"]["physics"][TODAY]])
    database.close()
    with serving(home) as port:
        yield Server(home, port, told)


def test_a_lesson_of_an_ill_teacher_from_the_office_to_the_diary(server: Server, device: Device) -> None:
    office = at_work(server, device, "deputy", "/timetable/substitutions/")
    office.get_by_role("link", name="Учителя не будет").click()
    office.get_by_label("Кто отсутствует").select_option(label="Окулов Дмитрий Сергеевич")
    office.get_by_label("Примечание").fill("Перелом ноги")
    office.get_by_role("button", name="Записать").click()
    expect(office.locator("#unresolved")).to_have_text("Без учителя: 1 урок")
    office.locator(".candidates li", has_text="Низовцева").get_by_role("button").click()
    given = office.locator("article", has_text="Физика")
    expect(given).to_contain_text("Низовцева А. П., другой предмет: Литературное чтение")
    expect(office.locator("#unresolved")).to_have_count(0)

    desk = at_work(server, device, "primary_teacher", "/notices/")
    desk.get_by_role("link", name="Вы замещаете урок: Физика").click()
    expect(desk.get_by_role("heading", name="Мои замещения")).to_be_visible()
    expect(desk.locator("body")).not_to_contain_text("болезнь")
    desk.get_by_role("link", name="Физика").click()
    desk.wait_for_url("**/lesson/**", wait_until="networkidle")
    desk.get_by_label("Тема урока").fill("Чтение о физиках")
    desk.keyboard.press("Tab")
    expect(desk.locator("#save-state")).to_have_attribute("data-state", "saved")
    desk.goto(f"{server.url}/timetable/substitutions/mine/")
    desk.get_by_role("button", name="Подписать").click()
    hashed = desk.locator("code.hash")
    expect(hashed).to_be_visible()

    phone = at_work(server, device, "father", "/diary/")
    phone.set_viewport_size({"width": 360, "height": 740})
    lesson = phone.locator(".entry", has_text="Физика")
    expect(lesson).to_contain_text("замещает Низовцева А. П. · вместо урока — Литературное чтение")
    expect(lesson).to_contain_text("Чтение о физиках")
    for secret in ("болезнь", "Перелом"):
        expect(phone.locator("body")).not_to_contain_text(secret)
    assert fits(phone)

    office.goto(f"{server.url}/timetable/substitutions/journal/")
    line = office.locator("tr", has_text="Физика")
    expect(line).to_contain_text(hashed.inner_text())
    expect(line).to_contain_text("болезнь")
