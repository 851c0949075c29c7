"""The machine's own floor: the same cells by sqlite3 and joined strings, without a framework, on the same server.

A WSGI application for granian; BENCH_DATABASE names the SQLite file, BENCH_COURSE, BENCH_PERIOD and BENCH_STUDENT the rows.
"""

from __future__ import annotations

import html
import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

DATABASE = os.environ.get("BENCH_DATABASE", "")
COURSE, PERIOD, STUDENT = (int(os.environ.get(f"BENCH_{name}", "0")) for name in ("COURSE", "PERIOD", "STUDENT"))
_connection: sqlite3.Connection | None = None
_IN_PERIOD = "l.course_id = ? AND l.date BETWEEN (SELECT since FROM school_period WHERE id = ?) AND (SELECT until FROM school_period WHERE id = ?)"


def connection() -> sqlite3.Connection:
    """One connection a process, as the framework has."""
    global _connection  # noqa: PLW0603
    if _connection is None:
        _connection = sqlite3.connect(DATABASE, check_same_thread=False)
        _connection.executescript("PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;")
    return _connection


def register() -> str:
    """Students × lessons with marks and absences: four queries, joined strings."""
    run = connection().execute
    at = (COURSE, PERIOD, PERIOD)
    lessons = run(f"SELECT l.id, l.date FROM timetable_lesson l WHERE {_IN_PERIOD} ORDER BY l.date, l.number", at).fetchall()
    students = run(
        "SELECT DISTINCT p.id, p.last_name, p.first_name, p.order_key FROM school_membership m JOIN people_person p ON p.id = m.person_id"
        " WHERE m.group_id = (SELECT group_id FROM school_course WHERE id = ?) ORDER BY p.order_key",
        (COURSE,),
    ).fetchall()
    marks = run(
        "SELECT k.student_id, l.id, k.value, w.weight FROM timetable_lesson l JOIN journal_work w ON w.lesson_id = l.id"
        f" JOIN journal_mark k ON k.work_id = w.id WHERE {_IN_PERIOD}",
        at,
    ).fetchall()
    absences = run(
        f"SELECT a.student_id, l.id, a.kind FROM timetable_lesson l JOIN journal_absence a ON a.lesson_id = l.id WHERE {_IN_PERIOD}",
        at,
    ).fetchall()
    cells: dict[tuple[int, int], str] = {(student, lesson): kind[0] for student, lesson, kind in absences}
    sums: dict[int, list[int]] = {}
    for student, lesson, value, weight in marks:
        cells[student, lesson] = str(value)
        total = sums.setdefault(student, [0, 0])
        total[0] += value * weight
        total[1] += weight
    out = ["<!doctype html><table><thead><tr><th>"]
    out += [f"<th scope=col>{date}" for _, date in lessons]
    out.append("</thead><tbody>")
    for student, last, first, _ in students:
        out.append(f"<tr><th scope=row>{html.escape(last)} {html.escape(first)}")
        for lesson, _ in lessons:
            text = cells.get((student, lesson), "")
            out.append(f'<td class="m{text}">{html.escape(text)}</td>')
        total = sums.get(student)
        out.append(f"<td>{total[0] / total[1]:.2f}</td></tr>" if total else "<td></td></tr>")
    out.append("</tbody></table>")
    return "".join(out)


def diary() -> str:
    """A student's week: lessons with topics, homework and marks; two queries, joined strings."""
    run = connection().execute
    lessons = run(
        "SELECT l.id, l.date, l.number, l.starts, s.name, r.topic, h.text FROM school_membership m"
        " JOIN school_course c ON c.group_id = m.group_id JOIN school_subject s ON s.id = c.subject_id"
        " JOIN timetable_lesson l ON l.course_id = c.id LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id"
        " LEFT JOIN journal_homework h ON h.lesson_id = l.id"
        " WHERE m.person_id = ? AND l.date BETWEEN date('now', '-6 days') AND date('now') ORDER BY l.date, l.number",
        (STUDENT,),
    ).fetchall()
    marks: dict[int, list[str]] = {}
    ids = ",".join(str(row[0]) for row in lessons)
    for lesson, value in run(
        "SELECT w.lesson_id, k.value FROM journal_work w JOIN journal_mark k ON k.work_id = w.id"
        f" WHERE w.lesson_id IN ({ids}) AND k.student_id = ?",
        (STUDENT,),
    ):
        marks.setdefault(lesson, []).append(str(value))
    out = ["<!doctype html>"]
    for lesson, date, number, starts, subject, topic, homework in lessons:
        out.append(
            f"<article><h3>{number} {html.escape(subject)}</h3><p>{date} {starts} {html.escape(topic or '')}"
            f"<p>{html.escape(homework or '')}<b>{' '.join(marks.get(lesson, []))}</b></article>"
        )
    return "".join(out)


PAGES: dict[str, Callable[[], str]] = {"/register": register, "/diary": diary, "/empty": lambda: "ok"}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI."""
    body = PAGES[environ["PATH_INFO"]]().encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
