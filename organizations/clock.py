"""The one clock. Days are decided in Asia/Shanghai; tests set it with time-machine, nobody else reads another."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in Asia/Shanghai, whatever the machine's zone."""
    return timezone.now().astimezone(SHANGHAI).date()
