from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.people.helpers import code_for, verbs
from tests.world import NOW, PASSWORD, World
from zhurnal.people.models import Account

PAGE = "/activate/"
GOOD = {"password": "верный-конь-7", "again": "верный-конь-7", "accepted": "on"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_the_way_from_the_slip_to_the_first_page(world: World, client: Client) -> None:
    code = code_for(world.late)
    assert "Код доступа" in client.get(PAGE).content.decode()
    second = client.post(PAGE, {"code": code.lower()}).content.decode()
    assert "Здравствуйте, Вера Н." in second
    assert "Новикова" not in second, "whose access it is: the name and an initial"
    assert 'value="novikova"' in second
    done = client.post(PAGE, {"code": code, "login": "novikova", **GOOD})
    assert done["Location"] == "/"
    account = Account.objects.get(login="novikova")
    assert (account.person, account.rules_accepted_at) == (world.late, NOW)
    assert client.get("/profile/").status_code == 200
    assert verbs()[-3:] == ["people.access.activate", "people.access.activate", "people.session.begin"]


def test_a_reset_asks_for_a_password_only(world: World, client: Client) -> None:
    code = code_for(world.egor)
    second = client.post(PAGE, {"code": code}).content.decode()
    assert "Логин останется прежним: <b>egor</b>" in second
    assert 'name="login"' not in second
    assert 'name="accepted"' not in second
    assert client.post(PAGE, {"code": code, "password": "верный-конь-7", "again": "верный-конь-7"})["Location"] == "/"
    assert client.get("/profile/").status_code == 200
    assert Client().post("/sign-in/", {"login": "egor", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"again": "другое"}, "Пароли не совпадают"),
        ({"password": "12345678", "again": "12345678"}, "широко распространён"),
        ({"accepted": ""}, "Без этого обязательства"),
        ({"login": "teacher"}, "уже занят"),
        ({"login": "Вера"}, "латинские буквы"),
    ],
)
def test_mistakes_are_said_beside_the_field_and_the_login_is_kept(
    world: World, client: Client, changed: dict[str, str], words: str
) -> None:
    code = code_for(world.late)
    sent = {"code": code, "login": "vera", **GOOD, **changed}
    answer = client.post(PAGE, sent).content.decode()
    assert words in answer
    assert f'value="{sent["login"]}"'.casefold() in answer.casefold()
    assert not Account.objects.filter(person=world.late).exists()
    assert client.post(PAGE, {"code": code, "login": "vera", **GOOD}).status_code == 302


def test_a_used_code_opens_nothing(world: World) -> None:
    code = code_for(world.late)
    sent = {"code": code, "login": "vera", **GOOD}
    assert Client().post(PAGE, sent).status_code == 302
    again = Client().post(PAGE, sent)
    assert "уже использован" in again.content.decode()


def test_guessing_is_limited_by_address(world: World, client: Client) -> None:
    for _ in range(20):
        assert client.post(PAGE, {"code": "2222222222222222"}).status_code == 200
    assert client.post(PAGE, {"code": "2222222222222222"}).status_code == 429
    assert client.post(PAGE, {"code": code_for(world.late)}).status_code == 429


def test_good_codes_do_not_use_up_the_limit(world: World) -> None:
    code = code_for(world.late)
    for _ in range(25):
        assert "Здравствуйте" in Client().post(PAGE, {"code": code}).content.decode()


def test_a_code_in_the_address_is_not_read(world: World, client: Client) -> None:
    code = code_for(world.late)
    assert code not in client.get(PAGE, {"code": code}).content.decode()
