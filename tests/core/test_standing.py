"""A row of the register that was touched past the journal is named by `zhurnal verify`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import NOW, World
from zhurnal.cli.verify import verify
from zhurnal.journal.actions import everyone_present, mark_absent, save_record, set_cell
from zhurnal.journal.models import Absence, LessonRecord, Mark, Work


@pytest.fixture
def written(world: World, who, settings, tmp_path: Path) -> World:
    """Marks set, changed and removed, an absence taken back, a topic: all through the journal."""
    settings.ZHURNAL_HOME = tmp_path
    teacher, lesson = who(world.teacher), world.lessons["algebra"][0]
    set_cell(teacher, lesson, student_id=world.egor.pk, text="2", was="")
    set_cell(teacher, lesson, student_id=world.egor.pk, text="4", was="2")
    set_cell(teacher, lesson, student_id=world.alisa.pk, text="5", was="")
    set_cell(teacher, lesson, student_id=world.alisa.pk, text="", was="5")
    mark_absent(teacher, world.lessons["algebra"][1], students=[world.egor])
    everyone_present(teacher, world.lessons["algebra"][1])
    save_record(teacher, lesson, topic="Дроби", homework="№ 7")
    return world


def test_what_was_written_through_the_journal_stands(written: World) -> None:
    assert verify(quiet=True) == 0


def test_a_mark_changed_in_its_table_is_named(written: World, capsys) -> None:
    mark = Mark.objects.get()
    Mark.objects.update(value=5)
    assert verify(quiet=True) == 1
    said = capsys.readouterr().err
    assert (
        f"journal.mark:{mark.pk}: строка изменена мимо журнала действий: value — в таблице 5, по журналу действий 4"
        in said
    )


def test_a_row_removed_from_its_table_is_named(written: World, capsys) -> None:
    LessonRecord.objects.all().delete()
    assert verify(quiet=True) == 1
    assert "строки нет, хотя журнал действий её не удалял" in capsys.readouterr().err


def test_a_row_put_into_its_table_is_named(written: World, capsys) -> None:
    Mark.objects.create(work=Work.objects.first(), student=written.alisa, value=5, set_at=NOW)
    Absence.objects.create(lesson=written.lessons["algebra"][2], student=written.egor, kind="ill", set_at=NOW)
    assert verify(quiet=True) == 1
    assert capsys.readouterr().err.count("строка внесена мимо журнала действий") == 2
