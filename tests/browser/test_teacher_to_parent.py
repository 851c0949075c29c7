"""A day of the school by browser: from the office and the class teacher's desk to a parent's phone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Server, serving
from tests.browser.grid import TODAY, Register
from tests.pdf_words import words
from tests.world import PASSWORD

SLOW = 20_000
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
MOTHER, CHILD = "Абрамова Инна Львовна", "Абрамова Саша"
GOOD = "верный-конь-7"
TASK = "№ 534, 541 (а, б)"
FILE = ("Карточка.txt", "Решите уравнение x² = 9".encode())

Device = Callable[..., BrowserContext]


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """A busy machine is no defect."""
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def server(built_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose clock goes on: what is done later is later."""
    home = tmp_path_factory.mktemp("day")
    shutil.copytree(built_school, home, dirs_exist_ok=True)
    with serving(home, "walking") as port:
        yield Server(home, port, json.loads((home / "school.json").read_text(encoding="utf-8")))


def at_work(server: Server, device: Device, login: str, path: str = "/", *, password: str = PASSWORD) -> Page:
    """Sign in by login and password on a computer of one's own and go on to the page."""
    page = device().new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(server.url + path)
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(password)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_label("Пароль")).to_have_count(0)
    return page


def confirm(page: Page, words: str) -> None:
    """Answer the question that stands before an action."""
    page.get_by_role("dialog").get_by_role("button", name=words).click()


def enter_mother(server: Server, device: Device) -> None:
    """The administrator enters a parent and joins her to her child."""
    office = at_work(server, device, "admin", "/people/add/")
    for label, text in zip(("Фамилия", "Имя", "Отчество"), MOTHER.split(), strict=True):
        office.get_by_label(label).fill(text)
    office.get_by_role("main").get_by_role("button").filter(has_text="Добавить").click()
    expect(office.get_by_role("heading", name=MOTHER)).to_be_visible()
    office.goto(f"{server.url}/people/?q=абрамова")
    office.get_by_role("link", name=CHILD).click()
    office.get_by_role("link", name="Добавить представителя").click()
    office.get_by_placeholder("Имя или часть имени").fill("абрамова инна")
    office.get_by_role("button", name="Найти").click()
    office.get_by_label("Кем взрослый приходится ребёнку").select_option(label="мать")
    office.get_by_role("button", name="Записать связь").click()
    expect(office.get_by_role("link", name=MOTHER)).to_be_visible()


def printed_code(server: Server, page: Page) -> str:
    """The class teacher prints a slip for the mother; the code is read from the paper."""
    page.goto(f"{server.url}/")
    page.get_by_role("link", name="Мой класс").first.click()
    page.get_by_role("link", name="Доступ семей").first.click()
    for box in reversed(page.locator("tbody input[type=checkbox]:checked").all()):
        box.uncheck()
    page.get_by_role("button", name="Выдать отмеченным коды").click()
    expect(page.locator("#toasts")).to_contain_text("Отметьте хотя бы одного человека.")
    expect(page.locator("#confirm")).to_be_hidden()
    page.get_by_label(f"Отметить: {MOTHER}").check()
    paper: list[bytes] = []

    def print_out(route) -> None:
        answer = route.fetch()
        paper.append(answer.body())
        route.fulfill(status=200, content_type="text/plain", body="напечатано")

    page.context.route("**/codes/", print_out)
    page.get_by_role("button", name="Выдать отмеченным коды").click()
    with page.context.expect_page() as opened:
        confirm(page, "Выдать коды")
    opened.value.wait_for_load_state()
    opened.value.close()
    assert paper[0].startswith(b"%PDF")
    slip = words(paper[0])
    assert MOTHER in slip
    page.reload()
    expect(page.locator("tr", has_text=MOTHER)).to_contain_text("код до 24 декабря")
    groups = re.findall(r"^[0-9A-Z]{4}$", slip, re.MULTILINE)
    assert len(groups) == 4
    return "-".join(groups)


def teach(server: Server, page: Page) -> Register:
    """Open today's algebra from the start page; mark yesterday's and today's first students; write topic, homework, a file."""
    page.goto(f"{server.url}/")
    page.locator(".lesson", has_text="Алгебра").locator(".lesson-title a").click()
    register = Register(page)
    register.press("ArrowLeft", "4", "ArrowRight", "5", "Enter")
    register.type_russian("н")
    register.press("Enter", "4", "Enter")
    register.wait_saved()
    assert register.column()[:4] == ["5", "н", "4", ""]
    page.get_by_label("Тема урока").fill("Квадратные уравнения")
    page.get_by_label("Домашнее задание").fill(TASK)
    page.keyboard.press("Tab")
    register.wait_saved()
    name, content = FILE
    page.get_by_label("Приложить файл").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    expect(page.locator("#files").get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_label("Домашнее задание")).to_have_value(TASK)
    return Register(page)


def activate(server: Server, device: Device, code: str) -> Page:
    """The mother types the code of the slip on her phone and chooses a password."""
    phone = device(**PHONE).new_page()
    phone.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    phone.goto(f"{server.url}/activate/")
    phone.get_by_label("Код доступа").fill(code.lower())
    phone.get_by_role("button", name="Продолжить").tap()
    expect(phone.get_by_role("heading", name="Здравствуйте, Инна А.")).to_be_visible()
    phone.get_by_label("Пароль", exact=True).fill(GOOD)
    phone.get_by_label("Пароль ещё раз").fill(GOOD)
    phone.get_by_label("Обязуюсь хранить").check()
    phone.get_by_role("button", name="Открыть доступ").tap()
    expect(phone.locator("h1")).to_have_text("Вторник, 24 ноября")
    return phone


def algebra(page: Page, of: str) -> Locator:
    """The entry of algebra among the lessons of the day, or among the news."""
    return page.locator(of, has_text="Алгебра")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_day_from_the_teachers_desk_to_the_parents_phone(server: Server, device: Device) -> None:
    enter_mother(server, device)
    desk = at_work(server, device, "teacher")
    code = printed_code(server, desk)
    register = teach(server, desk)

    phone = activate(server, device, code)
    lesson = algebra(phone, ".entry")
    expect(lesson.locator(".mark-large")).to_have_text("5")
    expect(lesson).to_contain_text("Квадратные уравнения")
    expect(lesson).to_contain_text(TASK)
    assert fits(phone)
    with phone.expect_download() as download:
        lesson.get_by_role("link", name=FILE[0]).tap()
    assert download.value.suggested_filename == FILE[0]
    assert Path(download.value.path()).read_bytes() == FILE[1]

    # 4 yesterday and 5 today, of one weight: no mean before, 4,50 now.
    new = algebra(phone, ".news li")
    expect(new.locator(".mark")).to_have_text(["4", "5"])
    expect(new.locator(".news-mean")).to_have_text("4,50")
    phone.get_by_role("button", name="Просмотрено").tap()
    expect(phone.locator(".news")).to_have_count(0)

    # (4 + 3) / 2 instead of 4 alone.
    desk.bring_to_front()
    first_cell_of_today(desk).click()
    register.press("3", "Enter")
    register.wait_saved()
    assert register.column()[0] == "3"
    phone.reload()
    expect(lesson.locator(".mark-large")).to_have_text("3")
    expect(new.locator(".mark")).to_have_text(["3"])
    expect(new).to_contain_text("4,00")
    expect(new.locator(".news-mean")).to_have_text("3,50")

    answer = phone.goto(f"{server.url}/diary/{server.told['egor']}/")
    assert answer
    assert answer.status == 404, "another family's diary"


def first_cell_of_today(page: Page) -> Locator:
    at = page.evaluate(
        "date => [...document.querySelectorAll('th[data-lesson]')].findIndex(th => th.dataset.date === date)", TODAY
    )
    return page.locator("tr[data-student]").first.locator("td").nth(at)


def test_a_substitute_marks_that_lesson_and_no_other(server: Server, device: Device) -> None:
    office = at_work(server, device, "deputy", f"/timetable/day/?day={TODAY}&all=1")
    office.locator("article", has_text="Физика").get_by_role("link", name="Заместить").click()
    office.get_by_label("Кто замещает").select_option(label="Низовцева Анна Павловна")
    office.get_by_label("Причина").fill("Болезнь")
    office.get_by_role("button", name="Записать").click()
    expect(office.locator("article", has_text="Физика")).to_contain_text("Низовцева А. П.")

    desk = at_work(server, device, "primary_teacher")
    given = desk.locator(".lesson", has_text="Физика")
    expect(given).to_contain_text("замещение, за")
    given.locator(".lesson-title a").click()
    register = Register(desk)
    expect(desk.locator("th[data-lesson]")).to_have_count(1)
    register.press("ArrowLeft", "ArrowLeft", "5", "Enter")
    register.wait_saved()
    assert register.column()[0] == "5"
    rows = server.rows(MARKS_OF_COURSE, server.told["courses"]["physics"])
    assert [(str(day), value) for day, value in rows] == [(TODAY, 5)]

    other = server.told["lessons"]["physics"]["2026-11-20"]
    assert refused_status(desk, f"/journal/lesson/{other}/record/", {"topic": "Чужой урок"}) == 404
    assert refused_status(desk, "/journal/cell/", {"lesson": other, "student": server.told["egor"], "text": "5"}) == 404


MARKS_OF_COURSE = """select l.date, m.value from journal_mark m join journal_work w on w.id = m.work_id
    join timetable_lesson l on l.id = w.lesson_id where l.course_id = ?"""


def refused_status(page: Page, path: str, fields: dict[str, object]) -> int:
    """What a script on the page is answered."""
    return int(
        page.evaluate(
            """async ([path, fields]) => {
                const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
                const body = new URLSearchParams(fields);
                const headers = { "X-CSRFToken": token, Accept: "application/json" };
                return (await fetch(path, { method: "POST", body, headers })).status;
            }""",
            [path, fields],
        )
    )


def test_who_is_blocked_is_out_at_once(server: Server, device: Device) -> None:
    home = at_work(server, device, "father", "/diary/marks/")
    expect(home.locator("h1")).to_have_text("Отметки")
    office = at_work(server, device, "admin", "/people/?q=ёлкин")
    office.get_by_role("link", name="Ёлкин Сергей Иванович").click()
    office.get_by_role("button", name="Заблокировать").click()
    confirm(office, "Заблокировать")
    expect(office.get_by_role("button", name="Вернуть доступ")).to_be_visible()

    home.reload()
    expect(home).to_have_url(re.compile("/sign-in/"))
    home.get_by_label("Логин").fill("father")
    home.get_by_label("Пароль").fill(PASSWORD)
    home.get_by_role("button", name="Войти").click()
    expect(home.get_by_text("закрыт").or_(home.get_by_text("заблокирован")).first).to_be_visible()
    assert server.rows("select count(*) from people_account where login = 'father' and is_active") == [(0,)]

    office.get_by_role("button", name="Вернуть доступ").click()
    expect(office.get_by_role("button", name="Заблокировать")).to_be_visible()
    back = at_work(server, device, "father", "/diary/marks/")
    expect(back.locator("h1")).to_have_text("Отметки")
