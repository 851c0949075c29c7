"""Wrong dates, numbers out of range, signs that are no text: in addresses and in every field of every form, never an error of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import crawl, matrix
from tests.test_access_matrix import address
from tests.test_foreign_ids import Elsewhere, further, poster, rows
from tests.world import TODAY, World
from zhurnal.core.pages import all_pages

__all__ = ["rows"]

DATES = ["", "abc", "0001-01-01", "9999-12-31", "2026-02-31", "2026-W01", "10000-01-01", "2026-11-24T10:00"]
NUMBERS = ["", "abc", "-1", "0", "1e9", "²", "٣", "9" * 17, str(2**63 - 1), str(2**63), "9" * 5000]
WORDS = ["%", "'", "\\", "..", "\u202e", "💥", "<b>", "а" * 5000, "\x00"]
ASKED: dict[str, dict[str, list[str]]] = {
    "account_login": {"next": WORDS},
    "diary:absences": {"span": NUMBERS + WORDS},
    "diary:day": {"date": DATES},
    "diary:home": {"date": DATES},
    "diary:marks": {"span": NUMBERS + WORDS},
    "diary:week": {"date": DATES},
    "exchange:propose": {"q": WORDS},
    "journal:courses": {"q": WORDS},
    "journal:history": {"student": NUMBERS, "work": NUMBERS},
    "journal:lesson": {"work": NUMBERS, "open": NUMBERS},
    "journal:register": {"period": NUMBERS, "lesson": NUMBERS},
    "journal:today": {"date": DATES},
    "people:family": {"q": WORDS, "as": WORDS},
    "people:list": {"q": WORDS, "role": WORDS, "page": NUMBERS},
    "reports:blanks": {"c-date": DATES, "c-span": WORDS, "c-group": NUMBERS, "t-date": DATES, "t-course": NUMBERS},
    "reports:class_blank": {"date": DATES, "span": WORDS},
    "reports:class_list": {"format": WORDS},
    "reports:course_blank": {"date": DATES},
    "school:calendar": {"year": NUMBERS},
    "school:departed": {"q": WORDS, "page": NUMBERS},
    "school:movement": {"year": NUMBERS, "span": WORDS, "since": DATES, "until": DATES},
    "school:order-add": {"kind": WORDS, "classes": NUMBERS},
    "school:orders": {"kind": WORDS, "state": WORDS, "class": NUMBERS, "month": [*DATES, *WORDS, "2026-99", "0000-01"]},
    "school:division": {"name": WORDS},
    "timetable:day": {"day": DATES, "teacher": NUMBERS},
    "timetable:draft": {"by": WORDS, "only": WORDS + [f"c{one}" for one in NUMBERS] + [f"g{one}" for one in NUMBERS]},
    "school:class-cards": {"show": WORDS},
    "school:consent-add": {"purpose": WORDS},
    "school:consent-paper": {"purpose": WORDS},
    "timetable:draft-add": {"source": NUMBERS},
    "timetable:draft-compare": {"with": NUMBERS, "by": WORDS},
    "timetable:draft-free": {"slots": NUMBERS + WORDS},
    "timetable:draft-options": {"column": NUMBERS, "weekday": NUMBERS, "row": NUMBERS},
    "timetable:draft-put": {"weekday": NUMBERS, "number": NUMBERS, "column": NUMBERS, "by": WORDS, "only": WORDS},
    "timetable:lessons": {"since": DATES, "until": DATES},
    "timetable:mine": {"day": DATES},
    "timetable:slot-add": {"weekday": NUMBERS, "number": NUMBERS},
    "timetable:week": {"day": DATES},
}
# What else a page is asked, so that the wrong value is looked at.
BESIDE: dict[str, dict[str, Any]] = {
    "c-": {"of": "class", "c-date": TODAY.isoformat()},
    "t-": {"of": "course", "t-date": TODAY.isoformat()},
    "school:movement": {"span": "free", "since": TODAY.isoformat(), "until": TODAY.isoformat()},
    "school:order-add": {"kind": "expel"},
}


def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("column", ["admin", "class_teacher", "teacher", "student"])
def test_wrong_values_in_addresses(world: World, who, as_, column: str) -> None:
    person = matrix.people(world)[column]
    client, wrong = quiet(as_(person)), []
    for name, _, url in crawl.addresses(who(person)):
        for key, values in ASKED.get(name, {}).items():
            for value in values:
                asked: dict[str, Any] = (BESIDE.get(name) or BESIDE.get(key[:2], {})) | {key: value}
                if name == "journal:history":
                    asked = {"student": world.first_grader.pk} | asked
                status = client.get(url.split("?")[0], asked).status_code
                wrong += [(name, key, value[:30], status)] if status >= 500 else []
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("column", ["admin", "teacher", "student"])
def test_numbers_in_routes_that_no_database_holds(world: World, who, as_, column: str) -> None:
    client, asking = quiet(as_(matrix.people(world)[column])), who(matrix.people(world)[column])
    for name, page in all_pages().items():
        if page.subject is not None:
            for pk in (2**63 - 1, 2**63, 10**30):
                assert client.generic(page.methods[0], str(address(name, page, pk))).status_code == 404, (name, asking)


def test_no_row_is_looked_up_by_a_zero_byte(world: World, as_) -> None:
    assert as_(world.admin).get(reverse("people:list"), {"q": "Бел\x00ова"}).status_code == 404


# Each is wrong in a date, a number, a choice and a text, or in one of them.
BAD = ["\x00", "9999-12-31", "9" * 30]
WORSE = [
    "0001-01-01",
    "-1",
    "9" * 5000,
    "NaN",
    "1e400",
    "0,0000001",
    "²",
    "٣",
    "\u202e",
    "💥" * 100,
    "а" * 100_000,
    "\r\nX: y",
    "1:99",
    "{{7*7}}",
    "2026-02-31",
]


def in_every_field(world: World, column: str, who: Any, as_: Any, values: list[str]) -> list[Any]:
    person = matrix.people(world)[column]
    client = as_(person)
    forms = crawl.forms_shown(who(person), client, further(world, column))
    post = poster(client)
    wrong = []
    for form in forms:
        for name in (one.name for one in form.different):
            for value in values:
                status, _ = post(form.action, {**form.filled(), name: [value]})
                wrong += [(form.page, form.action, name, value[:30])] if status >= 500 else []
    return wrong


@pytest.mark.parametrize("column", [pytest.param("admin", marks=pytest.mark.long), "deputy", "clerk", "teacher"])
def test_wrong_values_in_every_field_of_every_form(world: World, rows: Elsewhere, who, as_, column: str) -> None:
    wrong = in_every_field(world, column, who, as_, BAD)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.long
@pytest.mark.parametrize("column", ["admin", "deputy", "director", "class_teacher", "teacher", "parent"])
def test_worse_values_in_every_field_of_every_form(world: World, rows: Elsewhere, who, as_, column: str) -> None:
    wrong = in_every_field(world, column, who, as_, WORSE)
    assert not wrong, "\n".join(map(str, wrong))


BODIES: list[tuple[str, bytes]] = [
    ("application/json", b"{"),
    ("application/json", json.dumps({"lesson": 1}).encode()),
    ("application/x-www-form-urlencoded", b"lesson=%FF%FE&student=\xff"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"lesson=1"),
    ("application/x-www-form-urlencoded; charset=nothing", b"lesson=1"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
    ("multipart/form-data", b"lesson=1"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="lesson"\r\n\r\n\xff\xfe\r\n--x'),
    ("multipart/form-data; boundary=\xff".encode().decode("latin-1"), b"--"),
    ("text/plain", b"\x00"),
    ("", b"lesson=1"),
]


@pytest.mark.parametrize("body", range(len(BODIES)))
@pytest.mark.parametrize(
    "name", ["journal:cell", "people:password", "account_login", "people:activate", "journal:comment"]
)
def test_bodies_that_are_no_form(world: World, as_, name: str, body: int) -> None:
    kind, content = BODIES[body]
    client = quiet(as_(world.teacher))
    for accept in ("text/html", "application/json"):
        answer = client.generic("POST", reverse(name), content, content_type=kind, headers={"Accept": accept})
        assert answer.status_code < 500, (name, kind, accept)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "\u00e9"])
def test_unknown_methods(world: World, as_, method: str) -> None:
    client = quiet(as_(world.teacher))
    for name in ("journal:cell", "journal:today", "account_login", "core:healthz"):
        assert client.generic(method, reverse(name)).status_code in {405, 403}, (name, method)
