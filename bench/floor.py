"""The machine's own floor: the same cells by sqlite3 and joined strings, without a framework, on the same server.

A WSGI application for granian; BENCH_DATABASE names the SQLite file, BENCH_COURSE, BENCH_PERIOD and BENCH_STUDENT the rows.
"""

from __future__ import annotations

import html
import os
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
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
    lessons = run(
        f"SELECT l.id, l.date FROM timetable_lesson l WHERE {_IN_PERIOD} ORDER BY l.date, l.number", at
    ).fetchall()
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
    """A student's week with all that the diary shows: five queries, joined strings."""
    run = connection().execute
    entries = run(
        "SELECT l.id, l.date, l.number, l.starts, l.ends, l.state, c.id, s.name, g.kind, g.name, r.name, t.last_name, t.first_name,"
        " t.middle_name, u.last_name, u.first_name, u.middle_name, w.topic, h.id, h.text, h.is_none, h.minutes, h.due"
        " FROM school_membership m CROSS JOIN school_group g CROSS JOIN school_year y CROSS JOIN school_course c"
        " CROSS JOIN timetable_lesson l JOIN school_subject s ON s.id = c.subject_id LEFT JOIN school_room r ON r.id = l.room_id"
        " LEFT JOIN people_person t ON t.id = l.teacher_id LEFT JOIN people_person u ON u.id = l.substitute_id"
        " LEFT JOIN journal_lessonrecord w ON w.lesson_id = l.id LEFT JOIN journal_homework h ON h.lesson_id = l.id"
        " WHERE m.person_id = ? AND m.since <= ? AND (m.until IS NULL OR m.until >= ?) AND g.id = m.group_id AND y.id = g.year_id"
        " AND y.since <= ? AND y.until >= ? AND c.group_id = g.id AND l.course_id = c.id AND l.date BETWEEN ? AND ?"
        " AND l.date >= m.since AND (m.until IS NULL OR l.date <= m.until) ORDER BY l.date, l.number",
        (STUDENT, _sunday(), _monday(), _sunday(), _monday(), _monday(), _sunday()),
    ).fetchall()
    lessons = ",".join(str(row[0]) for row in entries)
    courses = ",".join({str(row[6]) for row in entries})
    signs: dict[int, list[str]] = {}
    for lesson, weight, kind, short, value, comment in run(
        "SELECT w.lesson_id, w.weight, k.name, k.short_name, m.value, m.comment FROM journal_work w"
        " JOIN journal_workkind k ON k.id = w.kind_id JOIN journal_mark m ON m.work_id = w.id AND m.student_id = ?"
        f" WHERE w.lesson_id IN ({lessons})",
        (STUDENT,),
    ):
        what = f"<span title='{html.escape(kind)}'>{html.escape(short)} {weight}</span>{html.escape(comment)}"
        signs.setdefault(lesson, []).append(f"<li><b class=m{value}>{value}</b>{what}</li>")
    for lesson, kind, minutes in run(
        f"SELECT lesson_id, kind, minutes FROM journal_absence WHERE student_id = ? AND lesson_id IN ({lessons})",
        (STUDENT,),
    ):
        signs.setdefault(lesson, []).append(f"<li><b>{kind}</b>{minutes or ''}</li>")
    due: dict[int, str] = {}
    for course, text, minutes in run(
        "SELECT l.course_id, h.text, h.minutes FROM school_course c CROSS JOIN timetable_lesson l CROSS JOIN journal_homework h"
        f" WHERE c.id IN ({courses}) AND l.course_id = c.id AND l.date = (SELECT p.date FROM timetable_lesson p"
        " WHERE p.course_id = c.id AND p.date < ? AND p.state = 'planned' ORDER BY p.date DESC LIMIT 1) AND h.lesson_id = l.id AND h.text <> ''",
        (_monday(),),
    ):
        due[course] = f"<div>К уроку: {html.escape(text)} {minutes or ''}</div>"
    homework = ",".join(str(row[18]) for row in entries if row[18])
    asked = f"SELECT homework_id, name FROM journal_attachment WHERE homework_id IN ({homework})"
    files = dict(run(asked).fetchall())
    return "<!doctype html>" + "".join(_entry(row, signs, due, files) for row in entries)


def _entry(row: tuple[Any, ...], signs: dict[int, list[str]], due: dict[int, str], files: dict[int, str]) -> str:
    (lesson, date, number, starts, ends, state, course, subject, kind, group, room, t1, t2, t3, u1, u2, u3, topic, task, text, none,
     minutes, _) = row  # fmt: skip
    teacher = f"{t1} {t2[:1]}. {t3[:1]}." if t1 else ""
    if u1:
        teacher = f"замещает {u1} {u2[:1]}. {u3[:1]}."
    asked = due.pop(course, "")
    if text:
        due[course] = f"<div>К уроку: {html.escape(text)} {minutes or ''}</div>"
    said = "не задано" if none else html.escape(text or "")
    return (
        f'<li class="entry {state}" id="l{lesson}"><span>{number}</span><h3>{html.escape(subject)}</h3>'
        f"<p>{date} {starts[:5]}–{ends[:5]} "
        f"{html.escape(room or '')} {html.escape('' if kind == 'class' else group)} {html.escape(teacher)}</p>"
        f"<ul>{''.join(signs.get(lesson, ()))}</ul><div>{html.escape(topic or '')}</div>{asked}"
        f"<div>Задано: {said} {minutes or ''} {html.escape(files.get(task, ''))}</div></li>"
    )


def _monday() -> str:
    today = datetime.now(UTC).date()
    return str(today - timedelta(days=today.weekday()))


def _sunday() -> str:
    today = datetime.now(UTC).date()
    return str(today + timedelta(days=6 - today.weekday()))


PAGES: dict[str, Callable[[], str]] = {"/register": register, "/diary": diary, "/empty": lambda: "ok"}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI."""
    body = PAGES[environ["PATH_INFO"]]().encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
