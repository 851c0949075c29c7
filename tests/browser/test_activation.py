"""From the administrator's «Выдать код» to the first page of a student on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.world import PASSWORD

GOOD = "верный-конь-7"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def enter(page: Page, login: str, password: str) -> None:
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(password)
    page.get_by_role("button", name="Войти").click()


def test_a_slips_code_opens_the_diary_on_a_phone(server: Server, device: Callable[..., BrowserContext]) -> None:
    office = device().new_page()
    office.goto(f"{server.url}/people/?q=новикова")
    enter(office, "admin", PASSWORD)
    office.get_by_role("link", name="Новикова Вера Ильинична").click()
    office.get_by_role("button", name="Выдать код").click()
    code = office.locator("p.code-input").inner_text().replace("-", "")

    phone = device(width=360, height=740).new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{server.url}/activate/#{code}")
    expect(phone.get_by_role("heading", name="Здравствуйте, Вера Н.")).to_be_visible()
    assert fits(phone)
    assert not any(code in url.split("#")[0] for url in asked), "the code is in no address that a server sees"
    expect(phone.get_by_label("Логин", exact=True)).to_have_value("novikova")
    phone.get_by_label("Пароль", exact=True).fill(GOOD)
    phone.get_by_label("Пароль ещё раз").fill(GOOD)
    phone.get_by_label("Обязуюсь хранить").check()
    phone.get_by_role("button", name="Открыть доступ").click()
    phone.wait_for_url(f"{server.url}/diary/**")

    later = device(width=360, height=740).new_page()
    later.goto(f"{server.url}/activate/")
    later.get_by_label("Код доступа").fill(code)
    later.get_by_role("button", name="Продолжить").click()
    expect(later.get_by_text("уже использован")).to_be_visible()
    later.get_by_role("link", name="У меня есть логин и пароль").click()
    assert fits(later)
    enter(later, "novikova", GOOD)
    later.wait_for_url(f"{server.url}/diary/**")
