"""Headers on every answer, whatever it is; no POST without the token of a form; no secret in what is logged."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from tests.test_access_matrix import address
from tests.world import PASSWORD, World
from zhurnal.core import views
from zhurnal.core.middleware import CSP
from zhurnal.core.models import Payload
from zhurnal.core.pages import all_pages
from zhurnal.people import actions as people


def check(answer: HttpResponse) -> None:
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/activate/", 200),
        ("GET", "/journal/today/", 200),
        ("GET", "/", 302),
        ("GET", "/people/", 403),
        ("GET", "/nowhere/", 404),
        ("GET", "/journal/course/999999/", 404),
        ("POST", "/journal/today/", 405),
        ("GET", "/healthz", 200),
        ("POST", "/journal/cell/", 404),
    ],
)
def test_headers_of_every_kind_of_answer(world: World, as_, method: str, path: str, status: int) -> None:
    answer = as_(world.teacher).generic(method, path)
    assert answer.status_code == status
    check(answer)
    assert "no-store" in answer.headers["Cache-Control"]


def test_headers_of_an_error_of_ours(world: World, as_, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(request: HttpRequest, *_: object) -> HttpResponse:
        raise RuntimeError("secret words")

    monkeypatch.setattr("zhurnal.core.middleware.requests_log", logging.getLogger("nobody"))
    monkeypatch.setattr("zhurnal.people.queries.notice_page", fails)
    client = as_(world.teacher)
    client.raise_request_exception = False
    answer = client.get(reverse("people:notices"))
    assert answer.status_code == 500
    check(answer)
    assert "secret words" not in answer.content.decode()


def test_a_database_that_does_not_answer_is_said(world: World, as_, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("zhurnal.people.queries.notice_page", fails)
    client = as_(world.teacher)
    page = client.get(reverse("people:notices"))
    script = client.get(reverse("people:notices"), headers={"Accept": "application/json"})
    assert (page.status_code, script.status_code) == (503, 503)
    assert "База данных не" in page.content.decode()
    assert "база данных занята" in script.json()["error"]
    check(page)


def test_what_is_far_too_large_is_not_read(world: World, as_) -> None:
    class Body:
        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

        readline = read

    url = reverse("journal:add-file", args=[world.lessons["algebra"][0].pk])
    kind = "multipart/form-data; boundary=x"
    answer = as_(world.egor).generic(
        "POST", url, b"x", content_type=kind, CONTENT_LENGTH=str(2**40), **{"wsgi.input": Body()}
    )
    assert answer.status_code == 413
    check(answer)


def test_static_files_have_the_headers_too(db: None) -> None:
    (settings.STATIC_ROOT / "probe.svg").write_text("<svg/>", encoding="utf-8")
    answer = Client().get("/static/probe.svg")
    assert answer.status_code == 200
    check(answer)
    assert "no-store" not in answer.headers["Cache-Control"]


def test_every_post_asks_for_the_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.admin.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["zhurnal_csrf"] = "a" * 32
    for name, page in all_pages().items():
        if "POST" in page.methods:
            for more in ({}, {"HTTP_X_CSRFTOKEN": "b" * 32}, {"HTTP_ORIGIN": "https://evil.example"}):
                answer = client.post(str(address(name, page, 1)), {"csrfmiddlewaretoken": "b" * 32}, **more)
                assert answer.status_code == 403, name
    assert not hasattr(views.healthz, "csrf_exempt")


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(world: World, there: str) -> None:
    answer = Client().post(reverse("account_login"), {"login": "teacher", "password": PASSWORD, "next": there})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_session_begins_anew_at_sign_in_and_ends_at_sign_out(world: World) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.post(reverse("account_login"), {"login": "teacher", "password": PASSWORD})
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    assert morsel.value != "a" * 32
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Lax")
    client.post(reverse("account_logout"))
    client.cookies[settings.SESSION_COOKIE_NAME] = morsel.value
    assert client.get(reverse("people:profile")).status_code == 302


def test_no_secret_stands_in_a_log(world: World, as_, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    [(_, code)] = people.make_codes(people.SYSTEM, [world.gone])
    typed = "Пароль-сорок-два"
    guest = Client()
    guest.post(reverse("account_login"), {"login": "teacher", "password": typed})
    fields = {"code": code, "login": "prezhniy", "password": typed, "again": typed, "accepted": "on"}
    assert guest.post(reverse("people:activate"), fields).status_code == 302
    key = guest.cookies[settings.SESSION_COOKIE_NAME].value
    guest.post(reverse("people:password"), {"old": typed, "password": typed + "3", "again": typed + "3"})
    hashed = world.gone.account.__class__.objects.get(person=world.gone).password
    kept = "\n".join(Payload.objects.values_list("text", flat=True)) + caplog.text
    assert [one for one in (code, typed, key, hashed) if one in kept] == []
