"""Reads of the curriculum: the plans of a year, one plan, where courses depart from it, and the load of the teachers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from zhurnal.people.models import Person
from zhurnal.people.trail import Change, Line, trail_of
from zhurnal.school.models import Course, Group, Subject, Teaching, Year
from zhurnal.school.rules import most_a_week

from . import rules
from .models import Plan, PlanLine
from .reckoning import plan_hours, taught_by_class


@dataclass(slots=True)
class PlanRow:
    """A plan in the list: `hours` a week beside `most`, the norm; `departures` counts courses that are not as it says."""

    plan: Plan
    classes: list[Group]
    hours: Decimal
    most: int
    departures: int


@dataclass(slots=True)
class PlansPage:
    """The plans of a year, and the classes without one."""

    rows: list[PlanRow]
    without: list[Group]


def plans_page(year: Year) -> PlansPage:
    """All plans of a year by grade (7 queries, whatever their number)."""
    plans = list(
        Plan.objects.filter(year=year)
        .select_related("approved_by")
        .prefetch_related("lines", "classes")
        .order_by("grade", "profile")
    )
    classes = {plan.pk: sorted(plan.classes.all(), key=_order) for plan in plans}
    every = list(Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name"))
    taught = taught_by_class(year, [one.pk for one in every])
    rows = []
    for plan in plans:
        hours = plan_hours(plan)
        faults = sum(
            bool(_fault(hours.get(subject), courses.get(subject, [])))
            for one in classes[plan.pk]
            for courses in [taught[one.pk]]
            for subject in {*hours, *courses}
        )
        most = most_a_week(plan.grade, plan.days_a_week)
        total = sum((line.hours for line in plan.lines.all() if line.part != PlanLine.Part.INSTEAD), Decimal(0))
        rows.append(PlanRow(plan, classes[plan.pk], total, most, faults))
    planned = {one.pk for found in classes.values() for one in found}
    return PlansPage(rows, [one for one in every if one.pk not in planned])


def _order(group: Group) -> tuple[int, str]:
    return group.grade, group.letter


def _fault(planned: Decimal | None, courses: list[Course]) -> str:
    return rules.course_fault(planned, [course.hours_a_week for course in courses])


@dataclass(slots=True)
class SubjectRow:
    """A subject of a plan: hours a week in each part."""

    subject: Subject
    mandatory: Decimal | None = None
    school: Decimal | None = None
    instead: Decimal | None = None

    @property
    def total(self) -> Decimal:
        """All parts."""
        return sum(filter(None, (self.mandatory, self.school, self.instead)), Decimal(0))


@dataclass(slots=True)
class Departure:
    """Where the courses of a class are not as the plan says."""

    klass: Group
    subject: Subject
    says: str


@dataclass(slots=True)
class PlanPage:
    """One plan with its totals, its classes and the departures of their courses."""

    plan: Plan
    classes: list[Group]
    rows: list[SubjectRow]
    mandatory: Decimal
    school: Decimal
    most: int
    departures: list[Departure] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """Hours a week."""
        return self.mandatory + self.school

    @property
    def a_year(self) -> Decimal:
        """Hours a year."""
        return self.total * self.plan.weeks


def plan_page(plan: Plan) -> PlanPage:
    """The plan, its subjects in alphabetical order (5 queries)."""
    rows: dict[int, SubjectRow] = {}
    sums = {part: Decimal(0) for part in PlanLine.Part}
    for line in plan.lines.select_related("subject").order_by("subject__name"):
        row = rows.setdefault(line.subject_id, SubjectRow(line.subject))
        part = PlanLine.Part(line.part)
        setattr(row, part.value, line.hours)
        sums[part] += line.hours
    classes = sorted(plan.classes.all(), key=_order)
    page = PlanPage(
        plan,
        classes,
        list(rows.values()),
        sums[PlanLine.Part.MANDATORY],
        sums[PlanLine.Part.SCHOOL],
        most_a_week(plan.grade, plan.days_a_week),
    )
    taught = taught_by_class(plan.year, [one.pk for one in classes])
    for klass in classes:
        courses = taught[klass.pk]
        for subject in {*rows, *courses}:
            planned = rows[subject].total if subject in rows else None
            if says := _fault(planned, courses.get(subject, [])):
                named = rows[subject].subject if subject in rows else courses[subject][0].subject
                page.departures.append(Departure(klass, named, says))
    page.departures.sort(key=lambda one: (_order(one.klass), one.subject.name))
    return page


def subjects_of(plan: Plan) -> list[Subject]:
    """Subjects to choose hours for: all of the school, those of the plan and of its classes' courses first."""
    used = {line.subject_id for line in plan.lines.all()}
    for courses in taught_by_class(plan.year, [one.pk for one in plan.classes.all()]).values():
        used |= set(courses)
    return sorted(Subject.objects.all(), key=lambda one: (one.pk not in used, one.name))


_SAID = {
    "curriculum.plan.create": "план создан",
    "curriculum.year.copy": "план скопирован",
    "curriculum.plan.approve": "утверждён",
}


def plan_trail(plan: Plan) -> list[Line]:
    """Who made, changed, approved and reopened the plan, newest first; hours line by line while the line stands (3 queries)."""
    lines = {line.pk: line for line in plan.lines.select_related("subject")}
    told = [Line(one.at, one.who, _plan_words(one)) for one in trail_of(Plan, [plan.pk])]
    told += [Line(one.at, one.who, _line_words(one, lines[one.row])) for one in trail_of(PlanLine, list(lines))]
    return sorted(told, key=lambda line: line.at, reverse=True)


def _plan_words(change: Change) -> str:
    if change.verb == "curriculum.plan.reopen":
        return f"открыт для изменений: {change.reason}"
    return "классы изменены" if "classes" in change.after else _SAID.get(change.verb, "план изменён")


def _line_words(change: Change, line: PlanLine) -> str:
    before, after = (
        rules.spoken(Decimal(side["hours"])) if "hours" in side else "" for side in (change.before, change.after)
    )
    return f"{line.subject}, {line.get_part_display()}: {f'{before} → ' if before else ''}{after} ч."


@dataclass(slots=True)
class LoadRow:
    """What a teacher teaches: courses with hours a week, their sum, and the sum in rates."""

    person: Person
    courses: list[Course]
    hours: Decimal
    rates: Decimal

    @property
    def subjects(self) -> list[tuple[str, list[Course]]]:
        """The courses by subject."""
        return [(name, list(some)) for name, some in groupby(self.courses, key=lambda course: course.subject.name)]


@dataclass(slots=True)
class LoadPage:
    """The load of the school: teachers by name, courses without a teacher, and the hours of both."""

    rows: list[LoadRow]
    vacant: list[Course]
    hours: Decimal
    vacant_hours: Decimal


def load_page(year: Year, day: date, *, rate: int = rules.RATE_HOURS) -> LoadPage:
    """Who teaches which courses on the day with how many hours a week, and what nobody teaches (3 queries)."""
    courses = Course.objects.filter(year=year).select_related("subject", "group")
    every = list(courses.order_by("subject__name", "group__grade", "group__letter", "group__name"))
    teachers: dict[int, list[Person]] = defaultdict(list)
    for one in Teaching.objects.filter(course__year=year).on(day).select_related("person"):
        teachers[one.course_id].append(one.person)
    people: dict[int, Person] = {}
    own: dict[int, list[Course]] = defaultdict(list)
    for course in every:
        for person in teachers.get(course.pk, []):
            people[person.pk] = person
            own[person.pk].append(course)
    rows = []
    for pk, person in sorted(people.items(), key=lambda pair: pair[1].order_key):
        hours = sum((course.hours_a_week for course in own[pk]), Decimal(0))
        rows.append(LoadRow(person, own[pk], hours, rules.rates(hours, rate)))
    vacant = [course for course in every if course.pk not in teachers]
    return LoadPage(
        rows,
        vacant,
        sum((row.hours for row in rows), Decimal(0)),
        sum((one.hours_a_week for one in vacant), Decimal(0)),
    )
