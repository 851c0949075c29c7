"""The card of a child: a parent proposes, the class teacher accepts and checks, the parent reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server

PHONE = "+7 921 555-01-42"
ADDRESS = "г. Вельск, ул. Речная, д. 5, кв. 12"


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine is no defect."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def test_a_parents_correction_reaches_the_card(server: Server, signed_in: Callable[..., Page]) -> None:
    family = signed_in("father", "/profile/", width=360, height=740)
    family.get_by_role("link", name="Ёлкина Алиса Сергеевна").click()
    family.get_by_role("link", name="Предложить исправление").click()
    family.get_by_label("Телефон", exact=False).first.fill(PHONE)
    family.get_by_label("Адрес проживания").fill(ADDRESS)
    family.get_by_role("button", name="Отправить").click()
    expect(family.locator("#corrections")).to_contain_text("ждёт решения")
    assert family.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    desk = signed_in("teacher", "/notices/")
    desk.get_by_role("link", name="Семья предлагает исправить карточку: Ёлкина Алиса.").click()
    desk.get_by_role("link", name="Ёлкина Алиса Сергеевна", exact=True).click()
    expect(desk.get_by_role("main")).to_contain_text(ADDRESS)
    desk.get_by_role("button", name="Принять отмеченные").click()
    desk.get_by_role("button", name="Проверено").click()
    expect(desk.locator(".checked")).to_contain_text("проверено Третьякова")

    family.reload()
    expect(family.get_by_role("main")).to_contain_text(PHONE)
    expect(family.locator(".checked")).to_contain_text("проверено Третьякова")
    expect(family.locator("#corrections")).to_contain_text("принято")
    family.goto(f"{server.url}/notices/")
    expect(family.get_by_role("main")).to_contain_text("Исправление принято: Ёлкина Алиса")
    [(kept,)] = server.rows("select lives_at from people_personalfile where lives_at <> ''")
    assert "Речная" not in kept
