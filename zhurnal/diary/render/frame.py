"""What stands above and under every page of the diary: the children to choose from, and who sees the page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from .signs import icon


def children(found: Iterable[tuple[str, str, bool]]) -> SafeString:
    """The children of a family one tap apart, as (words, address, whether shown); nothing for one child."""
    items = "".join(
        f'<li><a class="pill" href="{address}"{" aria-current=page" if here else ""}>{escape(words)}</a></li>'
        for words, address, here in found
    )
    return mark_safe(f'<nav aria-label="Чей дневник"><ul class="pills">{items}</ul></nav>' if items else "")


@cache
def who_sees(*, is_own: bool) -> SafeString:
    """One line that says who can see the page."""
    you = "вы, " if is_own else ""
    said = f"Видят: {you}ученик и его родители, классный руководитель, администрация школы"
    return mark_safe(f'<p class="who-sees diary-foot">{icon("eye")}<span>{said}</span></p>')
