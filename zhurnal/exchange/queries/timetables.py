"""A brought timetable as its page shows it: what is in it, what would change, what is odd, which words are to be understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhurnal.core.russian import counted
from zhurnal.exchange.importers.findings import Oddity, Severity, Unreadable, grouped
from zhurnal.exchange.matching.timetable import TimetableChanges, earliest_day
from zhurnal.exchange.matching.words import NEW, How, Kind, Names, Word
from zhurnal.exchange.models import Import
from zhurnal.exchange.report import further_changes
from zhurnal.exchange.timetables import Read, changes_of, read
from zhurnal.people.models import Person
from zhurnal.school.models import Year

_ELEMENTS = {
    "lesson": "урок", "card": "карточка", "teacher": "учитель", "teachers": "учителя", "classroom": "кабинет", "class": "класс", "group": "группа",
    "subject": "предмет", "period": "звонок", "periods": "звонки",
}  # fmt: skip
_SHOWN = 40
HOW = {
    How.SAME: ("good", "такой есть"),
    How.REMEMBERED: ("good", "как в прошлый раз"),
    How.CHOSEN: ("good", "выбрано"),
    How.GUESSED: ("warn", "догадка"),
    How.NEW: ("warn", "новое"),
    How.UNKNOWN: ("bad", "выберите"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """A line of what the file holds: how many, how many of them are new, how many end."""

    title: str
    read: int
    new: int
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """Remarks of the same words with the places that they are about."""

    severity: Severity
    text: str
    places: list[str]
    further: int


@dataclass(frozen=True)
class TimetablePage:
    """Everything that the page needs; `fault` when the file is not read."""

    fault: str = ""
    found: Read | None = None
    changes: TimetableChanges | None = None
    earliest: date | None = None

    @property
    def ready(self) -> bool:
        """Whether it may be written."""
        return self.changes is not None and not self.changes.errors

    @property
    def counts(self) -> list[Count]:
        """What the file holds and what would come of it."""
        if self.changes is None:
            return []
        plan, to = self.changes.plan, self.changes
        led = sum(len(course.teachers) for course in plan.courses)
        return [
            Count("Уроки недели", len(plan.slots), len(to.new_slots), len(to.ended_slots)),
            Count("Классы", len(plan.classes), len(to.new_classes)),
            Count("Подгруппы и объединения", len(plan.groups), len(to.new_groups)),
            Count("Предметы", len(plan.subjects), len(to.new_subjects)),
            Count("Учителя", len(plan.teachers), len(to.new_teachers)),
            Count("Кабинеты", len(plan.rooms), len(to.new_rooms)),
            Count("Курсы", len(plan.courses), len(to.new_courses)),
            Count("Кто что ведёт", led, len(to.new_teachings), len(to.ended_teachings)),
        ]

    @property
    def new_names(self) -> list[tuple[str, list[str]]]:
        """What would be added to the school's lists, by name."""
        if self.changes is None:
            return []
        to = self.changes
        found = [
            ("Классы", [one.name for one in to.new_classes]),
            ("Подгруппы", [one.name for one in to.new_groups]),
            ("Предметы", [one.name for one in to.new_subjects]),
            ("Учителя", [one.full_name for one in to.new_teachers]),
            ("Кабинеты", [one.name for one in to.new_rooms]),
        ]
        return [(title, names) for title, names in found if names]

    @property
    def further(self) -> list[str]:
        """What would change beside what is counted: bells, hours a week, names of teachers."""
        return further_changes(self.changes) if self.changes and self.ready else []

    @property
    def remarks(self) -> list[Remark]:
        """Errors, clashes and other remarks, those of the same words together."""
        if self.changes is None:
            return []
        return [_remark(*one) for one in grouped(self.changes.oddities)]

    @property
    def open_words(self) -> list[Word]:
        """Words that are not simply the school's own."""
        return [word for word in self.words if word.how is not How.SAME]

    @property
    def words(self) -> list[Word]:
        """Every word of a grid."""
        return self.found.words if self.found else []


def timetable_page(
    row: Import, year: Year, today: date, since: date | None, teachers: Iterable[Person]
) -> TimetablePage:
    """A brought timetable beside the school (some 40 queries, whatever the size of the file)."""
    try:
        found = read(row, year, today, teachers)
    except Unreadable as fault:
        return TimetablePage(fault=str(fault))
    return TimetablePage("", found, changes_of(found, year, today, since), earliest_day(year, today))


def _remark(severity: Severity, text: str, items: list[Oddity]) -> Remark:
    places = [_place(one) for one in items]
    return Remark(severity, text, [place for place in places[:_SHOWN] if place], max(0, len(places) - _SHOWN))


def _place(oddity: Oddity) -> str:
    """«урок *27 (Химия, 7А)», «лист «Расписание», ячейка D14»."""
    name = " ".join(part for part in (_ELEMENTS.get(oddity.element, oddity.element), oddity.id) if part)
    return f"{name} ({oddity.label})" if oddity.label else name


def word_choices(word: Word, names: Names) -> list[tuple[str, str]]:
    """What a word may mean: new, left out, or one of the school's names."""
    known = {
        Kind.CLASS: [(str(pk), one.title) for pk, one in names.classes.items()],
        Kind.SUBJECT: [(str(pk), one.name) for pk, one in names.subjects.items()],
        Kind.TEACHER: [(str(pk), one.full_name) for pk, one in names.teachers.items()],
        Kind.ROOM: [(str(pk), one.name) for pk, one in names.rooms.items()],
    }[word.kind]
    empty = [("", "— выберите —")] if word.choice is None else []
    skip = {
        Kind.CLASS: "не загружать этот столбец", Kind.SUBJECT: "не загружать эти уроки", Kind.TEACHER: "без учителя",
        Kind.ROOM: "без кабинета",
    }[word.kind]  # fmt: skip
    return [*empty, (NEW, f"создать: {word.text}"), ("skip", skip), *known]


def counts_in_words(row: Import) -> str:
    """«123 урока недели, 2 предмета»: what was written."""
    forms = {
        "slots": ("урок недели", "урока недели", "уроков недели"),
        "ended": ("прежний урок закончен", "прежних урока закончено", "прежних уроков закончено"),
        "classes": ("новый класс", "новых класса", "новых классов"),
        "courses": ("новый курс", "новых курса", "новых курсов"),
        "teachers": ("новый учитель", "новых учителя", "новых учителей"),
        "subjects": ("новый предмет", "новых предмета", "новых предметов"),
        "rooms": ("новый кабинет", "новых кабинета", "новых кабинетов"),
    }
    return ", ".join(counted(row.counts[key], *words) for key, words in forms.items() if row.counts.get(key))
