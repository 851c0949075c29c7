"""Builds the demo gymnasium in an empty installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from zhurnal.core import clock
from zhurnal.core.bulk import insert_many
from zhurnal.core.russian import counted
from zhurnal.demo.book import Book
from zhurnal.demo.lessons import ZONE
from zhurnal.demo.plan import SEED, DemoPlan, plan_demo
from zhurnal.demo.write_cards import CardWriter
from zhurnal.demo.write_draft import DraftWriter
from zhurnal.demo.write_journal import ClassWriter, Kinds
from zhurnal.demo.write_lists import ListWriter
from zhurnal.demo.write_office import OfficeWriter
from zhurnal.demo.write_people import DemoLogin, People, write_accounts, write_people
from zhurnal.demo.write_plans import write_plans
from zhurnal.demo.write_relief import ReliefWriter
from zhurnal.demo.write_school import YearWriter, write_school
from zhurnal.demo.write_short_day import ShortDayWriter
from zhurnal.diary.models import Visit
from zhurnal.people import roles
from zhurnal.people.models import Account

LAST_GRADE = 11
WAKING = (7, 22)
NEVER = 0.1
__all__ = ["DemoLogin", "build_demo"]


def build_demo(*, today: date, small: bool, years: int, progress: Callable[[str], None]) -> list[DemoLogin]:
    """Write the whole demo in one transaction, with its chained log; answers the logins to print.

    The same for the same date, size and number of finished `years` before the present one.
    """
    progress("семьи, учителя, расписание")
    plan = plan_demo(today=today, small=small, years=years)
    book = Book(
        f"{SEED} {today}", clock.now() if today <= clock.today() else datetime.combine(today, time(23, 59), ZONE)
    )
    with transaction.atomic():
        people = write_people(book, plan)
        structure = write_school(book, plan, people)
        kinds = Kinds.read()
        for number in reversed(range(len(plan.years))):
            year = plan.years[number]
            staff = plan.staff_of[number]
            written = YearWriter(book, plan, year, people, structure).write(staff)
            deputy = people.offices[roles.DEPUTY_HEAD]
            drawn = datetime.combine(year.placement.start - timedelta(days=6), time(14, 0), ZONE)
            write_plans(book, written, deputy, book.act(deputy.pk, drawn))
            places = sorted(year.placed, key=lambda place: (place.grade, place.letter))
            for done, place in enumerate(places, start=1):
                writer = ClassWriter(book, year, people, structure, kinds)
                rng = Random(f"{SEED} {today} {number} {place.name}")
                writer.write(rng, place, staff.class_teacher[place])
                if done % 11 == 0 or done == len(places):
                    progress(f"{year.placement.name}: {counted(done, 'класс', 'класса', 'классов')} из {len(places)}")
            rng = Random(f"{SEED} {today} relief {number}")
            ReliefWriter(book, rng, written, deputy, plan.today).write()
        OfficeWriter(book, written, people.offices, plan.today).write()
        ListWriter(book, written, people.offices, plan.today).write()
        CardWriter(book, plan, people).write()
        ShortDayWriter(book, written, people.offices[roles.DEPUTY_HEAD], plan.today).write()
        DraftWriter(book, written, people.offices[roles.DEPUTY_HEAD], plan.today).write()
        logins = write_accounts(book, plan, people)
        _write_visits(book, plan, people)
        book.close()
    progress(f"записей в журнале действий: {book.entries}")
    return logins


def _write_visits(book: Book, plan: DemoPlan, people: People) -> None:
    """When families last looked: the printed ones a few days ago, so that there are new marks for them."""
    rng = Random(f"{SEED} visits")
    accounts = {account.person_id: account for account in Account.objects.all()}
    never = _who_never_signed_in(plan, people)
    noon = datetime.combine(plan.today - timedelta(days=4), time(12, 0), ZONE)
    rows = []
    for family in plan.households.families:
        for child in family.children:
            student = people.of_child[child]
            for reader in (student, *(people.of_adult[adult] for adult in family.adults)):
                if reader.pk in accounts and reader.pk not in never and child.place.grade <= LAST_GRADE:
                    before = timedelta(minutes=0 if child.watched else int(rng.random() ** 2 * 20 * 24 * 60))
                    seen_at = noon - before
                    if not child.watched:
                        seen_at = seen_at.replace(hour=WAKING[0] + seen_at.hour * (WAKING[1] - WAKING[0]) // 24)
                    rows.append(Visit(reader_id=reader.pk, student_id=student.pk, seen_at=seen_at))
    insert_many(rows)
    signed_in: dict[int, datetime] = {}
    for row in rows:
        book.noted(book.act(row.reader_id, row.seen_at), row, "diary.visit.record", about=row.student_id)
        signed_in[row.reader_id] = max(row.seen_at, signed_in.get(row.reader_id, row.seen_at))
    for reader_id, at in signed_in.items():
        accounts[reader_id].last_login = at - timedelta(minutes=1)
    Account.objects.bulk_update([accounts[pk] for pk in signed_in], ["last_login"], batch_size=500)


def _who_never_signed_in(plan: DemoPlan, people: People) -> set[int]:
    """Ids of about a tenth of the families' people: they have used their code and never came again. None who is printed is of them."""
    rng = Random(f"{SEED} never")
    return {
        person.pk
        for family in plan.households.families
        for person in (
            *(people.of_child[one] for one in family.children),
            *(people.of_adult[one] for one in family.adults),
        )
        if rng.random() < NEVER and not any(child.watched for child in family.children)
    }
