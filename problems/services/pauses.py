"""Pausing the clocks of an entry with a reason, and letting them run again. Source: G1, design (paused spans)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from audit.sets import update_with_history
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.models import ClockKind
from deadlines.moves import moved_by, pause_clocks, resume_clocks
from organizations.clock import today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from problems import policies
from problems.acting import acting_on, repeatable, require_state
from problems.models import AbsorptionStep, Extension, Handling, Milestone, Pause, Problem
from problems.services.curve_clocks import follow_curve
from problems.services.dates import cap_of, points_ahead

# What people were hurt or upset by is noted at once, whatever else stands still; a required date waits for nobody.
NEVER_PAUSED = frozenset({ClockKind.INCIDENT, ClockKind.REQUIRED_DATE})


@repeatable(Pause)
def pause_problem(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Pause:
    """Let the clocks of an entry stand still from today, such as while a court or a reform decides. Its light stays.

    Raises:
        WrongState: Not at work, paused already, or an extension is waiting.
        Invalid: No reason.
        NotFound, NotAllowed, Stale: See ``acting_on``.
    """
    with acting_on(
        problem_id,
        "problem.pause",
        actor=actor,
        may=policies.requires("problem.pause"),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem, day = now.problem, today()
        require_state("pause", problem)
        if problem.paused_on is not None:
            raise WrongState(_("The clocks of this entry are paused already."))
        if problem.extension_requests.filter(status=Extension.Status.PENDING).exists():
            raise WrongState(_("An extension is waiting for a decision. Decide on it before pausing the clocks."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the clocks are paused.")]})
        pause = Pause(
            problem=problem,
            reason=reason.strip(),
            paused_on=day,
            paused_by_id=now.standing.person_id,
            deadline_before=problem.deadline_on,
        )
        pause.save()
        problem.paused_on = day
        now.save("paused_on")
        now.handled_as(Handling.Capacity.PAUSED)
        pause_clocks(problem.pk, on=day, spared=NEVER_PAUSED)
        return now.made(pause)


@repeatable(Pause)
def resume_problem(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Pause:
    """Let the clocks run again: deadline, milestones and steps move by the working days they stood still.

    The deadline moves at most to the day that caps it (``cap_of``); a pause of the office does not outrank the body
    that required a date.

    Raises:
        WrongState: The clocks are not paused.
        Invalid: No reason.
        NotFound, NotAllowed, Stale: See ``acting_on``.
    """
    with acting_on(
        problem_id,
        "problem.resume",
        actor=actor,
        may=policies.requires("problem.resume"),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem, day, calendar = now.problem, today(), load_calendar()
        require_state("resume", problem)
        pause = problem.pauses.filter(resumed_on=None).first()
        if pause is None:
            raise WrongState(_("The clocks of this entry are running; there is nothing to resume."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the clocks run again.")]})
        before = problem.deadline_on
        after = moved_deadline(problem, pause.paused_on, day, calendar)
        pause.resumed_on, pause.resumed_by_id, pause.resume_reason = day, now.standing.person_id, reason.strip()
        pause.working_days, pause.deadline_after = calendar.between(pause.paused_on, day), after
        pause.deadline_before = before
        pause.save()
        problem.paused_on = None
        if after != before:
            problem.extended_on = after
        now.save("paused_on", "extended_on")
        now.handled_as(Handling.Capacity.PAUSED)
        fixed: dict[tuple[str, int | None], date] = {(ClockKind.RECTIFICATION, None): after}
        for model in (Milestone, AbsorptionStep):
            rows = points_ahead(model, problem, before, since=pause.paused_on)
            for row in rows:
                moved = moved_by(row.due_on, pause.paused_on, day, calendar, natural=False)
                row.due_on = min(moved, after)
                row.days_back = calendar.between(row.due_on, after)
            update_with_history(model, rows, ["due_on", "days_back"])
            if model is Milestone:
                fixed |= {(ClockKind.MILESTONE, row.pk): row.due_on for row in rows}
        resume_clocks(problem.pk, on=day, calendar=calendar, fixed=fixed)
        follow_curve(problem, day, calendar)
        return now.made(pause)


def moved_deadline(problem: Problem, paused_on: date, resumed_on: date, calendar: WorkingCalendar) -> date:
    """The deadline later by the working days paused, at most the day that caps it, never earlier than it was."""
    deadline: date = problem.deadline_on
    moved, cap = moved_by(deadline, paused_on, resumed_on, calendar, natural=False), cap_of(problem)
    return moved if cap is None else max(deadline, min(moved, cap))
