"""Teachers who are away: entered, changed, ended."""

from __future__ import annotations

from datetime import date, timedelta

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import day_month
from zhurnal.people.models import Person

from ..models import StaffAbsence

DAY = timedelta(days=1)


@action("timetable.absence.add")
def add_absence(
    act: Acting,
    person: Person,
    *,
    since: date,
    until: date,
    reason: str,
    first_lesson: int | None = None,
    last_lesson: int | None = None,
    shift: int = 1,
    note: str = "",
) -> StaffAbsence:
    """The teacher is away from since to until, or from one lesson to another of a single day; the note is for the management alone.

    Refused backwards and where an absence of the same person stands already.
    """
    row = StaffAbsence(
        person=person, since=since, until=until, reason=reason, note=note,
        first_lesson=first_lesson, last_lesson=last_lesson, shift=shift,
    )  # fmt: skip
    _check(row)
    return act.create(row)


@action("timetable.absence.set")
def set_absence(
    act: Acting,
    row: StaffAbsence,
    *,
    since: date,
    until: date,
    reason: str,
    first_lesson: int | None = None,
    last_lesson: int | None = None,
    shift: int = 1,
    note: str = "",
) -> None:
    """Change the days, hours or reason of an absence; refused like a new one. What was arranged for its lessons stays."""
    days = {"since": since, "until": until, "first_lesson": first_lesson, "last_lesson": last_lesson, "shift": shift}
    _check(StaffAbsence(pk=row.pk, person_id=row.person_id, **days))
    act.update(row, reason=reason, note=note, **days)  # type: ignore[arg-type] # none of them a keyword of update()


@action("timetable.absence.end")
def end_absence(act: Acting, row: StaffAbsence, *, back: date) -> None:
    """The teacher is back on this day: the absence ends the day before, or was none at all. What was arranged stays."""
    if back <= row.since:
        act.delete(row)
    elif back <= row.until:
        act.update(row, until=back - DAY)


def _check(row: StaffAbsence) -> None:
    if row.until < row.since:
        raise Refused("Последний день раньше первого.", field="until")
    if (row.first_lesson or row.last_lesson) and row.since != row.until:
        raise Refused(
            "Уроки называют, когда учителя нет один день: на несколько дней оставьте их пустыми.", field="first_lesson"
        )
    if row.first_lesson and row.last_lesson and row.last_lesson < row.first_lesson:
        raise Refused("Последний урок раньше первого.", field="last_lesson")
    others = StaffAbsence.objects.filter(person_id=row.person_id).within(row.since, row.until).exclude(pk=row.pk)
    for other in others.select_related("person"):
        if _apart(row, other):
            continue
        days = day_month(other.since) + (f" — {day_month(other.until)}" if other.until != other.since else "")
        raise Refused(
            f"Отсутствие на эти дни уже записано: {other.person.short_name}, {days}. Измените его.", field="since"
        )


def _apart(one: StaffAbsence, other: StaffAbsence) -> bool:
    """Whether both are of hours of one day that do not meet."""
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: StaffAbsence, other: StaffAbsence) -> bool:
    if one.last_lesson is None or other.first_lesson is None:
        return False
    return (one.shift, one.last_lesson) < (other.shift, other.first_lesson)
