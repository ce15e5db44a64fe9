"""People and posts that applications on their way have laid claim to, so that neither is given twice. Source: D3."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet

from approvals.models import ApplicationPerson, Counts, Effect
from approvals.states import IN_PROGRESS, PENDING, State
from organizations.models import Unit

# Approved, and not booked on the roster yet.
GRANTED = (State.APPROVED, State.IMPLEMENTING)
# What was returned is the unit's again; it is looked at anew when it is filed again.
ON_THEIR_WAY = (*(state for state in PENDING if state != State.RETURNED), *IN_PROGRESS, *GRANTED)


@dataclass
class Claim:
    """How many posts of a kind are claimed, and by which applications."""

    count: int = 0
    numbers: dict[str, None] = field(default_factory=dict)  # in the order in which they were filed


def people_on_their_way(*, besides: int | None, granted_only: bool = False) -> QuerySet[ApplicationPerson]:
    """People of filed applications who are neither booked nor reported to have fallen away.

    Args:
        besides: An application that is left out: the one that asks.
        granted_only: Only what is approved; before a decision what others have merely applied for stands back.
    """
    rows = ApplicationPerson.objects.filter(
        struck_on=None,
        post=None,
        fell_away="",
        application__kind__counts=Counts.PEOPLE,
        application__state__in=GRANTED if granted_only else ON_THEIR_WAY,
    )
    if besides is not None:
        rows = rows.exclude(application_id=besides)
    return rows.select_related("application").order_by("application_id", "pk")


def posts_claimed(unit: Unit, *, besides: int | None, granted_only: bool = False) -> dict[str, Claim]:
    """Posts of a unit, by kind, that people on their way in have laid claim to."""
    found: dict[str, Claim] = defaultdict(Claim)
    rows = people_on_their_way(besides=besides, granted_only=granted_only).filter(application__unit=unit)
    for one in rows.exclude(application__kind__effect=Effect.REDUCTION):
        found[one.post_kind].count += 1
        found[one.post_kind].numbers[one.application.number or ""] = None
    return found


def lock_people(hashes: Iterable[str]) -> None:
    """Until the act commits nobody else files or approves anything for these people, in whatever unit. In one order."""
    with connection.cursor() as cursor:
        for one in sorted(set(hashes)):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [one])
