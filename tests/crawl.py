"""Every POST form that a person is shown: the pages of the access matrix are read, and their forms taken as a browser sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests import matrix
from tests.test_access_matrix import address
from tests.world import TODAY
from zhurnal.core.pages import Page, all_pages

Data = dict[str, list[str]]
# What a person would type into an empty field that must be filled.
TYPED = {
    "date": TODAY.isoformat(),
    "number": "1",
    "email": "anna@journal.example",
    "tel": "+7 900 000-00-00",
    "text": "Проба",
}
NAMED = {"grade": "3", "letter": "Ж", "names": "Первая\nВторая", "order_number": "7", "reason": "Болезнь"}


@dataclass
class Field:
    """A field of a form: its kind (`select`, `checkbox`, `text` …), what it may send, and what it sends when nothing is touched."""

    name: str
    kind: str
    offered: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    required: bool = False

    @property
    def is_id(self) -> bool:
        """Whether it names a row or a number among those offered."""
        values = [value for value in self.offered if value]
        return (
            self.kind in {"select", "checkbox", "radio", "hidden", "button"}
            and bool(values)
            and all(map(str.isdecimal, values))
        )


@dataclass
class Form:
    """A form as shown on a page."""

    page: str
    action: str
    fields: dict[str, Field]
    act: str = ""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Forms that differ only in rows are one."""
        return re.sub(r"\d+", "0", self.action), tuple(sorted(re.sub(r"\d+", "0", name) for name in self.fields))

    @property
    def different(self) -> list[Field]:
        """The fields, of those that differ only in a row's id the first two."""
        alike: dict[str, list[Field]] = {}
        for name, one in self.fields.items():
            alike.setdefault(re.sub(r"\d+", "0", name), []).append(one)
        return [one for some in alike.values() for one in some[:2]]

    def filled(self) -> Data:
        """What a person sends who fills in what must be filled."""
        data: Data = {}
        for one in self.fields.values():
            values = list(one.sent)
            if not any(values) and one.kind not in {"hidden", "button"}:
                values = [NAMED[one.name]] if one.name in NAMED and one.kind != "select" else self._first(one)
            if values:
                data[one.name] = values
        return data

    def _first(self, one: Field) -> list[str]:
        if one.kind in {"select", "checkbox", "radio"}:
            return [value for value in one.offered if value][:1]
        return [TYPED.get(one.kind, TYPED["text"])] if one.required else one.sent


class _Reader(HTMLParser):
    def __init__(self, page: str, here: str) -> None:
        super().__init__()
        self.page, self.here = page, here
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.elsewhere: list[str] = []  # buttons that send the same form to another address
        self.by_id: dict[str, Form] = {}  # fields may name a form that stands elsewhere
        self.select: Field | None = None
        self.area: Field | None = None

    def _field(self, given: dict[str, str], kind: str) -> Field | None:
        name = given.get("name", "")
        form = self.by_id.setdefault(given["form"], Form(self.page, "", {})) if "form" in given else self.form
        if form is None or not name or name == "csrfmiddlewaretoken" or "disabled" in given:
            return None
        if name == "act":
            form.act = given.get("value", "")
            return None
        found = form.fields.setdefault(name, Field(name, kind))
        found.required = found.required or "required" in given
        return found

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "get").lower() == "post":
            self.form = self.by_id.setdefault(given.get("id") or str(len(self.by_id)), Form(self.page, "", {}))
            self.form.action = urljoin(self.here, given.get("action", ""))
        elif tag == "select":
            self.select = self._field(given, "select")
        elif tag == "option" and self.select:
            self.select.offered.append(given.get("value", ""))
            if "selected" in given:
                self.select.sent = [given.get("value", "")]
        elif tag == "textarea":
            self.area = self._field(given, "text")
            if self.area:
                self.area.sent = [""]
        elif tag == "button" and given.get("formaction"):
            self.elsewhere.append(given["formaction"])
        elif tag == "button" and given.get("name"):
            self._offer(self._field(given, "button"), given, sent=False)
        elif tag == "input":
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        found = self._field(given, kind)
        if kind in {"checkbox", "radio"}:
            self._offer(found, {"value": given.get("value", "on")}, sent="checked" in given)
        else:
            self._offer(found, given, sent=True)

    def _offer(self, found: Field | None, given: dict[str, str], *, sent: bool) -> None:
        if found:
            found.offered.append(given.get("value", ""))
            if sent:
                found.sent.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.sent = [self.area.sent[0] + data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form:
            self.forms.append(self.form)
            self.forms += [replace(self.form, action=urljoin(self.here, action)) for action in self.elsewhere]
            self.form, self.elsewhere = None, []
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def forms_in(html: str, *, page: str, here: str) -> list[Form]:
    """The POST forms of a page."""
    reader = _Reader(page, here)
    reader.feed(html)
    return [form for form in reader.forms if not urlsplit(form.action).netloc]


def addresses(asking: Any) -> Iterator[tuple[str, Page, str]]:
    """(name, page, address) of each page that the person may open, with the first row that they reach."""
    for name, page in all_pages().items():
        if "GET" not in page.methods:
            continue
        if page.subject is None:
            if page.public or page.door(asking):  # type: ignore[misc]
                yield name, page, str(address(name, page))
        elif row := matrix.own_rows(page, asking).order_by("pk").first():
            yield name, page, str(address(name, page, getattr(row, page.key)))


def forms_shown(asking: Any, client: Client, more: dict[str, list[str]] | None = None) -> list[Form]:
    """One form of each kind that the person is shown; `more` are further addresses by page."""
    found: dict[Any, Form] = {}
    places = [(name, url) for name, _, url in addresses(asking)]
    places += [(name, url) for name, urls in (more or {}).items() for url in urls]
    for name, url in places:
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for form in forms_in(answer.content.decode(), page=name, here=url):
                found.setdefault(form.key, form)
    return list(found.values())
