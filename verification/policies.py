"""Who may verify, sign and consent. The one place of this room that decides; ``ACTS`` is printed in the documentation.

Separation of duties compares persons (C4): *handlers* are none of the *verifiers*, the *signer* is none of both and
ranks above them, whoever consents for the superior office is none of the three. Keeping an entry open takes a person
other than handlers and verifiers, of whatever rank. Whoever belongs to the unit that is being verified counts as a
handler of its entries. Source: C3, C4, A4, decided.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.errors import NotAllowed
from organizations.models import Account
from organizations.roles import RANK, Role
from organizations.scope import Standing, standing_of
from problems.models import Assisting, Handling, Problem, ProgressReport, RectificationPlan
from problems.policies import OFFICE_ALL, OFFICE_DECIDERS, OFFICE_STAFF, UNIT_STAFF, Rule, visible_to
from verification.errors import Handled, RankTooLow
from verification.models import (
    Acceptance,
    CloseOut,
    Invitation,
    LaterLookBack,
    LookBack,
    LookBackWaiver,
    Opinion,
    ProblemCheck,
    SignOff,
    VerifierLoan,
)

APPLY = "verification.apply_for_close_out"
CHECK = "verification.record_check"
ACCEPTANCE = "verification.record_acceptance"
LOOK_BACK = "verification.record_look_back"
SIGN_OFF = "verification.sign_off"
KEEP_OPEN = "verification.keep_open"
CONSENT = "verification.answer_consent"
LATER_LOOK_BACK = "verification.record_later_look_back"
WAIVE = "verification.waive_look_back"
ADD_WAIVER_RULE = "verification.add_waiver_rule"
RETIRE_WAIVER_RULE = "verification.retire_waiver_rule"
INVITE = "verification.invite"
WITHDRAW = "verification.withdraw_invitation"
OPINION = "verification.give_opinion"
ASK_VERIFIER = "verification.ask_verifier"
NAME_VERIFIER = "verification.name_verifier"
END_LOAN = "verification.end_loan"
FEED_BACK = "verification.feed_back"

# act: who. `office` and `unit` are those of the entry, `superior` is the office above the entry's office.
ACTS: dict[str, Rule] = {
    APPLY: Rule(_("Apply for close-out"), unit=UNIT_STAFF),
    CHECK: Rule(_("Record the check"), office=OFFICE_STAFF),
    ACCEPTANCE: Rule(_("Record the acceptance"), office=OFFICE_STAFF),
    LOOK_BACK: Rule(_("Record the look-back"), office=OFFICE_STAFF),
    SIGN_OFF: Rule(_("Sign the close-out"), office=OFFICE_DECIDERS),
    KEEP_OPEN: Rule(_("Keep the entry open"), office=OFFICE_DECIDERS),
    CONSENT: Rule(_("Answer for the superior office"), superior=OFFICE_DECIDERS),
    LATER_LOOK_BACK: Rule(_("Record a look-back after closing"), office=OFFICE_STAFF),
    WAIVE: Rule(_("Waive the look-back by a rule"), office=OFFICE_STAFF),
    ADD_WAIVER_RULE: Rule(_("Allow a look-back to be waived"), office=frozenset({Role.OFFICE_LEADER})),
    RETIRE_WAIVER_RULE: Rule(_("Retire a rule that waives look-backs"), office=frozenset({Role.OFFICE_LEADER})),
    INVITE: Rule(_("Invite departments to the acceptance"), office=OFFICE_ALL),
    WITHDRAW: Rule(_("Withdraw an invitation"), office=OFFICE_ALL),
    OPINION: Rule(_("Give an opinion on the acceptance"), partner=frozenset({Role.PARTNER})),
    ASK_VERIFIER: Rule(_("Ask the superior office for a verifier"), office=OFFICE_ALL),
    NAME_VERIFIER: Rule(_("Name a verifier for a lower office"), superior=OFFICE_DECIDERS),
    END_LOAN: Rule(_("End the loan of a verifier"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    FEED_BACK: Rule(_("Feed the result back to the source"), office=OFFICE_ALL),
}
# The acts that no handler may take, and those that no verifier may take either.
NO_HANDLER = frozenset(
    {CHECK, ACCEPTANCE, LOOK_BACK, LATER_LOOK_BACK, SIGN_OFF, KEEP_OPEN, CONSENT}
    | {WAIVE, INVITE, WITHDRAW, OPINION, NAME_VERIFIER}
)
NO_VERIFIER = frozenset({SIGN_OFF, KEEP_OPEN, CONSENT})
RANKING_ABOVE = frozenset({SIGN_OFF})
# Recorded by a leader, nobody in the office could sign above it.
BELOW_THE_TOP = frozenset({CHECK, ACCEPTANCE, LOOK_BACK, WAIVE})
# What a verifier lent by the superior office may do; above it only a leader signs, of either office (decision 0013).
BY_LOAN = BELOW_THE_TOP
LENT_RANK = RANK[Role.SECTION_CHIEF]

REPORTED, FILED, DECIDED, APPLIED = _("reported progress"), _("filed the plan"), _("decided on the plan"), _("applied")
REOPENED = _("reopened it after a relapse")


@dataclass(frozen=True)
class Involved:
    """Who has a part in an entry and in its running close-out, by person."""

    handlers: Mapping[int, str | Promise] = field(default_factory=dict)  # person: as what
    verifiers: frozenset[int] = frozenset()
    signer: int | None = None
    highest_rank: int = 0  # of the verifiers, as they were when they recorded
    units: frozenset[int] = frozenset()  # that assist or assisted; their people do not verify either


def involved_in(problem_ids: Iterable[int]) -> dict[int, Involved]:
    """Who is involved in each of the entries: ten queries, however many entries."""
    ids = list(problem_ids)
    handlers: dict[int, dict[int, str | Promise]] = {one: {} for one in ids}
    capacities = dict(Handling.Capacity.choices)
    for problem, person, capacity in Handling.objects.filter(problem_id__in=ids).values_list(
        "problem_id", "person_id", "capacity"
    ):
        handlers[problem].setdefault(person, capacities.get(capacity, capacity))
    registered = Problem.objects.filter(pk__in=ids, registered_by__isnull=False).values_list("pk", "registered_by_id")
    reports = ProgressReport.objects.filter(problem_id__in=ids).values_list("problem_id", "reported_by_id").distinct()
    plans = RectificationPlan.objects.filter(problem_id__in=ids).values_list(
        "problem_id", "submitted_by_id", "decided_by_id"
    )
    for problem, person in registered:
        handlers[problem].setdefault(person, capacities[Handling.Capacity.REGISTERED])
    for problem, person in reports:
        handlers[problem].setdefault(person, REPORTED)
    for problem, filed_by, decided_by in plans:
        for person, word in ((filed_by, FILED), (decided_by, DECIDED)):
            if person:
                handlers[problem].setdefault(person, word)
    relapses = LaterLookBack.objects.filter(problem_id__in=ids, outcome="failed")
    for problem, person in relapses.values_list("problem_id", "recorded_by_id"):
        handlers[problem].setdefault(person, REOPENED)  # who set the new deadline does not verify what follows
    running: dict[int, int] = {}
    for close_out, problem, person, ended_on in CloseOut.objects.filter(problem_id__in=ids).values_list(
        "pk", "problem_id", "applied_by_id", "ended_on"
    ):
        handlers[problem].setdefault(person, APPLIED)
        if ended_on is None:
            running[close_out] = problem
    verifiers: dict[int, set[int]] = {one: set() for one in ids}
    ranks: dict[int, int] = dict.fromkeys(ids, 0)
    recorded = [
        model.objects.filter(close_out_id__in=running).order_by().values_list("close_out_id", "recorded_by_id", "rank")
        for model in (ProblemCheck, Acceptance, LookBack, LookBackWaiver)
    ]
    for close_out, person, rank in recorded[0].union(*recorded[1:]):
        verifiers[running[close_out]].add(person)
        ranks[running[close_out]] = max(ranks[running[close_out]], rank)
    opinions = Opinion.objects.filter(invitation__close_out_id__in=running)
    for close_out, person in opinions.values_list("invitation__close_out_id", "given_by_id"):
        verifiers[running[close_out]].add(person)  # who gave an opinion takes part in the verification
    signers = {
        running[close_out]: person
        for close_out, person in SignOff.objects.filter(close_out_id__in=running, withdrawn=False).values_list(
            "close_out_id", "signed_by_id"
        )
    }
    units: dict[int, set[int]] = {one: set() for one in ids}
    for problem, unit in Assisting.objects.filter(problem_id__in=ids).values_list("problem_id", "unit_id"):
        units[problem].add(unit)
    return {
        one: Involved(handlers[one], frozenset(verifiers[one]), signers.get(one), ranks[one], frozenset(units[one]))
        for one in ids
    }


def involved(problem: Problem) -> Involved:
    """Who is involved in one entry."""
    return involved_in([problem.pk])[problem.pk]


def role_fits(standing: Standing, act: str, problem: Problem) -> bool:
    """Whether the person holds a role that the act belongs to, in the body it belongs to."""
    rule = ACTS[act]
    if rule.office & standing.roles_in_office(problem.office_id):
        return True
    superior = problem.office.superior_id
    if superior is not None and rule.superior & standing.roles_in_office(superior):
        return True
    if act in BY_LOAN and is_lent(standing, problem):
        return True
    if act == SIGN_OFF and leads_the_lender(standing, problem):
        return True
    if rule.partner and standing.partner_ids:
        return problem.pk in invited_entries(standing)
    return bool(rule.unit) and problem.unit_id in standing.unit_ids and standing.holds(*rule.unit)


def is_lent(standing: Standing, problem: Problem) -> bool:
    """Whether the superior office has named this person as verifier of this entry, and they still work there. C4."""
    superior = problem.office.superior_id
    if superior is None or not standing.roles_in_office(superior) & OFFICE_ALL:
        return False
    return (problem.pk, problem.relapses) in _loans(standing)[0]


def leads_the_lender(standing: Standing, problem: Problem) -> bool:
    """Whether this person leads the superior office that lent a verifier for this entry: they may sign it, also above
    what was recorded under a loan that has been ended. C4."""
    superior = problem.office.superior_id
    if superior is None or Role.OFFICE_LEADER not in standing.roles_in_office(superior):
        return False
    return (problem.pk, problem.relapses) in _loans(standing)[1]


def loans_of_person(standing: Standing) -> tuple[set[int], set[int]]:
    """Entries that this person was lent for, and those whose lending office they lead. Source: C4."""
    if not standing.lower_office_ids:
        return set(), set()
    lent, led = _loans(standing)
    leads = standing.holds(Role.OFFICE_LEADER)
    return {problem for problem, _relapses in lent}, {problem for problem, _relapses in led} if leads else set()


def _loans(standing: Standing) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Entries lent to this person, and entries that their offices lent anybody to; read once for one standing.

    A loan that was ended still lets the lender's leader sign what its verifier recorded in the running close-out.
    """
    known: tuple[set[tuple[int, int]], set[tuple[int, int]]] | None = standing.__dict__.get("_verifier_loans")
    if known is None:
        known = (set(), set())
        recorded = Q()
        for model in (ProblemCheck, Acceptance, LookBack, LookBackWaiver):
            held = model.objects.filter(
                close_out__problem=OuterRef("problem"), close_out__ended_on=None, lent_by=OuterRef("office")
            )
            recorded |= Q(Exists(held))
        loans = VerifierLoan.objects.filter(office_id__in=standing.office_ids).filter(
            Q(status=VerifierLoan.Status.NAMED) | Q(recorded, status=VerifierLoan.Status.ENDED)
        )
        for problem, relapses, verifier, status in loans.exclude(problem__state="closed").values_list(
            "problem_id", "relapses", "verifier_id", "status"
        ):
            known[1].add((problem, relapses))
            if verifier == standing.person_id and status == VerifierLoan.Status.NAMED:
                known[0].add((problem, relapses))
        standing.__dict__["_verifier_loans"] = known
    return known


def invited_entries(standing: Standing) -> set[int]:
    """Entries on whose acceptance a department of this person is asked now; read once for one standing. C2."""
    known: set[int] | None = standing.__dict__.get("_invited_entries")
    if known is None:
        asked = Invitation.objects.filter(
            partner_id__in=standing.partner_ids, withdrawn_on=None, share__ended_on=None, close_out__ended_on=None
        )
        known = standing.__dict__["_invited_entries"] = set(asked.values_list("close_out__problem_id", flat=True))
    return known


def rank_for(standing: Standing, problem: Problem) -> int:
    """The rank with which this person acts on the entry: in its office; as a lent verifier that of a section chief,
    so that only a leader signs above them; as leader of the lender that of a leader. Source: C3, C4."""
    own = standing.rank_in(problem.office_id)
    if own:
        return own
    if leads_the_lender(standing, problem):
        return RANK[Role.OFFICE_LEADER]
    return LENT_RANK if is_lent(standing, problem) else 0


def hindrance(standing: Standing, act: str, problem: Problem, who: Involved | None = None) -> NotAllowed | None:
    """Why the person may not take ``act`` on ``problem``, its state set aside; None when they may.

    Args:
        who: Who is involved in the entry, where the caller has read it already.
    """
    if not role_fits(standing, act, problem):
        return NotAllowed(
            _("“%(act)s” is not yours to do here. It belongs to %(who)s."),
            act=ACTS[act].label,
            who=who_can(act, problem),
        )
    if act not in NO_HANDLER:
        return None
    who = who or involved(problem)
    mine = standing.person_id
    if mine in who.handlers:
        return Handled(
            _("You handled this entry (%(capacity)s), so a colleague who did not has to do this: %(who)s."),
            capacity=who.handlers[mine],
            who=who_can(act, problem),
        )
    if problem.unit_id in standing.unit_ids:
        return Handled(
            _("You belong to the unit whose entry this is, so somebody else has to do this: %(who)s."),
            who=who_can(act, problem),
        )
    if who.units & standing.unit_ids:
        return Handled(
            _("You belong to a unit that assists with this entry, so somebody else has to do this: %(who)s."),
            who=who_can(act, problem),
        )
    if act in NO_VERIFIER and mine in who.verifiers:
        return Handled(
            _("You verified this close-out, so somebody else has to do this: %(who)s."),
            who=who_can(act, problem, above=who.highest_rank if act in RANKING_ABOVE else 0),
        )
    if act == CONSENT and mine == who.signer:
        return Handled(
            _("You signed this close-out for the lower office, so somebody else has to answer: %(who)s."),
            who=who_can(act, problem),
        )
    if act in BELOW_THE_TOP and standing.rank_in(problem.office_id) >= max(RANK.values()):
        return RankTooLow(
            _("A leader who verifies leaves nobody to sign above them. Let somebody else do this: %(who)s."),
            who=who_can(act, problem),
        )
    if act in RANKING_ABOVE and rank_for(standing, problem) <= who.highest_rank:
        return RankTooLow(
            _("This needs someone who ranks above everybody who verified it: %(who)s."),
            who=who_can(act, problem, above=who.highest_rank),
        )
    return None


def who_can(act: str, problem: Problem, *, above: int = 0) -> str:
    """Roles and body in words: “Section chief or Office leader of Yunchuan office”."""
    rule = ACTS[act]
    body = str(problem.unit) if rule.unit else str(problem.office)
    roles = rule.unit or rule.office
    if rule.partner:
        roles, body = rule.partner, str(_("an invited department"))
    if rule.superior:
        roles, superior = rule.superior, problem.office.superior
        body = str(superior) if superior else str(_("the superior office"))
    if above:
        roles = frozenset(role for role in roles if RANK.get(Role(role), 0) > above)
    return str(_("%(roles)s of %(body)s")) % {"roles": role_words(roles), "body": body}


def role_words(roles: Iterable[str]) -> str:
    """Roles from the lowest rank up: “Section chief or Office leader”."""
    ordered = sorted(roles, key=lambda role: (RANK.get(Role(role), 0), role))
    return str(_(" or ")).join(str(Role(role).label) for role in ordered) or str(_("nobody"))


def requires(act: str) -> Callable[[Standing, Problem], None]:
    """A check for ``acting_on`` that refuses with a sentence naming who can."""

    def check(standing: Standing, problem: Problem) -> None:
        refusal = hindrance(standing, act, problem)
        if refusal is not None:
            raise refusal

    return check


def may(viewer: Account | Standing, act: str, problem: Problem, who: Involved | None = None) -> bool:
    """Whether the person may take ``act``, the state of the entry set aside. The button asks what the service asks."""
    return hindrance(_standing(viewer), act, problem, who) is None


def why_not(viewer: Account | Standing, act: str, problem: Problem, who: Involved | None = None) -> str:
    """The sentence for the page why the act is not theirs; empty when it is."""
    refusal = hindrance(_standing(viewer), act, problem, who)
    return "" if refusal is None else str(refusal)


def may_apply(viewer: Account | Standing, problem: Problem) -> bool:
    return may(viewer, APPLY, problem)


def may_verify(viewer: Account | Standing, problem: Problem) -> bool:
    """Whether the person may record check, acceptance and look-back: the three have one rule."""
    return may(viewer, CHECK, problem)


def may_sign(viewer: Account | Standing, problem: Problem) -> bool:
    return may(viewer, SIGN_OFF, problem)


def may_consent(viewer: Account | Standing, problem: Problem) -> bool:
    return may(viewer, CONSENT, problem)


def may_in_office(standing: Standing, act: str, office_id: int) -> bool:
    """Whether the person may do an act that is about an office, not about an entry."""
    return bool(ACTS[act].office & standing.roles_in_office(office_id))


def require_in_office(standing: Standing, act: str, office_id: int) -> None:
    """Raises NotAllowed with a sentence that says whose the act is."""
    if not may_in_office(standing, act, office_id):
        raise NotAllowed(
            _("“%(act)s” is not yours to do here. It belongs to %(who)s."),
            act=ACTS[act].label,
            who=role_words(ACTS[act].office),
        )


def may_see_signs(viewer: Account | Standing, problem: Problem) -> bool:
    """Whether the person is shown what the data raise against an entry: who by role verifies or signs it, and the
    business people of the superior office. Whoever belongs to its unit never is. Source: H8."""
    standing = _standing(viewer)
    if problem.unit_id in standing.unit_ids:
        return False
    superior = problem.office.superior_id
    if superior is not None and standing.roles_in_office(superior) & OFFICE_ALL:
        return True
    return bool(standing.roles_in_office(problem.office_id) & OFFICE_ALL)


def visible_close_outs(viewer: Account | Standing) -> QuerySet[CloseOut]:
    """Close-outs of entries whose existence the viewer may know."""
    return CloseOut.objects.filter(problem__in=visible_to(viewer))


def _standing(viewer: Account | Standing) -> Standing:
    return viewer if isinstance(viewer, Standing) else standing_of(viewer)
