"""Works of a lesson."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.world import World
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal import actions
from zhurnal.journal.models import Mark, Work, WorkKind, WorkWeight
from zhurnal.timetable.models import Lesson

DEFAULTS = {
    "контрольная работа": 5, "диктант": 4, "сочинение": 4, "тест": 4, "зачёт": 4, "проверочная работа": 3,
    "самостоятельная работа": 3, "лабораторная работа": 3, "практическая работа": 3, "ответ на уроке": 2, "проект": 2,
    "работа на уроке": 2, "домашняя работа": 1, "тетрадь": 1,
}  # fmt: skip


@pytest.fixture
def lesson(world: World) -> Lesson:
    return world.lessons["algebra"][0]


def kind(name: str) -> WorkKind:
    return WorkKind.objects.get(name=name)


def test_a_school_begins_with_the_usual_kinds(db: None) -> None:
    assert dict(WorkWeight.objects.values_list("kind__name", "weight")) == DEFAULTS
    assert [one.name for one in WorkKind.objects.filter(is_default=True)] == ["ответ на уроке"]
    assert set(WorkKind.objects.filter(is_oral=True).values_list("name", flat=True)) == {
        "ответ на уроке",
        "работа на уроке",
    }


def test_a_work_takes_the_weight_of_the_lessons_day(world: World, as_, lesson: Lesson) -> None:
    test = kind("тест")
    WorkWeight.objects.create(kind=test, weight=9, since=date(2026, 11, 10))
    url = reverse("journal:add-work", args=[lesson.pk])
    answer = as_(world.teacher).post(url, {"kind": test.pk, "title": "Тест № 2 «Корни»"})
    assert answer.status_code == 302
    work = Work.objects.get()
    assert (work.weight, work.place, work.title) == (4, 0, "Тест № 2 «Корни»")
    assert actions.add_work.verb == Entry.objects.get(subject__startswith="journal.work").verb


def test_a_later_change_of_weights_leaves_works_alone(world: World, who, lesson: Lesson) -> None:
    work = actions.add_work(who(world.teacher), lesson, kind=kind("тест"))
    WorkWeight.objects.create(kind=work.kind, weight=9, since=date(2026, 9, 1))
    work.refresh_from_db()
    assert work.weight == 4


def test_kind_changes_with_its_weight_while_there_are_no_marks(world: World, who, lesson: Lesson) -> None:
    teacher = who(world.teacher)
    work = actions.add_work(teacher, lesson, kind=kind("тест"))
    actions.change_work(teacher, work, kind=kind("диктант"), title="Словарный")
    assert (work.kind.name, work.weight, work.title) == ("диктант", 4, "Словарный")
    Mark.objects.create(work=work, student=world.egor, value=5, set_at="2026-11-09T10:00Z")
    actions.change_work(teacher, work, kind=work.kind, title="Словарный № 2")
    with pytest.raises(Refused, match="не меняется"):
        actions.change_work(teacher, work, kind=kind("тетрадь"), title="")
    with pytest.raises(Refused, match="уже есть отметки"):
        actions.remove_work(teacher, work)


def test_an_empty_work_goes(world: World, as_, who, lesson: Lesson) -> None:
    first = actions.add_work(who(world.teacher), lesson, kind=kind("тест"))
    second = actions.add_work(who(world.teacher), lesson, kind=kind("диктант"))
    assert second.place == 1
    assert as_(world.teacher).post(reverse("journal:remove-work", args=[first.pk])).status_code == 302
    assert list(Work.objects.all()) == [second]
    third = actions.add_work(who(world.teacher), lesson, kind=kind("зачёт"))
    assert third.place == 2


def test_titles_are_in_russian(world: World, who, lesson: Lesson) -> None:
    with pytest.raises(Refused, match=r"§4\.4\.7"):
        actions.add_work(who(world.teacher), lesson, kind=kind("тест"), title="Test 5")


def test_no_works_in_the_first_grade(world: World, who) -> None:
    with pytest.raises(Refused, match=r"§3\.7"):
        actions.add_work(who(world.primary_teacher), world.lessons["reading"][0], kind=kind("тест"))


def test_foreign_works_and_kinds_are_refused(world: World, as_, who, lesson: Lesson) -> None:
    foreign = actions.add_work(who(world.other_teacher), world.lessons["physics"][0], kind=kind("тест"))
    client = as_(world.teacher)
    for name in ("change-work", "remove-work"):
        assert client.post(reverse(f"journal:{name}", args=[foreign.pk]), {"kind": foreign.kind_id}).status_code == 404
    assert client.post(reverse("journal:add-work", args=[lesson.pk]), {"kind": 10**6}).status_code == 409
    assert (
        client.post(
            reverse("journal:add-work", args=[world.lessons["physics"][0].pk]), {"kind": foreign.kind_id}
        ).status_code
        == 404
    )
    assert Work.objects.count() == 1


def test_a_form_sent_twice_adds_one_work_and_each_form_is_another_act(world: World, as_, lesson: Lesson) -> None:
    client = as_(world.teacher)
    html = client.get(reverse("journal:panel", args=[lesson.pk])).content.decode()
    acts = re.findall(r'name="act" value="([0-9a-f-]{36})"', html)
    assert len(acts) == len(set(acts)) == 2
    for _ in range(2):
        client.post(
            reverse("journal:add-work", args=[lesson.pk]), {"kind": kind("тест").pk, "title": "Дроби", "act": acts[0]}
        )
    assert lesson.works.count() == 1
