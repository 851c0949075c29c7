"""The page: route + view + door. There is no page without a door, and no route that is not a page.

    page("course/<int:pk>/", views.register, name="register", subject=access.courses_to_read)
    page("today/", views.today, name="today", door=access.is_teacher, menu=Menu("Сегодня", order=10))
    page("sign-in/", views.sign_in, name="sign-in", public=True)

`subject` names which rows the person may reach: the row is fetched from that queryset (so a foreign one is 404) and handed to the
view as `view(request, row, …)`. `door` lets people in or not (403). Without a session both lead to the sign-in page.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from . import actions
from .errors import Refused, Repeated
from .prepared import Prepared
from .secret import Unsealable

answers_log = logging.getLogger("zhurnal.answers")
View = Callable[..., HttpResponse]
Subject = Callable[[Any], QuerySet[Any]]
Door = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Menu:
    """A place in the menu of those whom the door lets in; `order` sorts, `icon` names a symbol of the sprite.

    `also` names further pages (`diary:day`) on which this entry counts as the present one.
    """

    title: str
    order: int = 100
    icon: str = ""
    family: bool = False
    staff: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What is declared of a page; the access matrix, menus and links are computed from it."""

    name: str
    subject: Subject | None
    door: Door | None
    public: bool
    menu: Menu | None
    methods: tuple[str, ...]
    reads_card: bool
    key: str


def page(
    route: str,
    view: View,
    *,
    name: str,
    subject: Subject | None = None,
    door: Door | None = None,
    public: bool = False,
    menu: Menu | None = None,
    methods: tuple[str, ...] = ("GET",),
    reads_card: bool = False,
    key: str = "pk",
) -> URLPattern:
    """A route with its view and exactly one of subject, door, public; `key` is the route's parameter that finds the row.

    `methods` are those answered (HEAD comes with GET); `reads_card` logs the reading of a personal card before it answers.
    """
    if (subject is not None) + (door is not None) + public != 1:
        raise TypeError(f"page {name!r}: exactly one of subject, door and public=True")
    if subject is not None and f":{key}>" not in route:
        raise TypeError(f"page {name!r}: its subject needs <…:{key}> in the route")
    declared = Page(name, subject, door, public, menu, methods, reads_card, key)

    @functools.wraps(view)
    def handler(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _answer(declared, view, request, kwargs)

    handler.page = declared  # type: ignore[attr-defined]
    return path(route, handler, name=name)


def _answer(declared: Page, view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    who = request.who  # type: ignore[attr-defined]
    if not declared.public and who is None:
        return sign_in_first(request)
    method = "GET" if request.method == "HEAD" else request.method
    if method not in declared.methods:
        return HttpResponseNotAllowed(declared.methods)
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise Http404  # no text of ours holds a zero byte, and PostgreSQL fails at one
    if declared.door is not None and not declared.door(who):
        raise PermissionDenied
    try:
        if declared.subject is None:
            return view(request, **kwargs)
        row = _row(declared, who, kwargs.pop(declared.key))
        if declared.reads_card:
            card_is_read(Reader(who.person_id), row)
        return view(request, row, **kwargs)
    except Refused as refusal:
        return refused(request, refusal)
    except OperationalError:
        answers_log.exception("the database does not answer", extra={"path": request.path})
        return unavailable(request)
    except Unsealable:
        answers_log.exception("the data key does not fit", extra={"path": request.path})
        return unreadable(request)
    except Repeated:
        return JsonResponse({"repeated": True}) if wants_json(request) else redirect(_after_repeat(declared, request))


def _after_repeat(declared: Page, request: HttpRequest) -> str:
    """Where a form sent twice leads: its own page, or the page that it stood on."""
    if "GET" in declared.methods:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    own = came_from.netloc == request.get_host() and came_from.path.startswith("/")
    return came_from._replace(scheme="", netloc="").geturl() if own else "/"


def _row(declared: Page, who: Any, value: Any) -> Model:
    assert declared.subject is not None
    if isinstance(declared.subject, Prepared):
        row: Model | None = declared.subject.one(who, declared.key, value)
    else:
        row = declared.subject(who).filter(**{declared.key: value}).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a card: an act of its own, so that the act id of a form stays for what the form asks."""

    person_id: int
    act_id: None = None


@actions.action("core.card.read")
def card_is_read(act: actions.Acting, row: Model) -> None:
    """Put the reading of a personal card into the log (152-ФЗ)."""
    act.note(row, before=None, after=None, about=getattr(row, "log_about", None) or row.pk)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked."""
    return "application/json" in request.headers.get("Accept", "")


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """No session: a page goes to the sign-in page and comes back; a script is told 401."""
    if wants_json(request) or request.headers.get("HX-Request"):
        return JsonResponse(
            {"error": "Сеанс закончился. Войдите снова: введённое сохранено.", "sign_in": True}, status=401
        )
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer to a refusal by rule: 409 with its words, as JSON for scripts, a toast for htmx, a page for people."""
    if wants_json(request):
        return JsonResponse({"error": refusal.text, "field": refusal.field, **refusal.data}, status=409)
    template = "ui/refused.html" if request.headers.get("HX-Request") else "409.html"
    return render(request, template, {"refusal": refusal}, status=409)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is locked for long, out of room, or away: 503, nothing was written, the same may be sent again."""
    if wants_json(request):
        words = (
            "Журнал сейчас не может записать: база данных занята или на сервере кончилось место. Введённое сохранено."
        )
        return JsonResponse({"error": words}, status=503, headers={"Retry-After": "5"})
    return render(request, "503.html", status=503)


def unreadable(request: HttpRequest) -> HttpResponse:
    """What the page shows is sealed with a key that is not here (a copy restored without its keys): 503, in words."""
    if wants_json(request):
        return JsonResponse({"error": "Личные данные не читаются: на сервере нет их ключа."}, status=503)
    return render(request, "503_key.html", status=503)


def all_pages() -> dict[str, Page]:
    """Every page of the project by its full name (`journal:register`), read from the URL table."""
    return dict(_pages_of(get_resolver().url_patterns, ""))


@functools.cache
def page_named(name: str) -> Page:
    """The page of this full name."""
    return all_pages()[name]


def _pages_of(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Page]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _pages_of(pattern.url_patterns, inner)
        elif declared := getattr(pattern.callback, "page", None):
            yield f"{prefix}{pattern.name}", declared


def is_open(who: Any, name: str, row: Any = None) -> bool:
    """Whether this person may follow a link to the page; for a row given as a model instance the row is looked up."""
    declared = page_named(name)
    if declared.public:
        return True
    if who is None:
        return False
    if declared.door is not None:
        return declared.door(who)
    if not isinstance(row, Model):
        return True
    assert declared.subject is not None
    memo: dict[tuple[str, Any], bool] = who.memo
    place = (name, row.pk)
    if place not in memo:
        memo[place] = declared.subject(who).filter(pk=row.pk).exists()
    return memo[place]
