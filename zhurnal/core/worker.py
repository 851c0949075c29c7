"""The worker: tasks of the queue, regular jobs, and a sweep that gives back what a killed worker left behind."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import import_string
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import clock
from .models import Job

log = logging.getLogger("zhurnal.worker")
BEAT = timedelta(seconds=30)
DEAD_AFTER = timedelta(seconds=120)
RETRY_AFTER = timedelta(hours=1)


def beat(worker_id: str) -> None:
    """Say that this worker lives; /readyz and the sweep look at it."""
    Job.objects.update_or_create(name=f"worker:{worker_id}", defaults={"begun_at": clock.now()})


def sweep() -> int:
    """Return tasks of dead workers to the queue (they are idempotent) and forget the dead; answers how many tasks."""
    beats = Job.objects.filter(name__startswith="worker:", begun_at__gte=clock.now() - DEAD_AFTER)
    alive = {name.removeprefix("worker:") for name in beats.values_list("name", flat=True)}
    orphans = [
        task.pk
        for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        if not alive.intersection(task.worker_ids[-1:])
    ]
    Job.objects.filter(name__startswith="worker:", begun_at__lt=clock.now() - DEAD_AFTER).delete()
    return DBTaskResult.objects.filter(pk__in=orphans, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


def is_due(job: Job | None, hour: int) -> bool:
    """A daily job is due from its hour on, once a day; after an error again an hour later."""
    now = clock.local_now()
    if job is None or job.begun_at is None:
        return True
    if job.error:
        return clock.now() - job.begun_at >= RETRY_AFTER
    begun = job.begun_at.astimezone(now.tzinfo)
    last_due = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return begun < (last_due if now >= last_due else last_due - timedelta(days=1))


def run_due() -> list[str]:
    """Run the regular jobs that are due (settings.ZHURNAL_JOBS: name → (hour, function)); answers their names."""
    ran = []
    rows = {job.name: job for job in Job.objects.filter(name__in=settings.ZHURNAL_JOBS)}
    for name, (hour, path) in settings.ZHURNAL_JOBS.items():
        if not is_due(rows.get(name), hour):
            continue
        begun = {"begun_at": clock.now(), "ended_at": None, "error": ""}
        job, _ = Job.objects.update_or_create(name=name, defaults=begun)
        try:
            import_string(path)()
        except Exception as problem:
            log.exception("job failed", extra={"task": name})
            job.error = f"{type(problem).__name__}: {problem}"
        job.ended_at = clock.now()
        job.save()
        ran.append(name)
    return ran


def _beat_until(stop: threading.Event, worker_id: str) -> None:
    while not stop.wait(BEAT.total_seconds()):
        close_old_connections()
        try:
            beat(worker_id)
        except DatabaseError:
            log.exception("no beat")
    connection.close()


def work(*, once: bool, sleep: Callable[[float], None] = time.sleep) -> int:
    """Do what is due; with `once` end then, else go on until stopped. Answers 0, or 1 when a job failed with `once`."""
    worker_id = f"{os.getpid()}-{secrets.token_hex(4)}"
    stop = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(stop, worker_id), daemon=True)
    thread.start()
    queue = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=worker_id, excluded_queue_names=[],
    )  # fmt: skip
    looked = -BEAT.total_seconds()
    try:
        while True:
            try:
                if time.monotonic() - looked >= BEAT.total_seconds() or once:
                    looked = time.monotonic()
                    beat(worker_id)
                    sweep()
                    ran = run_due()
                queue.run()
            except DatabaseError:  # locked for long, or no room on the disk: the school goes on, and so do we, later
                if once:
                    raise
                log.exception("the database does not answer")
                close_old_connections()
            if once:
                return int(Job.objects.filter(name__in=ran).exclude(error="").exists())
            sleep(2)
    finally:
        stop.set()
        with suppress(DatabaseError):
            Job.objects.filter(name=f"worker:{worker_id}").delete()


def clear_expired() -> None:
    """A regular job: forget expired sessions."""
    from django.contrib.sessions.models import Session

    Session.objects.filter(expire_date__lt=clock.now()).delete()
