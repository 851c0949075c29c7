"""The chained log: appending entries, and recomputing the chains.

An entry's hash is SHA-256 over the canonical JSON of its own fields and its predecessor's hash; its payload is represented by
a salted SHA-256, so that a payload may be destroyed by law and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from .bulk import insert_many
from .models import Chain, Entry, Payload

FIRST = "0" * 64


@dataclass(slots=True)
class Change:
    """One row changed by an act, before it is chained."""

    chain: str
    verb: str
    subject: str
    about: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str = ""


@dataclass(slots=True)
class Act:
    """One run of an action: its id, who, when, and the changes that it made."""

    id: UUID
    actor: int | None
    at: datetime
    changes: list[Change] = field(default_factory=list)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} can't stand in the log")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same value always gives the same text."""
    return _ENCODER.encode(value)


def payload_text(change: Change) -> str:
    """What the payload of a change says."""
    parts: dict[str, Any] = {"before": change.before, "after": change.after}
    if change.reason:
        parts["reason"] = change.reason
    return canonical(parts)


def payload_digest(salt: str, text: str) -> str:
    """Salted SHA-256 of a payload, hexadecimal."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def entry_digest(entry: Entry, chain_key: str, previous: str) -> str:
    """SHA-256 of the whole entry with its predecessor's hash, hexadecimal."""
    parts = (
        previous,
        chain_key,
        entry.seq,
        entry.act.hex,
        entry.n,
        entry.actor,
        entry.verb,
        entry.subject,
        entry.about,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.payload_hash,
    )
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def _locked_chains(keys: Iterable[str]) -> dict[str, Chain]:
    """The chains of these keys, made where new, locked in the order of their ids against other writers."""
    # Plain SQL here and below: every save passes, and building such a query costs more than carrying it out.
    wanted = set(keys)
    if not wanted:
        return {}
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    named = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, key FROM core_chain WHERE key IN ({named}) ORDER BY id {lock}", list(wanted))
        found = {key: Chain(pk, key) for pk, key in cursor.fetchall()}
    if missing := sorted(wanted - found.keys()):
        Chain.objects.bulk_create([Chain(key=key) for key in missing], ignore_conflicts=True)
        return _locked_chains(wanted)
    return found


def _heads(chains: Iterable[Chain]) -> dict[int, tuple[int, str]]:
    heads: dict[int, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        for chain in chains:
            cursor.execute("SELECT seq, hash FROM core_entry WHERE chain_id = %s ORDER BY seq DESC LIMIT 1", [chain.pk])
            heads[chain.pk] = cursor.fetchone() or (0, FIRST)
    return heads


def append(act: Act) -> None:
    """Chain all changes of one act; must run in the transaction that made them."""
    append_many([act])


def append_many(acts: Iterable[Act]) -> int:
    """Chain the changes of many acts in their order, in bulk (imports, the demo); answers the number of entries."""
    acts = list(acts)
    chains = _locked_chains(change.chain for act in acts for change in act.changes)
    heads = _heads(chains.values())
    entries: list[Entry] = []
    payloads: list[tuple[str, str]] = []
    for act in acts:
        for n, change in enumerate(act.changes):
            chain = chains[change.chain]
            seq, previous = heads[chain.pk]
            salt, text = secrets.token_hex(8), payload_text(change)
            entry = Entry(
                chain_id=chain.pk,
                seq=seq + 1,
                act=act.id,
                n=n,
                actor=act.actor,
                verb=change.verb,
                subject=change.subject,
                about=change.about,
                at=act.at,
                payload_hash=payload_digest(salt, text),
            )
            entry.hash = entry_digest(entry, chain.key, previous)
            heads[chain.pk] = (seq + 1, entry.hash)
            entries.append(entry)
            payloads.append((salt, text))
    insert_many(entries)
    insert_many(
        [
            Payload(entry_id=entry.pk, salt=salt, text=text)
            for entry, (salt, text) in zip(entries, payloads, strict=True)
        ]
    )
    return len(entries)


def doer_of(act: UUID) -> tuple[int | None] | None:
    """Who has carried out this act already, as (person id or None for the system,), or None when nobody has."""
    value = Entry._meta.get_field("act").get_db_prep_value(act, connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor FROM core_entry WHERE act = %s LIMIT 1", [value])
        found: tuple[int | None] | None = cursor.fetchone()
        return found


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry of a chain that does not verify, and why (in Russian)."""

    chain: str
    seq: int
    why: str


def _rows(chain: Chain) -> Iterator[tuple[Entry, str | None, str | None]]:
    entries = Entry.objects.filter(chain=chain).order_by("seq").select_related("payload")
    for entry in entries.iterator(chunk_size=5000):
        payload = getattr(entry, "payload", None)
        yield entry, payload and payload.salt, payload and payload.text


def verify_chain(
    chain: Chain,
    *,
    heads: dict[int, str] | None = None,
    destroyed: bool = False,
    take: Callable[[str, str], None] | None = None,
) -> tuple[int, Broken | None]:
    """Recompute one chain: (entries read, first broken one). `heads` are signed (seq → hash) that must still stand.

    `take(subject, content)` is called for each entry whose content is there.
    """
    previous, expected, heads = FIRST, 1, dict(heads or {})
    count = 0
    for entry, salt, text in _rows(chain):
        count += 1
        if entry.seq != expected:
            return count, Broken(chain.key, expected, f"запись пропала: после {expected - 1} идёт {entry.seq}")
        if entry.hash != entry_digest(entry, chain.key, previous):
            return count, Broken(chain.key, entry.seq, "запись не сходится со своей контрольной суммой")
        if text is None or salt is None:
            if not destroyed:
                return count, Broken(chain.key, entry.seq, "нет содержания записи и нет акта об уничтожении")
        elif payload_digest(salt, text) != entry.payload_hash:
            return count, Broken(chain.key, entry.seq, "содержание записи изменено")
        if heads.pop(entry.seq, entry.hash) != entry.hash:
            return count, Broken(chain.key, entry.seq, "запись не та, что подписана в этот день")
        if take and text is not None:
            take(entry.subject, text)
        previous, expected = entry.hash, expected + 1
    if heads:
        return count, Broken(chain.key, min(heads), "подписанная запись пропала: цепочка обрезана")
    return count, None


class Reader(Protocol):
    """Is told of every entry while chains are verified."""

    def take(self, subject: str, text: str) -> None:
        """One entry, in the order of its chain."""

    def end(self, *, whole: bool) -> None:
        """The chain has ended, or is broken and was not read on."""


def verify(
    *,
    heads: dict[str, dict[int, str]] | None = None,
    progress: Callable[[int, int, int], None] | None = None,
    reader: Reader | None = None,
) -> tuple[int, int, list[Broken]]:
    """Recompute all chains: (chains, entries, broken ones). `progress(done, total, entries)` is called after each chain."""
    from .models import Destruction

    chains = list(Chain.objects.order_by("id"))
    destroyed = set(Destruction.objects.values_list("chain_id", flat=True))
    signed: dict[str, dict[int, str]] = defaultdict(dict, heads or {})
    broken: list[Broken] = [
        Broken(key, min(rows), "подписанная цепочка пропала целиком")
        for key, rows in signed.items()
        if key not in {chain.key for chain in chains}
    ]
    entries = 0
    for done, chain in enumerate(chains, start=1):
        take = reader.take if reader else None
        count, problem = verify_chain(chain, heads=signed.get(chain.key), destroyed=chain.pk in destroyed, take=take)
        entries += count
        if reader:
            reader.end(whole=problem is None)
        if problem:
            broken.append(problem)
        if progress:
            progress(done, len(chains), entries)
    return len(chains), entries, broken


def without_content() -> int:
    """How many entries have lost their content to acts of destruction; asked of the database only when there is an act."""
    from .models import Destruction

    return Entry.objects.filter(payload=None).count() if Destruction.objects.exists() else 0
