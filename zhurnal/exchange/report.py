"""What an import found and made, as lines for the console."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from textwrap import fill

from zhurnal.core.russian import counted
from zhurnal.exchange.importers.findings import Oddity, Severity, grouped
from zhurnal.exchange.matching.students import StudentsChanges
from zhurnal.exchange.matching.timetable import TimetableChanges

WIDTH = 100
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


def oddity_lines(oddities: Iterable[Oddity]) -> list[str]:
    """Every remark with its elements named; remarks of the same words stand together, errors first."""
    lines: list[str] = []
    for severity, text, items in grouped(oddities):
        count = f" — {counted(len(items), 'раз', 'раза', 'раз')}" if len(items) > 1 else ""
        lines.append(f"{_SIGNS[severity]} {severity.capitalize()}: {text}{count}")
        lines.append(
            fill("; ".join(item.where for item in items), WIDTH, initial_indent="    ", subsequent_indent="    ")
        )
    return lines


def decimal(value: Decimal) -> str:
    """«1,5»"""
    return f"{value.normalize():f}".replace(".", ",")


def table(heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> list[str]:
    """A plain table: the first column left, figures right."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in cells
    ]


def timetable_counts(changes: TimetableChanges, *, made: bool) -> list[str]:
    """What the file holds, what of it is new here, and what ends."""
    plan = changes.plan
    slots = len(plan.slots)
    subgroups = len(plan.groups)
    rows = [
        ("Классы", len(plan.classes), len(changes.new_classes), 0),
        ("Группы (подгруппы и объединённые)", subgroups, len(changes.new_groups), 0),
        ("Предметы", len(plan.subjects), len(changes.new_subjects), 0),
        ("Учителя", len(plan.teachers), len(changes.new_teachers), 0),
        ("Кабинеты", len(plan.rooms), len(changes.new_rooms), 0),
        ("Курсы", len(plan.courses), len(changes.new_courses), 0),
        (
            "Ведение курсов",
            sum(len(c.teachers) for c in plan.courses),
            len(changes.new_teachings),
            len(changes.ended_teachings),
        ),
        ("Слоты", slots, len(changes.new_slots), len(changes.ended_slots)),
    ]
    lines = table(("", "в файле", "создано" if made else "будет создано", "закончено" if made else "закончится"), rows)
    if plan.groups_unused:
        unused = counted(plan.groups_unused, "группа", "группы", "групп")
        lines.append(f"Групп в файле {plan.groups_read}; не занято ни одним уроком и не создаётся: {unused}.")
    lines.extend(further_changes(changes))
    lines.append(f"Карточек прочитано: {plan.cards_read}, размещено: {plan.cards_placed}.")
    return lines


def further_changes(changes: TimetableChanges) -> list[str]:
    """What a timetable changes beside what is counted: bells, hours a week, names of teachers."""
    lines = []
    for _, times in changes.new_bells:
        first, last = times[min(times)][0], times[max(times)][1]
        lines.append(
            f"Звонки взяты из файла: {counted(len(times), 'урок', 'урока', 'уроков')}, {first.hour}:{first:%M}–{last.hour}:{last:%M}."
        )
    for course, before, after in changes.new_hours:
        lines.append(f"Часы в неделю: {course.subject}, {course.group} — {decimal(before)} → {decimal(after)}.")
    for _, known, said in changes.renamed:
        lines.append(f"Имя учителя дополнено: {known} → {said}.")
    return lines


def students_counts(changes: StudentsChanges, *, made: bool) -> list[str]:
    """What the list holds, what of it is new here, and what changes."""
    plan = changes.plan
    ties = sum(len(student.guardians) for student in plan.students)
    rows = [
        ("Классы", len(plan.classes), len(changes.new_classes)),
        ("Ученики", len(plan.students), len(changes.new_students)),
        ("Зачисления в класс", len(plan.students), len(changes.enrolled)),
        ("Родители", len(plan.parents), len(changes.new_parents)),
        ("Родство", ties, len(changes.new_ties)),
    ]
    lines = table(("", "в списке", "создано" if made else "будет создано"), rows)
    for person, before, after in changes.changed:
        said = "; ".join(f"{FIELDS[name]}: {_spoken(before[name])} → {_spoken(after[name])}" for name in after)
        lines.append(f"{'Изменено' if made else 'Изменится'}: {person} — {said}.")
    if changes.files.new or changes.files.changed:
        count = counted(len(changes.files.new) + len(changes.files.changed), "карточка", "карточки", "карточек")
        lines.append(f"СНИЛС, личное дело, адрес: {count}.")
    for doubt in changes.undecided:
        known = "; ".join(f"{one.person}: {one.why}" for one in doubt.candidates)
        lines.append(f"Сомнение, {doubt.where}: {doubt.name} считается другим человеком ({known}).")
    lines.append(f"Строк прочитано: {plan.rows_read}.")
    return lines


FIELDS = {
    "last_name": "фамилия",
    "first_name": "имя",
    "middle_name": "отчество",
    "birth_date": "дата рождения",
    "sex": "пол",
    "phone": "телефон",
    "email": "почта",
}


def _spoken(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return {"m": "м", "f": "ж"}.get(str(value), str(value)) if value else "не было"
