"""Publishing a draft (§4.6.2): it becomes the timetable from its first day, lessons are made anew, those concerned are told."""

from __future__ import annotations

from dataclasses import dataclass

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import WEEKDAYS, counted, day_month
from zhurnal.people.actions import notify_each
from zhurnal.school.rules import DAY

from ..drafting.board import Board
from ..drafting.changes import Told
from ..drafting.publication import Outlook, days_to_make, letters, out_of_place, outlook, recorded_since, slot_changes
from ..models import Draft, DraftSlot, Lesson, Slot
from .drafts import open_still
from .lessons import Made, make_lessons


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing has done; `left` are lessons with records that stand where the new timetable has none."""

    changes: list[Told]
    new: int
    ended: int
    kept: int
    lessons: Made
    told: int
    left: list[Lesson]


@action("timetable.draft.publish")
def publish_draft(act: Acting, draft: Draft, *, reason: str = "") -> Published:
    """Let the draft hold from its first day: slots that it has not end the day before, equal ones stay, new ones are made.

    Lessons from that day on are made anew; those with records, a substitute or a cancellation are not touched and are named.
    Everyone whose own week changes is told once. Refused while there are clashes, when nothing changes, when it is published
    already, and for a day in the past without a reason or after something has been written since.
    """
    open_still(draft)
    look = outlook(draft)
    changes = slot_changes(draft)
    _check(draft, look, reason)
    act.update_many(changes.ended, until=draft.since - DAY)
    act.delete_many(changes.dropped)
    act.update_many(changes.prolonged, until=None)
    made = [
        Slot(
            course_id=one.course_id, weekday=one.weekday, number=one.number, week=one.week, teacher_id=one.teacher_id,
            room_id=one.room_id, since=draft.since,
        )
        for one in changes.new
    ]  # fmt: skip
    act.create_many(made)
    with_more = {one.pk for one in DraftSlot.objects.filter(draft=draft, more_rooms__isnull=False)}
    for source, slot in zip(changes.new, made, strict=True):
        if source.pk in with_more:
            act.link(slot, "more_rooms", source.more_rooms.all())
    since, until = days_to_make(draft.year, draft.since)
    lessons = make_lessons(act.actor, draft.year, since=since, until=until, drop_stale=True, renew=True)
    act.update(draft, published_at=act.at, published_by_id=act.person_id, reason=reason)
    return Published(
        changes=look.changes, new=len(made), ended=len(changes.ended) + len(changes.dropped), kept=changes.kept,
        lessons=lessons, told=_tell(act, draft, look), left=out_of_place(draft.year, since, until),
    )  # fmt: skip


def _check(draft: Draft, look: Outlook, reason: str) -> None:
    if not look.changes:
        raise Refused("Черновик не отличается от действующего расписания: публиковать нечего.")
    if look.after.clashes:
        raise Refused(f"Сначала уберите накладки: {clashes_in_words(look.after)}.")
    today = clock.today()
    if draft.since < today:
        if not reason.strip():
            raise Refused("Этот день уже прошёл: напишите, почему расписание меняется задним числом.", field="reason")
        if recorded_since(draft.year, draft.since, today):
            raise Refused(
                f"С {day_month(draft.since)} на уроках уже есть записи: поставьте день не раньше сегодняшнего.",
                field="since",
            )


def clashes_in_words(board: Board, *, most: int = 3) -> str:
    """The first clashes by name and the number of the rest."""
    said = [
        f"{WEEKDAYS[place.weekday - 1]}, {place.number}-й урок, {place.name}: {clash.what}"
        for place, clash in board.clashes[:most]
    ]
    rest = len(board.clashes) - most
    return "; ".join(said) + (f"; и ещё {counted(rest, 'накладка', 'накладки', 'накладок')}" if rest > 0 else "")


def _tell(act: Acting, draft: Draft, look: Outlook) -> int:
    written = letters(look.changes, look.after, draft.since)
    return notify_each(act.actor, ((pk, one.text, one.link) for one in written for pk in one.people))
