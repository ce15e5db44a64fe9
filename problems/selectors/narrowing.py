"""Filters of the ledger list beyond the first ones: group, finder, cause, holder, overdue, periods. Source: B9."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from problems.models import Problem
from problems.selectors.columns import HOLDERS
from problems.states import OPEN

# Key in the address → (label, column); each takes ``…_from`` and ``…_to``, both days included.
PERIODS: dict[str, tuple[Any, str]] = {
    "found": (_("Found on"), "found_on"),
    "registered": (_("Registered on"), "registered_on"),
    "assigned": (_("Assigned on"), "assigned_on"),
    "required": (_("Required date"), "required_on"),
    "promised": (_("Promised date"), "promised_on"),
    "approved": (_("Approved date"), "approved_on"),
    "extended": (_("Extended date"), "extended_on"),
    "deadline": (_("Deadline"), "latest_deadline"),
    "closed": (_("Closed on"), "closed_on"),
    "voided": (_("Voided on"), "voided_on"),
}
FLAGS: dict[str, Q] = {
    "kept_open": Q(kept_open__gt=0),
    "relapsed": Q(relapses__gt=0),
    "taken_over": Q(take_over__isnull=False),
}


@dataclass
class Narrowing:
    """What else was asked. Empty fields ask nothing."""

    tag: str = ""
    finder: str = ""
    cause_code: str = ""
    holder: str = ""
    overdue: str = ""  # "yes" or "no", of the decided deadline
    flags: dict[str, str] = field(default_factory=dict)  # key of FLAGS: "yes" or "no"
    periods: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)


def overdue_on(day: date) -> Q:
    """The latest decided date lies before ``day`` (state set aside), or before the day its clocks were paused."""
    late = Q(extended_on__lt=day) | Q(extended_on=None, approved_on__lt=day)
    when_paused = Q(extended_on__lt=F("paused_on")) | Q(extended_on=None, approved_on__lt=F("paused_on"))
    return late & (Q(paused_on=None) | when_paused)


def has_tag(tag: str) -> Q:
    """Entries whose type belongs to a reporting group; the groups of a type are kept in one text."""
    return Q(violation_type__tags__contains=tag)


def narrowed(rows: QuerySet[Problem], more: Narrowing, on: date) -> QuerySet[Problem]:
    """``rows`` that also answer ``more`` on the day ``on``."""
    if more.tag:
        rows = rows.filter(has_tag(more.tag))
    if more.finder:
        rows = rows.filter(finder_level=more.finder)
    if more.cause_code:
        rows = rows.filter(cause__code=more.cause_code)
    if more.holder:
        rows = rows.filter(HOLDERS[more.holder])
    if more.overdue:
        late = Q(state__in=OPEN) & overdue_on(on)
        rows = rows.filter(late if more.overdue == "yes" else Q(state__in=OPEN) & ~overdue_on(on))
    for name, answer in more.flags.items():
        rows = rows.filter(FLAGS[name] if answer == "yes" else ~FLAGS[name])
    for name, (first, last) in more.periods.items():
        column = PERIODS[name][1]
        if column == "latest_deadline":
            rows = rows.alias(latest_deadline=Coalesce("extended_on", "approved_on"))
        if first:
            rows = rows.filter(**{f"{column}__gte": first})
        if last:
            rows = rows.filter(**{f"{column}__lte": last})
    return rows
