"""What `zhurnal import …` does: reads, shows, writes in one transaction, and answers with an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.russian import day_month_year
from zhurnal.exchange import actions, report
from zhurnal.exchange.importers.asc import plan_timetable, read_asc
from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.importers.students import plan_students, read_students
from zhurnal.exchange.matching.students import StudentsChanges, compare_students
from zhurnal.exchange.matching.timetable import TimetableChanges, compare_timetable
from zhurnal.school.models import Year
from zhurnal.school.queries import current_year

DONE, FAILED = 0, 1
_Changes = TypeVar("_Changes", TimetableChanges, StudentsChanges)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _complain(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return FAILED


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Unreadable(f"Файл «{path}» не открывается: {fault.strerror}.") from fault


def _year() -> Year:
    year = current_year(clock.today())
    if year is None:
        raise Unreadable(
            "Учебного года ещё нет. Запустите «zhurnal run» и на первой странице создайте школу и учебный год, потом повторите."
        )
    return year


def import_timetable(path: Path, *, dry_run: bool) -> int:
    """Load an aSc timetable into the current school year; answers 0 when the file is in (or could be), 1 when not."""
    try:
        year = _year()
        print(f"Читаем расписание «{path.name}»…", flush=True)
        plan = plan_timetable(read_asc(_bytes_of(path)))
    except Unreadable as fault:
        return _complain(str(fault))
    changes = compare_timetable(plan, year, clock.today())

    def write() -> TimetableChanges:
        return actions.import_timetable(SYSTEM, plan, year=year, today=clock.today())

    _say(report.oddity_lines(changes.oddities))
    if not changes.errors:
        print(f"Учебный год {year}; изменения действуют с {day_month_year(changes.since)}")
    return _finish(changes, write, report.timetable_counts, dry_run=dry_run)


def import_students(path: Path, *, dry_run: bool) -> int:
    """Load a list of students with parents into the current school year; answers 0 when it is in (or could be), 1 when not."""
    try:
        year = _year()
        print(f"Читаем список «{path.name}»…", flush=True)
        plan = plan_students(read_students(_bytes_of(path), path.name, today=clock.today()))
    except Unreadable as fault:
        return _complain(str(fault))
    changes = compare_students(plan, year, clock.today())

    def write() -> StudentsChanges:
        return actions.import_students(SYSTEM, plan, year=year, today=clock.today())

    _say(report.oddity_lines(changes.oddities))
    return _finish(changes, write, report.students_counts, dry_run=dry_run)


def _finish(
    changes: _Changes, write: Callable[[], _Changes], counts: Callable[..., list[str]], *, dry_run: bool
) -> int:
    """Refuse, show, or write and show; the comparison shown first is made anew inside the transaction."""
    if changes.errors:
        return _complain("В файле есть ошибки: ничего не изменено.")
    if dry_run:
        _say(counts(changes, made=False))
        print("Это проба: ничего не записано.")
        return DONE
    if changes.nothing:
        _say(counts(changes, made=True))
        print("Всё это в журнале уже есть: ничего не изменено.")
        return DONE
    print("Записываем…", flush=True)
    try:
        made = write()
    except Refused as refused:
        return _complain(f"{refused.text} Ничего не изменено.")
    _say(counts(made, made=True))
    print("Готово: всё загружено.")
    print("Дальше в журнале: создайте уроки периода по расписанию и выдайте коды доступа.")
    return DONE
