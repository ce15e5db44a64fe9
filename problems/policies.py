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
from problems.models import Assisting, Comment, Draft, Problem, Share

OFFICE_STAFF = frozenset({Role.OFFICE_CLERK, Role.SECTION_CHIEF})
OFFICE_DECIDERS = frozenset({Role.SECTION_CHIEF, Role.OFFICE_LEADER})
OFFICE_ALL = frozenset({Role.OFFICE_CLERK, Role.SECTION_CHIEF, Role.OFFICE_LEADER})
UNIT_STAFF = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})
# Takes the place of "problem.void" where the superior's consent closes the entry: else voiding would go around it (C3).
VOID_BOUND = "problem.void_bound"


@dataclass(frozen=True)
class Rule:
    """Roles that may do an act, held in the entry's own office, in its unit (or the unit's competent department), or in
    the office above."""

    label: str | Promise
    office: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    superior: frozenset[str] = frozenset()
    assisting: frozenset[str] = frozenset()  # held in a unit that assists with the entry
    partner: frozenset[str] = frozenset()


# act: who. The whole of it is printed in docs/architecture.md by `manage.py act_tables`.
ACTS: dict[str, Rule] = {
    "problem.register": Rule(_("Register"), office=OFFICE_STAFF),
    "problem.assign": Rule(_("Assign to the unit"), office=OFFICE_STAFF),
    "problem.submit_plan": Rule(_("Submit the plan"), unit=UNIT_STAFF),
    "problem.approve_plan": Rule(_("Approve the plan"), office=OFFICE_STAFF),
    "problem.return_plan": Rule(_("Return the plan"), office=OFFICE_STAFF),
    "problem.report_progress": Rule(_("Report progress"), unit=UNIT_STAFF, assisting=UNIT_STAFF),
    "problem.replace_evidence": Rule(_("Replace a file"), unit=UNIT_STAFF),
    "problem.withdraw_evidence": Rule(_("Withdraw a file"), unit=UNIT_STAFF),
    "problem.reuse_evidence": Rule(_("Use a file of another entry"), unit=UNIT_STAFF),
    "problem.comment": Rule(
        _("Comment"), office=OFFICE_ALL | {Role.DISCIPLINE_OBSERVER}, unit=UNIT_STAFF, assisting=UNIT_STAFF
    ),
    "problem.withdraw_comment": Rule(
        _("Withdraw one's own comment"),
        office=OFFICE_ALL | {Role.DISCIPLINE_OBSERVER},
        unit=UNIT_STAFF,
        assisting=UNIT_STAFF,
    ),
    "problem.ask_extension": Rule(_("Ask for an extension"), unit=UNIT_STAFF),
    "problem.decide_extension": Rule(_("Decide on the extension"), office=OFFICE_DECIDERS),
    "problem.record_required_consent": Rule(_("Record the consent to a later date"), office=OFFICE_STAFF),
    "problem.pause": Rule(_("Pause the clocks"), office=OFFICE_DECIDERS),
    "problem.resume": Rule(_("Let the clocks run again"), office=OFFICE_DECIDERS),
    "problem.enter_absorption_plan": Rule(_("Enter the absorption plan"), office=OFFICE_STAFF),
    "problem.list_supervision": Rule(_("List for supervision"), office=frozenset({Role.OFFICE_LEADER})),
    "problem.change_leader": Rule(_("Change the leader in charge"), office=frozenset({Role.OFFICE_LEADER})),
    "problem.delist_supervision": Rule(_("Take off the list"), office=frozenset({Role.OFFICE_LEADER})),
    "problem.urge": Rule(_("Urge the unit"), office=OFFICE_ALL),
    "problem.return_progress": Rule(_("Return the progress report"), office=OFFICE_STAFF),
    "problem.report_incident": Rule(_("Report an incident"), unit=UNIT_STAFF),
    "problem.note_incident": Rule(_("Take note of the incident"), office=OFFICE_ALL),
    "problem.void": Rule(_("Void"), office=OFFICE_DECIDERS),
    VOID_BOUND: Rule(_("Void an entry that closes only with the superior's consent"), superior=OFFICE_DECIDERS),
    "problem.add_unit": Rule(_("Add an assisting unit"), office=OFFICE_STAFF),
    "problem.release_unit": Rule(_("Release an assisting unit"), office=OFFICE_STAFF),
    "problem.link": Rule(_("Link entries"), office=OFFICE_STAFF),
    "problem.unlink": Rule(_("Remove a link"), office=OFFICE_STAFF),
    "problem.merge": Rule(_("Merge into another entry"), office=OFFICE_DECIDERS),
    "problem.ask_correction": Rule(_("Ask for a correction"), office=OFFICE_ALL),
    "problem.complete_source_facts": Rule(_("Complete the source facts"), office=OFFICE_STAFF),
    "problem.decide_correction": Rule(_("Decide on a correction"), office=OFFICE_DECIDERS),
    "problem.claim_nature": Rule(_("Claim policy-caused"), office=OFFICE_STAFF),
    "problem.decide_nature": Rule(_("Confirm the nature"), office=OFFICE_DECIDERS),
    "problem.report": Rule(_("Report a problem found by the unit"), unit=UNIT_STAFF),
    "problem.accept_report": Rule(_("Accept a unit's report"), office=OFFICE_STAFF),
    "problem.refuse_report": Rule(_("Not accept a unit's report"), office=OFFICE_STAFF),
    "draft.save": Rule(_("Save a draft"), office=OFFICE_STAFF, unit=UNIT_STAFF),
    "draft.discard": Rule(_("Discard a draft"), office=OFFICE_STAFF, unit=UNIT_STAFF),
    "type.add": Rule(_("Add a violation type"), office=OFFICE_DECIDERS),
    "type.change": Rule(_("Change a violation type"), office=OFFICE_DECIDERS),
    "type.retire": Rule(_("Retire a violation type or take it back"), office=OFFICE_DECIDERS),
    "import.prepare": Rule(_("Prepare an import"), office=OFFICE_ALL),
    "import.order": Rule(_("Order a take-over"), office=frozenset({Role.OFFICE_LEADER})),
    "import.undo": Rule(_("Undo an import"), office=frozenset({Role.OFFICE_LEADER})),
}


def visible_to(viewer: Account | Standing) -> QuerySet[Problem]:
    """Entries whose existence ``viewer`` may know. Every read for a person starts here. Source: A4, B5, B15.

    An office sees its own ledger whole; a superior office and the audit administrator see what has a number; a unit
    sees its own and its subordinates' entries from assignment on, those it assists with likewise, and what it reported
    itself: nobody but that office and the unit knows of a report before it is accepted. Partner departments see what
    is shared with them, as long as it is shared.
    """
    standing = viewer if isinstance(viewer, Standing) else standing_of(viewer)
    seen = Q(pk__in=[])
    if standing.office_ids:
        seen |= Q(office_id__in=standing.office_ids)
    others = standing.lower_office_ids | standing.audited_office_ids
    if others:
        seen |= Q(office_id__in=others, number__isnull=False)
    if standing.unit_ids:
        helped = Assisting.objects.filter(unit_id__in=standing.unit_ids, until=None).values("problem_id")
        at_work = Q(unit_id__in=standing.unit_ids) | Q(pk__in=helped)
        seen |= at_work & Q(assigned_on__isnull=False) | Q(unit_id__in=standing.own_unit_ids, reported_by_unit=True)
    if standing.partner_ids:
        shared = Share.objects.filter(partner_id__in=standing.partner_ids, ended_on=None)
        seen |= Q(pk__in=shared.values("problem_id"))
    return Problem.objects.filter(seen)


def known_to_unit(unit_id: int) -> QuerySet[Problem]:
    """Entries of a unit that the unit itself may know of, whoever of it asks: as ``visible_to`` has it. Source: A4."""
    return Problem.objects.filter(Q(assigned_on__isnull=False) | Q(reported_by_unit=True), unit_id=unit_id)


def visible_drafts(viewer: Account | Standing) -> QuerySet[Draft]:
    """Drafts ``viewer`` may know of: those of their offices, and those of their own units. Source: A4, B15."""
    standing = viewer if isinstance(viewer, Standing) else standing_of(viewer)
    office = Q(office_id__in=standing.office_ids, unit=None)
    return Draft.objects.filter(office | Q(unit_id__in=standing.own_unit_ids))


def assisting_units(problem: Problem) -> set[int]:
    """Units that assist with the entry now."""
    return set(problem.assisting.filter(until=None).values_list("unit_id", flat=True))


def may(standing: Standing, act: str, problem: Problem) -> bool:
    """Whether the person may do ``act`` to ``problem``, its state and what they did before set aside."""
    rule = ACTS[_as_bound(act, problem)]
    if rule.office & standing.roles_in_office(problem.office_id):
        return True
    superior = problem.office.superior_id if rule.superior else None
    if superior is not None and rule.superior & standing.roles_in_office(superior):
        return True
    if rule.unit and problem.unit_id in standing.unit_ids and standing.holds(*rule.unit):
        return True
    if not rule.assisting or not standing.unit_ids or not standing.holds(*rule.assisting):
        return False
    return bool(standing.unit_ids & assisting_units(problem))


def _as_bound(act: str, problem: Problem) -> str:
    return VOID_BOUND if act == "problem.void" and problem.consent_rule else act


def may_in_office(standing: Standing, act: str, office_id: int) -> bool:
    """Whether the person may do an act that needs no entry yet, such as registering, in this office."""
    return bool(ACTS[act].office & standing.roles_in_office(office_id))


def requires(act: str) -> Callable[[Standing, Problem], None]:
    """A check for ``acting_on`` that refuses with a sentence naming who can."""

    def check(standing: Standing, problem: Problem) -> None:
        if may(standing, act, problem):
            return
        if _as_bound(act, problem) == VOID_BOUND and may_in_office(standing, act, problem.office_id):
            raise _belongs_above(problem)
        raise refusal(_as_bound(act, problem))

    return check


def refusal(act: str) -> NotAllowed:
    """The refusal of ``act`` for somebody who may see the matter: it names the roles that can."""
    rule = ACTS[act]
    who = sorted(rule.office | rule.unit | rule.superior | rule.partner)
    return NotAllowed(
        _("“%(act)s” is not yours to do here. It belongs to: %(roles)s."),
        act=rule.label,
        roles=str(pgettext_lazy("between names", ", ")).join(str(Role(role).label) for role in who),
    )


def _belongs_above(problem: Problem) -> NotAllowed:
    """For who would void the entry if nobody above had to consent to its closing."""
    if problem.office.superior is None:
        return NotAllowed(
            _(
                "%(number)s closes only with the consent of the superior office, so only that office voids it, and "
                "none is entered for %(office)s. Have the system administrator enter the superior office first."
            ),
            number=problem.number or "",
            office=problem.office.name,
        )
    return NotAllowed(
        _(
            "%(number)s closes only with the consent of %(superior)s, so a section chief or leader there voids it. Say "
            "in a comment on the entry why it should be voided, or close it by its way."
        ),
        number=problem.number or "",
        superior=problem.office.superior.name,
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
