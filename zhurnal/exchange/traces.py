"""What an applied list wrote, read from the log by its act, and what stands in the way of taking it back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, ForeignObjectRel, ManyToManyRel, Model

from zhurnal.core import secret
from zhurnal.core.models import Entry
from zhurnal.core.sealed import SealedTextField
from zhurnal.people.models import Notice, Person
from zhurnal.school.models import Group

BATCH = 10_000
"""Ids in a statement: SQLite takes 32,766 parameters, PostgreSQL 65,535."""

# What is no use of a row: its card was read.
NO_USE = ("core.card.read",)
# Rows of the import itself; a notice is taken away with the person it was for.
OWN = ("exchange.import", "exchange.mapping", "people.notice")
USES = {
    "journal.mark": "есть отметки",
    "journal.absence": "отмечены пропуски",
    "journal.finalmark": "есть итоговые отметки",
    "people.account": "доступ активирован",
    "people.activationcode": "выдан код доступа",
    "people.appointment": "есть назначение по приказу",
    "people.guardianship": "записано родство",
    "people.consent": "есть согласие на обработку данных",
    "people.cardcheck": "карточка проверена",
    "people.correction": "семья предложила исправление",
    "people.personalfile": "заполнена карточка",
    "people.healthrecord": "есть сведения о здоровье",
    "school.membership": "есть другое движение",
    "school.orderline": "есть приказ",
    "school.classteacher": "есть классный руководитель",
    "school.course": "есть курсы",
    "school.teaching": "ведёт курс",
    "school.group": "есть подгруппы",
    "exchange.proposal": "есть предложенное изменение",
}
OTHER_USE = "есть связанные записи"


@dataclass(frozen=True, slots=True)
class Trace:
    """One row as the act left it: made (`before` is None), changed, or removed (`after` is None)."""

    label: str
    pk: int
    about: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def model(self) -> type[Model]:
        """The row's table."""
        return apps.get_model(self.label)

    @property
    def subject(self) -> str:
        """The log's name of the row."""
        return f"{self.label}:{self.pk}"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a list can't be taken back: whom or what it is about, and how it was used since."""

    name: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Traces:
    """All that an act wrote, in the order of writing."""

    rows: Sequence[Trace]
    last_entry: int

    @cached_property
    def made(self) -> dict[str, set[int]]:
        """Ids of the rows that it made, by table."""
        found: dict[str, set[int]] = defaultdict(set)
        for row in self.rows:
            if row.before is None:
                found[row.label].add(row.pk)
        return found


def traces_of(act: UUID) -> Traces:
    """What stands in the log of an act (1 query)."""
    rows: list[Trace] = []
    last = 0
    for entry in Entry.objects.filter(act=act).order_by("n").select_related("payload"):
        last = max(last, entry.pk)
        label, _, pk = entry.subject.partition(":")
        if label in OWN:
            continue
        said = json.loads(entry.payload.text)
        rows.append(Trace(label, int(pk), entry.about, said["before"], said["after"]))
    return Traces(rows, last)


def obstacles(traces: Traces) -> list[Obstacle]:
    """Everybody and everything that was used since, with how; reads only, in a number of queries that depends on the tables."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for label, pk, why in (*_changed_later(traces), *_referred_to(traces)):
        found[f"{label}:{pk}"][why] = None
    names = _names(traces, found)
    by_name: dict[str, dict[str, None]] = defaultdict(dict)
    for subject, reasons in found.items():
        by_name[names[subject]] |= reasons
    return [Obstacle(name, tuple(reasons)) for name, reasons in sorted(by_name.items())]


def _changed_later(traces: Traces) -> Iterator[tuple[str, int, str]]:
    subjects = list({row.subject for row in traces.rows})
    for some in _batches(subjects):
        later = Entry.objects.filter(subject__in=some, pk__gt=traces.last_entry).exclude(verb__in=NO_USE)
        for subject in later.values_list("subject", flat=True).distinct():
            label, _, pk = subject.partition(":")
            why = "изменено позже" if label in {"people.person", "people.personalfile"} else USES.get(label, OTHER_USE)
            yield label, int(pk), "изменено позже" if label == "school.group" else why


def _referred_to(traces: Traces) -> Iterator[tuple[str, int, str]]:
    for label, ids in traces.made.items():
        for model, column in _references(apps.get_model(label)):
            own = traces.made.get(model._meta.label_lower, set())
            owner: Any = model._meta.auto_created or model
            why = USES.get(owner._meta.label_lower, OTHER_USE)
            for some in _batches(sorted(ids)):
                rows = model._base_manager.filter(**{f"{column}__in": some}).values_list("pk", column)
                yield from ((label, target, why) for pk, target in rows if pk not in own)


def _references(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Every column of the database that points at rows of a table; notices are no use of a person."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not isinstance(relation, ManyToManyRel):
            pointing: Any = relation.related_model
            if pointing is not Notice:
                yield pointing, relation.field.attname


def _names(traces: Traces, subjects: Iterable[str]) -> dict[str, str]:
    """Whom or what each row is about, in Russian."""
    about = {row.subject: row for row in traces.rows}
    people: dict[str, int] = {}
    groups: dict[str, int] = {}
    for subject in subjects:
        row = about[subject]
        if row.label == "school.group":
            groups[subject] = row.pk
        else:
            people[subject] = row.pk if row.label == "people.person" else row.about or 0
    known = Person.objects.in_bulk(list(set(people.values())))
    titles = Group.objects.in_bulk(list(set(groups.values())))
    found = {subject: known[pk].full_name if pk in known else "Запись списка" for subject, pk in people.items()}
    return found | {subject: f"Класс {titles[pk].title}" for subject, pk in groups.items() if pk in titles}


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(values), BATCH):
        yield values[at : at + BATCH]


def values_before(row: Trace) -> dict[str, Any]:
    """The values that the row had before the act, as its columns take them."""
    fields = {field.attname: field for field in row.model._meta.concrete_fields}
    return {name: _python(fields[name], value) for name, value in (row.before or {}).items()}


def _python(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, SealedTextField):
        return secret.unseal(value.encode()).decode() if value else ""
    return field.to_python(value)
