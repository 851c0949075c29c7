from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import world as worlds
from tests.world import NOW, SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.journal.models import Mark, Work, WorkKind
from zhurnal.people.models import Notice
from zhurnal.school import actions, queries
from zhurnal.school.actions import OrderOf
from zhurnal.school.models import DivisionProposal, Group, Membership, Order
from zhurnal.school.queries import members_on

DAY = timedelta(days=1)
NAME = "Английский язык"
ORDER = OrderOf("12-у", TODAY)


def propose(world: World, who, *, by: str = "other_teacher", **more: object) -> DivisionProposal:
    placing = {world.egor.pk: world.english_2, world.alisa.pk: world.english_2}
    values = {"since": TODAY, "reason": "уровень языка", **more}
    return actions.propose_division(who(getattr(world, by)), world.class_8b, NAME, placing, **values)


def address(world: World) -> str:
    return f"{reverse('school:division', args=[world.class_8b.pk])}?name={NAME}"


def test_a_proposal_moves_nobody_keeps_what_differs_and_is_told(world: World, who) -> None:
    proposal = propose(world, who)
    assert [(place.person, place.from_group, place.to_group) for place in proposal.places.all()] == [
        (world.egor, world.english_1, world.english_2)
    ]
    assert world.egor in members_on(world.english_1, TODAY)
    assert list(Notice.objects.values_list("person_id", flat=True)) == [world.admin.pk]
    assert queries.waiting_for_orders().proposals == 1


def test_the_administrator_transfers_by_order_and_the_author_is_told(world: World, who) -> None:
    proposal = propose(world, who)
    assert actions.accept_proposal(who(world.admin), proposal, since=TODAY, order=ORDER) == 1
    proposal.refresh_from_db()
    order = Order.objects.get()
    assert (proposal.state, proposal.order, order.kind) == ("accepted", order, "divide")
    assert world.egor in members_on(world.english_2, TODAY)
    assert world.egor in members_on(world.english_1, TODAY - DAY)
    assert Notice.objects.filter(person=world.other_teacher, text__contains="принято").count() == 1
    with pytest.raises(Refused, match="уже есть решение"):
        actions.decline_proposal(who(world.admin), proposal, answer="нет")


def test_a_declined_proposal_says_why(world: World, who) -> None:
    proposal = propose(world, who)
    with pytest.raises(Refused, match="почему"):
        actions.decline_proposal(who(world.admin), proposal, answer=" ")
    actions.decline_proposal(who(world.admin), proposal, answer="группы будут неравны")
    assert Notice.objects.filter(text__contains="группы будут неравны").exists()
    assert world.egor in members_on(world.english_1, TODAY)


def test_what_a_proposal_is_refused_for(world: World, who) -> None:
    with pytest.raises(Refused, match="почему нужно"):
        propose(world, who, reason=" ")
    with pytest.raises(Refused, match="не входит в учебный год"):
        propose(world, who, since=date(2028, 1, 1))
    teacher = who(world.teacher)
    with pytest.raises(Refused, match="ничего не меняет"):
        actions.propose_division(
            teacher, world.class_8b, NAME, {world.egor.pk: world.english_1}, since=TODAY, reason="так"
        )
    with pytest.raises(Refused, match="не числится"):
        actions.propose_division(
            teacher, world.class_8b, NAME, {world.senior.pk: world.english_1}, since=TODAY, reason="так"
        )
    propose(world, who)
    with pytest.raises(Refused, match="уже ждёт решения"):
        propose(world, who, by="teacher")


def test_marks_stay_with_the_course_where_they_were_put(world: World, who, as_) -> None:
    lesson = next(one for one in world.lessons["english"] if one.date < TODAY)
    work = Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(is_default=True), weight=1)
    mark = Mark.objects.create(work=work, student=world.egor, value=5, set_at=NOW)
    actions.accept_proposal(who(world.admin), propose(world, who), since=TODAY, order=ORDER)
    mark.refresh_from_db()
    assert mark.work.lesson.course == world.english
    page = as_(world.other_teacher).get(reverse("journal:register", args=[world.english.pk])).content.decode()
    assert "Белозёров Егор" in page


def test_who_is_in_no_group_is_said_loudly(world: World, as_) -> None:
    for person in (world.admin, world.teacher, world.other_teacher):
        page = as_(person).get(address(world)).content.decode().replace("\u00a0", " ")
        assert "Ни в какой подгруппе: 1 ученик." in page
        assert "не распределён(а)" in page
    assert queries.unplaced_on(world.class_8b, NAME, TODAY) == {world.late.pk}
    assert queries.unplaced_on(world.class_8b, NAME, date(2026, 11, 10)) == {world.gone.pk}


def test_a_teacher_proposes_by_the_page_and_the_administrator_decides(world: World, as_) -> None:
    teacher, admin = as_(world.other_teacher), as_(world.admin)
    sent = {"since": TODAY.isoformat(), f"place_{world.egor.pk}": world.english_2.pk}
    sent |= {f"place_{world.alisa.pk}": world.english_2.pk, f"place_{world.late.pk}": world.english_1.pk}
    assert "Обязательное поле" in teacher.post(address(world), sent).content.decode()
    answer = teacher.post(address(world), sent | {"reason": "уровень"}, follow=True)
    assert "Предложение отправлено администратору" in answer.content.decode()
    proposal = DivisionProposal.objects.get()
    assert proposal.places.count() == 2
    url = reverse("school:proposal", args=[proposal.pk])
    assert "Перевести приказом" not in teacher.get(url).content.decode()
    assert "Перевести приказом" in admin.get(url).content.decode()
    accept = reverse("school:proposal-accept", args=[proposal.pk])
    paper = {"since": TODAY.isoformat(), "order_number": "12-у", "order_date": TODAY.isoformat()}
    assert teacher.post(accept, paper).status_code == 404
    page = admin.post(accept, paper, follow=True).content.decode()
    assert "приказ № 12-у от 24.11.2026" in page
    assert world.late in members_on(world.english_1, TODAY)


def test_an_author_withdraws_and_nobody_else(world: World, who, as_) -> None:
    proposal = propose(world, who)
    url = reverse("school:proposal-withdraw", args=[proposal.pk])
    assert as_(world.teacher).post(url).status_code == 404
    as_(world.other_teacher).post(url)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_proposals_costs_the_same(world: World, who, as_, django_assert_num_queries, count: int) -> None:
    for n in range(count - 1):
        actions.create_division(SYSTEM, world.class_8b, division=f"Деление {n}", names=[f"д{n}1", f"д{n}2"])
        group = Group.objects.get(name=f"д{n}1")
        actions.propose_division(
            who(world.teacher), world.class_8b, f"Деление {n}", {world.egor.pk: group}, since=TODAY, reason="так"
        )
    propose(world, who)
    client = as_(world.admin)
    client.get(reverse("school:proposals"))
    with django_assert_num_queries(10):
        page = client.get(reverse("school:proposals")).content.decode()
    assert page.count("ждёт решения") == count


def test_who_only_reads_divisions_is_told_where_they_are(world: World, as_) -> None:
    page = as_(world.director).get(reverse("school:proposals")).content.decode()
    assert "Состав подгрупп виден на странице класса." in page
    assert "вы ведёте уроки" not in page


def test_an_elective_and_a_joined_group_are_made_by_hand_with_their_courses(world: World, as_) -> None:
    client = as_(world.admin)
    add = reverse("school:group-add")
    assert (
        "Отметьте хотя бы два класса"
        in client.post(add, {"kind": "joined", "name": "Пара", "classes": [world.class_8b.pk]}).content.decode()
    )
    client.post(add, {"kind": "joined", "name": "8Б + 10А", "classes": [world.class_8b.pk, world.class_10a.pk]})
    joined = Group.objects.get(name="8Б + 10А")
    assert members_on(joined, TODAY).count() == 4
    client.post(add, {"kind": "elective", "name": "Хор", "classes": [world.class_8b.pk]})
    choir = Group.objects.get(name="Хор")
    url = reverse("school:group", args=[choir.pk])
    client.post(url, {"since": TODAY.isoformat(), "people": [world.egor.pk, world.alisa.pk]})
    assert set(members_on(choir, TODAY)) == {world.egor, world.alisa}
    assert client.post(url, {"since": TODAY.isoformat(), "people": [world.senior.pk]}).status_code == 200
    assert world.senior not in members_on(choir, TODAY)
    course = {"group": choir.pk, "subject": world.algebra.subject_id, "hours_a_week": "1", "since": TODAY.isoformat()}
    client.post(reverse("school:group-course", args=[choir.pk]), course | {"person": world.teacher.pk})
    page = client.get(url).content.decode()
    assert "Третьякова" in page
    assert client.post(reverse("school:group-remove", args=[choir.pk])).status_code == 409
    assert "Хор" in client.get(reverse("school:groups")).content.decode()


STEP = st.tuples(
    st.integers(0, 2), st.sampled_from(["place", "leave", "come", "move"]), st.integers(0, 2), st.integers(1, 30)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=12))
def test_each_student_is_in_exactly_one_group_or_named_as_in_none(
    world: World, steps: list[tuple[int, str, int, int]]
) -> None:
    """On any date, after any history; nobody is in a group without being in the class; who is in none is in `unplaced_on`."""
    with transaction.atomic():
        klass, other = (actions.create_group(SYSTEM, world.year, grade=7, letter=letter) for letter in "АБ")
        parts = actions.create_division(SYSTEM, klass, division="Языки", names=["7А, 1", "7А, 2"])
        people = [worlds.person("Ученик", str(n)) for n in range(3)]
        actions.enrol(SYSTEM, klass, people, since=SEPTEMBER)
        day, days = SEPTEMBER, [SEPTEMBER]
        for who, verb, target, wait in steps:
            try:
                if verb == "place":
                    actions.divide(SYSTEM, parts, {people[who].pk: [*parts, None][target]}, since=day)
                elif verb == "leave":
                    actions.expel(SYSTEM, people[who], on=day)
                elif verb == "come":
                    actions.enrol(SYSTEM, klass, [people[who]], since=day)
                else:
                    actions.transfer(SYSTEM, people[who], other, since=day)
            except Refused:
                continue
            day = min(day + wait * DAY, date(2027, 5, 26))
            days += [day - DAY, day]
        for one in days:
            check(klass, parts, one)
        transaction.set_rollback(True)


def check(klass: Group, parts: list[Group], day: date) -> None:
    here = set(Membership.objects.filter(group=klass).on(day).values_list("person_id", flat=True))
    placed = list(Membership.objects.filter(group__in=parts).on(day).values_list("person_id", flat=True))
    assert len(placed) == len(set(placed)), "in two groups at once"
    assert set(placed) <= here, "in a group, but not in the class"
    assert queries.unplaced_on(klass, "Языки", day) == here - set(placed)
