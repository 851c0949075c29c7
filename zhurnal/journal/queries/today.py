"""«Мои уроки сегодня»: a teacher's lessons of a day with what is missing in each, and what waits from the days before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from zhurnal.core import clock
from zhurnal.core.russian import NBSP, counted, day_month

from ..rules.lessons import CONTROL_WORK_HOURS, FIRST_GRADE
from ..sql import as_date, as_time, row, rows, short_name

WAITING_DAYS = 14


def group_title(kind: str, name: str, grade: int, letter: str) -> str:
    """«8 «Б»» for a class, the name for other groups."""
    return f"{grade}{NBSP}«{letter}»" if kind == "class" and letter else name


@dataclass(slots=True)
class DayLesson:
    """One lesson of the day as its teacher sees it."""

    id: int
    course: int
    date: date
    number: int
    starts: time | None
    ends: time | None
    room: str
    group: str
    subject: str
    cancelled: bool
    instead_of: str
    given_by: str
    topic: str
    kinds: str
    marks: int
    absences: int
    homework: bool
    wants_homework: bool
    state: str = ""
    starts_in: str = ""

    @property
    def is_past(self) -> bool:
        """Whether the lesson has been held."""
        return self.state in {"past", "now"} and not self.cancelled


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a lesson of the last days still lacks."""

    lesson: int
    course: int
    group: str
    subject: str
    date: date
    words: str
    urgent: bool = False


@dataclass(slots=True)
class Day:
    """A teacher's day."""

    date: date
    lessons: list[DayLesson] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    school_days_left: int | None = None
    period: str = ""
    courses: list[tuple[int, str, str]] = field(default_factory=list)
    """Own registers: id, group, subject."""


# «+» keeps SQLite from walking all lessons that the teacher ever gave: the way leads over the days asked for.
_MINE = """(+ l.substitute_id = %(me)s OR + l.teacher_id = %(me)s OR (+ l.teacher_id IS NULL AND EXISTS (
    SELECT 1 FROM school_teaching t WHERE t.course_id = l.course_id AND t.person_id = %(me)s
        AND t.since <= l.date AND (t.until IS NULL OR t.until >= l.date))))"""
_DAY_SQL = f"""
SELECT l.id, l.course_id, l.date, l.number, l.starts, l.ends, r.name, g.kind, g.name, g.grade, g.letter, s.name, l.state,
    l.substitute_id, t.last_name, t.first_name, t.middle_name, sub.last_name, sub.first_name, sub.middle_name, rec.topic,
    (SELECT COUNT(*) FROM journal_mark m JOIN journal_work w ON w.id = m.work_id WHERE w.lesson_id = l.id),
    (SELECT COUNT(*) FROM journal_absence a WHERE a.lesson_id = l.id),
    h.text, h.is_none, (SELECT COUNT(*) FROM journal_attachment f WHERE f.homework_id = h.id)
FROM timetable_lesson l JOIN school_course c ON c.id = l.course_id JOIN school_group g ON g.id = c.group_id
JOIN school_subject s ON s.id = c.subject_id LEFT JOIN school_room r ON r.id = l.room_id
LEFT JOIN people_person t ON t.id = l.teacher_id LEFT JOIN people_person sub ON sub.id = l.substitute_id
LEFT JOIN journal_lessonrecord rec ON rec.lesson_id = l.id LEFT JOIN journal_homework h ON h.lesson_id = l.id
WHERE l.date = %(day)s AND {_MINE}
ORDER BY l.starts, l.number, g.grade, g.name
"""
_KINDS_SQL = f"""
SELECT w.lesson_id, k.name FROM timetable_lesson l JOIN journal_work w ON w.lesson_id = l.id
JOIN journal_workkind k ON k.id = w.kind_id
WHERE l.date = %(day)s AND {_MINE} AND NOT k.is_default ORDER BY w.place
"""


def teacher_day(person_id: int, day: date) -> Day:
    """The lessons of a teacher on a day, what waits from the last two weeks, the own registers; six queries."""
    found = Day(day, waiting=waiting(person_id), courses=own_courses(person_id, day))
    kinds: dict[int, list[str]] = {}
    for lesson, name in rows(_KINDS_SQL, me=person_id, day=day):
        kinds.setdefault(lesson, []).append(name)
    found.lessons = [_lesson(values, person_id, kinds) for values in rows(_DAY_SQL, me=person_id, day=day)]
    now = clock.local_now()
    for lesson in found.lessons:
        lesson.state = state_at(lesson, now)
        lesson.starts_in = until_start(lesson, now)
    found.period, found.school_days_left = days_left(person_id, day)
    return found


_COURSES_SQL = """
SELECT c.id, g.kind, g.name, g.grade, g.letter, s.name FROM school_teaching t JOIN school_course c ON c.id = t.course_id
JOIN school_group g ON g.id = c.group_id JOIN school_subject s ON s.id = c.subject_id
WHERE t.person_id = %(me)s AND t.since <= %(day)s AND (t.until IS NULL OR t.until >= %(day)s)
ORDER BY g.grade, g.name, s.name
"""


def own_courses(person_id: int, day: date) -> list[tuple[int, str, str]]:
    """Registers of the courses that the person teaches on a day: (id, group, subject)."""
    found = rows(_COURSES_SQL, me=person_id, day=day)
    return [(course, group_title(*group), subject) for course, *group, subject in found]


def _lesson(values: tuple[Any, ...], person_id: int, kinds: dict[int, list[str]]) -> DayLesson:
    number, course, day, place, starts, ends, room, kind, name, grade, letter, subject, state, substitute, *rest = (
        values
    )
    teacher, other = short_name(*rest[:3]), short_name(*rest[3:6])
    topic, marks, absences, text, is_none, files = rest[6:]
    mine_now = substitute == person_id
    unsaid = [name for name in kinds.get(number, ()) if name.casefold() not in (topic or "").casefold()]
    return DayLesson(
        id=number, course=course, date=as_date(day) or date.min, number=place, starts=as_time(starts), ends=as_time(ends),
        room=room or "", group=group_title(kind, name, grade, letter), subject=subject, cancelled=state == "cancelled",
        instead_of=teacher if mine_now else "", given_by=other if substitute and not mine_now else "", topic=topic or "",
        kinds=", ".join(unsaid), marks=marks, absences=absences, homework=bool(text or is_none or files),
        wants_homework=grade > FIRST_GRADE,
    )  # fmt: skip


def state_at(lesson: DayLesson, now: datetime) -> str:
    """`past`, `now` or `coming`; a lesson without bells is held when its day has come."""
    if lesson.date != now.date():
        return "past" if lesson.date < now.date() else "coming"
    if lesson.starts is None or lesson.ends is None:
        return "past"
    if now.time() < lesson.starts:
        return "coming"
    return "now" if now.time() <= lesson.ends else "past"


def until_start(lesson: DayLesson, now: datetime) -> str:
    """«35 мин», «2 ч 5 мин» before a lesson of today that is to come, else nothing."""
    if lesson.state != "coming" or lesson.date != now.date() or lesson.starts is None:
        return ""
    minutes = lesson.starts.hour * 60 + lesson.starts.minute - now.hour * 60 - now.minute
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours}{NBSP}ч" if hours else "", f"{rest}{NBSP}мин" if rest else "") if part)


_WAITING_SQL = f"""
SELECT l.id, l.course_id, l.date, g.kind, g.name, g.grade, g.letter, s.name, COALESCE(rec.topic, '') <> '',
    COALESCE(h.text, '') <> '' OR COALESCE(h.is_none, FALSE)
        OR EXISTS (SELECT 1 FROM journal_attachment f WHERE f.homework_id = h.id)
FROM timetable_lesson l JOIN school_course c ON c.id = l.course_id JOIN school_group g ON g.id = c.group_id
JOIN school_subject s ON s.id = c.subject_id
LEFT JOIN journal_lessonrecord rec ON rec.lesson_id = l.id LEFT JOIN journal_homework h ON h.lesson_id = l.id
WHERE l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled' AND {_MINE}
ORDER BY l.date DESC, l.number
"""
_CONTROL_SQL = f"""
SELECT l.id, l.course_id, l.date, l.ends, g.kind, g.name, g.grade, g.letter, s.name, k.name,
    (SELECT COUNT(*) FROM school_membership m WHERE m.group_id = g.id AND m.since <= l.date AND (m.until IS NULL OR m.until >= l.date)
        AND NOT EXISTS (SELECT 1 FROM journal_mark k2 WHERE k2.work_id = w.id AND k2.student_id = m.person_id)
        AND NOT EXISTS (SELECT 1 FROM journal_absence a WHERE a.lesson_id = l.id AND a.student_id = m.person_id
            AND a.kind IN ('absent', 'ill', 'excused', 'unexcused', 'exempt')))
FROM timetable_lesson l JOIN school_course c ON c.id = l.course_id JOIN school_group g ON g.id = c.group_id
JOIN school_subject s ON s.id = c.subject_id
JOIN journal_work w ON w.lesson_id = l.id JOIN journal_workkind k ON k.id = w.kind_id AND k.is_control
WHERE l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled' AND {_MINE}
ORDER BY l.date DESC, l.number
"""


def waiting(person_id: int) -> list[Waiting]:
    """Control works not marked within a day (§4.4.9), then held lessons of two weeks without topic or homework (§4.4.1)."""
    today = clock.today()
    span = {"me": person_id, "since": today - timedelta(days=WAITING_DAYS), "until": today - timedelta(days=1)}
    found = list(_late_control_works(span))
    for lesson, course, day, kind, name, grade, letter, subject, topic, homework in rows(_WAITING_SQL, **span):
        lacks = [
            word for word, has in (("тема", topic), ("домашнее задание", homework or grade <= FIRST_GRADE)) if not has
        ]
        if lacks:
            held = as_date(day) or today
            found.append(
                Waiting(
                    lesson,
                    course,
                    group_title(kind, name, grade, letter),
                    subject,
                    held,
                    f"не записано: {', '.join(lacks)}",
                )
            )
    return found


def _late_control_works(span: dict[str, Any]) -> list[Waiting]:
    now = clock.local_now()
    late = []
    for lesson, course, day, ends, kind, name, grade, letter, subject, work, unmarked in rows(_CONTROL_SQL, **span):
        held = as_date(day) or now.date()
        over = datetime.combine(held, as_time(ends) or time(23, 59), tzinfo=now.tzinfo) + timedelta(
            hours=CONTROL_WORK_HOURS
        )
        if unmarked and now > over:
            people = counted(unmarked, "ученик", "ученика", "учеников")
            words = f"{work}: без отметки {people}, срок был {day_month(over.date())} (§4.4.9)"
            late.append(
                Waiting(lesson, course, group_title(kind, name, grade, letter), subject, held, words, urgent=True)
            )
    return late


_PERIOD_SQL = """
SELECT p.number, p.kind, p.until, (SELECT COUNT(DISTINCT l.date) FROM timetable_lesson l
    WHERE l.date > %(day)s AND l.date <= p.until AND l.state <> 'cancelled')
FROM school_period p WHERE p.since <= %(day)s AND p.until >= %(day)s AND EXISTS (
    SELECT 1 FROM school_teaching t JOIN school_course c ON c.id = t.course_id JOIN school_group g ON g.id = c.group_id
    WHERE t.person_id = %(me)s AND t.since <= %(day)s AND (t.until IS NULL OR t.until >= %(day)s)
        AND g.period_kind = p.kind AND c.year_id = p.year_id)
ORDER BY p.until LIMIT 1
"""


def days_left(person_id: int, day: date) -> tuple[str, int | None]:
    """The kind of the period that ends first among the teacher's classes and the number of school days left in it."""
    found = row(_PERIOD_SQL, day=day, me=person_id)
    if found is None:
        return "", None
    ends = {"quarter": "четверти", "half": "полугодия", "trimester": "триместра"}
    return ends[found[1]], found[3]
