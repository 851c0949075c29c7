"""A file of aSc Timetables as frozen values: what its elements say, in one form for both layouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from zhurnal.exchange.importers.findings import Oddity
from zhurnal.exchange.importers.names import FullName


class Layout(StrEnum):
    """The two forms that schools have: they differ in how a card says its day, its weeks and its length."""

    ASC2012 = "aSc Timetables 2012 XML"
    OLDER = "старый вид aSc XML"


@dataclass(frozen=True, slots=True)
class AscPeriod:
    """A row of the bell schedule: `number` of the lesson in the day, local times or None."""

    number: int
    name: str
    short: str
    start: time | None
    end: time | None


@dataclass(frozen=True, slots=True)
class AscDay:
    """A day of the timetable: `index` from 0 as in the file, `weekday` 1 (Monday) to 7."""

    index: int
    weekday: int
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class AscBits:
    """A definition of days, weeks or terms: one or several bit strings."""

    id: str
    name: str
    short: str
    bits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AscSubject:
    """`name` is unique in the file, as with rooms."""

    id: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class AscTeacher:
    """`sex` is «м», «ж» or empty where the file is not to be believed."""

    id: str
    name: FullName
    short: str
    sex: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class AscRoom:
    """`name` is unique in the file (a doubled name gets its short one in brackets); `capacity` None for «*»."""

    id: str
    name: str
    short: str
    capacity: int | None


@dataclass(frozen=True, slots=True)
class AscClass:
    """`name` as in the file, cleaned; `grade` only where the file says it in its own attribute."""

    id: str
    name: str
    short: str
    teacher_id: str
    room_ids: tuple[str, ...]
    grade: int | None


@dataclass(frozen=True, slots=True)
class AscGroup:
    """A group of one class; groups with the same `division` tag share the class out between them."""

    id: str
    name: str
    class_id: str
    entire: bool
    division: str


@dataclass(frozen=True, slots=True)
class AscLesson:
    """What is taught to whom; `room_ids` are candidates; `weeks` and `terms` are bits, empty for always."""

    id: str
    subject_id: str
    class_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    teacher_ids: tuple[str, ...]
    room_ids: tuple[str, ...]
    periods_per_card: int
    periods_per_week: Decimal | None
    weeks: str
    terms: str


@dataclass(frozen=True, slots=True)
class AscCard:
    """A placed lesson: 0-based `days`, first `period`, bits of weeks and terms (empty for always), its own rooms."""

    number: int
    lesson_id: str
    days: tuple[int, ...]
    period: int
    weeks: str
    terms: str
    room_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AscFile:
    """One whole file; `unplaced` counts cards that the program itself has not put into the week."""

    layout: Layout
    encoding: str
    periods: tuple[AscPeriod, ...]
    days: tuple[AscDay, ...]
    daysdefs: tuple[AscBits, ...]
    weeksdefs: tuple[AscBits, ...]
    termsdefs: tuple[AscBits, ...]
    subjects: tuple[AscSubject, ...]
    teachers: tuple[AscTeacher, ...]
    rooms: tuple[AscRoom, ...]
    classes: tuple[AscClass, ...]
    groups: tuple[AscGroup, ...]
    lessons: tuple[AscLesson, ...]
    cards: tuple[AscCard, ...]
    cards_read: int
    unplaced: int
    oddities: tuple[Oddity, ...]
