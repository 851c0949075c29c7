"""A cell of the register: marks of a work and the absence of the lesson (§4.4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from zhurnal.core import clock
from zhurnal.core.actions import GONE, Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people.queries import settings_on
from zhurnal.timetable.models import Lesson

from ..models import Absence, Mark
from ..rules import lessons as rules
from ..rules.cells import NUMERIC, POINT, Attempt, Cell, UnknownSign, parse_cell
from ..state import LessonWork, Present, absence_of, last_writer, lock_lesson, present
from .works import add_default_work


@dataclass(frozen=True, slots=True)
class SavedCell:
    """What stands in the cell after a save, and the work that had to be made for it."""

    text: str
    work: int | None
    made_work: int | None = None
    note: bool = False
    works: int = 1


@action("journal.cell.set")
def set_cell(
    act: Acting, lesson: Lesson, *, student_id: int, text: str, was: str, work_id: int | None = None
) -> SavedCell:
    """Write a cell of the lesson as it was typed, if it still is as the writer saw it (§4.4.2).

    Without `work_id` it is the lesson's first work, made with the default kind when there is none and a mark is written.
    Refused: unknown sign, future lesson, outside membership, marks in the first grade (§3.7) or an ungraded course, a mark
    for an oral or class work together with a full absence, a cell changed by somebody else since (`conflict`). Raises NotHere
    for ids of elsewhere.
    """
    lock_lesson(lesson)
    state = present(lesson, student_id)
    work = state.work(work_id)
    stands = state.cell(work.id if work else None)
    settings = settings_on(clock.today(), "journal.allow_one", "journal.point_days")
    wanted = _parsed(text, stands, allow_one=bool(settings.get("journal.allow_one")))
    stand = [mark for mark in state.marks if work and mark.work_id == work.id]
    if wanted.text == stands.text:
        return SavedCell(
            stands.text, work.id if work else None, note=any(mark.comment for mark in stand), works=len(state.works)
        )
    if was != stands.text:
        raise _conflict(lesson, student_id, stands)
    _check(lesson, state, work, wanted, stands)
    made = add_default_work(act.actor, lesson) if wanted.marks and work is None else None
    target = made.pk if made else work.id if work else None
    _write_absence(act, lesson, student_id, state, wanted)
    if target is not None:
        deadline = rules.default_deadline(clock.today(), int(settings.get("journal.point_days", rules.POINT_DAYS)))
        _write_marks(act, lesson, stand, work=target, student_id=student_id, wanted=wanted, deadline=deadline)
    kept = any(mark.comment for mark in stand[: len(wanted.marks)])
    return SavedCell(wanted.text, target, made.pk if made else None, note=kept, works=len(state.works) or 1)


def _parsed(text: str, stands: Cell, *, allow_one: bool) -> Cell:
    try:
        return parse_cell(text, allow_one=allow_one)
    except UnknownSign as problem:
        raise Refused(str(problem), field="text", text=stands.text) from problem


def _conflict(lesson: Lesson, student_id: int, stands: Cell) -> Refused:
    by = last_writer(lesson, student_id)
    who = f" ({by})" if by else ""
    words = (
        f"Пока вы писали, клетку изменили{who}: сейчас в ней «{stands.text}»."
        if stands.text
        else f"Пока вы писали, клетку очистили{who}."
    )
    return Refused(words, field="text", text=stands.text, conflict=True, by=by)


def _check(lesson: Lesson, state: Present, work: LessonWork | None, wanted: Cell, stands: Cell) -> None:
    """Raise the first rule that refuses the wanted cell."""
    grade, graded = lesson.course.group.grade, lesson.course.graded
    oral = work.is_oral if work else True
    elsewhere = any(other.is_oral and other.marked for other in state.works if work is None or other.id != work.id)
    reasons = (
        rules.future(lesson.date, clock.today()),
        "" if state.was_member else rules.not_a_member(state.name, lesson.date),
        rules.no_marks(grade, graded=graded) if wanted.marks else "",
        rules.mark_with_absence(wanted, oral=oral),
        rules.absence_against_marks(wanted, elsewhere) if wanted.absence != stands.absence else "",
    )
    for reason in reasons:
        if reason:
            raise Refused(reason, field="text", text=stands.text)


def _write_absence(act: Acting, lesson: Lesson, student_id: int, state: Present, wanted: Cell) -> None:
    stands = state.absence
    if (wanted.absence, wanted.minutes) == (stands[1:] if stands else ("", None)):
        return
    if stands is None:
        row = Absence(lesson=lesson, student_id=student_id, kind=wanted.absence, minutes=wanted.minutes)
        row.set_at, row.set_by_id = act.at, act.person_id
        act.create(row, chain=lesson.log_chain)
        return
    row = absence_of(lesson, student_id)
    if wanted.absence:
        changes = {"kind": wanted.absence, "minutes": wanted.minutes, "set_at": act.at, "set_by_id": act.person_id}
        act.update(row, chain=lesson.log_chain, **changes)
    else:
        act.delete(row, chain=lesson.log_chain)


def _write_marks(
    act: Acting, lesson: Lesson, stand: list[Mark], *, work: int, student_id: int, wanted: Cell, deadline: date
) -> None:
    for n, (mark, attempt) in enumerate(zip_longest(stand, wanted.marks), start=1):
        if attempt is None:
            act.delete(mark, chain=lesson.log_chain)
            continue
        values = _values(attempt, mark, missed=wanted.is_missed, deadline=deadline)
        if mark is None:
            row = Mark(work_id=work, student_id=student_id, n=n, set_at=act.at, set_by_id=act.person_id, **values)
            act.create(row, chain=lesson.log_chain)
        elif any(getattr(mark, name) != value for name, value in values.items()):
            act.update(mark, chain=lesson.log_chain, set_at=act.at, set_by_id=act.person_id, **values)


def _values(attempt: Attempt, mark: Mark | None, *, missed: bool, deadline: date) -> dict[str, Any]:
    """The fields of a mark; a made-up work or a re-sit bears its own date, a point its deadline."""
    own_date = (mark.made_up_on if mark else None) or clock.today()
    point = attempt.value == POINT
    return {
        "value": attempt.value,
        "first_try": attempt.first,
        "made_up_on": own_date if (missed and not point) or attempt.first is not None else None,
        "deadline": ((mark.deadline if mark else None) or deadline) if point else None,
    }


@action("journal.mark.comment")
def comment_mark(act: Acting, mark: Mark, *, comment: str) -> Mark:
    """Write (or with an empty text take away) the comment that the family sees beside a mark."""
    act.update(mark, chain=mark.work.lesson.log_chain, comment=comment.strip())
    return mark


@action("journal.mark.re_sit")
def re_sit(act: Acting, mark: Mark, *, value: int, on: date) -> Mark:
    """Enter the result of a re-sit: the first try stays beside it («2→4») and the mark bears its own date.

    Refused: a mark that is no number, a re-sit before the lesson or in the future, and what refuses marks in the course.
    """
    lesson = mark.work.lesson
    lock_lesson(lesson)
    try:
        mark.refresh_from_db()
    except Mark.DoesNotExist as problem:
        raise Refused(GONE) from problem
    first = mark.first_try if mark.first_try is not None else mark.value
    if value == 1 and not settings_on(clock.today(), "journal.allow_one").get("journal.allow_one"):
        raise Refused("Отметка «1» в этой школе не ставится.", field="value")
    if first not in NUMERIC:
        raise Refused("Пересдать можно только работу с отметкой: сначала поставьте её.", field="value")
    if not lesson.date <= on <= clock.today():
        raise Refused("День пересдачи — от дня урока до сегодняшнего.", field="on")
    values = {"value": value, "first_try": first, "made_up_on": on, "set_at": act.at, "set_by_id": act.person_id}
    act.update(mark, chain=lesson.log_chain, **values)
    return mark


@action("journal.mark.deadline")
def set_deadline(act: Acting, mark: Mark, *, deadline: date) -> Mark:
    """Say until when the work behind a point is awaited; refused for a mark that is no point or a day before the lesson."""
    if mark.value != POINT:
        raise Refused("Срок бывает только у точки.", field="deadline")
    if deadline < mark.work.lesson.date:
        raise Refused("Срок не может быть раньше урока.", field="deadline")
    act.update(mark, chain=mark.work.lesson.log_chain, deadline=deadline)
    return mark
