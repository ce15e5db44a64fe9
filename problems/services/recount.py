"""Counting dates of entries again when a calendar year is loaded. Source: B6, decided.md (provisional dates).

Counted again is what the ledger itself counted in working days: milestones and steps counted back from a deadline, and
the deadline that a pause moved. What a person decided or typed stays.
"""

from datetime import date
from typing import Any

from audit.sets import update_with_history
from deadlines.calendar import WorkingCalendar
from deadlines.models import ClockKind
from deadlines.moves import reschedule
from organizations.clock import today
from problems.models import AbsorptionStep, Milestone, Pause, Problem, RectificationPlan
from problems.services.curve_clocks import follow_curve
from problems.states import AT_WORK

WATCHED = (RectificationPlan.Status.SUBMITTED, RectificationPlan.Status.APPROVED)


def recount_dates(before: WorkingCalendar, after: WorkingCalendar) -> int:
    """Count again what was counted by ``before`` and still lies ahead; answers how many dates moved.

    Called inside the act that loads the year, before any clock is locked.
    """
    return _pauses(before, after) + sum(_points(model, before, after) for model in (Milestone, AbsorptionStep))


def _pauses(before: WorkingCalendar, after: WorkingCalendar) -> int:
    rows = Pause.objects.filter(deadline_after__gt=today(), problem__state__in=AT_WORK, problem__paused_on=None)
    moved = 0
    for pause in rows.order_by("problem_id", "pk"):
        problem = Problem.objects.select_for_update(no_key=True, of=("self",)).get(pk=pause.problem_id)
        assert pause.working_days is not None  # noqa: S101 - it has ended
        days, old = pause.working_days, pause.deadline_after
        if not days or problem.deadline_on != old or before.add(pause.deadline_before, days) != old:
            continue  # decided or capped since
        new = after.add(pause.deadline_before, days)
        if new == old:
            continue
        pause.deadline_after = problem.extended_on = new
        problem.version += 1
        update_with_history(Pause, [pause], ["deadline_after"])
        update_with_history(Problem, [problem], ["extended_on", "version"])
        reschedule(problem.pk, {(ClockKind.RECTIFICATION, None): new}, calendar=after)
        for model in (Milestone, AbsorptionStep):
            _count_back(model, problem, old, new, before, after)
        moved += 1
    return moved


def _points(model: Any, before: WorkingCalendar, after: WorkingCalendar) -> int:
    ids = model.objects.filter(
        days_back__gt=0, due_on__gte=today(), plan__status__in=WATCHED, plan__problem__state__in=AT_WORK
    ).values("plan__problem_id")
    problems = Problem.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")
    return sum(
        _count_back(model, problem, problem.deadline_on, problem.deadline_on, before, after) for problem in problems
    )


def _count_back(
    model: Any, problem: Problem, old: date, new: date, before: WorkingCalendar, after: WorkingCalendar
) -> int:
    rows = model.objects.filter(
        plan__problem=problem, plan__status__in=WATCHED, days_back__isnull=False, due_on__gte=today()
    )
    moved = []
    for row in rows.order_by("pk"):
        back = -row.days_back
        counted = before.add(old, back) if back else old
        due_on = after.add(new, back) if back else new
        if row.due_on == counted and due_on != counted:
            row.due_on = due_on
            moved.append(row)
    update_with_history(model, moved, ["due_on"])
    if model is Milestone:
        reschedule(problem.pk, {(ClockKind.MILESTONE, row.pk): row.due_on for row in moved}, calendar=after)
    elif moved:
        follow_curve(problem, today(), after)
    return len(moved)
