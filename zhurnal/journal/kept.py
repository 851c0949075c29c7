"""Parts of the register's page that are drawn by templates once for what they show, and kept.

What is given to a template is a frozen value, and nothing else reaches it, so a kept part can't be stale: another value is another
part. Places are left for what belongs to one request: the grid, the token of its forms, their act ids.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Nobody can type these: they are new with each start of the process.
GRID, TOKEN, ACT = (f"{name}-{secrets.token_hex(16)}" for name in ("grid", "token", "act"))
MOST_PAGES, MOST_PANELS = 512, 1024


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a homework."""

    id: int
    name: str
    size: int

    @property
    def size_words(self) -> str:
        """«240 КБ», «1,4 МБ»"""
        if self.size < 1024 * 1024:
            return f"{max(1, round(self.size / 1024))}\u00a0КБ"
        return f"{self.size / 1024 / 1024:.1f}\u00a0МБ".replace(".", ",")


@dataclass(frozen=True, slots=True)
class ShownWork:
    """A work of the lesson; `marks` is the number of marks put for it."""

    id: int
    kind: int
    name: str
    title: str
    sign: str
    weight: int
    is_control: bool
    marks: int


@dataclass(frozen=True, slots=True)
class LessonCard:
    """The right-hand side of the paper journal for one lesson."""

    id: int
    course: int
    date: dt.date
    number: int
    starts: dt.time | None
    ends: dt.time | None
    room: str
    teacher: str
    substitute: str
    topic: str
    homework: str
    is_none: bool
    minutes: int | None
    due: dt.date | None
    seen: dt.datetime | None
    works: tuple[ShownWork, ...]
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The card of a lesson with what may be done to it; the last two are the reasons why not, or empty."""

    card: LessonCard
    editable: bool
    held: bool
    kinds: tuple[tuple[int, str], ...]
    default_kind: str
    no_marks: str
    no_homework: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A period to choose."""

    title: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What stands around the grid."""

    subject: str
    group: str
    hours: str
    teaches: bool
    teachers: str
    who_sees: str
    segments: tuple[Segment, ...]
    has_columns: bool
    has_students: bool
    is_editable: bool
    panel: Panel | None

    @property
    def grid(self) -> SafeString:
        """The place of the grid."""
        return mark_safe(GRID)


@lru_cache(maxsize=MOST_PAGES)
def _page(page: RegisterPage) -> str:
    return render_to_string("journal/_register.html", {"page": page, "csrf_token": TOKEN, "act": ACT})


@lru_cache(maxsize=MOST_PANELS)
def _panel(panel: Panel) -> str:
    return render_to_string("journal/_panel.html", {"panel": panel, "csrf_token": TOKEN, "act": ACT})


def register_page(request: HttpRequest, page: RegisterPage, grid: str) -> SafeString:
    """The main part of the register's page around a grid that is HTML already."""
    return mark_safe(_of(request, _page(page)).replace(GRID, grid))


def panel(request: HttpRequest, shown: Panel) -> SafeString:
    """The inside of the panel."""
    return mark_safe(_of(request, _panel(shown)))


def _of(request: HttpRequest, drawn: str) -> str:
    return re.sub(ACT, lambda _: str(uuid4()), drawn.replace(TOKEN, get_token(request)))  # each form is another act
