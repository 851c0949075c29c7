"""What several tests of people need."""

from __future__ import annotations

import json
from typing import Any

from zhurnal.core.models import Entry
from zhurnal.people import actions
from zhurnal.people.models import Person


def verbs() -> list[str]:
    """Verbs of the whole log in order."""
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def last_payload(verb: str) -> dict[str, Any]:
    """What the latest entry of a verb says."""
    entry = Entry.objects.filter(verb=verb).order_by("-id").select_related("payload").first()
    assert entry is not None, verbs()
    return json.loads(entry.payload.text)


def whole_log() -> str:
    """Every payload as text: a secret must not stand in it."""
    return "\n".join(entry.payload.text for entry in Entry.objects.select_related("payload"))


def code_for(person: Person, who: Any = actions.SYSTEM) -> str:
    """A fresh code."""
    [(_, code)] = actions.make_codes(who, [person])
    return code
