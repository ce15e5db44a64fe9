"""Who may see an application and who may do what to it. The one place of this room that decides; the table ``ACTS`` is
printed in the documentation as it stands. What the gate answers is no right: rules decide it. Source: A3, A4, D1–D6.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import (
    Application,
    AuthorityRule,
    CopyReceipt,
    FollowUpStandard,
    GateException,
    GateRule,
    GateSheet,
    Meeting,
    TaskForce,
    TaskForceMember,
    TaskForceTask,
)
from approvals.states import State
from organizations.errors import NotAllowed
from organizations.models import Account, Section
from organizations.roles import UNIT_ROLES, Role
from organizations.scope import Standing, standing_of, units_below
from problems.policies import OFFICE_ALL, OFFICE_DECIDERS, OFFICE_STAFF, UNIT_STAFF, Rule

DRAFT, SUBMIT, WITHDRAW = "approval.draft", "approval.submit", "approval.withdraw"
PRE_CHECK = "approval.precheck"
PARTS, OPINION, RETURN, IRREGULAR = (
    "approval.assign_sections",
    "approval.give_opinion",
    "approval.return",
    "approval.mark_irregular",
)
ADMIT, REVIVE, LAPSE = "approval.admit", "approval.revive", "approval.lapse"
EXCEPT, END_EXCEPTION = "gate.except", "gate.end_exception"
DRAFT_RULE, PUBLISH_RULE = "gate.draft_rule", "gate.publish_rule"
COMMUNICATE, INITIATE, APPRAISE = "approval.communicate", "approval.initiate", "approval.appraise"
UNFIT, ROUTE_UP = "approval.return_as_unfit", "approval.route_up"
ROUTE_FURTHER = "approval.route_further"
AGENDA, OFF_AGENDA = "approval.put_on_agenda", "approval.take_off_agenda"
PROCEDURE, RESULT = "approval.find_procedure", "approval.record_result"
REPLY, SUPERIOR_REPLY = "approval.issue_reply", "approval.answer_as_superior"
ACKNOWLEDGE = "decision.acknowledge"
CALL, ATTENDANCE, MINUTES = "meeting.call", "meeting.write_attendance", "meeting.close"
AUTHORITY = "authority.write"
STANDARD, RESTORE_STANDARD = "follow_up.set_standard", "follow_up.restore_standard"
COMMENT = "approval.comment"
SUSPEND, LIFT = "control.suspend", "control.lift"
WITHDRAW_AUTHORITY, REVIEW_WITHDRAWAL = "control.withdraw_authority", "control.review_withdrawal"
GIVE_BACK, CUT_QUOTA = "control.give_back", "control.cut_quota"
ADD_TASK, REPORT_TASK, CHECK_TASK = "follow_up.add_task", "follow_up.report", "follow_up.check"
LETTER, TASK_ENTRY = "follow_up.issue_letter", "follow_up.enter_problem"
SET_UP_FORCE, CHANGE_FORCE, END_FORCE = "task_force.set_up", "task_force.change_members", "task_force.end"
ADD_FORCE_TASK, FINISH_FORCE_TASK = "task_force.add_task", "task_force.finish_task"
GIVE_FORCE_TASK_ON, MOVE_FORCE_TASK = "task_force.give_task_on", "task_force.move_task"
MOVE_FORCE_END = "task_force.move_end"
# Acts on a task force that are of who decides in the lead section, and not of who leads the force.
OF_DECIDERS = frozenset({END_FORCE, MOVE_FORCE_END})
HEAD, LEADER = frozenset({Role.UNIT_HEAD}), frozenset({Role.OFFICE_LEADER})
BESIDE = frozenset({Role.PARTNER})

# act: who. `office` and `unit` are those of the application.
ACTS: dict[str, Rule] = {
    PRE_CHECK: Rule(_("Ask the gate and keep the answer"), office=OFFICE_ALL, unit=UNIT_STAFF),
    DRAFT: Rule(_("Draft an application"), unit=UNIT_STAFF),
    SUBMIT: Rule(_("Sign and file the application"), unit=HEAD),
    WITHDRAW: Rule(_("Withdraw the application"), unit=HEAD),
    PARTS: Rule(_("Name lead and assisting sections"), office=OFFICE_DECIDERS),
    OPINION: Rule(_("Give the pre-review opinion"), office=OFFICE_STAFF),
    RETURN: Rule(_("Return for completion"), office=OFFICE_STAFF),
    IRREGULAR: Rule(_("Find the motion irregular"), office=OFFICE_DECIDERS),
    ADMIT: Rule(_("Decide on admission"), office=OFFICE_STAFF),
    REVIVE: Rule(_("Take up a paused application again"), office=OFFICE_STAFF),
    LAPSE: Rule(_("Let the application lapse"), office=OFFICE_DECIDERS),
    COMMENT: Rule(_("Comment on the application"), office=OFFICE_ALL | {Role.DISCIPLINE_OBSERVER}),
    # `superior` here is the one that has taken up the authority: then the exception is its to make.
    EXCEPT: Rule(_("Record an exception from the gate"), office=LEADER, superior=LEADER),
    END_EXCEPTION: Rule(_("End an exception"), office=LEADER),
    DRAFT_RULE: Rule(_("Draft rules of the gate"), office=OFFICE_DECIDERS),
    PUBLISH_RULE: Rule(_("Publish rules of the gate"), office=LEADER),
    COMMUNICATE: Rule(_("Record prior communication"), office=OFFICE_STAFF),
    INITIATE: Rule(_("Record the initiation"), office=OFFICE_STAFF),
    APPRAISE: Rule(_("Appraise"), office=OFFICE_STAFF),
    UNFIT: Rule(_("Return as not fit, with an explanation"), office=OFFICE_DECIDERS),
    ROUTE_UP: Rule(_("Route to the superior"), office=OFFICE_DECIDERS),
    AGENDA: Rule(_("Put on the agenda"), office=OFFICE_STAFF),
    OFF_AGENDA: Rule(_("Take off the agenda"), office=OFFICE_DECIDERS),
    PROCEDURE: Rule(_("Record the finding on procedure"), office=OFFICE_STAFF),
    RESULT: Rule(_("Record the result of the meeting"), office=OFFICE_STAFF),
    REPLY: Rule(_("Sign and issue the official reply"), office=LEADER),
    # Of these two the office that the matter was routed to: the next one above, or the one it was sent on to.
    SUPERIOR_REPLY: Rule(_("Answer a matter routed up"), superior=LEADER),
    ROUTE_FURTHER: Rule(_("Route a matter further up"), superior=OFFICE_DECIDERS),
    ACKNOWLEDGE: Rule(_("Acknowledge a copied decision"), office=OFFICE_ALL, partner=frozenset({Role.PARTNER})),
    CALL: Rule(_("Call a meeting"), office=OFFICE_STAFF),
    ATTENDANCE: Rule(_("Write who attends"), office=OFFICE_STAFF),
    MINUTES: Rule(_("Close a meeting with its minutes"), office=OFFICE_DECIDERS),
    ADD_TASK: Rule(_("Add a task to the follow-up"), office=OFFICE_STAFF),
    REPORT_TASK: Rule(_("Report on a task of the follow-up"), unit=UNIT_STAFF),
    CHECK_TASK: Rule(_("Check a task of the follow-up"), office=OFFICE_STAFF),
    LETTER: Rule(_("Issue a supervision letter on a task"), office=OFFICE_DECIDERS),
    TASK_ENTRY: Rule(_("Enter in the ledger what was not carried out"), office=OFFICE_STAFF),
    # Of these the leader of the force, and who may set it up, change it and give tasks; each finishes their own tasks.
    # A partner department's member who leads the force gives its tasks too; its people and its end are the office's.
    SET_UP_FORCE: Rule(_("Set up a task force"), office=OFFICE_DECIDERS),
    CHANGE_FORCE: Rule(_("Change the people of a task force"), office=OFFICE_ALL),
    ADD_FORCE_TASK: Rule(_("Add a task to a task force"), office=OFFICE_ALL, partner=BESIDE),
    GIVE_FORCE_TASK_ON: Rule(_("Give a task of a task force to somebody else"), office=OFFICE_ALL, partner=BESIDE),
    MOVE_FORCE_TASK: Rule(_("Move the day of a task of a task force"), office=OFFICE_ALL, partner=BESIDE),
    FINISH_FORCE_TASK: Rule(_("Finish a task of a task force"), office=OFFICE_ALL, partner=BESIDE),
    MOVE_FORCE_END: Rule(_("Move the end of a task force"), office=OFFICE_DECIDERS),
    END_FORCE: Rule(_("End a task force"), office=OFFICE_DECIDERS),
    SUSPEND: Rule(_("Suspend approvals"), office=LEADER, superior=LEADER),
    LIFT: Rule(_("Lift a suspension"), office=LEADER, superior=LEADER),
    WITHDRAW_AUTHORITY: Rule(_("Take up the authority of a lower office"), superior=OFFICE_DECIDERS),
    REVIEW_WITHDRAWAL: Rule(_("Review a withdrawal of authority"), superior=OFFICE_DECIDERS),
    GIVE_BACK: Rule(_("Give authority back"), superior=OFFICE_DECIDERS),
    CUT_QUOTA: Rule(_("Cut posts of a unit"), office=LEADER, superior=LEADER),
    AUTHORITY: Rule(_("Set the authority table"), office=LEADER),
    STANDARD: Rule(_("Set the standard tasks and copies of a kind"), office=OFFICE_DECIDERS),
    RESTORE_STANDARD: Rule(_("Go by the shipped tasks and copies again"), office=OFFICE_DECIDERS),
}


def _standing(viewer: Account | Standing) -> Standing:
    return viewer if isinstance(viewer, Standing) else standing_of(viewer)


def visible_to(viewer: Account | Standing) -> QuerySet[Application]:
    """Applications whose existence ``viewer`` may know. Every read for a person starts here. Source: A4.

    A unit sees its own, drafts included, and what its subordinates filed; a draft that a competent department writes
    for a subordinate is seen by its writer too. An office sees what was filed with it, or by its units with the
    superior that took up its authority; a superior office what was filed with lower ones, the audit administrator what
    was filed with the audited office.
    """
    standing = _standing(viewer)
    seen = Q(pk__in=[])
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    if offices:
        seen |= (Q(office_id__in=offices) | Q(unit__office_id__in=offices)) & ~Q(state=State.DRAFT)
    if standing.unit_ids:
        shared = ~Q(state=State.DRAFT) | Q(drafted_by_id=standing.person_id)
        seen |= Q(unit_id__in=standing.unit_ids) & (Q(unit_id__in=standing.own_unit_ids) | shared)
    return Application.objects.filter(seen)


def visible_sheets(viewer: Account | Standing) -> QuerySet[GateSheet]:
    """Sheets of the gate: those of own and lower offices, of the own unit and its subordinates."""
    standing = _standing(viewer)
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    return GateSheet.objects.filter(Q(office_id__in=offices) | Q(unit_id__in=standing.unit_ids))


def visible_exceptions(viewer: Account | Standing) -> QuerySet[GateException]:
    """Exceptions of own and lower offices, also those that a superior made for their units, and of the own unit."""
    standing = _standing(viewer)
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    return GateException.objects.filter(
        Q(office_id__in=offices) | Q(unit__office_id__in=offices) | Q(unit_id__in=standing.unit_ids)
    )


def visible_rules(viewer: Account | Standing) -> QuerySet[GateRule]:
    """Published rules are known to everybody who holds a post in an office or unit; drafts to their office."""
    standing = _standing(viewer)
    if not (standing.office_ids or standing.unit_ids or standing.audited_office_ids):
        return GateRule.objects.none()
    return GateRule.objects.filter(Q(valid_from__isnull=False) | Q(office_id__in=standing.office_ids))


def visible_meetings(viewer: Account | Standing) -> QuerySet[Meeting]:
    """Meetings of own and lower offices. Units learn the result of their own matter, not who said what."""
    standing = _standing(viewer)
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    return Meeting.objects.filter(office_id__in=offices)


def visible_authority(viewer: Account | Standing) -> QuerySet[AuthorityRule]:
    """The authority table is known to everybody who holds a post in an office or unit. Source: D13."""
    standing = _standing(viewer)
    if not (standing.office_ids or standing.unit_ids or standing.audited_office_ids):
        return AuthorityRule.objects.none()
    return AuthorityRule.objects.all()


def visible_standards(viewer: Account | Standing) -> QuerySet[FollowUpStandard]:
    """Standard tasks and copies: the shipped ones, and those of the offices that the viewer's matters go to."""
    standing = _standing(viewer)
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    own = {one.unit.office_id for one in standing.appointments if one.unit is not None}
    if not (offices or own):
        return FollowUpStandard.objects.none()
    return FollowUpStandard.objects.filter(Q(office=None) | Q(office_id__in=offices | own))


def visible_controls(viewer: Account | Standing, model: Any) -> QuerySet[Any]:
    """Suspensions, withdrawals of authority or cuts: those of own and lower offices, and those of the own unit."""
    standing = _standing(viewer)
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    return model.objects.filter(Q(office_id__in=offices) | Q(unit_id__in=standing.unit_ids))


def offices_beside(standing: Standing) -> set[int]:
    """Offices for a partner department of which the person speaks today."""
    posts = standing.appointments
    return {one.partner.office_id for one in posts if one.partner is not None and one.role == Role.PARTNER}


def forces_beside(standing: Standing) -> QuerySet[TaskForce]:
    """Task forces in which the person is for a partner department of their office: leader or member, not one who left.

    Nothing else of the application opens with it. Source: D6, A4.
    """
    inside = TaskForceMember.objects.filter(person_id=standing.person_id, left_on=None).values("force")
    return TaskForce.objects.filter(
        Q(leader_id=standing.person_id) | Q(pk__in=inside), application__office_id__in=offices_beside(standing)
    )


def visible_forces(viewer: Account | Standing) -> QuerySet[TaskForce]:
    """Task forces of the applications that the viewer may see, and those that the viewer is in (``forces_beside``)."""
    standing = _standing(viewer)
    seen = Q(application__in=visible_to(standing))
    if standing.partner_ids:
        seen |= Q(pk__in=forces_beside(standing).values("pk"))
    return TaskForce.objects.filter(seen)


def visible_copies(viewer: Account | Standing) -> QuerySet[CopyReceipt]:
    """Decisions copied to the viewer's partner department, or to a section of the viewer's office. Source: D8."""
    standing = _standing(viewer)
    offices = standing.office_ids | standing.audited_office_ids | standing.lower_office_ids
    return CopyReceipt.objects.filter(
        Q(partner_id__in=standing.partner_ids) | Q(decision__application__office_id__in=offices)
    )


def may_for(
    standing: Standing, act: str, *, office_id: int, unit_id: int | None, superior_id: int | None = None
) -> bool:
    """Whether the person may do ``act`` in this office or for this unit, all else set aside."""
    rule = ACTS[act]
    if rule.office & standing.roles_in_office(office_id):
        return True
    if superior_id is not None and rule.superior & standing.roles_in_office(superior_id):
        return True
    if not rule.unit or unit_id is None or unit_id not in standing.unit_ids:
        return False
    if act == SUBMIT:  # the signature is that of the unit's own head
        return bool(rule.unit & standing.roles_in_unit(unit_id))
    if rule.unit >= UNIT_ROLES:
        return True
    # Who is the head of one unit and a clerk of another acts in each as what they are there.
    held = {one.unit_id for one in standing.appointments if one.unit_id and one.role in rule.unit}
    return unit_id in held or (bool(held) and unit_id in units_below(held))


def may(standing: Standing, act: str, application: Application) -> bool:
    """Whether the person may do ``act`` to ``application``, its state set aside. Its office has to be loaded."""
    return may_for(
        standing,
        act,
        office_id=application.office_id,
        unit_id=application.unit_id,
        superior_id=application.answering_office_id if ACTS[act].superior else None,
    )


def may_acknowledge(standing: Standing, copy: CopyReceipt) -> bool:
    """Whether a copied decision is this person's to acknowledge: of the section or partner department it went to."""
    if copy.partner_id is not None:
        return copy.partner_id in standing.partner_ids
    office_id = copy.decision.application.office_id
    if not ACTS[ACKNOWLEDGE].office & standing.roles_in_office(office_id):
        return False
    return in_section(standing, copy.section, office_id)


def in_section(standing: Standing, section: Section | None, office_id: int) -> bool:
    """Whether the person works in ``section``; leaders and whoever is in no section may stand in, and where the office
    has no such section everybody of the office does. Source: D5."""
    if section is None:
        return True
    posts = [one for one in standing.appointments if one.office_id == office_id]
    return any(one.section_id in {None, section.pk} for one in posts)


def is_beside(standing: Standing, force: TaskForce) -> bool:
    """Whether the person speaks for a partner department of the force's office. Its application has to be loaded."""
    return force.application.office_id in offices_beside(standing)


def may_run_force(standing: Standing, act: str, force: TaskForce, lead: Section | None) -> bool:
    """Whether ``act`` on a task force is this person's: of its leader, and of who may set it up in the section that
    leads the matter; what is ``OF_DECIDERS`` of the latter alone. Its application with the office has to be loaded.
    Source: D6."""
    if act not in OF_DECIDERS and standing.person_id == force.leader_id and _takes_part(standing, act, force):
        return True
    if not may(standing, act, force.application):
        return False
    decides = may(standing, SET_UP_FORCE, force.application)
    return decides and in_section(standing, lead, force.application.office_id)


def may_finish(standing: Standing, task: TaskForceTask, lead: Section | None) -> bool:
    """Whether the person may finish this task: the one it was given to, or who runs the force. Source: D6."""
    own = standing.person_id == task.person_id and _takes_part(standing, FINISH_FORCE_TASK, task.force)
    return own or may_run_force(standing, FINISH_FORCE_TASK, task.force, lead)


def _takes_part(standing: Standing, act: str, force: TaskForce) -> bool:
    """Whether ``act`` belongs to the person's posts in the office, or in a partner department of it."""
    return may(standing, act, force.application) or bool(ACTS[act].partner and is_beside(standing, force))


def requires(act: str) -> Callable[[Standing, Application], None]:
    """A check for ``acting_on`` that refuses with a sentence naming who can."""

    def check(standing: Standing, application: Application) -> None:
        if not may(standing, act, application):
            raise refusal(act)

    return check


def refusal_of_force(act: str, force: TaskForce) -> NotAllowed:
    """The refusal of ``act`` on a task force, naming whose it is."""
    if act in OF_DECIDERS:
        return refusal(act)
    own = _("“%(act)s” belongs to who was given the task, to %(leader)s who leads it, and to the lead section's chief.")
    run = _("“%(act)s” belongs to %(leader)s, who leads the task force, and to the lead section's chief or a leader.")
    return NotAllowed(own if act == FINISH_FORCE_TASK else run, act=ACTS[act].label, leader=force.leader.name)


def refusal(act: str) -> NotAllowed:
    """The refusal of ``act`` for somebody who may see the matter: it names the roles that can."""
    rule = ACTS[act]
    who = sorted(rule.office | rule.unit | rule.superior | rule.partner)
    return NotAllowed(
        _("“%(act)s” is not yours to do here. It belongs to: %(roles)s."),
        act=rule.label,
        roles=str(pgettext_lazy("between names", ", ")).join(str(Role(role).label) for role in who),
    )
