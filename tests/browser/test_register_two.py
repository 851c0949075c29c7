"""Two people, or two tabs, on one register."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.grid import Register

DAYS = iter(["2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13"])


@pytest.fixture
def day():
    """A lesson of geometry that no other test of this file writes in."""
    return next(DAYS)


@pytest.fixture
def opened(server, signed_in, day):
    """`opened("teacher")` is the register of geometry at the day."""

    def open_register(login, **options):
        course, lesson = server.told["courses"]["geometry"], server.told["lessons"]["geometry"][day]
        return Register(signed_in(login, f"/journal/course/{course}/?lesson={lesson}", **options))

    return open_register


@pytest.mark.parametrize(("choice", "stands"), [("Оставить «4»", "4"), ("Поставить «5»", "5")])
def test_a_cell_changed_by_another_is_not_overwritten_silently(opened, day, choice, stands):
    first, second = opened("teacher"), opened("other_teacher")
    second.press("4")
    second.wait_saved()
    first.press("5")
    first.wait_state("error")
    problems = first.page.locator(".problems")
    expect(problems).to_contain_text("Абрамова Саша")
    expect(problems).to_contain_text("«4»")
    expect(problems).to_contain_text("«5»")
    assert first.column(day)[0] == "4"
    problems.get_by_role("button", name=choice).click()
    expect(problems).to_be_hidden()
    first.page.wait_for_function("() => !document.querySelector('td.pending')")
    assert first.column(day)[0] == stands
    second.page.reload()
    assert Register(second.page).column(day)[0] == stands


def test_the_changes_of_the_other_are_seen_on_the_next_save(opened, day):
    first, second = opened("teacher"), opened("other_teacher")
    second.press("4", "Enter", "KeyY")
    second.wait_saved()
    first.press("ArrowDown", "ArrowDown", "3")
    first.wait_saved()
    assert first.column(day)[:3] == ["4", "н", "3"]


def test_two_tabs_send_once_and_show_each_other(server, opened, device, day):
    context = device()
    first, second = opened("teacher", context=context), opened("teacher", context=context)
    first.page.bring_to_front()
    first.press("5", "Enter", "4")
    first.wait_saved()
    second.page.bring_to_front()
    second.page.wait_for_function("() => document.querySelector('td[tabindex]').textContent === '5'")
    second.press("ArrowDown", "ArrowDown", "3")
    second.wait_saved()
    assert second.column(day)[:3] == ["5", "4", "3"]
    lesson = server.told["lessons"]["geometry"][day]
    assert server.rows("select count(*) from journal_work where lesson_id = ?", lesson) == [(1,)]
