"""The kept frame is the frame that base.html draws, for whoever asks."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest

from tests.world import NOW, World
from zhurnal.core import framed
from zhurnal.people.models import Notice

TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]*)"')


def page(client, path: str = "/diary/") -> str:
    reply = client.get(path)
    assert reply.status_code == 200
    return reply.content.decode()


def test_a_kept_frame_is_the_same_page(world: World, as_) -> None:
    framed._frames.clear()
    client = as_(world.egor)
    first, second = page(client), page(client)
    assert len(framed._frames) == 1
    assert TOKEN.sub("", first) == TOKEN.sub("", second)
    for text in (framed.TITLE, framed.MAIN, framed.TOKEN):
        assert text not in second


def test_each_request_has_its_own_token_and_it_is_good(world: World, as_) -> None:
    client = as_(world.egor)
    client.handler.enforce_csrf_checks = True
    tokens = [TOKEN.findall(page(client))[0] for _ in range(2)]
    assert tokens[0] != tokens[1]
    reply = client.post(f"/diary/{world.egor.pk}/seen/", {"csrfmiddlewaretoken": tokens[1]})
    assert reply.status_code == 302
    assert client.post(f"/diary/{world.egor.pk}/seen/").status_code == 403


def test_frames_are_not_mixed_between_people(world: World, as_) -> None:
    mine, others = page(as_(world.egor)), page(as_(world.alisa))
    assert "Белозёров Егор Олегович" in mine
    assert "Белозёров" not in others


def test_what_the_frame_depends_on_changes_it(world: World, as_) -> None:
    client = as_(world.egor)
    assert 'class="badge"' not in page(client)
    Notice.objects.create(person=world.egor, text="Новое", made_at=NOW)
    assert '<span class="badge">1<span' in page(client)
    client.cookies["theme"] = "dark"
    assert '<html lang="ru" data-theme="dark">' in page(client)
    client.cookies["view"] = "contrast"
    assert 'data-view="contrast"' in page(client)
    assert 'aria-current="page"><svg' in page(client)
    assert page(client, "/diary/week/").count('aria-current="page"') == page(client).count('aria-current="page"')


def test_a_message_is_shown_once(world: World, as_, rf) -> None:
    request: HttpRequest = rf.get("/")
    storage = CookieStorage(request)
    storage.add(messages.SUCCESS, "Пароль изменён.")
    client = as_(world.egor)
    page(client)
    client.cookies["messages"] = storage._encode(storage._queued_messages)
    assert "Пароль изменён." in page(client)
    assert "Пароль изменён." not in page(client)


def test_the_title_is_escaped(world: World, rf, who) -> None:
    request = rf.get("/")
    request.who, request.resolver_match = who(world.egor), None
    shown = framed.framed(request, "<b>готово</b>", title="<i>").content.decode()
    assert "<title>&lt;i&gt; · Журнал</title>" in shown
    assert "<b>готово</b>" in shown


def test_only_so_many_are_kept(world: World, rf, who, monkeypatch) -> None:
    framed._frames.clear()
    monkeypatch.setattr(framed, "MOST_FRAMES", 3)
    for number in range(5):
        request = rf.get("/")
        request.who, request.resolver_match = who(world.egor), None
        framed.framed(request, "", title="т", head=f"<meta name={number}>")
    assert len(framed._frames) == 3
