"""Every page of the project in a browser: no violation of WCAG 2.2 AA, no error of a script, nothing that the content policy
refuses, nothing wider than a phone.

The ordinary run opens each page once, as one of those who reach it; the long one as all of them, in every look.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Response, expect

from tests import matrix
from tests.browser.addresses import SEVERAL
from tests.browser.conftest import ROOT, Server, environment, serving
from zhurnal.core.pages import all_pages

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"runOnly": WCAG, "resultTypes": ["violations"]}
# What can be right in one look and wrong in another.
RULES_OF_LOOKS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]},
    "resultTypes": ["violations"],
}  # fmt: skip
PHONE, DESK = 360, 1280
PAGES = sorted(name for name, page in all_pages().items() if "GET" in page.methods and not page.public)
# The first-run page is there only while there is no school.
PUBLIC = sorted(
    {name for name, page in all_pages().items() if "GET" in page.methods and page.public} - {"timetable:setup"}
)
TELL_REFUSED = """document.addEventListener("securitypolicyviolation", event =>
    console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`))"""


class Visitor:
    """A browser of one person that writes down what is wrong with the pages it opens."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_REFUSED)
        self.context = context
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.expected = 200
        self.page.on("pageerror", lambda error: self.note(f"script error: {error}"))
        self.page.on("console", self._console)
        self.page.on("response", self._response)

    def note(self, words: str) -> None:
        self.wrong.append(f"{self.page.url}: {words}")

    def _console(self, message: ConsoleMessage) -> None:
        # What did not load is told by its answer, with the address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.note(f"console: {message.text}")

    def _response(self, answer: Response) -> None:
        if answer.status >= 400 and answer.status != self.expected:
            self.note(f"{answer.status} {answer.url}")

    def is_page(self, url: str) -> bool:
        """Whether a whole HTML page is answered: no fragment, no PDF, no JSON; a wrong status is noted."""
        answer = self.context.request.get(url)
        if answer.status >= 400:
            self.wrong.append(f"{url}: {answer.status}")
            return False
        return answer.headers["content-type"].startswith("text/html") and "<html" in answer.text()

    def open(self, url: str) -> None:
        self.page.goto(url)

    def check(self, look: str, rules: dict[str, Any] | None = None) -> None:
        """Note each element that violates a rule, and by how much the page is wider than the window."""
        found = Axe().run(self.page, options=rules or ALL_RULES).response["violations"]
        for violation in found:
            for node in violation["nodes"]:
                said = [one["message"] for one in (*node["any"], *node["all"], *node["none"])]
                self.note(f"{look}: {violation['id']}: {node['html'][:160]} {said[:1]}")
        self.check_width(look)

    def check_width(self, look: str) -> None:
        """Note by how much the page is wider than the window."""
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            self.note(f"{look}: {wider} px wider than the window: {self.page.evaluate(WIDEST)}")

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})

    def look(self, theme: str, view: str = "") -> None:
        """Choose a look as its buttons do."""
        self.page.evaluate(
            "([theme, view]) => { const set = document.documentElement.dataset; set.theme = theme;"
            " if (view) set.view = view; else delete set.view }",
            [theme, view],
        )

    def nothing_wrong(self) -> None:
        wrong, self.wrong = self.wrong, []
        assert wrong == [], "\n".join(wrong)


# What sticks out and is in no frame that scrolls.
WIDEST = """[...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 0.5)
    .slice(0, 3).map(one => one.outerHTML.slice(0, 100)).join(" | ")"""


@pytest.fixture(scope="module")
def server(built_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The school with a row for every page; `told` holds sessions and addresses."""
    home = tmp_path_factory.mktemp("pages")
    shutil.copytree(built_school, home, dirs_exist_ok=True)
    subprocess.run([sys.executable, "-m", "tests.browser.addresses"], cwd=ROOT, env=environment(home), check=True)
    with serving(home) as port:
        yield Server(home, port, json.loads((home / "pages.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def visitor(server: Server, chromium: Browser) -> Iterator[Callable[[str], Visitor]]:
    """`visitor("parent")` is the browser of this column of the matrix, the same for all tests; "" has no session."""
    made: dict[str, Visitor] = {}

    def of(column: str) -> Visitor:
        if column not in made:
            context = chromium.new_context(locale="ru-RU", color_scheme="light", reduced_motion="reduce")
            if column:
                session = {"name": "zhurnal_session", "value": server.told["sessions"][column], "url": server.url}
                context.add_cookies([session])
            made[column] = Visitor(context)
        made[column].expected = 200
        return made[column]

    yield of
    for one in made.values():
        one.context.close()


def check_page(one: Visitor) -> None:
    """All rules at the width that most people have, and whether the page fits the other one."""
    family = one.page.evaluate("document.body.dataset.shell") != "staff"
    one.resize(PHONE if family else DESK)
    one.check(f"light {PHONE if family else DESK}")
    one.resize(DESK if family else PHONE)
    one.check_width(f"light {DESK if family else PHONE}")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_once(server: Server, visitor: Callable[[str], Visitor], name: str) -> None:
    reached = server.told["pages"][name]
    assert reached, "nobody reaches it"
    column = sorted(reached)[zlib.crc32(name.encode()) % len(reached)]
    one = visitor(column)
    if one.is_page(url := server.url + reached[column]):
        one.open(url)
        check_page(one)
    one.nothing_wrong()


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("column", [*matrix.COLUMNS, SEVERAL])
def test_each_page_of_each_role_in_every_look(server: Server, visitor: Callable[[str], Visitor], column: str) -> None:
    one = visitor(column)
    seen: set[str] = set()
    for reached in server.told["pages"].values():
        if column not in reached or not one.is_page(url := server.url + reached[column]):
            continue
        one.open(url)
        if one.page.url not in seen:
            seen.add(one.page.url)
            check_every_look(one)
    assert seen
    one.nothing_wrong()


def check_every_look(one: Visitor) -> None:
    """Light, dark and contrast on a phone and at a desk; in the first look all rules, with all that opens inside the page."""
    for width in (PHONE, DESK):
        one.resize(width)
        one.look("light")
        one.check(f"light {width}")
        for theme, view in (("dark", ""), ("light", "contrast"), ("dark", "contrast")):
            one.look(theme, view)
            one.check(f"{theme} {view} {width}", RULES_OF_LOOKS)
    one.look("light")
    one.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    one.check("light, open")


def guest(visitor: Callable[[str], Visitor], server: Server, path: str) -> Visitor:
    """A browser without a session on this page."""
    one = visitor("")
    one.context.clear_cookies()
    one.open(server.url + path)
    return one


@pytest.mark.parametrize("name", PUBLIC)
def test_pages_for_guests(server: Server, visitor: Callable[[str], Visitor], name: str) -> None:
    one = visitor("")
    if one.is_page(url := server.url + reverse(name)):
        one.open(url)
        check_every_look(one)
    one.nothing_wrong()


def test_a_sign_in_that_fails(server: Server, visitor: Callable[[str], Visitor]) -> None:
    one = guest(visitor, server, "/sign-in/")
    one.page.get_by_label("Логин").fill("egor")
    one.page.get_by_label("Пароль").fill("не тот")
    one.page.get_by_role("button", name="Войти").click()
    expect(one.page.locator(".errorlist, .notice.bad").first).to_be_visible()
    check_page(one)
    one.nothing_wrong()


def test_both_steps_of_activation(server: Server, visitor: Callable[[str], Visitor]) -> None:
    one = guest(visitor, server, "/activate/")
    one.page.get_by_label("Код доступа").fill("ААА")
    one.page.get_by_role("button", name="Продолжить").click()
    expect(one.page.locator(".errorlist").first).to_be_visible()
    check_page(one)
    one.page.get_by_label("Код доступа").fill(server.told["code"])
    one.page.get_by_role("button", name="Продолжить").click()
    expect(one.page.get_by_role("heading", name="Здравствуйте")).to_be_visible()
    check_page(one)
    one.page.get_by_role("button", name="Открыть доступ").click()
    expect(one.page.locator(".errorlist").first).to_be_visible()
    check_page(one)
    one.nothing_wrong()


@pytest.mark.parametrize(
    ("column", "path", "status"),
    [("student", "/people/", 403), ("admin", "/people/999999/", 404), ("parent", "/nowhere/", 404), ("", "/nowhere/", 404)],
)  # fmt: skip
def test_shut_doors_and_what_does_not_exist(
    server: Server, visitor: Callable[[str], Visitor], column: str, path: str, status: int
) -> None:
    one = visitor(column)
    one.expected = status
    answer = one.page.goto(server.url + path)
    assert answer
    assert answer.status == status
    check_every_look(one)
    one.nothing_wrong()


@pytest.mark.parametrize(("token", "status"), [(True, 409), (False, 403)])
def test_what_a_rule_or_an_old_form_refuses(
    server: Server, visitor: Callable[[str], Visitor], token: bool, status: int
) -> None:
    """An administrator blocks themself; a form without its token."""
    one = visitor("admin")
    one.expected = status
    one.open(f"{server.url}/profile/")
    ((person,),) = server.rows("select person_id from people_account where login = 'admin'")
    with one.page.expect_navigation() as answer:
        one.page.evaluate(SUBMIT, [f"/people/{person}/block/", token])
    assert answer.value.status == status
    check_every_look(one)
    one.nothing_wrong()


SUBMIT = """([action, token]) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action });
    if (token) form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
    document.body.append(form);
    form.submit();
}"""


@pytest.fixture
def empty(built_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of an installation that nobody has filled in."""
    home = tmp_path_factory.mktemp("empty")
    for name in ("static", "static.stamp"):
        (home / name).symlink_to(built_school / name)
    ready = "from zhurnal.cli import installation; installation.ready()"
    subprocess.run([sys.executable, "-c", ready], cwd=ROOT, env=environment(home), check=True)
    with serving(home) as port:
        yield Server(home, port, {})


@pytest.mark.timeout(400)
@pytest.mark.parametrize("pages", ["in the menu", pytest.param("all", marks=pytest.mark.long)])
def test_the_first_run_and_the_pages_of_a_school_without_people(
    empty: Server, device: Callable[..., BrowserContext], pages: str
) -> None:
    one = Visitor(device(color_scheme="light", reduced_motion="reduce"))
    one.open(f"{empty.url}/people/")
    expect(one.page).to_have_url(f"{empty.url}/setup/")
    check_every_look(one)
    one.page.get_by_role("button", name="Создать школу").click()
    expect(one.page.locator(".errorlist").first).to_be_visible()
    check_page(one)
    for label, text in FIRST.items():
        one.page.get_by_label(label, exact=True).fill(text)
    one.page.get_by_label("Обязуюсь хранить").check()
    one.page.get_by_role("button", name="Создать школу").click()
    expect(one.page.get_by_text("Что дальше")).to_be_visible()
    check_every_look(one)
    one.nothing_wrong()
    for name, page in all_pages().items():
        if page.door is None or "GET" not in page.methods or (pages != "all" and not page.menu):
            continue
        answer = one.context.request.get(url := empty.url + reverse(name))
        if answer.status != SHUT and "<html" in answer.text():
            one.open(url)
            check_page(one)
    one.nothing_wrong()


FIRST = {
    "Полное название школы": "МБОУ «Гимназия № 4 г. Вельска»",
    "Краткое название": "Гимназия № 4",
    "Фамилия": "Белова",
    "Имя": "Анна",
    "Логин": "belova",
    "Пароль": "тихая гавань 7",
    "Пароль ещё раз": "тихая гавань 7",
}
SHUT = 403
