"""The grid of the register as HTML, made of joined escaped strings: the markup is docs/register-protocol.md.

Closing tags that HTML lets one omit are omitted: twelve hundred of them are a tenth of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from html import escape
from itertools import groupby
from typing import Any

from django.urls import reverse

from zhurnal.core.russian import MONTHS, MONTHS_OF, NBSP, WEEKDAYS, WEEKDAYS_SHORT, counted

from .queries.register import Column, Register, Student
from .rules.cells import cell_text, colour
from .rules.means import Tally

_NO_TALLY = Tally()
_PRESENT: tuple[str, int | None] = ("", None)
_NOTHING: dict[int, Any] = {}


def grid(register: Register, account_id: int) -> str:
    """The element `<zh-register>` with its table."""
    return "".join((_open(register, account_id), *_head(register), *_body(register), "</table></zh-register>"))


def _open(register: Register, account_id: int) -> str:
    save, panel, history = _addresses()
    return (
        f'<zh-register data-course="{register.course.pk}" data-save-url="{save}" data-account="{account_id}"'
        f' data-seq="{register.seq}" data-now="{register.today}" data-panel-url="{panel}"'
        f' data-history-url="{history}" data-graded="{int(register.is_graded)}"'
        f' data-allow-one="{int(register.allow_one)}"{" data-editable" if register.is_editable else ""}>'
        f'<table class="register">'
    )


@cache
def _addresses() -> tuple[str, str, str]:
    history = reverse("journal:history", args=[0])
    return reverse("journal:cell"), reverse("journal:panel", args=[0]), history.removesuffix("0/")


def _head(register: Register) -> Iterable[str]:
    yield '<thead><tr class="months"><th class="corner" rowspan="2" scope="col">'
    yield counted(len(register.students), "ученик", "ученика", "учеников")
    yield "</th>"
    for month, columns in groupby(register.columns, key=lambda column: column.date[:7]):
        yield f'<th class="month" colspan="{len(list(columns))}" scope="colgroup">{MONTHS[int(month[5:]) - 1]}</th>'
    if register.is_graded:
        yield '<th class="mean" rowspan="2" scope="col">Средний</th><th class="wmean" rowspan="2" scope="col">Взвеш. средний</th>'
    yield '<th class="missed" rowspan="2" scope="col">Пропуски</th></tr><tr class="dates">'
    for column in register.columns:
        seen = "today" if column.date == register.today else "future" if column.date > register.today else ""
        yield _date(column, seen)
    yield "</tr></thead>"


@lru_cache(maxsize=8192)
def _date(column: Column, seen: str) -> str:
    """The head of a column; drawn once for what it says, for it seldom changes."""
    named = (("control", column.is_control), ("fixed", column.fixed), ("next", column.further))
    classes = [seen] * bool(seen) + [name for name, holds in named if holds]
    label, number, weekday = _day(column.date)
    if column.work:
        work, kind = str(column.work), f"{escape(column.sign)}<sup>{column.weight}</sup>"
        what = f"{escape(column.title)}, вес {column.weight}"
    else:
        work, kind, what = "", "·", "работы нет"
    return (
        f'<th scope="col" data-lesson="{column.lesson}" data-work="{work}" data-date="{column.date}"{_class(classes)}>'
        f'<a href="?lesson={column.lesson}" aria-label="{label}, {column.number}-й урок, {what}">'
        f"<b>{number}</b><i>{weekday}</i><i>{kind}</i></a></th>"
    )


@lru_cache(maxsize=1024)
def _day(day: str) -> tuple[str, int, str]:
    """«24 ноября, вторник», 24, «вт»"""
    found = date.fromisoformat(day)
    named = f"{found.day} {MONTHS_OF[found.month - 1]}, {WEEKDAYS[found.weekday()]}"
    return named, found.day, WEEKDAYS_SHORT[found.weekday()]


def _class(names: list[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""


def _body(register: Register) -> Iterable[str]:
    fill = _filler(register)
    empty, graded = ["<td>"] * len(register.columns), register.is_graded
    yield "<tbody>"
    for student in register.students:
        cells = empty.copy()
        for place in _shut(register, student):
            cells[place] = '<td class="shut">'
        fill(student.id, cells)
        tally = register.tallies.get(student.id, _NO_TALLY)
        means = f'<td class="mean">{tally.mean}<td class="wmean">{tally.weighted_mean}' if graded else ""
        yield (
            f'<tr data-student="{student.id}"><th scope="row">{escape(student.name)}{_stay(register, student)}</th>'
            f'{"".join(cells)}{means}<td class="missed">{tally.missed or ""}'
        )
    yield "</tbody>"


def _filler(register: Register) -> Callable[[int, list[str]], None]:
    """Puts the cells of a student that are not empty into the row."""
    columns, notes = register.columns, register.notes
    places = {column.work: (place, column.lesson) for place, column in enumerate(columns) if column.work}

    def fill(student: int, cells: list[str]) -> None:
        absences = register.absences.get(student, _NOTHING)
        if absences:
            for place, column in enumerate(columns):
                if column.lesson in absences:
                    cells[place] = _cell(*absences[column.lesson], (), False)
        for work, marks in register.marks.get(student, _NOTHING).items():
            place, lesson = places[work]
            kind, minutes = absences.get(lesson, _PRESENT) if absences else _PRESENT
            cells[place] = _cell(kind, minutes, marks, (student, work) in notes)

    return fill


@lru_cache(maxsize=4096)
def _cell(kind: str, minutes: int | None, marks: tuple[tuple[int, int | None], ...], note: bool) -> str:
    """A cell that is not empty; the same few are on every page."""
    name = colour(kind, marks[-1][0]) if marks else "abs"
    name = f"{name} note" if note else name
    text = cell_text(kind, minutes, marks)
    return f'<td class="{name}">{text}' if name else f"<td>{text}"


def _shut(register: Register, student: Student) -> Iterable[int]:
    """Places of the cells on days when the student did not belong to the group."""
    since, until = student.stays[0]
    if len(student.stays) == 1 and since <= register.span.since and register.span.until <= until:
        return ()
    return (place for place, column in enumerate(register.columns) if not student.was_there(column.date))


def _stay(register: Register, student: Student) -> str:
    """«с 12.11», «по 20.11» after the name of who came or left within the period."""
    first, last = student.stays[0][0], student.stays[-1][1]
    words = []
    if first > register.span.since:
        words.append(f"с{NBSP}{first[8:]}.{first[5:7]}")
    if last < register.span.until:
        words.append(f"по{NBSP}{last[8:]}.{last[5:7]}")
    return f" <small>{' '.join(words)}</small>" if words else ""
