"""Looking back after closing: it holds, or it is a relapse that reopens the entry with its whole past. Source: C5."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import in_words, today
from organizations.errors import Invalid
from organizations.models import Account
from problems.acting import require_move
from problems.models import Problem
from problems.services.closings import end_closing
from problems.services.dates import LAST_YEAR
from problems.services.evidence import NewFile
from verification import policies
from verification.models import LaterLookBack, Outcome
from verification.selectors.rules import look_back_days
from verification.services.frame import attach, held_on_errors, keep_for, rectify_again, verifying
from verification.services.records import text_errors
from verification.services.rule import asked_again


def record_later_look_back(
    *,
    problem_id: int,
    people: str,
    findings: str,
    passed: bool,
    held_on: date,
    actor: Account,
    deadline: date | None = None,
    next_on: date | None = None,
    remaining: int | None = None,
    files: Sequence[NewFile] = (),
    differs_because: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> LaterLookBack:
    """Record a look-back after closing. Not passed is a relapse: the entry is open again under its old number.

    Whoever records a relapse sets the new deadline and so handles the entry: they may not verify the next attempt (C4).

    Args:
        passed: False reopens the entry, counts a relapse and gives the unit a new deadline.
        held_on: From the day of closing until today.
        deadline: New deadline after a relapse, a working day after today and not after 2100; empty when it holds.
        differs_because: Why the person differs from the rule that raised the entry, which runs again here (H5).
        next_on: Day of a further look-back when it holds; None for none.
        remaining: How many of what the entry counts came back, from one to all found; needed for a relapse of an
            entry that counts something, and for nothing else. It is what remains to be done from then on.

    Raises:
        Invalid: A text or the deadline is missing or wrong, the day does not fit, a file is refused.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; verifiers' rules apply.

    Source: C5, H5.
    """
    kept = keep_for(problem_id, policies.LATER_LOOK_BACK, files, actor=actor, key=key)
    with verifying(
        problem_id,
        policies.LATER_LOOK_BACK,
        actor=actor,
        key=key,
        expected_version=expected_version,
        reason="" if passed else findings,
    ) as doing:
        if doing.known is not None:
            return LaterLookBack.objects.get(pk=doing.known)
        now, problem, day, calendar = doing.now, doing.problem, today(), load_calendar()
        require_move("record_later_look_back", problem)
        errors = text_errors(people, findings)
        if wrong := held_on_errors(held_on, problem.closed_on):
            errors["held_on"] = wrong
        if passed and deadline is not None:
            errors["deadline"] = [_("A deadline belongs to a relapse only; leave it empty.")]
        elif not passed and deadline is None:
            errors["deadline"] = [_("Give the unit a new deadline.")]
        elif deadline is not None and (wrong := _deadline_errors(deadline, calendar)):
            errors["deadline"] = wrong
        if next_on is not None and next_on.year > LAST_YEAR:
            errors["next_on"] = [_("The year of the further look-back is not plausible.")]
        elif next_on is not None and (not passed or next_on <= day or not calendar.is_working(next_on)):
            errors["next_on"] = [
                _("A further look-back has to be on a working day after today, and only when the rectification holds.")
            ]
        if wrong := _remaining_errors(problem, passed=passed, remaining=remaining):
            errors["remaining"] = wrong
        ruled = asked_again(problem_id, passed=passed, differs_because=differs_because, errors=errors)
        if errors:
            raise Invalid(errors=errors)
        record = LaterLookBack(
            problem=problem,
            people=people.strip(),
            findings=findings.strip(),
            outcome=Outcome.PASSED if passed else Outcome.FAILED,
            held_on=held_on,
            recorded_by_id=now.standing.person_id,
            rank=now.standing.rank_in(problem.office_id),
            deadline=deadline,
            **ruled,
        )
        record.save()
        attach(now, kept, later_look_back=record)
        _stop_nearest(problem, day)
        if passed:
            now.move("record_later_look_back")
            now.save()
            if next_on is not None:
                start_clocks(
                    [
                        NewClock(
                            subject_id=problem.pk,
                            kind=ClockKind.LATER_LOOK_BACK,
                            holder=Clock.Holder.OFFICE,
                            office_id=problem.office_id,
                            unit_id=problem.unit_id,
                            started_on=day,
                            due_on=next_on,
                            item_id=-record.pk,  # beside those of the intervals, whose keys are positive
                        )
                    ],
                    calendar=calendar,
                )
        else:
            now.move("relapse")
            end_closing(problem, day)
            problem.closed_on, problem.relapsed_on, problem.extended_on = None, day, deadline
            problem.relapses += 1
            if remaining is not None:
                problem.done = (problem.found or 0) - remaining
            now.save("closed_on", "relapsed_on", "extended_on", "relapses", "done")
            stop_clocks(
                problem.pk, ClockKind.LATER_LOOK_BACK, ClockKind.FEEDBACK, on=day, outcome=Clock.Outcome.CANCELLED
            )
            rectify_again(problem, day)
        doing.receipt(record.pk)
        return record


def later_look_back_clocks(problem: Problem, closed_on: date, calendar: WorkingCalendar) -> list[NewClock]:
    """The look-backs that a closing schedules, by the intervals that are data, the nearest first. Source: C5.

    Each is so many natural days after closing, moved to a working day, and waits for the office.
    """
    return [
        NewClock(
            subject_id=problem.pk,
            kind=ClockKind.LATER_LOOK_BACK,
            holder=Clock.Holder.OFFICE,
            office_id=problem.office_id,
            unit_id=problem.unit_id,
            started_on=closed_on,
            due_on=calendar.next_working(closed_on + timedelta(days=days)),
            item_id=key,
        )
        for key, days in look_back_days()
    ]


def _stop_nearest(problem: Problem, day: date) -> None:
    """A look-back answers the one that is due first; those further off still come."""
    due = Clock.objects.filter(
        subject_kind="problem", subject_id=problem.pk, kind=ClockKind.LATER_LOOK_BACK, stopped_on=None
    )
    nearest = due.order_by("due_on", "pk").values_list("pk", flat=True).first()
    if nearest is not None:
        stop_clocks(problem.pk, on=day, clock_id=nearest)


def _remaining_errors(problem: Problem, *, passed: bool, remaining: int | None) -> list[Any]:
    """What is wrong with the number that came back."""
    if passed or problem.found is None:
        if remaining is None:
            return []
        if passed:
            return [_("How many came back belongs to a relapse only; leave it empty.")]
        return [_("This entry counts nothing; leave the figure empty.")]
    if remaining is None:
        return [_("Say how many of the %(found)s found came back.") % {"found": problem.found}]
    if not 1 <= remaining <= problem.found:
        return [_("From 1 to the %(found)s found can have come back.") % {"found": problem.found}]
    return []


def _deadline_errors(deadline: date, calendar: WorkingCalendar) -> list[Any]:
    """The date once required by a superior was met by the first closing and does not cap the new one (our choice)."""
    if deadline.year > LAST_YEAR:
        return [_("The year of the deadline is not plausible.")]
    if deadline <= today():
        return [_("The deadline must lie after today.")]
    if not calendar.is_working(deadline):
        return [
            _("%(day)s is a rest day. The next working day is %(next)s.")
            % {"day": in_words(deadline), "next": in_words(calendar.next_working(deadline))}
        ]
    return []
