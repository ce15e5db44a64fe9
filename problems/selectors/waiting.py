"""What else waits for a person: rooms above the ledger say it when the applications start."""

from collections.abc import Callable

from django.db.models import Q

from organizations.scope import Standing

# Each answers which running clocks, beside those of the person's roles, this person can stop by an act of their own.
ALSO_WAITING: list[Callable[[Standing], Q]] = []


def also_waiting(standing: Standing) -> Q:
    """Clocks that other rooms say are this person's."""
    found = Q(pk__in=[])
    for asked in ALSO_WAITING:
        found |= asked(standing)
    return found
