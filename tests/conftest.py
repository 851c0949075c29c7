"""Fixtures of all tests: the stopped clock, the world, clients signed in as its people."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client

from tests import world as worlds
from tests.watch import school_tables, watched_writes
from zhurnal.core import clock
from zhurnal.people.access import Who
from zhurnal.people.models import Person
from zhurnal.school import first_run
from zhurnal.timetable.access import roles_today

# A busy machine is no defect: properties are never timed.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


# Crawls of all pages: they say the same on every database, and take their time; PostgreSQL has them in the long form.
CRAWLS = {
    "test_access_matrix.py",
    "test_broken_input.py",
    "test_escaping.py",
    "test_foreign_ids.py",
    "test_sent_twice.py",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """PostgreSQL's run is for what touches the database: the rest says the same on SQLite."""
    if connection.vendor != "postgresql":
        return
    short = os.environ.get("ZHURNAL_SHORT") == "1"
    kept = [item for item in items if _differs(item) and not (short and item.path.name in CRAWLS)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _differs(item: pytest.Item) -> bool:
    """Whether a test touches the database."""
    return "db" in getattr(item, "fixturenames", ()) or item.get_closest_marker("postgres") is not None


@pytest.fixture(scope="session")
def _world_built(django_db_setup: None, django_db_blocker: object) -> worlds.World:
    with django_db_blocker.unblock(), clock.frozen(worlds.NOW):  # type: ignore[attr-defined]
        return worlds.build()


@pytest.fixture
def world(_world_built: worlds.World, db: None, frozen_clock: None) -> worlds.World:
    """The school of tests/world.py; what a test changes is rolled back."""
    return copy.deepcopy(_world_built)


# Rows that the migrations made.
KEPT_TABLES = {"journal_workkind", "journal_workweight"}


@pytest.fixture
def no_school(db: None, frozen_clock: None) -> Iterator[None]:
    """An installation before its first-run page, whatever other tests of this run have built."""
    with connection.cursor() as cursor:
        for table in school_tables():
            if table not in KEPT_TABLES:
                cursor.execute(f"DELETE FROM {table}")
    first_run.forget()
    yield
    first_run.forget()


@pytest.fixture
def frozen_clock() -> Iterator[None]:
    """Tuesday, 24 November 2026, 10:00 in Moscow."""
    with clock.frozen(worlds.NOW):
        yield


class WatchedClient(Client):
    """A client whose every request is watched: school data is written by actions only, and each table written is in the log."""

    def request(self, **request: Any) -> Any:
        """One request under watch."""
        with watched_writes():
            return super().request(**request)


@pytest.fixture
def as_(db: None) -> Callable[[Person], Client]:
    """`as_(person)` is a client signed in as this person."""

    def sign_in(person: Person) -> Client:
        client = WatchedClient()
        client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def who() -> Callable[[Person], Who]:
    """`who(person)` is what an action or an access function is given; people without an account get an unsaved one."""

    def make(person: Person) -> Who:
        from zhurnal.people.models import Account

        return Who(getattr(person, "account", None) or Account(person=person, login="nobody"), roles_today)

    return make
