"""The dialog of a cell: history, comment, re-sit, deadline."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.world import TODAY, World
from zhurnal.core.models import Entry
from zhurnal.journal.models import Mark, Work, WorkKind
from zhurnal.journal.queries.history import cell_history
from zhurnal.timetable.models import Lesson

JSON = {"accept": "application/json"}


@pytest.fixture
def lesson(world: World) -> Lesson:
    return world.lessons["algebra"][0]


@pytest.fixture
def test_work(lesson: Lesson) -> Work:
    return Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(name="тест"), weight=4)


def dialog(client, lesson: Lesson, student, work: Work | None = None) -> str:
    url = reverse("journal:history", args=[lesson.pk])
    answer = client.get(url, {"student": student.pk, "work": work.pk if work else ""})
    assert answer.status_code == 200
    return answer.content.decode()


def words(lesson: Lesson, student, work: Work | None) -> list[str]:
    return [line.words for line in cell_history(lesson, student, work).lines]


def test_every_change_is_told_newest_first(world: World, as_, save, lesson: Lesson, test_work: Work) -> None:
    client = as_(world.teacher)
    for was, text in (("", "4"), ("4", "5"), ("5", "н/5"), ("н/5", "5"), ("5", "5/3"), ("5/3", "")):
        assert save(client, lesson, world.egor, text, was=was, work=test_work.pk).status_code == 200
    assert words(lesson, world.egor, test_work) == [
        "убрано «3»", "убрано «5»", "поставлено «3»", "убрано «н»", "поставлено «н»", "«4» исправлено на «5»", "поставлено «4»",
    ]  # fmt: skip
    assert "Третьякова" in dialog(client, lesson, world.egor, test_work)


def test_other_works_and_students_are_not_told(world: World, as_, save, lesson: Lesson, test_work: Work) -> None:
    other = Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(name="диктант"), weight=4, place=1)
    client = as_(world.teacher)
    save(client, lesson, world.egor, "4", work=other.pk)
    save(client, lesson, world.alisa, "3", work=test_work.pk)
    save(client, world.lessons["algebra"][1], world.egor, "н")
    assert words(lesson, world.egor, test_work) == []


def test_a_comment_is_written_told_and_taken_away(world: World, as_, save, lesson: Lesson, test_work: Work) -> None:
    client = as_(world.teacher)
    seq = save(client, lesson, world.egor, "4", work=test_work.pk, seq=0).json()["seq"]
    mark = Mark.objects.get()
    answer = client.post(
        reverse("journal:comment"), {"mark": mark.pk, "comment": "Хорошо, но без проверки", "seq": seq}, headers=JSON
    )
    assert answer.json()["cells"] == [
        {"lesson": lesson.pk, "work": test_work.pk, "student": world.egor.pk, "text": "4", "note": True}
    ]
    assert words(lesson, world.egor, test_work)[0] == "комментарий: «Хорошо, но без проверки»"
    client.post(reverse("journal:comment"), {"mark": mark.pk, "comment": ""})
    assert words(lesson, world.egor, test_work)[0] == "комментарий убран"
    assert Entry.objects.filter(verb="journal.mark.comment", about=world.egor.pk).count() == 2


def test_a_re_sit_keeps_the_first_try(world: World, as_, save, lesson: Lesson, test_work: Work) -> None:
    client = as_(world.teacher)
    save(client, lesson, world.egor, "2", work=test_work.pk)
    mark = Mark.objects.get()
    answer = client.post(reverse("journal:re-sit"), {"mark": mark.pk, "value": "4", "on": "2026-11-20"})
    assert answer["Location"] == f"{reverse('journal:register', args=[world.algebra.pk])}?lesson={lesson.pk}"
    mark.refresh_from_db()
    assert (mark.first_try, mark.value, str(mark.made_up_on)) == (2, 4, "2026-11-20")
    assert cell_history(lesson, world.egor, test_work).text == "2→4"
    assert words(lesson, world.egor, test_work)[0] == "«2» исправлено на «2→4»"
    client.post(reverse("journal:re-sit"), {"mark": mark.pk, "value": "5", "on": "2026-11-23"})
    mark.refresh_from_db()
    assert (mark.first_try, mark.value) == (2, 5)


@pytest.mark.parametrize(
    ("value", "on", "words_"),
    [
        ("4", "2026-11-08", "от дня урока"),
        ("4", "2026-11-25", "до сегодняшнего"),
        ("7", "2026-11-20", ""),
        ("4", "вчера", ""),
    ],
)
def test_a_re_sit_is_refused(
    world: World, as_, save, lesson: Lesson, test_work: Work, value: str, on: str, words_: str
) -> None:
    client = as_(world.teacher)
    save(client, lesson, world.egor, "2", work=test_work.pk)
    answer = client.post(
        reverse("journal:re-sit"), {"mark": Mark.objects.get().pk, "value": value, "on": on}, headers=JSON
    )
    assert answer.status_code == 409
    assert words_ in answer.json()["error"]
    assert Mark.objects.get().first_try is None


def test_one_is_no_re_sit_where_the_school_has_none(world: World, as_, save, lesson: Lesson, test_work: Work) -> None:
    client = as_(world.teacher)
    save(client, lesson, world.egor, "2", work=test_work.pk)
    data = {"mark": Mark.objects.get().pk, "value": "1", "on": str(TODAY)}
    assert client.post(reverse("journal:re-sit"), data, headers=JSON).status_code == 409


def test_only_a_mark_is_re_sat_and_only_a_point_has_a_deadline(
    world: World, as_, save, lesson: Lesson, test_work: Work
) -> None:
    client = as_(world.teacher)
    save(client, lesson, world.egor, ".", work=test_work.pk)
    save(client, lesson, world.alisa, "4", work=test_work.pk)
    point, mark = Mark.objects.get(student=world.egor), Mark.objects.get(student=world.alisa)
    url = reverse("journal:deadline")
    assert client.post(url, {"mark": mark.pk, "deadline": "2026-12-01"}, headers=JSON).status_code == 409
    assert client.post(url, {"mark": point.pk, "deadline": "2026-11-01"}, headers=JSON).status_code == 409
    assert client.post(url, {"mark": point.pk, "deadline": "2026-12-15"}, headers=JSON).status_code == 200
    point.refresh_from_db()
    assert str(point.deadline) == "2026-12-15"
    again = client.post(reverse("journal:re-sit"), {"mark": point.pk, "value": "4", "on": str(TODAY)}, headers=JSON)
    assert again.status_code == 409


def test_readers_read_and_do_not_write(world: World, as_, save, lesson: Lesson, test_work: Work) -> None:
    save(as_(world.teacher), lesson, world.egor, "4", work=test_work.pk)
    mark = Mark.objects.get()
    html = dialog(as_(world.director), lesson, world.egor, test_work)
    assert "поставлено «4»" in html
    assert "<form" not in html
    for name, data in (
        ("comment", {"comment": "х"}),
        ("re-sit", {"value": "5", "on": str(TODAY)}),
        ("deadline", {"deadline": str(TODAY)}),
    ):
        for stranger, status in ((world.director, 404), (world.other_teacher, 404), (world.egor, 403)):
            answer = as_(stranger).post(reverse(f"journal:{name}"), {"mark": mark.pk, **data}, headers=JSON)
            assert answer.status_code == status


def test_foreign_cells_are_not_found(world: World, as_, lesson: Lesson, test_work: Work) -> None:
    url = reverse("journal:history", args=[lesson.pk])
    foreign = Work.objects.create(lesson=world.lessons["physics"][0], kind=test_work.kind, weight=4)
    client = as_(world.teacher)
    assert client.get(url, {"student": world.senior.pk}).status_code == 404
    assert client.get(url, {"student": world.egor.pk, "work": foreign.pk}).status_code == 404
    assert as_(world.other_teacher).get(url, {"student": world.egor.pk}).status_code == 404
    assert as_(world.father).get(url, {"student": world.alisa.pk}).status_code == 404


def test_without_a_student_the_register_opens(world: World, as_, lesson: Lesson) -> None:
    assert as_(world.teacher).get(reverse("journal:history", args=[lesson.pk])).status_code == 302


def test_an_empty_cell_has_no_story(world: World, as_, lesson: Lesson) -> None:
    html = dialog(as_(world.teacher), lesson, world.egor)
    assert "ещё ничего не&nbsp;меняли" in html
    assert "сначала поставьте её" in html
