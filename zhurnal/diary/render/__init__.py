"""What the diary's pages draw as joined, escaped strings instead of template loops."""

from __future__ import annotations

from .days import cards, to_today, week_days, week_nav, week_strip
from .frame import children, who_sees
from .marks import subjects
from .news import news
from .signs import address

__all__ = [
    "address",
    "cards",
    "children",
    "news",
    "subjects",
    "to_today",
    "week_days",
    "week_nav",
    "week_strip",
    "who_sees",
]
