"""Writes what the clerk has brought: the list of September, and this week a list and two changes that wait for the administrator."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from random import Random

from zhurnal.core import log, secret
from zhurnal.demo.book import Book
from zhurnal.demo.lessons import ZONE
from zhurnal.demo.plan import SEED
from zhurnal.exchange.models import Import, Proposal
from zhurnal.people import roles
from zhurnal.people.models import Person
from zhurnal.school.models import Group, Membership, Year

DAY = timedelta(days=1)
HEAD = ("№", "ФИО", "Дата рождения", "Пол", "Класс", "Телефон")
NEW = ("Верещагина Алиса Марковна", "Снегирёв Тимофей Павлович")
SEXES = {"m": "м", "f": "ж", "": ""}


class ListWriter:
    """Lists and proposals of the present year."""

    def __init__(self, book: Book, year: Year, offices: dict[str, Person], today: date) -> None:
        self.book, self.year, self.today = book, year, today
        self.clerk, self.admin = offices[roles.CLERK], offices[roles.ADMINISTRATOR]
        self.rng = Random(f"{SEED} lists")
        self.klass = Group.objects.filter(year=year, kind=Group.Kind.CLASS, grade__gte=5).order_by("grade", "name")[0]
        stays = Membership.objects.filter(group=self.klass, until=None).select_related("person")
        self.students = [stay.person for stay in stays.order_by("person__order_key", "person_id")]

    def write(self) -> None:
        """Insert everything with its entries."""
        students = Membership.objects.filter(group__year=self.year, group__kind=Group.Kind.CLASS, until=None).count()
        self._september("Контингент на 1 сентября.xlsx", {"students": students})
        self._this_week()
        self._changes()

    def _act(self, actor: Person, day: date, hour: int) -> log.Act:
        return self.book.act(actor.pk, datetime.combine(day, time(hour, 40), ZONE))

    def _september(self, name: str, counts: dict[str, int]) -> None:
        """A list of long ago, whose content is forgotten and which can't be taken back any more."""
        brought = datetime.combine(self.year.since + 1 * DAY, time(10, 5), ZONE)
        decided = datetime.combine(self.year.since + 2 * DAY, time(9, 30), ZONE)
        if decided.date() >= self.today:
            return
        row = Import(
            kind=Import.Kind.STUDENTS, name=name, content=b"", state=Import.State.APPLIED, made_by=self.clerk, made_at=brought,
            handed_at=brought, decided_by=self.admin, decided_at=decided, counts=counts,
        )  # fmt: skip
        self.book.insert(self.book.act(self.clerk.pk, brought), [row], "exchange.list.bring")

    def _this_week(self) -> None:
        """The list of a class with two who came, a changed telephone, and one who is not in it any more."""
        act = self._act(self.clerk, self.today - DAY, 14)
        row = Import(
            kind=Import.Kind.STUDENTS, name=f"{self.klass.name} на {self.today - DAY:%d.%m}.csv", content=secret.seal(self._csv()),
            state=Import.State.PROPOSED, made_by=self.clerk, made_at=act.at, handed_at=act.at,
        )  # fmt: skip
        self.book.insert(act, [row], "exchange.list.hand_over")

    def _csv(self) -> bytes:
        rows = [
            (one.full_name, f"{one.birth_date:%d.%m.%Y}" if one.birth_date else "", SEXES[one.sex], one.phone)
            for one in self.students[:-1]
        ]
        rows[0] = (*rows[0][:3], "8 900 000-17-04")
        born = date(self.year.since.year - self.klass.grade - 6, 4, 12)
        rows += [(name, f"{born:%d.%m.%Y}", "", "") for name in NEW]
        out = io.StringIO()
        table = csv.writer(out, delimiter=";")
        table.writerow([f"Список учащихся {self.klass.name} класса"])
        table.writerow(HEAD)
        for number, (name, day, sex, phone) in enumerate(sorted(rows), start=1):
            table.writerow([number, name, day, sex, self.klass.name, phone])
        return out.getvalue().encode("windows-1251", errors="replace")

    def _changes(self) -> None:
        act = self._act(self.clerk, self.today - DAY, 15)
        made = {"made_by": self.clerk, "made_at": act.at}
        first, last = self.students[3], self.students[-1]
        phone = f"+7 000 000-{self.rng.randint(10, 99)}-{self.rng.randint(10, 99)}"
        rows = [
            Proposal(
                kind=Proposal.Kind.CHANGE, person=first, before={"phone": first.phone}, after={"phone": phone},
                note="сообщила мама по телефону", **made,
            ),
            Proposal(
                kind=Proposal.Kind.DEPARTURE, person=last, since=self.today + 3 * DAY,
                note="переезд в другой город, заявление от родителей", **made,
            ),
        ]  # fmt: skip
        self.book.insert(act, rows, "exchange.proposal.make")
