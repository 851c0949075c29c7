"""The fifth net: page × role × own or foreign row, compared with the kept file and tried over HTTP."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests import matrix
from tests.world import TODAY, World
from zhurnal.core.pages import Page, all_pages

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "access_matrix.txt"
DOCUMENT = ROOT / "docs" / "access.md"
# Values of further parameters of routes.
PARAMETERS: dict[str, object] = {"day": TODAY.isoformat(), "date": TODAY.isoformat(), "number": 1}
GOOD = {200, 302}
# Pages that need to be asked for something; a class without a division has no page of it.
QUERIES = {
    "reports:course_blank": "?span=week",
    "reports:class_blank": "?span=week",
    "school:division": "?name=Английский язык",
}
ALSO_GOOD = {"school:division": {404}}


def address(name: str, page: Page, pk: object = None) -> str | None:
    """A page's address, or None when a parameter has no example."""
    from django.urls import get_resolver

    *spaces, plain = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    parameters = resolver.reverse_dict.getlist(plain)[0][0][0][1]
    if not set(parameters) <= {page.key, *PARAMETERS}:
        return None
    plain_url = reverse(name, kwargs={one: pk if one == page.key else PARAMETERS[one] for one in parameters})
    return plain_url + QUERIES.get(name, "")


@pytest.fixture(autouse=True)
def furnished(world: World, who) -> None:
    matrix.furnish(world, who)


def test_the_matrix_is_the_kept_one(world: World, who) -> None:
    found = matrix.as_text(world, who)
    document = matrix.as_markdown(world, who)
    if os.environ.get("ZHURNAL_WRITE_MATRIX"):
        KEPT.write_text(found, encoding="utf-8")
        DOCUMENT.write_text(document, encoding="utf-8")
    assert found == KEPT.read_text(encoding="utf-8"), (
        "a page or a right changed: run with ZHURNAL_WRITE_MATRIX=1 and read the diff"
    )
    assert document == DOCUMENT.read_text(encoding="utf-8")


def test_every_page_has_an_example_address() -> None:
    assert [name for name, page in all_pages().items() if address(name, page, 1) is None] == []


@pytest.mark.parametrize("column", matrix.COLUMNS)
def test_each_role_over_http(world: World, who, as_, column: str) -> None:
    """Open pages answer, shut doors are 403, foreign rows 404; no page answers with an error of ours."""
    person = matrix.people(world)[column]
    asking, client = who(person), as_(person)
    wrong = []
    for name, page in all_pages().items():
        if "GET" not in page.methods or page.public:
            continue
        if page.door is not None:
            expected = GOOD if page.door(asking) else {403}
            tries = [(address(name, page), expected)]
        else:
            own, foreign = matrix.own_rows(page, asking).first(), matrix.foreign_row(page, asking)
            good = GOOD | ALSO_GOOD.get(name, set())
            tries = [(address(name, page, getattr(own, page.key)), good)] if own else []
            tries += [(address(name, page, getattr(foreign, page.key)), {404})] if foreign else []
        wrong += [
            (url, answer.status_code)
            for url, expected in tries
            if url and (answer := client.get(url)).status_code not in expected
        ]
    assert wrong == []


@pytest.mark.parametrize("column", matrix.COLUMNS)
def test_posts_to_shut_doors_and_foreign_rows(world: World, who, as_, column: str) -> None:
    person = matrix.people(world)[column]
    asking, client = who(person), as_(person)
    wrong = []
    for name, page in all_pages().items():
        if "POST" not in page.methods or page.public:
            continue
        if page.door is not None:
            tries = [] if page.door(asking) else [(address(name, page), 403)]
        else:
            foreign = matrix.foreign_row(page, asking)
            tries = [(address(name, page, getattr(foreign, page.key)), 404)] if foreign else []
        wrong += [
            (url, answer.status_code)
            for url, expected in tries
            if url and (answer := client.post(url)).status_code != expected
        ]
    assert wrong == []


def test_without_a_session_nothing_but_public_pages_answers(world: World) -> None:
    client = Client()
    for name, page in all_pages().items():
        if page.public:
            continue
        url = address(name, page, 1)
        for method in page.methods:
            answer = client.generic(method, url)
            assert answer.status_code == 302, (url, method)
            assert answer["Location"].startswith(reverse("account_login"))
