"""«Виды работ»: the school's own kinds and their dated weights."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.world import World
from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal import actions
from zhurnal.journal.models import Mark, Work, WorkKind, WorkWeight

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 1)


def kind(name: str) -> WorkKind:
    return WorkKind.objects.get(name=name)


def form(one: WorkKind, **other: object) -> dict[str, object]:
    said = {"name": one.name, "short_name": one.short_name, "sign": one.sign, "is_offered": "on"}
    said |= {flag: "on" for flag in ("is_control", "is_oral", "is_default") if getattr(one, flag)}
    return said | other


def test_a_weight_holds_from_its_day_and_rewrites_no_average(world: World, as_, who, django_assert_num_queries) -> None:
    test = kind("тест")
    past, coming = world.lessons["algebra"][0], world.lessons["algebra"][-1]
    assert past.date < TODAY < coming.date
    old, planned = (actions.add_work(who(world.admin), lesson, kind=test) for lesson in (past, coming))
    client = as_(world.deputy)
    sent = {"weight": 7, "since": f"{coming.date}"}
    assert client.post(reverse("journal:kind-weight", args=[test.pk]), sent).status_code == 302
    assert [Work.objects.get(pk=work.pk).weight for work in (old, planned)] == [4, 7]
    entry = Entry.objects.get(subject=f"journal.work:{planned.pk}", verb="journal.kind.weight")
    assert entry.chain.key == coming.log_chain
    page = client.get(reverse("journal:kind", args=[test.pk])).content.decode()
    assert "вес 7 с" in page
    assert world.deputy.short_name in page
    with django_assert_num_queries(7):
        page = client.get(reverse("journal:kinds")).content.decode()
    assert f"{coming.date.day}" in page


def test_a_marked_work_keeps_its_weight(world: World, who) -> None:
    lesson = world.lessons["algebra"][-1]
    work = actions.add_work(who(world.admin), lesson, kind=kind("тест"))
    Mark.objects.create(work=work, student=world.egor, value=5, set_at=clock.now())
    actions.set_weight(who(world.deputy), work.kind, 7, since=lesson.date)
    work.refresh_from_db()
    assert work.weight == 4


def test_a_nearer_weight_does_not_reach_past_a_later_one(world: World, who) -> None:
    lesson = world.lessons["algebra"][-1]
    work = actions.add_work(who(world.admin), lesson, kind=kind("тест"))
    actions.set_weight(who(world.deputy), work.kind, 7, since=lesson.date)
    actions.set_weight(who(world.deputy), work.kind, 2, since=TODAY)
    work.refresh_from_db()
    assert work.weight == 7


def test_yesterday_is_refused(world: World, as_) -> None:
    answer = as_(world.admin).post(
        reverse("journal:kind-weight", args=[kind("тест").pk]), {"weight": 7, "since": "2026-11-23"}
    )
    assert answer.status_code == 200
    assert "прежние средние не пересчитываются" in answer.content.decode()
    assert not WorkWeight.objects.filter(weight=7).exists()


def test_a_kind_is_added_changed_and_removed_by_the_pages(world: World, as_, who) -> None:
    client = as_(world.admin)
    new = {"name": "эссе", "short_name": "эссе", "sign": "Э", "weight": 3, "is_offered": "on"}
    assert client.post(reverse("journal:kind-add"), new).status_code == 302
    made = kind("эссе")
    assert made.weights.get().weight == 3
    assert client.post(reverse("journal:kind", args=[made.pk]), form(made, name="сочинение")).status_code == 200
    assert client.post(reverse("journal:kind", args=[made.pk]), form(made, is_default="on")).status_code == 302
    assert list(WorkKind.objects.filter(is_default=True)) == [made]
    with pytest.raises(Refused, match="не удаляют"):
        actions.remove_kind(who(world.admin), kind("эссе"))
    answer = kind("ответ на уроке")
    assert client.post(reverse("journal:kind", args=[answer.pk]), form(answer, is_default="on")).status_code == 302
    assert client.post(reverse("journal:kind-remove", args=[made.pk])).status_code == 302
    assert not WorkKind.objects.filter(name="эссе").exists()


def test_a_kind_with_works_leaves_the_choice_only(world: World, as_, who) -> None:
    lesson, test = world.lessons["algebra"][0], kind("тест")
    actions.add_work(who(world.admin), lesson, kind=test)
    with pytest.raises(Refused, match="уже есть"):
        actions.remove_kind(who(world.admin), test)
    off = form(test)
    del off["is_offered"]
    assert as_(world.admin).post(reverse("journal:kind", args=[test.pk]), off).status_code == 302
    url = reverse("journal:add-work", args=[lesson.pk])
    as_(world.teacher).post(url, {"kind": test.pk, "title": "Тест"})
    assert Work.objects.count() == 1


def test_teachers_read_and_only_read(world: World, as_) -> None:
    client = as_(world.teacher)
    assert "тест" in client.get(reverse("journal:kinds")).content.decode()
    assert client.get(reverse("journal:kind", args=[kind("тест").pk])).status_code == 404
    assert as_(world.egor).get(reverse("journal:kinds")).status_code == 403
