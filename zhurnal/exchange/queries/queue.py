"""The queue: what the clerk has handed over and proposed, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zhurnal.core.pages import all_pages, is_open
from zhurnal.exchange import access
from zhurnal.exchange.models import Import, Proposal
from zhurnal.exchange.report import FIELDS
from zhurnal.people.access import Who
from zhurnal.people.models import Correction, Person
from zhurnal.school.models import Order

LATEST, FOUND = 30, 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposed change: whom it is about, and each field before and after."""

    row: Proposal
    name: str
    items: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits, and the latest decisions."""

    lists: list[Import]
    waiting: list[Entry]
    decided: list[Entry]

    @property
    def count(self) -> int:
        """How much waits."""
        return len(self.lists) + len(self.waiting)


def queue_page(who: Who) -> QueuePage:
    """What waits for the administrator, the oldest first (3 queries); of the clerk's own for the clerk."""
    lists = access.lists_to_read(who).filter(state=Import.State.PROPOSED).defer("content").order_by("handed_at", "id")
    rows = access.proposals_to_read(who)
    waiting = rows.filter(state=Proposal.State.WAITING).order_by("made_at", "id")
    decided = rows.exclude(state=Proposal.State.WAITING).order_by("-decided_at", "-id")[:LATEST]
    return QueuePage(list(lists), _entries(waiting), _entries(decided))


def _entries(rows: QuerySet[Proposal] | Sequence[Proposal]) -> list[Entry]:
    return [
        Entry(
            row,
            row.person.full_name if row.person else _named(row),
            [
                (FIELDS.get(name, name), _shown(name, row.before.get(name)), _shown(name, value))
                for name, value in row.after.items()
            ],
        )
        for row in rows
    ]


def _named(row: Proposal) -> str:
    return " ".join(filter(None, (row.after.get(name) for name in ("last_name", "first_name", "middle_name"))))


def _shown(name: str, value: str | None) -> str:
    if name == "birth_date" and value:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return {"m": "мужской", "f": "женский"}.get(value or "", value or "") if name == "sex" else value or ""


def found_people(who: Who, words: str) -> list[Person]:
    """The first people by name whom the clerk may propose a change about; nobody for no words."""
    if not words.strip():
        return []
    return list(access.people_to_propose_about(who).named_like(words).in_order()[:FOUND])  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What waits for the administrator on another page."""

    title: str
    count: int
    page: str


def waiting_elsewhere(who: Who) -> list[Elsewhere]:
    """Corrections that families propose, and drafts of orders, each with its page where there is one (2 queries)."""
    found = (
        Elsewhere(
            "Исправления карточек от семей",
            Correction.objects.filter(state=Correction.State.WAITING).count(),
            "school:corrections",
        ),
        Elsewhere(
            "Проекты приказов о движении", Order.objects.filter(state=Order.State.DRAFT).count(), "school:orders"
        ),
    )
    return [one for one in found if one.count and one.page in all_pages() and is_open(who, one.page)]
