"""What the diary's pages draw as joined, escaped strings instead of template loops."""

from __future__ import annotations

from .days import cards, week_days, week_strip
from .marks import subjects

__all__ = ["cards", "subjects", "week_days", "week_strip"]
