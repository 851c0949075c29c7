from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from tests.world import World
from zhurnal.core.errors import Refused, Repeated
from zhurnal.core.pages import page
from zhurnal.people import roles
from zhurnal.people.models import Person


def view(request: HttpRequest, person: Person | None = None) -> HttpResponse:
    return HttpResponse(person.last_name if person else "открыто")


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refused("Четверть закрыта приказом № 12", field="mark", now="5")


def repeating(request: HttpRequest) -> HttpResponse:
    raise Repeated


def only_self(who):
    return Person.objects.filter(pk=who.person_id)


def anyone(who) -> bool:
    return True


urlpatterns = [
    path("", include("zhurnal.urls")),
    page("t/open/", view, name="t-open", public=True),
    page("t/door/", view, name="t-door", door=lambda who: who.has(roles.DIRECTOR)),
    page("t/row/<int:pk>/", view, name="t-row", subject=only_self, reads_card=True),
    page("t/refused/", refusing, name="t-refused", door=anyone, methods=("GET", "POST")),
    page("t/repeated/", repeating, name="t-repeated", door=anyone, methods=("POST",)),
    path("t/naked/", view),
]
here = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.parametrize("doors", [{}, {"public": True, "door": anyone}, {"door": anyone, "subject": only_self}])
def test_a_page_has_exactly_one_door(doors: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="exactly one"):
        page("x/<int:pk>/", view, name="x", **doors)


def test_a_subject_needs_its_key_in_the_route() -> None:
    with pytest.raises(TypeError, match="pk"):
        page("x/", view, name="x", subject=only_self)


@here
def test_a_view_without_page_is_not_served(world: World, as_) -> None:
    assert as_(world.admin).get("/t/naked/").status_code == 404
    assert Client().get("/t/naked/").status_code == 404


@here
def test_without_a_session_one_is_sent_to_sign_in_and_back(world: World) -> None:
    answer = Client().get("/t/door/?a=1")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Ft%2Fdoor%2F%3Fa%3D1")
    assert Client().get("/t/door/", headers={"accept": "application/json"}).status_code == 401
    assert Client().get("/t/open/").content.decode() == "открыто"


@here
def test_a_shut_door_is_403(world: World, as_) -> None:
    assert as_(world.teacher).get("/t/door/").status_code == 403
    assert as_(world.director).get("/t/door/").status_code == 200


@here
def test_a_foreign_row_is_404_and_an_own_card_is_logged(world: World, as_) -> None:
    from zhurnal.core.models import Entry

    assert as_(world.teacher).get(f"/t/row/{world.director.pk}/").status_code == 404
    assert not Entry.objects.filter(verb="core.card.read").exists()
    assert as_(world.teacher).get(f"/t/row/{world.teacher.pk}/").content.decode() == "Третьякова"
    entry = Entry.objects.get(verb="core.card.read")
    assert (entry.actor, entry.about) == (world.teacher.pk, world.teacher.pk)


@here
def test_methods_not_named_are_405(world: World, as_) -> None:
    assert as_(world.director).post("/t/door/").status_code == 405


@here
def test_a_refusal_is_409_with_its_words(world: World, as_) -> None:
    client = as_(world.teacher)
    page_for_people = client.get("/t/refused/")
    assert page_for_people.status_code == 409
    assert "Четверть закрыта приказом № 12" in page_for_people.content.decode()
    answer = client.post("/t/refused/", headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json() == {"error": "Четверть закрыта приказом № 12", "field": "mark", "now": "5"}


@here
def test_a_repeated_act_is_answered_as_done(world: World, as_) -> None:
    client = as_(world.teacher)
    assert client.post("/t/repeated/", headers={"accept": "application/json"}).json() == {"repeated": True}
    for referer, leads in (("http://testserver/t/a/?b=1", "/t/a/?b=1"), ("https://evil.example/x", "/"), ("", "/")):
        answer = client.post("/t/repeated/", headers={"referer": referer})
        assert (answer.status_code, answer["Location"]) == (302, leads)


@here
def test_headers_of_every_answer(world: World) -> None:
    answer = Client().get("/t/open/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-store"
    assert len(answer["X-Request-Id"]) == 12


@here
def test_a_request_id_of_a_proxy_is_kept_unless_it_is_strange(world: World) -> None:
    assert Client().get("/t/open/", headers={"x-request-id": "abc-1"})["X-Request-Id"] == "abc-1"
    assert Client().get("/t/open/", headers={"x-request-id": "a b\n"})["X-Request-Id"] != "a b\n"


def test_health(world: World) -> None:
    assert Client().get("/healthz").json() == {"ok": True}
    assert Client().get("/readyz").json()["ok"] is True
