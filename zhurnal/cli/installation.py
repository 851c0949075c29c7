"""An installation's folder: database with its tables, static files, keys."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sys
from pathlib import Path

import django


class Unusable(SystemExit):
    """The installation can't be used; the reason is printed and the command ends with 1."""

    def __init__(self, reason: str) -> None:
        print(reason, file=sys.stderr)
        super().__init__(1)


def home() -> Path:
    """The folder of this installation."""
    from django.conf import settings

    folder: Path = settings.ZHURNAL_HOME
    return folder


def ready() -> None:
    """Set Django up, and bring the database's tables up to date (made when new)."""
    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        home().mkdir(parents=True, exist_ok=True)
        with contextlib.redirect_stdout(io.StringIO()):
            if _migrations_wait():
                call_command("migrate", interactive=False, verbosity=0)
                call_command("createcachetable", verbosity=0)
    except (DatabaseError, OSError) as problem:
        raise Unusable(f"База данных недоступна: {problem}\nПапка установки: {home()}") from None
    finally:
        connection.close()


def _migrations_wait() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _static_stamp() -> str:
    """A fingerprint of all static sources: names, sizes and times."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Gather static files under hashed names, compressed; nothing happens when they have not changed."""
    from django.core.management import call_command

    stamp = home() / "static.stamp"
    now = _static_stamp()
    target = home() / "static"
    if target.exists() and stamp.exists() and stamp.read_text() == now:
        return
    shutil.rmtree(target, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def demo_logins() -> list[dict[str, str]] | None:
    """The printed logins of a demo built here before, or None."""
    try:
        text = (home() / "demo-logins.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    logins: list[dict[str, str]] = json.loads(text)
    return logins


def clean_environment() -> dict[str, str]:
    """The environment for child processes: settings, and no half-built database."""
    return {key: value for key, value in os.environ.items() if key != "ZHURNAL_SQLITE"}
