"""One believable school, built once a run; each test runs in a transaction that is rolled back.

The clock stands at Tuesday, 24 November 2026, 10:00 in Moscow; the second quarter runs from 9 November to 30 December.
Everyone's password is `PASSWORD`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from zhurnal.people import roles
from zhurnal.people.models import Account, Appointment, Guardianship, Person
from zhurnal.school.models import (
    ClassTeacher,
    Course,
    Group,
    Membership,
    Period,
    PeriodKind,
    Room,
    School,
    Subject,
    Teaching,
    Year,
)
from zhurnal.timetable.models import Bell, BellSchedule, Lesson, Slot

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # 10:00 in Moscow
TODAY = date(2026, 11, 24)  # Tuesday
SEPTEMBER = date(2026, 9, 1)
PASSWORD = "Журнал-2026"
QUARTERS = (
    (date(2026, 9, 1), date(2026, 10, 30)),
    (date(2026, 11, 9), date(2026, 12, 30)),
    (date(2027, 1, 11), date(2027, 3, 26)),
    (date(2027, 4, 5), date(2027, 5, 28)),
)
HALVES = ((date(2026, 9, 1), date(2026, 12, 30)), (date(2027, 1, 11), date(2027, 5, 28)))
BELLS = ((8, 30), (9, 25), (10, 25), (11, 20), (12, 20), (13, 15), (14, 10))


@dataclass
class World:
    """The people and things of the school by name; see `build` for who is who."""

    year: Year
    quarter: Period  # the second one, running
    admin: Person
    director: Person
    deputy: Person
    clerk: Person
    medic: Person
    teacher: Person  # algebra in 8Б, class teacher of 8Б, mother of Egor
    other_teacher: Person  # physics in 8Б, English group 1
    primary_teacher: Person  # everything in 1А, its class teacher
    left_teacher: Person  # taught algebra in 8Б till 30 September
    class_8b: Group
    class_1a: Group
    class_10a: Group
    english_1: Group
    english_2: Group
    egor: Person  # 8Б, first in the list, English group 1
    alisa: Person  # 8Б, English group 2
    late: Person  # 8Б since 16 November
    gone: Person  # 8Б till 13 November
    senior: Person  # 10А
    first_grader: Person  # 1А, Egor's brother
    mother: Person  # of Egor and the first grader; the teacher herself
    father: Person  # of Alisa
    algebra: Course  # 8Б
    physics: Course  # 8Б
    english: Course  # english_1
    reading: Course  # 1А
    lessons: dict[str, list[Lesson]]  # by course name, second quarter up to 4 December, in order


def person(last: str, first: str, middle: str = "", *, sex: str = "", **fields: Any) -> Person:
    """A new person."""
    return Person.objects.create(last_name=last, first_name=first, middle_name=middle, sex=sex, **fields)


def account(of: Person, login: str) -> Account:
    """An account with the common password."""
    return Account.objects.create(person=of, login=login, password=make_password(PASSWORD), rules_accepted_at=NOW)


def member(of: Group, *people: Person, since: date = SEPTEMBER, until: date | None = None) -> None:
    """These people are in the group."""
    Membership.objects.bulk_create([Membership(person=one, group=of, since=since, until=until) for one in people])


def _calendar() -> tuple[Year, Period]:
    year = Year.objects.create(name="2026/27", since=SEPTEMBER, until=date(2027, 8, 31))
    rows = [
        Period(year=year, kind=kind, number=number, since=since, until=until)
        for kind, spans in ((PeriodKind.QUARTER, QUARTERS), (PeriodKind.HALF, HALVES))
        for number, (since, until) in enumerate(spans, start=1)
    ]
    Period.objects.bulk_create(rows)
    bells = BellSchedule.objects.create(year=year, name="Обычные звонки", shift=1)
    Bell.objects.bulk_create(
        [
            Bell(
                schedule=bells,
                number=n,
                starts=time(h, m),
                ends=(datetime(2000, 1, 1, h, m) + timedelta(minutes=40)).time(),
            )
            for n, (h, m) in enumerate(BELLS, start=1)
        ]
    )
    return year, Period.objects.get(kind=PeriodKind.QUARTER, number=2)


def _course(year: Year, subject: str, group: Group, teacher: Person, hours: int) -> Course:
    course = Course.objects.create(
        year=year, subject=Subject.objects.get_or_create(name=subject)[0], group=group, hours_a_week=hours
    )
    Teaching.objects.create(person=teacher, course=course, since=SEPTEMBER)
    return course


def _slots(course: Course, teacher: Person, room: Room, *places: tuple[int, int]) -> list[Lesson]:
    """Weekly slots (weekday, number), and the lessons from 9 November to 4 December."""
    Slot.objects.bulk_create(
        [Slot(course=course, weekday=w, number=n, teacher=teacher, room=room, since=SEPTEMBER) for w, n in places]
    )
    days = (date(2026, 11, 9) + timedelta(days=shift) for shift in range(26))
    return Lesson.objects.bulk_create(
        [
            Lesson(
                course=course, date=day, number=n, teacher=teacher, room=room,
                starts=time(*BELLS[n - 1]), ends=(datetime(2000, 1, 1, *BELLS[n - 1]) + timedelta(minutes=40)).time(),
            )
            for day in days for w, n in places if day.isoweekday() == w
        ]
    )  # fmt: skip


def _class(year: Year, grade: int, letter: str, **fields: Any) -> Group:
    return Group.objects.create(
        year=year, kind=Group.Kind.CLASS, name=f"{grade}{letter}", grade=grade, letter=letter, **fields
    )


def build() -> World:
    """Make the school: staff, three classes, a division into two English groups, four courses with lessons."""
    School.objects.create(
        name="МБОУ «Гимназия № 4 г. Вельска»", short_name="Гимназия № 4", site="https://journal.example"
    )
    year, quarter = _calendar()
    staff = {
        "admin": person("Админова", "Нина", "Павловна", sex="f"),
        "director": person("Директоров", "Пётр", "Ильич", sex="m"),
        "deputy": person("Завучева", "Елена", "Сергеевна", sex="f"),
        "clerk": person("Писцова", "Ольга", "Юрьевна", sex="f"),
        "teacher": person("Третьякова", "Ольга", "Николаевна", sex="f"),
        "other_teacher": person("Окулов", "Дмитрий", "Сергеевич", sex="m"),
        "primary_teacher": person("Низовцева", "Анна", "Павловна", sex="f"),
        "left_teacher": person("Ушедший", "Иван", "Иванович", sex="m"),
        "medic": person("Лекарева", "Юлия", "Петровна", sex="f"),
    }
    for name, one in staff.items():
        account(one, name)
    appointed = (
        ("admin", roles.ADMINISTRATOR),
        ("director", roles.DIRECTOR),
        ("deputy", roles.DEPUTY_HEAD),
        ("clerk", roles.CLERK),
        ("medic", roles.MEDIC),
    )
    for name, role in appointed:
        Appointment.objects.create(person=staff[name], role=role, since=SEPTEMBER, order_number="1-к")
    class_8b = _class(year, 8, "Б")
    class_1a = _class(year, 1, "А")
    class_10a = _class(year, 10, "А", period_kind=PeriodKind.HALF, days_a_week=6)
    english_1, english_2 = (
        Group.objects.create(
            year=year, kind=Group.Kind.SUBGROUP, name=f"8Б, англ. {n}", grade=8, division="Английский язык"
        )
        for n in (1, 2)
    )
    for part in (english_1, english_2):
        part.classes.add(class_8b)
    ClassTeacher.objects.create(person=staff["teacher"], group=class_8b, since=SEPTEMBER)
    ClassTeacher.objects.create(person=staff["primary_teacher"], group=class_1a, since=SEPTEMBER)
    egor = person("Белозёров", "Егор", "Олегович", sex="m", birth_date=date(2012, 5, 6))
    alisa = person("Ёлкина", "Алиса", "Сергеевна", sex="f", birth_date=date(2012, 3, 1))
    late = person("Новикова", "Вера", "Ильинична", sex="f", birth_date=date(2012, 7, 7))
    gone = person("Прежний", "Олег", "Ильич", sex="m", birth_date=date(2012, 9, 9))
    senior = person("Старшев", "Лев", "Ильич", sex="m", birth_date=date(2010, 1, 1))
    first_grader = person("Белозёров", "Тимофей", "Олегович", sex="m", birth_date=date(2019, 2, 2))
    father = person("Ёлкин", "Сергей", "Иванович", sex="m")
    for one, login in ((egor, "egor"), (alisa, "alisa"), (father, "father")):
        account(one, login)
    member(class_8b, egor, alisa)
    member(class_8b, late, since=date(2026, 11, 16))
    member(class_8b, gone, until=date(2026, 11, 13))
    member(english_1, egor)
    member(english_2, alisa)
    member(class_1a, first_grader)
    member(class_10a, senior)
    mother = staff["teacher"]
    for parent, child, relation in (
        (mother, egor, "mother"),
        (mother, first_grader, "mother"),
        (father, alisa, "father"),
    ):
        Guardianship.objects.create(parent=parent, child=child, relation=relation, since=SEPTEMBER)
    algebra = _course(year, "Алгебра", class_8b, staff["teacher"], 3)
    Teaching.objects.create(person=staff["left_teacher"], course=algebra, since=SEPTEMBER, until=date(2026, 9, 30))
    physics = _course(year, "Физика", class_8b, staff["other_teacher"], 2)
    english = _course(year, "Английский язык", english_1, staff["other_teacher"], 2)
    reading = _course(year, "Литературное чтение", class_1a, staff["primary_teacher"], 4)
    room = Room.objects.create(name="214")
    lessons = {
        "algebra": _slots(algebra, staff["teacher"], room, (1, 2), (2, 3), (4, 1)),
        "physics": _slots(physics, staff["other_teacher"], Room.objects.create(name="305"), (2, 4), (5, 2)),
        "english": _slots(english, staff["other_teacher"], Room.objects.create(name="118"), (1, 4), (3, 3)),
        "reading": _slots(
            reading, staff["primary_teacher"], Room.objects.create(name="101"), (1, 1), (2, 1), (3, 1), (4, 2)
        ),
    }
    return World(
        year=year, quarter=quarter, **staff, class_8b=class_8b, class_1a=class_1a, class_10a=class_10a,
        english_1=english_1, english_2=english_2, egor=egor, alisa=alisa, late=late, gone=gone, senior=senior,
        first_grader=first_grader, mother=mother, father=father, algebra=algebra, physics=physics, english=english,
        reading=reading, lessons=lessons,
    )  # fmt: skip


def again() -> World:
    """The school that `build` made in this database before."""
    staff = (
        "admin",
        "director",
        "deputy",
        "clerk",
        "medic",
        "teacher",
        "other_teacher",
        "primary_teacher",
        "left_teacher",
    )
    people = {one: Person.objects.get(account__login=one) for one in (*staff, "egor", "alisa", "father")}
    names = {"late": "Новикова", "gone": "Прежний", "senior": "Старшев"}
    children = {one: Person.objects.get(last_name=last, middle_name__startswith="Иль") for one, last in names.items()}
    classes = {
        one: Group.objects.get(name=name)
        for one, name in (("class_8b", "8Б"), ("class_1a", "1А"), ("class_10a", "10А"))
    }
    parts = {f"english_{n}": Group.objects.get(name=f"8Б, англ. {n}") for n in (1, 2)}
    subjects = {
        "algebra": "Алгебра",
        "physics": "Физика",
        "english": "Английский язык",
        "reading": "Литературное чтение",
    }
    courses = {one: Course.objects.get(subject__name=name) for one, name in subjects.items()}
    return World(
        year=Year.objects.get(), quarter=Period.objects.get(kind=PeriodKind.QUARTER, number=2), **people, **children, **classes,
        **parts, **courses, mother=people["teacher"], first_grader=Person.objects.get(first_name="Тимофей"),
        lessons={one: list(course.lessons.order_by("date", "number")) for one, course in courses.items()},
    )  # fmt: skip
