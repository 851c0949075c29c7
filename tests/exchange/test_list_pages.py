"""The pages of lists: brought by the clerk, decided about by the administrator."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.exchange.test_lists import EGOR, HEAD, NOTHING, STAFF, VERA, brought
from tests.exchange.test_students_reading import csv_bytes
from tests.world import World
from zhurnal.core import clock
from zhurnal.exchange import actions
from zhurnal.exchange.models import Import, Mapping
from zhurnal.people.models import Notice, Person

OTHER_EGOR = ["Белозёров Егор Олегович", "06.05.2011", *EGOR[2:]]
BROKEN = ["=HYPERLINK(1)", "31.02.2012", "ж", "8Б", "", "", ""]


def send(client: Client, content: bytes, name: str = "8Б.csv", page: str = "exchange:upload-students"):
    return client.post(reverse(page), {"file": SimpleUploadedFile(name, content)})


def text_of(client: Client, page: str, *args: int) -> str:
    answer = client.get(reverse(page, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_heading_is_shown_with_samples_and_remembered(world: World, as_) -> None:
    client = as_(world.clerk)
    answer = send(client, csv_bytes([HEAD, VERA]))
    row = Import.objects.get()
    assert answer.url == reverse("exchange:columns", args=[row.pk])
    shown = text_of(client, "exchange:columns", row.pk)
    assert "14.03.2012" in shown
    assert '<option value="student.0.birth" selected>' in shown
    codes = ["student.0.full", "", "", "student.0.class", "", "mother.0.full", "mother.0.phone"]
    answer = client.post(answer.url, {f"c0_{n}": code for n, code in enumerate(codes)})
    assert answer.url == reverse("exchange:list", args=[row.pk])
    assert Mapping.objects.get().columns["1"] == ""
    assert send(client, csv_bytes([HEAD, EGOR])).url.endswith(f"/{Import.objects.latest('pk').pk}/")


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["student.0.birth"] + [""] * 6, "Укажите столбец с фамилией и именем ученика"),
        (["student.0.full", "student.0.full"] + [""] * 5, "Это уже выбрано для другого столбца."),
        (["x.y.z"] + [""] * 6, "Выберите корректный вариант"),
    ],
)
def test_columns_that_make_no_list_are_refused(world: World, as_, who, codes: list[str], words: str) -> None:
    row = brought(who(world.clerk), VERA)
    page = reverse("exchange:columns", args=[row.pk])
    answer = as_(world.clerk).post(page, {f"c0_{n}": code for n, code in enumerate(codes)})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Mapping.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Файл пуст"),
        (b"PK\x03\x04" + b"x" * 100, "повреждён"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "не похож на таблицу"),
        (b"%PDF-1.4 \xff\xfe", "не похож на таблицу"),
    ],
)
def test_a_broken_file_is_told_in_russian(world: World, as_, content: bytes, words: str) -> None:
    answer = send(as_(world.clerk), content, "список.xlsx")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Import.objects.exists()


def test_the_preview_shows_new_changed_doubtful_missing_and_faulty(world: World, as_, who) -> None:
    phone = [*EGOR[:4], "", "Третьякова Ольга Николаевна", "89990001122"]
    row = brought(who(world.admin), VERA, OTHER_EGOR, phone, BROKEN)
    shown = text_of(as_(world.admin), "exchange:list", row.pk)
    for words in ("Зимина Вера Олеговна", "Зимина Анна Львовна", "+79990001122", "не было", "Ёлкина Алиса Сергеевна"):
        assert words in shown
    assert "Строки с ошибками" in shown
    assert "«31.02.2012» — не дата" in shown
    assert "Тот же человек?" not in shown  # the row of the real Egor stands in the list, too
    row = brought(who(world.admin), OTHER_EGOR)
    assert "то же имя, но другая дата рождения" in text_of(as_(world.admin), "exchange:list", row.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_the_same_for_any_number_of_rows(
    world: World, as_, who, rows: int, django_assert_num_queries
) -> None:
    listed = [
        [f"Зимина Вера{'а' * n} Олеговна", *VERA[1:4], "", "Зимина Анна Львовна", "89161234567"] for n in range(rows)
    ]
    row = brought(who(world.admin), *listed)
    client = as_(world.admin)
    text_of(client, "exchange:list", row.pk)
    with django_assert_num_queries(22):
        text_of(client, "exchange:list", row.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_lists_costs_the_same(world: World, as_, who, rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        brought(who(world.admin), VERA)
    client = as_(world.admin)
    text_of(client, "exchange:lists")
    with django_assert_num_queries(9):
        assert text_of(client, "exchange:lists").count("8Б.csv") == rows


def test_rows_are_decided_about_and_the_list_is_applied(world: World, as_, who) -> None:
    row = brought(who(world.admin), VERA, OTHER_EGOR, BROKEN)
    client = as_(world.admin)
    choose, apply = (reverse(f"exchange:{name}", args=[row.pk]) for name in ("choose", "apply"))
    answer = client.post(apply, {"leave": "0.2"})
    assert "Ничего не записано" in answer.content.decode()
    client.post(choose, {"leave": "0.2", "without_faulty": "on", "who_0.3": "0"})
    row.refresh_from_db()
    assert row.choices["leave"] == {"0.2": "", "0.4": ""}
    shown = text_of(client, "exchange:list", row.pk)
    assert 'name="reason_0.2"' in shown
    answer = client.post(apply, {"leave": ["0.2", "0.4"], "reason_0.2": "другая школа", "who_0.3": "0"}, follow=True)
    assert "другая школа" in answer.content.decode()
    assert not Person.objects.filter(last_name="Зимина").exists()
    assert Person.objects.filter(first_name="Егор").count() == 2


def test_nothing_is_decided_by_what_was_not_offered(world: World, as_, who) -> None:
    row = brought(who(world.admin), OTHER_EGOR)
    for data in ({"who_0.2": world.alisa.pk}, {"depart": world.senior.pk}, {"leave": "9.9"}, {"transfer": "0.2"}):
        answer = as_(world.admin).post(reverse("exchange:choose", args=[row.pk]), data)
        assert "Отбор не сохранён" in answer.content.decode()
    row.refresh_from_db()
    assert row.choices == {}


def test_the_marked_file_keeps_cells_as_values_and_says_what_to_mend(world: World, as_, who) -> None:
    row = brought(who(world.admin), VERA, BROKEN)
    answer = as_(world.admin).get(reverse("exchange:faults", args=[row.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    [sheet] = CalamineWorkbook.from_filelike(BytesIO(answer.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
    assert rows[0][-1] == "Что исправить"
    assert (rows[1][0], rows[1][-1], rows[2][0]) == ("Зимина Вера Олеговна", "", "=HYPERLINK(1)")
    assert "не дата" in str(rows[2][-1])
    assert b"<f>" not in answer.content


def test_the_clerk_hands_over_and_reads_the_reason(world: World, as_, who) -> None:
    row = brought(who(world.clerk), VERA)
    clerk, admin = as_(world.clerk), as_(world.admin)
    clerk.post(reverse("exchange:hand-over", args=[row.pk]), {})
    assert f"/exchange/list/{row.pk}/" in Notice.objects.get(person=world.admin).link
    assert clerk.post(reverse("exchange:choose", args=[row.pk]), {"leave": "0.2"}).status_code == 404
    assert "8Б.csv" in text_of(admin, "exchange:queue")
    answer = admin.post(reverse("exchange:decline", args=[row.pk]), {"reason": ""})
    assert "Напишите причину" in answer.content.decode()
    admin.post(reverse("exchange:decline", args=[row.pk]), {"reason": "Нужна дата рождения"})
    assert "Нужна дата рождения" in Notice.objects.get(person=world.clerk).text
    assert "Нужна дата рождения" in text_of(clerk, "exchange:list", row.pk)


def test_the_clerk_neither_applies_nor_sees_others_lists(world: World, as_, who) -> None:
    own, foreign = brought(who(world.clerk), VERA), brought(who(world.admin), VERA)
    clerk = as_(world.clerk)
    assert clerk.post(reverse("exchange:apply", args=[own.pk]), {}).status_code == 404
    assert clerk.get(reverse("exchange:list", args=[foreign.pk])).status_code == 404
    assert as_(world.deputy).get(reverse("exchange:lists")).status_code == 403


def test_an_undo_says_first_what_stands_in_its_way(world: World, as_, who) -> None:
    row = actions.apply(who(world.admin), brought(who(world.admin), VERA), NOTHING)
    admin = as_(world.admin)
    page = reverse("exchange:undo", args=[row.pk])
    assert "Новые люди, классы" in admin.get(page).content.decode()
    vera = Person.objects.get(first_name="Вера", last_name="Зимина")
    admin.post(reverse("people:code", args=[vera.pk]), {})
    assert "Зимина Вера Олеговна</b> — выдан код доступа" in admin.get(page).content.decode()
    answer = admin.post(page)
    assert answer.status_code == 409
    assert "уже пользуются" in answer.content.decode()


def test_staff_are_brought_by_a_page_of_their_own(world: World, as_) -> None:
    client = as_(world.admin)
    row = ["Новый Павел Андреевич", "учитель", "Химия", "", "", "", ""]
    send(client, csv_bytes([STAFF, row]), "учителя.csv", "exchange:upload-staff")
    shown = text_of(client, "exchange:list", Import.objects.get().pk)
    assert "Новый Павел Андреевич" in shown
    assert "Админова Нина Павловна" in shown  # missing from the list
    assert 'name="depart"' not in shown


def test_the_content_goes_30_days_after_the_decision(world: World, as_, who) -> None:
    row = actions.apply(who(world.admin), brought(who(world.admin), VERA), NOTHING)
    draft = brought(who(world.admin), VERA)
    actions.forget_contents()
    row.refresh_from_db()
    assert row.content
    with clock.frozen(clock.now() + actions.upkeep.KEPT * 1.1):
        actions.forget_contents()
        actions.forget_contents()
    row.refresh_from_db()
    assert bytes(row.content) == b""
    assert not Import.objects.filter(pk=draft.pk).exists()
    assert "загружен" in text_of(as_(world.admin), "exchange:list", row.pk)
