from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.world import NOW
from zhurnal.core import clock, worker
from zhurnal.core.models import Job

ran: list[str] = []


def good() -> None:
    ran.append("good")


def bad() -> None:
    raise ValueError("не вышло")


@pytest.fixture(autouse=True)
def jobs(settings, db: None, frozen_clock: None) -> None:
    ran.clear()
    settings.ZHURNAL_JOBS = {"good": (3, f"{__name__}.good")}


def task(status: str, worker_id: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status, worker_ids=[worker_id], args_kwargs={"args": [], "kwargs": {}}, task_path=f"{__name__}.good",
        backend_name="default", run_after=NOW + timedelta(days=9000), exception_class_path="", traceback="", started_at=NOW,
    )  # fmt: skip


def test_a_daily_job_runs_once_a_day() -> None:
    assert worker.run_due() == ["good"]
    assert worker.run_due() == []
    with clock.frozen(NOW + timedelta(hours=16)):  # 02:00 of the next day by the school's clock
        assert worker.run_due() == []
    with clock.frozen(NOW + timedelta(hours=17, minutes=1)):
        assert worker.run_due() == ["good"]
    assert ran == ["good", "good"]


def test_a_job_missed_while_the_machine_was_off_runs_at_once() -> None:
    Job.objects.create(name="good", begun_at=NOW - timedelta(days=4))
    assert worker.run_due() == ["good"]


def test_a_failed_job_is_kept_with_its_error_and_tried_again_an_hour_later(settings) -> None:
    settings.ZHURNAL_JOBS = {"bad": (3, f"{__name__}.bad")}
    assert worker.run_due() == ["bad"]
    assert Job.objects.get(name="bad").error == "ValueError: не вышло"
    assert worker.run_due() == []
    with clock.frozen(NOW + timedelta(hours=1)):
        assert worker.run_due() == ["bad"]


def test_tasks_of_a_killed_worker_return_to_the_queue_and_those_of_a_living_one_stay() -> None:
    worker.beat("alive")
    Job.objects.create(name="worker:dead", begun_at=NOW - worker.DEAD_AFTER - timedelta(seconds=1))
    orphan, held = task(TaskResultStatus.RUNNING, "dead"), task(TaskResultStatus.RUNNING, "alive")
    done = task(TaskResultStatus.SUCCESSFUL, "dead")
    assert worker.sweep() == 1
    for row, status in ((orphan, "READY"), (held, "RUNNING"), (done, "SUCCESSFUL")):
        row.refresh_from_db()
        assert row.status == status
    assert not Job.objects.filter(name="worker:dead").exists()


def test_once_ends_with_one_when_a_job_failed(settings, monkeypatch) -> None:
    # the queue lets go of connections between tasks; the one that holds this test's transaction must stay
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    assert worker.work(once=True) == 0
    settings.ZHURNAL_JOBS = {"bad": (3, f"{__name__}.bad")}
    assert worker.work(once=True) == 1
    assert not Job.objects.filter(name__startswith="worker:").exists()


def test_expired_sessions_are_forgotten() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=datetime(2026, 11, 1, tzinfo=UTC))
    Session.objects.create(session_key="new", session_data="", expire_date=datetime(2026, 12, 1, tzinfo=UTC))
    worker.clear_expired()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="the worker lets go of the connection that holds the test's transaction"
)
def test_a_database_that_does_not_answer_for_a_while_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Enough(Exception):
        pass

    def locked() -> int:
        asked.append(1)
        if len(asked) == 1:
            raise OperationalError("database is locked")
        return 0

    def sleep(_: float) -> None:
        monkeypatch.setattr(worker, "BEAT", timedelta(0))
        if len(asked) == 2:
            raise Enough

    monkeypatch.setattr(worker, "sweep", locked)
    with pytest.raises(Enough):
        worker.work(once=False, sleep=sleep)
    assert ran == ["good"]
