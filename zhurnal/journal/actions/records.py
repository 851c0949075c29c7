"""The right-hand side of the paper journal: topic and homework (§4.4.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.timetable.models import Lesson

from ..models import Homework, LessonRecord
from ..rules import lessons as rules
from ..rules.texts import not_russian
from ..state import lock_lesson

CHANGED = "Пока вы писали, тему или задание изменил другой учитель. Обновите страницу: введённое можно скопировать."


@action("journal.record.save")
def save_record(
    act: Acting,
    lesson: Lesson,
    *,
    topic: str,
    homework: str = "",
    is_none: bool = False,
    minutes: int | None = None,
    due: date | None = None,
    seen: datetime | None = None,
    checked: bool = False,
) -> datetime | None:
    """Save topic and homework of a lesson (§4.4.1); answers when the record was last written.

    With `checked`, `seen` is the answer that the writer's page was drawn with: somebody else's later change is not overwritten.
    Refused: records without Russian words (§4.4.7), homework in the first grade (§3.7), a due day before the lesson.
    """
    topic, homework = topic.strip(), homework.strip()
    _check(lesson, topic, homework, is_none=is_none, minutes=minutes, due=due)
    lock_lesson(lesson)
    record = LessonRecord.objects.filter(lesson=lesson).first()
    task = Homework.objects.filter(lesson=lesson).first()
    if checked and _last_written(record, task) != seen and not _is_mine(act, record, task):
        raise Refused(CHANGED)
    record = _save_topic(act, lesson, record, topic)
    task = _save_homework(act, lesson, task, text=homework, is_none=is_none, minutes=minutes, due=due)
    return _last_written(record, task)


def _check(lesson: Lesson, topic: str, homework: str, *, is_none: bool, minutes: int | None, due: date | None) -> None:
    reasons = (
        (not_russian(topic, "Тема урока"), "topic"),
        (not_russian(homework, "Домашнее задание"), "homework"),
        (rules.no_homework(lesson.course.group.grade) if homework or minutes or due else "", "homework"),
        (
            "Отмечено «не задано», но задание написано: оставьте одно из двух." if is_none and homework else "",
            "homework",
        ),
        (rules.homework_minutes(minutes), "minutes"),
        ("Срок задания — позже дня урока." if due and due <= lesson.date else "", "due"),
    )
    for reason, field in reasons:
        if reason:
            raise Refused(reason, field=field)


def _last_written(record: LessonRecord | None, task: Homework | None) -> datetime | None:
    return max((row.written_at for row in (record, task) if row), default=None)


def _is_mine(act: Acting, record: LessonRecord | None, task: Homework | None) -> bool:
    """Whether the last writer is the same person (in another window): then nobody's work is overwritten."""
    last = max((row for row in (record, task) if row), key=lambda row: row.written_at, default=None)
    return last is None or last.written_by_id == act.person_id


def _save_topic(act: Acting, lesson: Lesson, record: LessonRecord | None, topic: str) -> LessonRecord | None:
    if record is None:
        if not topic:
            return None
        row = LessonRecord(lesson=lesson, topic=topic, written_at=act.at, written_by_id=act.person_id)
        return act.create(row, chain=lesson.log_chain)
    if record.topic != topic:
        act.update(record, chain=lesson.log_chain, topic=topic, written_at=act.at, written_by_id=act.person_id)
    return record


def _save_homework(
    act: Acting,
    lesson: Lesson,
    task: Homework | None,
    *,
    text: str,
    is_none: bool,
    minutes: int | None,
    due: date | None,
) -> Homework | None:
    wanted: dict[str, Any] = {"text": text, "is_none": is_none, "minutes": minutes, "due": due}
    if task is None:
        if not (text or is_none or minutes or due):
            return None
        row = Homework(lesson=lesson, written_at=act.at, written_by_id=act.person_id, **wanted)
        return act.create(row, chain=lesson.log_chain)
    if any(getattr(task, name) != value for name, value in wanted.items()):
        act.update(task, chain=lesson.log_chain, written_at=act.at, written_by_id=act.person_id, **wanted)
    return task
