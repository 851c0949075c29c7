"""Writes what lies on the desks of the office today: a draft of an order, an individual plan in force, a proposed transfer."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from zhurnal.core import log
from zhurnal.demo.book import Book
from zhurnal.demo.lessons import ZONE
from zhurnal.people import roles
from zhurnal.people.models import Person
from zhurnal.school.models import (
    ClassTeacher,
    DivisionProposal,
    Group,
    Membership,
    Order,
    OrderLine,
    ProposedPlace,
    Year,
)
from zhurnal.school.rules import academic_year_of

DAY = timedelta(days=1)
LANGUAGES = "Иностранный язык"


class OfficeWriter:
    """Drafts and proposals of the present year, about the first class that is divided by languages."""

    def __init__(self, book: Book, year: Year, offices: dict[str, Person], today: date) -> None:
        self.book, self.year, self.today = book, year, today
        self.clerk, self.admin = offices[roles.CLERK], offices[roles.ADMINISTRATOR]
        divided = Group.objects.filter(year=year, kind=Group.Kind.SUBGROUP, division=LANGUAGES, grade__gte=5)
        part = divided.order_by("grade", "name").first()
        assert part is not None
        self.klass = part.classes.get()
        self.parts = list(Group.objects.filter(classes=self.klass, division=LANGUAGES).order_by("name"))

    def write(self) -> None:
        """Insert everything with its entries."""
        stays = Membership.objects.filter(group=self.klass, until=None).select_related("person")
        students = [stay.person for stay in stays.order_by("-person__order_key")]
        self._plan(students[2])
        self._draft(students[1])
        self._proposal()

    def _act(self, actor: Person, days_before: int, hour: int, minute: int) -> log.Act:
        moment = datetime.combine(self.today - days_before * DAY, time(hour, minute), ZONE)
        return self.book.act(actor.pk, moment)

    def _next_number(self) -> str:
        rows = Order.objects.filter(number_year=academic_year_of(self.today)).values_list("number", flat=True)
        numbers = [int(found[0]) for one in rows if (found := re.match(r"\d+", one))]
        return f"{max(numbers, default=40) + 1}-у"

    def _plan(self, person: Person) -> None:
        act = self._act(self.admin, 6, 12, 20)
        day = self.today - 6 * DAY
        order = Order(
            kind="plan", number=self._next_number(), date=day, number_year=academic_year_of(day),
            text="Заявление родителей, заключение врачебной комиссии", drafted_by=self.clerk, in_force_at=act.at,
        )  # fmt: skip
        self.book.insert(act, [order], "school.order.force")
        line = OrderLine(
            order=order, person=person, from_group=self.klass, since=day, until=self.today + 60 * DAY,
            reason="обучение на дому", act=act.id,
        )  # fmt: skip
        self.book.insert(act, [line], "school.order.force")

    def _draft(self, person: Person) -> None:
        act = self._act(self.clerk, 0, 8, 50)
        order = Order(
            kind="expel", state="draft", date=self.today, number_year=academic_year_of(self.today),
            text="Заявление родителей", drafted_by=self.clerk,
        )  # fmt: skip
        self.book.insert(act, [order], "school.order.draft")
        line = OrderLine(
            order=order, person=person, from_group=self.klass, since=self.today + 3 * DAY,
            place="школа № 9, г. Котлас", reason="переезд семьи",
        )  # fmt: skip
        self.book.insert(act, [line], "school.order.draft")

    def _proposal(self) -> None:
        head = ClassTeacher.objects.filter(group=self.klass).on(self.today).select_related("person").first()
        assert head is not None
        act = self._act(head.person, 1, 15, 40)
        proposal = DivisionProposal(
            klass=self.klass, division=LANGUAGES, since=self.today + 4 * DAY, made_by=head.person, made_at=act.at,
            reason="По итогам четверти: группы сильно разошлись по уровню, учителя согласны",
        )  # fmt: skip
        self.book.insert(act, [proposal], "school.proposal.make")
        first, second = self.parts[:2]
        places = []
        for old, new in ((first, second), (second, first)):
            stay = Membership.objects.filter(group=old, until=None).order_by("person__order_key").first()
            if stay is not None:
                places.append(ProposedPlace(proposal=proposal, person_id=stay.person_id, from_group=old, to_group=new))
        self.book.insert(act, places, "school.proposal.make")
