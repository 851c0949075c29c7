"""Files of a homework, kept once by their SHA-256 in the installation's uploads folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.timetable.models import Lesson

from ..models import Attachment, Homework
from ..rules import files
from ..rules.lessons import no_homework
from ..state import lock_lesson

MOST_FILES = 10


@action("journal.file.add")
def add_file(act: Acting, lesson: Lesson, *, name: str, content: bytes) -> Attachment:
    """Attach a file to the homework of a lesson; the type is told by the content.

    Refused: over 10 MB, none of the named types, more than ten files, the first grade (§3.7).
    """
    name, kind = files.clean_name(name), files.kind_of(content)
    if reason := no_homework(lesson.course.group.grade) or files.refusal(name, len(content), kind):
        raise Refused(reason, field="file")
    digest = hashlib.sha256(content).hexdigest()
    store(digest, content)
    lock_lesson(lesson)
    task = Homework.objects.filter(lesson=lesson).first()
    if task is None:
        task = act.create(
            Homework(lesson=lesson, written_at=act.at, written_by_id=act.person_id), chain=lesson.log_chain
        )
    elif task.is_none:
        raise Refused("Отмечено «не задано»: сначала снимите эту отметку.", field="file")
    if task.files.count() >= MOST_FILES:
        raise Refused(f"К заданию можно приложить не больше {MOST_FILES} файлов.", field="file")
    row = Attachment(
        homework=task,
        name=name,
        size=len(content),
        kind=kind,
        sha256=digest,
        added_at=act.at,
        added_by_id=act.person_id,
    )
    return act.create(row, chain=lesson.log_chain)


@action("journal.file.remove")
def remove_file(act: Acting, file: Attachment) -> None:
    """Take a file away from a homework; its content stays in the uploads folder for the log's sake until retention ends."""
    act.delete(file, chain=file.homework.lesson.log_chain)


def path_of(digest: str) -> Path:
    """Where the content of this SHA-256 lies."""
    return Path(settings.MEDIA_ROOT) / "homework" / digest[:2] / digest


def store(digest: str, content: bytes) -> None:
    """Write the content durably, unless it is there already."""
    path = path_of(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{digest}.{uuid4().hex}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
