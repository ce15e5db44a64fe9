"""Every test runs as the application's database role, on a database made and migrated by the owner.

Tests that commit (``transactional_db``, ``live_server``) get a fresh copy of the prepared database afterwards: the
ledger's tables refuse to be emptied, so Django's flush cannot serve, and a copy also keeps the reference data.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases
from django.utils import translation
from hypothesis import settings as examples
from psycopg import sql

from ledger_site import environment as env

# The same examples at every run, so that a red build speaks of the change; LEDGER_EXPLORE=1 draws new ones.
examples.register_profile("same", derandomize=True)
if not os.environ.get("LEDGER_EXPLORE"):
    examples.load_profile("same")

CENTURY = 100 * 366 * 24 * 3600
KEPT = "prepared_"
ROOT = Path(__file__).resolve().parent.parent
MADE_FROM = re.compile(
    r"/migrations/|/models|protection\.py|/apps\.py|^audit/|^deadlines/|reference|roles\.py|states\.py|settings|runtime\.txt"
)


def _owner() -> dict[str, Any]:
    return env.database(env.text("DATABASE_OWNER_URL"))


def _connect(role: dict[str, Any], database: str) -> psycopg.Connection:
    found = psycopg.connect(
        host=role["HOST"],
        port=role["PORT"] or None,
        user=role["USER"],
        password=role["PASSWORD"],
        dbname=database,
        autocommit=True,
    )
    return found


@contextmanager
def _as_owner() -> Iterator[None]:
    """Django's own connection speaks as the owner for a while."""
    kept = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: _owner()[name] for name in kept})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


class PreparedDatabase:
    """The test database and the template it is copied from."""

    def __init__(self) -> None:
        self.name = connection.settings_dict["NAME"]
        self.template = f"{self.name}_tpl"
        self.owner = _connect(_owner(), "postgres")
        self.application = _connect(connection.settings_dict, "postgres")

    def drop(self, name: str) -> None:
        # Sessions of the application (a live server's) end by their own role: the owner need not be allowed to.
        self.application.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and usename = current_user",
            [name],
        )
        self.owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def copy(self, source: str, target: str) -> None:
        self.owner.execute(
            sql.SQL("create database {} template {} strategy = file_copy").format(
                sql.Identifier(target), sql.Identifier(source)
            )
        )

    def keep(self) -> None:
        """Make the present state the one that tests start from."""
        connection.close()
        self.drop(self.template)
        self.copy(self.name, self.template)

    def renew(self) -> None:
        connection.close()
        self.drop(self.name)
        self.copy(self.template, self.name)

    def close(self) -> None:
        connection.close()
        for name in (self.name, self.template):
            self.drop(name)
        self.owner.close()
        self.application.close()


def _migrate() -> None:
    """Make the test database as its owner, and fill in the reference data as the application."""
    with _as_owner():
        setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    if "reference_data" in get_commands():
        call_command("reference_data", verbosity=0)


def _made_from() -> str:
    """What the prepared database depends on, in short: schema, protection and reference data; not pages or services."""
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    rooms = [one for one in ROOT.iterdir() if (one / "__init__.py").exists() and one.name != "tests"]
    for path in sorted(found for room in rooms for found in room.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if MADE_FROM.search(name):
            digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _prepare() -> PreparedDatabase:
    """Migrates once for all workers, and for later runs on the same schema; everybody else copies what was made."""
    kept = f"{KEPT}{_made_from()}"
    name = connection.creation._get_test_db_name()
    with _connect(_owner(), "postgres") as owner:
        owner.execute("select pg_advisory_lock(hashtext(%s))", [KEPT])
        if owner.execute("select 1 from pg_database where datname = %s", [kept]).fetchone():
            settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
            prepared = PreparedDatabase()
            prepared.drop(name)
            prepared.copy(kept, name)
            return prepared
        for (old,) in owner.execute(
            "select datname from pg_database where starts_with(datname, %s)", [KEPT]
        ).fetchall():
            owner.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(old)))
        _migrate()
        prepared = PreparedDatabase()
        connection.close()
        prepared.copy(name, kept)
    return prepared


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    # Tests move the clock of Python, not that of the database.
    settings.LEDGER_CLOCK_TOLERANCE_SECONDS = CENTURY
    patched = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        prepared = _prepare()
        prepared.keep()
    TransactionTestCase._fixture_teardown = lambda self: prepared.renew()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = patched  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        prepared.close()


@pytest.fixture(autouse=True)
def language_of_the_site() -> None:
    """Requests leave their reader's language behind in this thread."""
    translation.deactivate()


@pytest.fixture
def owner_connection(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A session of the tables' owner on the test database, for what the application must not be able to do.

    Commits by itself. Ask for it only in tests that may commit; the database is renewed afterwards.
    """
    with _connect(_owner(), connection.settings_dict["NAME"]) as owner:
        yield owner


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield
