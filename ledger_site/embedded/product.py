"""``make run``: prepares the database, then keeps web, worker and scheduler running until somebody wants an end."""

import contextlib
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from ledger_site.embedded import fingerprint, state
from ledger_site.embedded.children import Child, say
from ledger_site.embedded.state import EmbeddedError
from ledger_site.embedded.supervisor import Supervisor

PREPARED_FILE = "prepared.json"
SIGN_INS_FILE = "sign-ins.txt"
WEB_SECONDS = 90
PYTHON = sys.executable
MANAGE = [PYTHON, str(state.PROJECT_ROOT / "manage.py")]


def free_port(value: str, folder: Path) -> int:
    """The port to serve on.

    Raises:
        EmbeddedError: It is no port, or somebody else listens there. If that is this very product, the sentence about
            the busy data folder follows from the supervisor instead.
    """
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise EmbeddedError(f"PORT must be a number from 1 to 65535, not {value!r}.")
    if state.read(folder):
        return int(value)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except OSError:
            raise EmbeddedError(
                f"Port {value} is in use by another program. "
                f"Choose another one, for example: make run PORT={int(value) % 65535 + 1}"
            ) from None
    return int(value)


def run(supervisor: Supervisor, port: int) -> None:
    """Start everything, tell the address and the sign-ins, and watch. Never returns by itself."""
    supervisor.launch_services()
    # The web process takes longest to load; with nothing to prepare it loads while the database starts.
    preparation = Preparation(supervisor)
    web = None if preparation.needed else start_web(supervisor, port)
    supervisor.complete_services()
    if preparation.unfinished:
        if web:
            supervisor.end_program(web)
            web = None
        preparation.run()
    web = web or start_web(supervisor, port)
    wait_for_web(supervisor, web, port)
    # Only now: on a small machine three programs loading at once would keep the first page waiting.
    celery = [PYTHON, "-m", "celery", "--app", "ledger_site", "--quiet"]
    supervisor.start_program(
        "worker",
        [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO"],
        patience=30,
    )
    schedule = supervisor.folder / "schedule"
    supervisor.start_program(
        "scheduler", [*celery, "beat", "--schedule", str(schedule), "--pidfile=", "--loglevel", "INFO"]
    )
    print(f"\nThe ledger is ready: {supervisor.values['PUBLIC_URL']}\n")
    if supervisor.values["LEDGER_DEMO"] == "1":
        print(sign_ins(supervisor))
    print(f"Logs: {supervisor.folder / 'logs'}. Ctrl-C stops everything.", flush=True)
    supervisor.watch()


def start_web(supervisor: Supervisor, port: int) -> Child:
    """The web server: two processes of four threads."""
    return supervisor.start_program(
        "web",
        [
            *(PYTHON, "-m", "gunicorn", "ledger_site.wsgi", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4"),
            *("--timeout", "120", "--graceful-timeout", "15", "--access-logfile", "-"),
        ],
    )


class Preparation:
    """Brings tables, reference data, demonstration data and static files up to date; skips what cannot have changed.

    Skipping the database needs the same code, the same wish for demonstration data, and a migration table that looks
    as we left it.
    """

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.path = supervisor.folder / PREPARED_FILE
        try:
            self.before: dict[str, object] = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            self.before = {}
        self.demo = supervisor.values["LEDGER_DEMO"] == "1"
        self.after: dict[str, object] = {
            "static": fingerprint.static_files(),
            "code": fingerprint.code(),
            "demo": self.demo,
        }

    def _same(self, name: str) -> bool:
        return self.before.get(name) == self.after[name]

    @property
    def _collected(self) -> bool:
        return self._same("static") and (self.supervisor.folder / "static").is_dir()

    @property
    def needed(self) -> bool:
        """Whether files alone say that something is to be done; asks no service."""
        return not (self._collected and self._same("code") and self._same("demo"))

    @property
    def unfinished(self) -> bool:
        """Whether something is to be done, the migration table included."""
        return self.needed or self.before.get("migrations") != applied_migrations(self.supervisor.values)

    def run(self) -> None:
        """Do it, and note what it was done for."""
        self.path.unlink(missing_ok=True)
        # Compressing the static files takes longest and needs no database: it goes on beside the rest.
        collecting = None
        if not self._collected:
            collecting = self._start("collectstatic", "--noinput", "--verbosity", "0", say_so="static files")
        (self.supervisor.folder / SIGN_INS_FILE).unlink(missing_ok=True)
        finish = self.supervisor.finish_step
        finish(self._start("migrate", "--noinput", say_so="tables"))
        finish(self._start("reference_data", say_so="reference data"))
        if self.demo:
            finish(self._start("demo", say_so="demonstration data"))
        if collecting:
            finish(collecting)
        self.after["migrations"] = applied_migrations(self.supervisor.values)
        state.write_private(self.path, json.dumps(self.after) + "\n")

    def _start(self, command: str, *more: str, say_so: str) -> Child:
        say(f"Preparing {say_so} …")
        return self.supervisor.start_step(command, [*MANAGE, command, *more])


def applied_migrations(values: Mapping[str, str]) -> list[str]:
    """Names of the migrations the database says it has, in order; empty for an untouched database."""
    import psycopg

    with psycopg.connect(values["DATABASE_OWNER_URL"]) as session:
        if session.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone() != (True,):
            return []
        return [name for (name,) in session.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")]


def wait_for_web(supervisor: Supervisor, web: Child, port: int) -> None:
    """Return when ``/healthz/`` answers 200.

    Raises:
        EmbeddedError: It does not within the time, or a child ended.
    """
    address = urlsplit(supervisor.values["PUBLIC_URL"])
    headers = {"Host": address.hostname or "localhost", "X-Forwarded-Proto": address.scheme}
    deadline = time.monotonic() + WEB_SECONDS
    status: int | None = None
    while time.monotonic() < deadline:
        supervisor.check()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/healthz/", headers=headers)
            status = connection.getresponse().status
            if status == 200:
                return
        time.sleep(0.1)
    raise EmbeddedError(f"The web process does not get healthy (last answer: {status}):\n{web.last_words()}")


def sign_ins(supervisor: Supervisor) -> str:
    """The demonstration sign-ins, as ``manage.py demo_accounts`` prints them; kept until the data is prepared again."""
    kept = supervisor.folder / SIGN_INS_FILE
    if not kept.exists():
        step = Child(
            name="demo_accounts",
            command=[*MANAGE, "demo_accounts"],
            log=supervisor.folder / f".{SIGN_INS_FILE}.new",
            environment=supervisor.environment(PYTHONUNBUFFERED="1"),
            folder=state.PROJECT_ROOT,
        )
        step.log.unlink(missing_ok=True)
        step.start()
        while not step.ended:
            supervisor.check()
            time.sleep(0.02)
        if step.process is None or step.process.returncode:
            raise step.obituary()
        os.replace(step.log, kept)
    return kept.read_text(encoding="utf-8")
