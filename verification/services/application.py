"""The unit's application for close-out. Source: C1."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from problems.services.evidence import NewFile
from verification.models import CloseOut, Step
from verification.policies import APPLY
from verification.services.frame import attach, keep_for, stop_rectifying, verifying, wait_for


def apply_for_close_out(
    *,
    problem_id: int,
    statement: str,
    own_look_back: str,
    actor: Account,
    files: Sequence[NewFile] = (),
    key: str = "",
    expected_version: int | None = None,
) -> CloseOut:
    """Say that the entry is rectified and ask the office to close its number.

    Args:
        statement: What was rectified, and how.
        own_look_back: The unit's own look-back: whether it holds.
        files: Evidence; with files of earlier reports there must be at least one.
        key: Of the form, so that a double click applies once.
        expected_version: Version of the entry that the form was filled on.

    Returns: The close-out, waiting for its check. Whether the superior's consent is needed is fixed here.

    Raises:
        Invalid: A text is missing, or there is no evidence at all.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: C1, C3.
    """
    kept = keep_for(problem_id, APPLY, files, actor=actor, key=key)
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
        if not kept and not problem.evidence.filter(withdrawn_on=None).exists():
            errors["files"] = [_("Attach at least one file that proves it.")]
        if errors:
            raise Invalid(errors=errors)
        close_out = CloseOut(
            problem=problem,
            attempt=problem.close_outs.count() + 1,
            statement=statement.strip(),
            own_look_back=own_look_back.strip(),
            applied_on=day,
            applied_by_id=now.standing.person_id,
            step=Step.CHECK,
            needs_consent=bool(problem.consent_rule),
        )
        close_out.save()
        attach(now, kept, close_out=close_out)
        now.save()
        stop_rectifying(problem, day)
        wait_for(problem, Step.CHECK, day)
        doing.receipt(close_out.pk)
        return close_out
