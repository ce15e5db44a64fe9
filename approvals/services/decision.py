"""The official reply: signed by a leader, numbered, copied to who must act, with what it changes. Source: D8, D13."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import papers, policies
from approvals.acting import Acting, acting_on
from approvals.errors import BeyondAuthority, NotAdmitted, UnitGone
from approvals.models import (
    AgendaItem,
    Application,
    Body,
    CopyReceipt,
    Counts,
    Decision,
    FollowUpTask,
    GateSheet,
    Outcome,
)
from approvals.rules.authority import decider_at, may_decide
from approvals.rules.filing import entering_errors
from approvals.rules.follow_up import NewCopy, NewTask, standard_copies, standard_tasks
from approvals.services.admission import KIND, what_blocks
from approvals.services.appraisal import end_as_unfit
from approvals.services.effects import bring_about
from approvals.services.examination import examine
from approvals.services.initiation import EARLIEST, lead_section, missing_texts
from approvals.services.meetings import LOCAL, appraised_by, current_item, found_on_procedure_by
from approvals.services.results import withdrew
from approvals.states import State
from audit.acts import act
from audit.refusals import recording_refusals
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import in_words, today
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.models import Account, Office, Partner, Section
from organizations.scope import acting
from problems.acting import answered_before, give_receipt

LATEST_TASK_YEARS = 5
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class Reply:
    """What goes with the signature. ``tasks`` and ``copies`` None: the standard ones of the kind."""

    text: str
    tasks: Sequence[NewTask] | None = None
    copies: Sequence[NewCopy] | None = None


def issue_reply(
    *, application_id: int, reply: Reply, actor: Account, key: str = "", expected_version: int | None = None
) -> Decision:
    """Sign and issue the reply on what a meeting decided. The gate is asked again under the lock: what it does not
    admit now is not approved, whatever the meeting said.

    With it, in one act: the decision, its sheet, the figures it changes or commits, its copies with their clocks, the
    unit's tasks, and the numbered paper.

    Raises:
        NotAllowed: Not a leader, or a leader who appraised the matter, found on its procedure or withdrew from it.
        NotAdmitted: Something stands in the way since; it is named.
        Invalid: No text, tasks or copies that do not fit, or figures that the staffing register refuses.
        UnitGone: It would be approved for a unit that was merged or abolished meanwhile.
        WrongState: No result yet, minutes not closed, or decided already.
        NotFound, Stale: See ``acting_on``.

    Source: D4, D8.
    """
    with acting_on(
        application_id,
        policies.REPLY,
        actor=actor,
        may=policies.requires(policies.REPLY),
        reason=reply.text,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return Decision.objects.get(pk=now.known)
        now.require(State.ON_AGENDA)
        item = current_item(now.application)
        if item is None or item.result not in {AgendaItem.Result.APPROVED, AgendaItem.Result.DISAPPROVED}:
            raise WrongState(_("The meeting has not decided this matter yet. Record its result first."))
        if item.meeting.closed_on is None:
            raise WrongState(_("The minutes of %(meeting)s are not closed yet."), meeting=item.meeting.title)
        person_id = now.standing.person_id
        if withdrew(item, now.standing.account.person):
            raise NotAllowed(_("You withdrew from this matter, so another leader signs the reply."))
        if appraised_by(now.application, person_id) or found_on_procedure_by(now.application, person_id):
            raise NotAllowed(_("You examined this matter, so another leader signs the reply."))
        approved = item.result == AgendaItem.Result.APPROVED
        decision = _decide(
            now, reply, approved=approved, item=item, decided_on=item.meeting.held_on, by=item.meeting.title,
            office=now.application.office, explanation=item.explanation,
        )  # fmt: skip
        now.receipt(decision.pk)
        return decision


@dataclass(frozen=True)
class Answer:
    """What the superior office decided on a matter routed up."""

    result: str  # approved, disapproved, returned
    decided_by: str  # the body, as its paper names it
    decided_on: date
    explanation: str = ""
    body: str = ""  # which of its bodies; needed for approved and disapproved


def answer_as_superior(
    *,
    application_id: int,
    answer: Answer,
    reply: Reply,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> Application:
    """Sign the answer to a matter that a lower office routed up: the superior office issues the reply on what its body
    decided, the lower office follows it up.

    Raises:
        BeyondAuthority: By the superior's own table another body decides, or the office above it: route it further.
        NotAllowed: Not a leader of the office it was routed to, or one who examined it below.
        The others as ``issue_reply``.

    Source: D13, D10.
    """
    with acting_on(
        application_id,
        policies.SUPERIOR_REPLY,
        actor=actor,
        may=policies.requires(policies.SUPERIOR_REPLY),
        reason=answer.explanation or reply.text,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        now.require(State.ROUTED_UP)
        errors: Errors = {}
        if answer.result not in {"approved", "disapproved", "returned"}:
            errors["result"] = [_("Choose approved, not approved or returned.")]
        missing_texts(errors, [("decided_by", answer.decided_by, _("Name the body that decided."))])
        if not EARLIEST <= answer.decided_on <= today():
            errors["decided_on"] = [_("This day lies in the future. Enter today or an earlier day.")]
        elif now.application.admitted_on is not None and answer.decided_on < now.application.admitted_on:
            errors["decided_on"] = [
                _("The application was admitted on %(day)s, so nothing was decided before.")
                % {"day": in_words(now.application.admitted_on)}
            ]
        if answer.result != "approved" and not answer.explanation.strip():
            errors["explanation"] = [_("Explain the result; the unit is told.")]
        if answer.result in {"approved", "disapproved"} and answer.body not in LOCAL:
            errors["body"] = [_("Choose the body of your office that decided.")]
        if errors:
            raise Invalid(errors=errors)
        if appraised_by(now.application, now.standing.person_id):
            raise NotAllowed(_("You examined this matter, so another leader signs the reply."))
        superior = Office.objects.get(pk=now.application.answering_office_id or 0)
        if answer.result == "returned":
            end_as_unfit(now, answer.explanation)
        else:
            _within_authority(now.application, superior, answer)
            _decide(
                now, reply, approved=answer.result == "approved", item=None, decided_on=answer.decided_on,
                by=answer.decided_by.strip(), office=superior, explanation=answer.explanation,
            )  # fmt: skip
        now.receipt(now.application.pk)
        return now.application


def _within_authority(application: Application, office: Office, answer: Answer) -> None:
    """Raise BeyondAuthority where the answering office's table of the day of the decision names a higher body. D13."""
    needed = decider_at(office, application, answer.decided_on).body
    if not may_decide(answer.body, needed):
        raise BeyondAuthority(
            body=Body(needed).label,
            next=_("Route it further up.") if needed == Body.SUPERIOR else _("Have that body decide it."),
        )


def acknowledge(*, copy_id: int, actor: Account, note: str = "", key: str = "") -> CopyReceipt:
    """Acknowledge a decision that was copied to one's section or department.

    Raises:
        NotFound: No such copy, or not the actor's to know.
        NotAllowed: It went to another section.
        WrongState: Acknowledged already.

    Source: D8.
    """
    with recording_refusals(policies.ACKNOWLEDGE, account=actor, object_kind="decision_copy", object_id=copy_id):
        standing = acting(actor)
        seen = (
            policies.visible_copies(standing)
            .select_related("decision__application", "section")
            .filter(pk=copy_id)
            .first()
        )
        if seen is None:
            raise NotFound
        if not policies.may_acknowledge(standing, seen):
            raise NotAllowed(
                _("This copy went to %(receiver)s, and somebody there acknowledges it."), receiver=str(seen)
            )
        subject = f"decision_copy:{copy_id}"
        application = seen.decision.application
        with act(policies.ACKNOWLEDGE, actor=standing.facts(office_id=application.office_id), reason=note.strip()):
            row = CopyReceipt.objects.select_for_update(no_key=True).get(pk=copy_id)
            if answered_before(actor, key, policies.ACKNOWLEDGE, subject) is not None:
                return row
            if row.acknowledged_on is not None:
                raise WrongState(_("This copy has been acknowledged already."))
            row.acknowledged_on, row.acknowledged_by_id = today(), standing.person_id
            row.note = note.strip()[:300]
            row.save(update_fields=["acknowledged_on", "acknowledged_by", "note"])
            stop_clocks(application.pk, ClockKind.COPY, on=today(), item_id=row.pk, subject_kind=KIND)
            give_receipt(actor, key, policies.ACKNOWLEDGE, row.pk, subject)
            return row


def _decide(
    now: Acting,
    reply: Reply,
    *,
    approved: bool,
    item: AgendaItem | None,
    decided_on: date,
    by: str,
    office: Office,
    explanation: str,
) -> Decision:
    """Inside the open act: decision, sheet, state, effects, copies, tasks, and last the numbered paper."""
    application, day, calendar = now.application, today(), load_calendar()
    if approved and application.unit.valid_until is not None and application.unit.valid_until < day:
        raise UnitGone(unit=application.unit.name)
    tasks = list(standard_tasks(application, day, calendar) if reply.tasks is None else reply.tasks) if approved else []
    copies = list(standard_copies(application, day) if reply.copies is None else reply.copies) if approved else []
    errors = _reply_errors(application, reply, tasks, copies, approved=approved)
    if approved and (wrong := entering_errors(application, day)):
        errors.setdefault("text", []).extend(wrong)
    if errors:
        raise Invalid(errors=errors)
    sheet = examine(now, purpose=GateSheet.Purpose.DECISION)
    if approved and sheet.outcome != Outcome.ADMITTED:
        raise NotAdmitted(outcome=Outcome(sheet.outcome).label, what=what_blocks(sheet.answer))
    if approved and item is None:
        for row in application.items.filter(struck_on=None):
            row.approved_amount = row.amount
            row.save(update_fields=["approved_amount"])
    decision = Decision(
        application=application,
        agenda_item=item,
        sheet=sheet,
        approved=approved,
        text=reply.text.strip(),
        decided_on=decided_on,
        signed_by_id=now.standing.person_id,
    )
    decision.save()
    now.move("approve" if approved else "disapprove")
    application.decided_on = day
    if not approved:
        application.ended_on, application.end_reason = day, explanation.strip() or reply.text.strip()
    now.save("sheet", "decided_on", "ended_on", "end_reason")
    stop_clocks(application.pk, on=day, subject_kind=KIND)
    sent = _send_copies(application, decision, copies)
    if approved:
        _start_tasks(now, tasks, calendar)
    start_clocks(
        [
            NewClock(
                subject_kind=KIND,
                subject_id=application.pk,
                kind=ClockKind.COPY,
                holder=Clock.Holder.PARTNER if one.partner_id else Clock.Holder.OFFICE,
                office_id=application.office_id,
                unit_id=application.unit_id,
                partner_id=one.partner_id,
                item_id=one.pk,
                started_on=day,
                detail=str(one)[:200],
            )
            for one in sent
        ],
        calendar=calendar,
    )
    paper = papers.issue_reply(
        application, decision, office=office, by=by, explanation=explanation, tasks=tasks,
        copies=[str(one) for one in sent],
    )  # fmt: skip
    decision.document, decision.issued_on = paper, day
    decision.save(update_fields=["document", "issued_on"])
    if approved:
        bring_about(now, document=paper.number)
    return decision


def _reply_errors(
    application: Application, reply: Reply, tasks: Sequence[NewTask], copies: Sequence[NewCopy], *, approved: bool
) -> Errors:
    errors: Errors = {}
    missing_texts(errors, [("text", reply.text, _("Write what is decided, as the reply will say it."))])
    day = today()
    items = set(application.items.filter(struck_on=None).values_list("pk", flat=True))
    for one in tasks:
        if one.subject not in FollowUpTask.Subject.values or not one.text.strip():
            errors.setdefault("tasks", []).append(_("Give each task its subject and say what has to be done."))
        elif not day < one.due_on or one.due_on.year > day.year + LATEST_TASK_YEARS:
            errors.setdefault("tasks", []).append(
                _("“%(task)s”: enter a day after today, within five years.") % {"task": one.text}
            )
        elif one.item_id is not None and one.item_id not in items:
            errors.setdefault("tasks", []).append(_("A task belongs to an item of this application."))
    if (
        approved
        and application.kind.counts == Counts.PEOPLE
        and not any(one.subject == FollowUpTask.Subject.REAL_NAME for one in tasks)
    ):
        errors.setdefault("tasks", []).append(
            _("The task of the real-name register books the people on the roster. Keep it among the tasks.")
        )
    sections = set(
        Section.objects.filter(
            pk__in=[one.section_id for one in copies if one.section_id], office_id=application.office_id
        ).values_list("pk", flat=True)
    )
    partners = set(
        Partner.objects.filter(
            pk__in=[one.partner_id for one in copies if one.partner_id], office_id=application.office_id
        ).values_list("pk", flat=True)
    )
    receivers = [(one.section_id, one.partner_id) for one in copies]
    known = all(
        (section in sections) if partner is None else (section is None and partner in partners)
        for section, partner in receivers
    )
    if not known or len(set(receivers)) != len(receivers):
        errors["copies"] = [_("Copies go to sections and partner departments of this office, one to each.")]
    return errors


def _send_copies(application: Application, decision: Decision, copies: Sequence[NewCopy]) -> list[CopyReceipt]:
    sent = []
    for one in copies:
        row = CopyReceipt(
            decision=decision,
            section_id=one.section_id,
            partner_id=one.partner_id,
            must=one.must.strip()[:200],
            sent_on=today(),
        )
        row.save()
        sent.append(row)
    return sent


def _start_tasks(now: Acting, tasks: Sequence[NewTask], calendar: WorkingCalendar) -> None:
    """The follow-up register: each task with its clock at the unit; a matter without tasks is carried out at once."""
    application, section = now.application, lead_section(now.application)
    clocks = []
    for one in tasks:
        row = FollowUpTask(
            application=application,
            item_id=one.item_id,
            subject=one.subject,
            text=one.text.strip()[:300],
            section=section,
            due_on=one.due_on,
        )
        row.save()
        clocks.append(task_clock(application, row))
    start_clocks(clocks, calendar=calendar)
    now.move("start_follow_up")
    now.save()
    if not tasks:
        now.move("complete")
        application.ended_on = today()
        now.save("ended_on")


def task_clock(application: Application, task: FollowUpTask, *, due_on: date | None = None) -> NewClock:
    """The clock of a task at the unit, by the day of the task or of the letter about it."""
    return NewClock(
        subject_kind=KIND,
        subject_id=application.pk,
        kind=ClockKind.FOLLOW_UP,
        holder=Clock.Holder.UNIT,
        office_id=application.office_id,
        unit_id=application.unit_id,
        item_id=task.pk,
        started_on=today(),
        due_on=due_on or task.due_on,
        detail=task.text[:200],
    )
