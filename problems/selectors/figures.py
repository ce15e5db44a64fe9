"""The figures of a ledger on a day. Pages, API, command and reports count by these and nothing else. Source: G3, H9.

Figures as of D count by effective dates: found are the entries registered on or before D, closed those with a closing
in force on D, so that a later relapse leaves them as they were reported. Drafts, reports of units, voided and merged
entries are not counted, the latter two from the day they left (decided.md, figures).
"""

from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from deadlines.models import Clock
from organizations.clock import today
from organizations.models import Account, Office
from organizations.scope import subtree
from problems import policies
from problems.models import Closing, Problem, ProgressReport
from problems.selectors.entries import overdue_on
from problems.states import State


def counted(rows: QuerySet[Problem], as_of: date) -> QuerySet[Problem]:
    """Of ``rows`` the entries that stood in the ledger on ``as_of``."""
    return (
        rows.filter(registered_on__lte=as_of)
        .exclude(state__in=[State.DRAFT, State.REPORTED, State.REFUSED])
        .exclude(voided_on__lte=as_of)
        .exclude(merged_on__lte=as_of)
    )


def ledger_rows(office: Office, *, include_lower: bool = False) -> QuerySet[Problem]:
    """All entries of an office's own ledger, with those of lower offices when asked."""
    offices = subtree([office.pk]) if include_lower else {office.pk}
    return Problem.objects.filter(office_id__in=offices)


def figures(rows: QuerySet[Problem], *, as_of: date) -> dict[str, Any]:
    """Found, closed, closed on time, open, overdue, and the found ones by type, source, nature and light.

    Args:
        rows: What is counted: an office's ledger, or what a viewer may see of it.
        as_of: The day; effective dates after it do not count.

    Returns: Plain numbers; ``by_*`` map codes to numbers. A policy-caused entry whose nature nobody confirmed counts
        as a violation and is named in ``nature_unconfirmed``. Lights are those of open entries.
        ``counted`` sums people, posts and bodies; there, found = done + remaining.
    """
    found = counted(rows, as_of).order_by()
    closings = Closing.objects.filter(Q(ended_on=None) | Q(ended_on__gt=as_of), closed_on__lte=as_of)
    closed = Q(pk__in=closings.values("problem"))
    on_time = Q(pk__in=closings.filter(closed_on__lte=F("deadline_on")).values("problem"))
    # Sets, not a question for each row: each is made once, whatever the size of the ledger.
    clocks = Clock.objects.filter(
        Q(stopped_on=None) | Q(stopped_on__gt=as_of), subject_kind="problem", started_on__lte=as_of
    ).values("subject_id")
    frozen = Q(paused_on__lte=as_of)
    late = Q(pk__in=clocks.filter(due_on__lt=as_of).exclude(frozen, due_on__gte=F("paused_on"))) | overdue_on(as_of)
    near = Q(pk__in=clocks.filter(yellow_on__lte=as_of).exclude(frozen, yellow_on__gt=F("paused_on")))
    # One statement, so that found = closed + open holds while others write.
    sums = found.aggregate(
        found=Count("pk"),
        closed=Count("pk", filter=closed),
        closed_on_time=Count("pk", filter=on_time),
        overdue=Count("pk", filter=~closed & overdue_on(as_of)),
        red=Count("pk", filter=~closed & late),
        lit=Count("pk", filter=~closed & (late | near)),
        policy=Count("pk", filter=Q(nature="policy", nature_confirmed=True)),
        nature_unconfirmed=Count("pk", filter=Q(nature="policy", nature_confirmed=False)),
    )
    still_open, red, lit = sums["found"] - sums["closed"], sums.pop("red"), sums.pop("lit")
    overdue, policy, unconfirmed = sums.pop("overdue"), sums.pop("policy"), sums.pop("nature_unconfirmed")
    counting = (
        found.filter(found__isnull=False)
        .annotate(done_then=done_on(as_of))
        .aggregate(
            of_found=Sum("found", default=0), of_target=Sum("target", default=0), of_done=Sum("done_then", default=0)
        )
    )
    people = {word: counting[f"of_{word}"] for word in ("found", "target", "done")}
    lights = {"green": still_open - lit, "yellow": lit - red, "red": red}
    return {
        **sums,
        "open": still_open,
        "overdue": overdue,
        "nature_unconfirmed": unconfirmed,
        "by_type": _by(found, "violation_type__code"),
        "by_source": _by(found, "source__code"),
        "by_nature": {"policy": policy, "violation": sums["found"] - policy},
        "by_light": lights,
        "counted": {**people, "remaining": people["found"] - people["done"]},
    }


def done_on(as_of: date) -> Any:
    """Of what an entry counts, what was done on a day: by the last report that stood then (B6).

    A report corrects the ones before it; a returned one counts until the day of its return.
    """
    if as_of >= today():
        return F("done")
    said = ProgressReport.objects.filter(problem=OuterRef("pk"), done__isnull=False)
    stood = said.filter(Q(returned_on=None) | Q(returned_on__gt=as_of), reported_on__lte=as_of)
    return Coalesce(
        Subquery(stood.order_by("-reported_on", "-pk").values("done")[:1]),
        Subquery(said.order_by("pk").values("done_before")[:1]),
        F("done"),
    )


def _by(rows: QuerySet[Problem], field: str) -> dict[str, int]:
    return dict(rows.values_list(field).annotate(Count("pk")).order_by(field))


def visible_ledger(viewer: Account, office: Office, *, include_lower: bool = False) -> QuerySet[Problem]:
    """What ``viewer`` may see of an office's ledger, for figures shown to people."""
    offices = subtree([office.pk]) if include_lower else {office.pk}
    return policies.visible_to(viewer).filter(office_id__in=offices)
