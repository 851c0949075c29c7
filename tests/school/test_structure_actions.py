from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.school import actions
from zhurnal.school.models import ClassTeacher, Course, Group, School, Subject, Teaching

DAY = timedelta(days=1)


def test_there_is_one_school(world: World) -> None:
    with pytest.raises(Refused, match="уже есть"):
        actions.create_school(SYSTEM, name="Вторая", short_name="Вторая")
    actions.set_school(SYSTEM, School.objects.get(), name="Лицей", short_name="Лицей", address="", site="")
    assert str(School.objects.get()) == "Лицей"


def test_latin_letter_of_a_class_becomes_russian(world: World) -> None:
    group = actions.create_group(SYSTEM, world.year, grade=5, letter="A")
    assert (group.name, group.title, group.period_kind) == ("5А", "5\u00a0«А»", "quarter")
    with pytest.raises(Refused, match="уже есть"):
        actions.create_group(SYSTEM, world.year, grade=5, letter="А")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"letter": "А"}, "параллель"),
        ({"grade": 15, "letter": "А"}, "Параллель"),
        ({"grade": 1, "letter": "Б", "days_a_week": 6}, "пятидневная"),
        ({"grade": 9, "letter": "Б", "shift": 2}, "первую смену"),
        ({"kind": "subgroup", "name": "x", "division": "y"}, "из каких классов"),
        ({"kind": "joined", "name": "x", "grade": 3}, "из каких классов"),
    ],
)
def test_groups_that_are_refused(world: World, fields: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.create_group(SYSTEM, world.year, **fields)


def test_division_takes_after_its_class(world: World) -> None:
    groups = actions.create_division(
        SYSTEM, world.class_10a, division="Информатика", names=["10А, инф. 1", "10А, инф. 2", " "]
    )
    assert [(g.kind, g.grade, g.period_kind, g.days_a_week) for g in groups] == [("subgroup", 10, "half", 6)] * 2
    with pytest.raises(Refused, match="уже есть"):
        actions.create_division(SYSTEM, world.class_10a, division="Информатика", names=["a", "b"])
    with pytest.raises(Refused, match="хотя бы две"):
        actions.create_division(SYSTEM, world.class_10a, division="Труд", names=["a"])


def test_subgroups_follow_the_week_of_their_class(world: World) -> None:
    actions.set_group(SYSTEM, world.class_8b, name="8Б", letter="Б", period_kind="quarter", days_a_week=6, shift=2)
    assert set(Group.objects.filter(classes=world.class_8b).values_list("days_a_week", "shift")) == {(6, 2)}
    with pytest.raises(Refused, match="вид периодов"):
        actions.set_group(SYSTEM, world.class_8b, name="8Б", letter="Б", period_kind="half", days_a_week=6, shift=2)


def test_subjects_and_rooms_are_named_once(world: World) -> None:
    with pytest.raises(Refused, match="уже есть"):
        actions.create_subject(SYSTEM, name="  алгебра ")
    with pytest.raises(Refused, match="пустым"):
        actions.create_room(SYSTEM, name=" ")
    algebra = Subject.objects.get(name="Алгебра")
    actions.rename_subject(SYSTEM, algebra, name="алгебра", short_name="алг.")
    assert Subject.objects.get(pk=algebra.pk).name == "алгебра"


def test_course_of_first_grade_is_never_graded(world: World) -> None:
    algebra = Subject.objects.get(name="Алгебра")
    course = actions.create_course(SYSTEM, world.class_1a, algebra, hours_a_week=2, graded=True)
    assert course.graded is False
    assert actions.create_course(SYSTEM, world.class_10a, algebra).graded is True
    with pytest.raises(Refused, match="уже есть"):
        actions.create_course(SYSTEM, world.class_8b, algebra)
    actions.set_course(SYSTEM, course, hours_a_week=3, graded=True)
    assert Course.objects.get(pk=course.pk).graded is False


def test_teachers_of_a_course_are_dated(world: World) -> None:
    with pytest.raises(Refused, match="уже ведёт"):
        actions.assign_teacher(SYSTEM, world.algebra, world.teacher, since=TODAY)
    held = Teaching.objects.get(course=world.algebra, person=world.teacher)
    actions.end_teaching(SYSTEM, held, until=TODAY - DAY)
    actions.assign_teacher(SYSTEM, world.algebra, world.other_teacher, since=TODAY)
    actions.assign_teacher(SYSTEM, world.algebra, world.teacher, since=TODAY)
    with pytest.raises(Refused, match="раньше закончить"):
        actions.end_teaching(SYSTEM, held, until=SEPTEMBER - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Teaching.objects.create(course=world.algebra, person=world.teacher, since=TODAY)


def test_class_has_one_teacher_at_a_time(world: World) -> None:
    actions.set_class_teacher(SYSTEM, world.class_8b, world.other_teacher, since=TODAY)
    terms = ClassTeacher.objects.filter(group=world.class_8b).order_by("since").values_list("person", "since", "until")
    assert list(terms) == [(world.teacher.pk, SEPTEMBER, TODAY - DAY), (world.other_teacher.pk, TODAY, None)]
    again = actions.set_class_teacher(SYSTEM, world.class_8b, world.other_teacher, since=TODAY + DAY)
    assert again is not None
    assert again.since == TODAY
    actions.set_class_teacher(SYSTEM, world.class_8b, None, since=TODAY)
    assert not ClassTeacher.objects.filter(group=world.class_8b, until=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassTeacher.objects.create(group=world.class_8b, person=world.teacher, since=date(2026, 10, 1))
