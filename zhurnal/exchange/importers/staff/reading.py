"""A list of staff row by row: each cell understood or complained of by sheet, row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.columns import Field, Header, Sheet, Whose, open_sheets
from zhurnal.exchange.importers.findings import NOWHERE, Oddity, Place, Remarks, Unreadable
from zhurnal.exchange.importers.names import (
    FullName,
    capitalised,
    join_name,
    plausible_person,
    sex_by_middle_name,
    split_name,
)
from zhurnal.exchange.importers.staff.header import STAFF
from zhurnal.exchange.importers.students import cells
from zhurnal.exchange.importers.students.rows import ListRow


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An employee: `sheet` and 1-based `row` tell where it was read; `sex` «м», «ж» or empty; `snils` 11 digits or empty."""

    sheet: str
    row: int
    name: FullName
    birth_date: date | None
    sex: str
    position: str
    subject: str
    snils: str
    phone: str
    email: str
    at: Place = NOWHERE

    @property
    def where(self) -> str:
        """«лист «Учителя», строка 7»."""
        return f"лист «{self.sheet}», строка {self.row}"

    @property
    def key(self) -> str:
        """The name of the row in what is decided about it."""
        return self.at.key


@dataclass(frozen=True, slots=True)
class StaffList:
    """All that was read from one file."""

    rows: tuple[StaffRow, ...]
    rows_read: int
    oddities: tuple[Oddity, ...]


def read_staff(data: bytes, filename: str, *, today: date) -> StaffList:
    """The staff of a list with every fault of a cell; raises Unreadable when no sheet has a heading that is understood."""
    return staff_of(open_sheets(data, filename, STAFF), today=today)


def staff_of(sheets: Sequence[Sheet], *, today: date) -> StaffList:
    """The staff of opened sheets, whose columns mean what their headings say or what somebody chose."""
    remarks = Remarks()
    rows: list[StaffRow] = []
    read = False
    count = 0
    for sheet in sheets:
        if sheet.header is None or not STAFF.named(sheet.header):
            if any(cells.words(cell) for row in sheet.table.rows for cell in row):
                text = "Строка заголовков («ФИО», «Должность»…) не найдена; лист пропущен."
                remarks.note(f"лист «{sheet.table.name}»", "", text)
            continue
        read = True
        for row in _rows(sheet, sheet.header, remarks):
            count += 1
            one = _employee(row, sheet.header, today)
            if one is not None:
                rows.append(one)
    if not read:
        raise Unreadable(
            "Не найдена строка заголовков: нужны столбец «ФИО» (или «Фамилия» и «Имя») и ещё хотя бы один."
        )
    if not count:
        remarks.error("файл", "", "Под заголовками нет ни одного сотрудника.")
    return StaffList(tuple(_without_doubles(rows, remarks)), count, remarks.all())


def _rows(sheet: Sheet, header: Header, remarks: Remarks) -> list[ListRow]:
    """Rows that may be an employee's: with a name, or with more than two filled cells."""
    columns = header.of(Whose.EMPLOYEE)
    found = []
    for index in range(header.end, len(sheet.table.rows)):
        row = ListRow(sheet.table.name, index + 1, sheet.table.rows[index], remarks, sheet.number)
        said = [text for cell in row.cells if (text := cells.words(cell))]
        names = [row.text(columns.get(field)) for field in (Field.FULL, Field.LAST, Field.FIRST)]
        repeated = {search_key(column.heading) for column in columns.values() if column.heading}
        if all(text.isdecimal() and len(text) <= 2 for text in said) or search_key(names[0] or names[1]) in repeated:
            continue
        if any(names) and len(said) > 1:
            found.append(row)
        elif said and (any(names) or len(said) > 2):
            row.note(None, "Строка не похожа на сотрудника и пропущена.")
    return found


def _employee(row: ListRow, header: Header, today: date) -> StaffRow | None:
    columns = header.of(Whose.EMPLOYEE)
    name = _name(row, columns.get(Field.FULL) is not None, header)
    birth = row.understood(
        columns.get(Field.BIRTH), lambda cell: cells.birth_date(cell, today, ages=cells.WORKING_AGE), None
    )
    sex = row.understood(columns.get(Field.SEX), cells.sex, "")
    number = row.understood(columns.get(Field.SNILS), cells.snils, "")
    phones: list[str] = []
    emails: list[str] = []
    nothing: tuple[list[str], list[str]] = ([], [])
    for column in header.contacts(Whose.EMPLOYEE):
        some, others = row.understood(column, cells.contacts, nothing)
        phones, emails = [*phones, *some], [*emails, *others]
    if name is None:
        return None
    return StaffRow(
        sheet=row.sheet,
        row=row.number,
        name=name,
        birth_date=birth,
        sex=sex or sex_by_middle_name(name.middle),
        position=row.text(columns.get(Field.POSITION)),
        subject=row.text(columns.get(Field.SUBJECT)),
        snils=number,
        phone=cells.joined(phones),
        email=next(iter(emails), ""),
        at=row.at(),
    )


def _name(row: ListRow, whole: bool, header: Header) -> FullName | None:
    columns = header.of(Whose.EMPLOYEE)
    if whole:
        column = columns[Field.FULL]
        name = capitalised(split_name(row.text(column)))
    else:
        column = columns[Field.LAST]
        parts = (row.text(columns.get(field)) for field in (Field.LAST, Field.FIRST, Field.MIDDLE))
        name = capitalised(join_name(*parts))
    if not plausible_person(name):
        row.error(column, f"«{name}» — не фамилия и имя сотрудника." if str(name) else "Не указаны фамилия и имя.")
        return None
    if name.abbreviated:
        row.error(column, f"«{name}» — нужны полные имя и отчество, а не инициалы.")
        return None
    return name


def _without_doubles(rows: Sequence[StaffRow], remarks: Remarks) -> list[StaffRow]:
    """One row a person: who stands twice with the same name and no two birth dates (as part-timers do) is one."""
    found: dict[tuple[object, ...], StaffRow] = {}
    for row in rows:
        before = found.get(row.name.key)
        if before is None:
            found[row.name.key] = row
        elif before.birth_date and row.birth_date and before.birth_date != row.birth_date:
            found[(*row.name.key, row.birth_date)] = row
        else:
            text = "Сотрудник стоит в списке дважды; данные взяты из первой строки."
            remarks.warn(f"лист «{row.sheet}»", f"строка {row.row}", text, f"{row.name}; {before.where}", row.at)
    return list(found.values())
