"""Opening an act: one transaction, one row that says who, when and why, and everything written inside belongs to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.db import models, transaction

from audit import facts
from audit.history import history_model, tracked_models
from audit.models import Act, TrailRow


@dataclass(frozen=True)
class ActorFacts:
    """Who acts, as plain data kept as it stands now: later renames, moves and closures do not touch it."""

    account_id: int
    person_id: int | None
    name: str
    unit: str  # name of the office or unit on whose behalf
    role: str  # role word in that office or unit


class Actor(Protocol):
    """Anything that can say who it is."""

    def actor_facts(self) -> ActorFacts: ...


NOBODY = ActorFacts(account_id=0, person_id=None, name="未登录", unit="", role="anonymous")


def system(what: str = "系统") -> ActorFacts:
    """The installation itself, for commands that run before any account exists. Jobs use the system account."""
    return ActorFacts(account_id=0, person_id=None, name=what, unit="", role="system")


class NoActor(TypeError):
    """An act without an actor: a mistake in the calling code, never a free pass."""


def facts_of(actor: Actor | ActorFacts) -> ActorFacts:
    """Plain data about ``actor``.

    Raises:
        NoActor: It is None, or cannot say who it is.
    """
    if isinstance(actor, ActorFacts):
        return actor
    describe = getattr(actor, "actor_facts", None)
    if describe is None:
        raise NoActor(f"{actor!r} is no actor: pass ActorFacts or an object with actor_facts().")
    return describe()


def open_act() -> Act | None:
    """The act now open on this connection, if any."""
    connection = transaction.get_connection()
    return getattr(connection, "ledger_act", None) if connection.in_atomic_block else None


@contextmanager
def act(name: str, *, actor: Actor | ActorFacts, reason: str = "", durable: bool = False) -> Iterator[Act]:
    """Do something under one name: opens the transaction, records who and why, commits on leaving.

    Inside an open act it joins that one (own savepoint, no row of its own): the outermost call names the act.

    Args:
        name: Key such as "problem.register"; never renamed once released.
        actor: Who acts.
        reason: Why, in the actor's words; plain text.
        durable: Refuse to run inside another transaction.

    Yields: The act as stored.

    Raises:
        NoActor: There is no actor.

    Source: B8 (who changed what, when, why).
    """
    who = facts_of(actor)
    connection = transaction.get_connection()
    joined = open_act()
    if joined is not None:
        with transaction.atomic(durable=durable):
            yield joined
        return
    inside_another = connection.in_atomic_block
    try:
        with transaction.atomic(durable=durable):
            made = _insert(connection, name, who, reason)
            connection.ledger_act = made
            yield made
    except Exception as error:
        # For the record of the refusal, which is written after the rollback (audit.refusals).
        error.__dict__.setdefault("ledger_refused_actor", who)
        raise
    finally:
        connection.ledger_act = None
        if inside_another and connection.in_atomic_block and not connection.needs_rollback:
            # The transaction goes on without an act (tests, several acts in one): nothing may borrow this one.
            with connection.cursor() as cursor:
                cursor.execute("select set_config('ledger.act_id', '', true)")


def _insert(connection, name: str, who: ActorFacts, reason: str) -> Act:
    call = facts.current()
    values = {
        "name": name,
        "actor_account_id": who.account_id,
        "actor_person_id": who.person_id,
        "actor_name": who.name,
        "actor_unit": who.unit,
        "actor_role": who.role,
        "reason": reason,
        "request_id": call.request_id,
        "address": call.address,
        "door": call.door,
    }
    columns = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        # One round trip: the row, and the setting from which every history row takes its act.
        cursor.execute(
            f"insert into {Act._meta.db_table} ({columns}) values ({places})"  # noqa: S608 names from our own code
            " returning id, xid, at, set_config('ledger.act_id', id::text, true)",
            list(values.values()),
        )
        key, xid, at, _setting = cursor.fetchone()
    made = Act(id=key, xid=xid, at=at, **values)
    made._state.adding = False
    made._state.db = connection.alias
    return made


@dataclass(frozen=True)
class Written:
    """One ledger row written by an act."""

    model: type[models.Model]
    object_id: int
    history_id: int
    kind: str  # "+" created, "~" changed


def changed_in(done: Act) -> list[Written]:
    """Ledger rows that an act wrote, in the order of writing. Two queries and one for each table touched."""
    by_table = {history_model(model)._meta.db_table: model for model in tracked_models()}
    rows = TrailRow.objects.filter(xid=done.xid, act_id=done.pk, table_name__in=by_table).order_by("id")
    places = list(rows.values_list("table_name", "row_id"))
    found: dict[tuple[str, int], Written] = {}
    for table in {table for table, _row in places}:
        model = by_table[table]
        entries = history_model(model).objects.filter(history_id__in=[row for name, row in places if name == table])
        for history_id, object_id, kind in entries.values_list("history_id", model._meta.pk.attname, "history_type"):
            found[table, history_id] = Written(model, object_id, history_id, kind)
    return [found[place] for place in places if place in found]
