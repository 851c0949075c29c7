"""Processes are killed while marks are saved: what was acknowledged is there once, and the log verifies."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from uuid import uuid4

import pytest

from tests.faults.conftest import School, Teacher, zhurnal

pytestmark = pytest.mark.xdist_group("faults")


def type_on(school: School, stop: threading.Event, acknowledged: dict[tuple[int, int], tuple[str, str]]) -> Teacher:
    """Type marks cell by cell, lesson by lesson, round by round, until stopped; what was answered stands in `acknowledged`."""
    teacher, students = Teacher(school), school.students()
    lessons = [pk for day, pk in school.told["lessons"]["geometry"].items() if day <= "2026-11-24"]
    for sign in "54325432543254325432":
        for lesson in lessons:
            for student in students:
                if stop.is_set():
                    return teacher
                act, was = str(uuid4()), acknowledged.get((lesson, student), ("", ""))[0]
                status, said = teacher.mark(lesson, student, sign, was, act)
                assert (status, said["text"]) == (200, sign), said
                acknowledged[lesson, student] = (sign, act)
    return teacher


def kill_something(school: School, rng: random.Random) -> None:
    """One worker, or the whole server, which is then started again."""
    time.sleep(rng.random() * 0.4)
    if rng.random() < 0.3:
        school.kill_all()
        school.start()
        return
    workers = school.workers()
    with contextlib.suppress(ProcessLookupError, IndexError):
        os.kill(rng.choice(workers), signal.SIGKILL)
    school.wait()


def check(school: School, acknowledged: dict[tuple[int, int], tuple[str, str]]) -> None:
    sql = """SELECT w.lesson_id, m.student_id, m.value FROM journal_mark m JOIN journal_work w ON w.id = m.work_id
             JOIN timetable_lesson l ON l.id = w.lesson_id WHERE l.course_id = ?"""
    found = [
        (lesson, student, str(value)) for lesson, student, value in school.rows(sql, school.told["courses"]["geometry"])
    ]
    assert len(found) == len({one[:2] for one in found}), "a mark stands twice"
    assert {(lesson, student): value for lesson, student, value in found} == {
        place: sign for place, (sign, _) in acknowledged.items()
    }
    assert school.rows("SELECT lesson_id FROM journal_work GROUP BY lesson_id HAVING count(*) > 1") == []
    twice = "SELECT act, count(*) FROM core_entry WHERE subject LIKE 'journal.mark:%' GROUP BY act HAVING count(*) > 1"
    assert school.rows(twice) == []
    acts = {act for (act,) in school.rows("SELECT act FROM core_entry WHERE subject LIKE 'journal.mark:%'")}
    assert {act.replace("-", "") for _, act in acknowledged.values()} <= acts
    assert school.rows("PRAGMA integrity_check") == [("ok",)]
    verified = zhurnal(school.home, "verify", "--quiet")
    assert verified.returncode == 0, verified.stderr


def kill_while_typing(school: School, kills: int, seed: int) -> None:
    acknowledged: dict[tuple[int, int], tuple[str, str]] = {}
    stop, teachers, failed = threading.Event(), [], []

    def typing() -> None:
        try:
            teachers.append(type_on(school, stop, acknowledged))
        except BaseException as problem:
            failed.append(problem)

    thread = threading.Thread(target=typing)
    thread.start()
    rng = random.Random(seed)
    for _ in range(kills):
        kill_something(school, rng)
    stop.set()
    thread.join(timeout=120)
    assert not failed, failed
    assert teachers[0].again > 0, "nothing was killed under a save"
    assert len(acknowledged) > kills
    check(school, acknowledged)


def test_marks_outlive_three_kills(school: School) -> None:
    kill_while_typing(school, kills=3, seed=6)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_marks_outlive_three_hundred_kills(school: School) -> None:
    kill_while_typing(school, kills=300, seed=2026)
