"""The frame, the components and the error pages, drawn without a database."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory

from zhurnal.core import assets
from zhurnal.core.context import MenuItem
from zhurnal.core.errors import Refused

TEMPLATES = sorted(assets.SOURCE.parents[2].rglob("templates/**/*.html"))
STANDING_ALONE = ("400.html", "403_csrf.html", "429.html", "500.html")


def draw(text: str, **context: Any) -> str:
    """A template's text, drawn as a page without a reader."""
    request = RequestFactory().get("/", headers={"Cookie": context.pop("cookies", "")})
    request.META["CSRF_COOKIE"] = "a" * 32
    request.who = None  # type: ignore[attr-defined]
    shell = context.pop("shell", None) or SimpleNamespace(kind="guest", menu=[], school_name="", unseen_notices=0)
    return str(engines["django"].from_string(text).render({"shell": shell, "who": None, **context}, request))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_holds_what_the_content_policy_refuses(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("name", STANDING_ALONE)
def test_an_error_page_stands_when_nothing_else_does(name: str) -> None:
    html = get_template(name).render({}, None)
    assert "<h1>" in html
    assert 'href="/"' in html


def test_a_refusal_shows_its_words_whole() -> None:
    html = get_template("409.html").render(
        {"refusal": Refused("Четверть закрыта приказом № 12"), "shell": None, "who": None}, None
    )
    assert "<h1>Четверть закрыта приказом № 12</h1>" in html


def test_the_choice_of_this_device_is_in_the_first_byte() -> None:
    assert '<html lang="ru">' in draw('{% extends "base.html" %}')
    chosen = draw('{% extends "base.html" %}', cookies="theme=dark; view=contrast")
    assert '<html lang="ru" data-theme="dark" data-view="contrast">' in chosen
    assert "script" not in draw("{% load frame %}{% frame_look %}", cookies='theme="><script>')


def test_a_family_has_its_tabs_and_the_rest_under_more() -> None:
    titles = ("Дневник", "Отметки", "Посещения", "Сообщения", "События", "Документы")
    menu = [MenuItem(title, f"/{place}/", "diary", place == 0) for place, title in enumerate(titles)]
    shell = SimpleNamespace(kind="family", menu=menu, school_name="", unseen_notices=0)
    tabs = draw('{% load frame %}{% frame_menu "ui/tabbar.html" %}', shell=shell)
    assert re.findall(r'class="title">([^<]+)<', tabs) == [*titles[:4], "Ещё", *titles[4:]]
    assert tabs.count("aria-current") == 1
    shell.kind = "staff"
    assert draw('{% load frame %}{% frame_menu "ui/tabbar.html" %}', shell=shell).strip() == ""


class Card(forms.Form):
    """A form with every kind of field that the house draws."""

    name = forms.CharField(label="Имя", help_text="Как в свидетельстве")
    kind = forms.ChoiceField(label="Причина", choices=[("ill", "По болезни")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Правила прочитаны")
    note = forms.CharField(label="Примечание", required=False)


def test_an_error_is_bound_to_its_field_and_what_was_typed_is_kept() -> None:
    html = draw('{% include "ui/form.html" %}', form=Card({"note": "Мама принесла справку", "agreed": "on"}))
    name = re.search(r'<input[^>]*name="name"[^>]*>', html)
    assert name
    assert 'aria-describedby="id_name_helptext id_name_error"' in name[0]
    assert 'aria-invalid="true"' in name[0]
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'value="Мама принесла справку"' in html
    assert 'role="alert"' in html
    assert html.count("<label") == 4
    assert re.search(r'name="agreed"[^>]* checked', html)
    assert 'name="act"' in html


def test_a_form_not_yet_sent_shows_no_errors() -> None:
    html = draw('{% include "ui/form.html" with action="Записать" %}', form=Card())
    assert "error" not in html
    assert ">Записать</button>" in html


def test_the_style_guide_draws_every_component() -> None:
    html = draw(
        '{% include "core/styleguide.html" %}',
        form=Card(),
        periods=[{"title": "II четверть", "url": "#", "active": True}],
        children=[{"title": "Егор, 8 «Б»", "url": "#", "active": True}],
        sections=[{"title": "Ученики", "url": "#", "active": True, "badge": 4}],
        students=[("Абрамова Алиса", "04.03.2012", "есть", "good", 12, "4,16")],
        page=Paginator(range(30), 10).page(2),
        icons=["diary"],
    )
    for part in (
        "lesson now",
        "segments",
        "tabs",
        "pills",
        "days",
        "chip good",
        "notice bad",
        "empty",
        "table-wrap",
        "pager",
        "stat",
        "bar",
        "<dialog",
    ):
        assert part in html
