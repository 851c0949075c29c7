"""A draft of the timetable by browser: the deputy head moves a lesson by keyboard and publishes, the teacher and the parent see it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

SignedIn = Callable[..., Page]
CLASS = "8\u00a0«Б»"


def cell(page: Page, weekday: int, number: int) -> Locator:
    column = page.locator("thead th[data-col]", has_text=CLASS).get_attribute("data-col")
    return page.locator(f"#at-{weekday}-{number}-{column}")


def make_draft(page: Page) -> None:
    page.get_by_role("link", name="Новый черновик").click()
    page.get_by_label("Название").fill("С 1 декабря")
    page.get_by_label("С какого дня действует").fill("2026-12-01")
    page.get_by_role("button", name="Сделать черновик").click()
    expect(page.locator("zh-board[data-ready]")).to_be_visible()


def test_lesson_moved_by_keyboard_and_published_is_seen_by_teacher_and_parent(
    server: Server, signed_in: SignedIn
) -> None:
    office = signed_in("deputy", "/timetable/drafts/")
    make_draft(office)
    third, fifth = cell(office, 2, 3), cell(office, 2, 5)
    expect(third).to_contain_text("Алгебра")

    # a course is put by typing its name, and taken back
    fifth.click()
    office.keyboard.press("Enter")
    office.locator("#board-picker input").fill("алг")
    expect(office.locator("#board-picker [aria-selected=true]")).to_contain_text("Алгебра")
    office.keyboard.press("Enter")
    expect(fifth).to_contain_text("Алгебра")
    expect(office.locator("#board-side")).to_contain_text("дважды в день и не подряд")
    expect(fifth).to_be_focused()
    office.keyboard.press("Control+z")
    expect(fifth).to_be_empty()

    # taken, the places are coloured; a clash is loud until it is taken back
    third.click()
    office.keyboard.press("Control+x")
    expect(fifth).to_have_class("can")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Control+v")
    expect(fifth).to_contain_text("Алгебра")
    expect(third).to_be_empty()
    expect(office.locator("#save-state")).to_have_text("Сохранено")

    office.get_by_role("link", name="Опубликовать…").click()
    expect(office.locator("main")).to_contain_text("перенесено 1")
    office.get_by_role("button", name="Опубликовать и разослать уведомления").click()
    expect(office.get_by_text("«С 1 декабря» опубликован")).to_be_visible()

    desk = signed_in("teacher", "/timetable/mine/?day=2026-12-01")
    tuesday = desk.locator("section.card", has_text="1 декабря").locator("li", has_text="Алгебра")
    expect(tuesday.locator(".lesson-number")).to_have_text("5")
    desk.goto(f"{server.url}/notices/")
    expect(desk.get_by_text("Ваше расписание с 1 декабря изменилось").first).to_be_visible()

    phone = signed_in("father", "/diary/week/", width=360, height=740)
    phone.goto(f"{phone.url}?date=2026-12-01")
    expect(phone.locator("main")).to_contain_text(re.compile(r"5-й урок:\s*Алгебра"))
    expect(phone.locator("main")).not_to_contain_text(re.compile(r"3-й урок:\s*Алгебра"))
    said = server.rows(
        "select n.text from people_notice n join people_account a on a.person_id = n.person_id where a.login = 'father'"
    )
    assert [row[0].replace("\u00a0", " ") for row in said] == [
        "Расписание 8 «Б» с 1 декабря изменилось: Алгебра: вт 3-й → вт 5-й."
    ]
    lessons = server.rows(
        "select number from timetable_lesson where course_id = ? and date = '2026-12-01'",
        server.told["courses"]["algebra"],
    )
    assert lessons == [(5,)]
