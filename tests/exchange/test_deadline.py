"""«К 5 сентября»: what the lists still lack (§4.5.1)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.exchange.test_lists import NOTHING, STAFF, VERA, brought
from tests.world import SEPTEMBER, TODAY, World, member, person
from zhurnal.core.russian import NBSP
from zhurnal.exchange import actions
from zhurnal.exchange.models import Import
from zhurnal.exchange.queries import deadline_page
from zhurnal.exchange.templatetags.exchange import days_left
from zhurnal.people.models import Account, Guardianship, Person, PersonalFile
from zhurnal.school.models import ClassTeacher, Teaching


def lacking(world: World, day: date = TODAY) -> dict[str, int]:
    return {one.title: one.count for one in deadline_page(world.year, day).lacks}


def test_what_is_lacking_is_counted(world: World) -> None:
    assert lacking(world) == {
        "Классы без классного руководителя": 1,  # 10А
        "Ученики без родителей или других представителей": 2,  # Vera and Lev
        "Ученики без номера личного дела": 5,
        "Ученики, у родителей которых нет ни телефона, ни почты": 3,
        "Списки, которых администратор ещё не получил": 2,
    }


def test_each_lack_goes_when_it_is_mended(world: World, who) -> None:
    Teaching.objects.filter(course=world.physics).delete()
    Account.objects.filter(person=world.other_teacher).delete()
    Teaching.objects.create(person=world.other_teacher, course=world.algebra, since=SEPTEMBER)
    member(world.class_8b, person("Безымянный", "Саша"))
    found = lacking(world)
    for title in (
        "Курсы без учителя",
        "Ученики без даты рождения",
        "Ученики без указания пола",
        "Сотрудники без доступа в журнал",
    ):
        assert found[title] == 1, title
    ClassTeacher.objects.create(person=world.other_teacher, group=world.class_10a, since=SEPTEMBER)
    Teaching.objects.create(person=world.other_teacher, course=world.physics, since=SEPTEMBER)
    Account.objects.create(person=world.other_teacher, login="okulov")
    Person.objects.filter(last_name="Безымянный").update(birth_date=date(2012, 1, 1), sex="m")
    Person.objects.update(phone="+79990001122")
    for child in Person.objects.filter(memberships__group__kind="class").distinct():
        PersonalFile.objects.create(person=child, number="А-1")
        if not child.guardians.exists():
            Guardianship.objects.create(parent=world.director, child=child, relation="other", since=SEPTEMBER)
    actions.apply(who(world.admin), brought(who(world.admin), VERA), NOTHING)
    row = ["Третьякова Ольга Николаевна", "учитель", "", "", "", "", ""]
    staff = brought(who(world.clerk), row, head=STAFF, kind=Import.Kind.STAFF)
    actions.hand_over(who(world.clerk), staff, NOTHING)
    assert lacking(world) == {"Ученики без номера личного дела": 1}  # Vera, who came with the list
    page = deadline_page(world.year, TODAY)
    assert len(page.done) == 9


@pytest.mark.parametrize(
    ("days", "words"), [(1, "остался 1 день"), (3, "осталось 3 дня"), (11, "осталось 11 дней"), (21, "остался 21 день")]
)
def test_days_left_in_words(days: int, words: str) -> None:
    assert days_left(days).replace(NBSP, " ") == f"До 5 сентября {words}."


@pytest.mark.parametrize(("day", "left"), [(date(2026, 9, 1), 4), (date(2026, 9, 5), 0), (TODAY, -80)])
def test_days_are_counted_to_5_september_of_the_year(world: World, day: date, left: int) -> None:
    assert deadline_page(world.year, day).left == left


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same(world: World, as_, rows: int, django_assert_num_queries) -> None:
    member(world.class_8b, *(person("Безымянный", f"Саша{n}") for n in range(rows)))
    client = as_(world.admin)
    client.get(reverse("exchange:deadline"))
    with django_assert_num_queries(18):
        client.get(reverse("exchange:deadline"))


def test_the_page_is_kind_and_leads_to_where_it_is_mended(world: World, as_) -> None:
    shown = as_(world.admin).get(reverse("exchange:deadline")).content.decode()
    assert "5 сентября уже позади — ничего страшного." in shown
    assert reverse("school:class", args=[world.class_10a.pk]) in shown
    shown = as_(world.clerk).get(reverse("exchange:deadline")).content.decode()
    assert reverse("school:class", args=[world.class_10a.pk]) not in shown
    assert reverse("exchange:upload-staff") in shown
    assert as_(world.other_teacher).get(reverse("exchange:deadline")).status_code == 403
