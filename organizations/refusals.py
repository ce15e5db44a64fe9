"""Keeps the refusals of services: one frame around an act, so that who tried what on which object is not lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit import refusals
from audit.acts import open_act
from organizations.errors import DomainError
from organizations.models import Account


@contextmanager
def recording_refusals(act_name: str, *, account: Account, object_kind: str = "", object_id: object = "") -> Iterator[None]:
    """Record a refusal raised inside, after its rollback, then let it pass on.

    Within an open act the record is left to the outermost frame, since the outer transaction is still to end.
    """
    try:
        yield
    except DomainError as error:
        if open_act() is None and isinstance(account, Account):
            refusals.keep(error, actor=account, act_name=act_name, object_kind=object_kind, object_id=object_id)
        raise
