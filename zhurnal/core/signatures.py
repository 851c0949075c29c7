"""Signatures by log entry: what an act wrote about a row, and whether that entry still holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from .log import FIRST, entry_digest, payload_digest
from .models import Destruction, Entry


@dataclass(frozen=True, slots=True)
class Signed:
    """The entry of a signature: its hash, who signed what words and when; `holds` is false when entry or content was changed.

    The words are None when the content has gone under an approved act of destruction: the entry still tells who and when.
    """

    hash: str
    actor: int | None
    at: datetime
    words: str | None
    holds: bool

    @property
    def short(self) -> str:
        """The first sixteen digits of the hash in fours, as they are printed."""
        return " ".join(self.hash[at : at + 4] for at in range(0, 16, 4))


def signatures_of(asked: Iterable[tuple[UUID, str]], verb: str) -> dict[str, Signed]:
    """Subject → its signature, for pairs (act, subject) and the verb that signs; however many, one query.

    An entry holds when its hash comes out of its own fields and its predecessor's hash, and its content out of the content's
    hash. The words are the reason that stands in the content.
    """
    wanted = set(asked)
    before = Entry.objects.filter(chain=OuterRef("chain"), seq=OuterRef("seq") - 1).values("hash")[:1]
    rows = (
        Entry.objects.filter(act__in={act for act, _ in wanted}, subject__in={name for _, name in wanted}, verb=verb)
        .select_related("chain", "payload")
        .annotate(previous=Subquery(before), destroyed=Exists(Destruction.objects.filter(chain=OuterRef("chain"))))
    )
    return {row.subject: _signed(row) for row in rows if (row.act, row.subject) in wanted}


def _signed(entry: Entry) -> Signed:
    previous = getattr(entry, "previous", None) or FIRST
    payload = getattr(entry, "payload", None)
    if payload is None:
        words, whole = None, bool(getattr(entry, "destroyed", False))
    else:
        whole = payload_digest(payload.salt, payload.text) == entry.payload_hash
        words = str(json.loads(payload.text).get("reason", "")) if whole else ""
    holds = whole and entry.hash == entry_digest(entry, entry.chain.key, previous)
    return Signed(entry.hash, entry.actor, entry.at, words, holds)
