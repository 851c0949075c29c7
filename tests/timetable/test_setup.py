"""The first run, on a database without a school."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World
from zhurnal.core import log
from zhurnal.core.models import Entry
from zhurnal.people.models import Account, Appointment, Person
from zhurnal.school import first_run
from zhurnal.school.models import CalendarDay, Period, School, Year
from zhurnal.timetable.models import Bell, BellSchedule

VALUES = {
    "name": "МБОУ «Гимназия № 4»",
    "short_name": "Гимназия № 4",
    "last_name": "Белова",
    "first_name": "Анна",
    "middle_name": "Игоревна",
    "login": "Belova",
    "password": "тихая гавань 7",
    "again": "тихая гавань 7",
    "accepted": "on",
}


@pytest.fixture
def empty(no_school: None) -> Client:
    """A guest of an installation without a school."""
    return Client()


def test_every_page_leads_to_the_first_run(empty: Client) -> None:
    for address in ("/", "/people/", "/timetable/mine/", reverse("account_login"), "/nothing"):
        assert empty.get(address)["Location"] == "/setup/", address
    assert empty.get("/healthz").status_code == 200
    assert "Создать школу" in empty.get("/setup/").content.decode()


def test_first_run_makes_a_school_ready_for_work(empty: Client) -> None:
    answer = empty.post("/setup/", VALUES)
    assert answer["Location"] == reverse("timetable:overview")
    assert "вы вошли как администратор" in empty.get("/school/").content.decode()
    assert Entry.objects.filter(verb="people.session.begin").count() == 1
    assert School.objects.get().short_name == "Гимназия № 4"
    account = Account.objects.get(login="belova")
    assert account.person.full_name == "Белова Анна Игоревна"
    assert account.check_password("тихая гавань 7")
    assert account.rules_accepted_at is not None
    assert Appointment.objects.get().role == "administrator"
    year = Year.objects.get(name="2026/27")
    assert Period.objects.filter(year=year).count() == 6
    assert CalendarDay.objects.filter(year=year, date=date(2026, 11, 4), kind="holiday").exists()
    assert set(BellSchedule.objects.filter(year=year).values_list("shift", "is_ordinary")) == {(1, True), (2, True)}
    assert Bell.objects.filter(schedule__year=year).count() == 14
    assert log.verify()[2] == []


def test_guide_of_an_empty_school_leads_on(empty: Client) -> None:
    """Lists, the curriculum and the file of the timetable are a press away, and nothing is counted out of none (§4.1.5)."""
    empty.post("/setup/", VALUES)
    page = empty.get("/school/").content.decode()
    for name in ("exchange:lists", "exchange:timetables", "curriculum:plans", "curriculum:load", "people:appointments"):
        assert f'<a class="button small" href="{reverse(name)}">' in page, name
    assert f'<a class="button small primary" href="{reverse("school:about")}">' in page  # the next step
    assert "Классов ещё нет" in page
    assert "из 0" not in page.replace("&nbsp;", " ").split("Ученики и родители")[0]


def test_page_is_gone_once_the_school_exists(empty: Client) -> None:
    empty.post("/setup/", VALUES)
    assert empty.get("/setup/").status_code == 404
    assert empty.post("/setup/", VALUES | {"login": "other"}).status_code == 404
    assert not Account.objects.filter(login="other").exists()
    assert Client().get("/people/")["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"again": "другой пароль 7"}, "не совпадают"),
        ({"password": "12345678", "again": "12345678"}, "только из цифр"),
        ({"login": "белова"}, "латин"),
        ({"short_name": ""}, "Обязательное поле"),
        ({"accepted": ""}, "Без этого обязательства"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(empty: Client, wrong: dict[str, str], words: str) -> None:
    answer = empty.post("/setup/", VALUES | wrong)
    assert words.casefold() in answer.content.decode().casefold()
    assert not School.objects.exists()
    assert not Person.objects.filter(last_name="Белова").exists()


def test_door_is_shut_in_a_school_that_works(world: World) -> None:
    assert Client().get("/setup/").status_code == 404
    assert Client().post("/setup/", VALUES).status_code == 404
    assert Client().get("/people/").status_code == 302


def test_answer_is_remembered_once_it_is_yes(world: World, django_assert_num_queries) -> None:
    first_run.forget()
    with django_assert_num_queries(1):
        assert first_run.school_exists()
        assert first_run.school_exists()


def test_who_just_made_a_school_is_told_where_registers_come_from(empty: Client) -> None:
    empty.post("/setup/", VALUES)
    page = empty.get(reverse("journal:courses")).content.decode()
    assert "Журнал появляется вместе с курсом" in page
    assert "завуч назначит" not in page
