"""Collects what the demo writes as acts of its people, and chains them into the log in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

from django.db import models

from zhurnal.core import log
from zhurnal.core.actions import module_chain, subject_of, values_of
from zhurnal.core.bulk import insert_many

M = TypeVar("M", bound=models.Model)


class Book:
    """Acts not yet chained; act ids come from the demo's own random numbers, so that they are the same each time."""

    def __init__(self, seed: str, latest: datetime) -> None:
        self.rng = Random(seed)
        self.acts: list[log.Act] = []
        self.entries = 0
        self.latest = latest

    def act(self, actor: int | None, at: datetime) -> log.Act:
        """A new act of a person at a moment, never later than the latest one."""
        act = log.Act(UUID(int=self.rng.getrandbits(128), version=4), actor, min(at, self.latest))
        self.acts.append(act)
        return act

    def created(self, act: log.Act, rows: Iterable[models.Model], verb: str) -> None:
        """Note rows that the act has inserted."""
        for row in rows:
            self.noted(act, row, verb, about=getattr(row, "log_about", None))

    def noted(self, act: log.Act, row: models.Model, verb: str, *, about: int | None) -> None:
        """Note one inserted row and whom it concerns."""
        chain = getattr(row, "log_chain", None) or module_chain(row, act.at.date())
        act.changes.append(log.Change(chain, verb, subject_of(row), about, None, values_of(row)))

    def linked(self, act: log.Act, row: models.Model, verb: str, field: str, other: models.Model) -> None:
        """Note that the act has linked another row to this one, which stood alone."""
        chain = module_chain(row, act.at.date())
        act.changes.append(log.Change(chain, verb, subject_of(row), None, {field: []}, {field: [other.pk]}))

    def insert(self, act: log.Act, rows: Sequence[M], verb: str) -> Sequence[M]:
        """Insert rows of one table and note them."""
        insert_many(rows)
        self.created(act, rows, verb)
        return rows

    def close(self) -> None:
        """Chain everything noted so far."""
        self.acts.sort(key=lambda act: act.at)
        self.entries += log.append_many(self.acts)
        self.acts = []
