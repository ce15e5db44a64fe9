"""Keeping a list under a name. A preference of a person, not a fact of the ledger: nothing of it enters the trail."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organizations.errors import Invalid, NotFound
from organizations.models import Account
from organizations.scope import acting
from problems.models import SavedView

MOST = 50  # a person


def save_view(*, name: str, query: str, actor: Account, shared: bool = False) -> SavedView:
    """Keep a list; the same name replaces what was kept under it.

    Args:
        query: The checked address of the list, without page.
        shared: Whether colleagues of the actor's office see it too. Nobody in a unit shares.

    Raises: Invalid for an empty or long name, too long an address, or more views than a person may keep.

    Source: B9.
    """
    standing = acting(actor)
    name = " ".join(name.split())
    errors: dict[str, list[Any]] = {}
    if not name or len(name) > 60:
        errors["name"] = [_("Give the view a name of 1 to 60 characters.")]
    if len(query) > 2000:
        errors["query"] = [_("This list is too long to be kept. Choose fewer columns or filters.")]
    if not errors and SavedView.objects.filter(account=actor).exclude(name=name).count() >= MOST:
        errors["name"] = [_("You keep %(count)s views already. Remove one first.") % {"count": MOST}]
    if errors:
        raise Invalid(errors=errors)
    office_id = min(standing.office_ids, default=None) if shared else None
    try:
        with transaction.atomic():
            view, _new = SavedView.objects.update_or_create(
                account=actor, name=name, defaults={"query": query, "office_id": office_id}
            )
    except IntegrityError:  # the same name twice at the same moment: the other one stands
        view = SavedView.objects.get(account=actor, name=name)
    return view


def remove_view(*, view_id: int, actor: Account) -> None:
    """Remove a view of one's own; a shared one is gone for the colleagues too.

    Raises: NotFound for a view of somebody else.
    """
    if not SavedView.objects.filter(pk=view_id, account=acting(actor).account).delete()[0]:
        raise NotFound
