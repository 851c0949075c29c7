"""The days of a diary: lessons with topics, homework, marks and absences. Flat with years of data and with classes.

The way is always membership → group → course → lessons of the dates → what stands in them; CROSS JOIN keeps SQLite on it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from zhurnal.journal.sql import as_date, rows, short_name
from zhurnal.school.models import CalendarDay, Group
from zhurnal.timetable.models import Lesson

from .values import day as day_of
from .values import ids, moment

# How far back homework with a date of its own is looked for.
HOMEWORK_REACH = timedelta(days=35)


@dataclass(slots=True)
class File:
    """A file of a homework."""

    pk: int
    name: str
    size: int


@dataclass(slots=True)
class Task:
    """Homework: what is set in a lesson, or what was set earlier for it."""

    pk: int
    text: str
    is_none: bool
    minutes: int | None
    due: date | None
    set_on: date
    files: list[File] = field(default_factory=list)


@dataclass(slots=True)
class SeenMark:
    """A mark with all that a family may know of it."""

    value: int
    first_try: int | None
    kind: str
    short_kind: str
    weight: int
    title: str
    comment: str
    made_up_on: date | None
    deadline: date | None
    set_at: datetime


@dataclass(slots=True)
class SeenAbsence:
    """The sign of an absence in a lesson."""

    kind: str
    minutes: int | None
    set_at: datetime


Day = date  # the name of a field of Entry, too


@dataclass(slots=True)
class Entry:
    """One lesson of a day as the diary shows it."""

    pk: int
    date: date
    number: int
    starts: time | None
    ends: time | None
    cancelled: bool
    course: int
    subject: str
    group: str
    first_grade: bool
    room: str
    teacher: str
    substitute: str
    topic: str
    task: Task | None
    instead: str = ""
    moved_to: tuple[Day, int] | None = None
    moved_from: Day | None = None
    due: list[Task] = field(default_factory=list)
    marks: list[SeenMark] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    absence: SeenAbsence | None = None


_LESSONS = """
SELECT l.id, CAST(l.date AS text), l.number, CAST(l.starts AS text), CAST(l.ends AS text), l.state, c.id, s.name,
       g.kind, g.name, g.grade, r.name,
       t.last_name, t.first_name, t.middle_name, u.last_name, u.first_name, u.middle_name,
       w.topic, h.id, h.text, h.is_none, h.minutes, CAST(h.due AS text),
       x.instead, CAST(n.date AS text), n.number, CAST(o.date AS text)
FROM school_membership m
CROSS JOIN school_group g
CROSS JOIN school_year y
CROSS JOIN school_course c
CROSS JOIN timetable_lesson l
JOIN school_subject s ON s.id = c.subject_id
LEFT JOIN school_room r ON r.id = l.room_id
LEFT JOIN people_person t ON t.id = l.teacher_id
LEFT JOIN people_person u ON u.id = l.substitute_id
LEFT JOIN journal_lessonrecord w ON w.lesson_id = l.id
LEFT JOIN journal_homework h ON h.lesson_id = l.id
LEFT JOIN timetable_substitution x ON x.lesson_id = l.id
LEFT JOIN timetable_lesson n ON n.id = x.moved_to_id
LEFT JOIN timetable_substitution z ON z.moved_to_id = l.id
LEFT JOIN timetable_lesson o ON o.id = z.lesson_id
WHERE m.person_id = %(student)s AND m.since <= %(until)s AND (m.until IS NULL OR m.until >= %(since)s)
  AND g.id = m.group_id AND y.id = g.year_id AND y.since <= %(until)s AND y.until >= %(since)s
  AND c.group_id = g.id AND l.course_id = c.id AND l.date BETWEEN %(since)s AND %(until)s
  AND l.date >= m.since AND (m.until IS NULL OR l.date <= m.until)
ORDER BY l.date, l.number, l.id
"""

_WORKS = """
SELECT w.lesson_id, w.title, w.weight, k.name, k.short_name, k.is_control,
       m.value, m.first_try, m.comment, m.made_up_on, m.deadline, m.set_at
FROM journal_work w
JOIN journal_workkind k ON k.id = w.kind_id
LEFT JOIN journal_mark m ON m.work_id = w.id AND m.student_id = {student}
WHERE w.lesson_id IN ({lessons})
ORDER BY w.lesson_id, w.place, m.n
"""

_ABSENCES = """
SELECT lesson_id, kind, minutes, set_at FROM journal_absence WHERE student_id = {student} AND lesson_id IN ({lessons})
"""

_FILES = "SELECT homework_id, id, name, size FROM journal_attachment WHERE homework_id IN ({homework}) ORDER BY id"

# For each course the homework of the last lesson before the shown dates, and what is due on a date of its own among them.
_EARLIER = """
SELECT l.course_id, l.date, h.id, h.text, h.minutes, h.due
FROM school_course c
CROSS JOIN timetable_lesson l
CROSS JOIN journal_homework h
WHERE c.id IN ({courses}) AND l.course_id = c.id AND l.date = (
    SELECT p.date FROM timetable_lesson p WHERE p.course_id = c.id AND p.date < %(since)s AND p.state = 'planned'
    ORDER BY p.date DESC LIMIT 1)
  AND h.lesson_id = l.id AND h.text <> '' AND h.due IS NULL
UNION ALL
SELECT l.course_id, l.date, h.id, h.text, h.minutes, h.due
FROM timetable_lesson l
CROSS JOIN journal_homework h
WHERE l.course_id IN ({courses}) AND l.date BETWEEN %(reach)s AND %(until)s AND h.lesson_id = l.id AND h.text <> ''
  AND h.due BETWEEN %(since)s AND %(until)s
"""

_NEXT_DAY = """
SELECT MIN(l.date)
FROM school_membership m
CROSS JOIN school_group g
CROSS JOIN school_year y
CROSS JOIN school_course c
CROSS JOIN timetable_lesson l
WHERE m.person_id = %(student)s AND (m.until IS NULL OR m.until > %(day)s)
  AND g.id = m.group_id AND y.id = g.year_id AND y.until > %(day)s
  AND c.group_id = g.id AND l.course_id = c.id AND l.date > %(day)s AND l.state = 'planned'
  AND l.date >= m.since AND (m.until IS NULL OR l.date <= m.until)
"""

_DAY_OFF = """
SELECT d.title, d.kind FROM school_calendarday d
WHERE d.date = %(day)s AND d.kind <> 'moved' AND (d.group_id IS NULL OR d.group_id IN (
    SELECT m.group_id FROM school_membership m
    WHERE m.person_id = %(student)s AND m.since <= %(day)s AND (m.until IS NULL OR m.until >= %(day)s)))
ORDER BY d.group_id IS NULL, d.id
"""


def lessons_between(student: int, since: date, until: date) -> list[Entry]:
    """The student's lessons of these dates in order, with topic and what was set in them (one query)."""
    return [_entry(row) for row in rows(_LESSONS, student=student, since=since, until=until)]


# Dates and times come as text and are read once: the engine's converters would cost as much as the query.
@lru_cache(maxsize=4096)
def date_of(text: str) -> date:
    """A date of a row."""
    return date.fromisoformat(text)


@lru_cache(maxsize=1024)
def time_of(text: str | None) -> time | None:
    """A time of a row."""
    return time.fromisoformat(text) if text else None


def short_group(name: str) -> str:
    """«англ. 1» of «8Б, англ. 1»: the student knows the class."""
    head, comma, tail = name.partition(", ")
    return tail if comma and head[:1].isdigit() else name


def _entry(row: tuple) -> Entry:  # type: ignore[type-arg]
    (pk, day, number, starts, ends, state, course, subject, group_kind, group, grade, room,
     t1, t2, t3, u1, u2, u3, topic, task, text, is_none, minutes, due, instead, to, to_number, origin) = row  # fmt: skip
    day = date_of(day)
    return Entry(
        pk, day, number, time_of(starts), time_of(ends), state == Lesson.State.CANCELLED, course, subject,
        "" if group_kind == Group.Kind.CLASS else short_group(group), grade == 1, room or "",
        short_name(t1, t2, t3), short_name(u1, u2, u3), topic or "",
        Task(task, text, bool(is_none), minutes, due and date_of(due), day) if task is not None else None,
        instead or "", (date_of(to), to_number) if to else None, date_of(origin) if origin else None,
    )  # fmt: skip


def fill(student: int, entries: list[Entry]) -> None:
    """Add marks, absences, files and what was set earlier for these lessons (at most four queries)."""
    if not entries:
        return
    by_id = {entry.pk: entry for entry in entries}
    _add_marks(student, by_id)
    _add_due(entries)
    tasks = [task for entry in entries for task in (entry.task, *entry.due) if task]
    if tasks:
        _add_files(tasks)


def _add_marks(student: int, by_id: dict[int, Entry]) -> None:
    lessons = ids(by_id)
    for lesson, title, weight, kind, short_kind, is_control, value, *rest in rows(
        _WORKS.format(student=int(student), lessons=lessons)
    ):
        if value is not None:
            first_try, comment, made_up_on, deadline, set_at = rest
            mark = SeenMark(
                value, first_try, kind, short_kind, weight, title, comment, made_up_on, deadline, moment(set_at)
            )
            by_id[lesson].marks.append(mark)
        elif is_control or title:
            _add_work(by_id[lesson], kind, title)
    for lesson, kind, minutes, set_at in rows(_ABSENCES.format(student=int(student), lessons=lessons)):
        by_id[lesson].absence = SeenAbsence(kind, minutes, moment(set_at))


def _add_work(entry: Entry, kind: str, title: str) -> None:
    """A work without a mark of this student, unless the topic says it already."""
    said = title if title.casefold().startswith(kind.casefold()) else f"{kind}: {title}" if title else kind
    if not title or title.casefold() not in entry.topic.casefold():
        entry.works.append(said)


def _add_due(entries: list[Entry]) -> None:
    """Homework without a date of its own is for the next day on which the course has a lesson."""
    since, until = entries[0].date, entries[-1].date
    held = [entry for entry in entries if not entry.cancelled and not entry.first_grade]
    if not held:
        return
    earlier: dict[int, list[Task]] = defaultdict(list)
    values = {"since": since, "until": until, "reach": since - HOMEWORK_REACH}
    for course, day, pk, text, minutes, due in rows(_EARLIER.format(courses=ids({e.course for e in held})), **values):
        earlier[course].append(Task(pk, text, False, minutes, as_date(due), day_of(day)))
    days: dict[int, dict[date, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in held:
        days[entry.course][entry.date].append(entry)
    for course, dates in days.items():
        waiting = [task for task in earlier[course] if task.due is None]
        dated = [task for task in earlier[course] if task.due is not None]
        for day, lessons in dates.items():
            lessons[0].due = waiting + [task for task in dated if task.due == day]
            waiting = [task for e in lessons if (task := e.task) and task.text and task.due is None]


def _add_files(tasks: list[Task]) -> None:
    files: dict[int, list[File]] = defaultdict(list)
    for task, pk, name, size in rows(_FILES.format(homework=ids({task.pk for task in tasks}))):
        files[task].append(File(pk, name, size))
    for task in tasks:
        task.files = files.get(task.pk, [])


def next_school_day(student: int, day: date) -> date | None:
    """The nearest date after this one on which the student has a lesson."""
    found = rows(_NEXT_DAY, student=student, day=day)[0][0]
    return as_date(found)


def why_free(student: int, day: date) -> str:
    """What the calendar says of a free day: «осенние каникулы», or nothing."""
    found = rows(_DAY_OFF, student=student, day=day)
    return (found[0][0] or CalendarDay.Kind(found[0][1]).label) if found else ""
