"""A subject's marks as a card: means, the row of marks, a chart over time, and the full list."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.russian import NBSP, counted, day_month
from zhurnal.journal.rules.cells import POINT

from .. import rules
from ..queries.family import Span
from ..queries.marks import SubjectMark, SubjectMarks
from .signs import mark_sign, words


def subjects(found: Iterable[SubjectMarks], span: Span) -> SafeString:
    """All subjects; those without marks come last, in one line."""
    found = list(found)
    body = "".join(_subject(n, subject, span) for n, subject in enumerate(found) if subject.marks)
    if empty := [escape(subject.name) for subject in found if not subject.marks]:
        body += f'<p class="soft">Отметок пока нет: {", ".join(empty)}.</p>'
    return mark_safe(body)


def chart(drawn: rules.Chart, label: str) -> str:
    """The picture of a subject's marks and their running weighted mean; only attributes, so that the strict policy holds."""
    levels = "".join(
        f'<line class="level" x1="14" x2="{drawn.width:g}" y1="{y:g}" y2="{y:g}"/>'
        f'<text class="level-name" x="2" y="{y + 3.5:g}">{level}</text>'
        for level, y in drawn.levels
    )
    dots = "".join(
        f'<circle class="dot m{dot.value}" cx="{dot.x:g}" cy="{dot.y:g}" r="{dot.radius:g}"/>' for dot in drawn.dots
    )
    return (
        f'<svg class="marks-chart" viewBox="0 0 {drawn.width:g} {drawn.height:g}" role="img" aria-label="{escape(label)}">'
        f'{levels}<polyline class="mean-line" points="{drawn.line}"/>{dots}</svg>'
    )


def _subject(n: int, subject: SubjectMarks, span: Span) -> str:
    tally = subject.tally
    points = subject.points
    drawn = rules.chart(points, span.since, min(span.until, points[-1].date)) if points else None
    picture = ""
    if drawn:
        picture = chart(drawn, f"{subject.name}: ход взвешенного среднего, сейчас {tally.weighted_mean}")
    row = "".join(_in_row(mark) for mark in subject.marks)
    rows = "".join(_in_list(mark) for mark in reversed(subject.marks))
    return (
        f'<section class="card subject" aria-labelledby="s{n}"><header><h2 id="s{n}">{escape(subject.name)}</h2>'
        f'<dl class="means"><div class="main"><dt>взвешенный средний</dt><dd>{tally.weighted_mean}</dd></div>'
        f"<div><dt>средний</dt><dd>{tally.mean}</dd></div></dl></header>"
        f'<ol class="mark-row">{row}</ol>{picture}'
        f'<details class="mark-details"><summary>{_count(subject)}: даты, работы, комментарии</summary>'
        f'<ol class="lines">{rows}</ol></details></section>'
    )


def _count(subject: SubjectMarks) -> str:
    return counted(len(subject.marks), "отметка", "отметки", "отметок")


def _in_row(mark: SubjectMark) -> str:
    return (
        f'<li title="{day_month(mark.day)}, {escape(mark.kind)}, вес{NBSP}{mark.weight}">'
        f'{mark_sign(mark.value, mark.first_try, "")}<span class="weight" aria-hidden="true">{mark.weight}</span></li>'
    )


def _in_list(mark: SubjectMark) -> str:
    notes = [words(one) for one in (mark.title, mark.topic) if one]
    if mark.made_up_on:
        notes.append(f"сдано {day_month(mark.made_up_on)}")
    if mark.deadline and mark.value == POINT:
        notes.append(f"сдать до {day_month(mark.deadline)}")
    comment = f'<div class="comment">{words(mark.comment)}</div>' if mark.comment else ""
    noted = f'<div class="soft small">{" · ".join(notes)}</div>' if notes else ""
    return (
        f'<li class="mark-line">{mark_sign(mark.value, mark.first_try, "")}<div><span>{day_month(mark.day)}, '
        f"{escape(mark.kind)}, вес{NBSP}{mark.weight}</span>"
        f"{noted}{comment}</div></li>"
    )
