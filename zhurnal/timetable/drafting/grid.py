"""The grid of a draft: a column a class, a teacher or a room, a row an hour of the week; joined strings, for it may have thousands of cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.russian import WEEKDAYS, counted
from zhurnal.school.models import Group

from .board import Board, Unit, room_words

BY = {"class": "Классы", "teacher": "Учителя", "room": "Кабинеты"}
# So many columns are shown at once when nobody asked for less.
FEW = 12
LEAST_NUMBERS = 7
# Rows of the second shift begin here.
SHIFT = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A class, teacher or room: id, heading, and a word under it."""

    pk: int
    title: str
    sub: str


@dataclass
class Grid:
    """What of a board is looked at: by class, teacher or room, and which columns (`only`: g5 a grade, s2 a shift, c17 one column)."""

    board: Board
    draft: int
    by: str
    only: str
    is_open: bool = True

    @cached_property
    def columns(self) -> list[Column]:
        """The columns in order."""
        if self.by == "teacher":
            return self._teachers()
        if self.by == "room":
            return self._rooms()
        return [Column(one.pk, one.title, self._left(one.pk)) for one in self.classes]

    @cached_property
    def classes(self) -> list[Group]:
        """The classes of the columns; those of all the school where the columns are no classes."""
        return [one for one in self.board.classes if self.by != "class" or _is_asked(one, self.only)]

    def _left(self, klass: int) -> str:
        wanting = (
            self.board.hours_left[pk]
            for pk, course in self.board.courses.items()
            if course.hours and klass in self.board.classes_of_group[course.group]
        )
        left = sum((hours for hours in wanting if hours > 0), Decimal(0))
        return f"ещё {left.normalize():f} ч.".replace(".", ",", left % 1 != 0) if left else ""

    def _teachers(self) -> list[Column]:
        own = self.board.units_of_teacher
        taught = {pk for course in self.board.courses.values() for pk in course.teachers} | set(own)
        return [
            Column(pk, self.board.people[pk], f"{len(own.get(pk, []))} ч.")
            for pk in sorted(taught, key=lambda one: self.board.people[one].casefold().replace("ё", "е"))
            if self.only in ("", f"c{pk}")
        ]

    def _rooms(self) -> list[Column]:
        used: dict[int, int] = defaultdict(int)
        for unit in self.board.units:
            if unit.room:
                used[unit.room] += 1
        return [
            Column(pk, name, f"{used[pk]} ч." if used[pk] else "пусто")
            for pk, name in sorted(self.board.rooms.items(), key=lambda one: _natural(one[1]))
            if self.only in ("", f"c{pk}")
        ]

    def columns_of(self, unit: Unit) -> Iterable[int]:
        """The columns in which a lesson stands."""
        if self.by == "teacher":
            return self.board.teachers_of(unit)
        if self.by == "room":
            return (unit.room,) if unit.room else ()
        return self.board.classes_of_group[self.board.courses[unit.course].group]

    @cached_property
    def cells(self) -> dict[tuple[int, int, int], list[Unit]]:
        """The lessons by weekday, number and column."""
        found: dict[tuple[int, int, int], list[Unit]] = defaultdict(list)
        for unit in self.board.units:
            for column in self.columns_of(unit):
                found[unit.weekday, self.row_of(unit), column].append(unit)
        return found

    @cached_property
    def shifts(self) -> list[int]:
        """The shifts of the columns; where a column has lessons of both, each has rows of its own."""
        return sorted({one.shift for one in self.classes}) or [1]

    def row_of(self, unit: Unit) -> int:
        """The row of a lesson: its number, from 100 on in the second shift of a teacher or a room."""
        return unit.number + (self.board.group_of(unit).shift - 1) * SHIFT if self._two_shifts else unit.number

    def fits(self, group: int, row: int) -> bool:
        """Whether lessons of the group may stand in the row: not in those of the other shift."""
        return not self._two_shifts or row // SHIFT == self.board.groups[group].shift - 1

    @property
    def _two_shifts(self) -> bool:
        return self.by != "class" and len(self.shifts) > 1

    @cached_property
    def rows(self) -> list[tuple[int, list[int]]]:
        """The weekdays, each with its rows: lesson numbers, shift after shift where they have rows of their own."""
        shown = {one.pk for one in self.columns}
        used = {(day, row) for day, row, column in self.cells if column in shown}
        rung = {
            number + (shift - 1) * SHIFT * self._two_shifts
            for shift in self.shifts
            for number in self.board.bells.by_schedule.get(self._schedule(shift), range(1, LEAST_NUMBERS + 1))
        }
        rows = sorted({*rung, *(row for _, row in used)})
        longest = max((one.days_a_week for one in self.classes), default=5)
        days = sorted({*range(1, longest + 1), *(day for day, _ in used)})
        return [(day, rows) for day in days]

    def _schedule(self, shift: int) -> int:
        return self.board.bells.ordinary.get(shift, self.board.bells.ordinary.get(1, 0))

    def _time(self, row: int) -> str:
        """When the lessons of a row begin, where it is one time for all columns."""
        if len(self.shifts) > 1 and not self._two_shifts:
            return ""
        shift = row // SHIFT + 1 if self._two_shifts else self.shifts[0]
        times = self.board.bells.ordinary_at(shift, row % SHIFT)
        return f"<span>{times[0].hour}:{times[0].minute:02d}</span>" if times else ""

    def html(self) -> SafeString:
        """The whole table."""
        heads = "".join(
            f'<th scope="col" data-col="{one.pk}"><b>{escape(one.title)}</b><span>{escape(one.sub)}</span></th>'
            for one in self.columns
        )
        body = "".join(self._day(day, numbers) for day, numbers in self.rows)
        return mark_safe(
            f'<table class="board" role="grid" aria-label="Черновик расписания"><thead><tr><th class="corner" colspan="2">'
            f"<span>Урок</span></th>{heads}</tr></thead>{body}</table>"
        )

    def _day(self, day: int, rows: Sequence[int]) -> str:
        first = f'<th class="day" scope="rowgroup" rowspan="{len(rows)}"><span>{WEEKDAYS[day - 1]}</span></th>'
        lines = []
        for row in rows:
            head = f'<th class="number" scope="row"><b>{row % SHIFT}</b>{self._time(row)}</th>'
            cells = "".join(self._cell(day, row, one) for one in self.columns)
            second = ' class="second"' if row >= SHIFT and row - 1 not in rows else ""
            lines.append(f"<tr{second}>{first}{head}{cells}</tr>")
            first = ""
        return f"<tbody>{''.join(lines)}</tbody>"

    def _cell(self, day: int, row: int, column: Column) -> str:
        where = f"{day}-{row}-{column.pk}"
        return f'<td id="at-{where}" role="gridcell" data-at="{where}">{self.inner(day, row, column.pk)}</td>'

    def inner(self, day: int, row: int, column: int) -> str:
        """What stands in a cell."""
        units, number = self.cells.get((day, row, column), []), row % SHIFT
        if not units and self.is_open and len(self.columns) == 1:
            address = reverse("timetable:draft-put", args=[self.draft])
            words = f"Поставить урок: {WEEKDAYS[day - 1]}, {number}-й"
            return (
                f'<a class="put" href="{address}?weekday={day}&amp;number={number}&amp;by={self.by}&amp;column={column}">'
                f'<span aria-hidden="true">+</span><span class="visually-hidden">{words}</span></a>'
            )
        return "".join(self._unit(unit) for unit in units)

    def _unit(self, unit: Unit) -> str:
        course = self.board.courses[unit.course]
        wrong = self.board.clashing.get(unit.slot, [])
        teachers = ", ".join(name.split("\u00a0")[0] for name in self.board.teachers_of(unit).values())
        room = self.board.rooms.get(unit.room or 0, "")
        group = self.board.groups[course.group]
        title = course.short
        if self.by != "class":
            klass = self.board.groups[self.board.classes_of_group[group.pk][0]]
            whole = group.kind in (Group.Kind.CLASS, Group.Kind.JOINED)
            named = group.title if whole else f"{klass.title} {part_of(group, course.subject)}".strip()
            lines = [named, teachers if self.by == "room" else room]
        else:
            lines = [teachers, room]
            if group.kind != Group.Kind.CLASS:
                title = f"{course.short} {part_of(group, course.subject)}".strip()
        if unit.week:
            title += f" /{unit.week}"
        full = ", ".join(
            part
            for part in (
                course.subject,
                group.title,
                ", ".join(self.board.teachers_of(unit).values()),
                room_words(room),
            )
            if part
        )
        if wrong:
            full += ". Накладка: " + "; ".join(wrong)
        tag, link = ("a", f' href="{self._address(unit.slot)}" draggable="true"') if self.is_open else ("span", "")
        mark = '<span class="visually-hidden">Накладка. </span>' if wrong else ""
        small = "".join(f"<i>{escape(line)}</i>" for line in lines if line)
        return (
            f'<{tag} class="unit{" clash" if wrong else ""}"{link} data-slot="{unit.slot}" data-course="{unit.course}"'
            f' title="{escape(full)}">{mark}<b>{escape(title)}</b>{small}</{tag}>'
        )

    @cached_property
    def _pattern(self) -> str:
        return reverse("timetable:draft-lesson", args=[0])

    def _address(self, slot: int) -> str:
        return self._pattern.replace("/0/", f"/{slot}/") + f"?{self.query}".replace("&", "&amp;")

    @property
    def query(self) -> str:
        """The part of an address that shows the same columns."""
        return f"by={self.by}&only={self.only}"

    def inners(self, days: Iterable[int]) -> Iterator[tuple[str, str]]:
        """The cells of these weekdays: place → content."""
        wanted = set(days)
        for day, rows in self.rows:
            if day in wanted:
                for row in rows:
                    for column in self.columns:
                        yield f"{day}-{row}-{column.pk}", self.inner(day, row, column.pk)


def grid_of(board: Board, draft: int, by: str, only: str, *, is_open: bool = True) -> Grid:
    """The grid that an address asks for; what it asks wrongly is the first grade, or everything of a small school."""
    chosen = by if by in BY else "class"
    asked = only if re.fullmatch(r"(g\d{1,2}|s[12]|c\d{1,18}|all)", only) else ""
    if chosen != "class":
        grid = Grid(board, draft, chosen, asked if asked.startswith("c") else "", is_open)
        return grid if grid.columns else Grid(board, draft, chosen, "", is_open)
    if asked == "" and len(board.classes) > FEW:
        asked = f"g{board.classes[0].grade}"
    grid = Grid(board, draft, chosen, asked, is_open)
    return grid if grid.columns else Grid(board, draft, chosen, "all", is_open)


def _is_asked(klass: Group, only: str) -> bool:
    if only.startswith("g"):
        return klass.grade == int(only[1:])
    if only.startswith("s"):
        return klass.shift == int(only[1:])
    return not only.startswith("c") or klass.pk == int(only[1:])


def part_of(group: Group, subject: str) -> str:
    """«гр. 1» of «8Б, англ. 1», «мальчики» of «5Б, труд, мальчики», nothing where the group is called like the subject."""
    tail = group.name.split(", ")[-1]
    number = re.search(r"\d+", tail) if ", " in group.name else None
    if number:
        return f"гр.\u00a0{number[0]}"
    return "" if tail.casefold() == subject.casefold() else tail


def _natural(name: str) -> tuple[int, str]:
    number = re.match(r"\d+", name)
    return (int(number[0]) if number else 10**6, name)


def choices(board: Board, by: str, only: str) -> list[dict[str, object]]:
    """What may be chosen to be shown: parallels, shifts and the whole school of classes."""
    if by != "class":
        return []
    grades = sorted({one.grade for one in board.classes})
    shifts = sorted({one.shift for one in board.classes})
    found = [(f"g{grade}", f"{grade}-е") for grade in grades if grade]
    if grades and not grades[0]:
        found.append(("g0", "без параллели"))
    if len(shifts) > 1:
        found += [(f"s{shift}", f"{shift}-я смена") for shift in shifts]
    found.append(("all", "Вся школа"))
    return [{"title": title, "url": f"?by=class&only={key}", "active": only == key} for key, title in found]


def said_of(units: Sequence[Unit]) -> str:
    """«2 урока»."""
    return counted(len(units), "урок", "урока", "уроков")
