"""Who can be lent, and what was lent. Source: C4."""

from django.db.models import Q

from organizations.clock import today
from organizations.models import Appointment, Person, Unit, in_force
from organizations.roles import Role
from problems.models import Problem
from verification import policies
from verification.models import VerifierLoan

RUNNING = (VerifierLoan.Status.ASKED, VerifierLoan.Status.NAMED)
LENDABLE = (Role.OFFICE_CLERK, Role.SECTION_CHIEF)


def lendable_people(problem: Problem) -> list[Person]:
    """Clerks and section chiefs of the superior office who have no part in the entry and do not belong to its unit,
    with ``account`` joined; by name. A leader is not lent: nobody could sign above them."""
    superior = problem.office.superior_id
    if superior is None:
        return []
    day = today()
    there = Appointment.objects.filter(in_force(day), office_id=superior)
    leaders = there.filter(role=Role.OFFICE_LEADER).values("person_id")
    involved = set(policies.involved(problem).handlers)
    of_unit = Appointment.objects.filter(in_force(day), unit_id__in=_chain(problem)).values("person_id")
    return list(
        Person.objects.filter(pk__in=there.filter(role__in=LENDABLE).values("person_id"), account__isnull=False)
        .exclude(Q(pk__in=leaders) | Q(pk__in=involved) | Q(pk__in=of_unit))
        .select_related("account")
        .order_by("name", "pk")
    )


def _chain(problem: Problem) -> list[int]:
    """The unit of the entry and the departments above it."""
    found, unit_id = [problem.unit_id], problem.unit.competent_department_id
    while unit_id is not None and unit_id not in found:
        found.append(unit_id)
        unit_id = Unit.objects.values_list("competent_department_id", flat=True).get(pk=unit_id)
    return found


def loan_acts(problem: Problem) -> set[str]:
    """What can be done about a loan now, whoever does it: ask where none runs, end one that was given."""
    if problem.office.superior_id is None:
        return set()
    loans = problem.verifier_loans.filter(relapses=problem.relapses, status__in=RUNNING)
    status = loans.values_list("status", flat=True).first()
    if status is None:
        return {policies.ASK_VERIFIER}
    return {policies.END_LOAN} if status == VerifierLoan.Status.NAMED else set()


def loans_of(problem: Problem) -> list[VerifierLoan]:
    """What was asked of the superior office for this entry, newest first."""
    rows = problem.verifier_loans.select_related("office", "asked_by", "verifier", "answered_by", "ended_by")
    return list(rows.order_by("-pk"))
