"""Access whose SQL is built once: building a query costs more than carrying it out, and hot pages ask the same one again and again.

    @prepared
    def courses_to_read(who: Who) -> QuerySet[Course]: ...

The function stays what it was. `courses_to_read.one(who, "pk", 17)` answers the row that its queryset holds, or None, by SQL
that was compiled from that very queryset for people of the same roles on the same day: there is no second home of the right.
A function that asks the database by itself, or looks at more of the person than id and roles, is not prepared but simply called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.query import get_related_populators

from . import clock

M = TypeVar("M", bound=models.Model)

# Stand for the person and the wanted value while the SQL is built: whole numbers that nothing else has.
PERSON, VALUE = -(2**53) + 111, -(2**53) + 222
MOST_PLANS = 500
SMALLEST, LARGEST = -(2**63), 2**63 - 1


@dataclass
class _StandIn:
    """Somebody with these roles."""

    roles: frozenset[str]
    person_id: int = PERSON
    memo: dict[Any, Any] = field(default_factory=dict)

    def has(self, *wanted: str) -> bool:
        """As Who."""
        return not self.roles.isdisjoint(wanted)


class _Asked(Exception):
    """The function asked the database while its SQL was built."""


def _refuse(*_: Any) -> Any:
    raise _Asked


@contextmanager
def _asking_nothing() -> Iterator[None]:
    with connection.execute_wrapper(_refuse):
        yield


class _Plan:
    """SQL, its parameters with the two stand-ins, and how a row becomes an instance with its related ones."""

    def __init__(self, rows: models.QuerySet[Any]) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        self.parameters = list(parameters)
        fields = [part[0] for part in compiler.select[0 : compiler.col_count]]
        self.converters = compiler.get_converters(fields)
        self.apply_converters = compiler.apply_converters
        described = compiler.klass_info
        self.model = described["model"]
        self.start, end = described["select_fields"][0], described["select_fields"][-1] + 1
        self.end = end
        self.names = [part[0].target.attname for part in compiler.select[self.start : end]]
        self.related = get_related_populators(described, compiler.select, rows.db)  # type: ignore[call-arg] # stubs of a later Django
        self.database = rows.db

    def one(self, person: int, value: int) -> Any:
        """The row of this value that the person reaches, or None."""
        given = {PERSON: person, VALUE: value}
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given.get(one, one) if type(one) is int else one for one in self.parameters])
            row = cursor.fetchone()
        if row is None:
            return None
        if self.converters:
            row = next(iter(self.apply_converters([row], self.converters)))
        found = self.model.from_db(self.database, self.names, row[self.start : self.end])
        for related in self.related:
            related.populate(row, found)
        return found


class Prepared(Generic[M]):
    """A function of access with its plans; call it as before."""

    def __init__(self, rows: Callable[[Any], models.QuerySet[M]]) -> None:
        self.rows = rows
        self.__doc__ = rows.__doc__
        self.__name__ = getattr(rows, "__name__", "")
        self.__module__ = rows.__module__
        self.plans: dict[Any, _Plan | None] = {}

    def __call__(self, who: Any) -> models.QuerySet[M]:
        """The rows, as a queryset."""
        return self.rows(who)

    def one(self, who: Any, key: str, value: Any) -> M | None:
        """The row of `rows(who)` whose `key` is this value, or None."""
        if type(value) is not int or not SMALLEST <= value <= LARGEST:
            return self.rows(who).filter(**{key: value}).first()
        place = (connection.vendor, who.roles, clock.today(), key)
        if place not in self.plans:
            if len(self.plans) >= MOST_PLANS:
                self.plans.clear()
            self.plans[place] = self._plan(who.roles, key)
        plan = self.plans[place]
        if plan is None:
            return self.rows(who).filter(**{key: value}).first()
        found: M | None = plan.one(who.person_id, value)
        return found

    def _plan(self, roles: frozenset[str], key: str) -> _Plan | None:
        try:
            with _asking_nothing():
                return _Plan(self.rows(_StandIn(roles)).filter(**{key: VALUE}).order_by()[:1])
        except (_Asked, AttributeError, EmptyResultSet):
            return None


def prepared(rows: Callable[[Any], models.QuerySet[M]]) -> Prepared[M]:
    """Mark a function of access as one whose SQL may be kept."""
    return Prepared(rows)
