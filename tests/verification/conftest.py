"""Fixtures of the tests of verification."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from verification_cast import TODAY, Cast, make_cast, on

from problems.models import ViolationType


@pytest.fixture(autouse=True)
def that_day(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    with on(TODAY):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    if not ViolationType.objects.exists():
        call_command("reference_data", verbosity=0)
    return make_cast()
