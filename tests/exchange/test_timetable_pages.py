"""A timetable brought on the web: previewed, its words understood and remembered, written into force or into a draft."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.exchange.asc_files import school, xml
from tests.exchange.test_grid_cells import book
from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.models import Entry
from zhurnal.exchange import timetables
from zhurnal.exchange.importers.grid import word_key
from zhurnal.exchange.matching.words import Kind, Names, guess
from zhurnal.exchange.models import Import
from zhurnal.exchange.models import Mapping as Remembered
from zhurnal.reports.timetable_files import school_xlsx
from zhurnal.school.access import staff_to_assign
from zhurnal.school.models import Course, Group, Room, Subject, Teaching
from zhurnal.timetable.models import BellSchedule, Draft, DraftSlot, Slot
from zhurnal.timetable.wall import wall_of

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "timetable"
UPLOAD = "exchange:timetables"


def text_of(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def brought(client, content: bytes, name: str = "Расписание.xlsx"):
    return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, content)}, follow=True)


def url(page: str) -> str:
    return reverse(f"exchange:{page}", args=[Import.objects.latest("pk").pk])


def apply(client, **data: str):
    data = {"into": "force", "since": TODAY.isoformat(), "draft": "", **data}
    return client.post(url("timetable-apply"), data, follow=True)


def exported(world: World) -> bytes:
    return school_xlsx(wall_of(world.year, TODAY))


def changes(world: World, who, content: bytes):
    row = Import(kind="grid", name="x.xlsx", content=timetables.secret.seal(content))
    found = timetables.read(row, world.year, TODAY, staff_to_assign(who(world.deputy)))
    return timetables.changes_of(found, world.year, TODAY)


# Our own file comes back without a change


def test_our_own_workbook_changes_nothing(world: World, who) -> None:
    found = changes(world, who, exported(world))
    assert (found.nothing, found.errors, len(found.plan.slots)) == (True, [], 11)
    assert not found.oddities


def test_round_trip_of_everything_that_a_timetable_has(world: World, who) -> None:
    """Weeks of the cycle, further rooms, slots of all teachers, electives, joined groups, a subject with a slash, namesakes."""
    Slot.objects.filter(course=world.physics, weekday=2).update(week=2)
    Slot.objects.get(course=world.physics, weekday=5).more_rooms.add(Room.objects.create(name="Лаб. 2/1, малая"))
    Slot.objects.filter(course=world.algebra).update(teacher=None)
    Teaching.objects.create(person=world.deputy, course=world.algebra, since=SEPTEMBER)
    world.other_teacher.pk, twin = (
        world.other_teacher.pk,
        type(world.teacher)(last_name="Окулов", first_name="Денис", middle_name="Семёнович"),
    )
    twin.save()
    for kind, name, classes in (
        (Group.Kind.ELECTIVE, "Робототехника", [world.class_8b, world.class_10a]),
        (Group.Kind.JOINED, "8Б + 10А", [world.class_8b, world.class_10a]),
    ):
        group = Group.objects.create(year=world.year, kind=kind, name=name, grade=8)
        group.classes.add(*classes)
        subject = Subject.objects.create(name=f"ИЗО/{name} (технология)")
        course = Course.objects.create(year=world.year, subject=subject, group=group)
        Teaching.objects.create(person=twin, course=course, since=SEPTEMBER)
        Slot.objects.create(
            course=course, weekday=5, number=5 if kind == "joined" else 6, teacher=twin, since=SEPTEMBER
        )
    found = changes(world, who, exported(world))
    assert found.errors == []
    assert ([str(slot) for slot, _ in found.new_slots], [str(slot) for slot in found.ended_slots]) == ([], [])
    assert found.nothing


# The pages


def test_a_changed_cell_is_one_change(world: World, as_, who) -> None:
    deputy = as_(world.deputy)
    rows = [
        ["День", "Урок", "8Б"],
        ["Понедельник", 2, "Алгебра / Третьякова О. Н. / 214"], ["Понедельник", 4, "Английский язык (англ. 1) / Окулов Д. С. / 118"],
        ["Вторник", 3, "Алгебра / Третьякова О. Н. / 214"], ["Вторник", 4, "Физика / Окулов Д. С. / 305"],
        ["Среда", 3, "Английский язык (англ. 1) / Окулов Д. С. / 118"], ["Четверг", 1, "Алгебра / Третьякова О. Н. / 101"],
        ["Пятница", 2, "Физика / Окулов Д. С. / 305"],
    ]  # fmt: skip
    page = text_of(brought(deputy, book(rows)))
    assert "Все названия файла есть в журнале" in page
    assert Slot.objects.count() == 11
    answer = apply(deputy)
    assert "Создать уроки" in text_of(answer)
    assert Slot.objects.filter(until=date(2026, 11, 23)).get().weekday == 4
    new = Slot.objects.filter(since=TODAY).get()
    assert (new.course, new.weekday, new.number, new.room.name) == (world.algebra, 4, 1, "101")
    row = Import.objects.get()
    assert (row.state, bytes(row.content), row.counts["slots"], row.counts["ended"]) == ("applied", b"", 1, 1)
    acts = Entry.objects.filter(act=row.act).values_list("verb", flat=True)
    assert {"timetable.slot.end", "timetable.slot.create", "exchange.timetable.apply"} <= set(acts)
    assert "Записано" in text_of(deputy.get(url("timetable")))


STRANGE = [
    ["День", "Урок", "8Б", "Восьмой бэ"],
    ["Понедельник", 1, "Алг. / Третякова / 214", "Химея / Кто-то / 12"],
]


def test_unknown_words_are_guessed_shown_chosen_and_remembered(world: World, as_) -> None:
    deputy = as_(world.deputy)
    page = text_of(brought(deputy, book(STRANGE)))
    assert "лист «Расписание», ячейка C2" in page  # where the word stands
    assert "Не понятно, кто или что это: класс «Восьмой бэ»." in page
    assert "Не понятно, кто или что это: учитель «Кто-то»." in page
    assert apply(deputy).status_code == 200
    assert not Slot.objects.filter(since=TODAY).exists()
    form = deputy.get(url("timetable")).context["words"]
    by_text = {word.text: (name, word) for name, word in form.words.items()}
    assert by_text["Алг."][1].choice == world.algebra.subject_id
    assert by_text["Третякова"][1].choice == world.teacher.pk
    assert by_text["Химея"][1].choice == "new"
    data = {
        by_text["Восьмой бэ"][0]: "skip",
        by_text["Кто-то"][0]: "skip",
        by_text["Химея"][0]: str(world.physics.subject_id),
    }
    page = text_of(deputy.post(url("timetable-words"), data, follow=True))
    assert "Названия запомнены" in page
    assert "Не понятно" not in page
    assert Remembered.objects.filter(kind="grid-subject").get().columns == {
        "word": "химея",
        "means": world.physics.subject_id,
    }
    again = deputy.get(
        reverse("exchange:timetable", args=[brought(deputy, book(STRANGE), "другой.xlsx").context["row"].pk])
    )
    found = {word.text: (word.choice, word.how) for word in again.context["page"].words}
    assert found["Химея"] == (world.physics.subject_id, "remembered")
    assert found["Восьмой бэ"] == ("skip", "remembered")
    apply(deputy)
    new = Slot.objects.get(since=TODAY)
    assert (new.course, new.weekday, new.number) == (world.algebra, 1, 1)


def test_a_foreign_id_is_no_choice(world: World, as_) -> None:
    deputy = as_(world.deputy)
    brought(deputy, book(STRANGE))
    form = deputy.get(url("timetable")).context["words"]
    name = next(name for name, word in form.words.items() if word.text == "Кто-то")
    page = text_of(deputy.post(url("timetable-words"), {name: str(world.egor.pk)}))
    assert "Такого в школе больше нет" in page
    assert not Remembered.objects.exists()


def test_faults_are_named_and_nothing_is_written(world: World, as_) -> None:
    deputy = as_(world.deputy)
    page = text_of(brought(deputy, book([["День", "Урок", "8Б"], ["Пн", 1, "Алгебра / Третьякова О. Н. / 214 / 5"]])))
    assert "Лишние части: «5»" in page
    assert "лист «Расписание», ячейка C2 (класс 8Б)" in page
    assert "disabled" in page
    assert "Расписание не загружено" in text_of(apply(deputy))
    assert Slot.objects.count() == 11


def test_clashes_are_told_with_both_cells(world: World, as_) -> None:
    rows = [
        ["День", "Урок", "8Б", "10А"],
        ["Пн", 1, "Алгебра / Третьякова О. Н. / 214", "Физика / Третьякова О. Н. / 214"],
    ]
    page = text_of(brought(as_(world.deputy), book(rows)))
    assert "Накладка (понедельник, 1-й урок): учитель Третьякова Ольга Николаевна на двух уроках сразу." in page
    assert "кабинет 214 на двух уроках сразу" in page
    assert "лист «Расписание», ячейка C2 и лист «Расписание», ячейка D2" in page


def test_into_a_draft_with_the_classes_that_the_file_has_not(world: World, as_) -> None:
    deputy = as_(world.deputy)
    brought(deputy, book([["День", "Урок", "8Б"], ["Пн", 1, "Алгебра / Третьякова О. Н. / 214"]]))
    answer = apply(deputy, into="draft", draft="Со второй четверти", since="2026-12-01")
    assert "Открыть черновик" in text_of(answer)
    draft = Draft.objects.get()
    assert (draft.name, draft.since) == ("Со второй четверти", date(2026, 12, 1))
    assert sorted(DraftSlot.objects.values_list("course__subject__name", "weekday", "number")) == [
        ("Алгебра", 1, 1), ("Литературное чтение", 1, 1), ("Литературное чтение", 2, 1), ("Литературное чтение", 3, 1),
        ("Литературное чтение", 4, 2),
    ]  # fmt: skip
    assert Slot.objects.filter(until=None).count() == 11
    brought(deputy, book([["День", "Урок", "8Б"], ["Пн", 1, "Алгебра"]]))
    assert "уже есть: назовите этот иначе" in text_of(apply(deputy, into="draft", draft="Со второй четверти"))


def test_asc_goes_through_the_same_pages(world: World, as_) -> None:
    admin = as_(world.admin)
    page = text_of(brought(admin, xml(school()).encode(), "school.xml"))
    assert "расписание aSc" in page.lower() or "Расписание aSc" in page
    assert "Названия из файла" not in page
    before = Slot.objects.count()
    apply(admin)
    assert Slot.objects.count() > before
    assert Import.objects.get().kind == "asc"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("пусто.xlsx", b"", "Файл пуст"),
        ("битый.xlsx", b"PK\x03\x04broken", "повреждён"),
        ("страница.xml", b"<html><body/></html>", "timetable"),
        ("список.csv", "ФИО;Класс\nБелова;8Б".encode(), "нет строки с названиями классов"),
    ],
)
def test_what_is_no_timetable_is_said_and_not_kept(world: World, as_, name: str, content: bytes, words: str) -> None:
    answer = brought(as_(world.deputy), content, name)
    assert words in text_of(answer)
    assert not Import.objects.exists()


def test_only_makers_of_the_timetable_bring_one(world: World, as_) -> None:
    for person, status in (
        (world.deputy, 200),
        (world.admin, 200),
        (world.clerk, 403),
        (world.teacher, 403),
        (world.father, 403),
    ):
        assert as_(person).get(reverse(UPLOAD)).status_code == status
    brought(as_(world.deputy), book(STRANGE))
    for page in ("timetable", "timetable-words", "timetable-apply", "timetable-drop"):
        assert as_(world.teacher).post(url(page)).status_code in {404, 405}


def test_put_away_and_sent_twice(world: World, as_) -> None:
    deputy = as_(world.deputy)
    brought(deputy, book(STRANGE))
    assert "Файл убран" in text_of(deputy.post(url("timetable-drop"), follow=True))
    row = Import.objects.get()
    assert (row.state, bytes(row.content)) == ("declined", b"")
    assert deputy.post(url("timetable-apply"), {}).status_code == 404


@pytest.mark.skipif(not REAL.is_dir(), reason="the real timetables are not beside this checkout")
@pytest.mark.parametrize(("name", "slots"), [("school_a.xml", 1023), ("school_c_cp1251.xml", 781)])
def test_real_timetables_are_previewed_whole(world: World, as_, name: str, slots: int) -> None:
    page = brought(as_(world.deputy), (REAL / name).read_bytes(), name).context["page"]
    assert page.ready
    assert (page.counts[0].read, page.counts[0].new) == (slots, slots)


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("Англ.яз.", "english"), ("англ яз", "english"), ("Английский", "english"), ("Алгебро", "algebra"),
        ("лит. чт.", "reading"), ("Литчтение", "reading"), ("Астрономия", None),
    ],
)  # fmt: skip
def test_subjects_are_guessed(world: World, word: str, choice: str | None) -> None:
    names = Names.of(world.year, [])
    meant, _ = guess(Kind.SUBJECT, word, word_key(word), names)
    assert meant == (getattr(world, choice).subject_id if choice else "new")


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("Окулов Д. С.", "other_teacher"), ("Д.С. Окулов", "other_teacher"), ("ОКУЛОВ", "other_teacher"),
        ("Окулов Дмитрий Сергеевич", "other_teacher"), ("Акулов Д.С.", "other_teacher"), ("Окулов И.С.", "new"),
        ("Новый Пётр", "new"), ("Кто-то", None),
    ],
)  # fmt: skip
def test_teachers_are_guessed_by_surname_and_initials(world: World, word: str, choice: str | None) -> None:
    names = Names.of(world.year, [world.teacher, world.other_teacher])
    meant, _ = guess(Kind.TEACHER, word, word_key(word), names)
    assert meant == (getattr(world, choice).pk if choice and choice != "new" else choice)


def test_content_lies_sealed(world: World, as_) -> None:
    brought(as_(world.deputy), xml(school()).encode(), "school.xml")
    assert b"timetable" not in bytes(Import.objects.get().content)
    assert BytesIO(timetables.content_of(Import.objects.get())).read(5) == b"<?xml"


def test_a_preview_names_bells_that_the_file_brings(world: World, as_) -> None:
    """Bells are not counted among the lines, and yet they change: the page says so before anything is written."""
    BellSchedule.objects.filter(year=world.year).delete()
    page = text_of(brought(as_(world.admin), xml(school()).encode(), "school.xml"))
    assert "Звонки взяты из файла: 6 уроков, 8:30–14:15." in page


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_of_files_does_not_grow_with_them(world: World, as_, django_assert_num_queries, files: int) -> None:
    deputy = as_(world.deputy)
    for number in range(files):
        brought(deputy, book(STRANGE), f"{number}.xlsx")
    with django_assert_num_queries(7):
        deputy.get(reverse(UPLOAD))
