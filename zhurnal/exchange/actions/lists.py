"""Lists brought to the journal: looked at, handed over, declined, written."""

from __future__ import annotations

from collections.abc import Mapping

from zhurnal.core import clock, secret
from zhurnal.core.actions import Acting, Actor, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import counted
from zhurnal.exchange import lists
from zhurnal.exchange.access import administrators
from zhurnal.exchange.actions.people import change_people, write_files
from zhurnal.exchange.actions.students import write_students
from zhurnal.exchange.importers.columns import open_sheets
from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.lists import Choices, Listed, Look
from zhurnal.exchange.matching.students import StudentsChanges
from zhurnal.exchange.models import Import, Proposal
from zhurnal.exchange.models import Mapping as Remembered
from zhurnal.people.actions import notify
from zhurnal.people.models import Person
from zhurnal.school.models import Year
from zhurnal.school.queries import current_year

LONGEST_NAME, LONGEST_REASON = 200, 300
MOST_ROWS = 6000
"""A school of three thousand children, with a row for each parent."""

Columns = Mapping[str, Mapping[str, str]]


def bring(actor: Actor, kind: str, *, name: str, content: bytes) -> Import:
    """Keep a list, sealed, to be looked at; the meaning of columns that was chosen for such a heading before is taken again.

    Nothing of the school changes. `Refused` (field `file`) for what is no table, empty, too large or protected.
    """
    try:
        sheets = open_sheets(content, name, lists.KINDS[kind])
    except Unreadable as fault:
        raise Refused(str(fault), field="file") from fault
    rows = sum(1 for sheet in sheets for row in sheet.table.rows if any(row))
    if rows > MOST_ROWS:
        raise Refused(f"В файле {rows} строк: это не список одной школы (не больше {MOST_ROWS}).", field="file")
    signatures = [sheet.header.signature for sheet in sheets if sheet.header]
    if not signatures:
        raise Refused("В файле нет ни одной строки с заголовками столбцов.", field="file")
    return _brought(actor, kind, name, secret.seal(content), signatures)


@action("exchange.list.bring")
def _brought(act: Acting, kind: str, name: str, sealed: bytes, signatures: list[str]) -> Import:
    known = Remembered.objects.filter(kind=kind, signature__in=signatures)
    row = Import(
        kind=kind,
        name=name[-LONGEST_NAME:],
        content=sealed,
        columns={one.signature: one.columns for one in known},
        made_by_id=act.person_id,
        made_at=act.at,
    )
    return act.create(row)


@action("exchange.list.columns")
def choose_columns(act: Acting, row: Import, columns: Columns) -> None:
    """What the columns of each heading mean (signature → column → meaning); remembered for the next file with such a heading."""
    act.lock(row)
    _refuse_decided(row)
    act.update(row, columns={**row.columns, **columns})
    known = {one.signature: one for one in Remembered.objects.filter(kind=row.kind, signature__in=list(columns))}
    for signature, codes in columns.items():
        if signature in known:
            act.update(known[signature], columns=dict(codes), person_id=act.person_id, made_at=act.at)
        else:
            made = {"columns": dict(codes), "person_id": act.person_id, "made_at": act.at}
            act.create(Remembered(kind=row.kind, signature=signature, **made))


@action("exchange.list.choose")
def choose(act: Acting, row: Import, choices: Choices) -> None:
    """Keep what was decided about single rows; nothing of the school changes yet."""
    act.lock(row)
    _refuse_decided(row)
    act.update(row, choices=choices.stored())


@action("exchange.list.drop")
def drop(act: Acting, row: Import) -> None:
    """Forget a list that was only looked at."""
    act.lock(row)
    if row.state != Import.State.DRAFT:
        raise Refused("Удалить можно только список, который ещё не передан и не загружен.")
    act.delete(row)


@action("exchange.list.hand_over")
def hand_over(act: Acting, row: Import, choices: Choices) -> None:
    """Give a list to the administrators (§4.5.1, §4.5.2): they are told, and it waits for their decision."""
    act.lock(row)
    if row.state != Import.State.DRAFT:
        raise Refused("Этот список уже передан администратору.")
    act.update(row, state=Import.State.PROPOSED, handed_at=act.at, choices=choices.stored())
    others = [person for person in administrators() if person.pk != act.person_id]
    notify(act.actor, others, f"Документовед передал список: «{row.name}».", f"/exchange/list/{row.pk}/")


@action("exchange.list.decline")
def decline(act: Acting, row: Import, *, reason: str) -> None:
    """Send a handed-over list back with a reason; who brought it is told."""
    act.lock(row)
    if row.state != Import.State.PROPOSED:
        raise Refused("Отклонить можно только переданный список, о котором ещё не решили.")
    said = {"state": Import.State.DECLINED, "decided_by_id": act.person_id, "decided_at": act.at}
    act.change_many([(row, {**said, "reason": reason.strip()[:LONGEST_REASON]})])
    _tell(act, row, f"Список «{row.name}» отклонён: {row.reason}")


def apply(actor: Actor, row: Import, choices: Choices) -> Import:
    """Write a list into the school, whole or not at all (§4.1.6): it is compared anew inside the transaction.

    `Refused`, and nothing written, for a list that was decided about, rows with errors that are not left out, and doubts that
    nobody has resolved. Who is chosen of the missing and the moved becomes a proposal in the queue.
    """
    year, today = current_year(clock.today()), clock.today()
    if year is None:
        raise Refused("Учебного года ещё нет: сначала создайте его.")
    try:
        listed = lists.listed_of(row, today)
    except Unreadable as fault:
        raise Refused(f"{fault} Ничего не записано.") from fault
    return _applied(actor, row, listed, choices, year)


@action("exchange.list.apply")
def _applied(act: Acting, row: Import, listed: Listed, choices: Choices, year: Year) -> Import:
    locked = Import.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise Refused("Этого списка уже нет.")
    _refuse_decided(locked)
    look = lists.look_at(listed, choices, year, clock.today())
    refuse_unready(look)
    changes = look.changes
    if isinstance(changes, StudentsChanges):
        write_students(act, changes)
        proposed = _propose(act, locked, changes, choices)
        counts = {
            "classes": len(changes.new_classes),
            "students": len(changes.new_students),
            "parents": len(changes.new_parents),
            "enrolled": len(changes.enrolled),
            "changed": len(changes.changed),
            "files": len(changes.files.new) + len(changes.files.changed),
            "proposed": proposed,
        }
    else:
        act.create_many(changes.new, verb="people.person.add")
        change_people(act, changes.changed)
        write_files(act, changes.files)
        files = len(changes.files.new) + len(changes.files.changed)
        counts = {"staff": len(changes.new), "changed": len(changes.changed), "files": files}
    act.update(
        locked,
        state=Import.State.APPLIED,
        decided_by_id=act.person_id,
        decided_at=act.at,
        act=act.record.id,
        choices=choices.stored(),
        counts={**counts, "left": len(choices.leave)},
    )
    left = counted(len(choices.leave), "строка не загружена", "строки не загружены", "строк не загружено")
    _tell(act, locked, f"Список «{locked.name}» загружен в журнал." + (f" {left}." if choices.leave else ""))
    return locked


def refuse_unready(look: Look) -> None:
    """Raise for errors and for doubts that nobody has resolved."""
    if errors := look.changes.errors:
        first = errors[0]
        raise Refused(
            f"Ничего не записано: в списке есть ошибки. {first.where}: {first.text} Исправьте файл или не загружайте эту строку."
        )
    if undecided := look.changes.undecided:
        names = ", ".join(one.name for one in undecided[:3])
        raise Refused(
            f"Ничего не записано: выберите, тот же это человек или другой ({names}{' …' if len(undecided) > 3 else ''})."
        )


def _propose(act: Acting, row: Import, changes: StudentsChanges, choices: Choices) -> int:
    """Proposals for the chosen of those who are missing from the list or stand in it in another class."""
    about = {"source": row, "made_by_id": row.made_by_id, "made_at": act.at, "since": clock.today()}
    rows = [
        Proposal(kind=Proposal.Kind.DEPARTURE, person=person, note=f"Нет в списке «{row.name}»"[:300], **about)
        for person, _ in changes.missing
        if person.pk in choices.depart
    ]
    rows += [
        Proposal(
            kind=Proposal.Kind.TRANSFER,
            person=person,
            group=changes.classes[to.key],
            note=f"В списке «{row.name}» — в классе {to}"[:300],
            **about,
        )
        for person, _, to, key in changes.moved
        if key in choices.transfer
    ]
    act.create_many(rows, verb="exchange.proposal.make")
    return len(rows)


def _refuse_decided(row: Import) -> None:
    if row.state not in {Import.State.DRAFT, Import.State.PROPOSED}:
        raise Refused(f"Список «{row.name}» уже {row.get_state_display()}.")


def _tell(act: Acting, row: Import, text: str) -> None:
    if row.made_by_id and row.made_by_id != act.person_id:
        notify(act.actor, Person.objects.filter(pk=row.made_by_id), text[:500], f"/exchange/list/{row.pk}/")
