"""Open entries follow a post that is handed over: names of the old holder give way to the new one. Source: A5, B11.

Runs inside the act of the handover. What is done stays under the name it was done by; history keeps the old name.
Names that the unit wrote into its plan stay: they may be anybody's, and the plan was approved with them.
"""

from typing import Any

from audit.sets import update_with_history
from organizations.clock import today
from organizations.models import Appointment, Handover, in_force
from organizations.roles import Role
from problems.models import ListedSupervision, Problem
from problems.states import OPEN

NAMES = ("responsible", "handler")


def follow(handover: Handover) -> list[str]:
    """Let open entries follow a post of a unit, and what is listed for supervision the post of a leader."""
    post = handover.given_up
    if post.unit_id is not None:
        _follow_names(handover, post.unit_id)
    elif post.office_id is not None and post.role == Role.OFFICE_LEADER:
        _follow_listings(post, post.office_id, handover.taken_up.person_id)
    return []


def _follow_listings(post: Appointment, office_id: int, successor_id: int) -> None:
    """The successor is in charge of what the predecessor was in charge of; entries are locked in order."""
    leads = Appointment.objects.filter(
        in_force(today()), person_id=post.person_id, office_id=office_id, role=Role.OFFICE_LEADER
    )
    if leads.exists():
        return  # by another post they lead the office still
    listed = ListedSupervision.objects.filter(leader_id=post.person_id, ended_on=None, problem__office_id=office_id)
    ids = listed.values_list("problem_id", flat=True)
    rows: list[Any] = list(Problem.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk"))
    changed: list[Any] = list(listed.filter(problem__in=rows).order_by("pk"))  # read again under the lock
    for listing in changed:
        listing.leader_id = successor_id
    update_with_history(ListedSupervision, changed, ["leader"])
    moved = {listing.problem_id for listing in changed}
    bumped = [problem for problem in rows if problem.pk in moved]
    for problem in bumped:
        problem.version += 1
    update_with_history(Problem, bumped, ["version"])


def _follow_names(handover: Handover, unit_id: int) -> None:
    """Put the successor's name where the predecessor's stands in open entries of the unit, rows locked in order."""
    old, new = handover.given_up.person.name, handover.taken_up.person.name
    changed: list[Any] = []
    rows = Problem.objects.select_for_update(no_key=True).filter(unit_id=unit_id, state__in=OPEN).order_by("pk")
    for problem in rows:
        named = [name for name in NAMES if getattr(problem, name) == old]
        for name in named:
            setattr(problem, name, new)
        if named:
            problem.version += 1
            changed.append(problem)
    update_with_history(Problem, changed, [*NAMES, "version"])
