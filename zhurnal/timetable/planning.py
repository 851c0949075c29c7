"""What the weekly timetable asks of the dated lessons, and which slots meet: read by actions and queries alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Exists, Max, OuterRef, QuerySet

from zhurnal.school.calendar import calendars_in, classes_under, parents_in
from zhurnal.school.models import Course, Group, Teaching, Year
from zhurnal.school.rules import ClassCalendar, school_days

from . import rules
from .models import Bell, BellDay, Lesson, Slot

NO_TIMES: tuple[time | None, time | None] = (None, None)


class Bells:
    """When lessons begin and end by shift, number and date (2 queries)."""

    def __init__(self, year: Year) -> None:
        self.by_schedule: dict[int, dict[int, rules.Times]] = defaultdict(dict)
        self.ordinary: dict[int, int] = {}
        rows = Bell.objects.filter(schedule__year=year).values_list(
            "schedule_id", "schedule__shift", "schedule__is_ordinary", "number", "starts", "ends"
        )
        for schedule, shift, is_ordinary, number, starts, ends in rows:
            self.by_schedule[schedule][number] = (starts, ends)
            if is_ordinary:
                self.ordinary[shift] = schedule
        days = BellDay.objects.filter(schedule__year=year).values_list("date", "schedule__shift", "schedule_id")
        self.special = {(day, shift): schedule for day, shift, schedule in days}

    def ordinary_at(self, shift: int, number: int) -> rules.Times | None:
        """The ordinary time of the lesson; a shift without bells of its own goes by the first one's."""
        schedule = self.ordinary.get(shift, self.ordinary.get(1))
        return self.by_schedule[schedule].get(number) if schedule is not None else None

    def at(self, day: date, shift: int, number: int) -> tuple[time | None, time | None]:
        """The time of the lesson on the day; nothing where no bell is set."""
        goes_by = shift if shift in self.ordinary else 1
        schedule = self.special.get((day, shift)) or self.special.get((day, goes_by)) or self.ordinary.get(goes_by)
        return self.by_schedule[schedule].get(number, NO_TIMES) if schedule is not None else NO_TIMES


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """What making lessons would do: rows to insert, planned lessons that no slot asks for any more, how many stand already.

    `changed` are untouched ones that stand, each with what is asked now, where the teacher, the room or the times differ.
    """

    new: list[Lesson] = field(default_factory=list)
    stale: list[Lesson] = field(default_factory=list)
    standing: int = 0
    changed: list[tuple[Lesson, Lesson]] = field(default_factory=list)


def without_records(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons to which nothing has been written, in any module."""
    for relation in Lesson._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        lessons = lessons.filter(~Exists(rows))
    return lessons


def untouched(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons by timetable without a substitute and without records."""
    return without_records(lessons.filter(state=Lesson.State.PLANNED, substitute=None))


def plan_lessons(year: Year, since: date, until: date, *, courses: QuerySet[Course] | None = None) -> LessonPlan:
    """Compare slots, calendar and bells with the lessons of the year from since to until, both inclusive (12 queries)."""
    wanted = courses if courses is not None else Course.objects.filter(year=year)
    group_of = dict(wanted.filter(year=year).values_list("pk", "group_id"))
    asked = _asked(year, since, until, group_of)
    lessons = Lesson.objects.filter(course__year=year, date__range=(since, until))
    standing = {place for place in lessons.values_list("course_id", "date", "number") if place[0] in group_of}
    loose = [lesson for lesson in untouched(lessons) if lesson.course_id in group_of]
    new = [lesson for place, lesson in sorted(asked.items()) if place not in standing]
    stale = [lesson for lesson in loose if (lesson.course_id, lesson.date, lesson.number) not in asked]
    asked_now = [
        (one, asked[one.course_id, one.date, one.number])
        for one in loose
        if (one.course_id, one.date, one.number) in asked
    ]
    changed = [(one, other) for one, other in asked_now if _given(one) != _given(other)]
    return LessonPlan(new, stale, len(standing) - len(stale), changed)


def _given(lesson: Lesson) -> tuple[object, ...]:
    return lesson.teacher_id, lesson.room_id, lesson.starts, lesson.ends


def _asked(year: Year, since: date, until: date, group_of: Mapping[int, int]) -> dict[tuple[int, date, int], Lesson]:
    groups = {group.pk: group for group in Group.objects.filter(year=year)}
    calendars = _calendars(year, groups)
    planner = _Planner(year, since, until)
    days: dict[tuple[int, ...], dict[int, list[date]]] = {}
    asked: dict[tuple[int, date, int], Lesson] = {}
    for slot in planner.slots(group_of):
        group = groups[group_of[slot.course_id]]
        key = tuple(id(calendar) for calendar in calendars[group.pk])
        if key not in days:
            days[key] = _by_weekday(calendars[group.pk], since, until)
        for lesson in planner.lessons(slot, group.shift, days[key].get(slot.weekday, [])):
            asked.setdefault((lesson.course_id, lesson.date, lesson.number), lesson)
    return asked


def _calendars(year: Year, groups: Mapping[int, Group]) -> dict[int, tuple[ClassCalendar, ...]]:
    parents = parents_in(year)
    own = calendars_in(year, groups=groups.values())
    return {pk: tuple(own[one] for one in classes_under(pk, parents)) for pk in groups}


def _by_weekday(calendars: tuple[ClassCalendar, ...], since: date, until: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for day, weekday in school_days(calendars, since, until):
        found[weekday].append(day)
    return found


class _Planner:
    """Turns slots into lessons: bells, weeks of the cycle, and the one teacher of the course where the slot names none."""

    def __init__(self, year: Year, since: date, until: date) -> None:
        self.year, self.since, self.until = year, since, until
        self.bells = Bells(year)
        # Slots of week 1 alone still alternate with a week without them.
        self.cycle = max(2, Slot.objects.filter(course__year=year).aggregate(top=Max("week"))["top"] or 0)
        self.teachings: dict[int, list[tuple[date, date, int]]] = defaultdict(list)
        rows = Teaching.objects.filter(course__year=year).within(since, until).order_by("since", "id")
        for course, begins, ends, person in rows.values_list("course_id", "since", "until", "person_id"):
            self.teachings[course].append((begins, ends or date.max, person))

    def slots(self, courses: Mapping[int, int]) -> list[Slot]:
        """The slots of these courses that hold in the interval."""
        rows = (
            Slot.objects.filter(course__year=self.year)
            .within(self.since, self.until)
            .order_by("weekday", "number", "id")
        )
        return [slot for slot in rows if slot.course_id in courses]

    def lessons(self, slot: Slot, shift: int, days: Iterable[date]) -> Iterable[Lesson]:
        """The slot's lessons on those of the days that it holds on."""
        for day in days:
            if not slot.since <= day <= (slot.until or date.max):
                continue
            if slot.week and rules.week_of_cycle(day, year_since=self.year.since, cycle=self.cycle) != slot.week:
                continue
            starts, ends = self.bells.at(day, shift, slot.number)
            yield Lesson(
                course_id=slot.course_id, date=day, number=slot.number, starts=starts, ends=ends,
                teacher_id=self._teacher(slot, day), room_id=slot.room_id,
            )  # fmt: skip

    def _teacher(self, slot: Slot, day: date) -> int | None:
        """The slot's teacher while they teach the course, else who does on the day."""
        today = [person for begins, ends, person in self.teachings[slot.course_id] if begins <= day <= ends]
        if slot.teacher_id is not None and (slot.teacher_id in today or not today):
            return slot.teacher_id
        return today[0] if today else None


def placed_slots(year: Year, *, weekday: int | None = None) -> list[rules.Placed]:
    """The slots of the year (of one weekday) as clashes see them (5 queries)."""
    slots = Slot.objects.filter(course__year=year).select_related("course__subject", "course__group", "teacher", "room")
    if weekday is not None:
        slots = slots.filter(weekday=weekday)
    parents, bells, teachers = parents_in(year), Bells(year), teachers_of(Course.objects.filter(year=year))
    return [placed(slot, parents, bells, teachers) for slot in slots]


def teachers_of(courses: QuerySet[Course]) -> dict[int, list[Teaching]]:
    """All terms of teaching of these courses, with the people."""
    found: dict[int, list[Teaching]] = defaultdict(list)
    for teaching in (
        Teaching.objects.filter(course__in=courses.values("pk")).select_related("person").order_by("since", "id")
    ):
        found[teaching.course_id].append(teaching)
    return found


def placed(
    slot: Slot, parents: Mapping[int, list[int]], bells: Bells, teachings: Mapping[int, list[Teaching]]
) -> rules.Placed:
    """One slot as clashes see it; without a teacher of its own everyone who teaches the course in its days is meant."""
    group = slot.course.group
    if slot.teacher is not None:
        people = {slot.teacher.pk: slot.teacher.short_name}
    else:
        people = {
            one.person_id: one.person.short_name
            for one in teachings.get(slot.course_id, [])
            if one.since <= (slot.until or date.max) and slot.since <= (one.until or date.max)
        }
    return rules.Placed(
        slot=slot.pk, name=f"{slot.course.subject.name}, {group.title}", weekday=slot.weekday, number=slot.number,
        week=slot.week, shift=group.shift, time=rules.minutes_of(bells.ordinary_at(group.shift, slot.number)),
        group=group.pk, groups=frozenset({group.pk, *_above(group.pk, parents)}), teachers=people, room=slot.room_id,
        since=slot.since, until=slot.until,
    )  # fmt: skip


def _above(group_id: int, parents: Mapping[int, list[int]]) -> Iterable[int]:
    for parent in parents.get(group_id, []):
        yield parent
        yield from _above(parent, parents)
