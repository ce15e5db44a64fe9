"""The unit's application for close-out. Source: C1."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from problems.services.evidence import NewFile
from verification.models import CloseOut, Outcome, OwnLookBack, Step
from verification.policies import APPLY
from verification.services.frame import attach, held_on_errors, keep_for, stop_rectifying, verifying, wait_for


def apply_for_close_out(
    *,
    problem_id: int,
    statement: str,
    own_look_back: str,
    actor: Account,
    look_back_on: date | None = None,
    look_back_people: str = "",
    look_back_files: Sequence[NewFile] = (),
    files: Sequence[NewFile] = (),
    left_because: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> CloseOut:
    """Say that the entry is rectified and ask the office to close its number.

    Args:
        statement: What was rectified, and how.
        own_look_back: What the unit's own look-back found: that it holds. One that does not hold is no application.
        look_back_on: The day of the unit's own look-back, until today; None for today.
        look_back_people: Who took part in it; empty for the applicant alone.
        look_back_files: What it rests on.
        files: Evidence; with files of earlier reports there must be at least one.
        left_because: Why it can be closed although fewer are done than its target says; needed then, else passed over.
        key: Of the form, so that a double click applies once.
        expected_version: Version of the entry that the form was filled on.

    Returns: The close-out, waiting for its check. Whether the superior's consent is needed is fixed here.

    Raises:
        Invalid: A text is missing, there is no evidence at all, or the target is not reached and nobody says why.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: B6, C1, C3.
    """
    kept = keep_for(problem_id, APPLY, files, actor=actor, key=key)
    looked_kept = keep_for(problem_id, APPLY, look_back_files, actor=actor, key=key)
    with verifying(problem_id, APPLY, actor=actor, key=key, expected_version=expected_version) as doing:
        if doing.known is not None:
            return CloseOut.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        now.move("apply_for_close_out")
        errors: dict[str, list] = {}
        if not statement.strip():
            errors["statement"] = [_("Say what was rectified.")]
        if not own_look_back.strip():
            errors["own_look_back"] = [_("Say what your own look-back found.")]
        held = problem.evidence.filter(withdrawn_on=None).exists()
        if not kept and not looked_kept and not held:
            errors["files"] = [_("Attach at least one file that proves it.")]
        if (left := problem.short_of_target) and not left_because.strip():
            errors["left_because"] = [
                _(
                    "%(done)s are reported as done, %(left)s fewer than the target. Report what has been done since as "
                    "progress, or say why it can be closed with these left."
                )
                % {"done": problem.done, "left": left}
            ]
        if len(look_back_people.strip()) > 200:
            errors["look_back_people"] = [_("Keep the names within 200 characters.")]
        if wrong := held_on_errors(look_back_on or day, problem.assigned_on):
            errors["look_back_on"] = wrong
        if errors:
            raise Invalid(errors=errors)
        close_out = CloseOut(
            problem=problem,
            attempt=problem.close_outs.count() + 1,
            statement=statement.strip(),
            own_look_back=own_look_back.strip(),
            left_because=left_because.strip() if left else "",
            applied_on=day,
            applied_by_id=now.standing.person_id,
            step=Step.CHECK,
            needs_consent=bool(problem.consent_rule),
        )
        close_out.save()
        looked = OwnLookBack(
            close_out=close_out,
            people=look_back_people.strip() or actor.person.name,
            findings=close_out.own_look_back,
            outcome=Outcome.PASSED,
            held_on=look_back_on or day,
            recorded_by_id=now.standing.person_id,
            rank=0,
        )
        looked.save()
        attach(now, kept, close_out=close_out)
        attach(now, looked_kept, own_look_back=looked)
        now.save()
        stop_rectifying(problem, day)
        wait_for(problem, Step.CHECK, day)
        doing.receipt(close_out.pk)
        return close_out
