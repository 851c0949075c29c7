"""Reads of the timetable, page by page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet

from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Course, Group, Period, PeriodKind, Room, Teaching, Year

from .models import Bell, BellDay, BellSchedule, Lesson, Slot
from .planning import Bells, plan_lessons

# What the overview counts, in one query; the parameters are the year and today.
_COUNTS = {
    "periods": "SELECT count(*) FROM school_period WHERE year_id = %(year)s",
    "days": "SELECT count(*) FROM school_calendarday WHERE year_id = %(year)s AND kind <> 'vacation'",
    "classes": "SELECT count(*) FROM school_group WHERE year_id = %(year)s AND kind = 'class'",
    "with_class_teacher": """SELECT count(DISTINCT t.group_id) FROM school_classteacher t JOIN school_group g ON g.id = t.group_id
        WHERE g.year_id = %(year)s AND (t.until IS NULL OR t.until >= %(day)s)""",
    "students": """SELECT count(DISTINCT m.person_id) FROM school_membership m JOIN school_group g ON g.id = m.group_id
        WHERE g.year_id = %(year)s AND g.kind = 'class' AND (m.until IS NULL OR m.until >= %(day)s)""",
    "with_students": """SELECT count(DISTINCT m.group_id) FROM school_membership m JOIN school_group g ON g.id = m.group_id
        WHERE g.year_id = %(year)s AND g.kind = 'class' AND (m.until IS NULL OR m.until >= %(day)s)""",
    "subgroups": "SELECT count(*) FROM school_group WHERE year_id = %(year)s AND kind = 'subgroup'",
    "undivided": """SELECT count(DISTINCT m.person_id) FROM school_membership m JOIN school_group k ON k.id = m.group_id
        JOIN (SELECT p.to_group_id AS class_id, s.division FROM school_group s JOIN school_group_classes p ON p.from_group_id = s.id
            JOIN school_course c ON c.group_id = s.id WHERE s.year_id = %(year)s AND s.kind = 'subgroup'
            GROUP BY p.to_group_id, s.division HAVING count(DISTINCT s.id) > 1) d
            ON d.class_id = k.id
        WHERE k.kind = 'class' AND (m.until IS NULL OR m.until >= %(day)s) AND NOT EXISTS (
            SELECT 1 FROM school_membership o JOIN school_group s ON s.id = o.group_id
                JOIN school_group_classes p ON p.from_group_id = s.id
            WHERE o.person_id = m.person_id AND p.to_group_id = k.id AND s.kind = 'subgroup' AND s.division = d.division
                AND (o.until IS NULL OR o.until >= %(day)s))""",
    "parents": """SELECT count(DISTINCT parent_id) FROM people_guardianship WHERE until IS NULL OR until >= %(day)s""",
    "courses": "SELECT count(*) FROM school_course WHERE year_id = %(year)s",
    "taught": """SELECT count(DISTINCT t.course_id) FROM school_teaching t JOIN school_course c ON c.id = t.course_id
        WHERE c.year_id = %(year)s AND (t.until IS NULL OR t.until >= %(day)s)""",
    "teachers": """SELECT count(DISTINCT t.person_id) FROM school_teaching t JOIN school_course c ON c.id = t.course_id
        WHERE c.year_id = %(year)s AND (t.until IS NULL OR t.until >= %(day)s)""",
    "bells": "SELECT count(*) FROM timetable_bellschedule WHERE year_id = %(year)s",
    "slots": """SELECT count(*) FROM timetable_slot s JOIN school_course c ON c.id = s.course_id
        WHERE c.year_id = %(year)s AND (s.until IS NULL OR s.until >= %(day)s)""",
    "in_timetable": """SELECT count(DISTINCT k.id) FROM school_group k WHERE k.kind = 'class' AND k.year_id = %(year)s AND EXISTS (
        SELECT 1 FROM timetable_slot s JOIN school_course c ON c.id = s.course_id LEFT JOIN school_group_classes p
        ON p.from_group_id = c.group_id WHERE c.group_id = k.id OR p.to_group_id = k.id)""",
    "lessons": """SELECT count(*) FROM timetable_lesson l JOIN school_course c ON c.id = l.course_id WHERE c.year_id = %(year)s""",
    "second_shift": "SELECT count(*) FROM school_group WHERE year_id = %(year)s AND kind = 'class' AND shift = 2",
    "six_days": "SELECT count(*) FROM school_group WHERE year_id = %(year)s AND kind = 'class' AND days_a_week = 6",
    "by_order": """SELECT count(*) FROM people_appointment WHERE role = 'administrator' AND order_number <> ''
        AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)""",
    "director": """SELECT count(*) FROM people_appointment WHERE role = 'director'
        AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)""",
    "address": "SELECT count(*) FROM school_school WHERE address <> ''",
    "vacations": "SELECT count(*) FROM school_calendarday WHERE year_id = %(year)s AND kind = 'vacation'",
    "subjects": "SELECT count(*) FROM school_subject",
    "rooms": "SELECT count(*) FROM school_room",
    "accounts": "SELECT count(*) FROM people_account WHERE is_active",
    "codes": """SELECT count(*) FROM people_activationcode WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > %(now)s""",
}


def counts(year: Year, *, day: date, now: datetime) -> dict[str, int]:
    """What there is of everything that a school needs before its first lesson (1 query)."""
    columns = ", ".join(f"({sql})" for sql in _COUNTS.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", {"year": year.pk, "day": day, "now": now})
        return dict(zip(_COUNTS, cursor.fetchone(), strict=True))


def last_lesson(year: Year) -> date | None:
    """The day up to which lessons have been made."""
    return Lesson.objects.filter(course__year=year).order_by("-date").values_list("date", flat=True).first()


@dataclass(frozen=True, slots=True)
class Cell:
    """A lesson of the week as drawn: what, who, where, and for which of the class's groups."""

    slot: Slot
    title: str
    group: str
    people: tuple[tuple[int, str], ...]
    rooms: tuple[tuple[int, str], ...]
    week: int
    klass: int | None = None

    @property
    def teachers(self) -> str:
        """Who gives it, «Окулов Д. С., Третьякова О. Н.»."""
        return ", ".join(name for _, name in self.people)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A lesson number with its time and the cells of each weekday."""

    number: int
    time: str
    days: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Week:
    """A weekly timetable: weekdays 1… and rows of lesson numbers."""

    weekdays: list[int]
    rows: list[WeekRow]
    hours: int = 0


def groups_of_class(klass: Group) -> list[int]:
    """The class, its subgroups, electives and joined groups, by id (1 query)."""
    parents = parents_in(klass.year)
    return [klass.pk, *(pk for pk in parents if klass.pk in classes_under(pk, parents))]


def week_of_class(klass: Group, day: date, week: int = 0) -> Week:
    """The timetable of a class as it holds on the day, every lesson number of its shift (8 queries); of one week of the cycle, or all."""
    slots = in_week(Slot.objects.filter(course__group__in=groups_of_class(klass)).on(day), week)
    bells = Bells(klass.year)
    ordinary = bells.ordinary.get(klass.shift, bells.ordinary.get(1, 0))
    numbers = sorted(bells.by_schedule.get(ordinary, {})) or list(range(1, 8))
    return _week(slots, day, bells, klass, numbers)


def week_of_teacher(person: Person, year: Year, day: date, week: int = 0) -> Week:
    """What a person teaches in the week as it holds on the day (7 queries)."""
    own = Q(teacher=person) | Q(teacher=None, course__teachings__in=person.teachings.on(day))
    slots = in_week(Slot.objects.filter(own, course__year=year).on(day).distinct(), week)
    return _week(slots, day, Bells(year))


def week_of_room(room: Room, year: Year, day: date, week: int = 0) -> Week:
    """What a room is taken by in the week as it holds on the day, as a further room too (6 queries)."""
    slots = Slot.objects.filter(Q(room=room) | Q(more_rooms=room), course__year=year).on(day).distinct()
    return _week(in_week(slots, week), day, Bells(year))


def in_week(slots: QuerySet[Slot], week: int) -> QuerySet[Slot]:
    """Those that hold in this week of the cycle; 0 for every one."""
    return slots.filter(week__in=(0, week)) if week else slots


def weeks_of_cycle(year: Year, day: date) -> list[int]:
    """The weeks of the cycle that slots of the day name; none when every week is the same (1 query)."""
    rows = Slot.objects.filter(course__year=year, week__gt=0).on(day).values_list("week", flat=True).distinct()
    top = max(rows, default=0)
    return list(range(1, max(top, 2) + 1)) if top else []


def further_rooms(slot: Slot) -> list[Room]:
    """The rooms of a place beside its own (1 query)."""
    return list(slot.more_rooms.order_by("name"))


def more_rooms_of(slots: QuerySet[Slot]) -> dict[int, list[tuple[int, str]]]:
    """The further rooms of slots, by slot (1 query)."""
    rows = Slot.more_rooms.through.objects.filter(slot__in=slots.order_by().values("pk")).select_related("room")
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows.order_by("room__name"):
        found[row.slot_id].append((row.room_id, row.room.name))
    return found


def _week(
    slots: QuerySet[Slot], day: date, bells: Bells, klass: Group | None = None, numbers: Iterable[int] = ()
) -> Week:
    found = list(
        slots.select_related("course__subject", "course__group", "course__year", "teacher", "room").order_by(
            "week", "course__group__name"
        )
    )
    people = teachers_on([slot.course_id for slot in found if slot.teacher is None], day)
    more, parents = more_rooms_of(slots), _parents_of(found)
    cells: dict[tuple[int, int, int], list[Cell]] = defaultdict(list)
    rows = {(klass.shift, number) for number in numbers} if klass else set()
    for slot in found:
        group = slot.course.group
        shift = klass.shift if klass else group.shift
        rows.add((shift, slot.number))
        under = classes_under(group.pk, parents)
        cells[shift, slot.number, slot.weekday].append(
            Cell(
                slot=slot,
                title=slot.course.subject.name,
                group="" if klass and group.pk == klass.pk else group.title,
                people=tuple(
                    [(slot.teacher.pk, slot.teacher.short_name)] if slot.teacher else people.get(slot.course_id, [])
                ),
                rooms=(*([(slot.room.pk, slot.room.name)] if slot.room else []), *more.get(slot.pk, [])),
                week=slot.week,
                klass=under[0] if len(under) == 1 and not klass else None,
            )
        )
    days = sorted({*range(1, (klass.days_a_week if klass else 5) + 1), *(slot.weekday for slot in found)})
    return Week(
        days,
        [
            WeekRow(n, _time(bells.ordinary_at(shift, n)), [cells[shift, n, d] for d in days])
            for shift, n in sorted(rows)
        ],
        len(found),
    )


def _time(times: tuple[time, time] | None) -> str:
    return "–".join(f"{one.hour}:{one.minute:02d}" for one in times) if times else ""


def _parents_of(slots: Sequence[Slot]) -> dict[int, list[int]]:
    return parents_in(slots[0].course.year) if slots else {}


def teachers_on(courses: Sequence[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """Who teaches these courses on the day, id and name, by course (1 query)."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for one in Teaching.objects.filter(course_id__in=courses).on(day).select_related("person").order_by("since", "id"):
        found[one.course_id].append((one.person_id, one.person.short_name))
    return found


@dataclass(frozen=True, slots=True)
class BellsView:
    """A bell schedule with its bells and the dates on which it holds."""

    schedule: BellSchedule
    bells: list[Bell]
    days: list[BellDay] = field(default_factory=list)


def bells_of(year: Year) -> list[BellsView]:
    """All bell schedules of the year, the ordinary ones first (3 queries)."""
    schedules = BellSchedule.objects.filter(year=year).order_by("-is_ordinary", "shift", "name")
    bells: dict[int, list[Bell]] = defaultdict(list)
    for bell in Bell.objects.filter(schedule__year=year).order_by("number"):
        bells[bell.schedule_id].append(bell)
    days: dict[int, list[BellDay]] = defaultdict(list)
    for row in BellDay.objects.filter(schedule__year=year).order_by("date"):
        days[row.schedule_id].append(row)
    return [BellsView(one, bells[one.pk], days[one.pk]) for one in schedules]


@dataclass(frozen=True, slots=True)
class ClassHours:
    """A class in the list of timetables: weekly lessons in its timetable."""

    group: Group
    slots: int


def classes_with_hours(year: Year, day: date) -> list[ClassHours]:
    """The classes of the year with the number of their weekly places (3 queries)."""
    parents = parents_in(year)
    number: dict[int, int] = defaultdict(int)
    for group_id in Slot.objects.filter(course__year=year).on(day).values_list("course__group_id", flat=True):
        for klass in classes_under(group_id, parents):
            number[klass] += 1
    classes = Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")
    return [ClassHours(group, number[group.pk]) for group in classes]


def lessons_on(
    lessons: QuerySet[Lesson], day: date, *, teacher: Person | None = None, klass: Group | None = None
) -> list[Lesson]:
    """Lessons of a day in order of time, of one teacher or one class (1 query, 2 for a class)."""
    rows = lessons.filter(date=day).select_related("course__subject", "course__group", "teacher", "substitute", "room")
    if teacher is not None:
        rows = rows.filter(Q(teacher=teacher) | Q(substitute=teacher))
    if klass is not None:
        rows = rows.filter(course__group__in=groups_of_class(klass))
    return list(rows.order_by("starts", "number", "course__group__grade", "course__group__name"))


def busy_on(lessons: Sequence[Lesson]) -> dict[int, set[int]]:
    """Who is busy during each of these lessons of one day: lesson id → person ids (no query)."""
    found: dict[int, set[int]] = {}
    for lesson in lessons:
        found[lesson.pk] = {
            person
            for other in lessons
            if other.pk != lesson.pk and other.state == Lesson.State.PLANNED and _together(lesson, other)
            for person in (other.substitute_id or other.teacher_id,)
            if person is not None
        }
    return found


def _together(one: Lesson, other: Lesson) -> bool:
    if one.starts and one.ends and other.starts and other.ends:
        return one.starts < other.ends and other.starts < one.ends
    return one.number == other.number


def own_week(lessons: QuerySet[Lesson], person: Person, monday: date) -> list[tuple[date, list[Lesson]]]:
    """The lessons that a person gives in the week, substitutions included and given-away ones not, by day (1 query)."""
    mine = Q(substitute=person) | Q(teacher=person, substitute=None)
    rows = lessons.filter(mine, date__range=(monday, monday + timedelta(days=6)))
    rows = rows.select_related("course__subject", "course__group", "teacher", "room").order_by(
        "date", "starts", "number"
    )
    found: dict[date, list[Lesson]] = defaultdict(list)
    for lesson in rows:
        found[lesson.date].append(lesson)
    return sorted(found.items())


def times_of(schedule: BellSchedule) -> list[tuple[int, time, time]]:
    """Number, begin and end of the schedule's lessons (1 query)."""
    return list(Bell.objects.filter(schedule=schedule).order_by("number").values_list("number", "starts", "ends"))


@dataclass(frozen=True, slots=True)
class TeacherHours:
    """A teacher in the list of timetables: weekly lessons."""

    person: Person
    slots: int


def teachers_with_hours(year: Year, day: date) -> list[TeacherHours]:
    """Everyone who teaches in the year on the day or later, by name, with the number of weekly places of their courses (3 queries)."""
    teachings = Teaching.objects.filter(course__year=year).exclude(until__lt=day)
    people = list(Person.objects.filter(pk__in=teachings.values("person_id")).order_by("order_key", "id"))
    of_course: dict[int, set[int]] = defaultdict(set)
    for course, person in teachings.values_list("course_id", "person_id"):
        of_course[course].add(person)
    number: dict[int, int] = defaultdict(int)
    for course, teacher in Slot.objects.filter(course__year=year).on(day).values_list("course_id", "teacher_id"):
        for person in {teacher} if teacher is not None else of_course[course]:
            number[person] += 1
    return [TeacherHours(person, number[person.pk]) for person in people]


def room_order(name: str) -> tuple[bool, int, str]:
    """Rooms by number, named ones after them: 9, 101, Спортзал."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return (not digits, int(digits or 0), name)


@dataclass(frozen=True, slots=True)
class RoomHours:
    """A room in the list of timetables: weekly lessons."""

    room: Room
    slots: int


def rooms_with_hours(year: Year, day: date) -> list[RoomHours]:
    """Every room by number with the weekly places that take it, as a further room too (3 queries)."""
    slots = Slot.objects.filter(course__year=year).on(day)
    number = Counter(slots.exclude(room=None).values_list("room_id", flat=True))
    number.update(Slot.more_rooms.through.objects.filter(slot__in=slots.values("pk")).values_list("room_id", flat=True))
    return [
        RoomHours(room, number[room.pk]) for room in sorted(Room.objects.all(), key=lambda one: room_order(one.name))
    ]


def period_to_make(year: Year, day: date) -> tuple[date, date]:
    """The days proposed for making lessons: the quarter of the day, else the next one, else the year (1 query)."""
    quarters = list(Period.objects.filter(year=year, kind=PeriodKind.QUARTER).order_by("since"))
    found = next((one for one in quarters if one.until >= day), quarters[-1] if quarters else None)
    return (found.since, found.until) if found else (year.since, year.until)


@dataclass(frozen=True, slots=True)
class Preview:
    """What making lessons would do: rows a class, and the totals."""

    classes: list[tuple[str, int]]
    new: int
    stale: int
    standing: int
    untimed: int
    unled: int


def lessons_preview(year: Year, since: date, until: date) -> Preview:
    """How many lessons would be made for each class with its groups, dropped and left as they are (15 queries)."""
    plan = plan_lessons(year, since, until)
    group_of = dict(Course.objects.filter(year=year).values_list("pk", "group_id"))
    groups, parents = {one.pk: one for one in Group.objects.filter(year=year)}, parents_in(year)
    number: dict[int, int] = defaultdict(int)
    for lesson in plan.new:
        for klass in classes_under(group_of[lesson.course_id], parents):
            number[klass] += 1
    order = sorted(number, key=lambda pk: (groups[pk].grade, groups[pk].letter, groups[pk].name))
    return Preview(
        classes=[(groups[pk].title, number[pk]) for pk in order],
        new=len(plan.new),
        stale=len(plan.stale),
        standing=plan.standing,
        untimed=sum(lesson.starts is None for lesson in plan.new),
        unled=sum(lesson.teacher_id is None for lesson in plan.new),
    )


@dataclass(frozen=True, slots=True)
class PeriodLessons:
    """A quarter with the number of its lessons."""

    title: str
    since: date
    until: date
    lessons: int


def periods_with_lessons(year: Year) -> list[PeriodLessons]:
    """The quarters of the year (half-years where there are none) with the number of lessons in each (2 queries)."""
    periods = list(Period.objects.filter(year=year).order_by("since", "kind"))
    quarters = [one for one in periods if one.kind == PeriodKind.QUARTER] or periods
    days = Counter(dict(Lesson.objects.filter(course__year=year).values_list("date").annotate(n=Count("id"))))
    return [
        PeriodLessons(
            one.title, one.since, one.until, sum(n for day, n in days.items() if one.since <= day <= one.until)
        )
        for one in quarters
    ]
