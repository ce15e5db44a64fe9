"""Attaches the protection of the trail: triggers, functions and grants, from the registry of models.

Run after every migration and by ``manage.py protect``; running it again changes nothing that is in place. Other rooms
add their own by a module ``protection`` with ``functions()``, ``triggers()`` (both compared by ``missing``) or
``statements()`` (plain SQL, run each time, so it must be repeatable).
"""

import importlib
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import ModuleType
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.utils.translation import gettext as _

from audit import sql
from audit.history import HISTORY_COLUMNS, tables_of, tracked_models
from audit.models import Act, Block, Event, Head, TrailRow
from audit.sql import Function, Trigger

logger = logging.getLogger(__name__)

READ = {"SELECT"}
ADD = {"SELECT", "INSERT"}
CHANGE = {"SELECT", "INSERT", "UPDATE"}
EVERYTHING = {"SELECT", "INSERT", "UPDATE", "DELETE"}
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
PENDING = "ledger_pending"

_extra: dict[str, Callable[[], Iterable[str]]] = {}


def register(name: str, statements: Callable[[], Iterable[str]]) -> None:
    """Add repeatable SQL to the pass under ``name``; the same name replaces."""
    _extra[name] = statements


def application_role() -> str:
    """The database role of the running application: ``LEDGER_APP_ROLE``, else the user in ``DATABASE_URL``."""
    named = getattr(settings, "LEDGER_APP_ROLE", "") or os.environ.get("LEDGER_APP_ROLE", "")
    if named:
        return named
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        try:
            from ledger_site.environment import text

            url = text("DATABASE_URL")
        except (ImportError, ImproperlyConfigured):
            url = ""
    user = urlsplit(url).username
    if not user:
        raise ImproperlyConfigured(
            _("The application's database role is unknown. Set DATABASE_URL or LEDGER_APP_ROLE.")
        )
    return unquote(user)


def clock_tolerance() -> int:
    """Seconds by which a recording time may differ from the database's clock."""
    return getattr(settings, "LEDGER_CLOCK_TOLERANCE_SECONDS", 600)


@dataclass
class Plan:
    """What must stand in the database, as data."""

    functions: dict[str, Function] = field(default_factory=dict)
    triggers: dict[tuple[str, str], Trigger] = field(default_factory=dict)
    rights: dict[str, set[str]] = field(default_factory=dict)  # by table, for the application role
    statements: list[str] = field(default_factory=list)

    def add(self, functions: Iterable[Function] = (), triggers: Iterable[Trigger] = ()) -> None:
        self.functions |= {function.name: function for function in functions}
        self.triggers |= {(trigger.table, trigger.name): trigger for trigger in triggers}


def _modules() -> list[ModuleType]:
    names = [f"{config.name}.protection" for config in apps.get_app_configs() if config.name != "audit"]
    return [importlib.import_module(name) for name in names if find_spec(name)]


def plan() -> Plan:
    """Functions, triggers, rights and statements wanted by the installed models."""
    wanted = Plan()
    wanted.add(functions=sql.FUNCTIONS)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            wanted.rights[model._meta.db_table] = EVERYTHING
    wanted.rights["django_migrations"] = READ

    tolerance = str(clock_tolerance())
    for model, time in ((Act, "at"), (Event, "at")):
        table = model._meta.db_table
        act_column = "id" if model is Act else "act_id"
        trail = sql.once("ledger_trail", table, "AFTER INSERT", "ledger_trail", ("id", act_column, time, tolerance))
        wanted.add(triggers=[trail, *sql.refusing(table, updates=True)])
        wanted.rights[table] = ADD
    for model in (TrailRow, Block):
        wanted.add(triggers=sql.refusing(model._meta.db_table, updates=True))
        wanted.rights[model._meta.db_table] = READ
    wanted.add(triggers=sql.refusing(Head._meta.db_table, updates=False))
    wanted.rights[Head._meta.db_table] = wanted.rights[PENDING] = set()
    wanted.add(
        triggers=[
            sql.deferred(
                "ledger_seal_due", TrailRow._meta.db_table, "AFTER INSERT", "ledger_seal_due", "(new.ordinal = 1)"
            ),
            sql.deferred("ledger_seal", PENDING, "AFTER INSERT", "ledger_seal"),
        ]
    )
    for model in tracked_models():
        _protect_tracked(wanted, model, tolerance)

    for module in _modules():
        wanted.add(getattr(module, "functions", list)(), getattr(module, "triggers", list)())
        wanted.statements += getattr(module, "statements", list)()
    for statements in _extra.values():
        wanted.statements += statements()
    return wanted


def _protect_tracked(wanted: Plan, model: type[models.Model], tolerance: str) -> None:
    table, history, key, excluded = tables_of(model)
    extra = list(HISTORY_COLUMNS)
    recorded = sql.recorded_change(table, key, history, excluded, extra)
    true = sql.true_history(table, key, history, excluded, extra)
    trail = ("history_id", "act_id", "history_date", tolerance)
    wanted.add(
        functions=[recorded, true],
        triggers=[
            sql.deferred("ledger_recorded", table, "AFTER INSERT OR UPDATE", recorded.name),
            *sql.refusing(table, updates=False),
            sql.once("ledger_trail", history, "AFTER INSERT", "ledger_trail", trail),
            sql.once("ledger_true", history, "AFTER INSERT", true.name),
            *sql.refusing(history, updates=True),
        ],
    )
    wanted.rights[table], wanted.rights[history] = CHANGE, ADD


# What stands


def _tables(cursor) -> dict[str, str]:
    cursor.execute(
        "select c.relname, pg_get_userbyid(c.relowner) from pg_class c"
        " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
    )
    return dict(cursor.fetchall())


def _standing_triggers(cursor) -> dict[tuple[str, str], tuple[str, str]]:
    cursor.execute(
        "select c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled::text from pg_trigger t"
        " join pg_class c on c.oid = t.tgrelid"
        " where not t.tgisinternal and c.relnamespace = 'public'::regnamespace and t.tgname like 'ledger%%'"
    )
    return {(table, name): (definition, enabled) for table, name, definition, enabled in cursor.fetchall()}


def _standing_functions(cursor) -> dict[str, tuple[str, bool, list[str]]]:
    cursor.execute(
        "select p.proname, p.prosrc, p.prosecdef, coalesce(p.proconfig, '{}') from pg_proc p"
        " where p.pronamespace = 'public'::regnamespace"
    )
    return {name: (source, definer, list(fixed)) for name, source, definer, fixed in cursor.fetchall()}


def _same_function(function: Function, standing: tuple[str, bool, list[str]] | None) -> bool:
    if standing is None:
        return False
    source, definer, fixed = standing
    return source == function.body and definer == function.definer and sorted(fixed) == sorted(function.settings)


def _same_trigger(trigger: Trigger, standing: tuple[str, str] | None) -> bool:
    return standing is not None and standing == (trigger.statement(), "A")


# Putting it in place


def apply(using: str = DEFAULT_DB_ALIAS, *, force: bool = False) -> list[str]:
    """Put in place what is missing, in one transaction, as the owner of the tables.

    Args:
        force: Attach everything anew, also what looks right.

    Returns: What was done, one line each.
    """
    connection = connections[using]
    wanted = plan()
    done: list[str] = []
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = _tables(cursor)
        functions, triggers = _standing_functions(cursor), _standing_triggers(cursor)
        for function in wanted.functions.values():
            if force or not _same_function(function, functions.get(function.name)):
                if function.name in functions and function.returns != "trigger" and function.name != "ledger_act":
                    cursor.execute(f"drop function public.{function.name}()")
                cursor.execute(function.statement())
                done.append(f"function {function.name}")
        for (table, name), trigger in wanted.triggers.items():
            if table in tables and (force or not _same_trigger(trigger, triggers.get((table, name)))):
                cursor.execute(f"drop trigger if exists {name} on public.{table}")
                cursor.execute(trigger.statement())
                cursor.execute(f"alter table public.{table} enable always trigger {name}")
                done.append(f"trigger {name} on {table}")
        for table, name in triggers.keys() - wanted.triggers.keys():
            cursor.execute(f"drop trigger {name} on public.{table}")
            done.append(f"no trigger {name} on {table}")
        for statement in wanted.statements:
            cursor.execute(statement)
        _grant(cursor, wanted, tables)
    return done


def _grant(cursor, wanted: Plan, tables: dict[str, str]) -> None:
    role = application_role()
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    cursor.execute("select current_user, exists(select from pg_roles where rolname = %s)", [role])
    owner, known = cursor.fetchone()
    if not known or owner == role:
        logger.warning("no grants made: the application needs a database role of its own", extra={"role": role})
        return
    app = quote(role)
    lines = [
        f"grant usage on schema public to {app}",
        f"revoke all on all tables in schema public from {app}, public",
        f"revoke all on all sequences in schema public from {app}, public",
        "revoke all on function public.ledger_head() from public",
        f"grant execute on function public.ledger_head() to {app}",
    ]
    for table, rights in sorted(wanted.rights.items()):
        if table in tables and rights:
            lines.append(f"grant {', '.join(sorted(rights))} on public.{quote(table)} to {app}")
    cursor.execute(";\n".join(lines))
    # Only plain bookkeeping tables may have their counters moved; the others draw numbers through identity columns.
    plain = [table for table, rights in wanted.rights.items() if rights == EVERYTHING]
    cursor.execute(
        "select s.relname from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')"
        " join pg_class t on t.oid = d.refobjid"
        " where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace and t.relname = any(%s)",
        [plain],
    )
    sequences = [quote(name) for (name,) in cursor.fetchall()]
    if sequences:
        cursor.execute(f"grant usage, select, update on sequence {', '.join(sequences)} to {app}")


def owns_tables(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether this connection may put the protection in place."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "select pg_has_role(current_user, c.relowner, 'USAGE') from pg_class c"
            " where c.oid = to_regclass('public.audit_act')"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


# Comparing


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What differs between wanted and standing protection, one sentence each; empty when all is well.

    Source: checks C04; rules 17, 50, 52.
    """
    wanted, found = plan(), []
    role = application_role()
    with connections[using].cursor() as cursor:
        tables = _tables(cursor)
        functions, triggers = _standing_functions(cursor), _standing_triggers(cursor)
        for table in sorted(wanted.rights.keys() - tables.keys()):
            found.append(_("Table %(table)s does not exist; run migrate.") % {"table": table})
        for function in wanted.functions.values():
            if not _same_function(function, functions.get(function.name)):
                found.append(_("Function %(name)s is missing or altered.") % {"name": function.name})
        for (table, name), trigger in wanted.triggers.items():
            if table not in tables:
                continue
            standing = triggers.get((table, name))
            words = {"name": name, "table": table}
            if standing is None:
                found.append(_("Trigger %(name)s on %(table)s is missing.") % words)
            elif standing[1] != "A":
                found.append(_("Trigger %(name)s on %(table)s is switched off.") % words)
            elif standing[0] != trigger.statement():
                found.append(_("Trigger %(name)s on %(table)s is altered.") % words)
        found += _role_faults(cursor, role, wanted, tables)
    return found


def _role_faults(cursor, role: str, wanted: Plan, tables: dict[str, str]) -> list[str]:
    cursor.execute(
        "select rolsuper, rolcreaterole, rolbypassrls, rolreplication,"
        " has_schema_privilege(rolname, 'public', 'CREATE') from pg_roles where rolname = %s",
        [role],
    )
    row = cursor.fetchone()
    if row is None:
        return [_("Database role %(role)s does not exist.") % {"role": role}]
    found = []
    powers = ["superuser", "create role", "bypass row security", "replication", "create in schema public"]
    for power, held in zip(powers, row, strict=True):
        if held:
            found.append(_("Database role %(role)s is too strong: %(power)s.") % {"role": role, "power": power})
    cursor.execute(
        "select c.relname, pg_has_role(%s, c.relowner, 'MEMBER'),"
        " array(select p from unnest(%s::text[]) p where has_table_privilege(%s, c.oid, p)) from pg_class c"
        " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')",
        [role, list(PRIVILEGES), role],
    )
    for table, owned, held in cursor.fetchall():
        words = {"role": role, "table": table}
        if owned:
            found.append(_("Database role %(role)s owns table %(table)s.") % words)
            continue
        rights = wanted.rights.get(table, set())
        for right in sorted(set(held) - rights):
            found.append(_("Database role %(role)s may %(right)s on %(table)s.") % {**words, "right": right})
        for right in sorted(rights - set(held)):
            found.append(_("Database role %(role)s lacks %(right)s on %(table)s.") % {**words, "right": right})
    return found
