"""Run all tests: on SQLite, and on PostgreSQL when there is one (DATABASE_URL, or the local socket).

    python tests/run.py [--long] [pytest's own arguments]

One pytest run for each database; the exit code is non-zero when any failed. Browser tests run once, on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def postgres() -> str:
    """The URL of a PostgreSQL to test on, or nothing."""
    import psycopg

    url = os.environ.get("DATABASE_URL") or f"postgresql:///{os.environ.get('PGDATABASE', 'postgres')}"
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return ""
    return url


def pytest(url: str, *arguments: str, short: bool = True) -> int:
    """One run on one database."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment["ZHURNAL_SHORT"] = str(int(short))
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    """Both runs."""
    given = sys.argv[1:]
    long = "--long" in given
    given = [one for one in given if one != "--long"]
    pick = ["-m", "long or not long"] if long else ["-m", "not long"]
    url = postgres()
    worst = 0
    if url:
        print("— PostgreSQL —", flush=True)
        marked = "not browser" if long else "not browser and not long"
        worst = pytest(url, "-m", marked, *given, short=not long)
    print("— SQLite —", flush=True)
    worst = pytest("", *pick, *given, short=not long) or worst
    if not url:
        print("PostgreSQL: none found (DATABASE_URL, local socket); its run was skipped.")
    return worst


if __name__ == "__main__":
    sys.exit(main())
