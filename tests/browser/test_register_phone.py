"""A lesson on a phone: 360 px, large keys, the same queue."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.grid import TODAY, Register

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
SMALLEST_KEY = 44


@pytest.fixture
def lesson(server):
    return server.told["lessons"]["algebra"][TODAY]


def open_lesson(signed_in, lesson, **options):
    page = signed_in("teacher", f"/journal/lesson/{lesson}/", **PHONE, **options)
    page.wait_for_selector("html[data-keys-ready]")
    return page


def test_one_tap_from_the_start_page_and_nothing_is_wider_than_the_phone(signed_in):
    page = signed_in("teacher", "/journal/today/", **PHONE)
    page.locator(".lesson", has_text="Алгебра").get_by_role("link", name="Открыть урок").tap()
    page.wait_for_selector("html[data-keys-ready]")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_keys_are_large_and_a_key_opens_the_next_student_under_the_thumb(server, signed_in, lesson):
    page = open_lesson(signed_in, lesson)
    page.locator("#main summary").first.tap()
    for key in ("5", "4", "н"):
        open_keys = page.locator("details[open] .keys")
        button = open_keys.get_by_role("button", name=key, exact=False).filter(has_text=key).first
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= SMALLEST_KEY
        button.tap()
    page.wait_for_selector('#save-state[data-state="saved"]')
    values = server.rows(
        "select m.value from journal_mark m join journal_work w on w.id = m.work_id where w.lesson_id = ? order by m.id",
        lesson,
    )
    assert sorted(values) == [(4,), (5,)]
    assert server.rows("select count(*) from journal_absence where lesson_id = ?", lesson) == [(1,)]
    page.reload()
    assert page.locator(".key-now").all_inner_texts()[:3] == ["5", "4", "н"]


def test_without_a_connection_the_keys_write_on_and_the_lesson_is_saved_later(server, signed_in, wire):
    lesson = server.told["lessons"]["algebra"]["2026-11-23"]
    page = open_lesson(signed_in, lesson, url=wire.url)
    wire.cut()
    page.locator("#main summary").first.tap()
    page.locator("details[open] .keys button", has_text="5").tap()
    page.locator("details[open] .keys button", has_text="4").tap()
    page.wait_for_selector('#save-state[data-state="offline"]')
    expect(page.locator("#save-state")).to_contain_text("Нет связи: 2 отметки ждут")
    wire.mend()
    page.wait_for_selector('#save-state[data-state="saved"]')
    page.reload()
    assert page.locator(".key-now").all_inner_texts()[:2] == ["5", "4"]


def test_the_whole_register_scrolls_in_its_own_frame(server, signed_in, lesson):
    page = signed_in("teacher", f"/journal/course/{server.told['courses']['algebra']}/?lesson={lesson}", **PHONE)
    Register(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_finger_on_a_tablet_opens_the_signs_of_a_cell(server, signed_in):
    lesson = server.told["lessons"]["algebra"]["2026-11-19"]
    tablet = {"width": 1024, "height": 768, "has_touch": True}
    page = signed_in("teacher", f"/journal/course/{server.told['courses']['algebra']}/?lesson={lesson}", **tablet)
    register = Register(page)
    cell = page.locator("tr[data-student]").nth(4).locator("td").nth(5)
    box = cell.bounding_box()
    for _ in range(2):
        page.touchscreen.tap(box["x"] + 10, box["y"] + 10)
    page.get_by_role("option", name="болеет").tap()
    register.wait_saved()
    assert register.column("2026-11-19")[4] == "б"
