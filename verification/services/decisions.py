"""Signature, superior consent and closing. Closing happens in one place, ``_close``. Source: C3, C5, C6."""

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import load_calendar
from deadlines.clocks import start_clocks, stop_clocks
from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from problems.acting import Acting
from problems.services.closings import note_closings
from verification import policies
from verification.errors import NoSuperior
from verification.models import CloseOut, SignOff, Step, SuperiorConsent
from verification.notices import issue_notice
from verification.services.feedback import feedback_clock
from verification.services.frame import end_as_kept_open, stop_waiting, verifying, wait_for
from verification.services.later import later_look_back_clocks


def sign_off(
    *,
    problem_id: int,
    actor: Account,
    note: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> SignOff:
    """Sign the close-out. It closes the entry, or asks the superior office where its consent is needed.

    Args:
        note: A remark of the signer, kept with the signature.
        key: Of the form, so that a double click signs once.
        expected_version: Version of the entry that the form was filled on.

    Raises:
        NotAllowed: Not a section chief or leader of the office, a handler or verifier, or not above the verifiers.
        NoSuperior: Consent is needed, and the office has no superior office entered.
        WrongStep: Check, acceptance and look-back are not all passed, or it is signed already.
        NotFound, Stale, WrongState: See ``acting_on``.

    Source: C3, C4, H2.
    """
    with verifying(
        problem_id, policies.SIGN_OFF, actor=actor, key=key, expected_version=expected_version, reason=note
    ) as doing:
        if doing.known is not None:
            return SignOff.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        close_out = doing.close_out(Step.SIGN_OFF)
        consent = close_out.needs_consent or bool(problem.consent_rule)
        if consent and problem.office.superior_id is None:
            raise NoSuperior(number=problem.number or "", office=problem.office.name)
        signature = SignOff(
            close_out=close_out,
            signed_on=day,
            signed_by_id=now.standing.person_id,
            rank=policies.rank_for(now.standing, problem),
            note=note.strip(),
        )
        signature.save()
        if consent:
            stop_waiting(problem, Step.SIGN_OFF, day)
            close_out.step, close_out.needs_consent = Step.CONSENT, True
            close_out.save(update_fields=["step", "needs_consent"])
            now.move("sign_off_and_ask_consent")
            now.save()
            wait_for(problem, Step.CONSENT, day)
        else:
            _close(now, close_out, "sign_off_and_close")
        doing.receipt(signature.pk)
        return signature


def keep_open(
    *,
    problem_id: int,
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> CloseOut:
    """Refuse to sign: the entry is kept open and goes back to the unit, counted. Source: C3.

    It takes somebody other than the verifiers, not somebody above them: nothing is closed by it.

    Raises: As ``sign_off``, the rank aside; Invalid without a reason.
    """
    with verifying(
        problem_id, policies.KEEP_OPEN, actor=actor, key=key, expected_version=expected_version, reason=reason
    ) as doing:
        if doing.known is not None:
            return CloseOut.objects.get(pk=doing.known)
        close_out = doing.close_out(Step.SIGN_OFF)
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why it is not signed and what the unit has to do.")]})
        end_as_kept_open(doing.now, close_out, reason)
        doing.receipt(close_out.pk)
        return close_out


def answer_consent(
    *,
    problem_id: int,
    answer: str,
    actor: Account,
    reason: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> SuperiorConsent:
    """Answer for the superior office: consent closes the entry, return asks for a new signature, refusal keeps it open.

    Args:
        answer: One of ``SuperiorConsent.Answer``.
        reason: Why; needed unless consented.

    Raises:
        Invalid: An unknown answer, or no reason for a return or refusal.
        NotAllowed: Not a section chief or leader of the superior office, or somebody who had a part in it.
        WrongStep: It is not waiting for consent.
        NotFound, Stale, WrongState: See ``acting_on``.

    Source: C3, H2.
    """
    with verifying(
        problem_id, policies.CONSENT, actor=actor, key=key, expected_version=expected_version, reason=reason
    ) as doing:
        if doing.known is not None:
            return SuperiorConsent.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        close_out = doing.close_out(Step.CONSENT)
        if answer not in SuperiorConsent.Answer.values:
            raise Invalid(errors={"answer": [_("Choose consent, return or refusal.")]})
        if answer != SuperiorConsent.Answer.CONSENTED and not reason.strip():
            raise Invalid(errors={"reason": [_("Say why, and what has to be done first.")]})
        superior = problem.office.superior
        assert superior is not None  # noqa: S101 - the actor holds a role in it
        consent = SuperiorConsent(
            close_out=close_out,
            office=superior,
            answer=answer,
            reason=reason.strip(),
            answered_on=day,
            answered_by_id=now.standing.person_id,
        )
        consent.save()
        if answer == SuperiorConsent.Answer.CONSENTED:
            _close(now, close_out, "consent_and_close")
        elif answer == SuperiorConsent.Answer.REFUSED:
            end_as_kept_open(now, close_out, reason)
        else:
            _return_to_office(now, close_out)
        doing.receipt(consent.pk)
        return consent


def _return_to_office(now: Acting, close_out: CloseOut) -> None:
    """The superior wants more first: the signature no longer counts, and the office has to sign anew."""
    day = today()
    for signature in close_out.sign_offs.filter(withdrawn=False):
        signature.withdrawn = True
        signature.save(update_fields=["withdrawn"])
    stop_waiting(now.problem, Step.CONSENT, day)
    close_out.step = Step.SIGN_OFF
    close_out.save(update_fields=["step"])
    now.move("return_to_office")
    now.save()
    wait_for(now.problem, Step.SIGN_OFF, day)


def _close(now: Acting, close_out: CloseOut, move: str) -> None:
    """The one place where a number is closed: date, clocks, the look-back after closing, the notice. Source: C5, C6."""
    problem, day, calendar = now.problem, today(), load_calendar()
    close_out.step, close_out.ended_on = Step.CLOSED, day
    close_out.save(update_fields=["step", "ended_on", "needs_consent"])
    now.move(move)
    problem.closed_on = day
    now.save("closed_on")
    note_closings([problem])
    stop_clocks(problem.pk, on=day)
    look_backs = later_look_back_clocks(problem, day, calendar)
    start_clocks([*look_backs, *feedback_clock(problem, day, calendar)], calendar=calendar)
    first = look_backs[0].due_on
    assert first is not None  # noqa: S101 - each has its day
    issue_notice(problem, close_out, closed_on=day, look_back_on=None if calendar.is_provisional(first) else first)
