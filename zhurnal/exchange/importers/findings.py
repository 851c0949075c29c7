"""What a reader has to say about a file: each remark names the element it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a remark weighs: an error forbids the import of the whole file."""

    ERROR = "ошибка"
    WARNING = "предупреждение"
    NOTE = "замечание"


class Place(NamedTuple):
    """A row of a spreadsheet, or one cell of it: 0-based sheet, 1-based row, 0-based column."""

    sheet: int
    row: int
    column: int | None = None

    @property
    def key(self) -> str:
        """The row's name in what is decided about it: «0.7»."""
        return f"{self.sheet}.{self.row}"


NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Oddity:
    """One remark: `element` is the kind of thing, `id` its name in the file, `text` a Russian sentence."""

    element: str
    id: str
    text: str
    severity: Severity = Severity.WARNING
    label: str = ""
    at: Place | None = None

    @property
    def where(self) -> str:
        """The element as a person finds it in the file: «lesson *27 (Химия, 7А)», «лист «5А», строка 7»."""
        name = (", " if self.at else " ").join(part for part in (self.element, self.id) if part)
        return f"{name} ({self.label})" if self.label else name


class Unreadable(ValueError):
    """The file cannot be read at all; the message is a Russian sentence for the person who chose the file."""


class Remarks:
    """Collects the remarks of one reading, each once, in the order they were made."""

    def __init__(self) -> None:
        self._made: dict[Oddity, None] = {}

    def error(self, element: str, id: str, text: str, label: str = "", at: Place | None = None) -> None:
        """A fault that forbids the import."""
        self._made[Oddity(element, id, text, Severity.ERROR, label, at)] = None

    def warn(self, element: str, id: str, text: str, label: str = "", at: Place | None = None) -> None:
        """Something a person should look at after the import."""
        self._made[Oddity(element, id, text, Severity.WARNING, label, at)] = None

    def note(self, element: str, id: str, text: str, label: str = "", at: Place | None = None) -> None:
        """Something that was put right or left out knowingly."""
        self._made[Oddity(element, id, text, Severity.NOTE, label, at)] = None

    def all(self) -> tuple[Oddity, ...]:
        """Every remark made so far."""
        return tuple(self._made)


def errors_of(oddities: Iterable[Oddity]) -> list[Oddity]:
    """Those that forbid the import."""
    return [oddity for oddity in oddities if oddity.severity is Severity.ERROR]


def grouped(oddities: Iterable[Oddity]) -> list[tuple[Severity, str, list[Oddity]]]:
    """Remarks with the same words together, errors first: (severity, text, those it is about)."""
    found: dict[tuple[Severity, str], list[Oddity]] = {}
    for oddity in oddities:
        found.setdefault((oddity.severity, oddity.text), []).append(oddity)
    order = list(Severity)
    groups = [(severity, text, items) for (severity, text), items in found.items()]
    return sorted(groups, key=lambda group: order.index(group[0]))
