"""Drafts and reports for the people they concern. Source: B15."""

from django.db.models import QuerySet

from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import standing_of
from problems import policies
from problems.models import Draft, Problem
from problems.states import State

SHOWN = 100


def draft_for(*, viewer: Account, draft_id: int) -> Draft:
    """One open draft. Raises NotFound where it is hidden, used or discarded."""
    rows = policies.visible_drafts(viewer).filter(pk=draft_id, status=Draft.Status.OPEN)
    found = rows.select_related("unit", "office", "saved_by").first()
    if found is None:
        raise NotFound
    return found


def open_drafts(viewer: Account) -> list[Draft]:
    """Drafts the viewer may go on with or read, the newest first."""
    rows = policies.visible_drafts(viewer).filter(status=Draft.Status.OPEN)
    return list(rows.select_related("unit", "office", "saved_by").order_by("-saved_on", "-pk")[:SHOWN])


def reports_for(viewer: Account) -> QuerySet[Problem]:
    """Reports of units that the viewer may see: of a unit its own with the answers, of an office those of its units.

    Those that wait first, then the newest.
    """
    standing = standing_of(viewer)
    rows = policies.visible_to(standing).filter(reported_by_unit=True)
    rows = rows.filter(office_id__in=standing.office_ids) if standing.is_office else rows
    joined = ("unit", "office", "violation_type", "reported_by", "merged_into")
    return rows.select_related(*joined).order_by("-reported_on", "-pk")


def waiting_and_answered(viewer: Account) -> tuple[list[Problem], list[Problem]]:
    """Reports that wait for an answer, oldest first, and the latest answered ones. Two queries."""
    rows = reports_for(viewer)
    waiting = list(rows.filter(state=State.REPORTED).order_by("reported_on", "pk")[:SHOWN])
    return waiting, list(rows.exclude(state=State.REPORTED)[:SHOWN])
