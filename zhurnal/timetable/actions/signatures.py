"""The substitute signs in the journal of substitutions (§4.4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.urls import reverse

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import counted
from zhurnal.people.actions import renew_notice
from zhurnal.people.models import Person

from ..models import Substitution
from ..signing import SIGNED, has_begun, words_of
from .tidings import what_of

_SIGNED_FIELDS = ("person", "absent", "kind", "instead", "signed_at", "signed_act")


@action("timetable.substitution.sign")
def sign(act: Acting, rows: Sequence[Substitution]) -> int:
    """The substitute signs for lessons that they have given: who, when, and the hash of the log entry of this act (§4.4.3).

    Answers how many were signed; those signed already stay. Refused before the lesson's beginning and for another's lesson.
    """
    for row in rows:
        act.lock(row, *_SIGNED_FIELDS)
    unsigned = [row for row in rows if row.signed_at is None]
    for row in unsigned:
        if row.person_id is None or row.person_id != act.person_id:
            raise Refused("Подписывает только тот, кто замещал.")
        if not has_begun(row.lesson):
            raise Refused(f"Урок ещё не начался: {what_of(row.lesson)}. Распишитесь после него.")
        act.update(row, signed_at=act.at, signed_act=act.record.id)
        act.note(row, before=None, after=None, reason=words_of(row), verb=SIGNED)
    return len(unsigned)


@action("timetable.substitution.unsign")
def unsign(act: Acting, row: Substitution) -> None:
    """The substitute takes their own signature back, so that a mistaken line can be changed; the log keeps both."""
    act.lock(row, *_SIGNED_FIELDS)
    if row.person_id is None or row.person_id != act.person_id:
        raise Refused("Подпись снимает только тот, кто подписал.")
    act.update(row, signed_at=None, signed_act=None)


@action("timetable.substitution.remind")
def remind_to_sign(act: Acting, rows: Iterable[Substitution]) -> int:
    """Remind those who gave these lessons and have not signed, one notice a person while it is unread; answers how many people."""
    waiting: dict[Person, list[Substitution]] = defaultdict(list)
    for row in rows:
        if row.person is not None and row.signed_at is None and has_begun(row.lesson):
            waiting[row.person].append(row)
    for person, lines in waiting.items():
        month = f"{min(row.lesson.date for row in lines):%Y-%m}"
        lessons = counted(len(lines), "урок", "урока", "уроков")
        link = f"{reverse('timetable:own-substitutions')}?month={month}"
        renew_notice(act.actor, person, f"Распишитесь в журнале замещений: {lessons} без вашей подписи.", link)
    return len(waiting)
