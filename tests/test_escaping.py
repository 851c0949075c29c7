"""Whatever people write into any field of the school, no page carries it out, and no spreadsheet does."""

from __future__ import annotations

import csv

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from tests import crawl, matrix
from tests.test_foreign_ids import Elsewhere, rows
from tests.watch import MODULES
from tests.world import NOW, TODAY, World
from zhurnal.core.sealed import SealedTextField
from zhurnal.journal.models import Homework, LessonRecord, Mark, Work

__all__ = ["rows"]

EVIL = "=<zq a=\"'&amp;{{"  # begins like a formula, holds a tag, quotes, an entity, a template's braces
# Not typed by people: keys, hashes, names of pages, kinds found by content.
OURS = {"search_key", "order_key", "hash", "sha256", "link", "login", "key", "password", "role", "state", "kind"}
OURS |= {"field", "health_group", "pe_group"}  # chosen of a list, though the column has none
SHORTEST = 8
# No page while a school exists; no content on disk; asked for a division by name; blanks without lessons.
NOT_HERE = {"timetable:setup", "journal:attachment", "school:division", "reports:own_blanks"}


def typed_fields(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in OURS
        and not isinstance(field, models.EmailField | models.URLField)
    ]


def plant() -> int:
    """Put EVIL into every field that somebody types, with the row's id where there is room; answers how many fields."""
    planted = 0
    for name in MODULES:
        if not apps.is_installed(f"zhurnal.{name}"):
            continue
        for model in apps.get_app_config(name).get_models():
            for field in typed_fields(model):
                room = field.max_length or 1000
                if isinstance(field, SealedTextField):  # sealed on its way, as the program does it
                    model._base_manager.update(**{field.name: EVIL})
                elif room < SHORTEST:
                    model._base_manager.update(**{field.name: "<zq"})
                else:
                    marked = Concat(Value(EVIL[: room - 4]), Cast(F("pk"), CharField()))
                    model._base_manager.update(**{field.name: marked})
                planted += 1
    return planted


@pytest.fixture
def evil(world: World, rows: Elsewhere) -> World:
    """The school with EVIL everywhere."""
    here = rows.here["here"]
    LessonRecord.objects.create(lesson=here, topic="x", written_at=NOW, written_by=world.other_teacher)
    Homework.objects.update(is_none=False)
    Mark.objects.update(comment="x")
    Work.objects.update(title="x")
    assert plant() >= 25
    return world


def more(world: World, rows: Elsewhere, column: str) -> list[str]:
    here = rows.here["here"]
    places: dict[str, list[str]] = {
        "admin": [
            f"{reverse('journal:register', args=[world.physics.pk])}?lesson={here.pk}",
            f"{reverse('timetable:day')}?day={here.date}&all=1",
            f"{reverse('people:list')}?q=zq",
            reverse("people:person", args=[world.egor.pk]),
            reverse("people:family", args=[world.egor.pk]) + "?q=zq",
            reverse("school:class", args=[world.class_8b.pk]),
            reverse("school:families", args=[world.class_8b.pk]),
            reverse("diary:marks", args=[world.egor.pk]),
        ],
        "teacher": [
            f"{reverse('journal:register', args=[world.physics.pk])}?lesson={here.pk}",
            reverse("journal:panel", args=[here.pk]),
            reverse("journal:lesson", args=[here.pk]),
            f"{reverse('journal:history', args=[here.pk])}?student={world.egor.pk}&work={rows.here['work'].pk}",
            f"{reverse('journal:today')}?date={here.date}",
        ],
        "student": [f"{reverse(f'diary:{name}', args=[world.egor.pk])}?date={here.date}" for name in ("day", "week")],
    }
    return places.get(column, [])


@pytest.mark.parametrize("column", ["admin", "director", "clerk", "class_teacher", "teacher", "parent", "student"])
def test_no_page_carries_out_what_people_wrote(evil: World, rows: Elsewhere, who, as_, column: str) -> None:
    person = matrix.people(evil)[column]
    client, shown = as_(person), 0
    urls = [url for name, _, url in crawl.addresses(who(person)) if name not in NOT_HERE]
    for url in urls + more(evil, rows, column):
        answer = client.get(url)
        assert answer.status_code in {200, 302}, url
        if answer.get("Content-Type", "").startswith("text/html"):
            html = answer.content.decode()
            assert "<zq" not in html, (url, html[html.index("<zq") - 200 :][:300])
            assert 'zq a="' not in html, url
            shown += "&lt;zq" in html
    assert shown >= 10


def test_no_spreadsheet_carries_it_out(evil: World, as_) -> None:
    answer = as_(evil.admin).get(reverse("reports:class_list", args=[evil.class_8b.pk]), {"format": "csv"})
    text = answer.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines(), delimiter=";") for cell in row]
    assert any("zq" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_slips_and_blanks_print_it_as_it_stands(evil: World, as_) -> None:
    client = as_(evil.admin)
    for answer in (
        client.post(reverse("people:codes"), {"people": [evil.late.pk]}),
        client.get(
            reverse("reports:class_blank", args=[evil.class_8b.pk]), {"span": "week", "date": TODAY.isoformat()}
        ),
    ):
        assert answer.content[:5] == b"%PDF-"
