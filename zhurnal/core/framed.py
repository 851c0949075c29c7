"""Answers of the pages that are asked most: their own part is a string already, and the frame around it is drawn once and kept.

`base.html` draws the frame, as for every page; it is kept under all that it depends on, so a kept one can't be stale. Places
are left for what belongs to one request: the title, the page's own part, the token of the frame's forms.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from .context import shell as shell_of

# Nobody can type these: they are new with each start of the process.
TITLE, MAIN, TOKEN = (f"{name}-{secrets.token_hex(16)}" for name in ("title", "main", "token"))
MOST_FRAMES = 1024
_A_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
_frames: OrderedDict[Any, str] = OrderedDict()


def framed(
    request: HttpRequest, main: str, *, title: str, head: str = "", scripts: str = "", page_class: str = ""
) -> HttpResponse:
    """The page whose `<main>` is this HTML; `head`, `scripts` and `main` are safe already, the title is not."""
    given = {"head": head, "scripts": scripts, "page_class": page_class}
    if "messages" in request.COOKIES:  # shown once: never kept
        return HttpResponse(
            render_to_string("framed.html", {"title": title, "main": mark_safe(main), **_safe(given)}, request)
        )
    page = _frame(request, given)
    return HttpResponse(page.replace(TITLE, escape(title)).replace(TOKEN, get_token(request)).replace(MAIN, main))


def _safe(given: dict[str, str]) -> dict[str, str]:
    return {name: mark_safe(value) for name, value in given.items()}


def _frame(request: HttpRequest, given: dict[str, str]) -> str:
    key = _depends_on(request, given)
    kept = _frames.get(key)
    if kept is None:
        drawn = render_to_string("framed.html", {"title": TITLE, "main": MAIN, **_safe(given)}, request)
        kept = _frames[key] = _A_TOKEN.sub(rf"\g<1>{TOKEN}", drawn)
        if len(_frames) > MOST_FRAMES:
            _frames.popitem(last=False)
    else:
        _frames.move_to_end(key)
    return kept


def _depends_on(request: HttpRequest, given: dict[str, str]) -> tuple[Any, ...]:
    """All that base.html and the tags of frame.py read."""
    found = shell_of(request)
    who, shell = found["who"], found["shell"]
    reader = (who.account.pk, who.person.full_name) if who else None
    return (
        *given.values(),
        reader,
        shell.kind,
        tuple(shell.menu),
        shell.role_title,
        shell.unseen_notices,
        shell.school_name,
        request.COOKIES.get("theme"),
        request.COOKIES.get("view"),
    )
