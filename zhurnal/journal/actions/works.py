"""Works of a lesson: kind, title and the weight that its kind had on the lesson's day."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.timetable.models import Lesson

from ..models import Mark, Work, WorkKind, WorkWeight
from ..rules import lessons as rules
from ..rules.texts import not_russian
from ..state import lock_lesson


@action("journal.work.add")
def add_work(act: Acting, lesson: Lesson, *, kind: WorkKind, title: str = "") -> Work:
    """Add a work to a lesson with the weight of its kind on the lesson's day; it keeps that weight (domain.md part 3).

    Refused: in the first grade and ungraded courses (§3.7), a title without Russian words (§4.4.7).
    """
    _check(lesson, title)
    lock_lesson(lesson)
    return _make_work(act, lesson, kind, title)


@action("journal.work.add")
def add_default_work(act: Acting, lesson: Lesson) -> Work:
    """Add a work of the default kind, for a mark in a lesson that has no work yet; the caller has locked the lesson."""
    return _make_work(act, lesson, WorkKind.objects.get(is_default=True))


def _make_work(act: Acting, lesson: Lesson, kind: WorkKind, title: str = "") -> Work:
    last = Work.objects.filter(lesson=lesson).aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    work = Work(lesson=lesson, kind=kind, place=place, weight=weight_on(kind, lesson), title=title.strip())
    return act.create(work, chain=lesson.log_chain)


def weight_on(kind: WorkKind, lesson: Lesson) -> int:
    """The weight that a kind had on the day of a lesson; 1 for a kind that has none yet."""
    found = (
        WorkWeight.objects.filter(kind=kind, since__lte=lesson.date)
        .order_by("-since")
        .values_list("weight", flat=True)
        .first()
    )
    return found or 1


@action("journal.work.change")
def change_work(act: Acting, work: Work, *, kind: WorkKind, title: str) -> Work:
    """Change the kind (then the weight follows, of the lesson's day) and the title; the kind only while no marks are put."""
    lesson = work.lesson
    _check(lesson, title)
    lock_lesson(lesson)
    changes: dict[str, Any] = {"title": title.strip()}
    if kind != work.kind:
        _refuse_with_marks(work, "Вид работы с отметками не меняется: вес её отметок уже учтён в средних.")
        changes |= {"kind": kind, "weight": weight_on(kind, lesson)}
    act.update(work, chain=lesson.log_chain, **changes)
    return work


@action("journal.work.remove")
def remove_work(act: Acting, work: Work) -> None:
    """Remove a work that has no marks."""
    lock_lesson(work.lesson)
    _refuse_with_marks(work, "В работе уже есть отметки: сначала уберите их.")
    act.delete(work, chain=work.lesson.log_chain)


def _refuse_with_marks(work: Work, words: str) -> None:
    if Mark.objects.filter(work=work).exists():
        raise Refused(words, field="kind")


def _check(lesson: Lesson, title: str) -> None:
    if reason := rules.no_marks(lesson.course.group.grade, graded=lesson.course.graded):
        raise Refused(reason, field="kind")
    if reason := not_russian(title, "Название работы"):
        raise Refused(reason, field="title")
