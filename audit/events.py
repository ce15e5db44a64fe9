"""Events: what people did without changing the ledger, kept and sealed like everything else."""

from typing import Any

from audit.acts import NOBODY, Actor, ActorFacts, act
from audit.models import Event


def record_event(
    kind: str,
    *,
    actor: Actor | ActorFacts = NOBODY,
    object_kind: str = "",
    object_id: object = "",
    outcome: str = "ok",
    details: dict[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Keep one event, within the open act if there is one, else under an act of its own.

    Args:
        kind: One of ``Event.Kind``.
        actor: Who; left out only before sign-in.
        object_kind: What it was about, such as "problem"; blank when about nothing stored.
        object_id: Its key.
        outcome: "ok", "failed", or the code of a refusal.
        details: Plain data; no secrets, no personal data beyond need.
        reason: Why, where the person was asked.

    Source: B8; checks C08.
    """
    if kind not in Event.Kind.values:
        raise ValueError(f"{kind!r} is no kind of event; add it to audit.models.Event.Kind.")
    with act(f"event.{kind}", actor=actor, reason=reason):
        return Event.objects.create(
            kind=kind,
            object_kind=object_kind,
            object_id=str(object_id),
            outcome=outcome[:100],
            details=details or {},
        )
