"""Writes the cards: personal files, what the class teachers have checked, consents, health, and what families propose to correct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from zhurnal.core import log
from zhurnal.core.actions import module_chain, subject_of, values_of
from zhurnal.core.snils import control_number
from zhurnal.demo.book import Book
from zhurnal.demo.families import Child, ClassPlace, Family
from zhurnal.demo.lessons import ZONE
from zhurnal.demo.plan import SEED, DemoPlan
from zhurnal.demo.write_people import People
from zhurnal.people import roles
from zhurnal.people.models import CardCheck, Consent, Correction, Guardianship, HealthRecord, Person, PersonalFile

DAY = timedelta(days=1)
LAST_GRADE = 11
STREETS = ("ул. Школьная", "ул. Набережная", "ул. Садовая", "пр. Мира", "ул. Гагарина", "пер. Речной", "ул. Лесная")
CHECKED, CHANGED_SINCE = 0.93, 0.05
CONSENTED, PHOTO, WITHDRAWN = 0.95, 0.8, 0.01
KNOWN_HEALTH = 0.94
# Shares as in schools; the special group «Б» is rare.
PE_GROUPS = {"main": 74, "preparatory": 20, "special_a": 5, "special_b": 1}
HEALTH_OF = {"main": ("I", "II"), "preparatory": ("II", "III"), "special_a": ("III", "IV"), "special_b": ("IV",)}
LIMITS = ("sees", "gets_notices", "takes_child", "basis")
POSITION, CATEGORIES = "учитель", ("highest", "highest", "first", "first", "fits", "")


class CardWriter:
    """The cards of the present year's people."""

    def __init__(self, book: Book, plan: DemoPlan, people: People) -> None:
        self.book, self.plan, self.people = book, plan, people
        self.rng, self.serial = Random(f"{SEED} cards"), 900_000_000
        self.consented: set[tuple[int, str]] = set()
        self.start = plan.years[0].placement.start
        self.families = [one for one in plan.households.families if _present(one)]
        self.by_class: dict[ClassPlace, list[Child]] = defaultdict(list)
        for family in self.families:
            for child in _present(family):
                self.by_class[child.place].append(child)

    def write(self) -> None:
        """Insert everything with its entries."""
        self.book.insert(self._act(roles.CLERK, -6 * DAY), list(self._files()), "people.file.set")
        self.book.insert(self._act(roles.MEDIC, 9 * DAY), list(self._health()), "people.health.set")
        for place in sorted(self.by_class, key=lambda one: (one.grade, one.letter)):
            teacher = self.people.of_teacher[self.plan.staff.class_teacher[place]]
            self._consents(place, teacher)
            self._checks(place, teacher)
        self._staff_consents()
        self._corrections()
        self._limited()

    def _act(self, role: str, after: timedelta) -> log.Act:
        return self.book.act(self.people.offices[role].pk, datetime.combine(self.start + after, time(11, 0), ZONE))

    def _files(self) -> Iterator[PersonalFile]:
        done: set[int] = set()
        numbers: dict[str, int] = defaultdict(int)
        for family in self.families:
            address = (
                f"г. Примерск, {self.rng.choice(STREETS)}, д. {self.rng.randint(1, 90)}, кв. {self.rng.randint(1, 120)}"
            )
            for child in _present(family):
                letter = child.name.last[0]
                numbers[letter] += 1
                yield self._student(child, f"{letter}-{numbers[letter]}", address)
            for adult in family.adults:
                person = self.people.of_adult[adult]
                done.add(person.pk)
                yield PersonalFile(person=person, lives_at=address)
        for person in (*self.people.of_teacher.values(), *self.people.offices.values()):
            if person.pk not in done:
                done.add(person.pk)
                office = person in self.people.offices.values()
                category = "" if office else self.rng.choice(CATEGORIES)
                yield PersonalFile(
                    person=person, position="" if office else POSITION, category=category, **self._snils()
                )

    def _student(self, child: Child, number: str, address: str) -> PersonalFile:
        issued = child.born + timedelta(days=self.rng.randint(5, 40))
        roman = self.rng.choice(("I-ИК", "II-ИК", "III-ИК"))
        return PersonalFile(
            person=self.people.of_child[child], number=number, citizenship="Российская Федерация",
            document=f"свидетельство о рождении {roman} № {self.rng.randint(500000, 899999)}, выдано {issued:%d.%m.%Y}",
            registered_at=address, lives_at=address, **self._snils(),
        )  # fmt: skip

    def _snils(self) -> dict[str, str]:
        """A number whose control agrees; they go on from the last one, so no two are the same."""
        self.serial += self.rng.randint(7, 900)
        digits = f"{self.serial}{control_number(str(self.serial)):02d}"
        return {"snils": digits, "snils_match": PersonalFile.match_of(digits)}

    def _health(self) -> Iterator[HealthRecord]:
        until = date(self.start.year + 1, 8, 31)
        for n, child in enumerate((one for family in self.families for one in _present(family)), start=1):
            if self.rng.random() < KNOWN_HEALTH:
                group = self.rng.choices(list(PE_GROUPS), list(PE_GROUPS.values()))[0]
                yield HealthRecord(
                    person=self.people.of_child[child], pe_group=group, health_group=self.rng.choice(HEALTH_OF[group]),
                    document=f"детская поликлиника, медосмотр {self.start - 20 * DAY:%d.%m.%Y}, № {n}", until=until,
                )  # fmt: skip

    def _consents(self, place: ClassPlace, teacher: Person) -> None:
        given_on = self.start + 2 * DAY
        rows = []
        for child in self.by_class[place]:
            adults = [self.people.of_adult[adult] for adult in child.family.adults]
            for person in (self.people.of_child[child], *adults):
                if self.rng.random() < CONSENTED:
                    giver = person if person in adults else adults[0]
                    rows.append(
                        Consent(
                            person=person, purpose="study", given_by=giver, given_on=given_on, document="личное дело"
                        )
                    )
            if self.rng.random() < PHOTO:
                student = self.people.of_child[child]
                photo = Consent(
                    person=student, purpose="photo", given_by=adults[0], given_on=given_on, document="личное дело"
                )
                if self.rng.random() < WITHDRAWN:
                    photo.withdrawn_on, photo.withdrawal = self.start + 40 * DAY, "заявление родителя"
                rows.append(photo)
        rows = [row for row in rows if not self._given(row)]
        at = datetime.combine(min(self.start + 3 * DAY, self.plan.today), time(15, 0), ZONE)
        self.book.insert(self.book.act(teacher.pk, at), rows, "people.consent.give")

    def _staff_consents(self) -> None:
        staff = {row.pk: row for row in (*self.people.offices.values(), *self.people.of_teacher.values())}
        given_on = self.start - 5 * DAY
        rows = [
            Consent(person=one, purpose="staff", given_by=one, given_on=given_on, document="трудовой договор")
            for one in staff.values()
        ]
        self.book.insert(self._act(roles.CLERK, -5 * DAY), rows, "people.consent.give")

    def _given(self, row: Consent) -> bool:
        """Whether a parent of children in several classes has consented already."""
        key = (row.person_id, row.purpose)
        known = key in self.consented
        self.consented.add(key)
        return known

    def _checks(self, place: ClassPlace, teacher: Person) -> None:
        at = datetime.combine(self.start + self.rng.randint(10, 24) * DAY, time(16, self.rng.randint(0, 59)), ZONE)
        if at > self.book.latest:
            return
        staff = {row.pk for row in self.people.of_teacher.values()}
        found = {}
        for child in self.by_class[place]:
            for person in (
                self.people.of_child[child],
                *(self.people.of_adult[adult] for adult in child.family.adults),
            ):
                if person.pk not in staff and self.rng.random() < CHECKED:
                    found[person.pk] = CardCheck(person=person, by=teacher, at=at)
                    if self.rng.random() < CHANGED_SINCE:
                        found[person.pk].changed_at = min(at + self.rng.randint(5, 40) * DAY, self.book.latest)
        self.book.insert(self.book.act(teacher.pk, at), list(found.values()), "people.card.check")

    def _corrections(self) -> None:
        """The family of the printed logins has proposed a second phone, which waits for the class teacher."""
        family = self.plan.households.several
        child = next(one for one in family.children if one.place == self.plan.home)
        parent, student = self.people.of_adult[family.adults[0]], self.people.of_child[child]
        waiting = datetime.combine(self.plan.today - 2 * DAY, time(20, 14), ZONE)
        row = Correction(
            person=student,
            field="second_phone",
            was="",
            value="+7 921 555-01-42",
            by=parent,
            at=min(waiting, self.book.latest),
        )
        self.book.insert(self.book.act(parent.pk, waiting), [row], "people.correction.propose")

    def _limited(self) -> None:
        """A father of the class that the printed logins meet in, whose rights a court has limited."""
        plan = self.plan.households
        shown = (plan.several, plan.twins, plan.of_teacher)
        families = [child.family for child in self.by_class[self.plan.home] if child.family not in shown]
        family = next(one for one in families if {adult.relation for adult in one.adults} == {"mother", "father"})
        father = next(self.people.of_adult[adult] for adult in family.adults if adult.relation == "father")
        act = self._act(roles.CLERK, self.plan.today - 6 * DAY - self.start)
        for tie in Guardianship.objects.filter(parent=father):
            before = values_of(tie, LIMITS)
            tie.sees = tie.gets_notices = tie.takes_child = False
            tie.basis = f"решение суда от {self.plan.today - 9 * DAY:%d.%m.%Y}, дело № 2-114"
            tie.save(update_fields=LIMITS)
            chain, after = module_chain(tie, act.at.date()), values_of(tie, LIMITS)
            act.changes.append(log.Change(chain, "people.family.limit", subject_of(tie), tie.child_id, before, after))


def _present(family: Family) -> list[Child]:
    """The children of the family who study this year."""
    return [child for child in family.children if child.place.grade <= LAST_GRADE]
