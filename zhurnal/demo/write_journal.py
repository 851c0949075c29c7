"""Writes the lessons of a class with all that stands on their pages, and chains each entry as the act of its writer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from zhurnal.core import log
from zhurnal.core.actions import subject_of, values_of
from zhurnal.core.bulk import insert_many
from zhurnal.demo.book import Book
from zhurnal.demo.curriculum import CoursePlan
from zhurnal.demo.families import ClassPlace
from zhurnal.demo.homework import minutes_for
from zhurnal.demo.lessons import BELLS, SimAbsence, SimLesson, YearPlan, simulate_class
from zhurnal.demo.marking import SimMark, SimWork
from zhurnal.demo.staff import Teacher
from zhurnal.demo.works import WorkKey
from zhurnal.demo.write_people import People
from zhurnal.demo.write_school import Structure
from zhurnal.journal.models import Absence, Homework, LessonRecord, Mark, Work, WorkKind, WorkWeight
from zhurnal.timetable.models import Lesson

KINDS: dict[WorkKey, str] = {
    "control": "контрольная работа", "dictation": "диктант", "essay": "сочинение", "test": "тест", "credit": "зачёт",
    "check": "проверочная работа", "self": "самостоятельная работа", "lab": "лабораторная работа",
    "practical": "практическая работа", "answer": "ответ на уроке", "classwork": "работа на уроке", "home": "домашняя работа",
}  # fmt: skip


@dataclass(frozen=True)
class Kinds:
    """The school's kinds of works and the weight of each."""

    rows: dict[str, WorkKind]
    weights: dict[str, int]

    @classmethod
    def read(cls) -> Kinds:
        """As the installation has them."""
        rows = {kind.name: kind for kind in WorkKind.objects.all()}
        weights = {w.kind.name: w.weight for w in WorkWeight.objects.select_related("kind").order_by("since")}
        return cls(rows, weights)


class ClassWriter:
    """Writes one class's year: rows in bulk first, then their entries in the order of time."""

    def __init__(self, book: Book, year_plan: YearPlan, people: People, structure: Structure, kinds: Kinds) -> None:
        self.book, self.year_plan, self.people, self.structure, self.kinds = book, year_plan, people, structure, kinds

    def write(self, rng: Random, place: ClassPlace, head: Teacher) -> int:
        """Simulate and insert; answers the number of lessons."""
        self.head = self.people.of_teacher[head].pk
        pages = [
            (lesson, self._lesson(course, lesson))
            for course, lessons in simulate_class(rng, self.year_plan, place)
            for lesson in lessons
        ]
        insert_many([row for _, row in pages])
        made = self.book.act(None, pages[0][0].moment(-7 * 24 * 60))
        self.book.created(made, [row for _, row in pages], "timetable.lessons.make")
        self._topics(pages)
        self._works(pages)
        self._absences(pages)
        self.book.close()
        return len(pages)

    def _lesson(self, course: CoursePlan, lesson: SimLesson) -> Lesson:
        starts, ends = BELLS[lesson.placed.shift][lesson.placed.number - 1]
        return Lesson(
            course_id=self.structure.courses[course].pk,
            date=lesson.date,
            number=lesson.placed.number,
            starts=starts,
            ends=ends,
            teacher_id=self.people.of_teacher[lesson.teacher].pk,
            substitute_id=self.people.of_teacher[lesson.substitute].pk if lesson.substitute else None,
            room_id=self.structure.rooms[lesson.placed.room].pk,
            state=Lesson.State.CANCELLED if lesson.cancelled else Lesson.State.PLANNED,
        )

    def _writer(self, lesson: SimLesson) -> int:
        return self.people.of_teacher[lesson.writer].pk

    def _topics(self, pages: list[tuple[SimLesson, Lesson]]) -> None:
        """Topics and homework; those of one lesson are one act."""
        records: list[LessonRecord] = []
        tasks: list[Homework] = []
        acts: list[tuple[log.Act, LessonRecord, Homework | None, str]] = []
        for lesson, row in pages:
            if lesson.topic_at:
                act, task = self.book.act(self._writer(lesson), lesson.topic_at), None
                record = LessonRecord(lesson_id=row.pk, topic=lesson.topic, written_at=act.at, written_by_id=act.actor)
                records.append(record)
                if lesson.homework_at:
                    task = self._homework(lesson, row, act)
                    tasks.append(task)
                acts.append((act, record, task, row.log_chain))
        insert_many(records)
        insert_many(tasks)
        for act, record, written, chain in acts:
            for one in (record, written):
                if one is not None:
                    _created(act, one, "journal.record.save", chain, None)

    def _homework(self, lesson: SimLesson, row: Lesson, act: log.Act) -> Homework:
        text = lesson.homework
        return Homework(
            lesson_id=row.pk, text=text, is_none=not text, written_at=act.at, written_by_id=act.actor,
            minutes=minutes_for(lesson.placed.course) if text else None,
        )  # fmt: skip

    def _works(self, pages: list[tuple[SimLesson, Lesson]]) -> None:
        works = [
            (lesson, work, self._work(place, work, row), row.log_chain)
            for lesson, row in pages
            for place, work in enumerate(lesson.works)
        ]
        insert_many([work for _, _, work, _ in works])
        marks: list[tuple[SimMark, Mark, str]] = []
        for lesson, sim, work, chain in works:
            writer = self._writer(lesson)
            at = min((mark.first_at or mark.at for mark in sim.marks), default=lesson.moment(5))
            _created(self.book.act(writer, at), work, "journal.work.add", chain, None)
            marks += [(mark, self._mark(mark, work, writer), chain) for mark in sim.marks]
        insert_many([mark for _, mark, _ in marks])
        for sim_mark, mark_row, chain in marks:
            self._log_mark(sim_mark, mark_row, chain)

    def _work(self, place: int, work: SimWork, lesson: Lesson) -> Work:
        name = KINDS[work.kind]
        return Work(
            lesson_id=lesson.pk,
            kind_id=self.kinds.rows[name].pk,
            place=place,
            weight=self.kinds.weights[name],
            title=work.title,
        )

    def _mark(self, mark: SimMark, work: Work, writer: int) -> Mark:
        return Mark(
            work_id=work.pk, student_id=self.people.of_child[mark.child].pk, n=mark.n, value=mark.value, first_try=mark.first_try,
            comment=mark.comment, made_up_on=mark.made_up_on, deadline=mark.deadline, set_at=min(mark.at, self.book.latest),
            set_by_id=writer,
        )  # fmt: skip

    def _log_mark(self, mark: SimMark, row: Mark, chain: str) -> None:
        """The mark as it was set; a re-sit is an act of its own that keeps the first try."""
        after = values_of(row)
        if mark.first_at is None:
            act = self.book.act(row.set_by_id, mark.at)
            act.changes.append(log.Change(chain, "journal.cell.set", subject_of(row), row.student_id, None, after))
            return
        first = {
            "value": mark.first_try,
            "first_try": None,
            "made_up_on": None,
            "set_at": mark.first_at,
            "set_by_id": row.set_by_id,
        }
        act = self.book.act(row.set_by_id, mark.first_at)
        act.changes.append(log.Change(chain, "journal.cell.set", subject_of(row), row.student_id, None, after | first))
        again = {name: after[name] for name in first}
        act = self.book.act(row.set_by_id, mark.at)
        act.changes.append(log.Change(chain, "journal.mark.re_sit", subject_of(row), row.student_id, first, again))

    def _absences(self, pages: list[tuple[SimLesson, Lesson]]) -> None:
        rows: list[tuple[SimAbsence, Absence, int, str]] = []
        for lesson, page in pages:
            writer = self._writer(lesson) if lesson.absences else 0
            for absence in lesson.absences:
                rows.append((absence, self._absence(absence, page, writer), writer, page.log_chain))
        insert_many([row for _, row, _, _ in rows])
        for absence, row, writer, chain in rows:
            self._log_absence(absence, row, writer, chain)

    def _absence(self, absence: SimAbsence, lesson: Lesson, writer: int) -> Absence:
        resolved = absence.resolved_at
        return Absence(
            lesson_id=lesson.pk, student_id=self.people.of_child[absence.child].pk, kind=absence.kind, minutes=absence.minutes,
            first_kind=absence.first if resolved else "", set_at=min(resolved or absence.at, self.book.latest),
            set_by_id=self.head if resolved else writer,
        )  # fmt: skip

    def _log_absence(self, absence: SimAbsence, row: Absence, writer: int, chain: str) -> None:
        """What the teacher wrote, and what the class teacher made of it by a document."""
        after = values_of(row)
        act = self.book.act(writer, absence.at)
        if absence.resolved_at is None:
            act.changes.append(log.Change(chain, "journal.cell.set", subject_of(row), row.student_id, None, after))
            return
        first: dict[str, Any] = {"kind": absence.first, "first_kind": "", "set_at": absence.at, "set_by_id": writer}
        act.changes.append(log.Change(chain, "journal.cell.set", subject_of(row), row.student_id, None, after | first))
        later = self.book.act(self.head, absence.resolved_at + timedelta(seconds=row.pk % 50))
        resolved = {name: after[name] for name in first}
        later.changes.append(
            log.Change(chain, "journal.absence.resolve", subject_of(row), row.student_id, first, resolved)
        )


def _created(act: log.Act, row: LessonRecord | Homework | Work, verb: str, chain: str, about: int | None) -> None:
    act.changes.append(log.Change(chain, verb, subject_of(row), about, None, values_of(row)))
