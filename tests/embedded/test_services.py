"""The embedded services leave nothing behind, lose nothing, and keep strangers out. They run for real here."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from ledger_site.embedded import postgres, product, state
from ledger_site.embedded.state import EmbeddedError

ROOT = Path(__file__).resolve().parents[2]
INHERITED = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR", "PORT", "LEDGER_TEST_CLUSTER"}
START = 60


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "ledger_site.embedded", "--data-dir", str(folder), *words]


def environment(**more: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in INHERITED}, **more}


def processes_in(folder: Path) -> list[str]:
    """Command lines of all processes that name this data folder or work inside it."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            inside = os.readlink(place / "cwd").startswith(str(folder))
            zombie = (place / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if (inside or str(folder) in words) and not zombie:
            found.append(f"{place.name} {words}")
    return found


def until(true: Callable[[], bool], seconds: float = START) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


class Running:
    """``services`` in a folder, as a developer would start it."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            command(folder, "services"), cwd=ROOT, env=environment(**more), stderr=subprocess.PIPE, text=True
        )
        until(lambda: state.read(folder) is not None or self.process.poll() is not None)
        assert self.process.poll() is None, self.process.communicate()[1]
        self.values = state.read(folder) or {}

    def end(self, sign: signal.Signals) -> tuple[int, str]:
        """Send ``sign`` to the supervisor alone; its exit code and what it said."""
        self.process.send_signal(sign)
        said = self.process.communicate(timeout=START)[1]
        return self.process.returncode, said


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "data"
    yield place
    for line in processes_in(place):  # of a test that failed half way
        os.kill(int(line.split()[0]), signal.SIGKILL)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda sign: sign.name)
def test_an_asked_end_leaves_nothing(folder: Path, sign: signal.Signals) -> None:
    services = Running(folder, LEDGER_TEST_CLUSTER="1")
    assert len(processes_in(folder)) > 2

    code, _ = services.end(sign)

    assert code == 0
    assert processes_in(folder) == []
    assert state.read(folder) is None
    assert not (folder / state.STATE_FILE).exists()
    assert "database system is shut down" in (folder / "logs" / "postgres.log").read_text()


def test_a_killed_supervisor_leaves_no_process_and_loses_nothing(folder: Path) -> None:
    services = Running(folder)
    with psycopg.connect(services.values["DATABASE_OWNER_URL"]) as session:
        session.execute("CREATE TABLE kept AS SELECT 1 AS number")
        session.commit()
        broker = redis.Redis.from_url(services.values["REDIS_URL"])
        broker.set("kept", "1")

        services.end(signal.SIGKILL)  # with a session still open

    until(lambda: processes_in(folder) == [], 15)
    assert (folder / state.STATE_FILE).exists()
    assert state.read(folder) is None, "a file left behind must not be believed"

    again = Running(folder)
    assert again.values == services.values, "passwords and key stay"
    with psycopg.connect(again.values["DATABASE_OWNER_URL"]) as session:
        assert session.execute("SELECT number FROM kept").fetchone() == (1,)
    assert redis.Redis.from_url(again.values["REDIS_URL"]).get("kept") == b"1"
    again.end(signal.SIGINT)


def test_a_start_right_after_a_kill_waits_for_the_old_servers(folder: Path) -> None:
    Running(folder, LEDGER_TEST_CLUSTER="1").end(signal.SIGKILL)

    done = subprocess.run(
        command(folder, "exec", "--", "true"),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr


def test_a_service_that_dies_ends_the_others_and_is_named(folder: Path) -> None:
    services = Running(folder, LEDGER_TEST_CLUSTER="1")
    broker = redis.Redis.from_url(services.values["REDIS_URL"])
    os.kill(int(broker.info("server")["process_id"]), signal.SIGKILL)

    said = services.process.communicate(timeout=START)[1]

    assert services.process.returncode == 1
    assert "valkey was ended by signal 9" in said
    assert "valkey.log" in said
    assert processes_in(folder) == []


def test_a_second_start_in_the_same_folder_is_refused(folder: Path) -> None:
    services = Running(folder, LEDGER_TEST_CLUSTER="1")

    for words in (["services"], ["run"], ["exec", "--", "true"]):
        second = subprocess.run(command(folder, *words), cwd=ROOT, env=environment(), capture_output=True, text=True)
        assert second.returncode == 1
        assert f"already runs in {folder} (process {services.process.pid})" in second.stderr

    assert state.read(folder) == services.values, "the first one goes on"
    services.end(signal.SIGINT)


def test_a_second_test_run_gets_a_folder_of_its_own(folder: Path) -> None:
    services = Running(folder, LEDGER_TEST_CLUSTER="1")

    second = subprocess.run(
        command(folder, "exec", "--", "sh", "-c", "echo $DATA_DIR"),
        cwd=ROOT,
        env=environment(LEDGER_TEST_CLUSTER="1"),
        capture_output=True,
        text=True,
    )

    assert second.stdout.strip() == f"{folder}-2"
    services.end(signal.SIGINT)


def test_only_the_owner_of_the_folder_can_read_it(folder: Path) -> None:
    services = Running(folder, LEDGER_TEST_CLUSTER="1")

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}
    sockets = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / "run").iterdir() if path.is_socket()}
    services.end(signal.SIGINT)

    assert {name for name, mode in modes.items() if mode & 0o077} == set()
    assert modes["data"] == 0o700
    assert modes[state.STATE_FILE] == modes[state.SECRETS_FILE] == 0o600
    assert sockets == {state.POSTGRES_SOCKET: 0o700, state.VALKEY_SOCKET: 0o700}


def test_the_application_can_create_nothing(folder: Path) -> None:
    services = Running(folder)
    with psycopg.connect(services.values["DATABASE_URL"], autocommit=True) as application:
        for statement in (
            "CREATE TABLE t (i int)",
            "CREATE TEMP TABLE t (i int)",
            "CREATE ROLE r",
            "CREATE DATABASE d",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)
        limits = {name: application.execute(f"SHOW {name}").fetchone() for name in postgres.APPLICATION_LIMITS}
    with psycopg.connect(services.values["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE EXTENSION pg_trgm")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("CREATE DATABASE d")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(services.values["DATABASE_URL"].replace("ledger_app:", "ledger_app:x"))
    services.end(signal.SIGINT)

    assert limits == {
        "statement_timeout": ("1min",),
        "lock_timeout": ("10s",),
        "idle_in_transaction_session_timeout": ("1min",),
        "join_collapse_limit": ("4",),
    }


def test_exec_hands_addresses_in_and_the_exit_code_out(folder: Path) -> None:
    script = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); raise SystemExit(7)"

    done = subprocess.run(
        command(folder, "exec", "--", sys.executable, "-c", script),
        cwd=ROOT,
        env=environment(LEDGER_TEST_CLUSTER="1"),
    )

    assert done.returncode == 7
    assert processes_in(folder) == []


def test_a_folder_with_a_long_name_keeps_its_sockets_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("年" * 60)
    place = state.socket_folder(deep)

    done = subprocess.run(
        command(deep, "exec", "--", "sh", "-c", "echo $REDIS_URL"),
        cwd=ROOT,
        env=environment(LEDGER_TEST_CLUSTER="1"),
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == f"unix://{place / state.VALKEY_SOCKET}", done.stderr
    assert not place.is_relative_to(deep)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_link_in_place_of_a_private_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(EmbeddedError, match="not a folder of the account"):
        state.private_folder(tmp_path / "link")


def test_services_named_in_the_environment_are_not_started(folder: Path) -> None:
    done = subprocess.run(
        command(folder, "exec", "--", "sh", "-c", 'echo "$DATABASE_URL $REDIS_URL"'),
        cwd=ROOT,
        env=environment(
            DATABASE_URL="postgresql://a@db/l", DATABASE_OWNER_URL="postgresql://o@db/l", REDIS_URL="redis://broker"
        ),
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == "postgresql://a@db/l redis://broker", done.stderr
    assert not (folder / "postgres").exists()


def test_a_busy_or_senseless_port_is_named(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedError, match=f"Port {port} is in use"):
            product.free_port(str(port), folder)
    with pytest.raises(EmbeddedError, match="must be a number"):
        product.free_port("eighty", folder)
