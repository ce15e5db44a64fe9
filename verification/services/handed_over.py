"""Verifiers lent by an office stay those who were named when a post there is handed over; the handover says so. C4, A5.

Whoever is lent was named as a person without a part in the entry, and the database keeps the answer as it was given: a
successor by post may have handled the entry, and what the predecessor recorded counts only under their own loan. The
reader of the sentence may know of no entry, so loans are counted.
"""

from django.utils.translation import ngettext

from organizations.clock import today
from organizations.models import Appointment, Handover, in_force
from problems.models import Problem
from problems.states import State
from verification.models import VerifierLoan
from verification.selectors.loans import LENDABLE


def follow(handover: Handover) -> list[str]:
    """One sentence where the predecessor was lent as verifier and can be lent no more; nothing is changed."""
    post = handover.given_up
    if post.office_id is None or post.role not in LENDABLE:
        return []
    serving = Appointment.objects.filter(
        in_force(today()), person_id=post.person_id, office_id=post.office_id, role__in=LENDABLE
    )
    if serving.exists():
        return []  # by another post they can be lent still
    named = VerifierLoan.objects.filter(
        office_id=post.office_id, verifier_id=post.person_id, status=VerifierLoan.Status.NAMED
    )
    open_ones = dict(
        Problem.objects.filter(pk__in=named.values("problem_id"))
        .exclude(state=State.CLOSED)
        .values_list("pk", "relapses")
    )
    kept = sum(open_ones.get(loan.problem_id) == loan.relapses for loan in named)
    if not kept:
        return []
    return [
        ngettext(
            "%(count)s loan as verifier stays with %(name)s. Tell the leader of the office, who lends verifiers.",
            "%(count)s loans as verifier stay with %(name)s. Tell the leader of the office, who lends verifiers.",
            kept,
        )
        % {"count": kept, "name": post.person.name}
    ]
