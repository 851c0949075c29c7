"""Writes a shortened day soon to come: its bells for both shifts, the new times of its lessons, and who was told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from zhurnal.core import log
from zhurnal.core.actions import module_chain, subject_of
from zhurnal.core.russian import day_month
from zhurnal.demo.book import Book
from zhurnal.demo.lessons import BELLS, ZONE
from zhurnal.people.models import Notice, Person
from zhurnal.school.models import Year
from zhurnal.timetable.models import Bell, BellDay, BellSchedule, Lesson
from zhurnal.timetable.rules import Times
from zhurnal.timetable.rules.short import SHORT_LESSONS, short_bells, short_name
from zhurnal.timetable.short_days import concerned, study_days

SOON, WITHIN = timedelta(days=2), timedelta(days=16)


class ShortDayWriter:
    """The third school day from today on is a day of lessons of 30 minutes, as before a holiday or for a teachers' council."""

    def __init__(self, book: Book, year: Year, deputy: Person, today: date) -> None:
        self.book, self.year, self.deputy, self.today = book, year, deputy, today

    def write(self) -> None:
        """Insert bells always, the day where there is one in the next two weeks."""
        act = self.book.act(self.deputy.pk, datetime.combine(self.today - timedelta(days=1), time(15, 10), ZONE))
        name = short_name(SHORT_LESSONS[0])
        schedules, times = [], {}
        for shift, bells in BELLS.items():
            schedule = BellSchedule(year=self.year, name=name, shift=shift, is_ordinary=False)
            times[shift] = short_bells(dict(enumerate(bells, start=1)), SHORT_LESSONS[0])
            self.book.insert(act, [schedule], "timetable.bells.create")
            rows = [Bell(schedule=schedule, number=n, starts=a, ends=b) for n, (a, b) in times[shift].items()]
            self.book.insert(act, rows, "timetable.bells.create")
            schedules.append(schedule)
        days = study_days(self.year, self.today + SOON, self.today + WITHIN)
        if days:
            self.book.insert(act, [BellDay(schedule=one, date=days[0]) for one in schedules], "timetable.bell_day.set")
            self._retime(act, days[0], times)
            text = f"{day_month(days[0])} — сокращённый день, звонки «{name}». Первый урок в 8:00."
            notices = [
                Notice(person=one, text=text, link="timetable:bells", made_at=act.at)
                for one in concerned(self.year, days[0])
            ]
            self.book.insert(act, notices, "people.notice.send")

    def _retime(self, act: log.Act, day: date, times: dict[int, dict[int, Times]]) -> None:
        lessons = list(Lesson.objects.filter(course__year=self.year, date=day).select_related("course__group"))
        for lesson in lessons:
            starts, ends = times[lesson.course.group.shift].get(lesson.number, (lesson.starts, lesson.ends))
            before, after = {"starts": lesson.starts, "ends": lesson.ends}, {"starts": starts, "ends": ends}
            chain = lesson.log_chain or module_chain(lesson, act.at.date())
            act.changes.append(log.Change(chain, "timetable.bell_day.set", subject_of(lesson), None, before, after))
            lesson.starts, lesson.ends = starts, ends
        Lesson.objects.bulk_update(lessons, ["starts", "ends"], batch_size=500)
