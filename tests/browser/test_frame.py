"""The frame in a browser: the choice of the look, menus, dialogs and toasts, on the sign-in page and behind it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server

Open = Callable[..., Page]
DARK_PAPER = "rgb(21, 24, 31)"
LIGHT_PAPER = "rgb(251, 250, 246)"


def paper(page: Page) -> str:
    """The colour of the ground."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_look_is_kept_for_the_device_and_stands_in_the_first_byte(signed_in: Open) -> None:
    page = signed_in("teacher", "/profile/", color_scheme="light")
    assert paper(page) == LIGHT_PAPER
    page.locator(".user > summary").click()
    page.locator(".user").get_by_role("button", name="Тёмное").click()
    assert paper(page) == DARK_PAPER
    expect(page.locator(".user").get_by_role("button", name="Тёмное")).to_have_attribute("aria-pressed", "true")
    answer = page.reload()
    assert answer
    assert '<html lang="ru" data-theme="dark">' in answer.text()
    assert paper(page) == DARK_PAPER
    page.locator(".user > summary").click()
    page.locator(".user").get_by_role("button", name="Как в системе").click()
    page.reload()
    assert paper(page) == LIGHT_PAPER


def test_large_type_is_larger_and_the_header_still_fits(signed_in: Open) -> None:
    page = signed_in("deputy", "/profile/", width=1280)
    plain = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.locator(".user > summary").click()
    page.locator(".user").get_by_role("button", name="Крупно и контрастно").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > plain * 1.2
    menu, end = page.locator(".topbar .menu").bounding_box(), page.locator(".topbar-end").bounding_box()
    assert menu
    assert end
    assert menu["x"] + menu["width"] <= end["x"]


def test_a_menu_closes_by_escape_by_a_click_elsewhere_and_by_leaving_it(signed_in: Open) -> None:
    page = signed_in("teacher", "/profile/")
    menu, summary = page.locator("details.user"), page.locator(".user > summary")
    leaves: tuple[Callable[[], None], ...] = (
        lambda: page.keyboard.press("Escape"),
        lambda: page.locator("h1").click(),
        lambda: page.locator(".logo").focus(),
    )
    for leave in leaves:
        summary.click()
        assert menu.evaluate("menu => menu.open")
        leave()
        assert not menu.evaluate("menu => menu.open")


def test_a_question_is_asked_before_a_form_is_sent(signed_in: Open) -> None:
    page = signed_in("teacher", "/profile/")
    page.evaluate("""() => {
        const form = document.createElement("form");
        form.dataset.confirm = "Удалить?";
        form.dataset.confirmAction = "Удалить";
        form.action = "/profile/";
        form.innerHTML = "<button name=sure value=1>Стереть</button>";
        document.querySelector("main").append(form);
    }""")
    dialog = page.get_by_role("dialog", name="Удалить?")
    page.get_by_role("button", name="Стереть").click()
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Отмена")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert "sure" not in page.url
    page.get_by_role("button", name="Стереть").click()
    dialog.get_by_role("button", name="Удалить").click()
    page.wait_for_url("**/profile/?sure=1")


def test_a_toast_is_said_and_goes_when_it_is_understood(signed_in: Open) -> None:
    page = signed_in("teacher", "/profile/")
    toast = page.locator("#toasts .toast")
    for detail in ('"Сохранено"', '{"value": "Сохранено"}', '{"text": "Сохранено", "kind": "bad"}'):
        page.evaluate(f'document.dispatchEvent(new CustomEvent("toast", {{ detail: {detail} }}))')
        expect(toast).to_contain_text("Сохранено")
        toast.get_by_role("button", name="Понятно").click()
        expect(toast).to_have_count(0)


def test_the_sign_in_page_fits_asks_little_and_breaks_no_rule_of_its_policy(
    server: Server, device: Callable[..., BrowserContext]
) -> None:
    page = device(width=320).new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/sign-in/", wait_until="networkidle")
    assert page.evaluate(
        "document.fonts.check('15px \"Zhurnal Sans\"') && document.fonts.check('bold 20px \"Zhurnal Serif\"')"
    )
    for width in (320, 360, 768, 1280, 1920, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert told == []
    assert len(asked) <= 9


def test_a_family_on_a_phone_has_its_tabs_under_the_thumb(signed_in: Open) -> None:
    page = signed_in("father", "/diary/", width=360, height=740)
    tabs = page.locator(".tabbar").bounding_box()
    assert tabs
    assert tabs["y"] + tabs["height"] == 740
    expect(page.locator(".topbar .menu")).to_be_hidden()
    expect(page.locator(".tabbar [aria-current]")).to_have_count(1)
