"""«Учебный план» and «Нагрузка» by the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.world import World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.curriculum import actions
from zhurnal.curriculum.models import Plan, PlanLine
from zhurnal.school.models import Course, Subject, Year

D = Decimal


@pytest.fixture
def plan(world: World, who) -> Plan:
    """8th grade: algebra 3, physics 2, English 3, for 8Б."""
    made = actions.create_plan(who(world.deputy), world.year, grade=8, classes=[world.class_8b])
    hours = {(course.subject, "mandatory"): D(3) for course in (world.algebra, world.english)}
    actions.fill_plan(who(world.deputy), made, {**hours, (world.physics.subject, "mandatory"): D(2)})
    return made


def test_a_plan_is_made_filled_and_approved_by_the_pages(world: World, as_) -> None:
    client = as_(world.deputy)
    new = {"grade": 8, "profile": "", "days_a_week": 5, "weeks": 34, "classes": [world.class_8b.pk]}
    assert client.post(reverse("curriculum:plan-add"), new).status_code == 302
    plan = Plan.objects.get()
    algebra = world.algebra.subject
    wrong = client.post(reverse("curriculum:hours", args=[plan.pk]), {f"hours_{algebra.pk}_mandatory": "2,3"})
    assert "с точностью до половины" in wrong.content.decode()
    assert not PlanLine.objects.exists()
    sent = {f"hours_{algebra.pk}_mandatory": "2,5", f"hours_{algebra.pk}_school": "0.5"}
    assert client.post(reverse("curriculum:hours", args=[plan.pk]), sent).status_code == 302
    assert list(PlanLine.objects.order_by("part").values_list("hours", flat=True)) == [D("2.5"), D("0.5")]
    assert client.post(reverse("curriculum:plan-approve", args=[plan.pk])).status_code == 302
    plan.refresh_from_db()
    assert plan.approved_by_id == world.deputy.pk
    assert client.post(reverse("curriculum:hours", args=[plan.pk]), {}).status_code == 200
    assert PlanLine.objects.count() == 2, "an approved plan stands"
    client.post(reverse("curriculum:plan-reopen", args=[plan.pk]), {"reason": "изменился приказ"})
    plan.refresh_from_db()
    assert not plan.is_approved
    assert (
        '"reason":"изменился приказ"' in Entry.objects.filter(verb="curriculum.plan.reopen").latest("id").payload.text
    )


def test_only_the_deputy_head_and_the_director_approve(world: World, as_, plan: Plan) -> None:
    assert as_(world.admin).post(reverse("curriculum:plan-approve", args=[plan.pk])).status_code == 404
    assert as_(world.director).post(reverse("curriculum:plan-approve", args=[plan.pk])).status_code == 302
    assert as_(world.teacher).get(reverse("curriculum:plan", args=[plan.pk])).status_code == 200
    assert as_(world.teacher).get(reverse("curriculum:hours", args=[plan.pk])).status_code == 404
    assert as_(world.egor).get(reverse("curriculum:plans")).status_code == 403


def test_too_many_hours_are_not_approved(world: World, who, plan: Plan) -> None:
    actions.fill_plan(
        who(world.deputy), plan, {(world.algebra.subject, "mandatory"): D(20), (world.physics.subject, "school"): D(14)}
    )
    with pytest.raises(Refused, match="лишних 1"):
        actions.approve_plan(who(world.deputy), plan)


def test_a_class_studies_by_one_plan(world: World, who, plan: Plan) -> None:
    with pytest.raises(Refused, match="уже учится по плану"):
        actions.create_plan(who(world.deputy), world.year, grade=8, profile="химия", classes=[world.class_8b])
    with pytest.raises(Refused, match="другая параллель"):
        actions.create_plan(who(world.deputy), world.year, grade=9, classes=[world.class_8b])
    assert Plan.objects.count() == 1


def test_departures_are_named_and_mended(world: World, as_, who, plan: Plan) -> None:
    Course.objects.filter(pk=world.algebra.pk).update(hours_a_week=5)
    Course.objects.filter(pk=world.physics.pk).update(hours_a_week=2)
    Course.objects.filter(subject=world.english.subject).update(hours_a_week=3)
    art = Subject.objects.create(name="Музыка")
    hours = {(line.subject, line.part): line.hours for line in plan.lines.select_related("subject")}
    actions.fill_plan(who(world.deputy), plan, {**hours, (art, "school"): D(1)})
    client = as_(world.admin)
    page = client.get(reverse("curriculum:plan", args=[plan.pk])).content.decode()
    assert "по плану 3 ч., в курсе 5" in page
    assert "по плану 1 ч., курса нет" in page
    assert client.post(reverse("curriculum:plan-courses", args=[plan.pk])).status_code == 302
    assert Course.objects.get(pk=world.algebra.pk).hours_a_week == 3
    assert Course.objects.get(subject=art, group=world.class_8b).hours_a_week == 1
    assert (
        "Курсы всех классов совпадают с планом"
        in client.get(reverse("curriculum:plan", args=[plan.pk])).content.decode()
    )
    load = client.get(reverse("curriculum:load")).content.decode()
    assert "Музыка, 8" in load, "a course without a teacher is named"


def test_next_year_takes_the_plans_of_this_one(world: World, as_, plan: Plan) -> None:
    following = Year.objects.create(name="2027/28", since=date(2027, 9, 1), until=date(2028, 8, 31))
    made = actions.copy_year(SYSTEM, world.year, following)
    assert [(one.grade, one.is_approved, one.lines.count()) for one in made] == [(8, False, 3)]
    assert actions.copy_year(SYSTEM, world.year, following) == []


@pytest.mark.parametrize("copies", [1, 3])
def test_queries_do_not_grow(world: World, as_, who, django_assert_num_queries, plan: Plan, copies: int) -> None:
    for n in range(copies):
        subject = Subject.objects.create(name=f"Предмет {n}")
        Course.objects.create(year=world.year, subject=subject, group=world.class_8b, hours_a_week=n)
        other = actions.create_plan(who(world.deputy), world.year, grade=9, profile=f"профиль {n}")
        actions.fill_plan(who(world.deputy), other, {(subject, "school"): D(1)})
    client = as_(world.deputy)
    for name, args, queries in (("plans", [], 13), ("plan", [plan.pk], 15), ("load", [], 9)):
        address = reverse(f"curriculum:{name}", args=args)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_the_load_is_a_file_too(world: World, as_) -> None:
    client = as_(world.director)
    for form, begin in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", "\ufeff№;Учитель".encode())):
        assert client.get(reverse("curriculum:load"), {"format": form}).content.startswith(begin)
