"""The frame of a page, drawn once for each thing it depends on and kept.

It stands around every answer, and templates with many parts are slow: what does not change is not drawn twice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.context import MenuItem

register = template.Library()
TOKEN = "the-token-of-this-request"  # noqa: S105 - only a place for it


@register.simple_tag
@lru_cache(maxsize=64)
def fixed(name: str) -> SafeString:
    """A template that depends on nothing."""
    return render_to_string(name)


@register.simple_tag(takes_context=True)
def frame_menu(context: template.Context, name: str) -> SafeString:
    """The menu of the header or the tabs of a phone (`name` is the template), for the reader's shell."""
    shell = context.get("shell")
    return _menu(name, shell.kind, tuple(shell.menu)) if shell else mark_safe("")


@lru_cache(maxsize=512)
def _menu(name: str, kind: str, menu: tuple[MenuItem, ...]) -> SafeString:
    return render_to_string(name, {"kind": kind, "menu": menu})


@register.simple_tag(takes_context=True)
def frame_reader(context: template.Context) -> SafeString:
    """The bell and the menu under the reader's name."""
    who, shell, request = context.get("who"), context.get("shell"), context.get("request")
    if who is None or shell is None or request is None:
        return mark_safe("")
    person = who.person
    drawn = _reader(
        (person.short_name, person.full_name, person.last_name[:1] + person.first_name[:1]),
        shell.role_title,
        tuple(shell.own_pages),
        shell.notices_url,
        shell.unseen_notices,
    )
    return mark_safe(drawn.replace(TOKEN, get_token(request)))


@lru_cache(maxsize=2048)
def _reader(
    names: tuple[str, str, str], role_title: str, own_pages: tuple[MenuItem, ...], notices_url: str, unseen: int
) -> SafeString:
    short_name, full_name, initials = names
    given: dict[str, Any] = {
        "short_name": short_name,
        "full_name": full_name,
        "initials": initials,
        "role_title": role_title,
        "own_pages": own_pages,
        "notices_url": notices_url,
        "unseen_notices": unseen,
        "token": TOKEN,
    }
    return render_to_string("ui/reader.html", given)


@register.simple_tag(takes_context=True)
def frame_look(context: template.Context) -> SafeString:
    """What the reader has chosen for this device, as attributes of <html>: read from cookies, so that nothing flashes."""
    request: HttpRequest | None = context.get("request")
    cookies = request.COOKIES if request else {}
    attributes = ""
    if cookies.get("theme") in {"dark", "light"}:
        attributes += f' data-theme="{cookies["theme"]}"'
    if cookies.get("view") == "contrast":
        attributes += ' data-view="contrast"'
    return mark_safe(attributes)
