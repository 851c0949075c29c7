"""The page of a course and period: students × lessons with their works, absences and means (§2.1).

Some ten queries, whatever the number of students and lessons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhurnal.core import clock
from zhurnal.core.russian import ROMAN
from zhurnal.people.queries import settings_on
from zhurnal.school.models import Course
from zhurnal.timetable.access import SUBSTITUTE_KEEPS

from ..rules.cells import MISSED, VALUES
from ..rules.lessons import no_marks
from ..rules.means import Tally, counted_value
from ..sql import as_date, row, rows, short_name

OPEN_END = "9999-12-31"
PERIOD_NAMES = {"quarter": "четверть", "half": "полугодие", "trimester": "триместр"}


@dataclass(frozen=True, slots=True)
class Span:
    """A quarter, half-year or trimester; `id` is 0 for a whole year without periods. Days are ISO text."""

    id: int
    title: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Column:
    """A work of a lesson, or a lesson that has none yet (`work` is None)."""

    lesson: int
    date: str
    number: int
    work: int | None
    sign: str
    title: str
    weight: int
    is_control: bool
    fixed: bool
    further: bool


@dataclass(slots=True)
class Student:
    """A member of the group within the period, with the days of membership as ISO text."""

    id: int
    name: str
    stays: list[tuple[str, str]] = field(default_factory=list)

    def was_there(self, day: str) -> bool:
        """Whether the student belonged to the group on the day."""
        return any(since <= day <= until for since, until in self.stays)


# The marks of one student for one work as they were read: (value, first try) in order.
Attempts = tuple[tuple[int, int | None], ...]
# The usual cell: one number, no re-sit.
_ONE: dict[int, Attempts] = {value: ((value, None),) for value in VALUES}


@dataclass(slots=True)
class Register:
    """Everything that the register page shows."""

    course: Course
    span: Span
    spans: list[Span]
    today: str
    teaches: bool
    seq: int
    columns: list[Column]
    students: list[Student]
    marks: dict[int, dict[int, Attempts]]  # student → work → marks
    notes: set[tuple[int, int]]  # (student, work) whose mark bears a comment
    absences: dict[int, dict[int, tuple[str, int | None]]]  # student → lesson → kind, minutes late
    tallies: dict[int, Tally]
    allow_one: bool
    lesson: int | None = None

    @property
    def is_graded(self) -> bool:
        """Whether marks are put in this course (§3.7)."""
        return not no_marks(self.course.group.grade, graded=self.course.graded)

    @property
    def is_editable(self) -> bool:
        """Whether the reader may write in at least one column."""
        return any(not column.fixed for column in self.columns)


def register_page(
    course: Course, person_id: int, *, period: int | None = None, lesson: int | None = None, only_own: bool = False
) -> Register:
    """The register of a course for the period asked for, else that of the lesson asked for, else the present or last one.

    `only_own` leaves of it the lessons that the person substitutes, without means: a substitute sees no more (domain.md part 2).
    """
    today = clock.today()
    teaches, seq = _head(course, person_id, today)
    spans = _spans(course)
    span = _chosen_span(course, spans, today.isoformat(), period, lesson)
    columns = _columns(course, span, person_id, teaches, today)
    settings = settings_on(today, "journal.allow_one", "journal.expired_point_is_two")
    found = Register(
        course=course, span=span, spans=spans, today=today.isoformat(), teaches=teaches, seq=seq, columns=columns,
        students=_students(course, span), marks=defaultdict(dict), notes=set(), absences=defaultdict(dict), tallies=defaultdict(Tally),
        allow_one=bool(settings.get("journal.allow_one")),
    )  # fmt: skip
    expired = bool(settings.get("journal.expired_point_is_two"))
    _take_marks(found, _marks(course.pk, span), today, expired=expired)
    _take_absences(found)
    _take_other_courses(found, today, expired=expired)
    if only_own:
        _keep_own(found)
    found.lesson = _chosen_lesson(found, lesson)
    return found


def _keep_own(found: Register) -> None:
    found.columns = [column for column in found.columns if not column.fixed]
    works, lessons = {column.work for column in found.columns}, {column.lesson for column in found.columns}
    for marked in found.marks.values():
        for work in marked.keys() - works:
            del marked[work]
    for missed in found.absences.values():
        for lesson in missed.keys() - lessons:
            del missed[lesson]
    found.tallies.clear()


_HEAD_SQL = """
SELECT EXISTS(SELECT 1 FROM school_teaching t WHERE t.course_id = %(course)s AND t.person_id = %(person)s AND t.since <= %(today)s
              AND (t.until IS NULL OR t.until >= %(today)s)),
       (SELECT MAX(e.seq) FROM core_entry e JOIN core_chain c ON c.id = e.chain_id WHERE c.key = %(chain)s)
"""


def _head(course: Course, person_id: int, today: date) -> tuple[bool, int]:
    found = row(_HEAD_SQL, course=course.pk, person=person_id, today=today, chain=course.log_chain)
    assert found is not None
    return bool(found[0]), found[1] or 0


_SPANS_SQL = """
SELECT id, number, kind, since, until FROM school_period WHERE year_id = %(year)s AND kind = %(kind)s
UNION ALL SELECT 0, 0, '', since, until FROM school_year WHERE id = %(year)s ORDER BY 2
"""


def _spans(course: Course) -> list[Span]:
    found = [
        Span(period, f"{ROMAN[number]}\u00a0{PERIOD_NAMES[kind]}" if number else "Весь год", str(since), str(until))
        for period, number, kind, since, until in rows(_SPANS_SQL, year=course.year_id, kind=course.group.period_kind)
    ]
    return [span for span in found if span.id] or found


def _chosen_span(course: Course, spans: list[Span], today: str, period: int | None, lesson: int | None) -> Span:
    for span in spans:
        if span.id == period:
            return span
    day = today
    if lesson is not None and (found := row(_LESSON_DAY_SQL, lesson=lesson, course=course.pk)):
        day = str(found[0])
    begun = [span for span in spans if span.since <= day]
    return begun[-1] if begun else spans[0]


_LESSON_DAY_SQL = "SELECT date FROM timetable_lesson WHERE id = %(lesson)s AND course_id = %(course)s"

_COLUMNS_SQL = """
SELECT l.id, l.date, l.number, l.substitute_id, w.id, k.sign, k.name, w.title, w.weight, k.is_control
FROM timetable_lesson l
LEFT JOIN journal_work w ON w.lesson_id = l.id LEFT JOIN journal_workkind k ON k.id = w.kind_id
WHERE l.course_id = %(course)s AND l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled'
ORDER BY l.date, l.number, l.id, w.place, w.id
"""


def _columns(course: Course, span: Span, person_id: int, teaches: bool, today: date) -> list[Column]:
    recent = (today - SUBSTITUTE_KEEPS).isoformat()
    columns: list[Column] = []
    before = None
    for lesson, day, number, substitute, work, sign, name, title, weight, is_control in rows(
        _COLUMNS_SQL, course=course.pk, since=span.since, until=span.until
    ):
        mine = teaches or (substitute == person_id and str(day) >= recent)
        named = f"{name}: {title}" if title else name or ""
        shown = Column(
            lesson=lesson, date=str(day), number=number, work=work, sign=sign or "", title=named, weight=weight or 0,
            is_control=bool(is_control), fixed=not mine, further=lesson == before,
        )  # fmt: skip
        columns.append(shown)
        before = lesson
    return columns


_STUDENTS_SQL = """
SELECT p.id, p.last_name, p.first_name, m.since, m.until FROM school_membership m JOIN people_person p ON p.id = m.person_id
WHERE m.group_id = %(group)s AND m.since <= %(until)s AND (m.until IS NULL OR m.until >= %(since)s)
ORDER BY p.order_key, p.id, m.since
"""


def _students(course: Course, span: Span) -> list[Student]:
    students: list[Student] = []
    for person, last, first, since, until in rows(
        _STUDENTS_SQL, group=course.group_id, since=span.since, until=span.until
    ):
        if not students or students[-1].id != person:
            students.append(Student(person, f"{last} {first}"))
        students[-1].stays.append((str(since), str(until) if until else OPEN_END))
    return students


_MARKS_SQL = """
SELECT m.student_id, w.id, m.n, m.value, m.first_try, m.comment <> '', m.deadline, w.weight
FROM timetable_lesson l JOIN journal_work w ON w.lesson_id = l.id JOIN journal_mark m ON m.work_id = w.id
WHERE l.course_id = %(course)s AND l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled'
"""


def _marks(course: int, span: Span) -> Iterator[tuple[Any, ...]]:
    return iter(rows(_MARKS_SQL, course=course, since=span.since, until=span.until))


def _take_marks(found: Register, marks: Iterator[tuple[Any, ...]], today: date, *, expired: bool) -> None:
    # The hottest loop of the product: plain numbers first, the rest by the rules.
    marked, tallies = found.marks, found.tallies
    for student, work, n, value, first_try, note, deadline, weight in marks:
        own = marked[student]
        one = _ONE[value] if first_try is None else ((value, first_try),)
        if work in own:
            # n is 1 or 2: putting two in order here is cheaper than all of them in the database
            own[work] = (own[work] + one) if n > 1 else (one + own[work])
        else:
            own[work] = one
        if note:
            found.notes.add((student, work))
        if not value:
            value = counted_value(value, as_date(deadline), today, expired_counts=expired)  # noqa: PLW2901
        tallies[student].add(value, weight)


_ABSENCES_SQL = """
SELECT a.student_id, a.lesson_id, a.kind, a.minutes FROM timetable_lesson l JOIN journal_absence a ON a.lesson_id = l.id
WHERE l.course_id = %(course)s AND l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled'
"""


def _take_absences(found: Register) -> None:
    for student, lesson, kind, minutes in rows(
        _ABSENCES_SQL, course=found.course.pk, since=found.span.since, until=found.span.until
    ):
        found.absences[student][lesson] = (kind, minutes)
        if kind in MISSED:
            found.tallies[student].missed += 1


_OTHERS_SQL = """
SELECT DISTINCT c.id FROM school_membership here
JOIN school_membership there ON there.person_id = here.person_id AND there.group_id <> here.group_id
    AND there.since <= %(until)s AND (there.until IS NULL OR there.until >= %(since)s)
JOIN school_course c ON c.group_id = there.group_id AND c.subject_id = %(subject)s AND c.year_id = %(year)s
WHERE here.group_id = %(group)s AND here.since <= %(until)s AND (here.until IS NULL OR here.until >= %(since)s)
"""
_OTHER_MISSED_SQL = """
SELECT a.student_id, COUNT(*) FROM timetable_lesson l JOIN journal_absence a ON a.lesson_id = l.id
WHERE l.course_id = %(course)s AND l.date BETWEEN %(since)s AND %(until)s AND l.state <> 'cancelled'
    AND a.kind IN ('absent', 'ill', 'excused', 'unexcused') GROUP BY a.student_id
"""


def other_courses(course: Course, span: Span) -> list[int]:
    """Courses of the same subject and year in other groups to which a member of this group belongs in the period."""
    found = rows(
        _OTHERS_SQL,
        group=course.group_id,
        subject=course.subject_id,
        year=course.year_id,
        since=span.since,
        until=span.until,
    )
    return [course_id for (course_id,) in found if course_id != course.pk]


def _take_other_courses(found: Register, today: date, *, expired: bool) -> None:
    """Means are of a student in the subject: who changed group within the period keeps marks (domain.md part 3)."""
    members = {student.id for student in found.students}
    for course in other_courses(found.course, found.span):
        for student, _, _, value, _, _, deadline, weight in _marks(course, found.span):
            if student in members:
                counted = counted_value(value, as_date(deadline), today, expired_counts=expired)
                found.tallies[student].add(counted, weight)
        for student, missed in rows(_OTHER_MISSED_SQL, course=course, since=found.span.since, until=found.span.until):
            if student in members:
                found.tallies[student].missed += missed


def _chosen_lesson(found: Register, wanted: int | None) -> int | None:
    """The lesson of the panel: the wanted one, else today's, else the last held, else the first."""
    if not found.columns:
        return None
    if wanted is not None and any(column.lesson == wanted for column in found.columns):
        return wanted
    held = [column.lesson for column in found.columns if column.date <= found.today]
    return held[-1] if held else found.columns[0].lesson


_TEACHERS_SQL = """
SELECT p.last_name, p.first_name, p.middle_name FROM school_teaching t JOIN people_person p ON p.id = t.person_id
WHERE t.course_id = %(course)s AND t.since <= %(today)s AND (t.until IS NULL OR t.until >= %(today)s) ORDER BY t.since, t.id
"""


def teachers_of(course: Course) -> str:
    """Who teaches the course today: «Белова А. И., Окулов Д. С.»"""
    found = rows(_TEACHERS_SQL, course=course.pk, today=clock.today())
    return ", ".join(short_name(*names) for names in found)
