"""What the diary's pages draw as joined, escaped strings instead of template loops."""

from __future__ import annotations

from .days import cards, to_today, week_days, week_nav, week_strip
from .frame import children, crumbs, span_words, tabs, top, who_sees
from .marks import subjects
from .news import news
from .signs import address

__all__ = [
    "address",
    "cards",
    "children",
    "crumbs",
    "news",
    "span_words",
    "subjects",
    "tabs",
    "to_today",
    "top",
    "week_days",
    "week_nav",
    "week_strip",
    "who_sees",
]
