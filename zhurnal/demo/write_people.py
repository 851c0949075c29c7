"""Writes the demo's people: persons, families, appointments, accounts. Passwords are given only to the printed logins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from zhurnal.core.bulk import insert_many
from zhurnal.demo.book import Book
from zhurnal.demo.families import Adult, Child
from zhurnal.demo.lessons import ZONE
from zhurnal.demo.names import GRANDFATHERS, SURNAMES, TEACHERS_F, TEACHERS_M, FullName, Sex, random_name
from zhurnal.demo.plan import SEED, DemoPlan
from zhurnal.demo.staff import Teacher
from zhurnal.people import roles
from zhurnal.people.models import Account, Appointment, Guardianship, Person
from zhurnal.people.rules import first_free, suggested_logins

PASSWORD = "gimnazia-2026"  # noqa: S105 - printed on purpose: the demo's people are invented
# Office, its login, the sex of who holds it.
OFFICES: tuple[tuple[str, str, Sex], ...] = (
    (roles.ADMINISTRATOR, "admin", "m"),
    (roles.DIRECTOR, "director", "f"),
    (roles.DEPUTY_HEAD, "zavuch", "f"),
    (roles.CLERK, "dokumentoved", "f"),
    (roles.MEDIC, "medsestra", "f"),
)
PARENTS_WITH_ACCESS, STUDENTS_WITH_ACCESS, STUDENTS_FROM_GRADE = 0.88, 0.75, 5


@dataclass(frozen=True)
class DemoLogin:
    """A login that is printed: the role's title, login and password, and who it is."""

    role: str
    login: str
    password: str
    note: str


@dataclass
class People:
    """Rows of the people of the plan; everyone is a key by identity."""

    of_child: dict[Child, Person] = field(default_factory=dict)
    of_adult: dict[Adult, Person] = field(default_factory=dict)
    of_teacher: dict[Teacher, Person] = field(default_factory=dict)
    offices: dict[str, Person] = field(default_factory=dict)

    def everyone(self) -> list[Person]:
        """All persons once; a teacher who is a parent is one person."""
        rows = [*self.offices.values(), *self.of_teacher.values(), *self.of_adult.values(), *self.of_child.values()]
        return list({id(row): row for row in rows}.values())


def write_people(book: Book, plan: DemoPlan) -> People:
    """Insert all persons, their guardianships and the appointments of the school's offices."""
    rng, people = Random(f"{SEED} staff"), People()
    start = plan.years[-1].placement.start
    act = book.act(None, datetime.combine(start - timedelta(days=12), time(10, 0), ZONE))
    for role, _, sex in OFFICES:
        firsts = TEACHERS_M if sex == "m" else TEACHERS_F
        people.offices[role] = _person(
            random_name(rng, sex, firsts, GRANDFATHERS, rng.choice(SURNAMES)), start - _years(rng, 34, 56)
        )
    for family in plan.households.families:
        for adult in family.adults:
            people.of_adult[adult] = _person(adult.name, adult.born, adult.phone)
        for child in family.children:
            people.of_child[child] = _person(child.name, child.born)
    for teacher in (*plan.staff.teachers, plan.departed):
        known = people.of_adult.get(teacher.parent) if teacher.parent else None
        people.of_teacher[teacher] = known or _person(teacher.name, start - _years(rng, 25, 62))
    book.insert(act, people.everyone(), "people.person.add")
    book.insert(act, list(_appointments(plan, people, start)), "people.role.appoint")
    book.insert(act, list(_guardianships(plan, people, start)), "people.family.join")
    return people


def _years(rng: Random, youngest: int, oldest: int) -> timedelta:
    return timedelta(days=rng.randint(youngest * 365, oldest * 365))


def _person(name: FullName, born: date, phone: str = "") -> Person:
    person = Person(
        last_name=name.last, first_name=name.first, middle_name=name.middle, sex=name.sex, birth_date=born, phone=phone
    )
    person.set_keys()
    return person


def _appointments(plan: DemoPlan, people: People, start: date) -> Iterator[Appointment]:
    held = [(role, person) for role, person in people.offices.items()]
    # A second deputy head teaches as well: the rights of both are united.
    second = next(t for t in reversed(plan.staff.teachers) if t not in (plan.watched, plan.head) and t.parent is None)
    held.append((roles.DEPUTY_HEAD, people.of_teacher[second]))
    for number, (role, person) in enumerate(held, start=1):
        signed = start - timedelta(days=10)
        yield Appointment(person=person, role=role, since=signed, order_number=f"{number}-к", order_date=signed)


def _guardianships(plan: DemoPlan, people: People, start: date) -> Iterator[Guardianship]:
    for family in plan.households.families:
        for adult in family.adults:
            for child in family.children:
                since = start - timedelta(days=700) if family.foster else child.born
                yield Guardianship(
                    parent=people.of_adult[adult], child=people.of_child[child], relation=adult.relation, since=since
                )


def write_accounts(book: Book, plan: DemoPlan, people: People) -> list[DemoLogin]:
    """Insert accounts: the printed ones with a password, most others without a usable one; some families have none yet."""
    start = plan.years[0].placement.start
    act = book.act(
        people.offices[roles.ADMINISTRATOR].pk, datetime.combine(start + timedelta(days=3), time(12, 0), ZONE)
    )
    printed = list(_printed(plan, people))
    has_one, taken = {person.pk for person, _ in printed}, {login.login for _, login in printed}
    hashed = make_password(PASSWORD)  # once: it is the same for all, and printed
    accounts = [
        Account(person=person, login=login.login, password=hashed, rules_accepted_at=act.at)
        for person, login in printed
    ]
    for person in _with_access(people):
        if person.pk not in has_one:
            login = first_free(suggested_logins(person.last_name, person.first_name, person.middle_name), taken)
            taken.add(login)
            accounts.append(Account(person=person, login=login, password=make_password(None), rules_accepted_at=act.at))
            has_one.add(person.pk)
    for account in accounts:
        account.created_at = act.at
        account.is_active = account.person is not people.of_teacher[plan.departed]
    insert_many(accounts)
    book.created(act, accounts, "people.access.activate")
    return [login for _, login in printed]


def _with_access(people: People) -> Iterator[Person]:
    rng = Random(f"{SEED} access")
    yield from people.of_teacher.values()
    for person in people.of_adult.values():
        if rng.random() < PARENTS_WITH_ACCESS:
            yield person
    for child, person in people.of_child.items():
        if rng.random() < STUDENTS_WITH_ACCESS and child.place.grade >= STUDENTS_FROM_GRADE:
            yield person


def _printed(plan: DemoPlan, people: People) -> Iterator[tuple[Person, DemoLogin]]:
    """One login for each role; class teacher, teacher, parent and student meet in one class."""
    for role, login, _ in OFFICES:
        person = people.offices[role]
        yield person, DemoLogin(roles.APPOINTED[role], login, PASSWORD, person.full_name)
    several = plan.households.several
    child = next(child for child in several.children if child.place == plan.home)
    children = ", ".join(f"{one.name.first} ({one.place.name})" for one in several.children)
    for title, login, person, note in (
        ("классный руководитель", "klassruk", people.of_teacher[plan.head], f"{plan.home.name}"),
        ("учитель", "uchitel", people.of_teacher[plan.watched], f"ведёт и {plan.home.name}"),
        ("родитель", "roditel", people.of_adult[several.adults[0]], f"дети: {children}"),
        ("ученик", "uchenik", people.of_child[child], f"{child.place.name}"),
    ):
        yield person, DemoLogin(title, login, PASSWORD, f"{person.full_name}, {note}")
