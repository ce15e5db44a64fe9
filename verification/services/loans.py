"""A verifier lent by the superior office to an office too small to verify an entry itself. Source: C4."""

from django.utils.translation import gettext_lazy as _

from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from verification import policies
from verification.errors import LoanAnswered, LoanRunning, NoLender, NoLoan
from verification.models import Step, VerifierLoan
from verification.selectors.loans import RUNNING, lendable_people
from verification.services.frame import verifying

RECORDING = (Step.CHECK, Step.ACCEPTANCE, Step.LOOK_BACK)


def ask_verifier(
    *,
    problem_id: int,
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> VerifierLoan:
    """Ask the superior office to lend a verifier for one entry.

    Args:
        reason: Why the office has nobody who could verify it: everybody else handled it, for one.

    Raises:
        Invalid: No reason.
        NoLender: No superior office is entered.
        LoanRunning: It is asked already, or a verifier is named.
        WrongStep: No close-out waits for check, acceptance or look-back.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: C4.
    """
    with verifying(
        problem_id, policies.ASK_VERIFIER, actor=actor, key=key, expected_version=expected_version, reason=reason
    ) as doing:
        if doing.known is not None:
            return VerifierLoan.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        doing.close_out(*RECORDING)
        superior = problem.office.superior_id
        if superior is None:
            raise NoLender(office=problem.office.name)
        loans = VerifierLoan.objects.filter(problem=problem, relapses=problem.relapses)
        if loans.filter(status__in=RUNNING).exists():
            raise LoanRunning
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why nobody in your office can verify this entry.")]})
        loan = VerifierLoan(
            problem=problem,
            relapses=problem.relapses,
            office_id=superior,
            reason=reason.strip(),
            asked_on=day,
            asked_by_id=now.standing.person_id,
        )
        loan.save()
        start_clocks(
            [
                NewClock(
                    subject_id=problem.pk,
                    kind=ClockKind.VERIFIER_LOAN,
                    holder=Clock.Holder.OFFICE,
                    office_id=superior,
                    unit_id=problem.unit_id,
                    started_on=day,
                )
            ]
        )
        now.move("ask_verifier")
        now.save()
        doing.receipt(loan.pk)
        return loan


def name_verifier(
    *,
    problem_id: int,
    actor: Account,
    person_id: int | None = None,
    note: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> VerifierLoan:
    """Answer for the superior office: name one of its people as verifier of this entry, or refuse.

    The person named may record check, acceptance and look-back of this entry and nothing else in that office. They
    rank there as a section chief whatever they are at home, so that only a leader signs above them: the leader of the
    entry's office, or of the lending one.

    Args:
        person_id: A clerk or section chief of the superior office with no part in the entry; None refuses.
        note: For the lower office; needed for a refusal.

    Raises:
        Invalid: Not a person who can be lent, or a refusal without its reason.
        LoanAnswered: Nothing is asked.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: C4.
    """
    with verifying(
        problem_id, policies.NAME_VERIFIER, actor=actor, key=key, expected_version=expected_version, reason=note
    ) as doing:
        if doing.known is not None:
            return VerifierLoan.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        loan = (
            VerifierLoan.objects.select_for_update(no_key=True)
            .filter(problem=problem, relapses=problem.relapses, status=VerifierLoan.Status.ASKED)
            .first()
        )
        if loan is None:
            raise LoanAnswered
        if person_id is None and not note.strip():
            raise Invalid(errors={"note": [_("Say why no verifier is lent, and what the office should do instead.")]})
        if person_id is not None and person_id not in {one.pk for one in lendable_people(problem)}:
            raise Invalid(
                errors={
                    "person_id": [
                        _("Choose a clerk or section chief of your office who has no part in the entry and its unit.")
                    ]
                }
            )
        loan.status = VerifierLoan.Status.REFUSED if person_id is None else VerifierLoan.Status.NAMED
        loan.verifier_id, loan.answer_note = person_id, note.strip()
        loan.answered_on, loan.answered_by_id = day, now.standing.person_id
        loan.save(update_fields=["status", "verifier", "answer_note", "answered_on", "answered_by"])
        stop_clocks(problem.pk, ClockKind.VERIFIER_LOAN, on=day)
        now.move("name_verifier")
        now.save()
        doing.receipt(loan.pk)
        return loan


def end_loan(
    *,
    problem_id: int,
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> VerifierLoan:
    """End the loan of a verifier who cannot go on, for the office that borrowed or the one that lent.

    Afterwards another verifier can be asked for. What was recorded under the loan stays and counts, and a leader of
    either office still signs above it.

    Args:
        reason: Why: the verifier has left the office, for one.

    Raises:
        Invalid: No reason.
        NoLoan: Nobody is lent now.
        WrongStep: No close-out waits for check, acceptance or look-back.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: C4.
    """
    with verifying(
        problem_id, policies.END_LOAN, actor=actor, key=key, expected_version=expected_version, reason=reason
    ) as doing:
        if doing.known is not None:
            return VerifierLoan.objects.get(pk=doing.known)
        now, problem = doing.now, doing.problem
        doing.close_out(*RECORDING)
        loan = (
            VerifierLoan.objects.select_for_update(no_key=True)
            .filter(problem=problem, relapses=problem.relapses, status=VerifierLoan.Status.NAMED)
            .first()
        )
        if loan is None:
            raise NoLoan
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the verifier cannot go on; both offices read it.")]})
        loan.status, loan.ended_because = VerifierLoan.Status.ENDED, reason.strip()
        loan.ended_on, loan.ended_by_id = today(), now.standing.person_id
        loan.save(update_fields=["status", "ended_because", "ended_on", "ended_by"])
        now.move("end_loan")
        now.save()
        doing.receipt(loan.pk)
        return loan
