"""One lesson as its panel and its phone page show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from zhurnal.timetable.models import Lesson

from ..kept import LessonCard, ShownFile, ShownWork
from ..rules.cells import ABSENCES, cell_text, colour
from ..sql import as_date, as_moment, as_time, row, rows, short_name

_CARD_SQL = """
SELECT l.id, l.course_id, l.date, l.number, l.starts, l.ends, r.name,
    t.last_name, t.first_name, t.middle_name, s.last_name, s.first_name, s.middle_name,
    rec.topic, rec.written_at, h.id, h.text, h.is_none, h.minutes, h.due, h.written_at
FROM timetable_lesson l
LEFT JOIN school_room r ON r.id = l.room_id
LEFT JOIN people_person t ON t.id = l.teacher_id LEFT JOIN people_person s ON s.id = l.substitute_id
LEFT JOIN journal_lessonrecord rec ON rec.lesson_id = l.id LEFT JOIN journal_homework h ON h.lesson_id = l.id
WHERE l.id = %(lesson)s
"""
_WORKS_SQL = """
SELECT w.id, k.id, k.name, w.title, k.sign, w.weight, k.is_control, (SELECT COUNT(*) FROM journal_mark m WHERE m.work_id = w.id)
FROM journal_work w JOIN journal_workkind k ON k.id = w.kind_id WHERE w.lesson_id = %(lesson)s ORDER BY w.place, w.id
"""
_FILES_SQL = "SELECT id, name, size FROM journal_attachment WHERE homework_id = %(homework)s ORDER BY id"


def lesson_card(lesson_id: int) -> LessonCard:
    """The card of a lesson that access has let through; two or three queries."""
    found = row(_CARD_SQL, lesson=lesson_id)
    assert found is not None
    number, course, day, place, starts, ends, room, *names = found[:13]
    topic, topic_at, homework, text, is_none, minutes, due, homework_at = found[13:]
    return LessonCard(
        id=number, course=course, date=as_date(day) or dt.date.min, number=place, starts=as_time(starts), ends=as_time(ends),
        room=room or "", teacher=short_name(*names[:3]), substitute=short_name(*names[3:]), topic=topic or "", homework=text or "",
        is_none=bool(is_none), minutes=minutes, due=as_date(due), seen=_latest(topic_at, homework_at),
        works=tuple(ShownWork(*work) for work in rows(_WORKS_SQL, lesson=lesson_id)),
        files=tuple(ShownFile(*file) for file in rows(_FILES_SQL, homework=homework)) if homework else (),
    )  # fmt: skip


def _latest(*moments: Any) -> dt.datetime | None:
    return max((moment for value in moments if (moment := as_moment(value))), default=None)


@dataclass(frozen=True, slots=True)
class ShownStudent:
    """A member of the group in one lesson: what stands for the chosen work."""

    id: int
    name: str
    text: str
    colour: str
    absence: str
    note: bool

    @property
    def sign(self) -> str:
        """The sign of absence."""
        return ABSENCES.get(self.absence, "")


_STUDENTS_SQL = """
SELECT p.id, p.last_name, p.first_name, a.kind, a.minutes FROM school_membership m
JOIN people_person p ON p.id = m.person_id
LEFT JOIN journal_absence a ON a.lesson_id = %(lesson)s AND a.student_id = p.id
WHERE m.group_id = %(group)s AND m.since <= %(day)s AND (m.until IS NULL OR m.until >= %(day)s)
ORDER BY p.order_key, p.id
"""
_WORK_MARKS_SQL = """
SELECT student_id, value, first_try, comment <> '' FROM journal_mark WHERE work_id = %(work)s ORDER BY student_id, n
"""


def lesson_students(lesson: Lesson, work: int | None) -> list[ShownStudent]:
    """Members of the group on the lesson's day in order of names, each with the text of the cell; two queries."""
    marks: dict[int, list[tuple[int, int | None]]] = {}
    noted = set()
    for student, value, first_try, note in rows(_WORK_MARKS_SQL, work=work) if work else ():
        marks.setdefault(student, []).append((value, first_try))
        if note:
            noted.add(student)
    students = []
    for student, last, first, kind, minutes in rows(
        _STUDENTS_SQL, lesson=lesson.pk, group=lesson.course.group_id, day=lesson.date
    ):
        own = tuple(marks.get(student, ()))
        text = cell_text(kind or "", minutes, own)
        colour_name = colour(kind or "", own[-1][0] if own else None)
        students.append(ShownStudent(student, f"{last} {first}", text, colour_name, kind or "", student in noted))
    return students


_KINDS_SQL = "SELECT id, name, is_default FROM journal_workkind WHERE is_offered ORDER BY place, id"


def work_kinds() -> tuple[tuple[tuple[int, str], ...], str]:
    """Kinds of works to choose from in the school's order, and the name of the default one."""
    found = rows(_KINDS_SQL)
    return tuple((kind, name) for kind, name, _ in found), next((name for _, name, default in found if default), "")


_NEIGHBOURS_SQL = """
SELECT (SELECT id FROM timetable_lesson WHERE course_id = %(course)s AND state <> 'cancelled'
            AND (date < %(day)s OR (date = %(day)s AND number < %(number)s)) ORDER BY date DESC, number DESC LIMIT 1),
       (SELECT id FROM timetable_lesson WHERE course_id = %(course)s AND state <> 'cancelled'
            AND (date > %(day)s OR (date = %(day)s AND number > %(number)s)) ORDER BY date, number LIMIT 1)
"""


def neighbours(lesson: Lesson) -> tuple[int | None, int | None]:
    """Ids of the course's lessons before and after."""
    found = row(_NEIGHBOURS_SQL, course=lesson.course_id, day=lesson.date, number=lesson.number)
    return (found[0], found[1]) if found else (None, None)
