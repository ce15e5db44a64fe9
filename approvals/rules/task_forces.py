"""专班: which matters get a task force, while they are on their way, and who can be in it. Source: D6."""

from dataclasses import dataclass

from django.db.models import Q

from approvals.models import Application
from approvals.states import IN_PROGRESS, State
from organizations.clock import today
from organizations.models import Appointment, in_force
from organizations.roles import Role
from problems.policies import OFFICE_ALL

# Reform tasks: what changes institutions rather than a figure. "A big reform: a lead section and a task force" (domain
# facts, S4) names no kinds; these three are our choice.
REFORM_KINDS = frozenset({"new_institution", "merge_or_abolish", "change_duties"})
# Admitted, and not yet carried out or ended.
WORKING = (*IN_PROGRESS, State.APPROVED, State.IMPLEMENTING)


@dataclass(frozen=True)
class Candidate:
    """Who can be in the task force of a matter, and the post that is held."""

    person_id: int
    name: str
    body: str  # the section, the office or the partner department
    section_id: int | None


def candidates_for(application: Application) -> dict[int, Candidate]:
    """People who handle business in the application's office, or speak for a partner department of it, today, by id.

    Those of the office come first; each with the first post they hold there. One query.
    """
    here = Q(office_id=application.office_id, role__in=sorted(OFFICE_ALL))
    beside = Q(role=Role.PARTNER, partner__office_id=application.office_id)
    posts = (
        Appointment.objects.filter(here | beside)
        .filter(in_force(today()))
        .select_related("person", "office", "section", "partner")
        .order_by("partner_id", "section_id", "pk")
    )
    found: dict[int, Candidate] = {}
    for post in sorted(posts, key=lambda one: one.partner_id is not None):
        body = str(post.section or post.partner or post.office)
        found.setdefault(post.person_id, Candidate(post.person_id, post.person.name, body, post.section_id))
    return found
