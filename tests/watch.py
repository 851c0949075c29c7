"""The net under the nets: while it is watched, school data may be written only inside an action that logs each table it wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from zhurnal.core import log
from zhurnal.core.actions import acting_now

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
MODULES = ("people", "school", "curriculum", "timetable", "journal", "messages", "diary", "exchange", "oversight")


def school_tables() -> dict[str, str]:
    """table → app.model, for all tables of school data; a many-to-many table counts as its model."""
    tables = {}
    for name in MODULES:
        if not apps.is_installed(f"zhurnal.{name}"):
            continue
        for model in apps.get_app_config(name).get_models(include_auto_created=True):
            owner = model._meta.auto_created or model
            tables[model._meta.db_table] = f"{owner._meta.app_label}.{owner._meta.model_name}"
    return tables


@contextmanager
def watched_writes() -> Iterator[None]:
    """Raise AssertionError at the write that no action made, or at the end for a table that no entry names."""
    tables = school_tables()
    written: set[str] = set()
    logged: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found = WRITE.match(sql)
        watched = found and found[1] in tables and '"last_login"' not in sql.split("WHERE", maxsplit=1)[0]
        if watched:
            assert acting_now.get() is not None, f"written outside an action: {sql[:200]}"
        answer = execute(sql, params, many, context)
        if found and watched and context["cursor"].rowcount != 0:  # a statement that found no row wrote nothing
            written.add(tables[found[1]])
        return answer

    append = log.append

    def append_watched(act: log.Act) -> None:
        logged.update(change.subject.split(":")[0] for change in act.changes)
        append(act)

    log.append = append_watched
    try:
        with connection.execute_wrapper(watch):
            yield
    finally:
        log.append = append
    silent = written - logged
    assert not silent, f"written without an entry in the log: {sorted(silent)}"
