"""Marks, topics, homework and absences in the world's lessons, told in one line each."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.world import NOW, World
from zhurnal.journal.models import Absence, Homework, LessonRecord, Mark, Work, WorkKind
from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson


class Pen:
    """Writes rows straight into the register."""

    def __init__(self) -> None:
        self.kinds: dict[str, WorkKind] = {}

    def kind(self, name: str, **fields: object) -> WorkKind:
        if name not in self.kinds:
            found = WorkKind.objects.filter(name=name).first()
            self.kinds[name] = found or WorkKind.objects.create(
                name=name, short_name=f"{name[:5]}.", sign=name[0].upper(), **fields
            )
        return self.kinds[name]

    def work(self, lesson: Lesson, kind: str = "ответ", weight: int = 2, title: str = "") -> Work:
        place = Work.objects.filter(lesson=lesson).count()
        return Work.objects.create(lesson=lesson, kind=self.kind(kind), weight=weight, title=title, place=place)

    def mark(
        self,
        student: Person,
        lesson: Lesson,
        value: int,
        kind: str = "ответ",
        weight: int = 2,
        at: datetime = NOW,
        **fields: object,
    ) -> Mark:
        return Mark.objects.create(
            work=self.work(lesson, kind, weight), student=student, value=value, set_at=at, **fields
        )

    def absence(
        self, student: Person, lesson: Lesson, kind: str = "absent", at: datetime = NOW, **fields: object
    ) -> Absence:
        return Absence.objects.create(lesson=lesson, student=student, kind=kind, set_at=at, **fields)

    def topic(self, lesson: Lesson, text: str) -> None:
        LessonRecord.objects.create(lesson=lesson, topic=text, written_at=NOW)

    def homework(self, lesson: Lesson, text: str = "", **fields: object) -> Homework:
        return Homework.objects.create(lesson=lesson, text=text, written_at=NOW, **fields)


@pytest.fixture
def pen(world: World) -> Pen:
    return Pen()
