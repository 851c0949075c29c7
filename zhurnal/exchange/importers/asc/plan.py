"""What an aSc file asks of the school, by natural keys: classes, groups, courses, slots; nothing is looked up here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc.clashes import find_clashes
from zhurnal.exchange.importers.asc.groups import Grouping, PlanClass, PlanGroup, plan_classes
from zhurnal.exchange.importers.asc.records import (
    AscCard,
    AscFile,
    AscLesson,
    AscPeriod,
    AscRoom,
    AscSubject,
    AscTeacher,
)
from zhurnal.exchange.importers.asc.spans import span_of
from zhurnal.exchange.importers.findings import Oddity, Remarks
from zhurnal.exchange.importers.names import FullName


@dataclass(frozen=True, slots=True)
class CourseKey:
    """A course of the year: the subject's key and the group's key."""

    subject: str
    group: str


@dataclass(frozen=True, slots=True)
class PlanCourse:
    """Subject × group with all who teach it, the one with most hours first."""

    key: CourseKey
    teachers: tuple[FullName, ...]


@dataclass(frozen=True, slots=True)
class PlanSlot:
    """One lesson of the week: `weekday` 1–7, `number` in the day, `weeks` and `terms` as bits (empty: always).

    `rooms` are names, the first is the main one; `cards` are the numbers of the cards that it stands for.
    """

    course: CourseKey
    weekday: int
    number: int
    weeks: str
    terms: str
    rooms: tuple[str, ...]
    teachers: tuple[FullName, ...]
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TimetablePlan:
    """The whole of a file, ready to be compared with the school and written."""

    periods: tuple[AscPeriod, ...]
    subjects: tuple[AscSubject, ...]
    teachers: tuple[AscTeacher, ...]
    rooms: tuple[AscRoom, ...]
    classes: tuple[PlanClass, ...]
    groups: tuple[PlanGroup, ...]
    courses: tuple[PlanCourse, ...]
    slots: tuple[PlanSlot, ...]
    groups_read: int
    groups_unused: int
    cards_read: int
    cards_placed: int
    oddities: tuple[Oddity, ...]


def plan_timetable(file: AscFile) -> TimetablePlan:
    """The plan of a read file: one slot per card and period; a card that finds no place is remarked and counted."""
    remarks = Remarks()
    classes = plan_classes(file, remarks)
    grouping = Grouping(file, classes, remarks)
    builder = _Builder(file, grouping, remarks)
    for card in file.cards:
        builder.place(card)
    slots = builder.slots()
    find_clashes(slots, grouping, remarks)
    _mention_unused(file, remarks)
    return TimetablePlan(
        periods=file.periods,
        subjects=_once(file.subjects),
        teachers=file.teachers,
        rooms=_once(file.rooms),
        classes=tuple(classes.values()),
        groups=grouping.groups(),
        courses=_courses(slots),
        slots=slots,
        groups_read=len(file.groups),
        groups_unused=grouping.unused(),
        cards_read=file.cards_read,
        cards_placed=len({number for slot in slots for number in slot.cards}),
        oddities=(*file.oddities, *remarks.all()),
    )


_Named = TypeVar("_Named", AscSubject, AscRoom)
_Place = tuple[CourseKey, int, int, str, str]


def _once(items: tuple[_Named, ...]) -> tuple[_Named, ...]:
    return tuple({search_key(item.name): item for item in reversed(items)}.values())[::-1]


class _Builder:
    """Puts cards into places of the week; two cards in one place become one slot, with a warning."""

    def __init__(self, file: AscFile, grouping: Grouping, remarks: Remarks) -> None:
        self.remarks, self.grouping = remarks, grouping
        self.lessons = {lesson.id: lesson for lesson in file.lessons}
        self.subjects = {subject.id: search_key(subject.name) for subject in file.subjects}
        self.subject_names = {subject.id: subject.name for subject in file.subjects}
        self.teachers = {teacher.id: teacher.name for teacher in file.teachers}
        self.rooms = {room.id: room.name for room in file.rooms}
        self.weekdays = {day.index: day.weekday for day in file.days}
        self.last = max((period.number for period in file.periods), default=0)
        self.numbers = {period.number for period in file.periods}
        self.made: dict[_Place, PlanSlot] = {}
        self.cycle = max((len(card.weeks) for card in file.cards), default=0)
        cards: dict[str, list[AscCard]] = {}
        for card in file.cards:
            cards.setdefault(card.lesson_id, []).append(card)
        self.spans = {
            id: span_of(self.lessons[id], stack, file.layout, self.label, remarks) for id, stack in cards.items()
        }
        for lesson in file.lessons:
            if lesson.id not in cards:
                self._warn(lesson, "У урока нет ни одной карточки в расписании.")

    def label(self, lesson: AscLesson) -> str:
        """The lesson for people: «Химия, 7А»."""
        return f"{self.subject_names.get(lesson.subject_id, '?')}, {self.grouping.title_of(lesson) or 'без класса'}"

    def place(self, card: AscCard) -> None:
        """A slot for each day and period of the card."""
        lesson = self.lessons[card.lesson_id]
        group = self.grouping.group_of(lesson)
        subject = self.subjects.get(lesson.subject_id)
        if group is None or subject is None:
            self._warn(lesson, "У урока нет класса: его карточки не размещаются.")
            return
        if card.weeks and len(card.weeks) != self.cycle:
            text = f"Недели «{card.weeks}» не той длины, что у других."
            self.remarks.error("lesson", lesson.id, text, self.label(lesson))
            return
        self._mention_rooms(card, lesson)
        for day in card.days:
            for number in range(card.period, card.period + self.spans[lesson.id]):
                self._mention_number(number, lesson)
                self._add(card, lesson, (CourseKey(subject, group), self.weekdays[day], number, card.weeks, card.terms))

    def _mention_number(self, number: int, lesson: AscLesson) -> None:
        if number not in self.numbers:
            text = f"Урок № {number} не имеет звонка в файле (последний — № {self.last}); место оставлено."
            self._warn(lesson, text)

    def _mention_rooms(self, card: AscCard, lesson: AscLesson) -> None:
        """Once a lesson: lessons without a room are usual, and rooms beside the candidates the school's own choice."""
        if not card.room_ids:
            text = "У карточек урока нет кабинета."
        elif lesson.room_ids and not set(card.room_ids) <= set(lesson.room_ids):
            text = "Кабинет карточки не из допустимых для урока; взят кабинет карточки."
        else:
            return
        self.remarks.note("lesson", lesson.id, text, self.label(lesson))

    def _warn(self, lesson: AscLesson, text: str) -> None:
        self.remarks.warn("lesson", lesson.id, text, self.label(lesson))

    def _add(self, card: AscCard, lesson: AscLesson, place: _Place) -> None:
        rooms = tuple(dict.fromkeys(self.rooms[id] for id in card.room_ids))
        teachers = tuple(self.teachers[id] for id in lesson.teacher_ids if id in self.teachers)
        before = self.made.get(place)
        if before is None:
            self.made[place] = PlanSlot(*place, rooms, teachers, (card.number,))
            return
        self._warn(lesson, f"Две карточки одного курса стоят вместе (день {place[1]}, урок {place[2]}): это один урок.")
        self.made[place] = PlanSlot(
            *place,
            tuple(dict.fromkeys(before.rooms + rooms)),
            tuple(dict.fromkeys(before.teachers + teachers)),
            (*before.cards, card.number),
        )

    def slots(self) -> tuple[PlanSlot, ...]:
        """All slots in the order of the week."""
        return tuple(sorted(self.made.values(), key=lambda slot: (slot.weekday, slot.number, slot.cards)))


def _courses(slots: tuple[PlanSlot, ...]) -> tuple[PlanCourse, ...]:
    hours: dict[CourseKey, Counter[FullName]] = {}
    for slot in sorted(slots, key=lambda slot: slot.cards):
        hours.setdefault(slot.course, Counter()).update(slot.teachers)
    return tuple(PlanCourse(key, tuple(name for name, _ in count.most_common())) for key, count in hours.items())


def _mention_unused(file: AscFile, remarks: Remarks) -> None:
    lessons = file.lessons
    used = {
        "subject": {lesson.subject_id for lesson in lessons},
        "teacher": {id for lesson in lessons for id in lesson.teacher_ids},
        "classroom": {id for card in file.cards for id in card.room_ids},
        "class": {id for lesson in lessons for id in lesson.class_ids},
    }
    listed = {
        "subject": [(item.id, item.name) for item in file.subjects],
        "teacher": [(item.id, str(item.name)) for item in file.teachers],
        "classroom": [(item.id, item.name) for item in file.rooms],
        "class": [(item.id, item.name) for item in file.classes],
    }
    for tag, items in listed.items():
        for id, name in items:
            if id not in used[tag]:
                remarks.note(tag, id, "Не встречается ни в одном уроке; всё же будет создан.", name)
    for lesson in lessons:
        if not lesson.teacher_ids:
            remarks.warn("lesson", lesson.id, "У урока нет учителя.")
