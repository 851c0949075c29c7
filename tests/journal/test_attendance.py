"""Attendance of a whole lesson at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.world import TODAY, World
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal import actions
from zhurnal.journal.models import Absence, Mark, Work, WorkKind
from zhurnal.timetable.models import Lesson

JSON = {"accept": "application/json"}


@pytest.fixture
def lesson(world: World) -> Lesson:
    """Algebra on 16 November: Egor, Alisa and Vera are members."""
    return world.lessons["algebra"][3]


def absent_url(lesson: Lesson) -> str:
    return reverse("journal:absent", args=[lesson.pk])


def kinds(lesson: Lesson) -> dict[str, str]:
    return {row.student.last_name: row.kind for row in Absence.objects.filter(lesson=lesson).select_related("student")}


def test_many_at_once_are_one_act(world: World, as_, lesson: Lesson) -> None:
    client = as_(world.teacher)
    answer = client.post(absent_url(lesson), {"student": [world.egor.pk, world.late.pk], "seq": 0}, headers=JSON)
    assert kinds(lesson) == {"Белозёров": "absent", "Новикова": "absent"}
    assert len(set(Entry.objects.filter(verb="journal.lesson.absent").values_list("act", flat=True))) == 1
    told = answer.json()
    assert {(cell["student"], cell["work"], cell["text"]) for cell in told["cells"]} == {
        (world.egor.pk, None, "н"), (world.late.pk, None, "н"),
    }  # fmt: skip
    assert {row["student"]: row["missed"] for row in told["rows"]} == {world.egor.pk: 1, world.late.pk: 1}
    assert told["seq"] == 2


def test_without_a_script_the_list_is_ticked_on_a_page(world: World, as_, lesson: Lesson) -> None:
    Absence.objects.create(lesson=lesson, student=world.alisa, kind="ill", set_at="2026-11-16T10:00Z")
    client = as_(world.teacher)
    html = client.get(absent_url(lesson)).content.decode()
    assert html.count('type="checkbox"') == 3
    assert f'value="{world.alisa.pk}" checked disabled' in html
    answer = client.post(absent_url(lesson), {"student": [world.egor.pk], "kind": "late", "next": "lesson"})
    assert answer["Location"] == reverse("journal:lesson", args=[lesson.pk])
    assert kinds(lesson) == {"Ёлкина": "ill", "Белозёров": "late"}


def test_who_bears_a_sign_is_passed_over(world: World, who, lesson: Lesson) -> None:
    Absence.objects.create(lesson=lesson, student=world.alisa, kind="ill", set_at="2026-11-16T10:00Z")
    assert actions.mark_absent(who(world.teacher), lesson, students=[world.egor, world.alisa]) == 1
    assert kinds(lesson)["Ёлкина"] == "ill"


def test_who_answered_was_there(world: World, who, lesson: Lesson) -> None:
    work = Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(is_default=True), weight=2)
    Mark.objects.create(work=work, student=world.egor, value=5, set_at="2026-11-16T10:00Z")
    with pytest.raises(Refused, match="Белозёров Егор"):
        actions.mark_absent(who(world.teacher), lesson, students=[world.egor, world.alisa])
    assert not Absence.objects.exists()
    assert actions.mark_absent(who(world.teacher), lesson, students=[world.egor], kind="late") == 1


def test_everyone_present_takes_away_what_says_absent(world: World, as_, lesson: Lesson) -> None:
    for student, kind in ((world.egor, "absent"), (world.alisa, "ill"), (world.late, "late")):
        Absence.objects.create(lesson=lesson, student=student, kind=kind, set_at="2026-11-16T10:00Z")
    url = reverse("journal:everyone-present", args=[lesson.pk])
    answer = as_(world.teacher).post(url, {"seq": "0"}, headers=JSON)
    assert [(cell["student"], cell["text"]) for cell in answer.json()["cells"]] == [(world.egor.pk, "")]
    assert kinds(lesson) == {"Ёлкина": "ill", "Новикова": "late"}


def test_not_before_the_lesson(world: World, who, as_) -> None:
    future = next(lesson for lesson in world.lessons["algebra"] if lesson.date > TODAY)
    with pytest.raises(Refused, match="ещё не наступил"):
        actions.mark_absent(who(world.teacher), future, students=[world.egor])
    with pytest.raises(Refused, match="ещё не наступил"):
        actions.everyone_present(who(world.teacher), future)


def test_only_members_of_that_day_and_only_ones_own_lesson(world: World, as_, lesson: Lesson) -> None:
    client = as_(world.teacher)
    for stranger in (world.gone, world.senior, world.teacher):
        answer = client.post(absent_url(lesson), {"student": [world.egor.pk, stranger.pk]}, headers=JSON)
        assert answer.status_code == 409
    assert (
        client.post(absent_url(lesson), {"student": [world.egor.pk], "kind": "nonsense"}, headers=JSON).status_code
        == 409
    )
    assert client.post(absent_url(world.lessons["physics"][0]), {"student": [world.egor.pk]}).status_code == 404
    assert not Absence.objects.exists()


def test_the_first_grade_keeps_attendance(world: World, who) -> None:
    lesson = world.lessons["reading"][0]
    assert actions.mark_absent(who(world.primary_teacher), lesson, students=[world.first_grader]) == 1


QUERIES_OF_THE_LIST = 7


def test_queries_of_the_list(world: World, as_, lesson: Lesson, django_assert_num_queries) -> None:
    client = as_(world.teacher)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(absent_url(lesson))
