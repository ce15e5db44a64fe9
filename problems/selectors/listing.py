"""Reads around the list: its rows as an export writes them, saved views, results of acts on many. Source: B9, B13."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from deadlines.calendar import load_calendar
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import Standing, standing_of
from problems import policies
from problems.models import Assisting, Batch, Export, Problem, SavedView, Share
from problems.selectors.columns import Column, cells_of
from problems.selectors.entries import attach_next_steps

CHUNK = 1000


def exported_rows(rows: QuerySet[Problem], columns: list[Column]) -> Iterator[list[Any]]:
    """The values of each row, a thousand entries at a time, so that memory stays flat however long the list."""
    calendar, on = load_calendar(), today()
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from cells_of(attach_next_steps(chunk, on, calendar), columns)


def scope_of(standing: Standing) -> str:
    """A digest of what the person may see now; another one later means that rights have changed since.

    Of everything by which ``policies.visible_to`` opens an entry, shares and help of units too: these end one by one.
    """
    shared = Share.objects.filter(partner_id__in=standing.partner_ids, ended_on=None)
    helped = Assisting.objects.filter(unit_id__in=standing.unit_ids, until=None)
    parts = (
        standing.office_ids,
        standing.audited_office_ids,
        standing.lower_office_ids,
        standing.unit_ids,
        standing.own_unit_ids,
        standing.partner_ids,
        set(shared.values_list("problem_id", flat=True)) if standing.partner_ids else set(),
        set(helped.values_list("problem_id", flat=True)) if standing.unit_ids else set(),
    )
    text = ";".join(",".join(str(one) for one in sorted(part)) for part in parts)
    return hashlib.sha256(f"{standing.account.is_active}|{text}".encode()).hexdigest()


def views_for(viewer: Account) -> QuerySet[SavedView]:
    """Own views, and those that colleagues share with an office the viewer belongs to."""
    mine = Q(account=viewer) | Q(office_id__in=standing_of(viewer).office_ids)
    return SavedView.objects.filter(mine).select_related("account__person", "office").order_by("name", "pk")


def exports_of(viewer: Account) -> QuerySet[Export]:
    """The viewer's own exports, newest first."""
    return Export.objects.filter(account=viewer).order_by("-pk")


def export_for(*, viewer: Account, export_id: int) -> Export:
    """One export of the viewer. Raises NotFound for those of others."""
    found = exports_of(viewer).filter(pk=export_id).first()
    if found is None:
        raise NotFound
    return found


def batch_for(*, viewer: Account, batch_id: int) -> Batch:
    """One act on many of the viewer. Raises NotFound for those of others."""
    found = Batch.objects.filter(account=viewer, pk=batch_id).first()
    if found is None:
        raise NotFound
    return found


def batch_lines(viewer: Account, batch: Batch) -> list[dict[str, Any]]:
    """What became of each entry of a batch, in its order; entries the viewer may no longer see have no number."""
    known = {one.pk: one for one in visible_in_order(viewer, batch.ids)}
    return [
        {"id": pk, "problem": known.get(pk), **batch.results.get(str(pk), {"outcome": "", "code": "", "sentence": ""})}
        for pk in batch.ids
    ]


def visible_in_order(viewer: Account, ids: list[int]) -> list[Problem]:
    """Entries of the list ``ids`` that the viewer may see, in that order."""
    found = policies.visible_to(viewer).select_related("unit", "violation_type").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
