"""How an act on an entry begins and ends: the one frame around every service of the ledger rooms.

``acting_on`` locks unit, then entry (lock order of decided.md), reads the actor's rights afresh, opens the act of
the trail and hands everything to the service; a refusal is recorded after the rollback.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from audit.acts import act
from audit.refusals import recording_refusals
from organizations.errors import Busy, DomainError, NotFound, Stale, WrongState
from organizations.models import Account, Unit
from organizations.scope import Standing, acting
from problems import policies
from problems.models import Handling, Problem, Receipt
from problems.states import CHANGEABLE, STAYS, State, target_of

WRONG_STATE = _("Entry %(number)s is now “%(state)s”, so this step is not available. Its page shows what comes next.")


@dataclass
class Acting:
    """What a service works with: the locked entry, further ones it asked for, and the standing of who acts."""

    problem: Problem
    standing: Standing
    actor: Account
    others: dict[int, Problem] = field(default_factory=dict)

    def move(self, name: str) -> None:
        """Put the entry into the state that the move leads to.

        Raises:
            WrongState: There is no such move from where the entry stands.
        """
        if self.problem.paused_on is not None and name == "apply_for_close_out":
            raise WrongState(
                _("The clocks of this entry are paused. The office lets them run again before a close-out.")
            )
        self.problem.state = require_move(name, self.problem)

    def require_version(self, expected: int | None) -> None:
        """Refuse a form that was filled on an older version, for acts that answer a repeated form first.

        Raises: Stale.
        """
        if expected is not None and expected != self.problem.version:
            raise Stale(version=self.problem.version)

    def save(self, *fields: str) -> None:
        """Save the named fields, the state and the next version; history is written with them."""
        self.problem.version += 1
        self.problem.save(update_fields=[*fields, "state", "version"])

    def handled_as(self, capacity: str) -> None:
        """Remember that the actor handled the entry, which bars them from verifying and signing it (C4)."""
        known = Handling.objects.filter(
            problem=self.problem, person_id=self.standing.person_id, capacity=capacity
        ).exists()
        if not known:
            Handling(problem=self.problem, person_id=self.standing.person_id, capacity=capacity).save()


def require_changeable(problem: Problem) -> None:
    """Refuse what is possible only between registration and the application for close-out. Raises WrongState."""
    if problem.state not in CHANGEABLE:
        raise WrongState(WRONG_STATE, number=problem.number or "", state=State(problem.state).label)


def require_move(name: str, problem: Problem) -> str:
    """The state that ``name`` leads to. Raises WrongState where the table has no such move."""
    target = target_of(name, problem.state)
    if target is None:
        raise WrongState(
            WRONG_STATE,
            number=problem.number or "",
            state=State(problem.state).label,
        )
    return target


def require_state(name: str, problem: Problem) -> None:
    """Raises WrongState where an act that moves nothing (``STAYS``) is not open in the entry's state."""
    if problem.state not in STAYS[name]:
        raise WrongState(WRONG_STATE, number=problem.number or "", state=State(problem.state).label)


@contextmanager
def acting_on(
    problem_id: int,
    act_name: str,
    *,
    actor: Account,
    may: Any,
    reason: str = "",
    expected_version: int | None = None,
    key: str = "",
    with_units: Iterable[int] = (),
    with_problems: Iterable[int] = (),
) -> Iterator[Acting]:
    """One transaction around an act on one entry, or on one and others that it touches.

    Args:
        problem_id: The entry; the caller's copy is stale, so only its id counts.
        act_name: Key of the act in the trail, such as ``problem.assign``.
        actor: Who acts.
        may: ``may(standing, problem) -> None``; raises NotAllowed with a sentence where it is not the actor's.
        reason: Why, kept in the trail.
        expected_version: Version of the entry that the form was filled on; None for callers without a form.
        key: Of the form. One that has had its answer is not stale, whatever version it was filled on.
        with_units: Further units to lock, all in the order of their keys.
        with_problems: Further entries to lock, likewise; the actor must see them, ``may`` is asked of the first only.

    Raises:
        NotFound: No such entry, or the actor may not know of it.
        NotAllowed: Visible but not theirs.
        Stale: The entry has changed since the form was shown.
        Busy: Others kept it locked for longer than the database waits.
    """
    with recording_refusals(act_name, account=actor, object_kind="problem", object_id=problem_id):
        standing = acting(actor)
        wanted = {problem_id, *with_problems}
        visible = {
            pk: (unit, office)
            for pk, unit, office in policies.visible_to(standing)
            .filter(pk__in=wanted)
            .values_list("pk", "unit_id", "office_id")
        }
        if set(visible) != wanted:
            raise NotFound
        unit_id, office_id = visible[problem_id]
        facts = standing.facts(office_id=office_id, unit_ids=standing.unit_ids & {unit_id} or standing.own_unit_ids)
        with act(act_name, actor=facts, reason=reason):
            locked = _lock({*with_units, *(unit for unit, _office in visible.values())}, wanted)
            if any(one.unit_id != visible[pk][0] for pk, one in locked.items()):
                raise Stale  # its unit was corrected meanwhile, so another lock would be needed
            problem = locked.pop(problem_id)
            may(standing, problem)
            stale = expected_version is not None and expected_version != problem.version
            if stale and answered_before(actor, key, act_name, f"problem:{problem_id}") is None:
                raise Stale(version=problem.version)
            yield Acting(problem=problem, standing=standing, actor=actor, others=locked)


def _lock(unit_ids: set[int], problem_ids: set[int]) -> dict[int, Problem]:
    """Units first, then entries, each in the order of their keys: the one order in which everything locks them."""
    entries = Problem.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=problem_ids)
    try:
        list(Unit.objects.select_for_update(no_key=True).filter(pk__in=unit_ids).order_by("pk").values_list("pk"))
        rows = list(entries.select_related("office", "unit", "violation_type", "source").order_by("pk"))
    except OperationalError as lost:
        if isinstance(lost.__cause__, LockNotAvailable):
            raise Busy from lost
        raise
    return {one.pk: one for one in rows}


class KeyUsed(DomainError):
    """The same key came with another act or about another matter: a mistake of the sender, never a silent success."""

    code = "key_used"
    http_status = 409
    message = _("This form was already used for something else. Reload the page and send it again.")


def answered_before(actor: Account, key: str, act_name: str, subject: str) -> int | None:
    """Id of what the same form made when it was sent the first time; None when it is new or carries no key.

    Args:
        subject: What the form is about, such as ``problem:7``.

    Raises:
        KeyUsed: The key belongs to another act or subject.
    """
    if not key:
        return None
    receipt = Receipt.objects.filter(account=actor, key=key[:64]).first()
    if receipt is None:
        return None
    if (receipt.act, receipt.subject) != (act_name, subject):
        raise KeyUsed
    return receipt.object_id


def give_receipt(actor: Account, key: str, act_name: str, object_id: int, subject: str) -> None:
    """Remember what a form made, in the transaction of the act; a second sender waits and then fails the constraint."""
    if key:
        Receipt(account=actor, key=key[:64], act=act_name, subject=subject, object_id=object_id).save(force_insert=True)


def ask_first(problem_id: int, act_name: str, *, actor: Account, may: Any) -> None:
    """Ask visibility and role before costly work such as keeping files; the act asks again under its lock.

    Raises: NotFound, NotAllowed; the refusal is kept.
    """
    with recording_refusals(act_name, account=actor, object_kind="problem", object_id=problem_id):
        standing = acting(actor)
        problem = policies.visible_to(standing).select_related("office", "unit").filter(pk=problem_id).first()
        if problem is None:
            raise NotFound
        may(standing, problem)
