"""What is told of substitutions: a notice to each substitute, and to each class teacher one a day, rewritten while it is unread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.actions import Acting
from zhurnal.core.russian import day_month
from zhurnal.people.actions import notify, renew_notice
from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import ClassTeacher

from ..models import Lesson, Substitution

Kind = Substitution.Kind
OWN_PAGE = "timetable:own-substitutions"
LONGEST = 500


def what_of(lesson: Lesson) -> str:
    """«Физика, 8 «Б», 24 ноября, 4-й урок»"""
    return f"{lesson.course.subject}, {lesson.course.group}, {day_month(lesson.date)}, {lesson.number}-й урок"


def words_of_line(row: Substitution) -> str:
    """«4-й урок, Физика: замещает Окулов Д. С.», without the reason."""
    start = f"{row.lesson.number}-й урок, {row.lesson.course.subject}"
    if row.person is not None:
        instead = f" (вместо урока — {row.instead})" if row.instead else ""
        return f"{start}: замещает {row.person.short_name}{instead}"
    if row.moved_to is not None:
        return f"{start}: перенесён на {day_month(row.moved_to.date)}, {row.moved_to.number}-й"
    return f"{start}: отменён"


def tell_class_teachers(act: Acting, lessons: Iterable[Lesson]) -> None:
    """Each class teacher of the lessons' classes reads what of the day is changed by now; days that are over are left alone."""
    days: dict[date, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        if lesson.date >= clock.today():
            days[lesson.date].append(lesson)
    for day, changed in days.items():
        parents = parents_in(changed[0].course.year)
        classes = {klass for lesson in changed for klass in classes_under(lesson.course.group_id, parents)}
        heads = ClassTeacher.objects.filter(group__in=classes).on(day).select_related("person", "group")
        rows = Substitution.objects.filter(lesson__date=day).select_related(
            "lesson__course__subject", "person", "moved_to"
        )
        lines: dict[int, list[str]] = defaultdict(list)
        for row in rows.order_by("lesson__number", "id"):
            for klass in classes_under(row.lesson.course.group_id, parents):
                lines[klass].append(words_of_line(row))
        for head in heads:
            said = "; ".join(lines[head.group_id]) or "все уроки снова по расписанию"
            link = f"{reverse('timetable:class-changes', args=[head.group_id])}?day={day.isoformat()}"
            renew_notice(act.actor, head.person, f"{head.group}, {day_month(day)}: {said}."[:LONGEST], link)


@dataclass(slots=True)
class Told:
    """Gathers what an act has to tell: one notice a person, one a class."""

    act: Acting
    relieved_of: dict[Person, list[Lesson]] = field(default_factory=lambda: defaultdict(list))
    given: dict[Person, list[str]] = field(default_factory=lambda: defaultdict(list))
    others: list[tuple[Person, str]] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)

    def relieved(self, person: Person, lesson: Lesson) -> None:
        """The lesson is theirs no more."""
        self.relieved_of[person].append(lesson)
        self.changed(lesson)

    def assigned(self, person: Person, lesson: Lesson, values: dict[str, Any], *, again: bool) -> None:
        """The lesson is theirs, or given otherwise than was said."""
        how = {Kind.OTHER: f", вместо урока — {values['instead']}", Kind.JOINED: ", вместе со своей группой"}
        words = what_of(lesson) + how.get(values["kind"], "")
        self.given[person].append(f"{words} (изменено)" if again else words)
        self.changed(lesson)

    def changed(self, lesson: Lesson) -> None:
        """The day of the lesson's class looks different."""
        self.lessons.append(lesson)

    also = changed

    def say(self, person: Person, words: str) -> None:
        """A notice of its own."""
        self.others.append((person, words))

    def send(self) -> None:
        """Put the notices into the centre."""
        for person, lessons in self.relieved_of.items():
            what = "; ".join(map(what_of, lessons))
            notify(self.act.actor, [person], f"Замещение отменено: {what}."[:LONGEST], OWN_PAGE)
        for person, lines in self.given.items():
            start = "Вы замещаете урок" if len(lines) == 1 else "Вы замещаете уроки"
            notify(self.act.actor, [person], f"{start}: {'; '.join(lines)}."[:LONGEST], OWN_PAGE)
        for person, words in self.others:
            notify(self.act.actor, [person], words, "timetable:mine")
        tell_class_teachers(self.act, self.lessons)
