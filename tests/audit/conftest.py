"""Fixtures of the trail's tests."""

from collections.abc import Callable, Iterator

import pytest
from audit_cast import CLERK, an_office
from django.utils import translation

from audit.acts import act
from organizations.models import Office


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they were written."""
    with translation.override("en"):
        yield


@pytest.fixture
def make_office() -> Callable[..., Office]:
    """Saves an office in an act of its own."""

    def make(code: str = "T001", name: str = "测试编办", **fields: object) -> Office:
        office = an_office(code, name, **fields)
        with act("office.create", actor=CLERK, reason="建账"):
            office.save()
        return office

    return make
