"""The nature of an entry: policy-caused is claimed with the policy document and confirmed by a second person. B4."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from deadlines.clocks import start_clocks, stop_clocks
from deadlines.models import ClockKind
from documents.files import stored_row
from documents.models import StoredFile
from organizations.clock import today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from problems import policies
from problems.acting import acting_on, ask_first, repeatable, require_changeable
from problems.models import NatureClaim, Problem
from problems.models.entries import Nature
from problems.services.corrections import require_another, side_clock
from problems.services.curve_clocks import follow_curve
from problems.services.evidence import NewFile, keep_all
from problems.states import State

ONLY_TWO_TYPES = _("Only over quota and leaders over quota can be policy-caused; choose violation.")


@dataclass(frozen=True)
class PolicyDocument:
    """What shows that an entry is policy-caused: title and number, how it brought it about, and the paper itself."""

    document: str
    reason: str
    file: NewFile | None = None


@repeatable(NatureClaim)
def claim_nature(
    *,
    problem_id: int,
    document: str,
    reason: str,
    file: NewFile | None,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> NatureClaim:
    """Claim that an entry is policy-caused; it counts as a violation until a second person confirms it.

    Args:
        document: Title and number of the policy document.
        reason: How the document brought the excess about: a reform, or a military placement.
        file: The document itself.

    Raises:
        Invalid: The type cannot be policy-caused, it is confirmed already, or document, reason or file is missing.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; WrongState also while a claim waits.

    Source: B4.
    """
    act = "problem.claim_nature"
    may = policies.requires(act)
    if file is not None:
        ask_first(problem_id, act, actor=actor, may=may)
    kept = keep_all([file] if file else [], field="file")
    with acting_on(problem_id, act, actor=actor, may=may, reason=reason.strip(), key=key) as now:
        now.require_version(expected_version)
        problem = now.problem
        require_changeable(problem)
        if problem.nature == Nature.POLICY and problem.nature_confirmed:
            raise WrongState(_("The nature of this entry is confirmed already."))
        if problem.nature_claims.filter(status=NatureClaim.Status.CLAIMED).exists():
            raise WrongState(_("The nature of this entry waits for confirmation already."))
        errors = claim_errors(document, reason, has_file=bool(kept))
        if not problem.violation_type.may_be_policy_caused:
            errors["document"] = [ONLY_TWO_TYPES]
        if errors:
            raise Invalid(errors=errors)
        given, stored = kept[0]
        claim = store_claim(problem, document, reason, given.name, stored, now.standing.person_id)
        problem.nature, problem.nature_confirmed = Nature.POLICY, False
        now.save("nature", "nature_confirmed")
        follow_curve(problem, today())
        return now.made(claim)


def claim_errors(document: str, reason: str, *, has_file: bool) -> dict[str, list]:
    """What is missing for a claim, by field."""
    errors: dict[str, list] = {}
    if not document.strip():
        errors["document"] = [_("Name the policy document with its number.")]
    if not reason.strip():
        errors["reason"] = [_("Say how the document brought this about: which reform, or which military placement.")]
    if not has_file:
        errors["file"] = [_("Attach the policy document.")]
    return errors


def store_claim(
    problem: Problem, document: str, reason: str, file_name: str, stored: StoredFile, person_id: int
) -> NatureClaim:
    """Write a claim and start the clock of its confirmation, inside the open act."""
    claim = NatureClaim(
        problem=problem,
        document=document.strip()[:200],
        reason=reason.strip(),
        file=stored_row(stored),
        file_name=file_name,
        asked_on=today(),
        asked_by_id=person_id,
    )
    claim.save()
    start_clocks([side_clock(problem, "nature", claim.pk, ClockKind.NATURE)])
    return claim


@repeatable(NatureClaim)
def decide_nature(
    *,
    problem_id: int,
    confirm: bool,
    actor: Account,
    note: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> NatureClaim:
    """Confirm that an entry is policy-caused, or refuse, which makes it a violation; never by who claimed it.

    Raises:
        Invalid: Refused without a reason.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; WrongState also when no claim waits.

    Source: B4, A09.
    """
    act = "problem.confirm_nature" if confirm else "problem.refuse_nature"
    may = policies.requires("problem.decide_nature")
    with acting_on(problem_id, act, actor=actor, may=may, reason=note.strip(), key=key) as now:
        claim = now.problem.nature_claims.filter(status=NatureClaim.Status.CLAIMED).first()
        if claim is None:
            raise WrongState(_("No claim on the nature of this entry waits for a decision."))
        require_another(claim.asked_by_id, now)
        now.require_version(expected_version)
        if now.problem.state in {State.VOIDED, State.MERGED}:
            require_changeable(now.problem)
        if not confirm and not note.strip():
            raise Invalid(errors={"note": [_("Say why it is a violation.")]})
        claim.status = NatureClaim.Status.CONFIRMED if confirm else NatureClaim.Status.REFUSED
        claim.decided_on, claim.decided_by_id, claim.note = today(), now.standing.person_id, note.strip()
        claim.save()
        now.problem.nature = Nature.POLICY if confirm else Nature.VIOLATION
        now.problem.nature_confirmed = True
        now.save("nature", "nature_confirmed")
        follow_curve(now.problem, today())
        stop_clocks(claim.pk, subject_kind="nature", on=today())
        return now.made(claim)
