"""A list from the clerk's desk to the administrator's queue and the class teacher's list (§4.5.2)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.browser.test_teacher_to_parent import at_work

Device = Callable[..., BrowserContext]
ROWS = (
    "Список учащихся;;;;",
    "№;ФИО;Дата рождения;Класс;Телефон матери;Мать",
    "1;Зимина Вера Олеговна;14.03.2012;8Б;8 916 123-45-67;Зимина Анна Львовна",
    "2;Белозёров Егор Олегович;06.05.2011;8Б;;",
    "3;Летов Пётр Ильич;31.02.2012;8Б;;",
)


def bring(page: Page, server: Server) -> None:
    """Choose the file and take the columns as they were guessed."""
    page.goto(f"{server.url}/people/")
    page.get_by_role("link", name="Импорт списков").click()
    page.get_by_role("link", name="Загрузить список учеников").first.click()
    content = "\n".join(ROWS).encode("windows-1251")
    page.get_by_label("Файл").set_input_files({"name": "8Б.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Прочитать файл").click()
    expect(page.get_by_label("Столбец C")).to_have_value("student.0.birth")
    page.get_by_role("button", name="Сравнить с журналом").click()


def test_a_list_goes_from_the_clerk_to_the_class(server: Server, device: Device) -> None:
    clerk = at_work(server, device, "clerk")
    bring(clerk, server)
    expect(clerk.locator("#faulty")).to_contain_text("«31.02.2012» — не дата")
    expect(clerk.locator("#new")).to_contain_text("Зимина Вера Олеговна")
    clerk.get_by_role("button", name="Передать администратору").click()
    expect(clerk.get_by_text("Список передан администратору")).to_be_visible()

    office = at_work(server, device, "admin", "/notices/")
    office.get_by_role("link", name="8Б.csv").click()
    office.get_by_role("button", name="Загрузить в журнал").click()
    expect(office.get_by_role("alert")).to_contain_text("Ничего не записано")
    office.get_by_label("Не загружать все строки с ошибками").check()
    office.get_by_role("group", name="Белозёров Егор").get_by_label("другой человек").check()
    office.get_by_role("button", name="Сохранить отбор").click()
    expect(office.locator("#left")).to_contain_text("строка 5")
    office.get_by_label("причина").fill("Нет такого дня")
    office.get_by_role("button", name="Загрузить в журнал").click()
    expect(office.get_by_text("2 новых ученика").first).to_be_visible()

    teacher = at_work(server, device, "teacher", "/my-class/")
    expect(teacher.get_by_role("link", name="Зимина Вера").first).to_be_visible()
    clerk.goto(f"{server.url}/notices/")
    clerk.get_by_role("link", name="8Б.csv").first.click()
    expect(clerk.get_by_text("Нет такого дня")).to_be_visible()
    told = server.rows("select count(*) from people_person where last_name in ('Зимина', 'Летов')")
    assert told == [(2,)]  # Vera and her mother
