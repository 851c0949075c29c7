"""A timetable brought as a file (§4.6.2): kept sealed, its words understood and remembered, written whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from zhurnal.core import clock, secret
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.exchange import timetables
from zhurnal.exchange.actions.timetable import check, write_courses, write_lists, write_timetable
from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.matching.timetable import TimetableChanges
from zhurnal.exchange.matching.words import Choice, Kind, Names
from zhurnal.exchange.models import Import
from zhurnal.exchange.models import Mapping as Remembered
from zhurnal.exchange.timetables import Read
from zhurnal.people.access import Who
from zhurnal.school.access import staff_to_assign
from zhurnal.school.models import Year
from zhurnal.school.queries import current_year
from zhurnal.timetable.models import Draft, DraftSlot, Slot

LONGEST_NAME = 200
NO_YEAR = "Учебного года ещё нет: сначала создайте его на странице «Школа»."


def bring_timetable(who: Who, *, name: str, content: bytes) -> Import:
    """Keep a timetable, sealed, to be looked at; nothing of the school changes. `Refused` (field `file`) for what cannot be read."""
    year = _year()
    try:
        timetables.read_file(name, content, Names.of(year, staff_to_assign(who)))
    except Unreadable as fault:
        raise Refused(str(fault), field="file") from fault
    return _brought(who, name, secret.seal(content), timetables.kind_of(name, content))


@action("exchange.timetable.bring")
def _brought(act: Acting, name: str, sealed: bytes, kind: Import.Kind) -> Import:
    row = Import(kind=kind, name=name[-LONGEST_NAME:], content=sealed, made_by_id=act.person_id, made_at=act.at)
    return act.create(row)


@action("exchange.timetable.name")
def name_words(act: Acting, row: Import, choices: Mapping[Kind, Mapping[str, Choice]]) -> None:
    """What words of the file mean, for this file and for every later one. Refused for a file that was decided about."""
    act.lock(row)
    _open(row)
    act.update(
        row,
        columns={**row.columns, **{kind: {**row.columns.get(kind, {}), **words} for kind, words in choices.items()}},
    )
    for kind, words in choices.items():
        for key, means in words.items():
            _remember(act, kind, key, means)


def _remember(act: Acting, kind: Kind, key: str, means: Choice) -> None:
    where, signature = timetables.memory_of(kind, key)
    said = {"word": key, "means": means}
    known = Remembered.objects.filter(kind=where, signature=signature).first()
    if known is None:
        act.create(Remembered(kind=where, signature=signature, columns=said, person_id=act.person_id, made_at=act.at))
    elif known.columns != said:
        act.update(known, columns=said, person_id=act.person_id, made_at=act.at)


def apply_timetable(who: Who, row: Import, *, since: date | None = None, draft: str = "") -> Import:
    """Write a timetable into the school, whole or not at all: into the timetable in force from `since` on, or into a new draft.

    It is compared anew inside the transaction. `Refused`, and nothing written, when the file or its comparison with the school has
    an error, and when nothing would change.
    """
    year = _year()
    try:
        found = timetables.read(row, year, clock.today(), staff_to_assign(who))
    except Unreadable as fault:
        raise Refused(f"{fault} Ничего не записано.") from fault
    return _applied(who, row, found, year=year, since=since, draft=draft)


@action("exchange.timetable.apply")
def _applied(act: Acting, row: Import, found: Read, *, year: Year, since: date | None, draft: str) -> Import:
    locked = Import.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise Refused("Этого файла уже нет.")
    _open(locked)
    changes = timetables.changes_of(found, year, clock.today(), since)
    check(changes)
    if draft:
        made = _into_draft(act, changes, draft)
        counts = {"draft": made.pk, "slots": len(changes.wanted_slots)}
    else:
        if changes.nothing:
            raise Refused("Всё это в журнале уже есть: записывать нечего.")
        write_timetable(act, changes)
        counts = {"slots": len(changes.new_slots), "ended": len(changes.ended_slots)}
    counts |= {
        "classes": len(changes.new_classes),
        "courses": len(changes.new_courses),
        "teachers": len(changes.new_teachers),
        "subjects": len(changes.new_subjects),
        "rooms": len(changes.new_rooms),
    }
    act.update(
        locked,
        state=Import.State.APPLIED,
        decided_by_id=act.person_id,
        decided_at=act.at,
        act=act.record.id,
        choices={"since": changes.since.isoformat(), "draft": draft},
        counts=counts,
        content=b"",
    )
    return locked


def _into_draft(act: Acting, changes: TimetableChanges, name: str) -> Draft:
    """A draft of the whole school: the file's places, and those in force of classes that the file does not have."""
    if Draft.objects.filter(year=changes.year, name=name).exists():
        raise Refused(f"Черновик «{name}» уже есть: назовите этот иначе.", field="draft")
    write_lists(act, changes)
    write_courses(act, changes)
    made = act.create(
        Draft(year=changes.year, name=name, since=changes.since, made_by_id=act.person_id, made_at=act.at)
    )
    rows: dict[tuple[int, ...], DraftSlot] = {}
    more: dict[tuple[int, ...], list[int]] = {}
    wanted = [(slot, [room.pk for room in rooms]) for slot, rooms in changes.wanted_slots]
    for slot, rooms in [*wanted, *_others(changes)]:
        copy = _copy(made, slot)
        place = (copy.course_id, copy.weekday, copy.number, copy.week)
        rows.setdefault(place, copy)
        more[place] = [*more.get(place, []), *rooms]
    act.create_many(list(rows.values()), verb="timetable.draft.create")
    through = DraftSlot.more_rooms.through
    links = [through(draftslot=row, room_id=room) for place, row in rows.items() for room in dict.fromkeys(more[place])]
    act.create_many(links, verb="timetable.draft.create")
    return made


def _others(changes: TimetableChanges) -> Iterable[tuple[Slot, list[int]]]:
    """Places in force on the day that the file says nothing of, with the ids of their further rooms."""
    slots = [slot for slot in changes.untouched_slots if slot.since <= changes.since]
    further: dict[int, list[int]] = defaultdict(list)
    for slot, room in Slot.more_rooms.through.objects.filter(slot__in=slots).values_list("slot_id", "room_id"):
        further[slot].append(room)
    return ((slot, further[slot.pk]) for slot in slots)


def _copy(draft: Draft, slot: Slot) -> DraftSlot:
    return DraftSlot(
        draft=draft,
        course=slot.course,
        weekday=slot.weekday,
        number=slot.number,
        week=slot.week,
        teacher_id=slot.teacher_id or (slot.teacher.pk if slot.teacher else None),
        room_id=slot.room_id or (slot.room.pk if slot.room else None),
    )


@action("exchange.timetable.drop")
def drop_timetable(act: Acting, row: Import) -> None:
    """Put a file away: nothing of it was written, nothing is kept. Refused for one that was decided about."""
    act.lock(row)
    _open(row)
    act.update(row, state=Import.State.DECLINED, decided_by_id=act.person_id, decided_at=act.at, content=b"")


def _open(row: Import) -> None:
    if row.state != Import.State.DRAFT:
        raise Refused(f"Файл «{row.name}» уже {row.get_state_display()}.")


def _year() -> Year:
    year = current_year(clock.today())
    if year is None:
        raise Refused(NO_YEAR)
    return year
