"""What stands above and under every page of the diary: whose it is, where one is, and who sees the page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.russian import NBSP, day_month, form_of

from ..queries.family import SchoolYear, Span, Student
from .signs import icon


def top(whose: str, heading: str, *, sub: str = "", beside: str = "", tabs: str = "") -> SafeString:
    """The head of a page; all but the heading is HTML already."""
    return mark_safe(
        f'<div class="diary-top">{whose}<div class="diary-head"><div><h1>{escape(heading)}</h1>{sub}</div>{beside}</div></div>{tabs}'
    )


def children(found: Iterable[tuple[str, str, bool, int]]) -> str:
    """The children of a family one tap apart, as (words, address, whether shown, new marks); nothing for one child."""
    items = "".join(
        f'<li><a class="pill" href="{address}"{_here(here)}>{escape(words)}{_new(new)}</a></li>'
        for words, address, here, new in found
    )
    return f'<nav aria-label="Чей дневник"><ul class="pills">{items}</ul></nav>' if items else ""


def _new(count: int) -> str:
    if not count:
        return ""
    said = form_of(count, "новая отметка", "новые отметки", "новых отметок")
    return f' <span class="badge">{count}<span class="visually-hidden"> {said}</span></span>'


def crumbs(student: Student, classes_url: str) -> str:
    """Whose diary it is, for those who open it from the list of a class."""
    way = f'<li><a href="{classes_url}">Дневники</a></li>' if classes_url else ""
    name = f"{student.last_name} {student.first_name}{f', {student.class_title}' if student.class_title else ''}"
    return f'<nav aria-label="Путь"><ol class="crumbs">{way}<li>{escape(name)}</li></ol></nav>'


def tabs(found: Iterable[tuple[str, str, bool]]) -> str:
    """The sections of the diary, for those whose frame does not have them: (words, address, whether shown)."""
    items = "".join(f'<li><a href="{address}"{_here(here)}>{words}</a></li>' for words, address, here in found)
    return f'<nav aria-label="Разделы дневника"><ul class="tabs">{items}</ul></nav>'


def span_words(year: SchoolYear, span: Span) -> str:
    """Which year, classes and dates are shown."""
    dates = f'<span class="nowrap">{day_month(span.since)} – {day_month(span.until)}</span>'
    return f'<p class="sub">{escape(year.name)} учебный{NBSP}год, {escape(year.class_titles)} · {dates}</p>'


def _here(here: bool) -> str:
    return ' aria-current="page"' if here else ""


@cache
def who_sees(*, is_own: bool) -> SafeString:
    """One line that says who can see the page."""
    you = "вы, " if is_own else ""
    said = f"Видят: {you}ученик и его родители, классный руководитель, администрация школы"
    return mark_safe(f'<p class="who-sees diary-foot">{icon("eye")}<span>{said}</span></p>')
