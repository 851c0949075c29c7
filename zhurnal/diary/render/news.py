"""What is new: the mark, what it is for, and what it does to the weighted mean."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.russian import NBSP, day_month
from zhurnal.journal.rules.means import NOTHING

from ..queries.marks import SubjectMark
from ..queries.news import News
from .signs import mark_sign, words


def news(found: Iterable[News]) -> SafeString:
    """New marks by subject as lines; nothing for none."""
    lines = "".join(_line(one) for one in found)
    return mark_safe(f'<ul class="lines">{lines}</ul>' if lines else "")


def _line(one: News) -> str:
    signs = "".join(mark_sign(mark.value, mark.first_try, "") for mark in one.marks)
    told = "".join(f'<div class="small">{_told(mark)}</div>' for mark in one.marks)
    return f'<li><div class="news-marks">{signs}</div><div><b>{escape(one.subject)}</b>{told}{_mean(one)}</div></li>'


def _told(mark: SubjectMark) -> str:
    comment = f". {words(mark.comment)}" if mark.comment else ""
    return f"{day_month(mark.day)}: {escape(mark.kind)}, вес{NBSP}{mark.weight}{comment}"


def _mean(one: News) -> str:
    if not one.changes_mean:
        return ""
    arrow = '<span aria-hidden="true">→</span><span class="visually-hidden">стал</span>'
    before = f"{one.before} {arrow} " if one.before != NOTHING else ""
    return f'<div class="soft small">Взвешенный средний {before}<b class="news-mean">{one.after}</b></div>'
