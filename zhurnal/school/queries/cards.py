"""Pages of cards: one person's, a class's, health of a class, waiting proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from zhurnal.core import clock
from zhurnal.people import card_fields, cards
from zhurnal.people.models import (
    Appointment,
    Consent,
    Correction,
    Guardianship,
    HealthRecord,
    Person,
    PersonalFile,
)
from zhurnal.people.queries import class_titles

from ..models import ClassTeacher, Group, Membership, Teaching

MAIN_PURPOSE = Consent.Purpose.STUDY


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a person is at the school: decides which fields a card has."""

    student: bool
    staff: bool

    def fields(self, names: Iterable[str]) -> list[str]:
        """Those of the fields that a card of this kind has."""
        left_out = {
            *(() if self.student else card_fields.STUDENT_ONLY),
            *(() if self.staff else card_fields.STAFF_ONLY),
        }
        return [name for name in names if name not in left_out]


def kinds_of(person: Person, day: date) -> Kinds:
    """Student (of today, to come or gone) and staff of the day (2 queries)."""
    student = Membership.objects.filter(person=person, group__kind=Group.Kind.CLASS).exists()
    return Kinds(student=student, staff=person.pk in working([person.pk], day))


def working(people: Sequence[int], day: date) -> set[int]:
    """Those of these people who work at the school on the day (1 query)."""
    rows = [
        model.objects.filter(person_id__in=people).on(day).order_by().values_list("person_id", flat=True)
        for model in (Appointment, Teaching, ClassTeacher)
    ]
    return set(rows[0].union(*rows[1:]))


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A proposal as it is shown."""

    row: Correction
    title: str
    was: str
    value: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """One person's card."""

    person: Person
    file: PersonalFile
    kinds: Kinds
    klass: str
    data: list[tuple[str, str]]
    papers: list[tuple[str, str]]
    guardians: list[Guardianship]
    children: list[Guardianship]
    check: cards.CheckState
    consents: list[Consent]
    corrections: list[CorrectionLine]
    health: HealthRecord | None


_DATA = ("birth_date", "sex", "phone", "second_phone", "email", "position", "category")
_PAPERS = ("number", "snils", "document", "citizenship", "registered_at", "lives_at")


def card_page(person: Person, *, health: bool) -> CardPage:
    """All that a card shows, the health only for those with the right (10 queries, 11 with it)."""
    today = clock.today()
    file, kinds = cards.file_of(person), kinds_of(person, today)
    ties = Guardianship.objects.on(today)

    def shown(names: Sequence[str]) -> list[tuple[str, str]]:
        return [
            (card_fields.title_of(name), card_fields.shown(name, card_fields.value_of(person, file, name)))
            for name in kinds.fields(names)
        ]

    return CardPage(
        person=person,
        file=file,
        kinds=kinds,
        klass=class_titles([person.pk]).get(person.pk, ""),
        data=shown(_DATA),
        papers=shown(_PAPERS),
        guardians=list(ties.filter(child=person).select_related("parent").order_by("relation", "id")),
        children=list(ties.filter(parent=person).select_related("child").order_by("id")),
        check=cards.check_states([person.pk])[person.pk],
        consents=cards.consents_of(person),
        corrections=[correction_line(row) for row in cards.corrections_of(person)],
        health=cards.health_of(person) if health else None,
    )


def correction_line(row: Correction) -> CorrectionLine:
    """A proposal with its field's title and both values as people read them."""
    return CorrectionLine(
        row,
        card_fields.title_of(row.field),
        card_fields.shown(row.field, row.was),
        card_fields.shown(row.field, row.value),
    )


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in the list of a class."""

    person: Person
    who: str
    check: cards.CheckState
    consent: bool
    waiting: int
    staff: bool = False
    limited: bool = False

    def is_among(self, show: str) -> bool:
        """Whether the filter keeps it. A colleague's card is kept by the office, not by the class."""
        match show:
            case "unchecked":
                return self.check.state != "done" and not self.staff
            case "no-consent":
                return not self.consent
            case "waiting":
                return self.waiting > 0
        return True


@dataclass(frozen=True, slots=True)
class CardFamily:
    """A student's card with the parents' cards."""

    lines: list[CardLine] = field(default_factory=list)

    def among(self, show: str) -> list[CardLine]:
        """Its lines that the filter keeps."""
        return [line for line in self.lines if line.is_among(show)]


def class_cards(klass: Group, day: date) -> list[CardFamily]:
    """The cards of a class's families on the day: checked or not, with consent or not (6 queries)."""
    stays = Membership.objects.filter(group=klass).exclude(until__lt=day)
    students = list(Person.objects.filter(pk__in=stays.values("person_id")).order_by("order_key", "id"))
    ties: dict[int, list[Guardianship]] = defaultdict(list)
    held = Guardianship.objects.filter(child__in=[one.pk for one in students]).on(day)
    for tie in held.select_related("parent").defer("basis").order_by("relation", "id"):
        ties[tie.child_id].append(tie)
    ids = sorted({one.pk for one in students} | {tie.parent_id for some in ties.values() for tie in some})
    checks, consents = cards.check_states(ids), cards.consenting(ids, MAIN_PURPOSE, day)
    waiting, staff = cards.waiting_corrections(ids), working(ids, day)

    def line(person: Person, who: str, *, limited: bool = False) -> CardLine:
        pk = person.pk
        return CardLine(person, who, checks[pk], pk in consents, waiting[pk], pk in staff, limited)

    return [
        CardFamily(
            [
                line(student, "ученица" if student.sex == Person.Sex.FEMALE else "ученик"),
                *(line(tie.parent, tie.get_relation_display(), limited=tie.is_limited) for tie in ties[student.pk]),
            ]
        )
        for student in students
    ]


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """Proposals about one card that wait for a decision: the fields by title, never their values."""

    person: Person
    klass: str
    by: str
    titles: str
    since: date


def waiting_cards(rows: QuerySet[Correction]) -> list[WaitingCard]:
    """The cards with these proposals, the oldest first (3 queries)."""
    found: dict[int, list[Correction]] = defaultdict(list)
    for row in rows.select_related("person", "by").defer("was", "value").order_by("at", "id"):
        found[row.person_id].append(row)
    titles = class_titles(list(found)) if found else {}
    return [
        WaitingCard(
            some[0].person,
            titles.get(pk, ""),
            ", ".join(dict.fromkeys(row.by.short_name for row in some)),
            ", ".join(card_fields.title_of(row.field).lower() for row in some),
            timezone.localtime(some[0].at).date(),
        )
        for pk, some in found.items()
    ]


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A student's health record in a list; `expired` when the doctor's paper holds no more."""

    person: Person
    record: HealthRecord | None
    expired: bool


def health_lines(people: QuerySet[Person], day: date) -> list[HealthLine]:
    """Students with what is recorded of their health, by name (2 queries)."""
    students = list(people.order_by("order_key", "id"))
    records = cards.health_records([one.pk for one in students])
    return [
        HealthLine(one, record := records.get(one.pk), bool(record and record.until and record.until < day))
        for one in students
    ]
