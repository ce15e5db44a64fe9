"""Completing what an entry says of its source once it is registered: by one person, with a reason. Source: B2, B4, B6.

What a correction of two people covers is not here (``corrections``). A required date becomes known or earlier; to go
beyond it takes the recorded consent of the body that set it (``dates.record_required_consent``).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.clock import in_words, today
from organizations.errors import Invalid
from organizations.models import Account
from problems import policies
from problems.acting import acting_on, repeatable, require_state
from problems.models import Cause, Problem
from problems.services.dates import LAST_YEAR, follow_required, required_by

SOURCE_FACTS = frozenset({"required_on", "required_by", "source_document", "sub_source", "cause_id"})


@repeatable(Problem)
def complete_source_facts(
    *,
    problem_id: int,
    changes: Mapping[str, Any],
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> Problem:
    """Fill or mend required date, its body, source document, sub-source and cause of a registered entry.

    A deadline that lies beyond the new required date stays; a clock of the office colours the light until the consent
    to it is recorded. A consent that is recorded already goes on to hold.

    Args:
        changes: What is to be said instead, by the names of ``SOURCE_FACTS``; what equals the present is passed over.
        reason: What it rests on, kept in the trail.

    Returns: The entry as stored; as it is now when the form is sent twice.

    Raises:
        Invalid: Nothing differs, no reason, a required date made later or taken away, or a day that cannot be.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; not once the entry is being verified.

    Source: B2, B4, B6.
    """
    act = "problem.complete_source_facts"
    if unknown := set(changes) - SOURCE_FACTS:
        raise TypeError(f"The source facts do not name {sorted(unknown)}.")
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem = now.problem
        require_state("complete_source_facts", problem)
        said = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
        changed = {name: value for name, value in said.items() if value != getattr(problem, name)}
        errors = _errors(problem, changed)
        if not changed:
            errors["required_on"] = [_("Nothing differs from what the entry says now. Enter what is missing.")]
        if not reason.strip():
            errors["reason"] = [_("Say what this rests on; the reason stays in the trail.")]
        if errors:
            raise Invalid(errors=errors)
        for name, value in changed.items():
            setattr(problem, name, value)
        now.save(*(name.removesuffix("_id") for name in changed))
        follow_required(problem, today())
        return now.made(problem)


def _errors(problem: Problem, changed: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is wrong with the changes, by field."""
    errors: dict[str, list[Any]] = {}
    if "required_on" in changed and (wrong := _date_error(problem, changed["required_on"])):
        errors["required_on"] = [wrong]
    if changed.get("required_by") and changed.get("required_on", problem.required_on) is None:
        errors["required_by"] = [_("Enter the date that this body requires as well.")]
    elif "required_by" in changed and not changed["required_by"]:
        errors["required_by"] = [_("Who requires the date stays named. Enter the right body instead.")]
    cause_id = changed.get("cause_id")
    if cause_id is not None and not Cause.objects.filter(pk=cause_id, in_use=True).exists():
        errors["cause"] = [_("Choose a cause from the list, or leave it open.")]
    return errors


def _date_error(problem: Problem, day: date | None) -> Any:
    before = problem.required_on
    if problem.relapses:
        return _("This entry relapsed, so its required date is over and caps nothing. It stays as it was.")
    if before is not None and (day is None or day > before):
        return _(
            "%(body)s requires %(day)s; this day is neither moved later nor taken away. Record the consent of the body"
            " to a later date instead."
        ) % {"body": required_by(problem), "day": in_words(before)}
    if day is not None and day.year > LAST_YEAR:
        return _("The year of the required date is not plausible.")
    if day is not None and day < problem.found_on:
        return _("The required date lies before the day of finding.")
    return None
