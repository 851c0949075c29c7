"""A row that somebody else removed meanwhile: words, not an error, and no entry for what did not happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.world import NOW, TODAY, World
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal import actions
from zhurnal.journal.models import Attachment, Homework, Mark, Work, WorkKind

ACTS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "comment": lambda who, row: actions.comment_mark(who, row["mark"], comment="Хорошо"),
    "re-sit": lambda who, row: actions.re_sit(who, row["mark"], value=5, on=TODAY),
    "remove work": lambda who, row: actions.remove_work(who, row["work"]),
    "change work": lambda who, row: actions.change_work(who, row["work"], kind=row["work"].kind, title="Дроби"),
    "remove file": lambda who, row: actions.remove_file(who, row["file"]),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_is_gone_is_said(world: World, who, name: str) -> None:
    lesson = world.lessons["algebra"][0]
    work = Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(name="тест"), weight=4)
    mark = Mark.objects.create(work=work, student=world.egor, value=4, set_at=NOW)
    task = Homework.objects.create(lesson=lesson, text="№ 7", written_at=NOW)
    file = Attachment.objects.create(
        homework=task, name="a.txt", size=1, kind="text/plain", sha256="0" * 64, added_at=NOW
    )
    for row in (mark, work, file):
        type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(Refused, match="уже нет"):
        ACTS[name](who(world.teacher), {"mark": mark, "work": work, "file": file})
    assert not Entry.objects.exists()
