"""A database that another process holds, and an import that is killed: a clear answer, nothing half, nothing lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.exchange.asc_files import school as timetable
from tests.exchange.asc_files import xml
from tests.faults.conftest import ROOT, School, Teacher, environment, zhurnal

pytestmark = pytest.mark.xdist_group("faults")


def hold(home: Path, seconds: float, held: threading.Event) -> None:
    connection = sqlite3.connect(home / "zhurnal.sqlite3", isolation_level=None, timeout=20)
    connection.execute("BEGIN IMMEDIATE")
    held.set()
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


def saved_while_held(school: School, seconds: float) -> tuple[int, dict[str, str]]:
    held = threading.Event()
    holder = threading.Thread(target=hold, args=(school.home, seconds, held))
    holder.start()
    held.wait()
    lesson, student = next(iter(school.told["lessons"]["geometry"].values())), school.students()[0]
    try:
        fields = {"lesson": lesson, "work": "", "student": student, "text": "5", "was": ""}
        return Teacher(school)._once("/journal/cell/", "6f2c3f7e-58a9-4a53-8f0f-7a0b6b3f8f11", fields)
    finally:
        holder.join()


def test_a_save_waits_for_a_lock(school: School) -> None:
    status, said = saved_while_held(school, seconds=2)
    assert (status, said["text"]) == (200, "5")


@pytest.mark.long
def test_a_lock_that_does_not_end_is_said_and_the_same_save_goes_through_later(school: School) -> None:
    status, said = saved_while_held(school, seconds=28)
    assert status == 503
    assert "база данных занята" in said["error"]
    assert saved_while_held(school, seconds=0)[0] == 200
    assert school.rows("SELECT count(*) FROM journal_mark m JOIN journal_work w ON w.id = m.work_id WHERE m.value = 5")


EMPTY = """
from zhurnal.cli import installation
installation.ready()
from zhurnal.core.actions import SYSTEM
from zhurnal.school.actions import create_year
from zhurnal.school.rules import academic_year_of, year_plan
from zhurnal.core import clock
plan = year_plan(academic_year_of(clock.today()))
create_year(SYSTEM, name=plan.name, since=plan.since, until=plan.until, quarters=plan.quarters, halves=plan.halves)
"""
COUNTS = "SELECT (SELECT count(*) FROM school_group), (SELECT count(*) FROM school_course), (SELECT count(*) FROM timetable_slot)"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with a year and nothing in it, and a timetable beside."""
    subprocess.run([sys.executable, "-c", EMPTY], cwd=ROOT, env=environment(tmp_path), check=True)
    (tmp_path / "school.xml").write_text(xml(timetable()), encoding="utf-8")
    return tmp_path


def counts(home: Path) -> tuple[int, ...]:
    address = f"file:{home / 'zhurnal.sqlite3'}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
        return tuple(connection.execute(COUNTS).fetchone())


def killed_import(home: Path, after: float) -> None:
    """Kill the import some seconds after it has said that it writes."""
    command = [sys.executable, "-m", "zhurnal", "import", "timetable", str(home / "school.xml")]
    with subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Записываем"):
                break
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)


def test_a_killed_import_leaves_nothing_half(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole, nothing, seen = empty, counts(empty), set()
    for after in (0, 0.01, 0.03):
        home = tmp_path_factory.mktemp("killed") / "home"
        shutil.copytree(empty, home)
        killed_import(home, after)
        seen.add(counts(home))
    done = zhurnal(whole, "import", "timetable", str(whole / "school.xml"))
    assert done.returncode == 0, done.stderr
    assert seen <= {nothing, counts(whole)}
    assert counts(whole)[2] > nothing[2]
    assert zhurnal(home, "import", "timetable", str(home / "school.xml")).returncode == 0
    assert counts(home) == counts(whole)
    assert zhurnal(home, "verify", "--quiet").returncode == 0
