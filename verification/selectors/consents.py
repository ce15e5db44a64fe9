"""The superior's desk: close-outs of lower offices that wait for its consent. Source: C3."""

from dataclasses import dataclass
from datetime import date

from deadlines.calendar import load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.models import Account
from organizations.scope import standing_of
from problems.models import Problem
from problems.policies import visible_to
from problems.selectors.entries import JOINED
from verification import policies
from verification.models import CloseOut, Step

LIMIT = 200


@dataclass(frozen=True)
class Waiting:
    """One close-out that waits: its entry, who signed it and when, and how long is left."""

    problem: Problem
    close_out: CloseOut
    clock: Clock
    light: str
    days_left: int
    signed_by: str
    signed_on: date | None
    times_returned: int
    why_not: str  # empty when the viewer can answer now


def awaiting_consent(viewer: Account, on: date | None = None) -> list[Waiting]:
    """Close-outs that an office of the viewer has to answer, most urgent first; at most 200, in as many queries."""
    on, standing = on or today(), standing_of(viewer)
    if not standing.lower_office_ids:
        return []
    clocks = Clock.objects.filter(
        subject_kind="problem", kind=ClockKind.CONSENT, stopped_on=None, office_id__in=standing.office_ids
    ).order_by("due_on", "pk")[:LIMIT]
    by_entry = {clock.subject_id: clock for clock in clocks}
    problems = visible_to(standing).filter(pk__in=by_entry).select_related(*JOINED, "office__superior").in_bulk()
    running = (
        CloseOut.objects.filter(problem_id__in=problems, step=Step.CONSENT)
        .select_related("problem")
        .prefetch_related("sign_offs__signed_by", "consents")
    )
    close_outs = {one.problem_id: one for one in running}
    who, calendar = policies.involved_in(problems), load_calendar()
    found = []
    for pk, clock in by_entry.items():
        problem, close_out = problems.get(pk), close_outs.get(pk)
        if problem is None or close_out is None:
            continue
        signature = next((one for one in close_out.sign_offs.all() if not one.withdrawn), None)
        found.append(
            Waiting(
                problem=problem,
                close_out=close_out,
                clock=clock,
                light=light_of(clock.due_on, clock.yellow_on, on),
                days_left=calendar.between(on, clock.due_on),
                signed_by=signature.signed_by.name if signature else "",
                signed_on=signature.signed_on if signature else None,
                times_returned=sum(one.answer == "returned" for one in close_out.consents.all()),
                why_not=policies.why_not(standing, policies.CONSENT, problem, who[pk]),
            )
        )
    return found
