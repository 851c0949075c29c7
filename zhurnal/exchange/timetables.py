"""The timetable inside an Import: an aSc file or a grid, read, its words understood, and what it would change."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhurnal.core import secret
from zhurnal.exchange.importers.asc import TimetablePlan, plan_timetable, read_asc
from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.importers.grid import Grid, read_grid
from zhurnal.exchange.importers.names import FullName
from zhurnal.exchange.matching.grid import plan_grid
from zhurnal.exchange.matching.timetable import TimetableChanges, compare_timetable
from zhurnal.exchange.matching.words import Choice, Kind, Names, Word, words_of
from zhurnal.exchange.models import Import
from zhurnal.exchange.models import Mapping as Remembered
from zhurnal.people.models import Person
from zhurnal.school.models import Year

GONE = "Содержимое файла уже удалено: загрузите его снова."
KINDS = (Import.Kind.TIMETABLE_ASC, Import.Kind.TIMETABLE_GRID)
_MEMORY = "grid-"


@dataclass(frozen=True)
class Read:
    """A timetable read whole: its plan, recognised teachers, and the words of a grid with what is meant."""

    plan: TimetablePlan
    people: Mapping[FullName, Person]
    words: list[Word]
    names: Names | None = None


def kind_of(name: str, content: bytes) -> Import.Kind:
    """XML is aSc's, everything else a table."""
    head = content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200]
    xml = head.startswith((b"<", b"\x00<", b"<\x00")) or name.lower().endswith(".xml")
    return Import.Kind.TIMETABLE_ASC if xml else Import.Kind.TIMETABLE_GRID


def content_of(row: Import) -> bytes:
    """The file; raises Unreadable."""
    if not row.content:
        raise Unreadable(GONE)
    try:
        return secret.unseal(bytes(row.content))
    except secret.Unsealable as fault:
        raise Unreadable("Файл зашифрован другим ключом: загрузите его снова.") from fault


def read_file(name: str, content: bytes, names: Names) -> Grid | TimetablePlan:
    """The file read, before its words are looked at; raises Unreadable."""
    if kind_of(name, content) is Import.Kind.TIMETABLE_ASC:
        return plan_timetable(read_asc(content))
    return read_grid(content, name, names.lexicon(remembered()))


def read(row: Import, year: Year, today: date, teachers: Iterable[Person]) -> Read:
    """The timetable of a file with its words as they were chosen for it, remembered or guessed; raises Unreadable.

    `teachers` are the people whom its words may mean.
    """
    names = Names.of(year, teachers)
    found = read_file(row.name, content_of(row), names)
    if isinstance(found, TimetablePlan):
        return Read(found, {}, [])
    words = words_of(found, names, row.columns, remembered())
    planned = plan_grid(found, words, names, year, today)
    return Read(planned.plan, planned.people, words, names)


def changes_of(found: Read, year: Year, today: date, since: date | None = None) -> TimetableChanges:
    """What it would change from the day on; reads only."""
    return compare_timetable(found.plan, year, today, since=since, people=found.people)


def remembered() -> dict[str, dict[str, Choice]]:
    """What words meant before, by kind and key (1 query)."""
    found: dict[str, dict[str, Choice]] = defaultdict(dict)
    for row in Remembered.objects.filter(kind__startswith=_MEMORY):
        found[row.kind.removeprefix(_MEMORY)][row.columns["word"]] = row.columns["means"]
    return dict(found)


def memory_of(kind: Kind, key: str) -> tuple[str, str]:
    """Kind and signature under which a word is remembered."""
    return f"{_MEMORY}{kind}", hashlib.sha256(key.encode()).hexdigest()
