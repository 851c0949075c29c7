"""`python -m bench.timetable [--small]`: a year's lessons made, the grid of a draft opened and changed, a new timetable published.

Built on the demo gymnasium; everything is rolled back. Seconds, queries, and both for each row, for one, eleven and all classes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
R = TypeVar("R")
SIZES = (1, 11, 33)
SHIFT = timedelta(days=364)


def timed(work: Callable[[], R]) -> tuple[R, float, int]:
    """The answer, seconds, queries."""
    from django.db import connection

    count = 0

    def counting(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(counting):
        began = time.perf_counter()
        answer = work()
        return answer, time.perf_counter() - began, count


def line(name: str, rows: int, seconds: float, queries: int) -> None:
    each = f"{seconds / rows * 1000:9.3f}{queries / rows:9.4f}" if rows else ""
    print(f"{name:<46}{rows:8}{seconds:9.2f}{queries:8}{each}", flush=True)


def copied_year(year: Any, size: int) -> Any:
    """The year again, a year later, with the first classes and all that they need, without lessons."""
    from zhurnal.school import models as school
    from zhurnal.timetable.models import Bell, BellSchedule, Slot

    new = school.Year.objects.create(name=f"{year.name}, {size}", since=year.since + SHIFT, until=year.until + SHIFT)
    for period in year.periods.all():
        school.Period.objects.create(
            year=new, kind=period.kind, number=period.number, since=period.since + SHIFT, until=period.until + SHIFT
        )
    for schedule in year.bell_schedules.all():
        own = BellSchedule.objects.create(
            year=new, name=schedule.name, shift=schedule.shift, is_ordinary=schedule.is_ordinary
        )
        Bell.objects.bulk_create(
            Bell(schedule=own, number=bell.number, starts=bell.starts, ends=bell.ends) for bell in schedule.bells.all()
        )
    classes = list(school.Group.objects.filter(year=year, kind="class").order_by("-grade", "letter")[:size])
    groups = {}
    for group in [*classes, *school.Group.objects.filter(year=year, classes__in=classes).distinct()]:
        groups[group.pk] = school.Group.objects.create(
            year=new, kind=group.kind, name=group.name, grade=group.grade, letter=group.letter, division=group.division,
            period_kind=group.period_kind, days_a_week=group.days_a_week, shift=group.shift,
        )  # fmt: skip
        groups[group.pk].classes.set(groups[one.pk] for one in group.classes.all() if one.pk in groups)
    for course in school.Course.objects.filter(year=year, group__in=groups):
        own_course = school.Course.objects.create(
            year=new, subject_id=course.subject_id, group=groups[course.group_id], hours_a_week=course.hours_a_week
        )
        teacher = course.teachings.filter(until=None).first()
        if teacher:
            school.Teaching.objects.create(person_id=teacher.person_id, course=own_course, since=new.since)
        Slot.objects.bulk_create(
            Slot(
                course=own_course, weekday=slot.weekday, number=slot.number, week=slot.week, since=new.since,
                teacher_id=teacher.person_id if teacher else None, room_id=slot.room_id,
            )
            for slot in course.slots.filter(until=None)
        )  # fmt: skip
    return new


def lessons_of_a_year(year: Any) -> None:
    """Made from slots, calendar and bells, with their entries in the log."""
    from zhurnal.core.actions import SYSTEM
    from zhurnal.timetable.actions import make_lessons

    for size in SIZES:
        new = copied_year(year, size)
        made, seconds, queries = timed(
            lambda of=new: make_lessons(SYSTEM, of, since=of.since, until=of.until)  # type: ignore[misc]
        )
        line(f"lessons of a year, {size} classes", made.made, seconds, queries)


def grid_and_publication(year: Any) -> None:
    """The editor as the deputy head uses it, and a timetable in which every lesson but Saturday's moves by a day."""
    from django.db.models import F
    from django.test import Client

    from zhurnal.core import clock
    from zhurnal.core.actions import SYSTEM
    from zhurnal.people.models import Account
    from zhurnal.timetable.actions import drafts, publish
    from zhurnal.timetable.models import DraftSlot

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(
        Account.objects.get(login="zavuch"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    since = clock.today() + timedelta(days=7)
    draft, seconds, queries = timed(lambda: drafts.create_draft(SYSTEM, year, name="bench", since=since))
    rows = DraftSlot.objects.filter(draft=draft)
    count = rows.count()
    line("draft copied from the timetable", count, seconds, queries)
    address = f"/timetable/draft/{draft.pk}/"
    client.get(f"{address}?only=all")  # warm
    for name, query in (("classes", "?only=all"), ("teachers", "?by=teacher"), ("rooms", "?by=room")):
        _, seconds, queries = timed(lambda of=query: client.get(address + of))  # type: ignore[misc]
        line(f"grid of all {name} opened", count, seconds, queries)
    slot = rows.first()
    sent = {"slots": slot.pk, "weekday": slot.weekday, "number": 9, "swap": "on", "only": "all"}
    _, seconds, queries = timed(lambda: client.post(f"{address}move/", sent, HTTP_ACCEPT="application/json"))
    line("lesson moved in it", count, seconds, queries)
    rows.filter(pk=slot.pk).update(weekday=slot.weekday, number=slot.number)
    rows.filter(weekday__lt=6).update(weekday=F("weekday") % 5 + 1)
    done, seconds, queries = timed(lambda: publish.publish_draft(SYSTEM, draft))
    line("published: lessons made, dropped, renewed", done.lessons.made + done.lessons.dropped, seconds, queries)
    print(f"  {len(done.changes)} changes, {done.told} people told")


def inside() -> None:
    """Run in the installation that ZHURNAL_HOME names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhurnal.settings")
    django.setup()
    from django.db import transaction

    from zhurnal.school.queries import current_year

    print(f"{'':<46}{'rows':>8}{'s':>9}{'queries':>8}{'ms a row':>9}{'q a row':>9}")
    with transaction.atomic():
        year = current_year()
        lessons_of_a_year(year)
        grid_and_publication(year)
        transaction.set_rollback(True)


def main() -> None:
    """Build the demo gymnasium and measure."""
    options = argparse.ArgumentParser(prog="python -m bench.timetable", description=__doc__)
    options.add_argument("--small", action="store_true", help="three classes, for trying the bench itself")
    options.add_argument("--inside", action="store_true", help="in the installation of ZHURNAL_HOME")
    given = options.parse_args()
    if given.inside:
        return inside()
    from bench.__main__ import installation

    with tempfile.TemporaryDirectory(prefix="zhurnal-bench-") as name:
        environment = installation(Path(name), *(["--small"] if given.small else []))
        command = [sys.executable, "-m", "bench.timetable", "--inside"]
        return subprocess.run(command, env=environment, cwd=ROOT, check=True) and None


if __name__ == "__main__":
    main()
