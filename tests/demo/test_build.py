"""The small demo, built by the command itself in a folder of its own and read from outside."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

SUNDAY = "2026-07-12"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return subprocess.run(
        [sys.executable, "-m", "zhurnal", *arguments],
        env=environment | {"ZHURNAL_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = run(folder, "demo", "--small", "--no-serve", "--date", SUNDAY)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def database(home: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(home / "zhurnal.sqlite3")
    yield connection
    connection.close()


def value(database: sqlite3.Connection, sql: str, *parameters: object) -> object:
    return database.execute(sql, parameters).fetchone()[0]


def test_its_chains_verify(home: Path) -> None:
    done = run(home, "verify")
    assert done.returncode == 0, done.stderr
    assert "Нарушений нет" in done.stdout


def test_every_mark_absence_topic_homework_and_lesson_has_its_entry(database: sqlite3.Connection) -> None:
    for table in ("journal_mark", "journal_absence", "journal_lessonrecord", "journal_homework", "journal_work", "timetable_lesson",
                  "people_person", "school_membership"):  # fmt: skip
        name = table.replace("_", ".")
        sql = f"SELECT count(*) FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM core_entry e WHERE e.subject = '{name}:' || t.id)"
        assert value(database, sql) == 0, table
        assert value(database, f"SELECT count(*) FROM {table}") > 0


def test_one_login_for_each_role_and_only_these_have_a_password(home: Path, database: sqlite3.Connection) -> None:
    printed = json.loads((home / "demo-logins.json").read_text(encoding="utf-8"))
    assert [row["role"] for row in printed] == [
        "администратор ЭЖ", "директор", "заместитель директора по УВР", "документовед", "медицинский работник",
        "классный руководитель", "учитель", "родитель", "ученик",
    ]  # fmt: skip
    usable = {row[0] for row in database.execute("SELECT login FROM people_account WHERE password NOT LIKE '!%'")}
    assert usable == {row["login"] for row in printed}
    hashed = value(database, "SELECT password FROM people_account WHERE login = ?", printed[0]["login"])
    assert Argon2PasswordHasher().verify(printed[0]["password"], str(hashed))


def test_a_sunday_in_july_is_a_school_day_for_every_class(database: sqlite3.Connection) -> None:
    sql = """SELECT count(DISTINCT g.grade) FROM timetable_lesson l JOIN school_course c ON c.id = l.course_id
             JOIN school_group g ON g.id = c.group_id WHERE l.date = ?"""
    assert value(database, sql, SUNDAY) == 3
    assert value(database, "SELECT kind FROM school_calendarday WHERE date = ?", SUNDAY) == "moved"


def test_nobody_and_no_room_is_twice_at_one_time(database: sqlite3.Connection) -> None:
    for who in ("coalesce(substitute_id, teacher_id)", "room_id"):
        sql = f"""SELECT count(*) FROM (SELECT 1 FROM timetable_lesson WHERE state = 'planned'
                  GROUP BY date, starts, {who} HAVING count(*) > 1)"""
        assert value(database, sql) == 0


def test_hard_cases_are_in_the_rows(database: sqlite3.Connection) -> None:
    cases = {
        "teacher who is a parent": """SELECT count(*) FROM school_teaching t
                                      JOIN people_guardianship g ON g.parent_id = t.person_id""",
        "twins": """SELECT count(*) FROM people_guardianship a JOIN people_guardianship b
                    ON a.parent_id = b.parent_id AND a.child_id < b.child_id
                    JOIN people_person p ON p.id = a.child_id JOIN people_person q ON q.id = b.child_id
                    WHERE p.birth_date = q.birth_date""",
        "came in mid-term": "SELECT count(*) FROM school_order WHERE kind = 'enrol' AND text LIKE 'Личное дело%'",
        "left in mid-term": "SELECT count(*) FROM school_order WHERE kind = 'expel'",
        "foster guardian": "SELECT count(*) FROM people_guardianship WHERE relation = 'guardian'",
        "departed teacher": f"SELECT count(*) FROM school_teaching WHERE until < '{SUNDAY}'",
        "substitution today": f"SELECT count(*) FROM timetable_lesson WHERE date = '{SUNDAY}' AND substitute_id IS NOT NULL",
        "made-up work": """SELECT count(*) FROM journal_mark m JOIN journal_work w ON w.id = m.work_id
                           JOIN journal_absence a ON a.lesson_id = w.lesson_id AND a.student_id = m.student_id
                           WHERE m.made_up_on IS NOT NULL AND a.kind IN ('absent', 'ill', 'excused', 'unexcused')""",
        "card changed after its check": "SELECT count(*) FROM people_cardcheck WHERE changed_at IS NOT NULL",
        "correction that waits": "SELECT count(*) FROM people_correction WHERE state = 'waiting'",
        "parent limited by a court": "SELECT count(*) FROM people_guardianship WHERE NOT sees",
        "special group of health": "SELECT count(*) FROM people_healthrecord",
        "consent that is missing": """SELECT count(*) FROM school_membership m WHERE NOT EXISTS
                                      (SELECT 1 FROM people_consent c WHERE c.person_id = m.person_id AND c.purpose = 'study')""",
        "re-sit": "SELECT count(*) FROM journal_mark WHERE first_try IS NOT NULL",
        "document after an absence": "SELECT count(*) FROM journal_absence WHERE first_kind = 'absent' AND kind = 'ill'",
    }
    for case, sql in cases.items():
        assert value(database, sql), case


def test_first_grade_has_neither_marks_nor_homework(database: sqlite3.Connection) -> None:
    of_first = """JOIN timetable_lesson l ON l.id = x.lesson_id JOIN school_course c ON c.id = l.course_id
                  JOIN school_group g ON g.id = c.group_id WHERE g.grade = 1"""
    assert value(database, f"SELECT count(*) FROM journal_work x {of_first}") == 0
    assert value(database, f"SELECT count(*) FROM journal_homework x {of_first}") == 0
    assert value(database, f"SELECT count(*) FROM journal_lessonrecord x {of_first}")


def test_the_parent_of_several_children_finds_new_marks(database: sqlite3.Connection) -> None:
    sql = """SELECT count(*) FROM diary_visit v JOIN people_account a ON a.person_id = v.reader_id
             JOIN journal_mark m ON m.student_id = v.student_id AND m.set_at > v.seen_at WHERE a.login = 'roditel'"""
    assert int(str(value(database, sql))) >= 3
    children = """SELECT count(*) FROM people_guardianship g JOIN people_account a ON a.person_id = g.parent_id
                  WHERE a.login = 'roditel'"""
    assert value(database, children) == 3


def test_the_last_sign_in_of_families_goes_with_their_visits(database: sqlite3.Connection) -> None:
    visited = "SELECT max(v.seen_at) FROM diary_visit v WHERE v.reader_id = a.person_id"
    later = f"SELECT count(*) FROM people_account a WHERE a.last_login > ({visited})"
    assert value(database, later) == 0
    unlike = f"SELECT count(*) FROM people_account a WHERE (a.last_login IS NULL) <> (({visited}) IS NULL)"
    assert value(database, unlike) == 0
    families = """FROM people_account a WHERE a.person_id IN (SELECT parent_id FROM people_guardianship UNION
                  SELECT person_id FROM school_membership)"""
    total = int(str(value(database, f"SELECT count(*) {families} AND a.is_active")))
    never = int(str(value(database, f"SELECT count(*) {families} AND a.is_active AND a.last_login IS NULL")))
    assert total * 0.04 < never < total * 0.2
