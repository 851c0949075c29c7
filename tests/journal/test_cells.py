"""Saving cells: what is written, what is refused, what two writers see of each other."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from tests.world import TODAY, World, member
from zhurnal.core import log
from zhurnal.core.models import Entry
from zhurnal.journal import actions
from zhurnal.journal.models import Absence, Mark, Work, WorkKind, WorkWeight
from zhurnal.people.models import Person, Setting
from zhurnal.school.models import Course
from zhurnal.timetable.models import Lesson


@pytest.fixture
def lesson(world: World) -> Lesson:
    """Algebra on 9 November."""
    return world.lessons["algebra"][0]


def work(lesson: Lesson, name: str = "контрольная работа", *, weight: int = 5, place: int = 0) -> Work:
    return Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(name=name), weight=weight, place=place)


def entries(lesson: Lesson) -> list[tuple[str, str, int | None]]:
    rows = Entry.objects.filter(chain__key=f"course:{lesson.course_id}").order_by("seq")
    return [(entry.verb, entry.subject.split(":")[0], entry.about) for entry in rows]


def test_a_mark_makes_the_default_work_and_is_logged(world: World, as_, save, lesson: Lesson) -> None:
    answer = save(as_(world.teacher), lesson, world.egor, "4", work="", seq=0)
    made = Work.objects.get(lesson=lesson)
    assert answer.status_code == 200
    assert answer.json() == {
        "text": "4", "lesson": lesson.pk, "work": made.pk, "student": world.egor.pk, "was_created_work": made.pk, "note": False,
        "row": {"student": world.egor.pk, "mean": "4,00", "wmean": "4,00", "missed": 0},
        "cells": [], "rows": [], "seq": 2, "columns_changed": False, "saved_at": "10:00",
    }  # fmt: skip
    assert (made.kind.name, made.weight) == ("ответ на уроке", 2)
    mark = Mark.objects.get()
    assert (mark.value, mark.n, mark.set_by_id, mark.made_up_on) == (4, 1, world.teacher.pk, None)
    assert entries(lesson) == [
        ("journal.work.add", "journal.work", None),
        ("journal.cell.set", "journal.mark", world.egor.pk),
    ]


def test_the_chain_of_the_course_verifies(world: World, as_, save, lesson: Lesson) -> None:
    client = as_(world.teacher)
    for text, was in (("5", ""), ("5/4", "5"), ("н", "5/4"), ("", "н")):
        assert save(client, lesson, world.egor, text, was=was).json()["text"] == text
    assert [broken for *_, broken in [log.verify()]] == [[]]
    assert Mark.objects.count() == Absence.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "text", "marks", "absence"),
    [
        ("54", "5/4", [(5, None), (4, None)], None),
        ("н4", "н/4", [(4, None)], ("absent", None)),
        ("оп7", "оп7", [], ("late", 7)),
        ("оп7/3", "оп7/3", [(3, None)], ("late", 7)),
        ("2>4", "2→4", [(4, 2)], None),
        (".", ".", [(0, None)], None),
        ("зач", "зач", [(10, None)], None),
        ("y", "н", [], ("absent", None)),
    ],
)
def test_what_is_typed_is_what_is_kept(
    world: World, as_, save, lesson: Lesson, typed: str, text: str, marks, absence
) -> None:
    work(lesson)
    assert save(as_(world.teacher), lesson, world.egor, typed).json()["text"] == text
    assert list(Mark.objects.order_by("n").values_list("value", "first_try")) == marks
    assert Absence.objects.values_list("kind", "minutes").first() == absence


def test_a_correction_changes_the_row_and_keeps_the_comment(world: World, as_, save, lesson: Lesson) -> None:
    one = work(lesson)
    mark = Mark.objects.create(
        work=one, student=world.egor, value=2, comment="Разобрать дома", set_at="2026-11-09T10:00Z"
    )
    answer = save(as_(world.teacher), lesson, world.egor, "3", was="2", work=one.pk).json()
    mark.refresh_from_db()
    assert (mark.value, mark.comment, answer["note"]) == (3, "Разобрать дома", True)
    assert Mark.objects.count() == 1


def test_a_made_up_work_bears_its_own_date(world: World, as_, save, lesson: Lesson) -> None:
    work(lesson)
    client = as_(world.teacher)
    save(client, lesson, world.egor, "н/4")
    assert Mark.objects.get().made_up_on == TODAY
    save(client, lesson, world.egor, "4", was="н/4")
    assert Mark.objects.get().made_up_on is None


def test_a_point_has_a_deadline_of_the_setting(world: World, as_, save, lesson: Lesson) -> None:
    work(lesson)
    save(as_(world.teacher), lesson, world.egor, ".")
    assert Mark.objects.get().deadline == date(2026, 12, 1)
    Setting.objects.create(key="journal.point_days", value=3, since=TODAY)
    save(as_(world.teacher), lesson, world.alisa, ".")
    assert Mark.objects.get(student=world.alisa).deadline == date(2026, 11, 27)


def test_an_expired_point_counts_as_two_where_the_school_says_so(world: World, as_, save, lesson: Lesson) -> None:
    """(4·5 + 2·5) / 10 = 3."""
    first, second = work(lesson), work(world.lessons["algebra"][1])
    Mark.objects.create(
        work=first, student=world.egor, value=0, deadline=date(2026, 11, 20), set_at="2026-11-09T10:00Z"
    )
    client = as_(world.teacher)
    row = save(client, world.lessons["algebra"][1], world.egor, "4", work=second.pk).json()["row"]
    assert row["wmean"] == "4,00"
    Setting.objects.create(key="journal.expired_point_is_two", value=True, since=TODAY)
    row = save(client, world.lessons["algebra"][1], world.egor, "4", was="4", work=second.pk).json()["row"]
    assert row["wmean"] == "3,00"


def test_the_weight_is_that_of_the_lessons_day_for_ever(world: World, as_, save, lesson: Lesson) -> None:
    kind = WorkKind.objects.get(is_default=True)
    WorkWeight.objects.create(kind=kind, weight=7, since=date(2026, 11, 10))
    save(as_(world.teacher), lesson, world.egor, "4")
    save(as_(world.teacher), world.lessons["algebra"][1], world.egor, "4")
    assert list(Work.objects.order_by("lesson__date").values_list("weight", flat=True)) == [2, 7]


# Refusals


@pytest.mark.parametrize("typed", ["6", "хорошо", "1", "н/н", "5/5/5", "оп99", ","])
def test_unknown_signs_are_refused_with_the_allowed_ones(world: World, as_, save, lesson: Lesson, typed: str) -> None:
    answer = save(as_(world.teacher), lesson, world.egor, typed)
    assert answer.status_code == 409
    assert "5, 4, 3, 2" in answer.json()["error"]
    assert not Entry.objects.filter(subject__startswith="journal").exists()


def test_one_is_a_mark_where_the_school_has_it(world: World, as_, save, lesson: Lesson) -> None:
    Setting.objects.create(key="journal.allow_one", value=True, since=TODAY)
    assert save(as_(world.teacher), lesson, world.egor, "1").json()["text"] == "1"


def test_a_future_lesson_is_refused(world: World, as_, save) -> None:
    future = next(lesson for lesson in world.lessons["algebra"] if lesson.date > TODAY)
    for text in ("5", "н"):
        answer = save(as_(world.teacher), future, world.egor, text)
        assert answer.status_code == 409
        assert "26.11.2026 ещё не наступил" in answer.json()["error"]


def test_days_outside_membership_are_refused(world: World, as_, save, lesson: Lesson) -> None:
    client = as_(world.teacher)
    assert "Новикова Вера: не в списке группы на 09.11.2026" in save(client, lesson, world.late, "5").json()["error"]
    assert save(client, world.lessons["algebra"][3], world.gone, "н").status_code == 409
    assert save(client, world.lessons["algebra"][3], world.late, "н").status_code == 200


def test_the_first_grade_has_attendance_only(world: World, as_, save) -> None:
    first = world.lessons["reading"][0]
    client = as_(world.primary_teacher)
    for text in ("5", "н/5", ".", "зач"):
        answer = save(client, first, world.first_grader, text)
        assert answer.status_code == 409
        assert "(§3.7)" in answer.json()["error"]
    assert save(client, first, world.first_grader, "н").json()["text"] == "н"


def test_an_ungraded_course_has_no_marks(world: World, as_, save, lesson: Lesson) -> None:
    Course.objects.filter(pk=world.algebra.pk).update(graded=False)
    answer = save(as_(world.teacher), lesson, world.egor, "5")
    assert "безотметочный" in answer.json()["error"]


def test_a_mark_for_an_answer_and_an_absence_exclude_each_other(world: World, as_, save, lesson: Lesson) -> None:
    client = as_(world.teacher)
    assert save(client, lesson, world.egor, "н/4").status_code == 409  # the default work is an answer
    oral, written = work(lesson, "ответ на уроке", weight=2), work(lesson, "тест", weight=4, place=1)
    assert save(client, lesson, world.egor, "н/4", work=oral.pk).status_code == 409
    assert save(client, lesson, world.egor, "н/4", work=written.pk).status_code == 200
    assert save(client, lesson, world.alisa, "5", work=oral.pk).status_code == 200
    answer = save(client, lesson, world.alisa, "н", work=written.pk)
    assert "сначала уберите её" in answer.json()["error"]
    assert save(client, lesson, world.alisa, "оп", work=written.pk).json()["text"] == "оп"


def test_an_absence_shows_in_every_work_of_the_lesson(world: World, as_, save, lesson: Lesson) -> None:
    first, second = work(lesson, "тест"), work(lesson, "диктант", place=1)
    client = as_(world.teacher)
    answer = save(client, lesson, world.egor, "н", work=first.pk, seq=0).json()
    assert answer["cells"] == [
        {"lesson": lesson.pk, "work": second.pk, "student": world.egor.pk, "text": "н", "note": False}
    ]
    answer = save(client, lesson, world.egor, "5", was="н", work=second.pk, seq=answer["seq"]).json()
    assert [(cell["work"], cell["text"]) for cell in answer["cells"]] == [(first.pk, "")]


# Two writers


def test_a_cell_changed_by_another_is_not_overwritten(world: World, as_, save, who, lesson: Lesson) -> None:
    work(lesson)
    save(as_(world.teacher), lesson, world.egor, "4")
    Lesson.objects.filter(pk=lesson.pk).update(substitute=world.other_teacher)
    answer = save(as_(world.other_teacher), lesson, world.egor, "3", was="")
    assert answer.status_code == 409
    assert answer.json() == {
        "error": "Пока вы писали, клетку изменили (Третьякова\u00a0О.\u00a0Н.): сейчас в ней «4».",
        "field": "text", "text": "4", "conflict": True, "by": "Третьякова\u00a0О.\u00a0Н.",
    }  # fmt: skip
    assert Mark.objects.get().value == 4
    assert save(as_(world.other_teacher), lesson, world.egor, "3", was="4").json()["text"] == "3"


def test_what_another_wrote_already_is_no_conflict(world: World, as_, save, lesson: Lesson) -> None:
    client = as_(world.teacher)
    save(client, lesson, world.egor, "4")
    answer = save(client, lesson, world.egor, "4", was="")
    assert (answer.status_code, answer.json()["text"]) == (200, "4")
    assert Entry.objects.filter(subject__startswith="journal.mark").count() == 1


def test_a_save_brings_what_others_changed_since(world: World, as_, save, lesson: Lesson) -> None:
    one, second = work(lesson), world.lessons["algebra"][1]
    client = as_(world.teacher)
    first = save(client, lesson, world.egor, "5", seq=0).json()
    save(client, second, world.alisa, "н")
    save(client, lesson, world.alisa, "3")
    answer = save(client, lesson, world.egor, "4", was="5", seq=first["seq"]).json()
    cells = {(cell["lesson"], cell["work"], cell["student"]): cell["text"] for cell in answer["cells"]}
    assert cells == {(second.pk, None, world.alisa.pk): "н", (lesson.pk, one.pk, world.alisa.pk): "3"}
    assert answer["rows"] == [{"student": world.alisa.pk, "mean": "3,00", "wmean": "3,00", "missed": 1}]
    assert answer["seq"] == 4
    assert answer["columns_changed"] is False


def test_a_deleted_mark_is_news_too(world: World, as_, save, lesson: Lesson) -> None:
    one = work(lesson)
    client = as_(world.teacher)
    save(client, lesson, world.alisa, "3")
    seen = save(client, lesson, world.alisa, "4", was="3", seq=0).json()["seq"]
    save(client, lesson, world.alisa, "5", was="4")
    save(client, lesson, world.alisa, "", was="5")
    answer = save(client, lesson, world.egor, "4", seq=seen).json()
    assert [(cell["work"], cell["text"]) for cell in answer["cells"]] == [(one.pk, "")]


def test_a_new_work_of_another_changes_the_columns(world: World, as_, save, who, lesson: Lesson) -> None:
    client = as_(world.teacher)
    seen = save(client, lesson, world.egor, "4", seq=0).json()["seq"]
    actions.add_work(who(world.teacher), lesson, kind=WorkKind.objects.get(name="тест"))
    assert save(client, lesson, world.alisa, "4", seq=seen).json()["columns_changed"] is True


# Retries


def test_a_retry_changes_nothing_and_answers_the_present_state(world: World, as_, save, lesson: Lesson) -> None:
    client, act = as_(world.teacher), str(uuid4())
    first = save(client, lesson, world.egor, "4", act=act, work="").json()
    save(client, lesson, world.egor, "5", was="4")
    again = save(client, lesson, world.egor, "4", act=act, work="")
    assert again.status_code == 200
    assert again.json()["text"] == "5"
    assert again.json()["was_created_work"] == first["was_created_work"]
    assert Entry.objects.filter(subject__startswith="journal.mark").count() == 2


def test_a_repeated_act_id_with_other_ids_is_not_found(world: World, as_, save, lesson: Lesson) -> None:
    client, act = as_(world.teacher), str(uuid4())
    assert save(client, lesson, world.egor, "4", act=act).status_code == 200
    assert save(client, lesson, world.senior, "4", act=act).status_code == 404
    assert save(client, lesson, world.egor, "4", act=act, work=2**40).status_code == 404


def test_an_act_id_of_another_person_is_refused(world: World, as_, save, lesson: Lesson) -> None:
    act = str(uuid4())
    save(as_(world.teacher), lesson, world.egor, "4", act=act)
    answer = save(as_(world.other_teacher), world.lessons["physics"][0], world.egor, "4", act=act)
    assert answer.status_code == 409
    assert Mark.objects.count() == 1


def test_what_was_typed_under_another_account_is_not_taken(world: World, as_, lesson: Lesson) -> None:
    data = {"lesson": lesson.pk, "student": world.egor.pk, "text": "5", "was": ""}
    headers = {"accept": "application/json", "x-account": str(world.other_teacher.account.pk)}
    answer = as_(world.teacher).post(reverse("journal:cell"), data, headers=headers)
    assert (answer.status_code, answer.json()["sign_in"]) == (401, True)
    assert not Mark.objects.exists()


# Foreign ids


def test_a_foreign_lesson_is_not_found(world: World, as_, save, lesson: Lesson) -> None:
    for stranger in (world.other_teacher, world.deputy, world.director, world.admin):
        assert save(as_(stranger), lesson, world.egor, "5").status_code == 404
    assert save(as_(world.egor), lesson, world.egor, "5").status_code == 403
    assert save(as_(world.teacher), world.lessons["physics"][0], world.egor, "5").status_code == 404
    assert not Mark.objects.exists()


def test_a_foreign_student_or_work_is_not_found(world: World, as_, save, lesson: Lesson) -> None:
    client = as_(world.teacher)
    foreign = work(world.lessons["physics"][0])
    assert save(client, lesson, world.senior, "5").status_code == 404
    assert save(client, lesson, world.egor, "5", work=foreign.pk).status_code == 404
    assert save(client, lesson, world.egor, "5", work=10**9).status_code == 404
    assert save(client, lesson, Person(pk=10**9), "н").status_code == 404
    assert not Mark.objects.exists()


def test_a_substitute_may_mark_only_that_lesson(world: World, as_, save) -> None:
    first, second = world.lessons["algebra"][:2]
    Lesson.objects.filter(pk=first.pk).update(substitute=world.primary_teacher)
    client = as_(world.primary_teacher)
    assert save(client, first, world.egor, "5").status_code == 200
    assert save(client, second, world.egor, "5").status_code == 404


@pytest.mark.parametrize("field", ["lesson", "student", "work", "seq"])
def test_nonsense_is_no_error_of_ours(world: World, as_, save, lesson: Lesson, field: str) -> None:
    for value in ("x", "-1", "9" * 40):
        data = {"lesson": lesson.pk, "student": world.egor.pk, "text": "5", "was": "", field: value}
        answer = as_(world.teacher).post(reverse("journal:cell"), data, headers={"accept": "application/json"})
        assert answer.status_code in {400, 404}, (field, value)


def test_without_a_session_the_script_is_told(world: World, client, lesson: Lesson, save) -> None:
    answer = save(client, lesson, world.egor, "5")
    assert (answer.status_code, answer.json()["sign_in"]) == (401, True)


# PostgreSQL locks the lesson's row by one more.
QUERIES_OF_A_SAVE = {"sqlite": 21, "postgresql": 22}


@pytest.mark.parametrize("more", [0, 20])
def test_a_save_costs_the_same_in_a_large_class(world: World, as_, save, django_assert_num_queries, more: int) -> None:
    lesson = world.lessons["algebra"][0]
    one = work(lesson)
    for n in range(more):
        pupil = Person.objects.create(last_name=f"Ученик{n}", first_name="Иван")
        member(world.class_8b, pupil)
        Mark.objects.create(work=one, student=pupil, value=4, set_at="2026-11-09T10:00Z")
    client = as_(world.teacher)
    save(client, lesson, world.alisa, "5", work=one.pk, seq=0)
    with django_assert_num_queries(QUERIES_OF_A_SAVE[connection.vendor]):
        assert save(client, lesson, world.egor, "5", work=one.pk, seq=1).status_code == 200
