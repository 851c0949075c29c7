"""The pages of classes: the list, one class, one division."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from zhurnal.people.models import Person

from ..calendar import PARTS
from ..models import ClassTeacher, Course, DivisionProposal, Group, Membership, Order, OrderLine, Teaching, Year
from .orders import plans_of


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in the list."""

    group: Group
    teacher: str
    students: int
    courses: int


def classes_page(year: Year, day: date) -> list[ClassLine]:
    """The classes of a year with class teacher, students and courses on the day (4 queries)."""
    groups = Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")
    members = Membership.objects.filter(group__year=year, group__kind=Group.Kind.CLASS).on(day)
    students = dict(members.values_list("group_id").annotate(n=Count("person_id", distinct=True)))
    led = ClassTeacher.objects.filter(group__year=year).on(day).select_related("person")
    teachers = {one.group_id: one.person.short_name for one in led}
    courses = dict(Course.objects.filter(year=year).values_list("group_id").annotate(n=Count("id")))
    return [ClassLine(one, teachers.get(one.pk, ""), students.get(one.pk, 0), courses.get(one.pk, 0)) for one in groups]


@dataclass(frozen=True, slots=True)
class StudentLine:
    """A student's stay in the class, with the orders that began and ended it and the subgroups of the day."""

    person: Person
    since: date
    until: date | None
    came_by: Order | None
    left_by: Order | None
    groups: tuple[str, ...] = ()
    plan: OrderLine | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the class: its subgroups with the number of members, and the students who are in none."""

    name: str
    groups: list[tuple[Group, int]]
    left_over: list[str]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course of the class or of one of its groups."""

    course: Course
    subject: str
    group: str
    teachers: str


@dataclass(frozen=True, slots=True)
class ClassPage:
    """Everything on the page of a class."""

    students: list[StudentLine]
    gone: list[StudentLine]
    divisions: list[Division]
    other_groups: list[tuple[Group, int]]
    courses: list[CourseLine]
    teacher: ClassTeacher | None
    proposals: int
    former: list[ClassTeacher]


def class_page(klass: Group, day: date) -> ClassPage:
    """A class as it is on the day (9 queries)."""
    plans = plans_of(klass, day)
    parts = parts_of_class(klass)
    members = _members([part.pk for part in parts], day)
    rows = list(
        Membership.objects.filter(group=klass)
        .select_related("person", "order", "ended_by")
        .order_by("person__order_key", "since")
    )
    here = [row for row in rows if row.until is None or row.until >= day]
    names = _groups_of({row.person_id for row in here}, parts, members)
    led = list(ClassTeacher.objects.filter(group=klass).select_related("person").order_by("-since"))
    return ClassPage(
        students=[_student(row, names[row.person_id], plans.get(row.person_id)) for row in here],
        gone=[_student(row, ()) for row in rows if row not in here],
        divisions=_divisions(parts, members, [row for row in here if row.since <= day]),
        other_groups=[(part, len(members[part.pk])) for part in parts if part.kind != Group.Kind.SUBGROUP],
        courses=_courses(klass, parts, day),
        teacher=next((one for one in led if one.since <= day and (one.until is None or one.until >= day)), None),
        proposals=DivisionProposal.objects.filter(klass=klass, state=DivisionProposal.State.NEW).count(),
        former=[one for one in led if one.until is not None and one.until < day],
    )


def parts_of_class(klass: Group) -> list[Group]:
    """Subgroups, electives and joined groups that stand on the class or on one of its subgroups (2 queries)."""
    direct = set(PARTS.objects.filter(to_group=klass).values_list("from_group_id", flat=True))
    deeper = Q(classes__in=direct)
    return list(Group.objects.filter(Q(pk__in=direct) | deeper).distinct().order_by("kind", "division", "name"))


def _members(groups: Iterable[int], day: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for group, person in Membership.objects.filter(group__in=list(groups)).on(day).values_list("group_id", "person_id"):
        found[group].add(person)
    return found


def _groups_of(people: set[int], parts: list[Group], members: dict[int, set[int]]) -> dict[int, tuple[str, ...]]:
    subgroups = [part for part in parts if part.kind == Group.Kind.SUBGROUP]
    return {pk: tuple(part.name for part in subgroups if pk in members[part.pk]) for pk in people}


def _student(row: Membership, groups: tuple[str, ...], plan: OrderLine | None = None) -> StudentLine:
    return StudentLine(row.person, row.since, row.until, row.order, row.ended_by, groups, plan)


def _divisions(parts: list[Group], members: dict[int, set[int]], here: list[Membership]) -> list[Division]:
    found: dict[str, list[Group]] = defaultdict(list)
    for part in parts:
        if part.kind == Group.Kind.SUBGROUP:
            found[part.division].append(part)
    placed = {name: {one for group in groups for one in members[group.pk]} for name, groups in found.items()}
    return [
        Division(
            name,
            [(group, len(members[group.pk])) for group in groups],
            [row.person.call_name for row in here if row.person_id not in placed[name]],
        )
        for name, groups in found.items()
    ]


def courses_of_group(group: Group, day: date) -> list[CourseLine]:
    """The courses of one group with their teachers (2 queries)."""
    return _courses(group, [], day)


def _courses(klass: Group, parts: list[Group], day: date) -> list[CourseLine]:
    titles = {klass.pk: "", **{part.pk: part.name for part in parts}}
    courses = list(
        Course.objects.filter(group__in=titles).select_related("subject").order_by("subject__name", "group_id")
    )
    taught: dict[int, list[str]] = defaultdict(list)
    teachings = Teaching.objects.filter(course__in=[one.pk for one in courses]).exclude(until__lt=day)
    for one in teachings.select_related("person").order_by("since", "id"):
        taught[one.course_id].append(one.person.short_name)
    return [CourseLine(one, one.subject.name, titles[one.group_id], ", ".join(taught[one.pk])) for one in courses]
