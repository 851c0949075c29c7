"""Marks of a course through a year: written works of the whole class, answers of a few, made-up works and re-sits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from zhurnal.demo.curriculum import CoursePlan
from zhurnal.demo.families import Child
from zhurnal.demo.works import ANSWERS, COMMENTS, WorkKey, grade_work

STUDY_WEEKS_A_QUARTER = 8
COMMENTED, MADE_UP, AWAITED, RESIT, SECOND_MARK = 0.015, 0.5, 0.25, 0.45, frozenset({"dictation", "essay"})
IS_CONTROLLING = frozenset({"control", "dictation", "essay", "test", "credit"})
COMMENTED_WATCHED = 0.15
DAY = timedelta(days=1)
AWAITED_VALUE = 0  # a point: a work that is awaited


@dataclass(slots=True)
class SimMark:
    """A mark of a child; `value` 0 is a point with a deadline, `first_try` what stood before a re-sit."""

    child: Child
    value: int
    at: datetime
    n: int = 1
    first_try: int | None = None
    first_at: datetime | None = None
    comment: str = ""
    made_up_on: date | None = None
    deadline: date | None = None


@dataclass(slots=True)
class SimWork:
    """A work of a lesson with its marks."""

    kind: WorkKey
    title: str
    marks: list[SimMark] = field(default_factory=list)


class Marking:
    """Marks of one course: keeps count, so that those who were asked seldom are asked next."""

    def __init__(self, rng: Random, course: CoursePlan, severity: float, today: date) -> None:
        self.rng, self.course, self.severity, self.today = rng, course, severity, today
        self.asked: dict[Child, float] = defaultdict(float)

    def works(
        self,
        moment: Callable[[int], datetime],
        written: WorkKey | None,
        topic: str,
        *,
        present: list[Child],
        absent: list[Child],
    ) -> list[SimWork]:
        """The works of a lesson: a written one when planned, else answers of a few; `moment` counts minutes from its start."""
        if written:
            work = SimWork(written, topic if written in IS_CONTROLLING else "")
            self._write(work, moment, present, absent)
            return [work]
        return self._answers(moment, present)

    def _write(
        self, work: SimWork, moment: Callable[[int], datetime], present: list[Child], absent: list[Child]
    ) -> None:
        kind, rng = work.kind, self.rng
        day = moment(0).date()
        # A controlling work is marked within a day of its result (§4.4.9).
        at = moment(0).replace(hour=rng.randint(19, 21), minute=rng.randrange(5, 60))
        if kind in IS_CONTROLLING:
            at = moment(24 * 60).replace(hour=rng.randint(15, 18), minute=rng.randrange(60))
        if day == self.today or at.date() > self.today:
            return
        for child in present:
            mark = self._mark(child, kind, at)
            work.marks.append(mark)
            if mark.value == 2 and kind in IS_CONTROLLING and rng.random() < RESIT:
                self._re_sit(mark, day)
            if kind in SECOND_MARK and child.place.grade >= 3:
                work.marks.append(SimMark(child, self._value(child, kind), at, n=2))
        for child in absent:
            self._missed(work, child, day, at)

    def _value(self, child: Child, kind: WorkKey) -> int:
        return grade_work(self.rng, child, self.course, kind, self.severity)

    def _mark(self, child: Child, kind: WorkKey, at: datetime) -> SimMark:
        value = self._value(child, kind)
        self.asked[child] += 1
        often = COMMENTED_WATCHED if child.watched else COMMENTED * (3 if value == 2 else 1)
        comment = self.rng.choice(COMMENTS[value]) if self.rng.random() < often else ""
        return SimMark(child, value, at, comment=comment)

    def _re_sit(self, mark: SimMark, day: date) -> None:
        """The work was written again and better; the first try stays beside it."""
        again = day + self.rng.randint(4, 10) * DAY
        if again.weekday() < 5 and again < self.today:
            mark.first_try, mark.first_at = mark.value, mark.at
            mark.value, mark.made_up_on = self.rng.choice((3, 3, 3, 4)), again
            mark.at = mark.at + (again - day)

    def _missed(self, work: SimWork, child: Child, day: date, at: datetime) -> None:
        """Who was absent makes the work up later, or is awaited until a date, or never writes it."""
        later = day + self.rng.randint(4, 12) * DAY
        chance = self.rng.random()
        if chance < MADE_UP and later.weekday() < 5 and later < self.today:
            mark = self._mark(child, work.kind, at + (later - day))
            mark.made_up_on = later
            work.marks.append(mark)
        elif chance > 1 - AWAITED and later > self.today - 3 * DAY:
            work.marks.append(SimMark(child, AWAITED_VALUE, at, deadline=later + 7 * DAY))

    def _answers(self, moment: Callable[[int], datetime], present: list[Child]) -> list[SimWork]:
        rng, hours = self.rng, self.course.hours
        share = ANSWERS[hours] / (hours * STUDY_WEEKS_A_QUARTER)
        count = int(len(present) * share * rng.uniform(0.5, 1.5) + rng.random())
        if not count:
            return []
        kind: WorkKey = rng.choices(("answer", "classwork", "home"), (70, 18, 12))[0]
        asked = sorted(present, key=lambda child: self.asked[child] + rng.random() * 2.5 - 2 * child.watched)[:count]
        work = SimWork(kind, "")
        for child in sorted(asked, key=present.index):
            at = moment(rng.randint(8, 38)) if kind != "home" else moment(0).replace(hour=20, minute=rng.randrange(60))
            work.marks.append(self._mark(child, kind, at))
        return [work]
