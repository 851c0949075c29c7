"""What the load needs to know of the demo gymnasium: sessions, the pages to ask for, the cells to write.

Run inside the installation (`ZHURNAL_HOME`): prints one JSON object. Sessions are made as a sign-in makes them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhurnal.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402

from zhurnal.core import clock  # noqa: E402
from zhurnal.people.models import Account, Person  # noqa: E402

CSRF = "b" * 32
SIZE = (30, 40)


def rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def session_of(person_id: int) -> str:
    """The cookie of a new session of this person, who gets an account when they have none."""
    account, _ = Account.objects.get_or_create(
        person=Person.objects.get(pk=person_id), defaults={"login": f"bench{person_id}", "password": "!"}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"zhurnal_session={session.session_key}; zhurnal_csrf={CSRF}"


def largest_register() -> tuple[int, int, int, int, int]:
    """course, period, teacher, students and lessons of the register nearest to 30 × 40 that has a teacher today."""
    today = clock.today()
    found = rows(
        """
        SELECT c.id, p.id, t.person_id,
               (SELECT COUNT(*) FROM school_membership m WHERE m.group_id = c.group_id AND m.since <= %s
                   AND (m.until IS NULL OR m.until >= %s)) AS students,
               (SELECT COUNT(*) FROM timetable_lesson l WHERE l.course_id = c.id AND l.date BETWEEN p.since AND p.until) AS lessons
        FROM school_course c JOIN school_group g ON g.id = c.group_id AND g.grade > 1
        JOIN school_period p ON p.year_id = c.year_id AND p.kind = g.period_kind
        JOIN school_teaching t ON t.course_id = c.id AND t.since <= %s AND (t.until IS NULL OR t.until >= %s)
        WHERE p.until < %s
        """,
        today, today, today, today, today,
    )  # fmt: skip
    return min(found, key=lambda row: abs(row[3] - SIZE[0]) * 2 + abs(row[4] - SIZE[1]))


def empty_cells(limit: int) -> list[dict[str, Any]]:
    """Cells of past lessons without mark and absence, each with a session of its teacher, spread over the courses."""
    today = clock.today()
    found = rows(
        """
        SELECT l.id, w.id, m.person_id, t.person_id, l.course_id FROM timetable_lesson l
        JOIN school_course c ON c.id = l.course_id JOIN school_group g ON g.id = c.group_id AND g.grade > 1
        JOIN school_teaching t ON t.course_id = c.id AND t.since <= %s AND (t.until IS NULL OR t.until >= %s)
        JOIN journal_work w ON w.lesson_id = l.id AND w.place = (SELECT MIN(place) FROM journal_work WHERE lesson_id = l.id)
        JOIN school_membership m ON m.group_id = c.group_id AND m.since <= l.date AND (m.until IS NULL OR m.until >= l.date)
        WHERE l.date < %s AND l.date >= (SELECT MAX(since) FROM school_period WHERE since <= %s) AND l.state = 'planned'
          AND NOT EXISTS (SELECT 1 FROM journal_mark k WHERE k.work_id = w.id AND k.student_id = m.person_id)
          AND NOT EXISTS (SELECT 1 FROM journal_absence a WHERE a.lesson_id = l.id AND a.student_id = m.person_id)
        ORDER BY (m.person_id * 7919 + l.id * 104729) %% 1000003
        """,
        today, today, today, today,
    )  # fmt: skip
    sessions: dict[int, str] = {}
    cells, seen = [], set()
    for lesson, work, student, teacher, _course in found:
        if (work, student) in seen or len(cells) >= limit:
            continue
        seen.add((work, student))
        if teacher not in sessions:
            if len(sessions) >= 60:
                continue
            sessions[teacher] = session_of(teacher)
        cells.append({"lesson": lesson, "work": work, "student": student, "cookie": sessions[teacher]})
    return cells


def main() -> None:
    """Print what was found."""
    course, period, teacher, students, lessons = largest_register()
    (student,) = rows(
        "SELECT person_id FROM school_membership m JOIN school_course c ON c.group_id = m.group_id"
        " WHERE c.id = %s AND m.until IS NULL ORDER BY person_id LIMIT 1",
        course,
    )[0]
    folder = Path(sys.argv[1])
    with (folder / "cells.tsv").open("w") as file:
        for cell in empty_cells(int(sys.argv[2])):
            file.write("\t".join(str(cell[key]) for key in ("lesson", "work", "student", "cookie")) + "\n")
    print(
        json.dumps(
            {
                "register": f"/journal/course/{course}/?period={period}",
                "course": course,
                "period": period,
                "students": students,
                "lessons": lessons,
                "teacher_cookie": session_of(teacher),
                "diary": f"/diary/{student}/week/",
                "student": student,
                "student_cookie": session_of(student),
                "csrf": CSRF,
                "entries": rows("SELECT COUNT(*) FROM core_entry")[0][0],
                "marks": rows("SELECT COUNT(*) FROM journal_mark")[0][0],
            }
        )
    )


if __name__ == "__main__":
    main()
