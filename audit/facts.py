"""Where a call came from: request id, client address, door. Set once at the edge, read when an act is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

DOORS = ("page", "api", "import", "command", "task", "shell")


@dataclass(frozen=True)
class RequestFacts:
    request_id: str = ""
    address: str = ""  # client address, blank when there is none or it must not be kept
    door: str = "shell"


_NONE = RequestFacts()
_current: ContextVar[RequestFacts] = ContextVar("ledger_request_facts", default=_NONE)


def current() -> RequestFacts:
    """Facts of the call now being served."""
    return _current.get()


@contextmanager
def facts(
    *, door: str | None = None, request_id: str | None = None, address: str | None = None
) -> Iterator[RequestFacts]:
    """State where the calls inside come from; what is not given is kept from outside.

    Args:
        door: One of ``DOORS``. Commands say "command", background work says "task".
        request_id: Ties log lines and acts together; a task hands on the id of the request that ordered it.
        address: Client address; pass "" where none may be kept (confidential reports).
    """
    if door is not None and door not in DOORS:
        raise ValueError(f"{door!r} is no door; use one of {', '.join(DOORS)}.")
    given = {"door": door, "request_id": request_id, "address": address}
    token = _current.set(replace(_current.get(), **{name: value for name, value in given.items() if value is not None}))
    try:
        yield _current.get()
    finally:
        _current.reset(token)
