"""The board of listed entries. Source: B11."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deadlines.calendar import load_calendar
from organizations.clock import today
from organizations.models import Account, Appointment, in_force
from organizations.roles import Role
from organizations.scope import standing_of
from problems import policies
from problems.models import ListedSupervision, Problem
from problems.selectors.entries import JOINED, attach_next_steps


@dataclass(frozen=True)
class Listed:
    """One line of the board."""

    listing: ListedSupervision
    problem: Problem
    days: int  # natural days on the board


def listed_board(*, viewer: Account, on: date | None = None) -> list[Listed]:
    """Entries on the board that the viewer may see, an office's own ledger only, longest listed first.

    A constant number of queries. A closed entry stays on the board until a recorded act takes it off.
    """
    on, standing = on or today(), standing_of(viewer)
    rows: Any = policies.visible_to(standing)
    if standing.is_office:
        rows = rows.filter(office_id__in=standing.office_ids)
    listings = list(
        ListedSupervision.objects.filter(ended_on=None, problem__in=rows)
        .select_related("leader")
        .order_by("listed_on", "pk")
    )
    problems = {
        one.pk: one
        for one in attach_next_steps(
            Problem.objects.filter(pk__in=[one.problem_id for one in listings]).select_related(*JOINED),
            on,
            load_calendar(),
        )
    }
    return [Listed(one, problems[one.problem_id], (on - one.listed_on).days) for one in listings]


def leaders_of(office_id: int) -> list[tuple[int, str]]:
    """Leaders of an office today, as (person, name), to choose who is in charge."""
    posts = Appointment.objects.filter(in_force(today()), office_id=office_id, role=Role.OFFICE_LEADER)
    return list(posts.order_by("pk").values_list("person_id", "person__name").distinct())
