"""Reads of suspensions, withdrawals of authority and cuts. Source: D10, D11."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from approvals import policies
from approvals.models import ApplicationKind, AuthorityWithdrawal, QuotaCut, Suspension
from deadlines.calendar import load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import standing_of


def suspension_list(viewer: Account) -> QuerySet[Suspension]:
    """Suspensions the viewer may know, those in force first."""
    rows = policies.visible_controls(viewer, Suspension).select_related("office", "unit", "recorded_by", "ended_by")
    return rows.order_by("-since", "-pk")


def withdrawal_list(viewer: Account) -> QuerySet[AuthorityWithdrawal]:
    """Withdrawals of authority the viewer may know, with their reviews."""
    rows = policies.visible_controls(viewer, AuthorityWithdrawal).select_related("office", "unit", "superior")
    return rows.prefetch_related("reviews").order_by("-since", "-pk")


def cut_list(viewer: Account) -> QuerySet[QuotaCut]:
    """Posts cut, the latest first."""
    return (
        policies.visible_controls(viewer, QuotaCut)
        .select_related("office", "unit", "problem", "notice")
        .order_by("-pk")
    )


@dataclass(frozen=True)
class ReviewDue:
    """A withdrawal whose next review waits, with its light; ``mine`` where the viewer reviews it."""

    withdrawal: AuthorityWithdrawal
    clock: Clock
    light: str
    days_left: int
    mine: bool


def reviews_due(viewer: Account, on: date | None = None) -> list[ReviewDue]:
    """Reviews of authority taken up that the viewer's office owes, by their day, once the light is no longer green;
    on the boards of the office that took it up. One query where none waits. Source: D10, G1."""
    on, standing = on or today(), standing_of(viewer)
    if not standing.office_ids:
        return []
    clocks = Clock.objects.filter(
        subject_kind="withdrawal", office_id__in=standing.office_ids, stopped_on=None, yellow_on__lte=on
    )
    found = list(clocks.order_by("due_on", "pk")[:200])
    if not found:
        return []
    rows = AuthorityWithdrawal.objects.select_related("office", "unit", "superior").in_bulk(
        [one.subject_id for one in found]
    )
    calendar = load_calendar()
    return [
        ReviewDue(
            withdrawal=rows[one.subject_id],
            clock=one,
            light=light_of(one.due_on, one.yellow_on, on),
            days_left=calendar.between(on, one.due_on),
            mine=bool(policies.ACTS[policies.REVIEW_WITHDRAWAL].superior & standing.roles_in_office(one.office_id)),
        )
        for one in found
    ]


def control_for(*, viewer: Account, model: Any, control_id: int) -> Any:
    """One decision with its office. Raises NotFound."""
    found = policies.visible_controls(viewer, model).select_related("office", "unit").filter(pk=control_id).first()
    if found is None:
        raise NotFound
    return found


def is_running(control: Any) -> bool:
    """Whether a decision has not ended yet, by its day or by decision."""
    return control.ended_on is None and (control.until is None or control.until >= today())


def lines_of(rows: Any, viewer: Account, *acts: str) -> list[dict[str, Any]]:
    """Decisions with the words of their kinds, whether they run, and which acts on them are the viewer's."""
    names = {one.code: str(one.name) for one in ApplicationKind.objects.all()}
    between, standing, rows = pgettext("between names", ", "), standing_of(viewer), list(rows)
    own = standing.office_ids
    return [
        {
            "row": one,
            "kinds": between.join(names.get(code, code) for code in one.kinds),
            "running": is_running(one),
            "acts": [
                act
                for act in acts
                if is_running(one)
                and (act != policies.LIFT or one.deciding_office_id == one.office_id or one.deciding_office_id in own)
                and policies.may_for(
                    standing, act, office_id=one.office_id, unit_id=None, superior_id=one.office.superior_id
                )
            ],
        }
        for one in rows
    ]


def offices_for(viewer: Account, act: str) -> list[Any]:
    """Offices for which the viewer may take a decision: own ones, and those directly below."""
    from organizations.models import Office

    standing = standing_of(viewer)
    rows = Office.objects.filter(Q(pk__in=standing.office_ids) | Q(superior_id__in=standing.office_ids)).order_by("pk")
    return [
        one
        for one in rows
        if policies.may_for(standing, act, office_id=one.pk, unit_id=None, superior_id=one.superior_id)
    ]
