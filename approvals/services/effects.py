"""What an approved application does to the staffing figures, by the services of the register alone. Source: D3, D8."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.acting import Acting
from approvals.models import Counts
from organizations.clock import today
from organizations.errors import Invalid
from staffing.selectors.position import position
from staffing.services import change_leadership_quota, change_quota, commit_posts


def bring_about(now: Acting, *, document: str) -> None:
    """Change or commit figures as approved, inside the act of the reply, by its document number.

    Posts and leadership posts change the quotas; a post-use plan commits posts, so that the same vacancy is not given
    twice; people who enter or leave are booked on the roster by the task of the real-name register.

    Raises: Invalid where the register refuses: a ceiling passed, fewer unfilled posts than committed.
    """
    application, counts = now.application, now.application.kind.counts
    shared: dict[str, Any] = {"unit_id": application.unit_id, "actor": now.actor, "reason": document}
    posts: dict[str, int] = defaultdict(int)
    leaders: dict[str, int] = defaultdict(int)
    departures: dict[str, int] = defaultdict(int)
    for one in application.items.filter(struck_on=None).order_by("position", "pk"):
        if one.level:
            leaders[one.level] += one.approved_amount or 0
        elif one.post_kind:
            posts[one.post_kind] += one.approved_amount or 0
            departures[one.post_kind] += one.departures
    try:
        if counts == Counts.PLAN:
            for kind, number in sorted(posts.items()):
                if number > 0:
                    # One out, one in holds for a unit that is exactly full, and only as far as people leave.
                    full = _unfilled(application.unit_id, kind) == 0
                    on_departures = full and number <= departures[kind]
                    commit_posts(kind=kind, count=number, on_expected_vacancy=on_departures, **shared)
            return
        if counts == Counts.PEOPLE:
            return
        for kind, number in sorted(posts.items()):
            if number:
                change_quota(kind=kind, by=number, document=document, **shared)
        for level, number in sorted(leaders.items()):
            if number:
                change_leadership_quota(level=level, by=number, document=document, **shared)
    except Invalid as refusal:
        sentences = [str(one) for listed in refusal.errors.values() for one in listed] or [str(refusal)]
        raise Invalid(
            errors={"text": [_("The staffing register refuses: %(why)s") % {"why": one} for one in sentences]}
        ) from refusal


def _unfilled(unit_id: int, kind: str) -> int:
    figures = position([unit_id], today())[unit_id].kinds.get(kind)
    return figures.unfilled if figures else 0
