"""A list of students row by row: the header found, each cell understood or complained of by sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.columns import Sheet, open_sheets
from zhurnal.exchange.importers.findings import Remarks, Unreadable
from zhurnal.exchange.importers.names import (
    ClassName,
    FullName,
    capitalised,
    class_name,
    join_name,
    plausible_person,
    sex_by_middle_name,
    split_name,
)
from zhurnal.exchange.importers.students import cells
from zhurnal.exchange.importers.students.header import STUDENTS, Field, Header, Whose
from zhurnal.exchange.importers.students.parents import contacts_of, read_parents
from zhurnal.exchange.importers.students.records import StudentList, StudentRow
from zhurnal.exchange.importers.students.rows import ListRow
from zhurnal.exchange.importers.tables import Table

_FOOTER = re.compile(
    r"^(итого|всего|директор|заместител|зам |секретар|классный руководител|подпис|дата|м п|список|отчет)"
)
_CLASS_IN_TITLE = re.compile(r"(?<![\d.])(1[01]|[1-9])\s*[-–—]?\s*[«\"(]?([^\W\d_])[»\")]?(?![^\W\d_])")


def read_students(data: bytes, filename: str, *, today: date) -> StudentList:
    """The students of a list with every fault of a cell; raises Unreadable when no sheet has a heading that is understood."""
    return students_of(open_sheets(data, filename, STUDENTS), today=today)


def students_of(sheets: Sequence[Sheet], *, today: date) -> StudentList:
    """The students of opened sheets, whose columns mean what their headings say or what somebody chose."""
    remarks = Remarks()
    students: list[StudentRow] = []
    read: list[str] = []
    rows = 0
    for sheet in sheets:
        table, header = sheet.table, sheet.header
        if header is None or not STUDENTS.named(header):
            if any(cells.words(cell) for row in table.rows for cell in row):
                remarks.note(
                    f"лист «{table.name}»", "", "Строка заголовков («ФИО», «Класс»…) не найдена; лист пропущен."
                )
            continue
        reader = _Sheet(sheet.number, table, header, remarks, today)
        students += reader.read()
        rows += reader.rows
        read.append(table.name)
    if not read:
        raise Unreadable("Не найдена строка заголовков: нужны хотя бы столбцы «ФИО» (или «Фамилия» и «Имя») и «Класс».")
    if not rows:
        remarks.error("файл", "", "Под заголовками нет ни одного ученика.")
    return StudentList(tuple(students), rows, tuple(read), remarks.all())


class _Sheet:
    """Reads one sheet from the row under its heading to the end."""

    def __init__(self, number: int, table: Table, header: Header, remarks: Remarks, today: date) -> None:
        self.number = number
        self.table, self.header, self.remarks, self.today = table, header, remarks, today
        self.columns = header.of(Whose.STUDENT)
        self.rows = 0
        self.current = self._class_above()

    def _class_above(self) -> ClassName | None:
        """The class that a title over the heading or the sheet's name says, for lists of one class."""
        for row in self.table.rows[: self.header.top]:
            for cell in row:
                if (text := cells.words(cell)) and (found := _class_in_title(text)):
                    return found
        by_name = class_name(self.table.name)
        return by_name if by_name.grade is not None else None

    def read(self) -> list[StudentRow]:
        """Every row that is a student's."""
        found = []
        for index in range(self.header.end, len(self.table.rows)):
            row = ListRow(self.table.name, index + 1, self.table.rows[index], self.remarks, self.number)
            if self._is_filler(row):
                continue
            self.rows += 1
            student = self._student(row)
            if student is not None:
                found.append(student)
        return found

    def _is_filler(self, row: ListRow) -> bool:
        """Empty rows, numbers of columns, repeated headings, foots, and rows that only say the class of those below."""
        said = [text for cell in row.cells if (text := cells.words(cell))]
        names = [row.text(self.columns.get(field)) for field in (Field.FULL, Field.LAST, Field.FIRST)]
        if not said or all(text.isdecimal() and len(text) <= 2 for text in said):
            return True
        if len(said) == 1 and (found := _class_in_title(said[0]) or _bare_class(said[0])):
            self.current = found
            return True
        top = {search_key(column.heading.split(" / ")[-1]) for column in self.columns.values()}
        if all(search_key(name) in top for name in names if name) and any(names):
            return True
        first = re.sub(
            r"[^\w\s]", " ", search_key(next(text for text in said if not text.isdecimal() or text == said[-1]))
        )
        if _FOOTER.match(first.strip()):
            row.note(None, "Строка не похожа на ученика и пропущена.")
            return True
        return not any(names) and len(said) < 3 and not row.text(self.columns.get(Field.BIRTH))

    def _student(self, row: ListRow) -> StudentRow | None:
        columns = self.columns
        name = self._name(row)
        group = self._class(row)
        birth = row.understood(columns.get(Field.BIRTH), lambda cell: cells.birth_date(cell, self.today), None)
        sex = row.understood(columns.get(Field.SEX), cells.sex, "")
        number = row.understood(columns.get(Field.SNILS), cells.snils, "")
        phones, emails = contacts_of(row, self.header, Whose.STUDENT)
        parents = read_parents(row, self.header)
        if name is None or group is None:
            return None
        return StudentRow(
            sheet=row.sheet,
            row=row.number,
            name=name,
            birth_date=birth,
            sex=self._sex(row, sex, name),
            group=group,
            snils=number,
            phone=cells.joined(phones),
            email=next(iter(emails), ""),
            parents=parents,
            at=row.at(),
            file=row.text(columns.get(Field.FILE))[:40],
            address=row.text(columns.get(Field.ADDRESS))[:300],
        )

    def _name(self, row: ListRow) -> FullName | None:
        columns = self.columns
        if Field.FULL in columns:
            column = columns[Field.FULL]
            name = split_name(row.text(column))
        else:
            column = columns[Field.LAST]
            name = join_name(*(row.text(columns.get(field)) for field in (Field.LAST, Field.FIRST, Field.MIDDLE)))
        name = capitalised(name)
        if not plausible_person(name):
            said = f"«{name}» — не фамилия и имя ученика." if str(name) else "Не указаны фамилия и имя ученика."
            row.error(column, said)
            return None
        if name.abbreviated:
            row.error(column, f"«{name}» — нужны полные имя и отчество, а не инициалы.")
            return None
        return name

    def _class(self, row: ListRow) -> ClassName | None:
        column = self.columns.get(Field.CLASS)
        text = row.text(column)
        letter = row.text(self.columns.get(Field.LETTER))
        found = class_name(f"{text}{letter}") if text else self.current
        if found is None:
            row.error(column, "Не указан класс.")
        return found

    def _sex(self, row: ListRow, said: str, name: FullName) -> str:
        by_name = sex_by_middle_name(name.middle)
        if said and by_name and said != by_name:
            row.warn(self.columns.get(Field.SEX), f"Пол «{said}» не согласуется с отчеством «{name.middle}».")
        return said or by_name


def _class_in_title(text: str) -> ClassName | None:
    """The class in «Список 5 «А» класса», None where the words do not speak of a class."""
    if "класс" not in search_key(text) or "руковод" in search_key(text):
        return None
    match = _CLASS_IN_TITLE.search(text)
    return class_name(f"{match[1]}{match[2]}") if match else None


def _bare_class(text: str) -> ClassName | None:
    """«5А» alone in a row; a bare number is none."""
    found = class_name(text)
    return found if found.grade is not None and found.letter else None
