"""The one clock. Days are decided in Asia/Shanghai; nobody else reads another.

The day can be set for a while (``at``), by the demonstration and by tests only: effective dates follow it, while the
database goes on recording the true time of writing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

SHANGHAI = ZoneInfo("Asia/Shanghai")
_set_to: ContextVar[date | None] = ContextVar("ledger_day", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in Asia/Shanghai, whatever the machine's zone."""
    return _set_to.get() or timezone.now().astimezone(SHANGHAI).date()


@contextmanager
def at(day: date) -> Iterator[None]:
    """Make ``day`` the present day inside, for the demonstration and for tests. The moment (``now``) stays true."""
    token = _set_to.set(day)
    try:
        yield
    finally:
        _set_to.reset(token)


def in_words(day: date) -> str:
    """The day as the reader writes it: 2026年3月1日, 1 Mar 2026."""
    return date_format(day, "DATE_FORMAT")
