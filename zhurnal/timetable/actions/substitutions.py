"""What is done with the lesson of an absent teacher: given by another, joined, cancelled, moved; taken back (§4.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import day_month
from zhurnal.people.models import Person

from ..models import Lesson, Substitution
from ..moving import Moving
from ..records import written_in
from ..relief import Relief
from .tidings import Told, what_of

Kind = Substitution.Kind
SUBSTITUTE = "timetable.lesson.substitute"


@action(SUBSTITUTE)
def substitute(
    act: Acting,
    lesson: Lesson,
    person: Person | None,
    *,
    kind: str = "",
    instead: str = "",
    reason: str = "",
) -> None:
    """The person gives this lesson instead of its teacher and may write in it (§4.4.3); None takes the substitution back.

    Without a kind it is `same` for who teaches the subject, else `other` with what they teach instead. The person is told, and the
    class teachers. Refused for a cancelled lesson, for its own teacher, for who is away or gives another lesson then (unless the
    groups are joined), and when the present substitute has signed or written.
    """
    act.lock(lesson, "state", "substitute")
    told = Told(act)
    if person is None:
        _nobody(act, lesson, told)
        return
    _give(act, Relief(lesson.date), Given(lesson, person, kind, instead, reason), told)
    told.send()


def _nobody(act: Acting, lesson: Lesson, told: Told) -> None:
    row = _row_of(lesson)
    if row is not None:
        take_back(act.actor, row)
        lesson.refresh_from_db(fields=["state", "substitute"])
    elif lesson.substitute is not None:
        told.relieved(lesson.substitute, lesson)
        act.update(lesson, substitute=None)
        told.send()


@dataclass(frozen=True, slots=True)
class Given:
    """Who is to give which lesson, and how; an empty kind is found by what the person teaches."""

    lesson: Lesson
    person: Person
    kind: str = ""
    instead: str = ""
    reason: str = ""


@action("timetable.day.substitute")
def substitute_day(act: Acting, day: date, wanted: Sequence[Given]) -> int:
    """Carry out a proposal for a whole day: all of it or nothing; each substitute gets one notice. Answers the number of lessons."""
    relief, told = Relief(day), Told(act)
    for given in wanted:
        _give(act, relief, replace(given, lesson=relief.by_id[given.lesson.pk]), told)
    told.send()
    return len(wanted)


def _give(act: Acting, relief: Relief, given: Given, told: Told) -> None:
    lesson, person, reason = given.lesson, given.person, given.reason
    kind = given.kind or relief.kind_for(given.person.pk, lesson)
    if lesson.state == Lesson.State.CANCELLED:
        raise Refused("Урок отменён: замещать нечего.", field="substitute")
    _check_person(relief, lesson, person, kind)
    row = _row_of(lesson)
    if row is not None and row.person_id != person.pk:
        _refuse_when_given(row)
    instead = given.instead.strip()
    if kind == Kind.OTHER and not instead:
        instead = relief.instead_for(person.pk, lesson)
    if kind == Kind.OTHER and not instead:
        raise Refused(f"Напишите, чем занят урок: {person.short_name} не ведёт ни одного предмета.", field="instead")
    before = row.person if row else lesson.substitute
    values = {"person": person, "kind": kind, "instead": instead if kind == Kind.OTHER else "", "reason": reason}
    if not reason:
        values["reason"] = row.reason if row else _general_words(relief, lesson)
    changed = _put(act, lesson, row, **values)
    act.update(lesson, substitute=person)
    if before is not None and before.pk != person.pk:
        told.relieved(before, lesson)
    if changed:
        told.assigned(person, lesson, values, again=before is not None and before.pk == person.pk)


def _check_person(relief: Relief, lesson: Lesson, person: Person, kind: str) -> None:
    if person.pk == lesson.teacher_id:
        raise Refused(f"{person.short_name} и так ведёт этот урок.", field="substitute")
    if relief.is_away(person.pk, lesson):
        raise Refused(f"{person.short_name} в это время отсутствует.", field="substitute")
    own = relief.by_id[lesson.pk]
    if kind == Kind.JOINED:
        if person.pk not in {join.person.pk for join in relief.joins(own)}:
            raise Refused(
                f"{person.short_name} в это время не ведёт урока, с которым можно объединить этот.", field="substitute"
            )
    elif busy := relief.busy_with(person.pk, own):
        raise Refused(
            f"{person.short_name} в это время ведёт другой урок: {busy.course.subject}, {busy.course.group}. "
            "Если один учитель берёт обе группы, выберите «Объединить».",
            field="substitute",
        )


def _general_words(relief: Relief, lesson: Lesson) -> str:
    """The reason in the words that the journal of substitutions may hold."""
    known = relief.absences.get(lesson.teacher_id or 0, ())
    found = [one for one in known if one.covers(lesson.course.group.shift, lesson.number)]
    return found[0].get_reason_display() if found else ""


def _row_of(lesson: Lesson) -> Substitution | None:
    return (
        Substitution.objects.filter(lesson=lesson).select_related("person", "moved_to", "lesson__course__group").first()
    )


def _put(act: Acting, lesson: Lesson, row: Substitution | None, **values: Any) -> bool:
    """Make the line of the lesson or change it; answers whether anything differs. A signed line is refused any change."""
    if row is None:
        new = Substitution(lesson=lesson, absent=lesson.teacher, made_by_id=act.person_id, made_at=act.at, **values)
        act.create(new, reason=values["reason"])
        return True
    if row.signed_at is not None and any(getattr(row, name) != value for name, value in values.items()):
        raise _signed(row)
    if not act.update(row, **values):
        return False
    return act.update(row, made_by_id=act.person_id, made_at=act.at) or True


def _signed(row: Substitution) -> Refused:
    name = row.person.short_name if row.person else ""
    return Refused(
        f"{name} уже расписался в журнале замещений за этот урок. Строку можно изменить, когда подпись снимет сам замещавший."
        if not _is_she(row)
        else f"{name} уже расписалась в журнале замещений за этот урок. Строку можно изменить, когда она сама снимет подпись.",
        field="substitute",
    )


def _is_she(row: Substitution) -> bool:
    return row.person is not None and row.person.sex == "f"


def _refuse_when_given(row: Substitution) -> None:
    """The substitute has signed or written: the lesson was theirs."""
    if row.signed_at is not None:
        raise _signed(row)
    if row.person is not None and (written := written_in(row.lesson, by=row.person)):
        raise Refused(
            f"{row.person.short_name} уже ведёт запись этого урока ({written}): замещение остаётся за этим учителем.",
            field="substitute",
        )


@action("timetable.lesson.cancel")
def cancel_lesson(act: Acting, lesson: Lesson, *, reason: str) -> None:
    """The lesson does not take place; its row stays, families see «отменён». Refused when anything has been written to it."""
    act.lock(lesson, "state", "substitute")
    if lesson.state == Lesson.State.CANCELLED:
        return
    if not reason.strip():
        raise Refused("Напишите, почему урок отменён.", field="reason")
    if written := written_in(lesson):
        raise Refused(f"На этом уроке уже есть записи ({written}): отменить его нельзя.", field="reason")
    told = Told(act)
    _fall_out(act, lesson, told, kind=Kind.CANCELLED, reason=reason.strip(), moved_to=None)
    told.send()


@action("timetable.lesson.move")
def move_lesson(act: Acting, lesson: Lesson, *, day: date, number: int, reason: str = "") -> Lesson:
    """The lesson is given at another time by its own teacher: a new lesson stands there, the old row stays as moved.

    Answers the new lesson. Refused when anything has been written, and where the class, the teacher or the room is taken.
    """
    act.lock(lesson, "state", "substitute")
    if lesson.state == Lesson.State.CANCELLED:
        raise Refused("Урок уже отменён или перенесён.", field="place")
    if written := written_in(lesson):
        raise Refused(f"На этом уроке уже есть записи ({written}): перенести его нельзя.", field="place")
    moving = Moving(lesson)
    if why := moving.why_not(day, number):
        raise Refused(why, field="place")
    if Lesson.objects.filter(course=lesson.course_id, date=day, number=number).exists():
        raise Refused(
            "Этот урок в этот день и час уже стоял и отменён: верните его или выберите другое место.", field="place"
        )
    starts, ends = moving.bells.at(day, moving.shift, number)
    new = Lesson(
        course=lesson.course,
        date=day,
        number=number,
        starts=starts,
        ends=ends,
        teacher=lesson.teacher,
        room=lesson.room,
    )
    act.create(new)
    told = Told(act)
    _fall_out(act, lesson, told, kind=Kind.MOVED, reason=reason.strip(), moved_to=new)
    told.also(new)
    if lesson.teacher is not None:
        told.say(lesson.teacher, f"Ваш урок перенесён: {what_of(lesson)} → {day_month(day)}, {number}-й урок.")
    told.send()
    return new


def _fall_out(act: Acting, lesson: Lesson, told: Told, *, kind: str, reason: str, moved_to: Lesson | None) -> None:
    row = _row_of(lesson)
    if row is not None:
        _refuse_when_given(row)
        if row.person is not None:
            told.relieved(row.person, lesson)
    elif lesson.substitute is not None:
        told.relieved(lesson.substitute, lesson)
    _put(act, lesson, row, kind=kind, person=None, instead="", reason=reason, moved_to=moved_to)
    act.update(lesson, state=Lesson.State.CANCELLED, substitute=None, reason=reason)
    told.changed(lesson)


@action("timetable.lesson.restore")
def restore_lesson(act: Acting, lesson: Lesson) -> None:
    """A cancelled or moved lesson takes place after all at its own time."""
    row = _row_of(lesson)
    if row is not None:
        take_back(act.actor, row)
        lesson.refresh_from_db(fields=["state", "substitute"])
    else:
        act.update(lesson, state=Lesson.State.PLANNED)


@action("timetable.substitution.take_back")
def take_back(act: Acting, row: Substitution) -> None:
    """The lesson is its teacher's again, at its own time; those concerned are told. The log keeps the line.

    Refused when the substitute has signed or written, when the moved lesson has records, and when the teacher is engaged elsewhere.
    """
    act.lock(row, "person", "signed_at", "moved_to")
    lesson, told = row.lesson, Told(act)
    if row.person is not None:
        _refuse_when_given(row)
        told.relieved(row.person, lesson)
    else:
        _refuse_when_engaged(lesson)
    new = row.moved_to
    if new is not None:
        _refuse_when_held(new)
    act.delete(row)
    if new is not None:
        told.also(new)
        act.delete(new)
    act.update(lesson, substitute=None, state=Lesson.State.PLANNED)
    told.changed(lesson)
    told.send()


def _refuse_when_engaged(lesson: Lesson) -> None:
    """The teacher was free at that hour, and may have taken another lesson meanwhile."""
    relief = Relief(lesson.date)
    own = relief.by_id[lesson.pk]
    if lesson.teacher is not None and (other := relief.busy_with(lesson.teacher.pk, own)):
        raise Refused(
            f"{lesson.teacher.short_name} в это время уже ведёт другой урок: {other.course.subject}, {other.course.group}. "
            "Сначала найдите замену там."
        )


def _refuse_when_held(new: Lesson) -> None:
    if written := written_in(new):
        raise Refused(f"На перенесённом уроке уже есть записи ({written}): перенос остаётся.")
    if Substitution.objects.filter(lesson=new).exists():
        raise Refused("Перенесённый урок сам замещён или отменён: сначала верните его.")
