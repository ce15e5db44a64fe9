"""Counting dates of applications again when a calendar year is loaded. Source: D3, D9, decided.md (provisional dates).

The day by which an application has to be decided is always counted. So is the day of a standard task
that nobody changed; another day of a task is somebody's word and stays, unless it turns out a rest day: then it is the
next working day.
"""

from datetime import date

from approvals.models import Application, FollowUpTask
from approvals.rules.follow_up import standard_tasks
from approvals.states import IN_PROGRESS, PENDING
from audit.sets import update_with_history
from deadlines.calendar import WorkingCalendar
from deadlines.models import ClockKind
from deadlines.moves import reschedule
from organizations.clock import today


def recount_dates(before: WorkingCalendar, after: WorkingCalendar) -> int:
    """Count again what was counted by ``before`` and still lies ahead; answers how many dates moved.

    Called inside the act that loads the year, before any clock is locked.
    """
    return _decisions(before, after) + _tasks(before, after)


def _decisions(before: WorkingCalendar, after: WorkingCalendar) -> int:
    rows = Application.objects.select_for_update(no_key=True, of=("self",)).filter(
        due_on__gt=today(), filed_on__isnull=False, state__in=[*PENDING, *IN_PROGRESS]
    )
    moved = []
    for one in rows.order_by("pk"):
        assert one.filed_on is not None and one.due_on is not None  # noqa: S101 - chosen so above
        # The time limit with the days of its pauses, as it was counted then.
        due_on = after.add(one.filed_on, before.between(one.filed_on, one.due_on))
        if due_on != one.due_on:
            one.due_on, one.version = due_on, one.version + 1
            moved.append(one)
    return update_with_history(Application, moved, ["due_on", "version"])


def _tasks(before: WorkingCalendar, after: WorkingCalendar) -> int:
    rows = FollowUpTask.objects.select_for_update(no_key=True, of=("self",)).filter(due_on__gt=today(), closed_on=None)
    moved = []
    for one in rows.select_related("application__kind").order_by("pk"):
        due_on = _counted(one, before, after) or one.due_on
        if due_on.year in after.years:
            due_on = after.next_working(due_on)
        if due_on != one.due_on:
            one.due_on = due_on
            due: dict[tuple[str, int | None], date] = {(ClockKind.FOLLOW_UP, one.pk): due_on}
            if one.letter_id is None:  # else the clock is that of the letter
                reschedule(one.application_id, due, calendar=after, subject_kind="application")
            moved.append(one)
    return update_with_history(FollowUpTask, moved, ["due_on"])


def _counted(task: FollowUpTask, before: WorkingCalendar, after: WorkingCalendar) -> date | None:
    """The day of a standard task that nobody changed, counted again from the day of the reply; else None."""
    application = task.application
    if application.decided_on is None:
        return None
    said, again = (standard_tasks(application, application.decided_on, one) for one in (before, after))
    for old, new in zip(said, again, strict=True):
        if (old.subject, old.text[:300], old.due_on) == (task.subject, task.text, task.due_on):
            return new.due_on
    return None
