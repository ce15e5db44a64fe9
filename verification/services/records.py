"""Check, acceptance and look-back before closing: dated records, each a step; one not passed ends the close-out. C1."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from problems.services.evidence import NewFile
from verification import policies
from verification.models import Acceptance, CloseOut, LookBack, Outcome, ProblemCheck, Step
from verification.selectors.questions import answers_to, questions_for
from verification.services.frame import (
    NEXT,
    attach,
    end_as_kept_open,
    end_shares,
    held_on_errors,
    keep_for,
    lender_of,
    stop_waiting,
    verifying,
    wait_for,
)
from verification.services.rule import asked_again
from verification.services.sharing import require_unanimity

RECORDS: dict[str, tuple[str, Any, str]] = {
    # act: (step, table, foreign key of its files)
    policies.CHECK: (Step.CHECK, ProblemCheck, "check_record"),
    policies.ACCEPTANCE: (Step.ACCEPTANCE, Acceptance, "acceptance"),
    policies.LOOK_BACK: (Step.LOOK_BACK, LookBack, "look_back"),
}


def record_check(
    *,
    problem_id: int,
    people: str,
    findings: str,
    passed: bool,
    held_on: date,
    actor: Account,
    on_site: bool = False,
    place: str = "",
    people_met: str = "",
    answers: Mapping[str, str] | None = None,
    files: Sequence[NewFile] = (),
    key: str = "",
    expected_version: int | None = None,
) -> ProblemCheck:
    """Record whether the measures were carried out.

    Args:
        people: Who took part, in words.
        findings: What was found; when not passed, also what the unit has to do.
        passed: False ends the close-out: the entry is kept open and goes back to the unit.
        held_on: The day it was held; from the day of application until today.
        on_site: Whether it was held on the spot; then ``place`` and ``people_met`` are needed.
        answers: By code of the question, see ``verification.selectors.questions``: those of the list for this kind
            of check, and those that the data raise (H8). Every one has to be answered.
        key: Of the form, so that a double click records once.
        expected_version: Version of the entry that the form was filled on.

    Raises:
        Invalid: A text is missing, the day does not fit, a file is refused.
        NotAllowed: Not a verifier of this entry's office, or one who handled it.
        WrongStep: The close-out waits for something else.
        NotFound, Stale, WrongState: See ``acting_on``.

    Source: C1, C4.
    """
    return _record(
        policies.CHECK,
        problem_id,
        people,
        findings,
        passed,
        held_on,
        files,
        actor,
        key,
        expected_version,
        answers=answers,
        on_site=on_site,
        place=place.strip() if on_site else "",
        people_met=people_met.strip() if on_site else "",
    )


def record_acceptance(
    *,
    problem_id: int,
    people: str,
    findings: str,
    passed: bool,
    held_on: date,
    actor: Account,
    answers: Mapping[str, str] | None = None,
    files: Sequence[NewFile] = (),
    differs_because: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Acceptance:
    """Record whether the result meets the rule, with the figure reached where the entry counts something (B6).

    Arguments and refusals as for ``record_check``.

    Args:
        differs_because: Why the person differs from the rule that raised the entry, which runs again here (H5).

    Raises:
        OpinionsMissing: An invited department has not answered.
        Disagreed: It would be passed, and a department disagrees.

    Source: C1, C2, C4, H5.
    """
    return _record(
        policies.ACCEPTANCE,
        problem_id,
        people,
        findings,
        passed,
        held_on,
        files,
        actor,
        key,
        expected_version,
        answers=answers,
        differs_because=differs_because,
    )


def record_look_back(
    *,
    problem_id: int,
    people: str,
    findings: str,
    passed: bool,
    held_on: date,
    actor: Account,
    files: Sequence[NewFile] = (),
    differs_because: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> LookBack:
    """Record whether the rectification holds, before closing. Arguments and refusals as for ``record_acceptance``.

    Source: C1, C4, H5.
    """
    return _record(
        policies.LOOK_BACK,
        problem_id,
        people,
        findings,
        passed,
        held_on,
        files,
        actor,
        key,
        expected_version,
        differs_because=differs_because,
    )


def text_errors(people: str, findings: str) -> dict[str, list[Any]]:
    """What is missing in the texts of a record."""
    errors: dict[str, list[Any]] = {}
    if not people.strip():
        errors["people"] = [_("Name who took part.")]
    elif len(people.strip()) > 200:
        errors["people"] = [_("Keep the names within 200 characters.")]
    if not findings.strip():
        errors["findings"] = [_("Say what was found.")]
    return errors


def _site_errors(more: dict[str, Any]) -> dict[str, list[Any]]:
    """What a check on the spot has to name; nothing is asked of one at the desk."""
    errors: dict[str, list[Any]] = {}
    if not more.get("on_site"):
        return errors
    for name, sentence in (
        ("place", _("Say where it was held.")),
        ("people_met", _("Name whom you met there.")),
    ):
        if not more[name]:
            errors[name] = [sentence]
        elif len(more[name]) > 200:
            errors[name] = [_("Keep this within 200 characters.")]
    return errors


def last_day(close_out: CloseOut) -> date:
    """The day before which the next step cannot have been held: application, or the latest record."""
    days = [close_out.applied_on]
    for records in (close_out.checks, close_out.acceptances, close_out.look_backs):
        days += records.values_list("held_on", flat=True)
    return max(days)


def _record(
    act: str,
    problem_id: int,
    people: str,
    findings: str,
    passed: bool,
    held_on: date,
    files: Sequence[NewFile],
    actor: Account,
    key: str,
    expected_version: int | None,
    answers: Mapping[str, str] | None = None,
    differs_because: str | None = None,
    **more: Any,
) -> Any:
    step, table, owner = RECORDS[act]  # Any: the three tables share the columns written here
    kept = keep_for(problem_id, act, files, actor=actor, key=key)
    with verifying(
        problem_id, act, actor=actor, key=key, expected_version=expected_version, reason="" if passed else findings
    ) as doing:
        if doing.known is not None:
            return table._default_manager.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        close_out = doing.close_out(step)
        errors = text_errors(people, findings)
        if wrong := held_on_errors(held_on, last_day(close_out)):
            errors["held_on"] = wrong
        errors |= _site_errors(more)
        if differs_because is not None:
            more |= asked_again(problem_id, passed=passed, differs_because=differs_because, errors=errors)
        asked = questions_for(act, problem, on_site=bool(more.get("on_site")))
        answered, unanswered = answers_to(asked, answers or {})
        if errors := {**errors, **unanswered}:
            raise Invalid(errors=errors)
        if step == Step.ACCEPTANCE:
            require_unanimity(close_out, passed=passed)
            more["done"] = problem.done if problem.found is not None else None
        record = table(
            close_out=close_out,
            people=people.strip(),
            findings=findings.strip(),
            outcome=Outcome.PASSED if passed else Outcome.FAILED,
            held_on=held_on,
            recorded_by_id=now.standing.person_id,
            rank=policies.rank_for(now.standing, problem),
            lent_by_id=lender_of(now),
            **more,
        )
        record.save()
        if step == Step.ACCEPTANCE:
            end_shares(problem, close_out, day)
        for one in answered:
            setattr(one, owner, record)
            one.save()
        attach(now, kept, **{owner: record})
        if passed:
            now.move(act.removeprefix("verification."))
            now.save()
            stop_waiting(problem, step, day)
            close_out.step = NEXT[Step(step)]
            close_out.save(update_fields=["step"])
            wait_for(problem, close_out.step, day)
        else:
            end_as_kept_open(now, close_out, findings)
        doing.receipt(record.pk)
        return record
