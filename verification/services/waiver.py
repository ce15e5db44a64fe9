"""The look-back before closing is a precondition; a rule that is data may waive it, with a reason. Source: C1."""

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from verification import policies
from verification.models import LookBackWaiver, Step
from verification.selectors.rules import waiver_rules_for
from verification.services.frame import lender_of, stop_waiting, verifying, wait_for


def waive_look_back(
    *,
    problem_id: int,
    rule_id: int,
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> LookBackWaiver:
    """Go on to the signature without a look-back, because a rule allows it for this kind of entry.

    Args:
        rule_id: A rule in use that fits the entry, see ``waiver_rules_for``.
        reason: Why this entry needs no look-back; read by the signer and by the superior office.

    Raises:
        Invalid: The rule does not fit this entry, or no reason.
        NotAllowed: As for recording the look-back.
        WrongStep: The close-out does not wait for its look-back.
        NotFound, Stale, WrongState: See ``acting_on``.

    Source: C1.
    """
    with verifying(
        problem_id, policies.WAIVE, actor=actor, key=key, expected_version=expected_version, reason=reason
    ) as doing:
        if doing.known is not None:
            return LookBackWaiver.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        close_out = doing.close_out(Step.LOOK_BACK)
        errors: dict[str, list] = {}
        rule = next((one for one in waiver_rules_for(problem) if one.pk == rule_id), None)
        if rule is None:
            errors["rule_id"] = [_("No rule in use waives the look-back of this entry. Hold the look-back.")]
        if not reason.strip():
            errors["reason"] = [_("Say why this entry needs no look-back.")]
        if errors:
            raise Invalid(errors=errors)
        waiver = LookBackWaiver(
            close_out=close_out,
            rule=rule,
            reason=reason.strip(),
            waived_on=day,
            recorded_by_id=now.standing.person_id,
            rank=policies.rank_for(now.standing, problem),
            lent_by_id=lender_of(now),
        )
        waiver.save()
        now.move("waive_look_back")
        now.save()
        stop_waiting(problem, Step.LOOK_BACK, day)
        close_out.step = Step.SIGN_OFF
        close_out.save(update_fields=["step"])
        wait_for(problem, Step.SIGN_OFF, day)
        doing.receipt(waiver.pk)
        return waiver
