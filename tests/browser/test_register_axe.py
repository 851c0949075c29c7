"""No WCAG 2.2 AA violation in any state of the register."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.grid import TODAY, Register

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DARK = pytest.param("dark", marks=pytest.mark.long)


def check(page):
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", DARK])
def test_the_register_and_all_that_opens_over_it(server, signed_in, scheme):
    course, lesson = server.told["courses"]["algebra"], server.told["lessons"]["algebra"][TODAY]
    page = signed_in("teacher", f"/journal/course/{course}/?lesson={lesson}", color_scheme=scheme)
    register = Register(page)
    register.press("5")
    register.wait_saved()
    check(page)
    register.press("j")
    check(page)
    register.press("Escape", "F2")
    page.get_by_label("Комментарий").wait_for()
    check(page)
    register.press("Escape")
    register.click('[data-register="absent"]')
    check(page)
    register.press("Escape", "KeyY", "/", "5", "Enter")
    register.wait_state("error")
    check(page)


@pytest.mark.parametrize("scheme", ["light", DARK])
def test_the_lesson_on_a_phone(server, signed_in, scheme):
    lesson = server.told["lessons"]["algebra"][TODAY]
    page = signed_in("teacher", f"/journal/lesson/{lesson}/", width=360, height=740, color_scheme=scheme)
    page.wait_for_selector("html[data-keys-ready]")
    page.locator("#main summary").first.click()
    check(page)
