"""What a shortened day asks for: the sets of bells for named dates, whom it concerns. Read by actions and pages alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from zhurnal.people.models import Person
from zhurnal.school.calendar import calendars_in
from zhurnal.school.models import ClassTeacher, Group, Year
from zhurnal.school.rules import school_days

from .models import BellDay, BellSchedule, Lesson

LOOKS_AHEAD = timedelta(days=21)


def study_days(year: Year, since: date, until: date) -> list[date]:
    """Days on which at least one class studies, from since to until (4 queries)."""
    classes = Group.objects.filter(year=year, kind=Group.Kind.CLASS)
    calendars = list(calendars_in(year, groups=classes).values())
    return [day for day, _ in school_days(calendars, max(since, year.since), min(until, year.until))]


def next_study_day(year: Year, after: date) -> date | None:
    """The first day after this one on which at least one class studies, within three weeks (4 queries)."""
    return next(iter(study_days(year, after + timedelta(days=1), after + LOOKS_AHEAD)), None)


def sets_for_dates(year: Year) -> dict[str, list[BellSchedule]]:
    """Bells for named dates by their name, one for each shift, the ones used last first (1 query)."""
    rows = BellSchedule.objects.filter(year=year, is_ordinary=False).order_by("-bell_days__date", "shift", "id")
    found: dict[str, dict[int, BellSchedule]] = defaultdict(dict)
    for row in rows:
        found[row.name].setdefault(row.shift, row)
    return {name: sorted(schedules.values(), key=lambda one: one.shift) for name, schedules in found.items()}


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date with bells of its own: their names, usually one for all shifts."""

    date: date
    names: list[str]


def special_days(year: Year, since: date) -> list[SpecialDay]:
    """Dates from this one on with bells of their own (1 query)."""
    rows = BellDay.objects.filter(schedule__year=year, date__gte=since).order_by("date", "schedule__shift")
    found: dict[date, dict[str, None]] = defaultdict(dict)
    for day, name in rows.values_list("date", "schedule__name"):
        found[day][name] = None
    return [SpecialDay(day, list(names)) for day, names in found.items()]


def concerned(year: Year, day: date) -> list[Person]:
    """Class teachers of the day, and who gives a lesson on it (1 query)."""
    heads = ClassTeacher.objects.filter(group__year=year).on(day).values("person_id")
    lessons = Lesson.objects.filter(course__year=year, date=day, state=Lesson.State.PLANNED)
    by_plan = lessons.filter(substitute=None).values("teacher_id")
    instead = lessons.exclude(substitute=None).values("substitute_id")
    return list(Person.objects.filter(Q(pk__in=heads) | Q(pk__in=by_plan) | Q(pk__in=instead)).order_by("order_key"))
