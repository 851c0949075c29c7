"""What a family says should stand in a card, and what the school answers (152-ФЗ, art. 14; §4.3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from zhurnal.core import text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.snils import read_snils, snils_mistake

from ..card_fields import PROPOSABLE, title_of, value_of
from ..models import Correction, Person, PersonalFile
from .cards import save_card
from .notices import notify

State = Correction.State


@action("people.correction.propose")
def propose(act: Acting, person: Person, values: dict[str, str]) -> list[Correction]:
    """Propose other values for fields of a card; those that stand already are passed over. `Refused` when none differs.

    A field that waits already is proposed anew: the older proposal is withdrawn.
    """
    assert act.person_id is not None
    if strange := set(values) - set(PROPOSABLE):
        raise TypeError(f"not to be proposed: {', '.join(sorted(strange))}")
    file = PersonalFile.objects.filter(person=person).first()
    stands = {name: value_of(person, file, name) for name in values}
    wanted = {name: text.squeeze(value) for name, value in values.items()}
    if "snils" in wanted:
        wanted["snils"] = read_snils(wanted["snils"])
        if wanted["snils"] and (mistake := snils_mistake(wanted["snils"])):
            raise Refused(f"Это не СНИЛС: {mistake}. Сверьте цифры с документом.", field="snils")
    for name in ("last_name", "first_name"):
        if name in wanted and not wanted[name]:
            raise Refused("Фамилия и имя не бывают пустыми.", field=name)
    differing = {name: value for name, value in wanted.items() if value != stands[name]}
    if not differing:
        raise Refused("Вы ничего не изменили: в карточке уже стоит то же самое.")
    for old in Correction.objects.filter(person=person, state=State.WAITING, field__in=list(differing)):
        act.update(old, state=State.WITHDRAWN, decided_at=act.at)
    rows = [
        Correction(person=person, field=name, was=stands[name], value=value, by_id=act.person_id, at=act.at)
        for name, value in differing.items()
    ]
    act.create_many(rows)
    return rows


@action("people.correction.withdraw")
def withdraw(act: Acting, correction: Correction) -> None:
    """Take one's proposal back while it waits."""
    act.lock(correction, "state")
    _refuse_decided(correction)
    act.update(correction, state=State.WITHDRAWN, decided_at=act.at)


@action("people.correction.accept")
def accept(act: Acting, corrections: Iterable[Correction]) -> int:
    """Write the proposed values into the card, and tell who proposed them; answers how many. Refuses what the card refuses."""
    rows = list(corrections)
    for row in rows:
        act.lock(row, "state")
        _refuse_decided(row)
        act.update(row, state=State.ACCEPTED, decided_at=act.at, decided_by_id=act.person_id)
        save_card(act.actor, row.person, **{row.field: _as_kept(row)})
    _tell(act, rows, "Исправление принято")
    return len(rows)


@action("people.correction.decline")
def decline(act: Acting, corrections: Iterable[Correction], *, reason: str) -> int:
    """Leave the card as it is, with a reason that who proposed is told. `Refused` without one."""
    rows, reason = list(corrections), text.squeeze(reason)
    if not reason:
        raise Refused("Напишите, почему данные остаются прежними: причину прочитает семья.", field="reason")
    for row in rows:
        act.lock(row, "state")
        _refuse_decided(row)
        act.update(row, state=State.DECLINED, decided_at=act.at, decided_by_id=act.person_id, answer=reason)
    _tell(act, rows, "Исправление отклонено", reason)
    return len(rows)


def _as_kept(row: Correction) -> object:
    if row.field == "birth_date":
        return date.fromisoformat(row.value) if row.value else None
    return row.value


def _refuse_decided(row: Correction) -> None:
    if row.state != State.WAITING:
        raise Refused(f"Это предложение уже решено: {row.get_state_display()}. Обновите страницу.")


def _tell(act: Acting, rows: list[Correction], words: str, reason: str = "") -> None:
    """A notice a proposer and card; it names the fields, never their values."""
    for by, person in dict.fromkeys((row.by, row.person) for row in rows):
        titles = ", ".join(title_of(row.field).lower() for row in rows if row.by == by and row.person == person)
        said = f"{words}: {person.call_name} — {titles}.{f' {reason}' if reason else ''}"
        notify(act.actor, [by], said[:500], reverse("school:card", args=[person.pk]))
