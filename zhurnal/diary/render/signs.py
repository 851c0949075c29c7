"""Marks, sizes and times as they are written in a diary."""

from __future__ import annotations

import functools
from datetime import time
from html import escape

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import urlize

from zhurnal.core.russian import NBSP
from zhurnal.journal.rules.cells import POINT, SIGNS, VALUE_TITLES, colour


@functools.lru_cache(maxsize=8192)
def address(section: str, student: int) -> str:
    """The address of a section of a student's diary."""
    return reverse(f"diary:{section}", args=[student])


@functools.lru_cache(maxsize=8192)
def file_address(attachment: int) -> str:
    """Where a file of a homework is fetched."""
    return reverse("journal:attachment", args=[attachment])


@functools.cache
def icon(name: str, label: str = "") -> str:
    """A symbol of the sprite; with a label it stands alone."""
    size, said = ("", f'role="img" aria-label="{label}"') if label else (" icon-sm", 'aria-hidden="true"')
    return f'<svg class="icon{size}" {said}><use href="{static("core/icons.svg")}#{name}"/></svg>'


def sign_text(value: int) -> str:
    """«4», «зач», «•» for a work that is awaited."""
    return "•" if value == POINT else SIGNS[value]


@functools.lru_cache(maxsize=1024)
def mark_sign(value: int, first_try: int | None = None, size: str = "mark-large") -> str:
    """A mark in its colour: «4», and «2→4» after a re-sit."""
    spoken = VALUE_TITLES.get(value, "")
    sign = sign_text(value)
    if spoken:
        sign = f'<span aria-hidden="true">{sign}</span><span class="visually-hidden">{spoken}</span>'
    before = f'<small class="before">{sign_text(first_try)}→</small>' if first_try is not None else ""
    return f'<b class="mark {size} {colour("", value)}">{before}{sign}</b>'


def size_words(size: int) -> str:
    """«340 КБ», «2,4 МБ»"""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}{NBSP}КБ"
    return f"{size / 1024 / 1024:.1f}{NBSP}МБ".replace(".", ",")


@functools.lru_cache(maxsize=1024)
def between(starts: time, ends: time) -> str:
    """«8:30–9:10»"""
    return f"{starts.hour}:{starts.minute:02d}–{ends.hour}:{ends.minute:02d}"


def words(text: str) -> str:
    """A teacher's words, escaped, with line ends kept and addresses as links."""
    if "://" in text or "www." in text:
        return urlize(text, nofollow=True, autoescape=True).replace("\n", "<br>")
    return escape(text).replace("\n", "<br>")
