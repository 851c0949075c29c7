"""Writes why lessons were given by others: absences of teachers, the journal of substitutions and its signatures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from zhurnal.core import log
from zhurnal.core.actions import subject_of
from zhurnal.core.bulk import insert_many
from zhurnal.core.russian import day_month
from zhurnal.demo.book import Book
from zhurnal.demo.lessons import ZONE
from zhurnal.people.models import Notice, Person
from zhurnal.school.models import Teaching, Year
from zhurnal.timetable.models import Lesson, StaffAbsence, Substitution
from zhurnal.timetable.signing import SIGNED, words_of

DAY = timedelta(days=1)
REASONS = ("illness", "illness", "illness", "illness", "training", "trip")
APART = 4  # days without lessons that still belong to one absence
NEVER_SIGNED = 0.05
SIGNED_LATE = 3  # days within which some signatures still wait
LATE_LESSON = 5


class ReliefWriter:
    """The substitutions of one year, from its lessons as they stand."""

    def __init__(self, book: Book, rng: Random, year: Year, deputy: Person, today: date) -> None:
        self.book, self.rng, self.year, self.deputy, self.today = book, rng, year, deputy, today
        self.subjects: dict[int, dict[int, str]] = defaultdict(dict)
        rows = Teaching.objects.filter(course__year=year).order_by("pk")
        for person, subject, name in rows.values_list("person_id", "course__subject_id", "course__subject__name"):
            self.subjects[person][subject] = name

    def write(self) -> None:
        """Insert absences and lines with their entries."""
        lessons = Lesson.objects.filter(course__year=self.year, teacher__isnull=False)
        changed = lessons.exclude(substitute=None) | lessons.filter(state=Lesson.State.CANCELLED)
        found = list(
            changed.select_related("course__subject", "course__group", "substitute").order_by("date", "number", "pk")
        )
        absences = list(self._absences(found))
        insert_many(absences)
        for absence in absences:
            self.book.noted(self._act(absence.since, 7, 40), absence, "timetable.absence.add", about=None)
        reasons = {
            (absence.person_id, day): absence.get_reason_display()
            for absence in absences
            for day in _days(absence.since, absence.until)
        }
        rows = [self._line(lesson, reasons[lesson.teacher_id or 0, lesson.date]) for lesson in found]
        signed = {id(row): self._signature(row) for row in rows}
        insert_many(rows)
        for row in rows:
            self._log(row, signed[id(row)])
        self._tell([row for row in rows if row.lesson.date == self.today and row.person_id])
        self._somebody_leaves_early({absence.person_id for absence in absences if absence.until >= self.today})

    def _act(self, day: date, hour: int, minute: int) -> log.Act:
        return self.book.act(self.deputy.pk, datetime.combine(day, time(hour, minute), ZONE))

    def _absences(self, lessons: Iterable[Lesson]) -> Iterator[StaffAbsence]:
        """Days of missed lessons that lie close together are one absence; one that reaches today lasts two days more."""
        days: dict[int, set[date]] = defaultdict(set)
        for lesson in lessons:
            days[lesson.teacher_id or 0].add(lesson.date)
        for person, missed in days.items():
            spells: list[list[date]] = []
            for day in sorted(missed):
                if spells and (day - spells[-1][-1]).days <= APART:
                    spells[-1].append(day)
                else:
                    spells.append([day])
            for spell in spells:
                until = spell[-1] + 2 * DAY if spell[-1] == self.today else spell[-1]
                yield StaffAbsence(person_id=person, since=spell[0], until=until, reason=self.rng.choice(REASONS))

    def _line(self, lesson: Lesson, reason: str) -> Substitution:
        kinds, person = Substitution.Kind, lesson.substitute_id
        kind, instead = kinds.CANCELLED, ""
        if person is not None:
            own = self.subjects.get(person, {})
            kind = kinds.SAME if lesson.course.subject_id in own else kinds.OTHER
            instead = "" if kind == kinds.SAME else next(iter(own.values()), "Классный час")
        made = datetime.combine(lesson.date, time(7, 50), ZONE)
        return Substitution(
            lesson=lesson, kind=kind, absent_id=lesson.teacher_id, person=lesson.substitute, reason=reason, instead=instead,
            made_by=self.deputy, made_at=min(made, self.book.latest),
        )  # fmt: skip

    def _signature(self, row: Substitution) -> log.Act | None:
        """The act in which the substitute signed that day, for most of those who have given their lesson."""
        ago = (self.today - row.lesson.date).days
        waits = ago <= 0 or (ago <= SIGNED_LATE and self.rng.random() < 1 / 2) or self.rng.random() < NEVER_SIGNED
        if row.person_id is None or waits:
            return None
        at = datetime.combine(row.lesson.date, row.lesson.ends or time(15, 0), ZONE)
        act = self.book.act(row.person_id, at + timedelta(minutes=self.rng.randint(2, 90)))
        row.signed_at, row.signed_act = act.at, act.id
        return act

    def _log(self, row: Substitution, signed: log.Act | None) -> None:
        made = self._act(row.lesson.date, 7, 50)
        at, act = row.signed_at, row.signed_act
        row.signed_at = row.signed_act = None
        self.book.noted(made, row, "timetable.lesson.substitute", about=None)
        row.signed_at, row.signed_act = at, act
        if signed is not None:
            before, after = {"signed_at": None, "signed_act": None}, {"signed_at": at, "signed_act": act}
            place = (row.log_chain, "timetable.substitution.sign", subject_of(row), None)
            signed.changes.append(log.Change(*place, before, after))
            place = (row.log_chain, SIGNED, subject_of(row), None)
            signed.changes.append(log.Change(*place, None, None, reason=words_of(row)))

    def _tell(self, rows: list[Substitution]) -> None:
        """Today's substitutes have their notices."""
        notices = []
        for row in rows:
            lesson = row.lesson
            what = f"{lesson.course.subject}, {lesson.course.group}, {day_month(lesson.date)}, {lesson.number}-й урок"
            text = f"Вы замещаете урок: {what}."
            notices.append(
                Notice(person=row.person, text=text, link="timetable:own-substitutions", made_at=row.made_at)
            )
        if notices:
            self.book.insert(self._act(self.today, 7, 50), notices, "people.notice.send")

    def _somebody_leaves_early(self, away: set[int]) -> None:
        """A lesson of today still waits for its substitute, so that the page of the day has something to do."""
        late = Lesson.objects.filter(
            course__year=self.year,
            date=self.today,
            number__gte=LATE_LESSON,
            substitute=None,
            state=Lesson.State.PLANNED,
        )
        lesson = (
            late.select_related("course__group")
            .exclude(teacher__in=away)
            .exclude(teacher=None)
            .order_by("number", "pk")
            .first()
        )
        if lesson is not None:
            absence = StaffAbsence(
                person=lesson.teacher,
                since=self.today,
                until=self.today,
                first_lesson=lesson.number,
                shift=lesson.course.group.shift,
                reason="trip",
            )
            self.book.insert(self._act(self.today, 7, 45), [absence], "timetable.absence.add")


def _days(since: date, until: date) -> Iterator[date]:
    for shift in range((until - since).days + 1):
        yield since + shift * DAY
