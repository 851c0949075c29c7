"""The journal of substitutions and the count of hours for payment, as sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from zhurnal.core.russian import MONTHS
from zhurnal.core.sheets import Column, Kind, Row, Sheet
from zhurnal.people.models import Person

from .models import Substitution
from .relief_pages import JournalLine

SIGNED_BY = "Заместитель директора по УВР"
JOURNAL = (
    Column("Дата", Kind.DATE),
    Column("Урок", Kind.INT),
    Column("Класс"),
    Column("Предмет"),
    Column("Отсутствует"),
    Column("Причина"),
    Column("Кто замещает"),
    Column("Что сделано"),
    Column("Подпись"),
)
HOURS = (
    Column("Учитель", stays=True),
    Column("Тот же предмет", Kind.INT),
    Column("Другой предмет", Kind.INT),
    Column("Объединение групп", Kind.INT),
    Column("Замещено уроков", Kind.INT),
    Column("Из них подписано", Kind.INT),
    Column("По предметам"),
    Column("Пропущено уроков", Kind.INT),
    Column("Из них замещено", Kind.INT),
    Column("Отменено", Kind.INT),
    Column("Перенесено", Kind.INT),
)


def month_words(month: date) -> str:
    """«ноябрь 2026 г.»"""
    return f"{MONTHS[month.month - 1]} {month.year}\u00a0г."


def signature_words(line: JournalLine) -> str:
    """«24.11.2026 12:41, 3fa9 02bc …», «не подписано», «подпись не сходится»; nothing where nobody signs."""
    if line.row.person_id is None:
        return "—"
    if line.row.signed_at is None:
        return "не подписано"
    if line.signature is None or line.signature.broken or line.signature.signed is None:
        return "подпись не сходится"
    return f"{timezone.localtime(line.row.signed_at):%d.%m.%Y %H:%M}, {line.signature.short}"


def journal_sheet(lines: Sequence[JournalLine], month: date, *, as_of: datetime, made_by: str) -> Sheet:
    """Журнал учёта пропущенных и замещённых уроков of a month: a line a lesson with the substitute's signature (§4.4.3)."""
    rows: list[Row] = [_journal_row(line) for line in lines]
    unsigned = sum(line.wants_signature for line in lines)
    notes = [
        "Замещающий учитель записывает тему и отметки на странице заменённого урока. Подпись — первые 16 знаков SHA-256 записи "
        "журнала действий; она перестаёт сходиться, если запись или строку изменить."
    ]
    if unsigned:
        notes.insert(0, f"Ждут подписи: {unsigned}.")
    return Sheet(
        "Журнал учёта пропущенных и замещённых уроков", JOURNAL, rows,
        footnotes=notes, signatures=[SIGNED_BY], subtitle=month_words(month), as_of=as_of, made_by=made_by,
    )  # fmt: skip


def _journal_row(line: JournalLine) -> Row:
    lesson, row = line.lesson, line.row
    return (
        lesson.date, lesson.number, lesson.course.group.title, lesson.course.subject.name,
        row.absent.short_name if row.absent else "нет учителя", row.reason,
        row.person.short_name if row.person else "—", line.what, signature_words(line),
    )  # fmt: skip


@dataclass(slots=True)
class _Hours:
    given: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    signed: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    def row(self, name: str) -> Row:
        kinds = Substitution.Kind
        said = "; ".join(f"{subject} — {n}" for subject, n in sorted(self.subjects.items()))
        replaced = sum(self.missed[kind] for kind in Substitution.GIVEN)
        numbers = [*(self.given[kind] for kind in Substitution.GIVEN), self.given.total(), self.signed]
        missed = [self.missed.total(), replaced, self.missed[kinds.CANCELLED], self.missed[kinds.MOVED]]
        return (name, *(n or None for n in numbers), said, *(n or None for n in missed))


def hours_sheet(lines: Sequence[JournalLine], month: date, *, as_of: datetime, made_by: str) -> Sheet:
    """Lessons given instead of others and missed in a month, by teacher: what is paid from. An hour is a lesson."""
    people: dict[Person, _Hours] = {}
    for line in lines:
        row = line.row
        if row.person is not None:
            hours = people.setdefault(row.person, _Hours())
            hours.given[row.kind] += 1
            hours.subjects[row.instead or line.lesson.course.subject.name] += 1
            hours.signed += line.signature is not None and not line.signature.broken
        if row.absent is not None:
            people.setdefault(row.absent, _Hours()).missed[row.kind] += 1
    rows = [people[one].row(one.full_name) for one in sorted(people, key=lambda one: (one.order_key, one.pk))]
    totals: list[Row] = [("Всего", *(_sum(rows, at) for at in range(1, len(HOURS))))] if rows else []
    return Sheet(
        "Учёт замещённых и пропущенных уроков", HOURS, rows, totals,
        footnotes=["«По предметам» — чем был занят урок. Перенесённый урок учитель даёт сам в другой день."],
        signatures=[SIGNED_BY, "Бухгалтер"], subtitle=month_words(month), as_of=as_of, made_by=made_by,
    )  # fmt: skip


def _sum(rows: Sequence[Row], at: int) -> int | None:
    """The total of a column of numbers."""
    return sum(value for row in rows if isinstance(value := row[at], int)) if HOURS[at].kind is Kind.INT else None
