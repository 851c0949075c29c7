"""Topic, homework and files of a lesson (§4.4.1, §4.4.7, §3.7)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.world import TODAY, World, member
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal import actions
from zhurnal.journal.actions.files import path_of
from zhurnal.journal.models import Attachment, Homework, LessonRecord
from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson

JSON = {"accept": "application/json"}
PDF = b"%PDF-1.7 a short leaflet"


@pytest.fixture
def lesson(world: World) -> Lesson:
    return world.lessons["algebra"][0]


def url(name: str, row) -> str:
    return reverse(f"journal:{name}", args=[row.pk])


def send(client: Client, lesson: Lesson, **fields):
    data = {"topic": "", "homework": "", "minutes": "", "due": "", **fields}
    return client.post(url("record", lesson), data, headers=JSON)


def test_topic_and_homework_are_kept_and_logged(world: World, as_, lesson: Lesson) -> None:
    answer = send(
        as_(world.teacher), lesson, topic="Квадратные уравнения", homework="§ 21, № 534", minutes="25", due="2026-11-12"
    )
    assert answer.status_code == 200
    assert answer.json()["saved_at"] == "10:00"
    record, task = LessonRecord.objects.get(), Homework.objects.get()
    assert (record.topic, record.written_by) == ("Квадратные уравнения", world.teacher)
    assert (task.text, task.minutes, task.due, task.is_none) == ("§ 21, № 534", 25, date(2026, 11, 12), False)
    logged = Entry.objects.filter(chain__key=f"course:{world.algebra.pk}").values_list("verb", "subject")
    assert {(verb, subject.split(":")[0]) for verb, subject in logged} == {
        ("journal.record.save", "journal.lessonrecord"), ("journal.record.save", "journal.homework"),
    }  # fmt: skip


def test_saving_the_same_again_writes_nothing(world: World, as_, lesson: Lesson) -> None:
    client = as_(world.teacher)
    for _ in range(2):
        send(client, lesson, topic="Корни", homework="§ 21")
    assert Entry.objects.filter(verb="journal.record.save").count() == 2


def test_without_a_script_the_page_comes_back(world: World, as_, lesson: Lesson) -> None:
    answer = as_(world.teacher).post(url("record", lesson), {"topic": "Корни", "next": "lesson"})
    assert (answer.status_code, answer["Location"]) == (302, url("lesson", lesson))
    answer = as_(world.teacher).post(url("record", lesson), {"topic": "Корни уравнения"})
    assert answer["Location"] == f"{url('register', world.algebra)}?lesson={lesson.pk}"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"topic": "Present Simple"}, "topic", "Тема урока: записи ведутся на русском языке (§4.4.7)"),
        ({"homework": "ex. 5"}, "homework", "Домашнее задание: записи ведутся"),
        ({"homework": "§ 5", "is_none": "1"}, "homework", "оставьте одно из двух"),
        ({"homework": "§ 5", "due": "2026-11-09"}, "due", "позже дня урока"),
        ({"homework": "§ 5", "minutes": "900"}, "minutes", ""),
        ({"homework": "§ 5", "minutes": "много"}, "minutes", ""),
        ({"topic": "Т" * 501}, "topic", ""),
    ],
)
def test_refusals_name_field_and_clause(world: World, as_, lesson: Lesson, fields, field: str, words: str) -> None:
    answer = send(as_(world.teacher), lesson, **fields)
    assert answer.status_code == 409
    assert answer.json()["field"] == field
    assert words in answer.json()["error"]
    assert not LessonRecord.objects.exists()
    assert not Homework.objects.exists()


def test_numbers_and_quotations_are_fine(world: World, as_, lesson: Lesson) -> None:
    answer = send(as_(world.teacher), lesson, topic="Time: настоящее время", homework="№ 534, 541")
    assert answer.status_code == 200


def test_the_first_grade_has_topics_but_no_homework(world: World, as_) -> None:
    lesson = world.lessons["reading"][0]
    client = as_(world.primary_teacher)
    answer = send(client, lesson, topic="Буква Ё", homework="Читать")
    assert (answer.status_code, answer.json()["field"]) == (409, "homework")
    assert "(§3.7)" in answer.json()["error"]
    assert send(client, lesson, topic="Буква Ё").status_code == 200
    file = SimpleUploadedFile("а.pdf", PDF)
    assert client.post(url("add-file", lesson), {"file": file}, headers=JSON).status_code == 409


def test_nothing_set_is_said(world: World, as_, lesson: Lesson) -> None:
    send(as_(world.teacher), lesson, topic="Корни", is_none="1")
    assert Homework.objects.get().is_none is True


def test_another_teachers_later_text_is_not_overwritten(world: World, as_, lesson: Lesson) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(substitute=world.other_teacher)
    send(as_(world.other_teacher), lesson, topic="Корни", seen="")
    answer = send(as_(world.teacher), lesson, topic="Дискриминант", seen="")
    assert answer.status_code == 409
    assert "изменил другой учитель" in answer.json()["error"]
    assert LessonRecord.objects.get().topic == "Корни"


def test_ones_own_text_of_another_window_is(world: World, as_, lesson: Lesson) -> None:
    client = as_(world.teacher)
    send(client, lesson, topic="Корни", seen="")
    assert send(client, lesson, topic="Дискриминант", seen="").status_code == 200
    assert LessonRecord.objects.get().topic == "Дискриминант"


def test_what_the_page_was_drawn_with_lets_save(world: World, as_, lesson: Lesson) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(substitute=world.other_teacher)
    seen = send(as_(world.other_teacher), lesson, topic="Корни").json()["seen"]
    assert send(as_(world.teacher), lesson, topic="Дискриминант", seen=seen).status_code == 200


def test_foreign_lessons_are_not_found(world: World, as_, lesson: Lesson) -> None:
    for stranger in (world.other_teacher, world.director, world.egor):
        assert send(as_(stranger), lesson, topic="Корни").status_code == 404


def test_a_reader_sees_topic_and_links(world: World, as_, who, lesson: Lesson) -> None:
    actions.save_record(who(world.teacher), lesson, topic="Корни", homework="Урок https://resh.edu.ru/1 <b>")
    html = as_(world.director).get(url("panel", lesson)).content.decode()
    assert "Корни" in html
    assert '<a href="https://resh.edu.ru/1" rel="nofollow">' in html
    assert "&lt;b&gt;" in html
    assert "<form" not in html


# Files


def test_a_file_is_kept_by_its_content_and_served_as_an_attachment(world: World, as_, lesson: Lesson) -> None:
    client = as_(world.teacher)
    answer = client.post(url("add-file", lesson), {"file": SimpleUploadedFile("Памятка.pdf", PDF)})
    assert answer.status_code == 302
    file = Attachment.objects.get()
    assert (file.name, file.size, file.kind) == ("Памятка.pdf", len(PDF), "application/pdf")
    assert path_of(file.sha256).read_bytes() == PDF
    answer = client.get(url("attachment", file))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("вирус.pdf", b"MZ\x90\x00", "не подходит"),
        ("план.docx", PDF, "назван не по содержимому"),
        ("пусто.txt", b"", ""),
        ("много.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "больше 10 МБ"),
    ],
)
def test_other_files_are_refused(world: World, as_, lesson: Lesson, name: str, content: bytes, words: str) -> None:
    answer = as_(world.teacher).post(url("add-file", lesson), {"file": SimpleUploadedFile(name, content)}, headers=JSON)
    assert answer.status_code == 409
    assert words in answer.json()["error"]
    assert not Attachment.objects.exists()


def test_ten_files_at_most_and_none_with_nothing_set(world: World, who, lesson: Lesson) -> None:
    for number in range(10):
        actions.add_file(who(world.teacher), lesson, name=f"{number}.txt", content=f"Лист {number}".encode())
    with pytest.raises(Refused, match="не больше 10"):
        actions.add_file(who(world.teacher), lesson, name="11.txt", content="Лист".encode())
    other = world.lessons["algebra"][1]
    actions.save_record(who(world.teacher), other, topic="", is_none=True)
    with pytest.raises(Refused, match="не задано"):
        actions.add_file(who(world.teacher), other, name="1.txt", content="Лист".encode())


def test_removing_a_file_keeps_its_log(world: World, as_, who, lesson: Lesson) -> None:
    file = actions.add_file(who(world.teacher), lesson, name="а.txt", content="Лист".encode())
    assert as_(world.other_teacher).post(url("remove-file", file)).status_code == 404
    assert as_(world.teacher).post(url("remove-file", file)).status_code == 302
    assert not Attachment.objects.exists()
    assert Entry.objects.filter(verb="journal.file.remove").count() == 1


def test_who_may_download(world: World, as_, who, lesson: Lesson) -> None:
    """Teacher, class teacher, management and the families of the class as it was on the day; nobody else."""
    file = actions.add_file(who(world.teacher), lesson, name="а.txt", content="Лист".encode())
    pupil = Person.objects.create(last_name="Чужой", first_name="Иван")
    member(world.class_10a, pupil)
    allowed = (world.teacher, world.director, world.admin, world.deputy, world.egor, world.alisa, world.father)
    refused = (world.other_teacher, world.clerk, world.primary_teacher, world.left_teacher)
    assert [as_(person).get(url("attachment", file)).status_code for person in allowed] == [200] * 7
    assert [as_(person).get(url("attachment", file)).status_code for person in refused] == [404] * 4


def test_a_file_of_another_group_is_not_found(world: World, as_, who) -> None:
    """The English group 1 is Egor's; Alisa is in group 2."""
    file = actions.add_file(
        who(world.other_teacher), world.lessons["english"][0], name="а.txt", content="Лист".encode()
    )
    assert as_(world.egor).get(url("attachment", file)).status_code == 200
    assert as_(world.alisa).get(url("attachment", file)).status_code == 404
    assert as_(world.father).get(url("attachment", file)).status_code == 404


def test_due_is_shown_on_the_panel(world: World, as_, who, lesson: Lesson) -> None:
    actions.save_record(who(world.teacher), lesson, topic="Корни", homework="§ 21", minutes=25, due=TODAY)
    html = as_(world.teacher).get(url("panel", lesson)).content.decode()
    assert 'value="2026-11-24"' in html
    assert 'value="25"' in html
