"""The world of the site's tests, once for a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings
from site_world import World, a_world, undone


@pytest.fixture(scope="session", autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for collected static files, which WhiteNoise wants to exist, and a cache of one's own.

    Allauth counts in the cache who asked how often; other tests have accounts with the same keys.
    """
    cache = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}}
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), CACHES=cache):
        yield


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    caches["default"].clear()


@pytest.fixture(scope="module")
def made_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world, in a transaction that ends with the module. Ask for ``world``, which undoes what a test does."""
    with django_db_blocker.unblock(), override_settings(FILES_DIR=tmp_path_factory.mktemp("files")):
        whole = transaction.atomic()
        whole._from_testcase = True  # as TestCase does: acts may ask for a transaction of their own
        with whole:
            try:
                yield a_world()
            finally:
                transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        yield made_world
