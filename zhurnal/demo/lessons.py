"""A year of lessons of one class: topics, homework, works with marks, absences, each with the moment it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from zhurnal.demo.attendance import LATE_A_LESSON, SKIPPED_A_LESSON, AbsenceKind, Attendance
from zhurnal.demo.curriculum import SIX_DAYS, CoursePlan, Unit, days_of, units_of
from zhurnal.demo.families import Child, ClassPlace
from zhurnal.demo.homework import set_homework
from zhurnal.demo.marking import IS_CONTROLLING, Marking, SimWork
from zhurnal.demo.movement import Stay
from zhurnal.demo.placement import Placement, Quarter
from zhurnal.demo.staff import Teacher
from zhurnal.demo.substitutes import Substitutes
from zhurnal.demo.timetable import Placed
from zhurnal.demo.topics import plan_topics
from zhurnal.demo.works import Occasion, plan_works

ZONE = ZoneInfo("Europe/Moscow")
# Bells of both shifts; the second begins after the first has ended and ends by 19:00 (СП 2.4.3648-20).
_STARTS = {1: "8:00 8:50 9:45 10:40 11:30 12:20 13:10", 2: "14:00 14:50 15:45 16:40 17:30 18:20"}
LESSON_LENGTH = timedelta(minutes=40)
DONE_TODAY = time(11, 0)  # of today's lessons those that began before are filled in
FORGOTTEN, LAX_DAYS, LAX_SHARE = 0.006, 4, 0.06


def _bells(starts: str) -> list[tuple[time, time]]:
    found = []
    for word in starts.split():
        begins = datetime.combine(date.min, time.fromisoformat(word.zfill(5)))
        found.append((begins.time(), (begins + LESSON_LENGTH).time()))
    return found


BELLS = {shift: _bells(starts) for shift, starts in _STARTS.items()}


@dataclass(slots=True)
class SimAbsence:
    """A student's absence, as the teacher wrote it (`first`) and as the class teacher resolved it by a document."""

    child: Child
    first: AbsenceKind
    at: datetime
    kind: AbsenceKind
    resolved_at: datetime | None = None
    minutes: int | None = None


@dataclass(slots=True)
class SimLesson:
    """A lesson; an empty `topic_at` or `homework_at` means that nothing was written, an empty homework «не задано»."""

    placed: Placed
    date: date
    teacher: Teacher
    substitute: Teacher | None
    cancelled: bool
    topic: str = ""
    topic_at: datetime | None = None
    homework: str = ""
    homework_at: datetime | None = None
    works: list[SimWork] = field(default_factory=list)
    absences: list[SimAbsence] = field(default_factory=list)

    @property
    def writer(self) -> Teacher:
        """Who wrote on the page: the substitute, else the teacher."""
        return self.substitute or self.teacher

    def moment(self, minutes: int) -> datetime:
        """So many minutes after the lesson's beginning."""
        begins = BELLS[self.placed.shift][self.placed.number - 1][0]
        return datetime.combine(self.date, begins, ZONE) + timedelta(minutes=minutes)


@dataclass(frozen=True)
class YearPlan:
    """What a year's lessons are made from; `today` is the last day that is written about."""

    placement: Placement
    quarters: tuple[Quarter, ...]
    today: date
    is_finished: bool
    placed: dict[ClassPlace, list[Placed]]
    stays: dict[ClassPlace, list[Stay]]
    attendance: dict[Child, Attendance]
    substitutes: Substitutes
    departed: tuple[Teacher, Teacher, date] | None  # who left, who took over, the last day of the former


def simulate_class(rng: Random, plan: YearPlan, place: ClassPlace) -> Iterator[tuple[CoursePlan, list[SimLesson]]]:
    """Each course of the class with its lessons in order."""
    taken: set[date] = set()
    for unit in sorted(units_of(place), key=lambda u: -u.hours):
        yield from _Unit(rng, plan, unit, taken).courses()


class _Unit:
    """Simultaneous courses of a class: their dates and works are common, their lists and teachers their own."""

    def __init__(self, rng: Random, plan: YearPlan, unit: Unit, taken: set[date]) -> None:
        self.rng, self.plan, self.unit = rng, plan, unit
        self.place, self.graded = unit.place, unit.courses[0].subject.graded and unit.place.grade > 1
        self.days = self._days()
        last_number: dict[int, int] = defaultdict(int)
        for placed in plan.placed[self.place]:
            last_number[placed.weekday] = max(last_number[placed.weekday], placed.number)
        self.occasions = [Occasion(day, p.number, p.number == last_number[p.weekday]) for day, p in self.days]
        start, whole = plan.placement.start, plan.placement.end - plan.placement.start
        self.shares = [(day - start) / whole for day, _ in self.days]
        self.works = plan_works(rng, unit.courses[0], self.occasions, plan.quarters, taken) if self.graded else {}

    def _days(self) -> list[tuple[date, Placed]]:
        """Dates of the unit with the place in the timetable of its first course."""
        weekly: dict[int, list[Placed]] = defaultdict(list)
        for placed in self.plan.placed[self.place]:
            if placed.course == self.unit.courses[0]:
                weekly[placed.weekday].append(placed)
        six_days = days_of(self.place) == SIX_DAYS
        return [
            (day, placed)
            for quarter in self.plan.quarters
            for day, weekday in self.plan.placement.school_days(quarter.start, quarter.end, six_days=six_days)
            for placed in sorted(weekly[weekday], key=lambda p: p.number)
        ]

    def courses(self) -> Iterator[tuple[CoursePlan, list[SimLesson]]]:
        """Each course with its lessons, filled in up to today."""
        for course in self.unit.courses:
            lessons = self._lessons(course)
            self._write_pages(course, lessons)
            yield course, lessons

    def _lessons(self, course: CoursePlan) -> list[SimLesson]:
        own = {p.time: p for p in self.plan.placed[self.place] if p.course == course}
        lessons = []
        for day, first in self.days:
            placed = own[first.time]
            teacher = placed.teacher
            if self.plan.departed and teacher is self.plan.departed[1] and day <= self.plan.departed[2]:
                teacher = self.plan.departed[0]
            substitute = self.plan.substitutes.of.get((placed, day), teacher)
            lessons.append(
                SimLesson(placed, day, teacher, substitute if substitute is not teacher else None, substitute is None)
            )
        return lessons

    def _is_done(self, lesson: SimLesson) -> bool:
        begins = BELLS[lesson.placed.shift][lesson.placed.number - 1][0]
        today = self.plan.today
        return lesson.date < today or (self.plan.is_finished or (lesson.date == today and begins < DONE_TODAY))

    def _write_pages(self, course: CoursePlan, lessons: list[SimLesson]) -> None:
        rng = self.rng
        controls = {number for number, kind in self.works.items() if kind in IS_CONTROLLING}
        topics = plan_topics(rng, course, self.shares, self.works)
        lax = rng.random() < LAX_SHARE and not self.plan.is_finished
        marking = Marking(rng, course, lessons[-1].teacher.severity, self.plan.today) if self.graded else None
        members = _Members(course, self.plan.stays[self.place])
        for number, lesson in enumerate(lessons):
            if lesson.cancelled or not self._is_done(lesson):
                continue
            self._write_topic(lesson, topics[number], lax)
            if self.place.grade > 1 and lesson.topic_at:
                self._write_homework(course, lesson, number, controls)
            present = self._call_the_roll(lesson, members.on(lesson.date))
            if marking:
                absent = [absence.child for absence in lesson.absences if absence.kind not in ("late", "exempt")]
                lesson.works = marking.works(
                    lesson.moment, self.works.get(number), topics[number], present=present, absent=absent
                )

    def _write_topic(self, lesson: SimLesson, topic: str, lax: bool) -> None:
        rng, days_ago = self.rng, (self.plan.today - lesson.date).days
        if rng.random() < FORGOTTEN or (lax and days_ago <= LAX_DAYS):
            return
        late = rng.random() < 0.08
        lesson.topic, lesson.topic_at = (
            topic,
            lesson.moment(rng.randint(180, 600) if late and days_ago else rng.randint(25, 40)),
        )

    def _write_homework(self, course: CoursePlan, lesson: SimLesson, number: int, controls: set[int]) -> None:
        if self.rng.random() < FORGOTTEN:
            return
        lesson.homework = set_homework(
            self.rng, course, self.shares[number], is_control=number in controls, before_control=number + 1 in controls
        )
        assert lesson.topic_at
        lesson.homework_at = lesson.topic_at + timedelta(minutes=1)

    def _call_the_roll(self, lesson: SimLesson, members: list[Child]) -> list[Child]:
        """Write the absences and answer who is there (the late ones are, the exempt ones are not marked)."""
        rng, present, at = self.rng, [], lesson.moment(rng_minutes := self.rng.randint(2, 6))
        for child in members:
            attendance = self.plan.attendance[child]
            if missed := attendance.missed.get(lesson.date):
                seen = _afternoon(rng, missed.resolved_on) if missed.resolved_on else None
                lesson.absences.append(SimAbsence(child, "absent", at, missed.kind, seen))
            elif lesson.placed.course.area == "sport" and lesson.date in attendance.exempt:
                lesson.absences.append(SimAbsence(child, "exempt", at, "exempt"))
            elif rng.random() < SKIPPED_A_LESSON and self.place.grade >= 7 and child.talent < 0.3:
                lesson.absences.append(SimAbsence(child, "absent", at, "absent"))
            elif rng.random() < LATE_A_LESSON:
                late_at = at + timedelta(minutes=rng_minutes + 4)
                lesson.absences.append(
                    SimAbsence(child, "late", late_at, "late", minutes=rng.choice((3, 5, 5, 7, 10, 15)))
                )
                present.append(child)
            else:
                present.append(child)
        return present


def _afternoon(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(15, rng.randrange(60)), ZONE)


class _Members:
    """The children of a course on a day; most days the same ones, so the last answer is kept."""

    def __init__(self, course: CoursePlan, stays: list[Stay]) -> None:
        self.stays = [stay for stay in stays if course.part is None or course.part in stay.parts]
        self.edges = {edge for stay in self.stays for edge in (stay.since, stay.until) if edge}
        self.known: dict[date, list[Child]] = {}

    def on(self, day: date) -> list[Child]:
        """Members on the day."""
        if day not in self.known:
            self.known[day] = [stay.child for stay in self.stays if stay.holds(day)]
        return self.known[day]
