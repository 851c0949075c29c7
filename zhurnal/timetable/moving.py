"""Where a lesson could be moved to: dates and numbers that are free for the class, the teacher and the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q

from zhurnal.core import clock
from zhurnal.school.calendar import calendars_in, classes_under, parents_in
from zhurnal.school.models import Group
from zhurnal.school.rules import school_days

from .models import Lesson, StaffAbsence
from .planning import Bells
from .rules import lesson_gap

BEFORE, AFTER = timedelta(days=7), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Place:
    """A date and number of a lesson with its time; `gap` when the class would have a free hour before or after it."""

    date: date
    number: int
    starts: time | None
    ends: time | None
    gap: bool


class Moving:
    """The free places for one lesson from a week before it (not before today) to two weeks after it (9 queries)."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.since, self.until = max(clock.today(), lesson.date - BEFORE), lesson.date + AFTER
        year, group = lesson.course.year, lesson.course.group
        parents = parents_in(year)
        self.classes = classes_under(group.pk, parents)
        self.groups = {pk for pk in (*parents, *self.classes) if set(self.classes) & set(classes_under(pk, parents))}
        self.bells, self.shift = Bells(year), group.shift
        calendars = calendars_in(year, groups=Group.objects.filter(pk__in=self.classes))
        self.days = dict(school_days(tuple(calendars.values()), self.since, self.until))
        self.teacher = lesson.teacher_id
        self.others = self._others()
        self.away = list(StaffAbsence.objects.filter(person=self.teacher).within(self.since, self.until))

    def _others(self) -> list[Lesson]:
        mine = Q(course__group__in=self.groups)
        if self.teacher is not None:
            mine |= Q(substitute=self.teacher) | Q(teacher=self.teacher, substitute=None)
        if self.lesson.room_id is not None:
            mine |= Q(room=self.lesson.room_id)
        rows = Lesson.objects.filter(mine, date__range=(self.since, self.until), state=Lesson.State.PLANNED)
        return list(rows.exclude(pk=self.lesson.pk).select_related("course"))

    def why_not(self, day: date, number: int) -> str:
        """Why the lesson can't stand there (a Russian sentence), or an empty text."""
        if day not in self.days:
            return "В этот день класс не учится или он слишком далеко: выберите день из предложенных."
        if any(one.since <= day <= one.until and one.covers(self.shift, number) for one in self.away):
            return "Учителя в это время нет в школе."
        starts, ends = self.bells.at(day, self.shift, number)
        if starts is None:
            return f"Для {number}-го урока нет звонков."
        for other in self.others:
            if other.date == day and self._meets(other, number, starts, ends):
                return self._taken(other)
        return ""

    def _meets(self, other: Lesson, number: int, starts: time | None, ends: time | None) -> bool:
        if starts and ends and other.starts and other.ends:
            return starts < other.ends and other.starts < ends
        return other.number == number

    def _taken(self, other: Lesson) -> str:
        if other.course.group_id in self.groups:
            return "У класса в это время уже есть урок."
        if self.teacher in {other.teacher_id, other.substitute_id}:
            return "Учитель в это время ведёт другой урок."
        return "Кабинет в это время занят."

    def places(self) -> list[Place]:
        """All free places in order; those that leave the class no window come before the others of a day."""
        found = []
        for day in self.days:
            held = {one.number for one in self.others if one.date == day and one.course.group_id in self.groups}
            found += [
                Place(day, number, *self.bells.at(day, self.shift, number), gap=_opens_gap(held, number))
                for number in self._numbers()
                if not self.why_not(day, number) and (day, number) != (self.lesson.date, self.lesson.number)
            ]
        return sorted(found, key=lambda one: (one.gap, one.date, one.number))

    def _numbers(self) -> list[int]:
        schedule = self.bells.ordinary.get(self.shift, self.bells.ordinary.get(1, 0))
        return sorted(self.bells.by_schedule.get(schedule, {}))


def _opens_gap(held: set[int], number: int) -> bool:
    """Whether the class would wait for the lesson, or after it."""
    return not held or len(lesson_gap(sorted({*held, number}))) > len(lesson_gap(sorted(held)))
