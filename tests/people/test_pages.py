from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people.helpers import code_for, last_payload, verbs
from tests.world import World, person
from zhurnal.people.models import Account, ActivationCode, Appointment, Guardianship, Person

READERS = ("admin", "director", "deputy", "clerk")
OTHERS = ("teacher", "other_teacher", "egor", "father", "left_teacher")


@pytest.mark.parametrize("name", READERS)
def test_management_and_clerk_read_the_list_and_cards(world: World, as_, name: str) -> None:
    client = as_(getattr(world, name))
    page = client.get("/people/").content.decode()
    assert "Белозёров Егор Олегович" in page
    assert client.get(f"/people/{world.egor.pk}/").status_code == 200
    assert ("Выдать отмеченным" in page) == (name == "admin")


@pytest.mark.parametrize("name", OTHERS)
def test_others_read_neither(world: World, as_, name: str) -> None:
    client = as_(getattr(world, name))
    assert client.get("/people/").status_code == 403
    assert client.get(f"/people/{world.egor.pk}/").status_code == 404


@pytest.mark.parametrize("name", [*READERS[1:], *OTHERS])
@pytest.mark.parametrize("verb", ["code", "slip", "block", "restore", "revoke", "family", "edit"])
def test_only_the_administrator_changes_people_and_gives_access(world: World, as_, name: str, verb: str) -> None:
    answer = as_(getattr(world, name)).post(f"/people/{world.egor.pk}/{verb}/", {})
    assert answer.status_code == 404
    assert verbs() == []


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=елкин", ["Ёлкин Сергей Иванович", "Ёлкина Алиса Сергеевна"]),
        ("q=ОЛЕГ+бело", ["Белозёров Егор Олегович", "Белозёров Тимофей Олегович"]),
        ("q=нет+такого", []),
        ("role=director", ["Директоров Пётр Ильич"]),
        ("role=parent", ["Ёлкин Сергей Иванович", "Третьякова Ольга Николаевна"]),
        ("role=class_teacher", ["Низовцева Анна Павловна", "Третьякова Ольга Николаевна"]),
        ("role=student&q=белозеров", ["Белозёров Егор Олегович", "Белозёров Тимофей Олегович"]),
        ("role=teacher", ["Низовцева Анна Павловна", "Окулов Дмитрий Сергеевич", "Третьякова Ольга Николаевна"]),
        (
            "role=no_access",
            ["Белозёров Тимофей Олегович", "Новикова Вера Ильинична", "Прежний Олег Ильич", "Старшев Лев Ильич"],
        ),
    ],
)
def test_the_list_finds_by_name_and_role(world: World, as_, query: str, found: list[str]) -> None:
    assert names(as_(world.admin).get(f"/people/?{query}").content.decode()) == found


@pytest.mark.parametrize("more", [0, 60])
def test_the_list_costs_the_same_for_few_and_many(world: World, as_, more: int) -> None:
    for number in range(more):
        one = person("Многих", f"Имя{number:03}")
        Account.objects.create(person=one, login=f"many{number}", password="!")
    client = as_(world.admin)
    client.get("/people/")
    with CaptureQueriesContext(
        connection,
    ) as spent:
        page = client.get("/people/").content.decode()
    assert len(names(page)) == (16 if not more else 50)
    assert len(spent) == 16


def test_the_next_page_keeps_the_search(world: World, as_) -> None:
    for number in range(51):
        person("Многих", f"Имя{number:03}")
    page = as_(world.admin).get("/people/?q=многих&role=").content.decode()
    assert "?q=%D0%BC%D0%BD%D0%BE%D0%B3%D0%B8%D1%85&amp;role=&amp;page=2" in page
    assert names(as_(world.admin).get("/people/?q=многих&page=2").content.decode()) == ["Многих Имя050"]


def test_reading_a_card_is_logged(world: World, as_) -> None:
    page = as_(world.clerk).get(f"/people/{world.egor.pk}/").content.decode()
    assert verbs() == ["core.card.read"]
    for words in ("6\u00a0мая 2012", "Третьякова Ольга Николаевна", "мать", "8\u00a0«Б»", "egor"):
        assert words in page


@pytest.mark.parametrize("name", READERS)
def test_a_card_offers_what_its_reader_may_do(world: World, as_, name: str) -> None:
    card = f"/people/{world.egor.pk}/"
    page = as_(getattr(world, name)).get(card).content.decode()
    offered = [verb for verb in ("appoint", "edit", "code", "block", "family") if f'"{card}{verb}/' in page]
    appoints = ["appoint"] if name == "director" else []
    assert offered == (["appoint", "edit", "code", "block", "family"] if name == "admin" else appoints)


def test_a_card_costs_the_same_for_every_family(world: World, as_) -> None:
    client = as_(world.admin)
    client.get(f"/people/{world.egor.pk}/")
    with CaptureQueriesContext(connection) as small:
        client.get(f"/people/{world.egor.pk}/")
    for number in range(5):
        other = person("Родня", f"Имя{number}")
        Guardianship.objects.create(parent=other, child=world.egor, relation="other", since="2026-09-01")
    with CaptureQueriesContext(connection) as large:
        client.get(f"/people/{world.egor.pk}/")
    assert len(small) == len(large)


def test_a_code_is_shown_once_with_its_slip(world: World, as_) -> None:
    client = as_(world.admin)
    page = client.post(f"/people/{world.late.pk}/code/").content.decode()
    printed = re.search(r'<p class="code-input">([^<]+)</p>', page)
    assert printed
    code = printed[1].replace("-", "")
    assert ActivationCode.objects.get(person=world.late).hash == ActivationCode.hash_of(code)
    assert "data:image/svg+xml" in page
    slip = client.post(f"/people/{world.late.pk}/slip/", {"code": code})
    assert (slip["Content-Type"], slip.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.post(f"/people/{world.egor.pk}/slip/", {"code": code}).status_code == 404
    assert client.post(f"/people/{world.late.pk}/slip/", {"code": "2" * 16}).status_code == 404
    assert code not in client.get(f"/people/{world.late.pk}/").content.decode()


def test_reloading_the_page_of_a_code_leaves_the_printed_one_alone(world: World, as_) -> None:
    client, sent = as_(world.admin), {"act": str(uuid4()), "people": [world.late.pk]}
    for address, back in (
        (f"/people/{world.late.pk}/code/", f"/people/{world.late.pk}/"),
        ("/people/codes/", "/people/"),
    ):
        sent["act"] = str(uuid4())
        assert 'name="act"' in client.get(back).content.decode()
        assert client.post(address, sent).status_code == 200
        given = ActivationCode.objects.get(person=world.late, revoked_at=None)
        again = client.post(address, sent).content.decode()
        assert "Код уже выдан" in again
        assert f'href="{back}"' in again
        assert ActivationCode.objects.get(person=world.late, revoked_at=None) == given


def test_slips_for_the_chosen(world: World, as_) -> None:
    client = as_(world.admin)
    answer = client.post("/people/codes/", {"people": [world.late.pk, world.senior.pk]})
    assert answer.content[:5] == b"%PDF-"
    assert ActivationCode.objects.count() == 2
    assert client.post("/people/codes/", {})["Location"] == "/people/"
    assert client.post("/people/codes/", {"people": ["999999"]})["Location"] == "/people/"
    assert ActivationCode.objects.count() == 2


def test_blocking_and_giving_back_by_buttons(world: World, as_) -> None:
    client = as_(world.admin)
    card = f"/people/{world.egor.pk}/"
    assert client.post(f"{card}block/")["Location"] == card
    page = client.get(card).content.decode()
    assert "заблокирован" in page
    assert "Вернуть доступ" in page
    assert client.post(f"{card}code/").status_code == 409
    assert client.post(f"{card}restore/")["Location"] == card
    assert Account.objects.get(person=world.egor).is_active
    assert client.post(f"/people/{world.late.pk}/block/").status_code == 404, "no account, nothing to block"
    assert client.post(f"/people/{world.admin.pk}/block/").status_code == 409


def test_revoking_a_code_by_a_button(world: World, as_) -> None:
    code_for(world.late)
    as_(world.admin).post(f"/people/{world.late.pk}/revoke/")
    assert ActivationCode.objects.get().revoked_at


def test_adding_a_person_with_a_role(world: World, as_) -> None:
    sent = {"last_name": " Новый ", "first_name": "Лев", "role": "deputy_head", "order_number": "7-к"}
    answer = as_(world.admin).post("/people/add/", sent)
    made = Person.objects.get(last_name="Новый")
    assert answer["Location"] == f"/people/{made.pk}/"
    row = Appointment.objects.get(person=made)
    assert (row.role, row.order_number, str(row.since)) == ("deputy_head", "7-к", "2026-11-24")
    assert verbs() == ["people.person.add", "people.role.appoint", "people.notice.send"]


def test_a_namesake_must_be_meant(world: World, as_) -> None:
    sent = {"last_name": "Белозеров", "first_name": "Егор", "middle_name": "Олегович"}
    client = as_(world.admin)
    assert "уже есть" in client.post("/people/add/", sent).content.decode()
    assert client.post("/people/add/", {**sent, "twin_is_meant": "on"}).status_code == 302


def test_changing_a_name_is_logged_with_both_values(world: World, as_) -> None:
    sent = {
        "last_name": "Окулов",
        "first_name": "Дмитрий",
        "middle_name": "Петрович",
        "sex": "m",
        "phone": "+7 900 000-00-00",
    }
    as_(world.admin).post(f"/people/{world.other_teacher.pk}/edit/", sent)
    changed = Person.objects.get(pk=world.other_teacher.pk)
    assert changed.search_key == "окулов дмитрий петрович"
    assert last_payload("people.person.change")["before"] == {"middle_name": "Сергеевич", "phone": ""}


def test_a_birth_date_in_the_future_is_refused(world: World, as_) -> None:
    sent = {"last_name": "А", "first_name": "Б", "birth_date": "2030-01-01"}
    assert "Проверьте дату рождения" in as_(world.admin).post("/people/add/", sent).content.decode()
