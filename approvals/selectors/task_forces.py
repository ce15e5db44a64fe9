"""Reads of task forces: those of an application as its page shows them, one with its people and tasks, and what
waits of them for somebody who is in one for a partner department. Source: D6."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from approvals import policies
from approvals.models import Application, SectionPart, TaskForce, TaskForceMember, TaskForceTask
from approvals.rules.task_forces import REFORM_KINDS, WORKING
from approvals.services.initiation import lead_section
from deadlines.calendar import load_calendar
from deadlines.clocks import YELLOW_DAYS, light_of
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Appointment, Section, in_force
from organizations.scope import Standing, standing_of

OF_THE_FORCE = (policies.CHANGE_FORCE, policies.ADD_FORCE_TASK, policies.MOVE_FORCE_END, policies.END_FORCE)
MATTER = (
    "application__office",
    "application__unit__office",
    "application__unit__competent_department",
    "application__kind",
)


@dataclass(frozen=True)
class ForceTask:
    """A task with its light, and whether the viewer may finish it, give it on or move its day."""

    task: TaskForceTask
    light: str
    may_finish: bool
    may_run: bool
    provisional: bool = False  # its day falls into a year whose holidays are not published


@dataclass(frozen=True)
class ForceLine:
    """A task force as the viewer may know it: a unit learns its name, its leader and its end, nothing from within.

    Args:
        members: Those besides the leader, with those who left.
        matter: Whether the viewer may open the application; who is in the force for a partner department may not.
    """

    force: TaskForce
    light: str
    inside: bool
    matter: bool = True
    members: list[TaskForceMember] = field(default_factory=list)
    tasks: list[ForceTask] = field(default_factory=list)
    acts: frozenset[str] = frozenset()
    provisional: bool = False


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
    """One task force that the viewer may know of, see ``policies.visible_forces``. Raises NotFound."""
    standing = standing_of(viewer)
    found = _joined(policies.visible_forces(standing).filter(pk=force_id)).select_related(*MATTER).first()
    if found is None:
        raise NotFound
    return _line(found, standing, lead_section(found.application))


def own_forces(viewer: Account) -> QuerySet[TaskForce]:
    """Task forces at work that the person leads or is a member of, those that end first before others."""
    inside = TaskForceMember.objects.filter(person_id=viewer.person_id, left_on=None).values("force")
    rows = policies.visible_forces(viewer).filter(Q(leader_id=viewer.person_id) | Q(pk__in=inside), ended_on=None)
    return rows.select_related(*MATTER).order_by("due_on", "pk")


def lines_for(viewer: Account, forces: Iterable[TaskForce]) -> list[ForceLine]:
    """Task forces of ``own_forces`` with their people and tasks, in the same order. A constant number of queries."""
    standing, ids = standing_of(viewer), [one.pk for one in forces]
    rows = _joined(policies.visible_forces(standing).filter(pk__in=ids)).select_related(*MATTER).in_bulk()
    parts = SectionPart.objects.filter(
        application__in=[one.application_id for one in rows.values()], part=SectionPart.Part.LEAD, until=None
    )
    leads = {one.application_id: one.section for one in parts.select_related("section").order_by("-pk")}
    return [_line(rows[pk], standing, leads.get(rows[pk].application_id)) for pk in ids]


@dataclass(frozen=True)
class ForceWaiting:
    """A task that waits for somebody who is in its force for a partner department."""

    task: TaskForceTask
    light: str
    days_left: int
    provisional: bool = False


def tasks_beside(standing: Standing) -> list[ForceWaiting]:
    """What of task forces waits for a member from a partner department: their own open tasks, and for the leader those
    of people without a post. The first due come first."""
    forces = policies.forces_beside(standing).filter(ended_on=None)
    rows = TaskForceTask.objects.filter(force__in=forces, done_on=None).select_related("force__application__kind")
    whose = doers_of(rows)
    mine = [one for one in rows.order_by("due_on", "pk") if whose[one.pk] == standing.person_id]
    on, calendar = today(), load_calendar()
    return [
        ForceWaiting(
            one,
            light_of(one.due_on, calendar.add(one.due_on, -YELLOW_DAYS), on),
            calendar.between(on, one.due_on),
            calendar.is_provisional(one.due_on),
        )
        for one in mine
    ]


def doers_of(tasks: QuerySet[TaskForceTask]) -> dict[int, int | None]:
    """Whom each task waits for: the person it was given to, and the force's leader for one of them who holds no post in
    the office or in a partner department of it any more."""
    office = OuterRef("force__application__office")
    there = Appointment.objects.filter(
        in_force(today()), Q(office=office) | Q(partner__office=office), person=OuterRef("person")
    )
    rows = tasks.order_by().annotate(there=Exists(there)).values_list("pk", "person_id", "there", "force__leader_id")
    return {pk: person_id if stays else leader_id for pk, person_id, stays, leader_id in rows}


def force_of_task(*, viewer: Account, task_id: int, act: str) -> tuple[ForceLine, ForceTask]:
    """A task with its task force, for who may know it at all: the offices and who is in it, not the unit.

    Raises:
        NotFound: Hidden, or missing.
        NotAllowed: The force is known, what goes on in it is not; ``act`` is refused.
    """
    force_id = TaskForceTask.objects.filter(pk=task_id).values_list("force_id", flat=True).first() or 0
    line = force_line(viewer=viewer, force_id=force_id)
    task = next((one for one in line.tasks if one.task.pk == task_id), None)
    if task is None:
        if line.inside:
            raise NotFound
        raise policies.refusal(act)
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
    provisional = is_open and calendar.is_provisional(force.due_on)
    offices = standing.office_ids | standing.lower_office_ids | standing.audited_office_ids
    matter = force.application.office_id in offices
    if not matter and not _is_in(standing, force):
        return ForceLine(force, ends, inside=False, provisional=provisional)
    tasks = []
    for one in force.tasks.all():
        one.force = force
        waits = is_open and one.done_on is None
        tasks.append(
            ForceTask(
                one,
                light(one.due_on) if waits else "none",
                waits and policies.may_finish(standing, one, lead),
                waits and policies.may_run_force(standing, policies.GIVE_FORCE_TASK_ON, force, lead),
                waits and calendar.is_provisional(one.due_on),
            )
        )
    acts = set(OF_THE_FORCE) if is_open else set()
    if force.application.state not in WORKING:
        acts -= {policies.ADD_FORCE_TASK}
    mine = frozenset(act for act in acts if policies.may_run_force(standing, act, force, lead))
    members = [one for one in force.members.all() if one.person_id != force.leader_id]
    return ForceLine(
        force, ends, inside=True, matter=matter, members=members, tasks=tasks, acts=mine, provisional=provisional
    )


def _is_in(standing: Standing, force: TaskForce) -> bool:
    """Whether the person is in it for a partner department; ``policies.forces_beside`` without a query."""
    present = {force.leader_id, *(one.person_id for one in force.members.all() if one.left_on is None)}
    return standing.person_id in present and policies.is_beside(standing, force)
