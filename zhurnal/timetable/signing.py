"""The substitute's signature: the words that are signed, and whether what stands in the journal is still what was signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhurnal.core import clock
from zhurnal.core.actions import subject_of
from zhurnal.core.signatures import Signed, signatures_of

from .models import Lesson, Substitution

# The entry whose hash is the signature; its reason holds the signed words.
SIGNED = "timetable.substitution.signed"


def words_of(row: Substitution) -> str:
    """What the signature covers, by ids that never change: the lesson, its place, whose it was, who gave it and how."""
    lesson = row.lesson
    place = f"урок {lesson.pk}, {lesson.date.isoformat()}, {lesson.number}-й, курс {lesson.course_id}"
    people = f"за {row.absent_id or 'никого'}, дал {row.person_id}"
    return f"Замещение: {place}; {people}; {row.get_kind_display()}; {row.instead}".rstrip("; ")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a line shows of its signature; `broken` when log and line no longer agree."""

    signed: Signed | None
    broken: bool

    @property
    def short(self) -> str:
        """The beginning of the hash of the log entry."""
        return self.signed.short if self.signed else ""


def signatures(rows: Iterable[Substitution]) -> dict[int, Signature]:
    """Line → its signature, for the signed ones (1 query; none where nothing is signed)."""
    signed = [row for row in rows if row.signed_act is not None]
    if not signed:
        return {}
    found = signatures_of([(row.signed_act, subject_of(row)) for row in signed if row.signed_act], SIGNED)
    return {row.pk: _checked(row, found.get(subject_of(row))) for row in signed}


def _checked(row: Substitution, signed: Signed | None) -> Signature:
    agrees = (
        signed is not None
        and signed.holds
        and signed.actor == row.person_id
        and signed.at == row.signed_at
        and signed.words in {None, words_of(row)}
    )
    return Signature(signed, broken=not agrees)


def has_begun(lesson: Lesson) -> bool:
    """Whether the lesson has begun by the school's clock."""
    now = clock.local_now()
    if lesson.date != now.date():
        return lesson.date < now.date()
    return lesson.starts is None or lesson.starts <= now.time()
