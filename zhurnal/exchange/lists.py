"""The list inside an Import: its sheets as somebody said to read them, and what it would change in the school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from zhurnal.core import secret
from zhurnal.exchange.importers.columns import HeaderKind, Sheet, open_sheets
from zhurnal.exchange.importers.findings import Oddity, Severity, Unreadable
from zhurnal.exchange.importers.staff import STAFF, StaffList, StaffRow, staff_of
from zhurnal.exchange.importers.students import STUDENTS, StudentList, StudentRow, plan_students, students_of
from zhurnal.exchange.matching.doubts import Decisions
from zhurnal.exchange.matching.staff import StaffChanges, compare_staff
from zhurnal.exchange.matching.students import StudentsChanges, compare_students
from zhurnal.exchange.models import Import
from zhurnal.school.models import Year

KINDS: dict[str, HeaderKind] = {Import.Kind.STUDENTS: STUDENTS, Import.Kind.STAFF: STAFF}
GONE = "Содержимое файла уже удалено: его хранят 30 дней после решения."
Listed = StudentList | StaffList
Changes = StudentsChanges | StaffChanges
L = TypeVar("L", StudentList, StaffList)


@dataclass(frozen=True)
class Choices:
    """What was decided about single rows: left out (key → reason), the same or another person, proposals about who is missing or elsewhere."""

    leave: Mapping[str, str]
    same: Mapping[str, int]
    other: frozenset[str]
    depart: frozenset[int]
    transfer: frozenset[str]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Choices:
        """As they are kept in the row."""
        return cls(
            leave=stored.get("leave", {}),
            same=stored.get("same", {}),
            other=frozenset(stored.get("other", ())),
            depart=frozenset(stored.get("depart", ())),
            transfer=frozenset(stored.get("transfer", ())),
        )

    def stored(self) -> dict[str, Any]:
        """As JSON keeps them."""
        return {
            "leave": dict(self.leave),
            "same": dict(self.same),
            "other": sorted(self.other),
            "depart": sorted(self.depart),
            "transfer": sorted(self.transfer),
        }

    @property
    def decisions(self) -> Decisions:
        """What the comparison asks for."""
        return Decisions(frozenset(self.leave), self.same, self.other)


@dataclass(frozen=True)
class Look:
    """A list read whole, and what would come of it with what was decided."""

    listed: Listed
    changes: Changes
    choices: Choices

    @property
    def rows(self) -> Sequence[StaffRow | StudentRow]:
        """Every row that was understood, left out or not."""
        return self.listed.rows if isinstance(self.listed, StaffList) else self.listed.students

    @property
    def keys(self) -> list[str]:
        """The names of these rows in what is decided about them."""
        return [row.at.key for row in self.rows]

    @property
    def faults(self) -> list[Oddity]:
        """The errors of the whole file by row, left out or not."""
        return [one for one in self.listed.oddities if one.severity is Severity.ERROR]

    @property
    def faulty_rows(self) -> list[str]:
        """Keys of the rows with errors, in their order, as they stand in the file and beside the school."""
        found = [*self.faults, *self.changes.errors]
        return list(dict.fromkeys(one.at.key for one in found if one.at))


def sheets_of(row: Import) -> list[Sheet]:
    """The sheets of the file with columns as they were chosen; raises Unreadable."""
    if not row.content:
        raise Unreadable(GONE)
    try:
        content = secret.unseal(bytes(row.content))
    except secret.Unsealable as fault:
        raise Unreadable("Файл зашифрован другим ключом: загрузите его снова.") from fault
    return [_chosen(sheet, row.columns) for sheet in open_sheets(content, row.name, KINDS[row.kind])]


def _chosen(sheet: Sheet, columns: Mapping[str, Mapping[str, str]]) -> Sheet:
    if sheet.header is None or (codes := columns.get(sheet.header.signature)) is None:
        return sheet
    return replace(sheet, header=sheet.header.meaning({int(index): code for index, code in codes.items()}))


def listed_of(row: Import, today: date) -> Listed:
    """Every row of the list that is understood, and every fault; raises Unreadable."""
    read = staff_of if row.kind == Import.Kind.STAFF else students_of
    return read(sheets_of(row), today=today)


def look_at(listed: Listed, choices: Choices, year: Year, today: date) -> Look:
    """What the list changes in this year but for the rows left out; reads only."""
    if isinstance(listed, StaffList):
        kept = replace(_without(listed, choices.leave), rows=_rows(listed.rows, choices.leave))
        return Look(listed, compare_staff(kept, choices.decisions), choices)
    kept_students = replace(_without(listed, choices.leave), students=_rows(listed.students, choices.leave))
    plan = plan_students(kept_students)
    return Look(listed, compare_students(plan, year, today, choices.decisions), choices)


R = TypeVar("R")


def _rows(rows: Sequence[R], leave: Mapping[str, str]) -> tuple[R, ...]:
    return tuple(row for row in rows if row.at.key not in leave)  # type: ignore[attr-defined]


def _without(listed: L, leave: Mapping[str, str]) -> L:
    oddities = tuple(one for one in listed.oddities if one.at is None or one.at.key not in leave)
    return replace(listed, oddities=oddities)
