"""«К 5 сентября»: what the lists of classes and teachers still lack (§4.5.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.exchange.models import Import
from zhurnal.people.models import Account, Appointment, Guardianship, Person, PersonalFile
from zhurnal.school.models import ClassTeacher, Course, Group, Membership, Teaching, Year

DEADLINE = (9, 5)
"""5 September (§4.5.1)."""
NAMED = 12
Place = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is still missing: how much, of how many, and where it is mended (words, page, row); `more` are not named."""

    title: str
    count: int
    of: int
    places: list[Place]
    page: str = ""
    action: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """The state of the lists before or after the day."""

    year: Year
    day: date
    left: int
    lacks: list[Lack]
    done: list[str]


def deadline_of(year: Year) -> date:
    """5 September of the year."""
    return date(year.since.year, *DEADLINE)


def deadline_page(year: Year, today: date) -> DeadlinePage:
    """What is lacking on the day (some 12 queries, whatever the size of the school)."""
    day = deadline_of(year)
    on = min(max(today, year.since), year.until)
    classes = list(Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name"))
    checks = [*_of_classes(classes, year, on), *_of_students(classes, year, on), *_of_staff(year, on), _lists(year)]
    lacks = [one for one in checks if one.count]
    return DeadlinePage(year, day, (day - today).days, lacks, [one.title for one in checks if not one.count])


def _of_classes(classes: list[Group], year: Year, on: date) -> list[Lack]:
    filled = set(_stays(year, on).values_list("group_id", flat=True))
    led = set(ClassTeacher.objects.filter(group__year=year).on(on).values_list("group_id", flat=True))
    taught = Teaching.objects.filter(course=OuterRef("pk")).on(on)
    courses = Course.objects.filter(year=year)
    untaught = list(
        courses.filter(~Exists(taught)).select_related("subject", "group").order_by("group__grade", "group__name")
    )
    places = [(f"{one.subject}, {one.group.title}", "school:course", one.pk) for one in untaught]
    return [
        _lack(
            "Классы без учеников",
            [(one.title, "school:class", one.pk) for one in classes if one.pk not in filled],
            len(classes),
        ),
        _lack(
            "Классы без классного руководителя",
            [(one.title, "school:class", one.pk) for one in classes if one.pk not in led],
            len(classes),
        ),
        _lack("Курсы без учителя", places, courses.count()),
    ]


def _stays(year: Year, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(group__year=year, group__kind=Group.Kind.CLASS).on(on)


def _of_students(classes: list[Group], year: Year, on: date) -> list[Lack]:
    stays = dict(_stays(year, on).values_list("person_id", "group_id"))
    people = list(Person.objects.filter(pk__in=_stays(year, on).values("person_id")))
    ties = list(
        Guardianship.objects.filter(child_id__in=_stays(year, on).values("person_id")).on(on).select_related("parent")
    )
    parents: dict[int, list[Person]] = {}
    for tie in ties:
        parents.setdefault(tie.child_id, []).append(tie.parent)
    files = set(
        PersonalFile.objects.filter(person_id__in=_stays(year, on).values("person_id"))
        .exclude(number="")
        .values_list("person_id", flat=True)
    )
    tests: list[tuple[str, Callable[[Person], bool]]] = [
        ("Ученики без даты рождения", lambda one: one.birth_date is None),
        ("Ученики без указания пола", lambda one: not one.sex),
        ("Ученики без родителей или других представителей", lambda one: one.pk not in parents),
        ("Ученики без номера личного дела", lambda one: one.pk not in files),
        (
            "Ученики, у родителей которых нет ни телефона, ни почты",
            lambda one: one.pk in parents and not any(adult.phone or adult.email for adult in parents[one.pk]),
        ),
    ]
    return [
        _by_class(title, [one for one in people if lacks(one)], classes, stays, len(people)) for title, lacks in tests
    ]


def _by_class(title: str, people: list[Person], classes: list[Group], stays: dict[int, int], of: int) -> Lack:
    """Students by class, for one school's lists are handed over class by class."""
    count = Counter(stays[one.pk] for one in people)
    places: list[Place] = [
        (f"{one.title} — {count[one.pk]}", "school:class", one.pk) for one in classes if count[one.pk]
    ]
    return Lack(title, len(people), of, places)


def _of_staff(year: Year, on: date) -> list[Lack]:
    held = [model.objects.on(on).values("person_id") for model in (Appointment, ClassTeacher, Teaching)]
    staff = Person.objects.filter(Q(pk__in=held[0]) | Q(pk__in=held[1]) | Q(pk__in=held[2]))
    without = list(staff.filter(~Exists(Account.objects.filter(person=OuterRef("pk")))).in_order())
    places = [(one.short_name, "people:person", one.pk) for one in without]
    return [_lack("Сотрудники без доступа в журнал", places, staff.count(), page="people:list", action="Выдать коды")]


def _lists(year: Year) -> Lack:
    """Lists of students and of staff that were not handed over this year."""
    brought = set(
        Import.objects.filter(made_at__date__gte=year.since.replace(month=8, day=1))
        .filter(state__in=(Import.State.PROPOSED, Import.State.APPLIED))
        .values_list("kind", flat=True)
    )
    wanted = ((Import.Kind.STUDENTS, "exchange:upload-students"), (Import.Kind.STAFF, "exchange:upload-staff"))
    places: list[Place] = [(str(kind.label), page, None) for kind, page in wanted if kind not in brought]
    return Lack("Списки, которых администратор ещё не получил", len(places), len(wanted), places)


def _lack(title: str, places: Iterable[Place], of: int, *, page: str = "", action: str = "") -> Lack:
    found = list(places)
    return Lack(title, len(found), of, found[:NAMED], page, action, max(len(found) - NAMED, 0))
