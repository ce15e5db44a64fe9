"""Open entries follow a post that is handed over: names of the old holder give way to the new one. Source: A5.

Runs inside the act of the handover. What is done stays under the name it was done by; history keeps the old name.
"""

from typing import Any

from audit.sets import update_with_history
from organizations.models import Handover
from problems.models import Problem
from problems.states import OPEN

NAMES = ("responsible", "handler")


def follow(handover: Handover) -> None:
    """Put the successor's name where the predecessor's stands in open entries of the unit, rows locked in order."""
    unit_id = handover.given_up.unit_id
    if unit_id is None:
        return  # posts of an office stand in no entry by name; their work is read from roles
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
