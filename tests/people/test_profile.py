from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.people.helpers import last_payload, verbs, whole_log
from tests.world import PASSWORD, World
from zhurnal.people import actions
from zhurnal.people.models import Account, Notice

NEW = "синий-кит-9"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def signed_in(login: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": login, "password": PASSWORD, "remember": "on"})
    return client


def test_the_profile_says_roles_children_and_the_obligation(world: World, as_) -> None:
    page = as_(world.teacher).get("/profile/").content.decode()
    for words in ("учитель", "классный руководитель", "родитель", "Белозёров Тимофей Олегович", "24\u00a0ноября 2026"):
        assert words in page
    assert "нет роли" in as_(world.left_teacher).get("/profile/").content.decode()


def test_a_new_password_closes_the_other_sessions_and_keeps_this_one(world: World) -> None:
    here, there = signed_in("egor"), signed_in("egor")
    sent = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/profile/password/", sent)["Location"] == "/profile/"
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    assert UserSession.objects.filter(user__login="egor").count() == 1
    assert Account.objects.get(login="egor").check_password(NEW)
    assert last_payload("people.password.change") == {"after": {}, "before": {}}
    assert NEW not in whole_log()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"old": "не тот"}, "Нынешний пароль не подходит"),
        ({"again": "другой"}, "Пароли не совпадают"),
        ({"password": "password1", "again": "password1"}, "широко распространён"),
        ({"password": "84759347593", "again": "84759347593"}, "только из цифр"),
        ({"password": "other_teacher1", "again": "other_teacher1"}, "похож"),
    ],
)
def test_weak_or_wrong_passwords_are_refused_in_russian(world: World, as_, changed: dict[str, str], words: str) -> None:
    client = as_(world.other_teacher)
    answer = client.post("/profile/password/", {"old": PASSWORD, "password": NEW, "again": NEW, **changed})
    assert words in answer.content.decode()
    assert Account.objects.get(login="other_teacher").check_password(PASSWORD)


def test_guessing_the_old_password_is_limited(world: World, as_) -> None:
    client = as_(world.egor)
    sent = {"old": "мимо", "password": NEW, "again": NEW}
    assert [client.post("/profile/password/", sent).status_code for _ in range(6)] == [200] * 5 + [429]


def test_sessions_are_listed_and_closed_one_by_one(world: World) -> None:
    here, there, foreign = signed_in("egor"), signed_in("egor"), signed_in("alisa")
    page = here.get("/profile/sessions/").content.decode()
    assert page.count("вход 24") == page.count('name="session"') * 2 + 1 or "это устройство" in page
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post("/profile/sessions/", {"session": other.pk})["Location"] == "/profile/sessions/"
    assert there.get("/profile/").status_code == 302
    assert here.get("/profile/").status_code == 200
    assert verbs()[-1] == "people.session.close"
    theirs = UserSession.objects.get(session_key=foreign.session.session_key)
    mine = UserSession.objects.get(session_key=here.session.session_key)
    for wrong in (theirs.pk, mine.pk, "x", ""):
        assert here.post("/profile/sessions/", {"session": wrong}).status_code == 404
    assert foreign.get("/profile/").status_code == 200


def test_all_other_sessions_are_closed_at_once(world: World) -> None:
    here, one, two = signed_in("egor"), signed_in("egor"), signed_in("egor")
    here.post("/profile/sessions/")
    assert [client.get("/profile/").status_code for client in (here, one, two)] == [200, 302, 302]


def test_notices_are_new_until_they_are_marked(world: World, as_, who) -> None:
    actions.notify(who(world.admin), [world.egor, world.alisa, world.egor], "Собрание в пятницу", "people:sessions")
    assert Notice.objects.count() == 2
    client = as_(world.egor)
    page = client.get("/notices/").content.decode()
    assert "Новые" in page
    assert '<a href="/profile/sessions/">Собрание в пятницу</a>' in page
    assert 'class="badge">1' in page
    client.post("/notices/seen/")
    page = client.get("/notices/").content.decode()
    assert "Прочитанные" in page
    assert "Новые" not in page
    assert "Собрание" in as_(world.alisa).get("/notices/").content.decode()
    assert Notice.objects.get(person=world.alisa).seen_at is None
    assert verbs() == ["people.notice.send", "people.notice.send", "people.notice.see"]


def test_a_notice_whose_page_is_no_more_is_only_words(world: World, as_, who) -> None:
    actions.notify(who(world.admin), [world.egor], "Старое", "nowhere:page")
    page = as_(world.egor).get("/notices/")
    assert page.status_code == 200
    assert "Старое" in page.content.decode()


@pytest.mark.parametrize("address", ["/profile/", "/profile/password/", "/profile/sessions/", "/notices/", "/"])
def test_strangers_are_sent_to_sign_in(world: World, client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/sign-in/")
