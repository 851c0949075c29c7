"""The history of a cell, read from the log: who wrote what and when."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson

from ..models import Mark, Work
from ..rules.cells import ABSENCES, SIGNS, Attempt, spoken
from ..sql import as_moment, rows, short_name
from ..state import present


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change in words."""

    at: datetime
    who: str
    words: str


@dataclass(slots=True)
class CellStory:
    """What stands in a cell and how it came to it."""

    student: Person
    work: Work | None
    text: str
    spoken: str
    marks: list[Mark] = field(default_factory=list)
    lines: list[HistoryLine] = field(default_factory=list)


_ENTRIES_SQL = """
SELECT e.at, p.last_name, p.first_name, p.middle_name, e.subject, pl.text FROM core_entry e
JOIN core_chain c ON c.id = e.chain_id LEFT JOIN core_payload pl ON pl.entry_id = e.id LEFT JOIN people_person p ON p.id = e.actor
WHERE e.about = %(student)s AND c.key = %(chain)s AND (e.subject LIKE 'journal.mark:%%' OR e.subject LIKE 'journal.absence:%%')
ORDER BY e.seq
"""


def cell_history(lesson: Lesson, student: Person, work: Work | None) -> CellStory:
    """The story of a member's cell, newest change first."""
    state = present(lesson, student.pk)
    chosen = state.work(work.pk if work else None)
    cell = state.cell(chosen.id if chosen else None)
    story = CellStory(student, work, cell.text, spoken(cell))
    story.marks = [mark for mark in state.marks if chosen and mark.work_id == chosen.id]
    if work is None and chosen:
        story.work = Work.objects.select_related("kind").get(pk=chosen.id)
    belongs: dict[str, bool] = {}
    for at, last, first, middle, subject, text in rows(_ENTRIES_SQL, student=student.pk, chain=lesson.log_chain):
        payload = json.loads(text) if text else {}
        before, after = payload.get("before") or {}, payload.get("after") or {}
        values = {**before, **after}
        if subject not in belongs:
            in_work = chosen is not None and values.get("work_id") == chosen.id
            belongs[subject] = in_work if subject.startswith("journal.mark") else values.get("lesson_id") == lesson.pk
        if belongs[subject] and (words := _words(before, after)):
            moment = as_moment(at)
            assert moment is not None
            story.lines.append(HistoryLine(moment, short_name(last, first, middle) or "журнал", words))
    story.lines.reverse()
    return story


def _words(before: dict[str, Any], after: dict[str, Any]) -> str:
    parts = []
    if "kind" in before or "kind" in after:
        parts.append(_change(_absence(before), _absence(after)))
    if "value" in before or "value" in after or "first_try" in after:
        parts.append(_change(_mark(before, after), _mark(after, before)))
    if before.get("comment") or after.get("comment"):
        comment = after.get("comment")
        if before.get("comment") != comment:
            parts.append(f"комментарий: «{comment}»" if comment else "комментарий убран")
    if after.get("deadline") and before.get("deadline"):
        parts.append(f"срок {date.fromisoformat(after['deadline']):%d.%m.%Y}")
    return ", ".join(part for part in parts if part)


def _change(old: str, new: str) -> str:
    if not old:
        return f"поставлено «{new}»" if new else ""
    if not new:
        return f"убрано «{old}»"
    return f"«{old}» исправлено на «{new}»" if old != new else ""


def _absence(values: dict[str, Any]) -> str:
    kind = values.get("kind")
    return f"{ABSENCES[kind]}{values.get('minutes') or ''}" if kind else ""


def _mark(values: dict[str, Any], other: dict[str, Any]) -> str:
    """The mark of one side of a change; an update holds changed fields only, so an unchanged value is that of the other side."""
    if not values:
        return ""
    value = values.get("value", other.get("value"))
    first = values.get("first_try")
    if value is None or value not in SIGNS:
        return ""
    return Attempt(value, first).text
