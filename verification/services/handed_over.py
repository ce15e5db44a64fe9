"""Verifiers lent by an office follow the post that is handed over there, where C4 lets the successor. Source: A5, C4.

Runs inside the act of the handover. Whoever reads its result may know of no entry, so what stays behind is counted.
"""

from django.utils.translation import ngettext

from audit.sets import update_with_history
from organizations.clock import today
from organizations.models import Appointment, Handover, in_force
from problems.models import Problem
from problems.states import State
from verification.models import Acceptance, LookBack, LookBackWaiver, ProblemCheck, VerifierLoan
from verification.selectors.loans import LENDABLE, lendable_people


def follow(handover: Handover) -> list[str]:
    """Name the successor as verifier where the predecessor was lent; sentences about what stays as it is.

    It stays where the successor has a part in the entry or belongs to its unit, and where the predecessor has recorded
    a step of the running close-out: the database closes an entry only with the verifier who was lent for its records.
    """
    post, successor = handover.given_up, handover.taken_up.person
    if post.office_id is None or post.role not in LENDABLE:
        return []
    serving = Appointment.objects.filter(
        in_force(today()), person_id=post.person_id, office_id=post.office_id, role__in=LENDABLE
    )
    if serving.exists():
        return []  # by another post they can be lent still
    named = VerifierLoan.objects.filter(
        office_id=post.office_id, verifier_id=post.person_id, status=VerifierLoan.Status.NAMED
    ).exclude(problem__state=State.CLOSED)
    wanted = list(named.values_list("problem_id", flat=True))
    problems = {
        one.pk: one
        for one in Problem.objects.select_for_update(no_key=True, of=("self",))
        .select_related("office", "unit")
        .filter(pk__in=wanted)
        .order_by("pk")
    }
    moved, kept = [], 0
    for loan in named.filter(problem__in=problems).order_by("pk"):  # read again under the lock
        problem = problems[loan.problem_id]
        if loan.relapses != problem.relapses:
            continue  # of a close-out that has ended
        if _has_recorded(problem, post.person_id) or successor.pk not in {one.pk for one in lendable_people(problem)}:
            kept += 1
            continue
        loan.verifier_id = successor.pk
        moved.append(loan)
    update_with_history(VerifierLoan, moved, ["verifier"])
    if not kept:
        return []
    return [
        ngettext(
            "%(count)s loan as verifier stays with %(name)s: the successor may not take it over, or its close-out is"
            " under way. Tell the leader of the office, who lends verifiers.",
            "%(count)s loans as verifier stay with %(name)s: the successor may not take them over, or their close-outs"
            " are under way. Tell the leader of the office, who lends verifiers.",
            kept,
        )
        % {"count": kept, "name": post.person.name}
    ]


def _has_recorded(problem: Problem, person_id: int) -> bool:
    """Whether the person recorded a step of the running close-out."""
    return any(
        model.objects.filter(close_out__problem=problem, close_out__ended_on=None, recorded_by_id=person_id).exists()
        for model in (ProblemCheck, Acceptance, LookBack, LookBackWaiver)
    )
