"""Fixtures of the tests of approvals."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from approvals_cast import TODAY
from django.core.management import call_command

from approvals.models import ApplicationKind
from organizations.clock import SHANGHAI


@pytest.fixture(autouse=True)
def that_day(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=SHANGHAI), tick=True):
        yield


@pytest.fixture
def kinds(db: None) -> dict[str, ApplicationKind]:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    return {one.code: one for one in ApplicationKind.objects.all()}
