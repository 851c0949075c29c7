"""Many writers at once, on a file of SQLite and on PostgreSQL: nothing lost, nothing doubled, nothing overwritten unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests.journal.crowd import CROWD

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def sqlite(tmp_path: Path) -> dict[str, str]:
    """The environment of an empty installation on SQLite."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    return {**environment, "ZHURNAL_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zhurnal.settings"}


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The same on a new database of the PostgreSQL that the tests were given."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        pytest.skip("no PostgreSQL given by DATABASE_URL")
    import psycopg

    name = f"zhurnal_crowd_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        yield {
            **os.environ,
            "ZHURNAL_HOME": str(tmp_path),
            "DATABASE_URL": own,
            "DJANGO_SETTINGS_MODULE": "zhurnal.settings",
        }
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_crowd_of_writers(engine: str, request: pytest.FixtureRequest) -> None:
    environment = request.getfixturevalue(engine)
    run = subprocess.run(
        [sys.executable, "-m", "tests.journal.crowd"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    # one cell: the first writes, the others of the same text find it written, the rest are shown the conflict
    assert set(told["one cell"]) == {"saved", "conflict"}
    assert told["one cell"] == {"saved": CROWD // 2, "conflict": CROWD // 2}
    assert told["one cell: marks"] == 1
    # one column without a work: the work is made once
    assert told["one column"] == {"saved": CROWD}
    assert told["one column: works, marks"] == [1, CROWD]
    # one act sent again and again
    assert set(told["one act"]) <= {"saved", "repeated"}
    assert sum(told["one act"].values()) == CROWD
    assert told["one act: marks"] == 1
    # a mark for an answer and an absence never stand together
    assert told["mark or absence"] == {"saved": CROWD // 2, "conflict": CROWD // 2}
    assert told["mark or absence: rows"] == 1
    assert told["everybody everywhere"] == {"saved": CROWD}
    assert told["log"] == {"entries": True, "broken": []}
