"""Task forces at work follow a post that is handed over: their leader, members and open tasks. Source: A5, A6, D6.

Runs inside the act of the handover. What is done stays under the name it was done by; history keeps the old name.
"""

from django.db.models import Q

from approvals.models import Application, TaskForce, TaskForceMember, TaskForceTask
from approvals.rules.task_forces import candidates_for
from audit.sets import update_with_history
from organizations.models import Appointment, Handover
from organizations.roles import Role
from problems.policies import OFFICE_ALL


def follow(handover: Handover) -> list[str]:
    """Put the successor in the predecessor's place in the task forces of the office; clocks and days stay.

    A member was kept with the section of the post. Who still holds another post there stays a member with that one's
    section, and stays leader; their tasks stay with them. Nothing is left behind, so no sentence is answered.
    """
    post, new = handover.given_up, handover.taken_up.person_id
    office_id = _office_of(post)
    if office_id is None:
        return []
    old = post.person_id
    inside = TaskForceMember.objects.filter(person_id=old, left_on=None).values("force")
    doing = TaskForceTask.objects.filter(person_id=old, done_on=None).values("force")
    theirs = TaskForce.objects.filter(
        Q(leader_id=old) | Q(pk__in=inside) | Q(pk__in=doing), ended_on=None, application__office_id=office_id
    )
    matters = Application.objects.filter(pk__in=theirs.values("application"))
    for application in matters.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        for force in theirs.filter(application=application).select_for_update(no_key=True, of=("self",)):
            stays = old in candidates_for(application)
            member = force.members.filter(person_id=old, left_on=None).first()
            if stays and (member is None or member.section_id != post.section_id):
                continue
            _replace(force, member, post, new, handover)
    return []


def _office_of(post: Appointment) -> int | None:
    """The office in whose task forces somebody with this post can be; None for a post of a unit and the like."""
    if post.partner is not None:
        return post.partner.office_id if post.role == Role.PARTNER else None
    return post.office_id if post.role in OFFICE_ALL else None


def _replace(force: TaskForce, member: TaskForceMember | None, post: Appointment, new: int, handover: Handover) -> None:
    if member is not None:
        member.left_on = handover.last_day
        member.save(update_fields=["left_on"])
        known = force.members.filter(person_id=new).first()
        if known is None:
            TaskForceMember(force=force, person_id=new, section_id=post.section_id).save()
        elif known.left_on is not None:
            known.left_on = None
            known.save(update_fields=["left_on"])
    if force.leader_id == post.person_id:
        force.leader_id = new
        force.save(update_fields=["leader"])
    rows = force.tasks.select_for_update(no_key=True, of=("self",)).filter(person_id=post.person_id, done_on=None)
    tasks = list(rows.order_by("pk"))
    for task in tasks:
        task.person_id = new
    update_with_history(TaskForceTask, tasks, ["person"])
