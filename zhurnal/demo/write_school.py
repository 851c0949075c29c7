"""Writes the school's structure of each year: calendar, classes and subgroups with their members, courses, timetable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from zhurnal.core import log
from zhurnal.core.bulk import insert_many
from zhurnal.demo.book import Book
from zhurnal.demo.curriculum import (
    DIVISION_OF_PART,
    PART_NAMES,
    SIX_DAYS,
    SUBJECTS,
    CoursePlan,
    days_of,
    parts_of,
    shift_of,
)
from zhurnal.demo.families import ClassPlace
from zhurnal.demo.lessons import BELLS, ZONE, YearPlan
from zhurnal.demo.movement import OrderPlan, Stay
from zhurnal.demo.placement import Placement
from zhurnal.demo.plan import DemoPlan
from zhurnal.demo.staff import Staff, Teacher
from zhurnal.demo.timetable import Placed
from zhurnal.demo.write_people import People
from zhurnal.people import roles
from zhurnal.school import models as school
from zhurnal.school.rules import academic_year_of
from zhurnal.timetable.models import Bell, BellSchedule, Slot

DAY = timedelta(days=1)
DIVISIONS = {"lang": "Иностранный язык", "it": "Информатика", "craft": "Труд (технология)"}


@dataclass
class Structure:
    """Rows of the school; those of a year are made anew for each."""

    subjects: dict[str, school.Subject] = field(default_factory=dict)
    rooms: dict[str, school.Room] = field(default_factory=dict)
    courses: dict[CoursePlan, school.Course] = field(default_factory=dict)
    groups: dict[tuple[ClassPlace, str | None], school.Group] = field(default_factory=dict)


def write_school(book: Book, plan: DemoPlan, people: People) -> Structure:
    """Insert the school itself, its subjects and rooms."""
    start = plan.years[-1].placement.start
    act = book.act(people.offices[roles.ADMINISTRATOR].pk, datetime.combine(start - 9 * DAY, time(11, 0), ZONE))
    gymnasium = school.School(
        name="Муниципальное бюджетное общеобразовательное учреждение «Показательная гимназия»",
        short_name="Показательная гимназия",
        address="г. Примерск, ул. Школьная, д. 4",
    )
    book.insert(act, [gymnasium], "school.school.create")
    structure = Structure()
    structure.subjects = {s.key: school.Subject(name=s.name, short_name=s.short) for s in SUBJECTS}
    book.insert(act, list(structure.subjects.values()), "school.subject.create")
    names = sorted({p.room for year in plan.years for placed in year.placed.values() for p in placed})
    structure.rooms = {name: school.Room(name=name) for name in names}
    book.insert(act, list(structure.rooms.values()), "school.room.create")
    return structure


class YearWriter:
    """Writes one year's structure as acts of the administrator before the year's first day."""

    def __init__(self, book: Book, plan: DemoPlan, year_plan: YearPlan, people: People, structure: Structure) -> None:
        self.book, self.plan, self.year_plan, self.people, self.structure = book, plan, year_plan, people, structure
        self.placement = year_plan.placement
        self.admin = people.offices[roles.ADMINISTRATOR].pk
        self.until = self.placement.end if year_plan.is_finished else None
        structure.courses, structure.groups = {}, {}

    def write(self, staff: Staff) -> school.Year:
        """Insert everything of the year but its lessons; the structure then holds this year's groups and courses."""
        act = self._act(8)
        self.year = self._calendar(act)
        self._bells(act)
        self._groups(act)
        self._members()
        self._courses(self._act(6), staff)
        self._slots(self._act(5))
        return self.year

    def _act(self, days_before: int) -> log.Act:
        return self.book.act(self.admin, datetime.combine(self.placement.start - days_before * DAY, time(12, 0), ZONE))

    def _calendar(self, act: log.Act) -> school.Year:
        placement = self.placement
        monday = placement.start - placement.start.weekday() * DAY
        year = school.Year(name=placement.name, since=placement.start, until=monday + 364 * DAY - DAY)
        self.book.insert(act, [year], "school.year.create")
        quarters = placement.quarters
        spans = [("quarter", q.number, q.start, q.end) for q in quarters]
        spans += [("half", 1, quarters[0].start, quarters[1].end), ("half", 2, quarters[2].start, quarters[3].end)]
        periods = [school.Period(year=year, kind=kind, number=n, since=a, until=b) for kind, n, a, b in spans]
        self.book.insert(act, periods, "school.period.set")
        self.book.insert(act, list(_special_days(year, placement)), "school.days.set")
        return year

    def _bells(self, act: log.Act) -> None:
        for shift, bells in BELLS.items():
            schedule = BellSchedule(year=self.year, name=f"Обычные звонки, {shift}-я смена", shift=shift)
            self.book.insert(act, [schedule], "timetable.bells.set")
            rows = [Bell(schedule=schedule, number=n, starts=a, ends=b) for n, (a, b) in enumerate(bells, start=1)]
            self.book.insert(act, rows, "timetable.bells.set")

    def _groups(self, act: log.Act) -> None:
        groups, places = self.structure.groups, sorted(self.year_plan.placed, key=lambda p: (p.grade, p.letter))
        for place in places:
            groups[place, None] = self._group(place, "class", place.name, place.letter, "")
            for part in dict.fromkeys(parts_of(place)):
                name, division = f"{place.name}, {PART_NAMES[part]}", DIVISIONS[DIVISION_OF_PART[part]]
                groups[place, part] = self._group(place, "subgroup", name, "", division)
        self.book.insert(act, list(groups.values()), "school.group.create")
        link = school.Group.classes.through
        pairs = [(group, groups[place, None]) for (place, part), group in groups.items() if part]
        insert_many([link(from_group=subgroup, to_group=whole) for subgroup, whole in pairs])
        for subgroup, whole in pairs:
            self.book.linked(act, subgroup, "school.group.create", "classes", whole)

    def _group(self, place: ClassPlace, kind: str, name: str, letter: str, division: str) -> school.Group:
        six_days = days_of(place) == SIX_DAYS
        return school.Group(
            year=self.year, kind=kind, name=name, grade=place.grade, letter=letter, division=division,
            period_kind="half" if six_days else "quarter", days_a_week=days_of(place), shift=shift_of(place),
        )  # fmt: skip

    def _members(self) -> None:
        """Memberships of the first lists in one act, each later movement in an act of its own on its day."""
        orders: dict[OrderPlan, school.Order] = {}
        stays = [stay for theirs in self.year_plan.stays.values() for stay in theirs]
        plans = dict.fromkeys(o for stay in stays for o in (stay.order, stay.leaving) if o)
        for order in sorted(plans, key=lambda o: o.date):
            orders[order] = school.Order(
                kind=order.kind, number=order.number, date=order.date, number_year=academic_year_of(order.date),
                text=order.text, in_force_at=datetime.combine(order.date, time(15, 0), ZONE),
            )  # fmt: skip
        clerk = self.people.offices[roles.CLERK].pk
        first = self._act(4)
        self.book.insert(self.book.act(clerk, first.at), list(orders.values()), "school.student.enrol")
        for stay in stays:
            rows = list(self._memberships(stay, orders))
            moment = datetime.combine(stay.since - DAY, time(13, 0), ZONE)
            act = first if stay.since == self.placement.start else self.book.act(self.admin, moment)
            verb = (
                "school.student.transfer"
                if act is not first and stay.order and stay.order.kind == "transfer"
                else "school.student.enrol"
            )
            self.book.insert(act, rows, verb)
        self.book.insert(first, list(self._lines(stays, orders)), "school.order.enter")

    def _lines(self, stays: list[Stay], orders: dict[OrderPlan, school.Order]) -> Iterator[school.OrderLine]:
        """What each order says of each child: of a transfer the place that is left, too."""
        left = {(stay.child, stay.leaving): stay for stay in stays if stay.leaving}
        for stay in stays:
            person, group = self.people.of_child[stay.child], self.structure.groups[stay.place, None]
            if stay.order:
                before = left.get((stay.child, stay.order))
                yield school.OrderLine(
                    order=orders[stay.order], person=person, to_group=group, since=stay.since, place=stay.order.place,
                    from_group=self.structure.groups[before.place, None] if before else None,
                )  # fmt: skip
            if stay.leaving and stay.leaving.kind == "expel" and stay.until:
                yield school.OrderLine(
                    order=orders[stay.leaving], person=person, from_group=group, since=stay.until, place=stay.leaving.place
                )  # fmt: skip

    def _memberships(self, stay: Stay, orders: dict[OrderPlan, school.Order]) -> Iterator[school.Membership]:
        person, order = self.people.of_child[stay.child], orders[stay.order] if stay.order else None
        for part in (None, *stay.parts):
            group = self.structure.groups[stay.place, part]
            yield school.Membership(
                person=person, group=group, since=stay.since, until=stay.until, order=order if part is None else None,
                ended_by=orders[stay.leaving] if stay.leaving else None,
            )  # fmt: skip

    def _courses(self, act: log.Act, staff: Staff) -> None:
        courses = self.structure.courses
        for placed in (p for theirs in self.year_plan.placed.values() for p in theirs):
            plan = placed.course
            if plan not in courses:
                courses[plan] = school.Course(
                    year=self.year, subject=self.structure.subjects[plan.subject.key], graded=plan.subject.graded,
                    group=self.structure.groups[plan.place, plan.part], hours_a_week=plan.hours,
                )  # fmt: skip
        self.book.insert(act, list(courses.values()), "school.course.create")
        rows = [
            school.Teaching(person=self.people.of_teacher[teacher], course=course, since=since, until=until)
            for plan, course in courses.items()
            for teacher, since, until in self._terms(staff.teacher_of[plan])
        ]
        self.book.insert(act, rows, "school.teaching.begin")
        heads = [
            school.ClassTeacher(
                person=self.people.of_teacher[teacher],
                group=self.structure.groups[place, None],
                since=self.placement.start,
                until=self.until,
            )
            for place, teacher in staff.class_teacher.items()
        ]
        self.book.insert(act, heads, "school.class_teacher.set")

    def _terms(self, teacher: Teacher) -> list[tuple[Teacher, date, date | None]]:
        """Who teaches the teacher's courses from when to when: the departed one before the successor."""
        departed = self.year_plan.departed
        if departed and teacher is departed[1]:
            return [(departed[0], self.placement.start, departed[2]), (teacher, departed[2] + DAY, self.until)]
        return [(teacher, self.placement.start, self.until)]

    def _slots(self, act: log.Act) -> None:
        placed = [p for theirs in self.year_plan.placed.values() for p in theirs]
        self.book.insert(act, [slot for p in placed for slot in self._slots_of(p)], "timetable.slot.set")

    def _slots_of(self, placed: Placed) -> Iterator[Slot]:
        for teacher, since, until in self._terms(placed.teacher):
            yield Slot(
                course=self.structure.courses[placed.course], weekday=placed.weekday + 1, number=placed.number,
                teacher=self.people.of_teacher[teacher], room=self.structure.rooms[placed.room], since=since, until=until,
            )  # fmt: skip


def _special_days(year: school.Year, placement: Placement) -> Iterator[school.CalendarDay]:
    """Public holidays, vacations between the quarters, and today when it is a moved school day."""
    for day, title in placement.days_off.items():
        kind = "other" if title.startswith("Выходной за") else "holiday"
        yield school.CalendarDay(year=year, date=day, kind=kind, title=title)
    for day, weekday in placement.moved.items():
        yield school.CalendarDay(
            year=year, date=day, kind="moved", weekday=weekday + 1, title="Учебный день по переносу"
        )
    names = ("Осенние каникулы", "Зимние каникулы", "Весенние каникулы")
    for name, before, after in zip(names, placement.quarters, placement.quarters[1:], strict=False):
        for offset in range(1, (after.start - before.end).days):
            day = before.end + offset * DAY
            yield school.CalendarDay(year=year, date=day, kind="vacation", title=name)
