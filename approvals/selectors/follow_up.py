"""Reads of the follow-up register: tasks with their light, one task with its evidence. Source: D9."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from approvals import policies
from approvals.models import FollowUpTask, TaskFile
from approvals.services.follow_up import answer_day
from approvals.services.initiation import lead_section
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import YELLOW_DAYS, light_of
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import Standing


@dataclass(frozen=True)
class TaskLine:
    """A task as lists show it; ``due_on`` is that of the letter once one is out, the light that of the task itself."""

    task: FollowUpTask
    light: str
    due_on: date
    provisional: bool = False  # the task's own day


def task_list(viewer: Account, *, closed: bool = False) -> QuerySet[FollowUpTask]:
    """Tasks of applications the viewer may see: the open ones by their day, or those that are closed."""
    return (
        FollowUpTask.objects.filter(application__in=policies.visible_to(viewer), closed_on__isnull=not closed)
        .select_related("application__unit", "application__kind", "application__office", "section", "letter", "problem")
        .order_by("due_on", "pk")
    )


def task_lines(tasks: list[FollowUpTask], on: date | None = None) -> list[TaskLine]:
    """The tasks with their lights; no query."""
    on, calendar = on or today(), load_calendar()
    return [_line(one, on, calendar) for one in tasks]


def _line(task: FollowUpTask, on: date, calendar: WorkingCalendar) -> TaskLine:
    due_on = answer_day(task) or task.due_on
    light = "none" if task.closed_on else light_of(due_on, calendar.add(due_on, -YELLOW_DAYS), on)
    if light != "none" and task.reported_on is None and task.due_on < on:
        light = "red"  # the letter sets a day for the answer and takes the delay away from nobody
    return TaskLine(task, light, due_on, calendar.is_provisional(task.due_on))


def task_for(*, viewer: Account, task_id: int) -> FollowUpTask:
    """A task with its application and evidence. Raises NotFound."""
    found = (
        FollowUpTask.objects.filter(application__in=policies.visible_to(viewer))
        .select_related(
            "application__unit__competent_department",
            "application__office",
            "application__kind",
            "section",
            "letter",
            "problem",
            "reported_by",
            "closed_by",
        )
        .prefetch_related(
            Prefetch("files", queryset=TaskFile.objects.select_related("stored", "added_by").order_by("pk"))
        )
        .filter(pk=task_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def file_for(*, viewer: Account, file_id: int) -> TaskFile:
    """Evidence of a task. Raises NotFound."""
    found = (
        TaskFile.objects.select_related("stored", "task")
        .filter(pk=file_id, task__application__in=policies.visible_to(viewer))
        .first()
    )
    if found is None:
        raise NotFound
    return found


def acts_on(task: FollowUpTask, standing: Standing) -> list[str]:
    """What the person may do to a task now."""
    if task.closed_on is not None:
        return []
    found = []
    out = answer_day(task)
    wanting = task.due_on < today() or bool(task.finding)
    open_acts = {
        policies.REPORT_TASK: task.reported_on is None,
        policies.CHECK_TASK: task.reported_on is not None,
        policies.LETTER: task.reported_on is None and wanting and (out is None or out < today()),
        policies.TASK_ENTRY: task.reported_on is None and out is not None and out < today() and task.problem_id is None,
    }
    for act, open_now in open_acts.items():
        if open_now and policies.may(standing, act, task.application):
            found.append(act)
    lead = lead_section(task.application) if policies.CHECK_TASK in found else None
    if not policies.in_section(standing, lead, task.application.office_id):
        found.remove(policies.CHECK_TASK)
    return found
