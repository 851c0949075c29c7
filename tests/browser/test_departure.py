"""A departure by browser: the clerk drafts, the administrator puts in force, the class teacher sees it and still reads the marks."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Server
from tests.browser.test_teacher_to_parent import Device, at_work, patience, server

__all__ = ["patience", "server"]

STUDENT = "Васильева Саша"


def test_from_the_clerks_draft_to_the_class_teachers_list(server: Server, device: Device) -> None:
    clerk = at_work(server, device, "clerk", "/school/orders/add/")
    clerk.get_by_role("link", name="Выбытие").click()
    clerk.get_by_label("8 «Б»").check()
    clerk.get_by_role("button", name="Дальше").click()
    clerk.get_by_label("Последний день в школе").fill("2026-11-23")
    clerk.get_by_label("Куда выбывают").fill("школа № 9, г. Котлас")
    clerk.get_by_label("Причина").fill("переезд семьи")
    clerk.get_by_role("row", name=STUDENT).get_by_role("checkbox").check()
    clerk.get_by_role("button", name="Сохранить проект").click()
    expect(clerk.locator(".order-text")).to_contain_text("23 ноября 2026 г. (последний день обучения)")
    expect(clerk.get_by_role("button", name="Ввести в действие")).to_have_count(0)

    admin = at_work(server, device, "admin", "/school/orders/")
    admin.get_by_role("row", name=STUDENT).get_by_role("link").first.click()
    admin.get_by_label("Номер").fill("57-у")
    admin.get_by_role("button", name="Ввести в действие").click()
    expect(admin.get_by_text("Приказ действует")).to_be_visible()

    teacher = at_work(server, device, "teacher", "/notices/")
    expect(teacher.get_by_role("main")).to_contain_text(f"выбытие — {STUDENT}, последний день 23 ноября 2026 г.")
    teacher.get_by_role("link", name="Мой класс").first.click()
    expect(teacher.get_by_role("region", name="Ученики класса")).not_to_contain_text(STUDENT)
    teacher.get_by_text("Выбыли: 2").click()
    gone = teacher.locator("details li", has_text=STUDENT)
    expect(gone).to_contain_text("23.11.2026, выбытие, приказ № 57-у")
    teacher.goto(f"{server.url}/journal/course/{server.told['courses']['literature']}/")
    expect(teacher.get_by_role("row", name=STUDENT)).to_be_visible()
    teacher.go_back()
    teacher.get_by_text("Выбыли: 2").click()
    gone.get_by_role("link").click()
    expect(teacher.locator("h1")).to_contain_text("Отметки")
    expect(teacher.get_by_role("main")).to_contain_text("Литература")
