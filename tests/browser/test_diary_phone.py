"""The diary on a phone: what the teacher saved stands there a moment later, and nothing is wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.grid import TODAY, Register

PAGES = ("/diary/", "/diary/?date=2026-11-28", "/diary/week/", "/diary/marks/", "/diary/absences/")


def mark_by_keyboard(server, signed_in, sign: str = "5") -> None:
    """The teacher puts a mark into Egor's cell of today's geometry."""
    course, lesson = server.told["courses"]["geometry"], server.told["lessons"]["geometry"][TODAY]
    register = Register(signed_in("teacher", f"/journal/course/{course}/?lesson={lesson}"))
    at = register.page.evaluate(
        "date => [...document.querySelectorAll('th[data-lesson]')].findIndex(th => th.dataset.date === date)", TODAY
    )
    register.page.locator(f'tr[data-student="{server.told["egor"]}"] td').nth(at).click()
    register.press(sign)
    register.wait_saved()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_saved_mark_is_read_on_the_phone_at_once(server, signed_in) -> None:
    phone = signed_in("egor", "/diary/", width=360, height=740)
    expect(phone.locator("h1")).to_have_text("Вторник, 24 ноября")
    geometry = phone.locator(".entry", has_text="Геометрия")
    expect(geometry.locator(".mark-large")).to_have_count(0)
    mark_by_keyboard(server, signed_in)
    phone.reload()
    expect(geometry.locator(".mark-large")).to_have_text("5")
    new = phone.locator(".news li", has_text="Геометрия")
    expect(new.locator(".news-mean")).to_have_text("5,00")
    assert new.bounding_box()["y"] < geometry.bounding_box()["y"]


def test_the_page_itself_remembers_the_visit(server, signed_in) -> None:
    phone = signed_in("father", "/profile/", width=360)
    with phone.expect_response(lambda answer: answer.url.endswith("/seen/")) as seen:
        phone.goto(f"{server.url}/diary/")
    assert seen.value.status == 200
    visits = "select p.first_name from diary_visit v join people_person p on p.id = v.student_id where p.id <> ?"
    assert server.rows(visits, server.told["egor"]) == [("Алиса",)]
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Вторник, 24 ноября")
    expect(phone.locator("form[data-visit]")).to_have_count(0)


def test_news_end_by_the_button_without_javascript(server, signed_in) -> None:
    mark_by_keyboard(server, signed_in, "4")
    phone = signed_in("egor", "/diary/", width=360, java_script_enabled=False)
    expect(phone.locator(".news")).to_be_visible()
    phone.get_by_role("button", name="Просмотрено").click()
    expect(phone.locator("h1")).to_have_text("Вторник, 24 ноября")
    expect(phone.locator(".news")).to_have_count(0)


@pytest.mark.parametrize("width", [pytest.param(320, marks=pytest.mark.long), 360])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen(signed_in, path: str, width: int) -> None:
    phone = signed_in("egor", path, width=width)
    assert overflow(phone) == 0
    for details in phone.locator(".mark-details > summary").all():
        details.click()
    assert overflow(phone) == 0


def test_the_tabs_are_under_the_thumb_and_say_where_one_is(signed_in) -> None:
    phone = signed_in("egor", "/diary/", width=360)
    bar = phone.locator(".tabbar")
    expect(bar.locator("[aria-current=page]")).to_have_text("Дневник")
    for name, heading in (("Неделя", "23–28 ноября"), ("Отметки", "Отметки"), ("Посещения", "Посещения")):
        bar.get_by_role("link", name=name).click()
        expect(phone.locator("h1")).to_have_text(heading)
        expect(bar.locator("[aria-current=page]")).to_have_text(name)


def test_days_and_weeks_are_a_tap_apart(signed_in) -> None:
    phone = signed_in("egor", "/diary/", width=360)
    strip = phone.get_by_role("navigation", name="Дни и недели")
    strip.get_by_role("link", name="понедельник, 23 ноября").click()
    expect(phone.locator(".entry h3")).to_contain_text(["Алгебра", "Английский язык", "Геометрия"])
    strip.get_by_role("link", name="Следующая неделя").click()
    expect(phone.locator("h1")).to_have_text("Понедельник, 30 ноября")
    phone.get_by_role("link", name="Сегодня", exact=True).click()
    expect(phone.locator("h1")).to_have_text("Вторник, 24 ноября")


def test_a_page_asks_for_little(server, signed_in) -> None:
    """At most 12 requests and 4,000 nodes."""
    asked: list[str] = []
    phone = signed_in("egor", "/diary/", width=360)
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{server.url}/diary/week/")
    assert len(asked) <= 12
    assert phone.evaluate("document.querySelectorAll('*').length") < 4000


def test_several_children_are_one_tap_apart(signed_in) -> None:
    page = signed_in("teacher", "/diary/", width=360)
    children = page.get_by_role("navigation", name="Чей дневник")
    children.get_by_role("link", name="Тимофей").click()
    expect(page.locator(".entry h3")).to_contain_text(["Литературное чтение"])
    page.get_by_role("link", name="Отметки", exact=True).click()
    expect(page.locator("main")).to_contain_text("В 1 классе отметок нет")
    assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("path", PAGES)
def test_no_violation_of_wcag(signed_in, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = signed_in("egor", path, width=360, color_scheme=scheme)
    for details in page.locator(".mark-details > summary").all():
        details.click()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
