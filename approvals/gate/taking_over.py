"""What the gate says to figures taken into the staffing register by hand, as if they were applied for. Source: D4."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from approvals.gate.asking import ask
from approvals.gate.facts import handling_office
from approvals.models import ApplicationKind, Outcome
from approvals.selectors.panel import panel_of
from organizations.clock import today
from staffing.services import Wish
from staffing.services.frame import OnUnit

KIND_OF = {
    Wish.POSTS: "more_quota",
    Wish.LEADERS: "more_leadership_quota",
    Wish.PLAN: "quota_use_plan",
    Wish.PEOPLE: "onto_quota",
}


def obstacles(now: OnUnit, wish: Wish, code: str, count: int) -> list[Any]:
    """What the gate holds against it today; nothing where it admits, also by an exception. The marks stay locked until
    the commit, as for an application."""
    kind = ApplicationKind.objects.filter(code=KIND_OF[wish]).first()
    if kind is None:  # before the words of this room were loaded there is no gate either
        return []
    unit, office = now.unit, now.unit.office
    # Who acts for the superior office is not kept out by the authority that it has taken up itself.
    here = office.pk in now.standing.office_ids
    answer = ask(
        unit,
        kind,
        items=[
            {
                "what": str(kind),
                "post_kind": "" if wish == Wish.LEADERS else code,
                "level": code if wish == Wish.LEADERS else "",
                "amount": count,
            }
        ],
        handled_by=office if here else handling_office(unit, kind.code, today()),
        locked=True,
    )
    if answer.outcome == Outcome.ADMITTED:
        return []
    shown = panel_of(answer.inputs, answer.answer, now.actor)
    listed = pgettext("between names", ", ").join(f"{one.number} {one.what}".strip() for one in shown.blocking)
    return [
        _("The gate stands against it (%(outcome)s): %(grounds)s. Have this cleared, or an exception decided first.")
        % {"outcome": shown.outcome_label, "grounds": listed}
    ]
