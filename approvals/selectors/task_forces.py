"""Reads of task forces: those of an application as its page shows them, one with its people and tasks. Source: D6."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from approvals import policies
from approvals.models import Application, TaskForce, TaskForceMember, TaskForceTask
from approvals.rules.task_forces import REFORM_KINDS, WORKING
from approvals.services.initiation import lead_section
from deadlines.calendar import load_calendar
from deadlines.clocks import YELLOW_DAYS, light_of
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Section
from organizations.scope import Standing, standing_of


@dataclass(frozen=True)
class ForceTask:
    """A task with its light, and whether the viewer may finish it."""

    task: TaskForceTask
    light: str
    may_finish: bool


@dataclass(frozen=True)
class ForceLine:
    """A task force as the viewer may know it: a unit learns its name, its leader and its end, nothing from within.

    ``members``: those besides the leader, with those who left.
    """

    force: TaskForce
    light: str
    inside: bool
    members: list[TaskForceMember] = field(default_factory=list)
    tasks: list[ForceTask] = field(default_factory=list)
    acts: frozenset[str] = frozenset()


def force_lines(application: Application, viewer: Account) -> list[ForceLine]:
    """The task forces of an application reached through a selector, the latest first. A constant number of queries."""
    if application.kind.code not in REFORM_KINDS:
        return []
    forces = list(_joined(TaskForce.objects.filter(application=application)).order_by("-pk"))
    standing, lead = standing_of(viewer), lead_section(application) if forces else None
    for one in forces:
        one.application = application
    return [_line(one, standing, lead) for one in forces]


def force_line(*, viewer: Account, force_id: int) -> ForceLine:
    """One task force of an application that the viewer may see. Raises NotFound."""
    found = (
        _joined(TaskForce.objects.filter(application__in=policies.visible_to(viewer), pk=force_id))
        .select_related(
            "leader",
            "application__office",
            "application__unit__office",
            "application__unit__competent_department",
            "application__kind",
        )
        .first()
    )
    if found is None:
        raise NotFound
    return _line(found, standing_of(viewer), lead_section(found.application))


def force_of_task(*, viewer: Account, task_id: int) -> tuple[ForceLine, ForceTask]:
    """A task with its task force, for who may know it at all: the offices, not the unit. Raises NotFound."""
    force_id = TaskForceTask.objects.filter(pk=task_id).values_list("force_id", flat=True).first() or 0
    line = force_line(viewer=viewer, force_id=force_id)
    task = next((one for one in line.tasks if one.task.pk == task_id), None)
    if task is None:
        if line.inside:
            raise NotFound
        raise policies.refusal(policies.FINISH_FORCE_TASK)
    return line, task


def wants_no_force(application: Application) -> bool:
    """Whether no task force can be set up on the matter now: not a reform task, or one is at work."""
    if application.kind.code not in REFORM_KINDS or application.state not in WORKING:
        return True
    return TaskForce.objects.filter(application=application, ended_on=None).exists()


def _joined(rows: QuerySet[TaskForce]) -> QuerySet[TaskForce]:
    members = TaskForceMember.objects.select_related("person", "section").order_by("left_on", "pk")
    tasks = TaskForceTask.objects.select_related("person").order_by("due_on", "pk")
    return rows.select_related("leader").prefetch_related(
        Prefetch("members", queryset=members), Prefetch("tasks", queryset=tasks)
    )


def _line(force: TaskForce, standing: Standing, lead: Section | None) -> ForceLine:
    on, calendar = today(), load_calendar()

    def light(due_on: date) -> str:
        return light_of(due_on, calendar.add(due_on, -YELLOW_DAYS), on)

    is_open = force.ended_on is None
    ends = light(force.due_on) if is_open else "none"
    offices = standing.office_ids | standing.lower_office_ids | standing.audited_office_ids
    if force.application.office_id not in offices:
        return ForceLine(force, ends, inside=False)
    tasks = []
    for one in force.tasks.all():
        one.force = force
        waits = is_open and one.done_on is None
        tasks.append(
            ForceTask(one, light(one.due_on) if waits else "none", waits and policies.may_finish(standing, one, lead))
        )
    acts = {policies.CHANGE_FORCE, policies.ADD_FORCE_TASK, policies.END_FORCE} if is_open else set()
    if force.application.state not in WORKING:
        acts -= {policies.ADD_FORCE_TASK}
    mine = frozenset(act for act in acts if policies.may_run_force(standing, act, force, lead))
    members = [one for one in force.members.all() if one.person_id != force.leader_id]
    return ForceLine(force, ends, inside=True, members=members, tasks=tasks, acts=mine)
