"""«О школе», and the address of the journal on slips."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.school.test_pages import text_of
from tests.world import World
from zhurnal.core.models import Entry
from zhurnal.people.slips import is_local
from zhurnal.school.models import School


def test_the_school_is_renamed_and_its_journal_given_an_address(world: World, as_) -> None:
    client, address = as_(world.admin), reverse("school:about")
    for page in ("timetable:overview", "people:settings"):
        assert f'href="{address}"' in client.get(reverse(page)).content.decode()
    sent = {"name": "Лицей № 1", "short_name": "Лицей", "address": "ул. Мира, 1", "site": "http://127.0.0.1:8000/"}
    assert "открывается только на самом сервере" in text_of(client.post(address, sent))
    assert client.post(address, sent | {"site": "https://lyceum.example"})["Location"] == address
    school = School.objects.get()
    assert (school.name, school.short_name, school.address, school.site) == (
        "Лицей № 1", "Лицей", "ул. Мира, 1", "https://lyceum.example",
    )  # fmt: skip
    assert Entry.objects.filter(verb="school.school.set").count() == 1


def test_slips_of_this_computers_address_are_warned_of(world: World, as_) -> None:
    families = reverse("school:families", args=[world.class_8b.pk])
    card = reverse("people:person", args=[world.late.pk])
    words, host = "который открывается только на этом компьютере", {"headers": {"host": "127.0.0.1:8000"}}
    admin, teacher = as_(world.admin), as_(world.teacher)
    assert words not in text_of(admin.get(card, **host)), "the school has named its address"
    School.objects.update(site="")
    for page in (families, card, reverse("people:list")):
        assert words not in text_of(admin.get(page)), page
        answer = admin.get(page, **host)
        assert words in text_of(answer), page
        assert f'href="{reverse("school:about")}"' in answer.content.decode()
    assert words in text_of(admin.post(f"{card}code/", **host))
    told = text_of(teacher.get(families, **host))
    assert words in told
    assert "Попросите администратора" in told


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost:8000", True),
        ("127.0.0.1", True),
        ("127.1.2.3:80", True),
        ("[::1]:8000", True),
        ("school.localhost", True),
        ("", False),
        ("192.168.1.5:8000", False),
        ("[2001:db8::1]", False),
        ("journal.example", False),
        ("localhost.example", False),
    ],
)
def test_which_addresses_are_the_computers_own(host: str, local: bool) -> None:
    assert is_local(host) == local
