"""Decisions made before this ledger or outside it, taken over by a leader on their document. Source: D3, D4.

What an application brings about has passed gate, plan and decision. The same figures entered by hand have not; so an
increase, a commitment or an entry by hand asks here first. Which application it would have been, and whether that would
be admitted, is known further up: the room of the approvals registers its question when the applications start.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from staffing import policies
from staffing.models import LeadershipQuota, Quota
from staffing.services.frame import Faults, OnUnit


class Wish(StrEnum):
    """What is taken over, as an application would have asked for it."""

    POSTS = "posts"
    LEADERS = "leaders"
    PLAN = "plan"
    PEOPLE = "people"


# now, what, code of the kind or level, how many: sentences that stand in the way; none when nothing does.
Question = Callable[[OnUnit, Wish, str, int], list[Any]]
_questions: list[Question] = []


def ask_before_taking_over(question: Question) -> None:
    """Have ``question`` asked before something is taken over; once, when the applications start."""
    if question not in _questions:
        _questions.append(question)


def require_taking_over(
    now: OnUnit, act: str, faults: Faults, *, wish: Wish, code: str, count: int, field: str
) -> None:
    """Refuse whoever may not take a decision over, and what the gate does not admit for this unit today.

    Raises: NotAllowed; Invalid where additions of the unit are blocked and no exception stands.
    """
    if not policies.may(now.standing, act, now.unit):
        raise policies.refusal(act)
    for question in _questions:
        for sentence in question(now, wish, code, count):
            faults.add(field, sentence)
    faults.stop()


def is_first(model: type[Quota] | type[LeadershipQuota], unit_id: int, day: date) -> bool:
    """Whether a figure of this day is one of those with which the unit begins: none of an earlier day stands."""
    return not model._default_manager.filter(unit_id=unit_id, from_on__lt=day).exists()
