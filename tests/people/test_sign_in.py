from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.people.helpers import last_payload, verbs, whole_log
from tests.world import PASSWORD, World
from zhurnal.core.models import Entry

SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"login": login, "password": password, **more}, headers={"User-Agent": "Firefox Linux"})


def test_the_page_asks_in_russian_and_offers_the_code(world: World, client: Client) -> None:
    page = client.get(SIGN_IN).content.decode()
    for words in ("Логин", "Пароль", "Войти", "У меня код доступа", "Гимназия № 4"):
        assert words in page
    assert 'autocomplete="current-password"' in page


@pytest.mark.parametrize("login", ["teacher", "Teacher", " TEACHER "])
def test_signing_in_whatever_the_case_of_the_login(world: World, client: Client, login: str) -> None:
    assert sign_in(client, login)["Location"] == "/"
    assert verbs() == ["people.session.begin"]
    assert last_payload("people.session.begin")["after"] == {"address": "127.0.0.1", "device": "Firefox, Linux"}
    assert UserSession.objects.get().user == world.teacher.account


def test_a_page_asked_for_before_is_opened_after(world: World, client: Client) -> None:
    asked = client.get("/profile/")
    assert asked["Location"] == "/sign-in/?next=%2Fprofile%2F"
    assert sign_in(client, "egor", next="/profile/")["Location"] == "/profile/"


def test_nobody_is_led_away(world: World, client: Client) -> None:
    assert sign_in(client, "egor", next="https://evil.example/")["Location"] == "/"


def test_a_device_that_is_not_to_remember_forgets(world: World, client: Client) -> None:
    sign_in(client, "egor")
    assert client.session.get_expire_at_browser_close()
    client = Client()
    sign_in(client, "alisa", remember="on")
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.parametrize("login", ["egor", "nobody-here"])
def test_a_failure_says_the_same_and_is_logged_without_what_was_typed(world: World, client: Client, login: str) -> None:
    page = sign_in(client, login, "мимо-мимо").content.decode()
    assert "Логин или пароль не подходят" in page
    assert verbs() == ["people.session.refuse"]
    entry = Entry.objects.get()
    known = login == "egor"
    assert entry.actor is None
    assert entry.subject == f"people.account:{world.egor.account.pk if known else 0}"
    assert entry.about == (world.egor.pk if known else None)
    assert "мимо" not in whole_log()
    assert "nobody-here" not in whole_log()


def test_attempts_on_one_account_are_limited_even_with_the_right_password(world: World, client: Client) -> None:
    for _ in range(5):
        assert "не подходят" in sign_in(client, "egor", "мимо").content.decode()
    page = sign_in(client, "egor").content.decode()
    assert "Слишком много неудачных попыток" in page
    assert verbs() == ["people.session.refuse"] * 5
    assert sign_in(client, "alisa").status_code == 302, "another account may still sign in from there"


def test_failures_from_one_address_are_limited(world: World, client: Client) -> None:
    for number in range(30):
        sign_in(client, f"guess{number}", "мимо")
    assert "Слишком много неудачных попыток" in sign_in(client, "alisa").content.decode()


def test_sign_ins_from_one_address_are_limited_with_a_russian_page(world: World, client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        client.post(SIGN_IN, {})
    answer = client.post(SIGN_IN, {})
    assert answer.status_code == 429
    assert "Слишком много попыток" in answer.content.decode()


def test_right_passwords_do_not_use_up_the_limit(world: World) -> None:
    for _ in range(7):
        assert sign_in(Client(), "egor").status_code == 302


def test_blocked_is_told_to_who_knows_the_password_only(world: World, client: Client) -> None:
    world.egor.account.is_active = False
    world.egor.account.save()
    told = sign_in(client, "egor")
    assert (told.status_code, "Доступ заблокирован" in told.content.decode()) == (403, True)
    assert "Логин или пароль не подходят" in sign_in(client, "egor", "мимо").content.decode()
    assert client.get("/profile/").status_code == 302


def test_signing_out_is_a_post(world: World, client: Client) -> None:
    sign_in(client, "egor")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == SIGN_IN
    assert client.get("/profile/").status_code == 302
    assert verbs() == ["people.session.begin", "people.session.end"]


def test_nobody_signs_up_by_themselves(world: World, client: Client) -> None:
    assert client.get("/signup/").status_code == 404


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("teacher", "/journal/"),
        ("father", "/diary/"),
        ("egor", "/diary/"),
        ("left_teacher", "/profile/"),
        ("clerk", "/people/"),
    ],
)
def test_the_start_page_is_by_role(world: World, as_, name: str, start: str) -> None:
    assert as_(getattr(world, name)).get("/")["Location"].startswith(start)
