"""The action: one verb, one transaction, one chained entry in the log for each changed row. Only actions write.

    @action("people.person.rename")
    def rename(act: Acting, person: Person, *, last_name: str) -> Person:
        act.update(person, last_name=last_name)
        return person

    rename(request.who, person, last_name="Белова")

The caller passes who acts; the body is given the `Acting`, through which it makes, changes and removes rows, and which
writes the log when the body has ended. What is not made through it is not in the log, and a test refuses that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from datetime import date
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, models, transaction

from . import clock, log
from .errors import Refused, Repeated
from .sealed import SealedTextField

GONE = "Этой записи уже нет: её удалили, пока вы смотрели на страницу. Обновите её."
P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


class Actor(Protocol):
    """Who acts: a person's id (None for the system) and, if the caller has one, the act id that makes a retry harmless."""

    @property
    def person_id(self) -> int | None:
        """The person, or None for the system."""

    @property
    def act_id(self) -> UUID | None:
        """The act id that came with the request."""


class System:
    """The journal itself: the worker, the command line, an import."""

    person_id: int | None = None
    act_id: UUID | None = None


SYSTEM = System()
acting_now: ContextVar[Acting | None] = ContextVar("acting_now", default=None)


def subject_of(row: models.Model) -> str:
    """The log's name of a row: `journal.mark:17`."""
    return f"{row._meta.app_label}.{row._meta.model_name}:{row.pk}"


def values_of(row: models.Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """The columns of a row as the log keeps them; secrets (`LOG_SECRET`, password) are left out, sealed columns stay sealed."""
    secret = {"password", *getattr(type(row), "LOG_SECRET", ())}
    names = set(fields) if fields is not None else None
    return {
        f.attname: f.value_to_string(row)
        if isinstance(f, models.FileField | SealedTextField)
        else getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.name not in secret and (names is None or f.name in names or f.attname in names)
    }


def module_chain(row: models.Model, on: date) -> str:
    """The default chain: one module and school year (which begins in August for this purpose)."""
    return f"{row._meta.app_label}:{on.year if on.month >= 8 else on.year - 1}"


class Acting:
    """What an action's body writes with."""

    def __init__(self, verb: str, actor: Actor) -> None:
        self.verb = verb
        self.actor = actor
        self.person_id = actor.person_id
        self.record = log.Act(id=actor.act_id or uuid4(), actor=actor.person_id, at=clock.now())

    @property
    def at(self) -> Any:
        """The moment of the act."""
        return self.record.at

    def lock(self, row: models.Model, *fields: str) -> None:
        """Read a row anew (or these fields of it), locked until the act ends, so that what is decided of its state holds for the one
        that stands now, not for the one that a page was made of. Refused when the row is gone."""
        rows = type(row)._base_manager.select_for_update()
        try:
            row.refresh_from_db(fields=fields or None, from_queryset=rows)
        except ObjectDoesNotExist as gone:
            raise Refused(GONE) from gone

    def note(
        self,
        row: models.Model,
        *,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        about: int | None = None,
        chain: str | None = None,
        reason: str = "",
        verb: str | None = None,
    ) -> None:
        """Put one change into the log; `create`, `update` and `delete` do it by themselves."""
        named = chain or getattr(row, "log_chain", None) or module_chain(row, clock.today())
        who = about if about is not None else getattr(row, "log_about", None)
        self.record.changes.append(
            log.Change(named, verb or self.verb, subject_of(row), who, before, after, reason=reason)
        )

    def create(self, row: M, **where: Any) -> M:
        """Insert a new row and log it; `where` may hold about, chain, reason, verb."""
        row.save(force_insert=True)
        self.note(row, before=None, after=values_of(row), **where)
        return row

    def create_many(self, rows: Sequence[M], *, batch: int = 1000, **where: Any) -> Sequence[M]:
        """Insert many new rows of one table at once and log each."""
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=batch)
        for row in rows:
            self.note(row, before=None, after=values_of(row), **where)
        return rows

    def update(
        self,
        row: M,
        *,
        about: int | None = None,
        chain: str | None = None,
        reason: str = "",
        verb: str | None = None,
        **changes: Any,
    ) -> bool:
        """Change fields of a row and log those that really differ; answers whether any did. Refused when the row is gone.

        A row that has a column `reason` takes the reason, too."""
        if reason and hasattr(row, "reason"):
            changes["reason"] = reason
        before = {name: getattr(row, name) for name in changes}
        changed = [name for name, value in changes.items() if before[name] != value]
        if not changed:
            return False
        old = values_of(row, changed)
        for name in changed:
            setattr(row, name, changes[name])
        try:
            row.save(update_fields=changed)
        except DatabaseError as problem:
            if "did not affect any rows" in str(problem):
                raise Refused(GONE) from problem
            raise
        self.note(row, before=old, after=values_of(row, changed), about=about, chain=chain, reason=reason, verb=verb)
        return True

    def update_many(self, rows: Sequence[M], *, batch: int = 500, **changes: Any) -> None:
        """Give many rows of one table the same values in a statement a batch, and log those that really differ."""
        changed = [row for row in rows if any(getattr(row, name) != value for name, value in changes.items())]
        for at in range(0, len(changed), batch):
            some = changed[at : at + batch]
            type(some[0])._base_manager.filter(pk__in=[row.pk for row in some]).update(**changes)
        for row in changed:
            before = values_of(row, changes)
            for name, value in changes.items():
                setattr(row, name, value)
            self.note(row, before=before, after=values_of(row, changes))

    def change_many(
        self, rows: Sequence[tuple[M, dict[str, Any]]], *, batch: int = 200, verb: str | None = None
    ) -> None:
        """Give each of many rows of one table values of its own in a statement a batch, and log those that really differ."""
        changed = [
            (row, after)
            for row, values in rows
            if (after := {name: value for name, value in values.items() if getattr(row, name) != value})
        ]
        for row, after in changed:
            before = values_of(row, after)
            for name, value in after.items():
                setattr(row, name, value)
            self.note(row, before=before, after=values_of(row, after), verb=verb)
        names = sorted({name for _, after in changed for name in after})
        if names:
            model = type(changed[0][0])
            model._base_manager.bulk_update([row for row, _ in changed], names, batch_size=batch)

    def delete_many(self, rows: Sequence[M], *, batch: int = 500) -> None:
        """Remove many rows of one table in a statement a batch; their last values stay in the log."""
        for row in rows:
            self.note(row, before=values_of(row), after=None)
        for at in range(0, len(rows), batch):
            some = rows[at : at + batch]
            type(some[0])._base_manager.filter(pk__in=[row.pk for row in some]).delete()

    def delete(self, row: models.Model, **where: Any) -> None:
        """Remove a row; its last values stay in the log. Refused when it is gone already."""
        before = values_of(row)
        self.note(row, before=before, after=None, **where)
        if not row.delete()[0]:
            raise Refused(GONE)

    def link(self, row: models.Model, field: str, related: Iterable[models.Model], **where: Any) -> None:
        """Set a many-to-many field to these rows and log the ids."""
        manager = getattr(row, field)
        before = sorted(manager.values_list("pk", flat=True))
        after = sorted(other.pk for other in related)
        if before != after:
            manager.set(after)
            self.note(row, before={field: before}, after={field: after}, **where)


def action(verb: str) -> Callable[[Callable[Concatenate[Acting, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function an action under this verb (`module.thing.verb`).

    Raises `Repeated` when the actor's act id has been carried out already by the same person, `Refused` when by another.
    An action called inside an action joins it: one transaction, one act.
    """

    def decorate(body: Callable[Concatenate[Acting, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @functools.wraps(body)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            outer = acting_now.get()
            if outer is not None:
                inner = Acting(verb, actor)
                inner.record = outer.record
                return body(inner, *args, **kwargs)
            with transaction.atomic():
                if actor.act_id is not None:
                    refuse_repeated(actor.act_id, actor.person_id)
                acting = Acting(verb, actor)
                token = acting_now.set(acting)
                try:
                    answer = body(acting, *args, **kwargs)
                finally:
                    acting_now.reset(token)
                if acting.record.changes:
                    log.append(acting.record)
                return answer

        run.verb = verb  # type: ignore[attr-defined]
        return run

    return decorate


def refuse_repeated(act: UUID, person_id: int | None) -> None:
    """Raise if this act id stands in the log already."""
    known = log.doer_of(act)
    if known is None:
        return
    if known[0] != person_id:
        raise Refused("Этот номер действия уже занят другим человеком. Обновите страницу и повторите.")
    raise Repeated(str(act))
