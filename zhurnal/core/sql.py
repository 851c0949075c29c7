"""Guards in the database itself, written for both engines: the log can't be changed, intervals of one key don't overlap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations


def _run(sqlite: list[str], postgres: list[str]) -> Callable[[Any, Any], None]:
    def run(_apps: Any, editor: Any) -> None:
        for statement in sqlite if editor.connection.vendor == "sqlite" else postgres:
            # execute() of the editor would take % for parameters
            with editor.connection.cursor() as cursor:
                cursor.execute(statement)

    return run


def by_vendor(
    *, sqlite: list[str], postgres: list[str], sqlite_back: list[str], postgres_back: list[str]
) -> migrations.RunPython:
    """A migration's operation that runs the statements of the engine in use."""
    return migrations.RunPython(_run(sqlite, postgres), _run(sqlite_back, postgres_back))


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def append_only(table: str) -> migrations.RunPython:
    """Rows of the table are inserted and never changed or deleted."""
    message = f"{table}: append only"
    sqlite = [
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for what in ("UPDATE", "DELETE")
    ]
    postgres = [
        _function(f"{table}_refuse", f"RAISE EXCEPTION '{message}';"),
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_refuse()",
    ]
    return by_vendor(
        sqlite=sqlite,
        postgres=postgres,
        sqlite_back=[f"DROP TRIGGER {table}_no_{what}" for what in ("update", "delete")],
        postgres_back=[f"DROP FUNCTION {table}_refuse() CASCADE"],
    )


def deleted_only_if(table: str, condition: str) -> migrations.RunPython:
    """Rows of the table are never changed, and deleted only where the condition over OLD holds."""
    message = f"{table}: no approved act of destruction"
    return by_vendor(
        sqlite=[
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table}: append only'); END",
            f"CREATE TRIGGER {table}_guarded BEFORE DELETE ON {table} WHEN NOT ({condition})"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ],
        postgres=[
            _function(
                f"{table}_guard",
                f"IF TG_OP <> 'DELETE' THEN RAISE EXCEPTION '{table}: append only'; END IF;"
                f" IF NOT ({condition}) THEN RAISE EXCEPTION '{message}'; END IF; RETURN OLD;",
            ),
            f"CREATE TRIGGER {table}_guarded BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_guard()",
        ],
        sqlite_back=[f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_guarded"],
        postgres_back=[f"DROP FUNCTION {table}_guard() CASCADE"],
    )


def no_overlap(
    table: str, *keys: str, where: str = "", name: str = "", made_anew: bool = False
) -> migrations.RunPython:
    """Two rows with equal keys never share a day; `since` and `until` are both inclusive, an empty `until` is open.

    `where` may narrow it with a condition over NEW and `other`. `made_anew` puts the guard back after a migration that changes
    columns: SQLite makes the table anew for it and loses the triggers, PostgreSQL keeps them.
    """
    name = name or f"{table}_overlap"
    same = " AND ".join(f"other.{key} = NEW.{key}" for key in keys)
    clash = (
        f"EXISTS (SELECT 1 FROM {table} other WHERE {same} AND other.id <> NEW.id"
        " AND other.since <= COALESCE(NEW.until, '9999-12-31') AND NEW.since <= COALESCE(other.until, '9999-12-31')"
        f"{' AND ' + where if where else ''})"
    )
    message = f"{name}: intervals overlap"
    lock = " || '/' || ".join(f"NEW.{key}" for key in keys)
    return by_vendor(
        sqlite=[
            f"CREATE TRIGGER {name}_{what.lower()} AFTER {what} ON {table} WHEN {clash}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for what in ("INSERT", "UPDATE")
        ],
        postgres=[]
        if made_anew
        else [
            _function(
                name,
                f"PERFORM pg_advisory_xact_lock(hashtext('{name}' || {lock}));"
                f" IF {clash} THEN RAISE EXCEPTION '{message}' USING ERRCODE = '23P01'; END IF; RETURN NEW;",
            ),
            f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ],
        sqlite_back=[f"DROP TRIGGER {name}_{what}" for what in ("insert", "update")],
        postgres_back=[] if made_anew else [f"DROP FUNCTION {name}() CASCADE"],
    )
