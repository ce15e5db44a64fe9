"""The clocks of an absorption plan (消化计划). Source: B6, H4.

A policy-caused entry with an absorption plan is watched by its curve: on it there is no alarm, so that deadline and
milestones are quiet until their last day; a step that is not kept is yellow on its day and red five working days later.
"""

from datetime import date

from audit.sets import update_with_history
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import YELLOW_DAYS, NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from problems.models import AbsorptionStep, Problem, RectificationPlan
from problems.models.entries import Nature

APPROVED = RectificationPlan.Status.APPROVED
QUIET_KINDS = (ClockKind.RECTIFICATION, ClockKind.MILESTONE)


def follow_curve(problem: Problem, day: date, calendar: WorkingCalendar | None = None) -> None:
    """Bring the clocks of the absorption plan to what remains now; does nothing for an entry without one.

    Called after whatever changes what remains, the steps or their days, inside the open act.
    """
    rows = AbsorptionStep.objects.filter(plan__problem=problem, plan__status=APPROVED)
    if problem.relapsed_on is not None:  # steps of before were kept, or the entry would not have closed
        rows = rows.filter(due_on__gte=problem.relapsed_on)
    steps = list(rows)
    if not steps or problem.paused_on is not None:
        return
    calendar, left = calendar or load_calendar(), problem.remaining or 0
    # Until a second person has confirmed that policy caused it, the entry is treated as a violation: by its deadline.
    watched = problem.nature == Nature.POLICY and problem.nature_confirmed
    wanted = {step.pk: step for step in steps if watched and left > step.remaining_at_most}
    running = {
        clock.item_id: clock
        for clock in Clock.objects.filter(
            subject_kind="problem", subject_id=problem.pk, kind=ClockKind.ABSORPTION, stopped_on=None
        )
    }
    for item_id, clock in running.items():
        step = wanted.get(item_id or 0)
        if step is None:
            stop_clocks(problem.pk, ClockKind.ABSORPTION, on=day, item_id=item_id)
        elif step.due_on != clock.started_on:
            stop_clocks(problem.pk, ClockKind.ABSORPTION, on=day, item_id=item_id, outcome=Clock.Outcome.CANCELLED)
    start_clocks(
        (
            NewClock(
                subject_id=problem.pk,
                kind=ClockKind.ABSORPTION,
                holder=Clock.Holder.UNIT,
                office_id=problem.office_id,
                unit_id=problem.unit_id,
                started_on=step.due_on,
                item_id=step.pk,
                detail=f"≤ {step.remaining_at_most}",
            )
            for step in wanted.values()
            if step.pk not in running or running[step.pk].started_on != step.due_on
        ),
        calendar=calendar,
    )
    _quieten(problem, calendar, quiet=watched)


def _quieten(problem: Problem, calendar: WorkingCalendar, *, quiet: bool) -> None:
    rows = Clock.objects.select_for_update(no_key=True).filter(
        subject_kind="problem", subject_id=problem.pk, kind__in=QUIET_KINDS, stopped_on=None
    )
    changed = []
    for clock in rows.order_by("pk"):
        yellow_on = clock.due_on if quiet else calendar.add(clock.due_on, -YELLOW_DAYS)
        if clock.yellow_on != yellow_on:
            clock.yellow_on = yellow_on
            changed.append(clock)
    update_with_history(Clock, changed, ["yellow_on"])
