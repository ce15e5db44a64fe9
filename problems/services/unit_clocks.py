"""The clocks that run while the unit is at work: its deadline, its milestones, its absorption plan. Source: B6, H4."""

from datetime import date
from typing import Any

from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from problems.models import Milestone, Problem, RectificationPlan
from problems.services.curve_clocks import follow_curve
from problems.services.dates import follow_required
from problems.services.extensions import withdraw_extension

APPROVED = RectificationPlan.Status.APPROVED


def start_unit_clocks(problem: Problem, day: date, *, with_deadline: bool = True, reopened: bool = False) -> None:
    """Start the clocks of the deadline, of milestones ahead and of the absorption plan. One that has passed is late.

    Args:
        with_deadline: False where the clock of the deadline runs since the assignment.
        reopened: True where the unit had said that it is done: milestones that lie before ``day`` are over, whether
            they were reached or not, and start no clock.
    """
    calendar = load_calendar()
    shared: dict[str, Any] = {
        "subject_id": problem.pk,
        "holder": Clock.Holder.UNIT,
        "office_id": problem.office_id,
        "unit_id": problem.unit_id,
        "started_on": day,
    }
    wanted = []
    if with_deadline:
        wanted.append(NewClock(kind=ClockKind.RECTIFICATION, due_on=problem.deadline_on, **shared))
    ahead = Milestone.objects.filter(plan__problem=problem, plan__status=APPROVED, reached_on=None)
    if reopened:
        ahead = ahead.filter(due_on__gte=day)
    wanted += [
        NewClock(kind=ClockKind.MILESTONE, due_on=one.due_on, item_id=one.pk, detail=one.title, **shared)
        for one in ahead
    ]
    start_clocks(wanted, calendar=calendar)
    follow_required(problem, day)
    follow_curve(problem, day, calendar)


def stop_unit_clocks(problem: Problem, day: date) -> None:
    """The unit says it is done: its deadline is met or missed today, and what lay ahead no longer counts."""
    stop_clocks(problem.pk, ClockKind.RECTIFICATION, on=day)
    stop_clocks(problem.pk, ClockKind.MILESTONE, ClockKind.ABSORPTION, on=day, outcome=Clock.Outcome.CANCELLED)
    stop_clocks(problem.pk, ClockKind.REQUIRED_DATE, on=day, outcome=Clock.Outcome.CANCELLED)
    answer_urgings(problem, day)
    withdraw_extension(problem, day)


def answer_urgings(problem: Problem, day: date) -> None:
    """A plan or a report of the unit answers every urging and the return of an earlier report. Inside the open act."""
    for urging in problem.urgings.select_for_update(no_key=True).filter(answered_on=None):
        urging.answered_on = day
        urging.save()
    stop_clocks(problem.pk, ClockKind.URGED, ClockKind.REPORT_AGAIN, on=day)
