"""How an act on an entry begins and ends: the one frame around every service of the ledger rooms.

``acting_on`` locks unit, then entry (lock order of decided.md), reads the actor's rights afresh, opens the act of
the trail and hands everything to the service; a refusal is recorded after the rollback. With the key of a form it also
writes the receipt, in the transaction of the act; ``repeatable`` makes the service answer the second sending as the
first.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.files.base import File
from django.db import IntegrityError, OperationalError
from django.db.models import Model
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

Made = TypeVar("Made", bound=Model)
WRONG_STATE = _("Entry %(number)s is now “%(state)s”, so this step is not available. Its page shows what comes next.")


@dataclass
class Acting:
    """What a service works with: the locked entry, further ones it asked for, and the standing of who acts."""

    problem: Problem
    standing: Standing
    actor: Account
    others: dict[int, Problem] = field(default_factory=dict)
    object_id: int = 0  # what the receipt names: the entry, unless the service says what it made

    def made(self, row: Made) -> Made:
        """What the act made, for whoever sends the same form again; answers it."""
        self.object_id = row.pk
        return row

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
        key: Of the form. Its receipt is written with the act, under ``Acting.made``; the service is ``repeatable``.
        with_units: Further units to lock, all in the order of their keys.
        with_problems: Further entries to lock, likewise; the actor must see them, ``may`` is asked of the first only.

    Raises:
        NotFound: No such entry, or the actor may not know of it.
        NotAllowed: Visible but not theirs.
        Stale: The entry has changed since the form was shown.
        Busy: Others kept it locked for longer than the database waits.
        KeyUsed: The key belongs to another act, matter or content.
        Repeated: The same form was answered before; ``repeatable`` turns it into that answer.
    """
    subject = f"problem:{problem_id}"
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
            known = answered_before(actor, key, act_name, subject)
            if known is not None:  # whatever version it was filled on
                raise Repeated(known)
            if expected_version is not None and expected_version != problem.version:
                raise Stale(version=problem.version)
            now = Acting(problem=problem, standing=standing, actor=actor, others=locked, object_id=problem_id)
            yield now
            receive(actor, key, act_name, now.object_id, subject)


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
    """The same key came with another act, matter or content: a mistake of the sender, never a silent success."""

    code = "key_used"
    http_status = 409
    message = _("This form was already used for something else. Reload the page and send it again.")


def answered_before(actor: Account, key: str, act_name: str, subject: str) -> int | None:
    """Id of what the same form made when it was sent the first time; None when it is new or carries no key.

    Args:
        subject: What the form is about, such as ``problem:7``.

    Raises:
        KeyUsed: The key belongs to another act, subject or content.
    """
    receipt = _receipt(actor, key)
    if receipt is None:
        return None
    if (receipt.act, receipt.subject) != (act_name, subject):
        raise KeyUsed
    _require_content(receipt, _sent.get())
    return receipt.object_id


def _receipt(actor: Account, key: str) -> Receipt | None:
    return Receipt.objects.filter(account=actor, key=key[:64]).first() if key else None


def _require_content(receipt: Receipt, content: str) -> None:
    """Raises KeyUsed where both sendings are known and differ."""
    if receipt.content and content and receipt.content != content:
        raise KeyUsed


def give_receipt(actor: Account, key: str, act_name: str, object_id: int, subject: str) -> None:
    """Remember what a form made, in the transaction of the act; a second sender waits and then fails the constraint."""
    if key:
        Receipt(
            account=actor, key=key[:64], act=act_name, subject=subject, object_id=object_id, content=_sent.get()
        ).save(force_insert=True)


def receive(actor: Account, key: str, act_name: str, object_id: int, subject: str) -> None:
    """``give_receipt`` for the frames of rooms. Raises KeyUsed where the key went to another matter meanwhile."""
    try:
        give_receipt(actor, key, act_name, object_id, subject)
    except IntegrityError as taken:
        raise KeyUsed from taken


class Repeated(Exception):
    """A form that was answered before came to the frame of its act again."""

    def __init__(self, object_id: int) -> None:
        super().__init__(object_id)
        self.object_id = object_id


# Hash of what the service at work was given, for the receipt that its frame writes.
_sent: ContextVar[str] = ContextVar("content of what was sent", default="")
NOT_CONTENT = frozenset({"actor", "key", "expected_version"})
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def repeatable(model: type[Model], by: str = "pk") -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Have a service answer a form that comes again with its ``key`` as it answered the first time.

    Nothing is asked or done twice: whether the entry still stands where the act is open, whether the form is stale.
    Another content under the same key is refused. The frame of the act writes the receipt and asks again under its
    lock, for two sendings at the same moment.

    Args:
        model: Of what the service answers; found again by the key in the receipt.
        by: The column that the receipt's key is of, where it is not that of the answer.
    """

    def wrap(service: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(service)
        def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            key, actor = str(kwargs.get("key") or ""), kwargs.get("actor")
            if not key or not key.isprintable() or not isinstance(actor, Account):
                return service(*args, **kwargs)  # a key that cannot be stored is for the service to refuse
            given = {name: value for name, value in kwargs.items() if name not in NOT_CONTENT}
            content = content_of([service.__module__, service.__qualname__, given])
            receipt = _receipt(actor, key)
            if receipt is not None and receipt.content:
                acting(actor)  # nobody is answered who may not act at all any more
                _require_content(receipt, content)
                return _answer(receipt.object_id)
            token = _sent.set(content)
            try:
                return service(*args, **kwargs)
            except Repeated as answered:
                return _answer(answered.object_id)
            finally:
                _sent.reset(token)

        return run

    def _answer(object_id: int) -> Any:
        return model._default_manager.get(**{by: object_id})

    return wrap


def content_of(given: Any) -> str:
    """Hash of what a service was given: the same for the same form. Files count by name and size."""
    return hashlib.sha256(json.dumps(_plain(given), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, File):
        return [value.name, value.size]
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_plain(one), sort_keys=True) for one in value)
    return str(value)


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
