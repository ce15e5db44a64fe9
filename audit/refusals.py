"""Keeps the refusals of services: who tried what on which object, and why it was not done.

The refused act itself is rolled back, so the record is written after it, in a transaction of its own.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from audit.acts import ActorFacts, facts_of, open_act
from audit.events import record_event
from audit.models import Event

logger = logging.getLogger(__name__)


def is_refusal(error: BaseException) -> bool:
    """Whether ``error`` is one of our own answers (a code and an HTTP status), not a fault."""
    return isinstance(getattr(error, "code", None), str) and hasattr(error, "http_status")


@contextmanager
def recording_refusals(
    act_name: str, *, account: Any, object_kind: str = "", object_id: object = "", keep_not_found: bool = True
) -> Iterator[None]:
    """Put around a whole service: a refusal raised inside is kept and always passes on.

    Within an open act nothing is written yet: that transaction may still be rolled back, and its own wrapper keeps
    the refusal when it reaches it.

    Args:
        act_name: Key of the act, such as "problem.accept".
        account: Who tried: ActorFacts, something with ``actor_facts()``, or an account (key, person, name).
        object_kind: What it was tried on.
        object_id: Its key.
        keep_not_found: Whether answers with status 404 are worth keeping.
    """
    try:
        yield
    except Exception as error:
        if is_refusal(error) and open_act() is None and (keep_not_found or getattr(error, "http_status", 0) != 404):
            _keep(error, act_name, account, object_kind, object_id)
        raise


def _keep(error: Exception, act_name: str, account: Any, object_kind: str, object_id: object) -> None:
    """Never raises: the answer to the person must not be lost to its bookkeeping."""
    if error.__dict__.get("ledger_refusal_kept"):
        return
    connection = transaction.get_connection()
    if connection.in_atomic_block and connection.needs_rollback:
        logger.warning("refusal of %s not kept: the surrounding transaction is already broken", act_name)
        return
    try:
        # An act that had been opened knows the actor's unit and role as they stood.
        known = error.__dict__.get("ledger_refused_actor")
        record_event(
            Event.Kind.REFUSED,
            actor=known or _describe(account),
            object_kind=object_kind,
            object_id=object_id if object_id is not None else "",
            outcome=str(getattr(error, "code", "")),
            details={"act": act_name, "message": str(error)[:1000]},
        )
        error.__dict__["ledger_refusal_kept"] = True
    except Exception:
        logger.exception("refusal of %s not kept", act_name)


def _describe(account: Any) -> ActorFacts:
    if isinstance(account, ActorFacts) or hasattr(account, "actor_facts"):
        return facts_of(account)
    return ActorFacts(
        account_id=account.pk, person_id=getattr(account, "person_id", None), name=str(account), unit="", role=""
    )
