"""Who may see an entry and who may do what to it. The one place of this room that decides; the table ``ACTS`` is
printed in the documentation as it stands. Source: A3, A4, C4, decided.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.errors import NotAllowed
from organizations.models import Account
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from problems.models import Comment, Problem
from problems.states import State

OFFICE_STAFF = frozenset({Role.OFFICE_CLERK, Role.SECTION_CHIEF})
OFFICE_DECIDERS = frozenset({Role.SECTION_CHIEF, Role.OFFICE_LEADER})
OFFICE_ALL = frozenset({Role.OFFICE_CLERK, Role.SECTION_CHIEF, Role.OFFICE_LEADER})
UNIT_STAFF = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})


@dataclass(frozen=True)
class Rule:
    """Roles that may do an act, held in the entry's own office or in its unit (or the unit's competent department)."""

    label: str | Promise
    office: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    superior: frozenset[str] = frozenset()


# act: who. The whole of it is printed in docs/architecture.md by `manage.py act_tables`.
ACTS: dict[str, Rule] = {
    "problem.register": Rule(_("Register"), office=OFFICE_STAFF),
    "problem.assign": Rule(_("Assign to the unit"), office=OFFICE_STAFF),
    "problem.submit_plan": Rule(_("Submit the plan"), unit=UNIT_STAFF),
    "problem.approve_plan": Rule(_("Approve the plan"), office=OFFICE_STAFF),
    "problem.return_plan": Rule(_("Return the plan"), office=OFFICE_STAFF),
    "problem.report_progress": Rule(_("Report progress"), unit=UNIT_STAFF),
    "problem.replace_evidence": Rule(_("Replace a file"), unit=UNIT_STAFF),
    "problem.withdraw_evidence": Rule(_("Withdraw a file"), unit=UNIT_STAFF),
    "problem.reuse_evidence": Rule(_("Use a file of another entry"), unit=UNIT_STAFF),
    "problem.comment": Rule(_("Comment"), office=OFFICE_ALL | {Role.DISCIPLINE_OBSERVER}, unit=UNIT_STAFF),
    "problem.withdraw_comment": Rule(
        _("Withdraw one's own comment"), office=OFFICE_ALL | {Role.DISCIPLINE_OBSERVER}, unit=UNIT_STAFF
    ),
    "problem.ask_extension": Rule(_("Ask for an extension"), unit=UNIT_STAFF),
    "problem.decide_extension": Rule(_("Decide on the extension"), office=OFFICE_DECIDERS),
    "problem.record_required_consent": Rule(_("Record the consent to a later date"), office=OFFICE_STAFF),
    "problem.pause": Rule(_("Pause the clocks"), office=OFFICE_DECIDERS),
    "problem.resume": Rule(_("Let the clocks run again"), office=OFFICE_DECIDERS),
    "problem.list_supervision": Rule(_("List for supervision"), office=frozenset({Role.OFFICE_LEADER})),
    "problem.delist_supervision": Rule(_("Take off the list"), office=frozenset({Role.OFFICE_LEADER})),
    "problem.urge": Rule(_("Urge the unit"), office=OFFICE_ALL),
    "problem.return_progress": Rule(_("Return the progress report"), office=OFFICE_STAFF),
    "problem.report_incident": Rule(_("Report an incident"), unit=UNIT_STAFF),
    "problem.note_incident": Rule(_("Take note of the incident"), office=OFFICE_ALL),
    "problem.void": Rule(_("Void"), office=OFFICE_DECIDERS),
    "import.prepare": Rule(_("Prepare an import"), office=OFFICE_ALL),
    "import.order": Rule(_("Order a take-over"), office=frozenset({Role.OFFICE_LEADER})),
    "import.undo": Rule(_("Undo an import"), office=frozenset({Role.OFFICE_LEADER})),
}

BEFORE_NUMBER = (State.DRAFT, State.REPORTED)


def visible_to(viewer: Account | Standing) -> QuerySet[Problem]:
    """Entries whose existence ``viewer`` may know. Every read for a person starts here. Source: A4.

    An office sees its own ledger whole; a superior office sees lower ledgers from registration on; a unit sees its
    own and its subordinates' entries from assignment on and what it reported itself; the audit administrator reads
    the ledger of the audited office. Partner departments see what was shared with them, which is nothing yet.
    """
    standing = viewer if isinstance(viewer, Standing) else standing_of(viewer)
    seen = Q(pk__in=[])
    whole = standing.office_ids | standing.audited_office_ids
    if whole:
        seen |= Q(office_id__in=whole)
    if standing.lower_office_ids:
        seen |= Q(office_id__in=standing.lower_office_ids) & ~Q(state__in=BEFORE_NUMBER)
    if standing.unit_ids:
        seen |= Q(unit_id__in=standing.unit_ids) & (Q(assigned_on__isnull=False) | Q(reported_by_unit=True))
    return Problem.objects.filter(seen)


def may(standing: Standing, act: str, problem: Problem) -> bool:
    """Whether the person may do ``act`` to ``problem``, its state and what they did before set aside."""
    rule = ACTS[act]
    if rule.office & standing.roles_in_office(problem.office_id):
        return True
    return bool(rule.unit) and problem.unit_id in standing.unit_ids and standing.holds(*rule.unit)


def may_in_office(standing: Standing, act: str, office_id: int) -> bool:
    """Whether the person may do an act that needs no entry yet, such as registering, in this office."""
    return bool(ACTS[act].office & standing.roles_in_office(office_id))


def requires(act: str) -> Callable[[Standing, Problem], None]:
    """A check for ``acting_on`` that refuses with a sentence naming who can."""

    def check(standing: Standing, problem: Problem) -> None:
        if not may(standing, act, problem):
            raise refusal(act)

    return check


def refusal(act: str) -> NotAllowed:
    """The refusal of ``act`` for somebody who may see the matter: it names the roles that can."""
    rule = ACTS[act]
    who = sorted(rule.office | rule.unit | rule.superior)
    return NotAllowed(
        _("“%(act)s” is not yours to do here. It belongs to: %(roles)s."),
        act=rule.label,
        roles=str(pgettext_lazy("between names", ", ")).join(str(Role(role).label) for role in who),
    )


def reads_office_comments(standing: Standing, problem: Problem) -> bool:
    """Whether the person reads what the offices write among themselves: the entry's office, those above, its auditor.

    Somebody of the unit does not, whatever else they are. Source: B7, A4.
    """
    if problem.unit_id in standing.unit_ids:
        return False
    return problem.office_id in standing.office_ids | standing.lower_office_ids | standing.audited_office_ids


def reads_comment(standing: Standing, comment: Comment) -> bool:
    """Whether somebody who sees the entry reads this comment on it."""
    return comment.side == Comment.Side.BOTH or reads_office_comments(standing, comment.problem)


def require_own_comment(standing: Standing, comment: Comment) -> None:
    """Refuse anybody but the writer. Raises NotAllowed."""
    if comment.written_by_id != standing.person_id:
        raise NotAllowed(_("Only whoever wrote a comment can withdraw it. Write one of your own instead."))
