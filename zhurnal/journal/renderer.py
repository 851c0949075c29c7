"""The grid of the register as HTML, made of joined escaped strings: the markup is docs/register-protocol.md.

Closing tags that HTML lets one omit are omitted: twelve hundred of them are a tenth of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from itertools import groupby

from django.urls import reverse

from zhurnal.core.russian import MONTHS, MONTHS_OF, NBSP, WEEKDAYS, WEEKDAYS_SHORT, counted

from .queries.register import Column, Register, Student
from .rules.cells import cell_text, colour
from .rules.means import Tally

_NO_TALLY = Tally()


def grid(register: Register, account_id: int) -> str:
    """The element `<zh-register>` with its table."""
    return "".join((_open(register, account_id), *_head(register), *_body(register), "</table></zh-register>"))


def _open(register: Register, account_id: int) -> str:
    lesson = "/0/"
    return (
        f'<zh-register data-course="{register.course.pk}" data-save-url="{reverse("journal:cell")}" data-account="{account_id}"'
        f' data-seq="{register.seq}" data-now="{register.today}" data-panel-url="{reverse("journal:panel", args=[0])}"'
        f' data-history-url="{reverse("journal:history", args=[0]).removesuffix(lesson)}/" data-graded="{int(register.is_graded)}"'
        f' data-allow-one="{int(register.allow_one)}"{" data-editable" if register.is_editable else ""}>'
        f'<table class="register">'
    )


def _head(register: Register) -> Iterable[str]:
    yield '<thead><tr class="months"><th class="corner" rowspan="2" scope="col">'
    yield counted(len(register.students), "ученик", "ученика", "учеников")
    yield "</th>"
    for month, columns in groupby(register.columns, key=lambda column: column.date[:7]):
        yield f'<th class="month" colspan="{len(list(columns))}" scope="colgroup">{MONTHS[int(month[5:]) - 1]}</th>'
    yield '<th class="mean" rowspan="2" scope="col">Средний</th><th class="wmean" rowspan="2" scope="col">Взвеш. средний</th>'
    yield '<th class="missed" rowspan="2" scope="col">Пропуски</th></tr><tr class="dates">'
    for place, column in enumerate(register.columns):
        yield _date(place, column, register.today)
    yield "</tr></thead>"


def _date(place: int, column: Column, today: str) -> str:
    day = date.fromisoformat(column.date)
    classes = [
        name
        for name, holds in (
            ("today", column.date == today),
            ("future", column.date > today),
            ("control", column.is_control),
            ("fixed", column.fixed),
            ("next", column.further),
        )
        if holds
    ]
    kind = f"{escape(column.sign)}<sup>{column.weight}</sup>" if column.work else "·"
    what = f"{column.title}, вес {column.weight}" if column.work else "работы нет"
    label = f"{day.day} {MONTHS_OF[day.month - 1]}, {WEEKDAYS[day.weekday()]}, {column.number}-й урок, {what}"
    return (
        f'<th scope="col" data-lesson="{column.lesson}" data-work="{column.work or ""}" data-column="{place}"'
        f' data-date="{column.date}" data-kind="{escape(column.sign)}" data-weight="{column.weight or ""}"'
        f'{_class(classes)}><a href="?lesson={column.lesson}" aria-label="{escape(label)}">'
        f"<b>{day.day}</b><i>{WEEKDAYS_SHORT[day.weekday()]}</i><i>{kind}</i></a></th>"
    )


def _class(names: list[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""


def _body(register: Register) -> Iterable[str]:
    filled = _filled(register)
    empty = ["<td>"] * len(register.columns)
    yield "<tbody>"
    for student in register.students:
        cells = empty.copy()
        for place in _shut(register, student):
            cells[place] = '<td class="shut">'
        for place, text in filled.get(student.id, ()):
            cells[place] = text
        tally = register.tallies.get(student.id, _NO_TALLY)
        yield f'<tr data-student="{student.id}"><th scope="row">{escape(student.name)}{_stay(register, student)}</th>'
        yield from cells
        yield f'<td class="mean">{tally.mean}<td class="wmean">{tally.weighted_mean}<td class="missed">{tally.missed or ""}'
    yield "</tbody>"


def _filled(register: Register) -> dict[int, list[tuple[int, str]]]:
    """Of each student the cells that are not empty: (place, markup)."""
    by_work = {column.work: place for place, column in enumerate(register.columns) if column.work}
    by_lesson: dict[int, list[int]] = {}
    for place, column in enumerate(register.columns):
        by_lesson.setdefault(column.lesson, []).append(place)
    filled: dict[int, list[tuple[int, str]]] = {}
    for (student, lesson), (kind, minutes) in register.absences.items():
        text = f'<td class="abs">{cell_text(kind, minutes, ())}'
        filled.setdefault(student, []).extend((place, text) for place in by_lesson[lesson])
    for (student, work), cell in register.marks.items():
        place = by_work[work]
        kind, minutes = register.absences.get((student, register.columns[place].lesson), ("", None))
        name = colour(kind, cell.marks[-1][0])
        name = f"{name} note" if cell.note else name
        text = cell_text(kind, minutes, tuple(cell.marks))
        filled.setdefault(student, []).append((place, f'<td class="{name}">{text}' if name else f"<td>{text}"))
    return filled


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
