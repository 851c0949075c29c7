"""What may stand in a cell of the register, how it is typed and how it is written (domain.md parts 3 and 4).

A cell is an absence of the lesson and up to two marks of one work. Its canonical text («н/4», «5/4», «2→4», «оп7») is also its
version: whoever saves says which text they saw.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

POINT, PASSED, FAILED = 0, 10, 11
NUMERIC = frozenset({1, 2, 3, 4, 5})
VALUES = frozenset({POINT, *NUMERIC, PASSED, FAILED})
MOST_MARKS = 2
MOST_MINUTES_LATE = 45

ABSENCES = {"absent": "н", "ill": "б", "excused": "у/п", "unexcused": "н/п", "late": "оп", "exempt": "осв"}
# Missed = н, б, у/п, н/п; оп and осв are present (domain.md part 1).
MISSED = frozenset({"absent", "ill", "excused", "unexcused"})
ABSENCE_TITLES = {
    "absent": "не был на уроке",
    "ill": "болел",
    "excused": "не был по уважительной причине",
    "unexcused": "не был без уважительной причины",
    "late": "опоздал",
    "exempt": "освобождён",
}

SIGNS = {POINT: ".", PASSED: "зач", FAILED: "нез"} | {value: str(value) for value in NUMERIC}
VALUE_TITLES = {POINT: "точка: работа ещё не сдана", PASSED: "зачёт", FAILED: "незачёт"}

_ABSENCE_OF = {"н": "absent", "б": "ill", "уп": "excused", "у/п": "excused", "нп": "unexcused", "н/п": "unexcused",
               "осв": "exempt"}  # fmt: skip
_VALUE_OF = {".": POINT, "зач": PASSED, "незач": FAILED, "нез": FAILED} | {str(value): value for value in NUMERIC}
_ABSENCE = r"у/?п|н/?п|осв|оп(?P<minutes>\d{0,2})|б|н(?!ез)"
_ONE = r"\d→\d|\.|зач|незач|нез|\d"
_CELL = re.compile(rf"(?:(?P<absence>{_ABSENCE})(?:/|$|(?=[\d.зн])))?(?:(?P<one>{_ONE})(?:/?(?P<two>{_ONE}))?)?")

_BY_KEY = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm", "йцукенгшщзхъфывапролджэячсмить")
_BY_LOOK = str.maketrans("abcehkmopxyt", "авсенкморхут")


class UnknownSign(ValueError):
    """The text is no cell; its words are for the person and name what is allowed."""


class Attempt(NamedTuple):
    """One mark of a cell; `first` is the mark before a re-sit, else None."""

    value: int
    first: int | None = None

    @property
    def text(self) -> str:
        """«4», «2→4»"""
        return SIGNS[self.value] if self.first is None else f"{SIGNS[self.first]}→{SIGNS[self.value]}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell: the absence of the lesson (a kind of ABSENCES or empty) and the marks of the work."""

    absence: str = ""
    minutes: int | None = None
    marks: tuple[Attempt, ...] = ()

    @property
    def text(self) -> str:
        """The canonical text."""
        return cell_text(self.absence, self.minutes, tuple(self.marks))

    @property
    def is_missed(self) -> bool:
        """Whether the student was not in the lesson."""
        return self.absence in MISSED


EMPTY = Cell()


@functools.lru_cache(maxsize=4096)
def cell_text(absence: str, minutes: int | None, marks: tuple[tuple[int, int | None], ...]) -> str:
    """The canonical text of an absence and marks given as (value, first try)."""
    parts = [ABSENCES[absence] + (str(minutes) if minutes else "")] if absence else []
    parts += [Attempt(*mark).text for mark in marks]
    return "/".join(parts)


def parse_cell(text: str, *, allow_one: bool = False) -> Cell:
    """The cell that a person typed; raises UnknownSign in words that name the allowed signs."""
    for reading in _readings(text):
        found = _CELL.fullmatch(reading)
        if found and (cell := _cell(found)):
            if not allow_one and any(1 in mark for mark in cell.marks):
                raise UnknownSign("Отметка «1» в этой школе не ставится: можно 5, 4, 3, 2.")
            return cell
    raise UnknownSign(unknown(text, allow_one=allow_one))


def unknown(text: str, *, allow_one: bool) -> str:
    """The words for a sign that is not known."""
    marks = "5, 4, 3, 2, 1" if allow_one else "5, 4, 3, 2"
    shown = text.strip()[:12]
    return (
        f"Знака «{shown}» в журнале нет. Можно: {marks}, две отметки «5/4», пересдача «2→4», точка «.», «зач», «нез», "
        "«н», «б», «у/п», «н/п», «оп», «оп7», «осв», «н/4»."
    )


def _readings(text: str) -> list[str]:
    """The ways to read a text: as it stands, Latin letters by their key, Latin letters by their looks."""
    plain = re.sub(r"\s+", "", text).casefold()
    plain = plain.replace("->", "→").replace(">", "→").replace("·", ".").replace("\\", "/")
    if plain in {"-", "–", "—"}:
        return [""]
    if plain == "ю":
        return ["."]
    return [plain, plain.translate(_BY_KEY), plain.translate(_BY_LOOK)]


def _cell(found: re.Match[str]) -> Cell | None:
    sign = found["absence"] or ""
    minutes = int(found["minutes"]) if found["minutes"] else None
    if minutes is not None and not 0 < minutes <= MOST_MINUTES_LATE:
        return None
    absence = "late" if sign.startswith("оп") else _ABSENCE_OF[sign] if sign else ""
    marks: list[Attempt] = []
    for part in (found["one"], found["two"]):
        if part is None:
            continue
        first, _, last = part.rpartition("→")
        if last not in _VALUE_OF or (first and first not in _VALUE_OF):
            return None
        marks.append(Attempt(_VALUE_OF[last], _VALUE_OF[first] if first else None))
    return Cell(absence, minutes, tuple(marks))


def css_class(cell: Cell) -> str:
    """The class by which a cell is coloured: its last mark, else its absence."""
    return colour(cell.absence, cell.marks[-1].value if cell.marks else None)


def colour(absence: str, last: int | None) -> str:
    """`m5`…`m2` for a numeric mark («1» and «незачёт» as «2», «зачёт» as «5»), `abs` for an absence alone, else nothing."""
    if last in {1, FAILED}:
        return "m2"
    if last == PASSED:
        return "m5"
    if last:
        return f"m{last}"
    return "abs" if absence else ""


def spoken(cell: Cell) -> str:
    """The cell in words, for people who do not see it and for messages: «не был на уроке, отметка 4»."""
    parts = []
    if cell.absence:
        late = f" на {cell.minutes} мин" if cell.minutes else ""
        parts.append(ABSENCE_TITLES[cell.absence] + late)
    for mark in cell.marks:
        if mark.first is not None:
            parts.append(f"пересдача: было {SIGNS[mark.first]}, стало {SIGNS[mark.value]}")
        else:
            parts.append(VALUE_TITLES.get(mark.value, f"отметка {mark.value}"))
    return ", ".join(parts) or "пусто"
