"""What every template is given: who reads, the menu made from the pages' own doors, and what the school's shell adds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from .pages import all_pages, is_open


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu as drawn."""

    title: str
    url: str
    icon: str
    active: bool


def menu_of(request: HttpRequest, *, family: bool) -> list[MenuItem]:
    """The pages that have a place in this menu and whose door is open for the reader, in order."""
    who = getattr(request, "who", None)
    if who is None:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = [
        (declared.menu, name)
        for name, declared in all_pages_cached()
        if declared.menu and (declared.menu.family if family else declared.menu.staff) and is_open(who, name)
    ]
    places.sort(key=lambda place: place[0].order)
    return [MenuItem(menu.title, _address(name), menu.icon, here in (name, *menu.also)) for menu, name in places]


@cache
def _address(name: str) -> str:
    """Asked for every entry of every page's menu; addresses do not change while the process lives."""
    return reverse(name)


_pages: list[tuple[str, Any]] = []


def all_pages_cached() -> list[tuple[str, Any]]:
    """The pages that stand in a menu; the URL table does not change while the process lives."""
    if not _pages:
        _pages.extend((name, declared) for name, declared in all_pages().items() if declared.menu)
    return _pages


def shell(request: HttpRequest) -> dict[str, Any]:
    """`who`, and lazily `shell`: family or staff, menu, school's name, unread notices (see school/shell.py)."""
    make = import_string(settings.ZHURNAL_SHELL)
    return {"who": getattr(request, "who", None), "shell": _Lazy(lambda: make(request))}


class _Lazy:
    """Made once, when a template first asks: error pages and fragments do not pay for it."""

    def __init__(self, make: Any) -> None:
        self._make = make
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)
