"""Starts the embedded services, and for ``make run`` the whole product, and stops exactly what it started.

The order is postgres, valkey, preparation, web, worker, scheduler; the end runs the other way round with postgres
last. Every child is bound to the life of the supervisor by the kernel (``children.py``), and every server inherits
the lock of the data folder, so that a new start waits until the servers of a killed one are really gone.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from ledger_site.embedded import postgres, state, valkey
from ledger_site.embedded.children import Child, die_with_parent, say
from ledger_site.embedded.state import EmbeddedError

GONE_SECONDS = 90
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(BaseException):
    """Somebody wants an end: Ctrl-C, SIGTERM, or a closed terminal."""


class FolderBusy(EmbeddedError):
    """Another supervisor works in this data folder."""


class Supervisor:
    """Everything one start has made: locks, children, state file. Use as a context manager."""

    def __init__(self, folder: Path, *, test_cluster: bool = False, defaults: Mapping[str, str] | None = None) -> None:
        """
        Args:
            folder: The data folder; made if missing.
            test_cluster: Faster and less safe, and the owner may create databases and end sessions.
            defaults: Values for the state file where the environment says nothing.
        """
        self.folder = folder
        self.test_cluster = test_cluster
        self.defaults = dict(defaults or {})
        self.children: list[Child] = []
        self.values: dict[str, str] = {}
        self._locks: list[int] = []
        self._secret: dict[str, str] = {}
        self._sockets = folder
        self._server: Child | None = None
        self._broker: Child | None = None
        self._stops = 0

    def __enter__(self) -> "Supervisor":
        for sign in STOP_SIGNALS:
            signal.signal(sign, self._stop_asked)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _stop_asked(self, number: int, frame: FrameType | None) -> None:
        self._stops += 1
        if self._stops == 1:
            raise StopAsked

    # -- start ---------------------------------------------------------------------------------------------------

    def start_services(self) -> None:
        """Bring up PostgreSQL and Valkey, unless the environment names others, and write the state file.

        Raises:
            FolderBusy: Another supervisor works in this data folder.
            EmbeddedError: A service does not start; the text says why.
        """
        self.launch_services()
        self.complete_services()

    def launch_services(self) -> None:
        """The first half: locks, processes and addresses are there, the servers may not answer yet."""
        os.umask(0o077)
        state.private_folder(self.folder)
        self._take_folder()
        state.remove(self.folder)
        state.private_folder(self.folder / "logs")
        self._secret = state.secret_values(self.folder)
        self._sockets = sockets = state.private_folder(state.socket_folder(self.folder))
        own_database = not os.environ.get("DATABASE_URL")
        own_broker = not os.environ.get("REDIS_URL")
        if not own_database and not os.environ.get("DATABASE_OWNER_URL"):
            raise EmbeddedError(
                "DATABASE_URL is set but DATABASE_OWNER_URL is not; migrations need the owner's address."
            )

        values = {"SECRET_KEY": self._secret["secret_key"], **self.defaults}
        if own_broker:
            (sockets / state.VALKEY_SOCKET).unlink(missing_ok=True)
            self._broker = self._start(self._service(valkey.child))
            values["REDIS_URL"] = valkey.url(sockets)
        if own_database:
            postgres.initialise(self.folder, self._secret["superuser_password"], test_cluster=self.test_cluster)
            self._server = self._start(self._service(postgres.child))
            values["DATABASE_URL"] = postgres.url(postgres.APPLICATION, self._secret["application_password"], sockets)
            values["DATABASE_OWNER_URL"] = postgres.url(postgres.OWNER, self._secret["owner_password"], sockets)
        names = {*values, "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}
        self.values = {name: os.environ.get(name) or values[name] for name in sorted(names)}

    def complete_services(self) -> None:
        """The second half: wait until they answer, set up roles and database, and tell where they are."""
        if self._server:
            postgres.provision(self._server, sockets=self._sockets, secret=self._secret, test_cluster=self.test_cluster)
        if self._broker:
            valkey.wait_until_ready(self._broker, sockets=self._sockets)
        state.write(self.folder, self.values)

    def _service(self, make: Callable[..., Child]) -> Child:
        return make(self.folder, sockets=self._sockets, test_cluster=self.test_cluster, keep_open=self._locks[1:])

    def _take_folder(self) -> None:
        """Lock the folder against other supervisors, then wait until servers of a killed one have ended."""
        mine = os.open(self.folder / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._locks.append(mine)
        try:
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(mine, 20, 0).decode("ascii", "replace").strip()
            raise FolderBusy(
                f"The ledger already runs in {self.folder} (process {holder or 'unknown'}). "
                "Stop it first, or set DATA_DIR to another folder."
            ) from None
        os.ftruncate(mine, 0)
        os.pwrite(mine, f"{os.getpid()}\n".encode(), 0)

        servers = os.open(self.folder / "servers.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._locks.append(servers)
        deadline = time.monotonic() + GONE_SECONDS
        told = False
        while True:
            try:
                fcntl.flock(servers, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise EmbeddedError(f"Servers of an earlier start still run in {self.folder}.") from None
                if not told:
                    say("Waiting for the servers of an earlier start to end …")
                    told = True
                time.sleep(0.05)

    def _start(self, child: Child) -> Child:
        self.children.append(child)
        return child.start()

    def environment(self, **more: str) -> dict[str, str]:
        """What a program needs to find the services."""
        return {**os.environ, **self.values, "DATA_DIR": str(self.folder), **more}

    def start_program(self, name: str, command: Sequence[str], *, patience: float = 20, **more: str) -> Child:
        """Start a long-lived program of the product beside the services."""
        return self._start(
            Child(
                name=name,
                command=command,
                log=self.folder / "logs" / f"{name}.log",
                patience=patience,
                environment=self.environment(**more),
                folder=state.PROJECT_ROOT,
                keep_open=self._locks[1:],
            )
        )

    # -- life ----------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise EmbeddedError, with its last log lines, if one of the children has ended."""
        for child in self.children:
            if child.died:
                raise child.obituary()

    def watch(self) -> None:
        """Return never: leave by StopAsked, or by EmbeddedError when a child ends."""
        while True:
            self.check()
            time.sleep(0.2)

    def start_step(self, name: str, command: Sequence[str]) -> Child:
        """Start a program of the preparation; ``finish_step`` waits for it."""
        step = self.start_program(name, command)
        step.finite = True
        return step

    def finish_step(self, step: Child) -> None:
        """Wait for the end of a step.

        Raises:
            EmbeddedError: It failed, or something else did meanwhile; with the last log lines.
        """
        while not step.ended:
            self.check()
            time.sleep(0.02)
        self.check()
        self.children.remove(step)

    def end_program(self, child: Child) -> None:
        """Stop one program and forget it."""
        child.ask_to_stop()
        child.wait()
        self.children.remove(child)

    def run_command(self, command: Sequence[str], **more: str) -> int:
        """Run a command in the foreground, with our terminal, and return its exit code.

        Ctrl-C reaches the command by the terminal; SIGTERM is handed on. If a service ends, so does the command.

        Raises:
            EmbeddedError: A service ended, or the command cannot be started.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process = subprocess.Popen(
                list(command), env=self.environment(**more), preexec_fn=die_with_parent(signal.SIGTERM)
            )
        except OSError as refusal:
            raise EmbeddedError(f"{command[0]} cannot be started: {refusal.strerror}.") from None
        try:
            while process.poll() is None:
                self.check()
                time.sleep(0.05)
        except BaseException:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            raise
        return process.returncode if process.returncode >= 0 else 128 - process.returncode

    # -- end -----------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """End all children, programs first, then valkey, then postgres. A second Ctrl-C kills the programs."""
        self._stops = max(self._stops, 1)  # from here on signals only hurry
        asked = self._stops
        services = [child for child in self.children if child.name in {"valkey", "postgres"}]
        programs = [child for child in self.children if child not in services]
        if self.values:
            state.remove(self.folder)
            self.values = {}
        for child in reversed(programs):
            child.ask_to_stop()
        for child in reversed(programs):
            child.wait(hurry=lambda: self._stops > asked)
        for child in sorted(services, key=lambda service: service.name == "postgres"):
            child.ask_to_stop()
            child.wait()
        self.children = []
        for descriptor in reversed(self._locks):
            os.close(descriptor)
        self._locks = []
