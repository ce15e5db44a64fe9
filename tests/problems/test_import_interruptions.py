"""What is left when something breaks in the middle: before or after, never between; and exactly once in the end."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import DatabaseError, OperationalError, connection, connections
from import_cast import REASON, a_closed_row, a_run, a_town, rows_of, taken_over
from test_import_pages import signed_in

from audit.verification import verify
from deadlines.models import Clock
from ledger_site.celery import app
from problems import jobs, tasks
from problems.models import Closing, Handling, ImportRun, Measure, NumberSeries, Problem, RectificationPlan, TakeOver
from problems.services import importing
from problems.services.importing import commit, progress

TODAY = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (Problem, Handling, RectificationPlan, Measure, Clock, Closing, TakeOver, ImportRun)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


class Fault(Exception):
    """Stands for whatever may break."""


def state_of_the_ledger() -> list[Any]:
    """Everything that a run writes, and its history."""
    found: list[Any] = [list(NumberSeries.objects.order_by("pk").values_list("year", "last"))]
    for model in WRITTEN:
        found.append(list(model._default_manager.order_by("pk").values_list()))
        found.append(model.history.count())  # type: ignore[attr-defined]
    return found


def broken_at(number: int) -> Callable[..., Any]:
    """A wrapper of the database's cursor that breaks instead of the statement of this number."""
    counted = iter(range(1, 1_000_000))

    def execute(execute: Any, query: Any, params: Any, many: Any, context: Any) -> Any:
        if next(counted) == number:
            raise Fault(query)
        return execute(query, params, many, context)

    return execute


def every_statement_broken(attempt: Callable[[], Any]) -> int:
    """Break an act at its first, second, … statement until it is through; nothing may be left of any attempt."""
    before, number = state_of_the_ledger(), 0
    while True:
        number += 1
        try:
            with connection.execute_wrapper(broken_at(number)):
                attempt()
        except Fault as fault:
            assert state_of_the_ledger() == before, f"statement {number}: {fault}"
        else:
            return number - 1


def test_a_fault_at_any_statement_of_the_writing_leaves_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    town = a_town()
    run = a_run(town, [*rows_of(3), a_closed_row(具体问题="违规使用编外人员9名。")])
    importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    monkeypatch.setattr(commit, "CHUNK", 2)
    statements = every_statement_broken(lambda: importing.commit_import(run_id=run.pk, actor=town.leader))
    assert statements > 40
    assert list(Problem.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert verify().finding is None


def test_a_fault_at_any_statement_of_the_undoing_leaves_the_import_as_it_was() -> None:
    town = a_town()
    run = taken_over(town, a_run(town, [*rows_of(2), a_closed_row(具体问题="违规使用编外人员9名。")]))
    undoing = lambda: importing.undo_import(run_id=run.pk, reason="选错文件", actor=town.leader)  # noqa: E731
    assert every_statement_broken(undoing) > 15
    assert set(Problem.objects.values_list("state", flat=True)) == {"voided"}
    assert verify().finding is None


def test_a_fault_while_committing_leaves_nothing_and_the_sweep_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    town = a_town()
    run = a_run(town, rows_of(3))
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    before = state_of_the_ledger()

    def broken(self: Any) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(type(connections["default"]), "_commit", broken)
        with pytest.raises(OperationalError):
            importing.commit_import(run_id=run.pk, actor=town.clerk)
    connection.close()
    assert state_of_the_ledger() == before
    assert importing.stuck_runs() == [run.pk]
    assert tasks.commit_import(run.pk) is True


def terminated() -> int:
    """End every other session of the application, as a restart of the database does."""
    given = connection.settings_dict
    address = {
        "host": given["HOST"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "port": given["PORT"] or None,
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as other:
        ended = other.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where datname = %s and usename = current_user and pid <> pg_backend_pid()",
            [given["NAME"]],
        ).fetchone()
    return ended[0] if ended else 0


def test_the_database_restarted_in_the_middle_rolls_back_and_the_run_is_written_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town = a_town()
    run = a_run(town, rows_of(4))
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    monkeypatch.setattr(commit, "CHUNK", 2)
    whole, calls = commit.start_clocks, []

    def restarting(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            assert terminated() >= 1
        return whole(*args, **kwargs)

    monkeypatch.setattr(commit, "start_clocks", restarting)
    with pytest.raises(DatabaseError):
        tasks.commit_import(run.pk)
    connection.close()
    assert (Problem.objects.count(), ImportRun.objects.get().state) == (0, "committing")
    page = signed_in(town.clerk).get(f"/import/{run.pk}/").content.decode()
    assert 'class="l-error"' not in page
    assert importing.stuck_runs() == [run.pk]
    assert tasks.commit_import(run.pk) is True
    assert list(Problem.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert tasks.commit_import(run.pk) is True
    assert Problem.objects.count() == 4


def test_without_a_broker_the_run_is_kept_and_written_when_it_is_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    town = a_town()
    run = a_run(town, rows_of(2))
    nowhere = f"redis+socket://{tmp_path}/nothing.sock"
    with monkeypatch.context() as patched:
        patched.setattr(app.conf, "broker_url", nowhere)
        patched.setattr(app.conf, "broker_write_url", nowhere)
        patched.setattr(app, "_pool", None)
        app.amqp._producer_pool = None
        began = time.monotonic()
        page = signed_in(town.clerk).post(f"/import/{run.pk}/send/", {"version": run.version})
        took = time.monotonic() - began
    app.amqp._producer_pool = None
    assert page.status_code == 302
    assert took < 20, "a page must not wait for a broker that is gone"
    assert ImportRun.objects.get().state == "committing"
    assert Problem.objects.count() == 0
    sent: list[int] = []
    monkeypatch.setattr(tasks.commit_import, "delay", sent.append)
    assert jobs.resume_imports() == 1
    assert sent == [run.pk]
    assert tasks.commit_import(run.pk) is True
    assert Problem.objects.count() == 2


def test_without_a_cache_everything_goes_on(settings: Any, tmp_path: Path) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"unix://{tmp_path}/nothing.sock",
        }
    }
    town = a_town()
    run = taken_over(town, a_run(town, rows_of(2)))
    assert (run.rows_done, progress.progress_of(run).percent) == (2, 100)


def test_a_second_import_of_the_office_says_for_which_it_waits_and_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    town = a_town()
    first, second = (
        a_run(town, rows_of(2)),
        a_run(town, rows_of(2, 单位名称="市水利局", 主管部门="", 发现日期="2026-06-01")),
    )
    importing.send_import(run_id=first.pk, actor=town.clerk, wake=False)
    importing.send_import(run_id=second.pk, actor=town.second_clerk, wake=False)
    first, second = ImportRun.objects.get(pk=first.pk), ImportRun.objects.get(pk=second.pk)
    assert (importing.waits_for(first), importing.waits_for(second)) == (None, first)
    page = signed_in(town.second_clerk).get(f"/import/{second.pk}/").content.decode()
    assert "台账.xlsx" in page
    within, order = threading.Event(), []
    whole = commit.start_clocks

    def slow(*args: Any, **kwargs: Any) -> Any:
        within.set()
        time.sleep(0.3)
        return whole(*args, **kwargs)

    monkeypatch.setattr(commit, "start_clocks", slow)

    def write(run: ImportRun, actor: Any) -> None:
        try:
            importing.commit_import(run_id=run.pk, actor=actor)
            order.append(run.pk)
        finally:
            connection.close()

    one = threading.Thread(target=write, args=[first, town.clerk])
    one.start()
    assert within.wait(20)
    write(second, town.second_clerk)
    one.join()
    assert order == [first.pk, second.pk]
    assert list(Problem.objects.order_by("serial").values_list("found_on__month", flat=True)) == [3, 3, 6, 6]


@contextlib.contextmanager
def a_worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """A real worker on the test database, ended with everything it started."""
    with log.open("wb") as out:
        command = [sys.executable, "-m", "celery", "-A", "ledger_site", "worker", "-c", "1", "--loglevel", "INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            yield worker
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def wait_for(what: Callable[[], Any], seconds: float, log: Path) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(log.read_text()[-3000:])


def test_a_worker_killed_in_the_middle_has_its_import_written_once(tmp_path: Path) -> None:
    """kill -9 of the process that writes: the message is delivered again at once, and the run is written once."""
    town = a_town()
    run = a_run(town, rows_of(2500))
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    given = connection.settings_dict
    address = django_settings.REDIS_URL
    environment = {
        **os.environ,
        "DATABASE_URL": _with_name(os.environ["DATABASE_URL"], given["NAME"]),
        "DATABASE_OWNER_URL": _with_name(os.environ["DATABASE_OWNER_URL"], given["NAME"]),
        "REDIS_URL": f"{address}{'&' if '?' in address else '?'}db=7",  # a queue of its own
        "DATA_DIR": str(tmp_path),
    }
    environment.pop("PYTEST_CURRENT_TEST", None)
    log = tmp_path / "worker.log"
    with a_worker(environment, log) as worker:
        send = [sys.executable, "-m", "celery", "-A", "ledger_site", "call", "problems.tasks.commit_import"]
        subprocess.run([*send, "--args", f"[{run.pk}]"], cwd=ROOT, env=environment, check=True, capture_output=True)
        wait_for(lambda: importing.stuck_runs() == [], 120, log)  # it is locked: somebody writes it
        time.sleep(0.5)
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
        assert Problem.objects.count() == 0, "killed too late to show anything"
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        wait_for(lambda: ImportRun.objects.get().state == "committed", 240, log)
    assert Problem.objects.count() == 2500
    assert NumberSeries.objects.get().last == 2500
    assert Problem.history.values("act").distinct().count() == 1
    assert "WorkerLostError" in log.read_text()
    assert verify().finding is None


def _with_name(address: str, name: str) -> str:
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"/{name}"))
