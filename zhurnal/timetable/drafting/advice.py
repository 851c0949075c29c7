"""What is said beside the grid of a draft: clashes, hours without a place, norms, windows; and where a lesson may go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhurnal.core.russian import WEEKDAYS_SHORT
from zhurnal.school.models import Group

from .. import rules
from .board import Board, CourseInfo, Unit, room_words
from .grid import SHIFT, Grid, part_of


@dataclass(frozen=True, slots=True)
class ClashLine:
    """A clash with a link to where it stands."""

    where: str
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A course of a class with the hours that have no place, and all its hours; more than all when `extra`."""

    title: str
    left: str
    hours: str
    extra: bool


@dataclass(frozen=True, slots=True)
class Side:
    """All that stands beside the grid."""

    clashes: list[ClashLine]
    left: list[tuple[str, list[LeftLine]]]
    norms: list[rules.Breach]
    windows: list[tuple[str, int, str]]

    @property
    def windows_total(self) -> int:
        """All windows of these teachers."""
        return sum(number for _, number, _ in self.windows)

    @property
    def left_total(self) -> int:
        """The courses with hours without a place."""
        return sum(len(lines) for _, lines in self.left)


def side_of(grid: Grid) -> Side:
    """What is to be said of the grid (no query)."""
    board = grid.board
    return Side(
        clashes=[_clash(grid, place, clash) for place, clash in board.clashes],
        left=[(klass.title, lines) for klass in grid.classes if (lines := _left(board, klass))],
        norms=[breach for klass in grid.classes for breach in rules.norms_of(board.week_of(klass))],
        windows=_windows(grid),
    )


def _clash(grid: Grid, place: rules.Placed, clash: rules.Clash) -> ClashLine:
    unit = next(one for one in grid.board.units if one.slot == place.slot)
    shown = {column.pk for column in grid.columns}
    column = next((one for one in grid.columns_of(unit) if one in shown), None)
    if column is not None:
        url = f"#at-{place.weekday}-{grid.row_of(unit)}-{column}"
    else:
        klass = grid.board.classes_of_group[place.group][0]
        url = f"?by=class&only=g{grid.board.groups[klass].grade}#at-{place.weekday}-{place.number}-{klass}"
    where = f"{WEEKDAYS_SHORT[place.weekday - 1]}, {place.number}-й: {place.name}"
    return ClashLine(where, clash.what, url)


def _left(board: Board, klass: Group) -> list[LeftLine]:
    lines = []
    for course in board.courses.values():
        left = board.hours_left[course.pk]
        if left == 0 or not course.hours or klass.pk not in board.classes_of_group[course.group]:
            continue
        group = board.groups[course.group]
        lines.append(
            LeftLine(_titled(course.subject, group, klass.pk), _hours(abs(left)), _hours(course.hours), left < 0)
        )
    return lines


def _titled(subject: str, group: Group, klass: int) -> str:
    """«Алгебра» of the class itself, «Английский язык, гр. 1» of a part of it."""
    part = "" if group.pk == klass else part_of(group, subject)
    return f"{subject}, {part}" if part else subject


def _hours(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _windows(grid: Grid) -> list[tuple[str, int, str]]:
    board = grid.board
    if grid.by == "teacher":
        people: Iterable[int] = [column.pk for column in grid.columns]
    else:
        shown = {column.pk for column in grid.columns}
        people = {
            person
            for unit in board.units
            if shown.intersection(grid.columns_of(unit))
            for person in board.teachers_of(unit)
        }
    lines = []
    for person in people:
        if days := board.windows_of(person):
            said = ", ".join(f"{WEEKDAYS_SHORT[day - 1]} {number}" for day, number in days.items())
            lines.append((board.people.get(person, ""), sum(days.values()), said))
    return sorted(lines, key=lambda line: (-line[1], line[0]))


@dataclass(frozen=True, slots=True)
class Option:
    """A course for a cell: what of it is left, what forbids it here, which norm it would break, which lessons it takes the place of."""

    course: int
    title: str
    teachers: str
    left: str
    hours: str
    no: str
    soft: str
    room: int | None
    room_name: str
    instead: list[int]


def options_for(grid: Grid, column: int, weekday: int, row: int) -> list[Option]:
    """The courses that may stand in a cell: those with hours left and nothing against them first (no query)."""
    here, at = grid.cells.get((weekday, row, column), []), (weekday, row % SHIFT)
    courses = [one for one in grid.board.courses.values() if _belongs(grid, one, column, row)]
    found = [_option(grid, course, column, at, here) for course in courses]
    return sorted(
        found,
        key=lambda one: (
            one.left.startswith("−") or one.left == "0",
            bool(one.no),
            bool(one.soft),
            one.title.casefold(),
        ),
    )


def _belongs(grid: Grid, course: CourseInfo, column: int, row: int) -> bool:
    if not grid.fits(course.group, row):
        return False
    if grid.by == "teacher":
        return column in course.teachers
    if grid.by == "room":
        return grid.board.hours_left[course.pk] > 0 or grid.board.usual_room(course.pk) == column
    return column in grid.board.classes_of_group[course.group]


def _option(grid: Grid, course: CourseInfo, column: int, at: tuple[int, int], here: Sequence[Unit]) -> Option:
    board = grid.board
    room = column if grid.by == "room" else board.usual_room(course.pk)
    unit = Unit(0, course.pk, *at, 0, None, room)
    instead = [one.slot for one in here if _excludes(board, one, unit)]
    clashes = board.clashes_with(unit, instead)
    if grid.by != "room" and any(clash.kind == "room" for clash in clashes):
        # Better no room than a taken one: it is chosen later.
        unit, room, clashes = replace(unit, room=None), None, [clash for clash in clashes if clash.kind != "room"]
    left, group = board.hours_left[course.pk], board.groups[course.group]
    title = _titled(course.subject, group, column) if grid.by == "class" else f"{course.subject}, {group.title}"
    return Option(
        course=course.pk, title=title, teachers=", ".join(course.teachers.values()),
        left=_hours(left) if left >= 0 else f"−{_hours(-left)}", hours=_hours(course.hours),
        no="; ".join(dict.fromkeys(clash.what for clash in clashes)), soft=_new_breach(board, [unit], instead), room=room,
        room_name=room_words(board.rooms.get(room or 0, "")), instead=instead,
    )  # fmt: skip


def _excludes(board: Board, one: Unit, other: Unit) -> bool:
    """Whether two lessons of one cell can't stand together: one's group is the other's, or it stands on it."""
    group, beside = board.courses[one.course].group, board.courses[other.course].group
    return group in board.above[beside] or beside in board.above[group]


def _new_breach(board: Board, units: Sequence[Unit], without: Iterable[int]) -> str:
    """The first norm that these lessons would break, in their classes."""
    gone = set(without)
    for unit in units:
        for pk in board.classes_of_group[board.courses[unit.course].group]:
            klass = board.groups[pk]
            own = board.units_of_class.get(pk, [])
            before = set(rules.norms_of(board.week_of(klass)))
            after = rules.norms_of(board.week_of(klass, [*(one for one in own if one.slot not in gone), unit]))
            kinds = [one for one in after if one not in before and one.kind != "gap"]
            if kinds:
                return kinds[0].what + (f" ({kinds[0].clause})" if kinds[0].clause else "")
    return ""


def places_for(grid: Grid, slots: Sequence[int]) -> dict[str, dict[str, str]]:
    """Where these lessons of one cell may go: place → what forbids it (`no`) or which norm it breaks (`soft`); free places are left out.

    Lessons in the way change places with them, so these are asked, too.
    """
    board = grid.board
    held = [unit for unit in board.units if unit.slot in set(slots)]
    if not held:
        return {}
    found: dict[str, dict[str, str]] = {}
    group = board.courses[held[0].course].group
    for day, rows in grid.rows:
        for row in rows:
            if (day, row) == (held[0].weekday, grid.row_of(held[0])):
                continue
            if not grid.fits(group, row):
                found[f"{day}-{row}"] = {"no": "это урок другой смены"}
            elif said := _against(grid, held, (day, row % SHIFT)):
                found[f"{day}-{row}"] = said
    return found


def in_the_way(grid: Grid, held: Sequence[Unit], at: tuple[int, int], room: int | None = None) -> list[Unit]:
    """The lessons of a cell that what is held would push out of the column: of the same students, teacher, or room."""
    moving = {unit.slot for unit in held}
    beside = [unit for unit in grid.board.units if unit.at == at and unit.slot not in moving]
    return [other for other in beside if any(_pushes(grid, unit, other, room) for unit in held)]


def _pushes(grid: Grid, unit: Unit, other: Unit, room: int | None) -> bool:
    if grid.board.group_of(unit).shift != grid.board.group_of(other).shift:
        return False
    if grid.by == "teacher":
        return not grid.board.teachers_of(unit).keys().isdisjoint(grid.board.teachers_of(other))
    if grid.by == "room":
        return other.room is not None and other.room == (room or unit.room)
    return _excludes(grid.board, other, unit)


def _against(grid: Grid, held: Sequence[Unit], at: tuple[int, int]) -> dict[str, str]:
    board, in_way = grid.board, in_the_way(grid, held, at)
    moving = [one.slot for one in (*held, *in_way)]
    going = [replace(unit, weekday=at[0], number=at[1]) for unit in held]
    coming = [replace(unit, weekday=held[0].weekday, number=held[0].number) for unit in in_way]
    clashes = [clash.what for unit in (*going, *coming) for clash in board.clashes_with(unit, moving)]
    if clashes:
        return {"no": "; ".join(dict.fromkeys(clashes))}
    soft = _new_breach(board, going, moving)
    return {"soft": soft} if soft else {}
