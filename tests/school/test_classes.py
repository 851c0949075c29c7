"""A class is made with a letter, and one made by mistake is removed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.school.test_pages import text_of
from tests.world import SEPTEMBER, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.school import actions
from zhurnal.school.models import Course, Group, Subject

SENT = {"grade": 1, "days_a_week": 5, "shift": 1}


@pytest.mark.parametrize(
    ("letter", "said"), [("", "Обязательное поле"), (" ", "Обязательное поле"), ("А" * 11, "10 знаков")]
)
def test_a_class_has_a_letter_of_ten_signs_at_most(world: World, as_, letter: str, said: str) -> None:
    address = reverse("school:class-add")
    page = as_(world.admin).post(address, SENT | {"letter": letter})
    assert said.casefold() in text_of(page).casefold()
    assert not Group.objects.filter(name__in=("1", "1" + letter[:10])).exists()
    assert "maxlength" not in page.content.decode().split('name="letter"')[1].split(">")[0]


def test_a_class_without_a_letter_from_an_import_may_be_changed(world: World, as_) -> None:
    group = actions.create_group(SYSTEM, world.year, grade=5)
    address = reverse("school:class-edit", args=[group.pk])
    sent = {"letter": "", "period_kind": "quarter", "days_a_week": 6, "shift": 1}
    assert as_(world.admin).post(address, sent).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.days_a_week) == ("5", 6)


def test_a_class_made_by_mistake_is_removed(world: World, as_) -> None:
    group = actions.create_group(SYSTEM, world.year, grade=5, letter="Ж")
    client = as_(world.admin)
    address = reverse("school:class-remove", args=[group.pk])
    assert address in client.get(reverse("school:class-edit", args=[group.pk])).content.decode()
    assert client.post(address)["Location"] == reverse("school:classes")
    assert not Group.objects.filter(pk=group.pk).exists()
    assert Entry.objects.filter(verb="school.group.remove").count() == 1


def test_a_class_that_anything_refers_to_stays(world: World, as_) -> None:
    answer = as_(world.admin).post(reverse("school:class-remove", args=[world.class_8b.pk]))
    assert answer.status_code == 409
    assert "удалить нельзя: у него есть ученики" in text_of(answer)
    group = actions.create_group(SYSTEM, world.year, grade=5, letter="Ж")
    Course.objects.create(year=world.year, group=group, subject=Subject.objects.first(), hours_a_week=1)
    with pytest.raises(Refused, match="курсы"):
        actions.remove_class(SYSTEM, group)
    other = actions.create_group(SYSTEM, world.year, grade=5, letter="З")
    actions.set_class_teacher(SYSTEM, other, world.teacher, since=SEPTEMBER)
    with pytest.raises(Refused, match="классный руководитель"):
        actions.remove_class(SYSTEM, other)
    assert Group.objects.filter(pk__in=[world.class_8b.pk, group.pk, other.pk]).count() == 3
