"""Extensions (延期): asked for by the unit, decided by the office, counted. Source: B6, decided.md."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import in_words, today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from problems import policies
from problems.acting import acting_on, ask_first, repeatable, require_state
from problems.models import Extension, Handling, Problem
from problems.services.curve_clocks import follow_curve
from problems.services.dates import cap_of, day_errors, move_deadline, required_by
from problems.services.evidence import NewFile, add_evidence, keep_all

ASK, DECIDE = "problem.ask_extension", "problem.decide_extension"
PENDING = Extension.Status.PENDING


@repeatable(Extension)
def ask_extension(
    *,
    problem_id: int,
    wanted_on: date,
    reason: str,
    actor: Account,
    files: Sequence[NewFile] = (),
    key: str = "",
    expected_version: int | None = None,
) -> Extension:
    """Ask the office for a later deadline. The deadline stays until the office has decided.

    Args:
        wanted_on: A working day after today and after the deadline, at most the required date (see ``cap_of``).
        reason: Why the deadline cannot be kept.
        files: What proves it; at least one.
        key: Of the form, so that a double click asks once.

    Returns: The request, waiting for a decision within the days of its clock.

    Raises:
        WrongState: The entry is not with the unit (closed, verifying, not assigned), its clocks are paused, or an
            extension is waiting already.
        Invalid: The wanted day, the reason or the files do not hold.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: B6.
    """
    may = policies.requires(ASK)
    if files:
        ask_first(problem_id, ASK, actor=actor, may=may)
    kept = keep_all(files)
    with acting_on(problem_id, ASK, actor=actor, may=may, expected_version=expected_version, key=key) as now:
        problem, day = now.problem, today()
        require_state("ask_extension", problem)
        if problem.paused_on is not None:
            raise WrongState(
                _("The clocks of this entry are paused, so its deadline is not running. Ask once they run.")
            )
        if problem.extension_requests.filter(status=PENDING).exists():
            raise WrongState(_("An extension is waiting for the office's decision already. Wait for it."))
        errors: dict[str, list[Any]] = {}
        if wrong := _wanted_errors(wanted_on, problem):
            errors["wanted_on"] = wrong
        if not reason.strip():
            errors["reason"] = [_("Say why the deadline cannot be kept.")]
        if not kept:
            errors["files"] = [_("Attach at least one file that supports the request.")]
        if errors:
            raise Invalid(errors=errors)
        request = Extension(
            problem=problem,
            position=problem.extension_requests.count() + 1,
            deadline_before=problem.deadline_on,
            wanted_on=wanted_on,
            reason=reason.strip(),
            asked_on=day,
            asked_by_id=now.standing.person_id,
        )
        request.save()
        add_evidence(now, kept, extension=request)
        now.save()
        start_clocks(
            [
                NewClock(
                    subject_id=problem.pk,
                    kind=ClockKind.EXTENSION,
                    holder=Clock.Holder.OFFICE,
                    office_id=problem.office_id,
                    unit_id=problem.unit_id,
                    started_on=day,
                    item_id=request.pk,
                )
            ]
        )
        return now.made(request)


def _wanted_errors(wanted_on: date, problem: Problem) -> list[Any]:
    errors = day_errors(wanted_on, load_calendar(), cap=cap_of(problem), capped_by=required_by(problem))
    if not errors and wanted_on <= problem.deadline_on:
        errors.append(
            _("The deadline is %(day)s already. Ask for a later day.") % {"day": in_words(problem.deadline_on)}
        )
    return errors


@repeatable(Extension)
def grant_extension(
    *,
    problem_id: int,
    granted_on: date,
    actor: Account,
    reason: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Extension:
    """Grant the waiting extension until a day of the office's own choice, at most the wanted one.

    The deadline moves, with the clocks that hang on it; the earlier dates stay. Whoever decides handles the entry and
    may not verify or sign it (C4).

    Raises:
        WrongState: None is waiting; somebody has decided it, or the unit applied for close-out.
        Invalid: The day does not hold.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: B6, decided.md (handlers, on time).
    """
    return _decide(problem_id, granted_on, reason, actor, key, expected_version)


@repeatable(Extension)
def refuse_extension(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Extension:
    """Refuse the waiting extension with a reason; the deadline stays.

    Raises: As ``grant_extension``; Invalid without a reason.

    Source: B6.
    """
    return _decide(problem_id, None, reason, actor, key, expected_version)


def _decide(
    problem_id: int, granted_on: date | None, reason: str, actor: Account, key: str, expected_version: int | None
) -> Extension:
    with acting_on(
        problem_id,
        DECIDE,
        actor=actor,
        may=policies.requires(DECIDE),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem, day, calendar = now.problem, today(), load_calendar()
        request = problem.extension_requests.filter(status=PENDING).first()
        if request is None:
            raise WrongState(
                _("No extension of this entry is waiting for a decision. Its page shows what was decided.")
            )
        require_state("decide_extension", problem)
        before = problem.deadline_on
        errors: dict[str, list[Any]] = {}
        if granted_on is None and not reason.strip():
            errors["reason"] = [_("Say why the extension is refused.")]
        elif granted_on is not None:
            wrong = day_errors(granted_on, calendar, cap=cap_of(problem), capped_by=required_by(problem))
            if not wrong and granted_on > request.wanted_on:
                wrong.append(
                    _("The unit asked for %(day)s. Grant that day or an earlier one.")
                    % {"day": in_words(request.wanted_on)}
                )
            if not wrong and granted_on <= before:
                wrong.append(_("The deadline is %(day)s already. Grant a later day.") % {"day": in_words(before)})
            if wrong:
                errors["granted_on"] = wrong
        if errors:
            raise Invalid(errors=errors)
        request.status = Extension.Status.REFUSED if granted_on is None else Extension.Status.GRANTED
        request.granted_on, request.decision_reason = granted_on, reason.strip()
        request.decided_on, request.decided_by_id = day, now.standing.person_id
        request.save()
        if granted_on is None:
            now.save()
        else:
            problem.extended_on = granted_on
            problem.extensions += 1
            now.save("extended_on", "extensions")
            move_deadline(problem, before, calendar)
            follow_curve(problem, day, calendar)
        now.handled_as(Handling.Capacity.DECIDED_EXTENSION)
        stop_clocks(problem.pk, ClockKind.EXTENSION, on=day)
        return now.made(request)


def withdraw_extension(problem: Problem, on: date) -> None:
    """End a waiting request because the entry left the unit: applied for close-out, or voided. Inside the open act."""
    for request in problem.extension_requests.select_for_update(no_key=True).filter(status=PENDING):
        request.status, request.decided_on = Extension.Status.WITHDRAWN, on
        request.save()
        stop_clocks(problem.pk, ClockKind.EXTENSION, on=on, outcome=Clock.Outcome.CANCELLED)
