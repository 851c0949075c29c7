"""What the worker does about lists and changes that wait or are done with; each may run twice."""

from __future__ import annotations

from datetime import timedelta

from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM, Acting, action
from zhurnal.core.russian import counted
from zhurnal.exchange import access
from zhurnal.exchange.models import Import, Proposal
from zhurnal.people.actions import notify
from zhurnal.people.models import Notice

KEPT = timedelta(days=30)
"""How long the content of a file is kept after the decision, and a draft that nobody comes back to (152-ФЗ, art. 5: not longer than needed)."""

MONDAY = 0
REMINDER = "В очереди изменений от документоведа ждут решения: "
QUEUE = "/exchange/queue/"


def forget_contents() -> None:
    """A regular job: empty the files of lists decided about 30 days ago, and forget drafts as old."""
    _contents_forgotten(SYSTEM)


@action("exchange.list.forget")
def _contents_forgotten(act: Acting) -> None:
    before = clock.now() - KEPT
    decided = Import.objects.filter(decided_at__lt=before).exclude(content=b"")
    for row in decided.defer("content"):
        row.content = b"."  # not fetched only to be thrown away
        act.update(row, content=b"")
    act.delete_many(list(Import.objects.filter(state=Import.State.DRAFT, made_at__lt=before).defer("content")))


def remind_of_queue() -> None:
    """A regular job: on Mondays tell the administrators what waits in the queue (§4.5.2), once a day."""
    if clock.today().weekday() == MONDAY:
        _reminded(SYSTEM)


@action("exchange.queue.remind")
def _reminded(act: Acting) -> None:
    lists = Import.objects.filter(state=Import.State.PROPOSED).count()
    changes = Proposal.objects.filter(state=Proposal.State.WAITING).count()
    parts = [counted(lists, "список", "списка", "списков")] if lists else []
    parts += [counted(changes, "изменение", "изменения", "изменений")] if changes else []
    if not parts:
        return
    morning = clock.local_now().replace(hour=0, minute=0, second=0, microsecond=0)
    told = Notice.objects.filter(made_at__gte=morning, text__startswith=REMINDER).values_list("person_id", flat=True)
    waiting = access.administrators().exclude(pk__in=set(told))
    notify(act.actor, waiting, f"{REMINDER}{' и '.join(parts)}.", QUEUE)
