"""Child processes that cannot outlive their supervisor: started, watched, stopped, and read from their logs."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger_site.embedded.state import EmbeddedError

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 20 * 1024 * 1024
LINES_SHOWN = 25
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """A ``preexec_fn`` that lets the kernel send ``sign`` when the supervisor ends, however it ends."""
    parent = os.getpid()

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        if os.getppid() != parent:  # it ended between fork and prctl
            os._exit(1)

    return prepare


def end_with_make() -> None:
    """Under ``make``, end when make does, even if it was killed; Ctrl-C and SIGTERM reach us by themselves."""
    if os.environ.get("MAKELEVEL"):
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


@dataclass
class Child:
    """One process of the house and how to stop it.

    ``stop`` is the signal of an orderly end, also sent by the kernel when the supervisor is killed; ``patience`` is how
    many seconds it may take before the whole process group is killed. A ``finite`` child may end well by itself.
    """

    name: str
    command: Sequence[str]
    log: Path
    stop: signal.Signals = signal.SIGTERM
    patience: float = 20
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    keep_open: Sequence[int] = ()
    finite: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _log_start: int = field(default=0, init=False)

    def start(self) -> "Child":
        """Start it in a session of its own, its output going to the log."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._log_start = os.fstat(descriptor).st_size
        try:
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=subprocess.STDOUT,
                env=None if self.environment is None else dict(self.environment),
                cwd=self.folder,
                start_new_session=True,
                pass_fds=tuple(self.keep_open),
                preexec_fn=die_with_parent(self.stop),  # safe: the supervisor has one thread
            )
        finally:
            os.close(descriptor)
        return self

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def died(self) -> bool:
        """Whether it ended and should not have."""
        return self.ended and not (self.finite and self.process is not None and self.process.returncode == 0)

    def ask_to_stop(self) -> None:
        """Send the orderly signal; no waiting."""
        if self.process is not None and not self.ended:
            self.process.send_signal(self.stop)

    def wait(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Wait for the end that was asked for; kill the group when patience ends or ``hurry`` says so."""
        if self.process is None:
            return
        deadline = time.monotonic() + self.patience
        while not self.ended and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        if not self.ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        """The last lines it wrote since this start."""
        try:
            with self.log.open("rb") as stream:
                stream.seek(max(self._log_start, self.log.stat().st_size - 16_384))
                lines = stream.read().decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return ""
        return "\n".join(f"    {line}" for line in lines[-LINES_SHOWN:])

    def obituary(self) -> EmbeddedError:
        """The sentence for an end nobody asked for."""
        code = self.process.returncode if self.process else None
        how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
        return EmbeddedError(f"{self.name} {how}. Its last lines ({self.log}):\n{self.last_words()}")


def say(sentence: str) -> None:
    """One line for the person at the keyboard."""
    print(sentence, file=sys.stderr, flush=True)
