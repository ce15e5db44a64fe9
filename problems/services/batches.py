"""One act on many entries: each through its own service and in its own transaction, a result for every one. B9.

No rule lives here: a row is refused exactly as it would be alone. Rooms above add their acts by ``offer``.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.clock import now
from organizations.errors import DomainError, Invalid
from organizations.models import Account
from organizations.scope import Standing
from organizations.selectors import head_of
from problems import policies
from problems.acting import KeyUsed
from problems.models import Batch, Problem
from problems.services import comments, intake, rectification, supervision
from problems.states import MOVES, STAYS

logger = logging.getLogger(__name__)
LIMIT = 200  # entries at once: some seven seconds
LEASE = timedelta(minutes=2)  # after it, a batch whose process died may be taken up again
DONE, REFUSED, FAILED = "done", "refused", "failed"


@dataclass(frozen=True)
class BulkAct:
    """An act that makes sense on many entries. ``do(problem_id, data, actor, key)`` calls its service."""

    key: str
    label: str | Promise
    roles: frozenset[str]
    fields: tuple[str, ...]  # what of the given data the act takes
    do: Callable[[int, Mapping[str, Any], Account, str], object]


def _assign(problem_id: int, data: Mapping[str, Any], actor: Account, key: str) -> object:
    """The head of each unit is named from its appointments: one form cannot name the heads of many units."""
    unit_id = policies.visible_to(actor).filter(pk=problem_id).values_list("unit_id", flat=True).first()
    return intake.assign_problem(
        problem_id=problem_id,
        deadline=_day(data.get("deadline")),
        responsible=head_of(unit_id) if unit_id else "",
        pace=data.get("pace") or "in_stages",
        note=data.get("note") or "",
        actor=actor,
        key=key,
    )


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise Invalid(errors={"deadline": [_("Enter a day such as 2026-03-31.")]}) from error


def _approve(problem_id: int, data: Mapping[str, Any], actor: Account, key: str) -> object:
    return rectification.approve_plan(problem_id=problem_id, note=data.get("reason") or "", actor=actor, key=key)


def _return(problem_id: int, data: Mapping[str, Any], actor: Account, key: str) -> object:
    return rectification.return_plan(problem_id=problem_id, reason=data.get("reason") or "", actor=actor, key=key)


def _comment(problem_id: int, data: Mapping[str, Any], actor: Account, key: str) -> object:
    return comments.comment_on_problem(problem_id=problem_id, text=data.get("text") or "", actor=actor, key=key)


def _urge(problem_id: int, data: Mapping[str, Any], actor: Account, key: str) -> object:
    return supervision.urge_unit(problem_id=problem_id, text=data.get("text") or "", actor=actor, key=key)


def _void(problem_id: int, data: Mapping[str, Any], actor: Account, key: str) -> object:
    return intake.void_problem(problem_id=problem_id, reason=data.get("reason") or "", actor=actor, key=key)


def _roles(act: str) -> frozenset[str]:
    rule = policies.ACTS[act]
    return rule.office | rule.unit | rule.superior


OFFERED: dict[str, BulkAct] = {}


def open_for(act: BulkAct, chosen: Sequence[Problem]) -> int:
    """How many of the entries are in a state in which the act is open; whose act it is is asked of each later."""
    states = MOVES[act.key][0] if act.key in MOVES else STAYS.get(act.key)
    return len(chosen) if states is None else sum(one.state in states for one in chosen)


def offer(act: BulkAct) -> None:
    """Add an act to what can be done to many; the same key replaces."""
    OFFERED[act.key] = act


offer(
    BulkAct("assign", gettext_lazy("Assign"), _roles("problem.assign"), ("deadline", "pace", "note"), _assign),
)
offer(
    BulkAct("approve_plan", gettext_lazy("Approve the plan"), _roles("problem.approve_plan"), ("reason",), _approve),
)
offer(
    BulkAct("return_plan", gettext_lazy("Return the plan"), _roles("problem.return_plan"), ("reason",), _return),
)
offer(BulkAct("urge", gettext_lazy("Urge the unit"), _roles("problem.urge"), ("text",), _urge))
offer(BulkAct("comment", gettext_lazy("Comment"), _roles("problem.comment"), ("text",), _comment))
offer(BulkAct("void", gettext_lazy("Void"), _roles("problem.void"), ("reason",), _void))


def offered_to(standing: Standing) -> list[BulkAct]:
    """Acts whose roles the person holds somewhere; each row asks its own policy all the same."""
    return [one for one in OFFERED.values() if standing.holds(*one.roles)]


def act_on_many(*, act: str, ids: Sequence[int], data: Mapping[str, Any], actor: Account, key: str) -> Batch:
    """Do ``act`` to each of the entries, one transaction each, and keep what became of it.

    Args:
        act: Key of ``OFFERED``.
        ids: Entries in the order of the list, at most ``LIMIT``; repeated ones count once.
        data: What the act takes, the same for all: plain values, days as ISO text.
        key: Of the form or request; the same one again does nothing twice and answers the first results.

    Returns: The batch with the outcome, code and sentence of every entry. Not yet finished when another process is
        at it.

    Raises:
        Invalid: Unknown act, no entry, too many, no key.
        KeyUsed: The key belongs to something else.

    Source: B9; H2 (no way round the services).
    """
    wanted = list(dict.fromkeys(ids))
    errors: dict[str, list[Any]] = {}
    if act not in OFFERED:
        errors["act"] = [_("Choose one of the acts that can be done to several entries.")]
    if not wanted:
        errors["ids"] = [_("Tick at least one entry.")]
    elif len(wanted) > LIMIT:
        errors["ids"] = [_("At most %(count)s entries at once. Narrow the filter.") % {"count": LIMIT}]
    if not key or len(key) > 64:
        errors["key"] = [_("Send a key of 1 to 64 characters, so that nothing is done twice.")]
    if errors:
        raise Invalid(errors=errors)
    taken = {name: str(data[name]) for name in OFFERED[act].fields if data.get(name) not in (None, "")}
    batch = _claimed(actor, key, act, wanted, taken)
    if batch.finished_at is None and getattr(batch, "is_ours", False):
        _work(batch, actor)
    return batch


def _claimed(actor: Account, key: str, act: str, ids: list[int], data: dict[str, str]) -> Batch:
    """The batch of this key: a new one, or the known one; ``is_ours`` where this process may work on it."""
    try:
        with transaction.atomic():
            batch = Batch.objects.create(account=actor, key=key, act=act, ids=ids, data=data, claimed_at=now())
    except IntegrityError:
        batch = Batch.objects.get(account=actor, key=key)
        if (batch.act, batch.ids, batch.data) != (act, ids, data):
            raise KeyUsed from None
        died = Q(claimed_at=None) | Q(claimed_at__lt=now() - LEASE)
        ours = Batch.objects.filter(died, pk=batch.pk, finished_at=None).update(claimed_at=now())
    else:
        ours = 1
    batch.is_ours = bool(ours)  # type: ignore[attr-defined]
    return batch


def _work(batch: Batch, actor: Account) -> None:
    for problem_id in batch.ids:
        if str(problem_id) in batch.results:
            continue  # done before the process died
        batch.results[str(problem_id)] = _one(batch, problem_id, actor)
        batch.claimed_at = now()
        batch.save(update_fields=["results", "claimed_at"])
    batch.finished_at = now()
    batch.save(update_fields=["finished_at"])


def _one(batch: Batch, problem_id: int, actor: Account) -> dict[str, str]:
    key = hashlib.sha256(f"{batch.pk}:{problem_id}".encode()).hexdigest()
    try:
        OFFERED[batch.act].do(problem_id, batch.data, actor, key)
    except DomainError as refusal:
        return {"outcome": REFUSED, "code": refusal.code, "sentence": str(refusal)}
    except Exception:
        logger.exception("entry %s of batch %s failed", problem_id, batch.pk)
        return {"outcome": FAILED, "code": "failed", "sentence": _("Something went wrong on our side")}
    return {"outcome": DONE, "code": "", "sentence": ""}


def ids_of(rows: Any) -> list[int]:
    """Ids of all entries of a list, one more than may be done at once, so that too many are noticed."""
    return list(rows.values_list("pk", flat=True)[: LIMIT + 1])


def state_of(problems: Sequence[Problem]) -> dict[str, int]:
    """How many of the chosen entries stand in each state, for the page that asks to confirm."""
    found: dict[str, int] = {}
    for one in problems:
        found[one.get_state_display()] = found.get(one.get_state_display(), 0) + 1
    return found
