"""What unit and office do while an entry is open: plan, decision, progress. Source: B6, B7."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from problems import policies
from problems.acting import Acting, acting_on, ask_first, repeatable
from problems.models import (
    AbsorptionStep,
    Handling,
    Measure,
    Milestone,
    ProgressReport,
    RectificationPlan,
)
from problems.services.curve_clocks import follow_curve
from problems.services.evidence import NewFile, add_evidence, keep_all
from problems.services.planning import NewMeasure, NewMilestone, NewPlan, NewStep, plan_errors, suggested_days
from problems.services.unit_clocks import answer_urgings, start_unit_clocks

__all__ = [
    "NewFile",
    "NewMeasure",
    "NewMilestone",
    "NewPlan",
    "NewStep",
    "add_evidence",
    "approve_plan",
    "keep_all",
    "report_progress",
    "return_plan",
    "submit_plan",
    "suggested_days",
]


@repeatable(RectificationPlan)
def submit_plan(
    *, problem_id: int, plan: NewPlan, actor: Account, key: str = "", expected_version: int | None = None
) -> RectificationPlan:
    """File the rectification plan of an assigned entry; the office has to decide on it.

    Raises:
        Invalid: No measure, no head, a plan longer than its deadline, a date in the past or on a rest day, a target
            or a step that does not fit, no word on risks where people are affected (see ``plan_errors``).
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: B6.
    """
    with acting_on(
        problem_id,
        "problem.submit_plan",
        actor=actor,
        may=policies.requires("problem.submit_plan"),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem, day = now.problem, today()
        now.move("submit_plan")
        calendar = load_calendar()
        if errors := plan_errors(problem, plan, calendar):
            raise Invalid(errors=errors)
        filed = problem.plans.filter(status=RectificationPlan.Status.DRAFT).first()
        if filed is None:
            filed = RectificationPlan(problem=problem, attempt=problem.plans.count() + 1)
        else:
            filed.status = RectificationPlan.Status.RETURNED
            filed.decision_note = str(_("Replaced by the plan that the unit filed."))
            filed.save()
            filed = RectificationPlan(problem=problem, attempt=problem.plans.count() + 1)
        filed.status = RectificationPlan.Status.SUBMITTED
        filed.head, filed.contact = plan.head.strip(), plan.contact.strip()
        filed.promised_on, filed.stability_risks = plan.promised_on, plan.stability_risks.strip()
        filed.risk_level, filed.risk_handling = plan.risk_level, plan.risk_handling.strip()
        filed.risk_responsible = plan.risk_responsible.strip()
        filed.target = problem.found if plan.target is None else plan.target
        filed.submitted_on, filed.submitted_by_id = day, now.standing.person_id
        filed.save()
        for position, measure in enumerate(plan.measures, 1):
            Measure(
                plan=filed,
                position=position,
                text=measure.text.strip(),
                responsible=measure.responsible.strip(),
                due_on=measure.due_on,
            ).save()
        counted = set(suggested_days(problem, len(plan.milestones), calendar))
        for position, milestone in enumerate(plan.milestones, 1):
            back = calendar.between(milestone.due_on, problem.deadline_on) if milestone.due_on in counted else None
            Milestone(
                plan=filed,
                position=position,
                title=milestone.title.strip(),
                due_on=milestone.due_on,
                days_back=back,
            ).save()
        for position, step in enumerate(plan.absorption, 1):
            AbsorptionStep(
                plan=filed, position=position, due_on=step.due_on, remaining_at_most=step.remaining_at_most
            ).save()
        problem.promised_on = plan.promised_on
        problem.responsible = plan.head.strip()
        now.save("promised_on", "responsible")
        answer_urgings(problem, day)
        stop_clocks(problem.pk, ClockKind.PLAN, on=day)
        start_clocks(
            [
                NewClock(
                    subject_id=problem.pk,
                    kind=ClockKind.PLAN_DECISION,
                    holder=Clock.Holder.OFFICE,
                    office_id=problem.office_id,
                    unit_id=problem.unit_id,
                    started_on=day,
                )
            ]
        )
        return now.made(filed)


@repeatable(RectificationPlan)
def approve_plan(
    *, problem_id: int, actor: Account, note: str = "", key: str = "", expected_version: int | None = None
) -> RectificationPlan:
    """Approve the submitted plan; rectification begins and the milestones' clocks start. Source: B6.

    Raises: NotFound, NotAllowed, Stale, WrongState.
    """
    with acting_on(
        problem_id,
        "problem.approve_plan",
        actor=actor,
        may=policies.requires("problem.approve_plan"),
        reason=note,
        expected_version=expected_version,
        key=key,
    ) as now:
        plan = _decide(now, "approve_plan", RectificationPlan.Status.APPROVED, note)
        start_unit_clocks(now.problem, today(), with_deadline=False)
        return now.made(plan)


@repeatable(RectificationPlan)
def return_plan(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> RectificationPlan:
    """Send the plan back with a reason; the unit files another within the days for a plan. Source: B6.

    Raises: NotFound, NotAllowed, Stale, WrongState, Invalid without a reason.
    """
    with acting_on(
        problem_id,
        "problem.return_plan",
        actor=actor,
        may=policies.requires("problem.return_plan"),
        reason=reason,
        expected_version=expected_version,
        key=key,
    ) as now:
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say what the unit has to change.")]})
        plan = _decide(now, "return_plan", RectificationPlan.Status.RETURNED, reason)
        start_clocks(
            [
                NewClock(
                    subject_id=now.problem.pk,
                    kind=ClockKind.PLAN,
                    holder=Clock.Holder.UNIT,
                    office_id=now.problem.office_id,
                    unit_id=now.problem.unit_id,
                    started_on=today(),
                )
            ]
        )
        return now.made(plan)


def _decide(now: Acting, move: str, status: str, note: str) -> RectificationPlan:
    now.move(move)
    plan = now.problem.plans.get(status=RectificationPlan.Status.SUBMITTED)
    plan.status, plan.decision_note = status, note.strip()
    plan.decided_on, plan.decided_by_id = today(), now.standing.person_id
    plan.save()
    if status == RectificationPlan.Status.APPROVED:
        now.problem.target = plan.target
    now.save("target")
    now.handled_as(Handling.Capacity.DECIDED_PLAN)
    stop_clocks(now.problem.pk, ClockKind.PLAN_DECISION, on=today())
    return plan


@repeatable(ProgressReport)
def report_progress(
    *,
    problem_id: int,
    text: str,
    actor: Account,
    files: Sequence[NewFile] = (),
    done: int | None = None,
    milestone_id: int | None = None,
    key: str = "",
) -> ProgressReport:
    """Say what was done since last time, with evidence; a milestone named is reached with it.

    Args:
        files: Kept by content; a wrong one refuses the whole report, so that nothing is half sent.
        done: Of what the entry counts, done so far, at most what was found.

    Raises:
        Invalid: No text, a file refused, a figure or milestone that does not fit.
        NotFound, NotAllowed, WrongState: See ``acting_on``.

    Source: B7.
    """
    may = policies.requires("problem.report_progress")
    if files:
        ask_first(problem_id, "problem.report_progress", actor=actor, may=may)
    kept = keep_all(files)
    with acting_on(problem_id, "problem.report_progress", actor=actor, may=may, key=key) as now:
        now.move("report_progress")
        problem, day = now.problem, today()
        errors: dict[str, list] = {}
        unit_id = reporting_unit(now)
        if unit_id != problem.unit_id and (done is not None or milestone_id is not None):
            leads = _("Figures and milestones are reported by %(unit)s, which leads. Leave this empty.") % {
                "unit": problem.unit.name
            }
            errors |= {"done": [leads]} if done is not None else {}
            errors |= {"milestone": [leads]} if milestone_id is not None else {}
        if not text.strip():
            errors["text"] = [_("Say what was done.")]
        if done is not None and (problem.found is None or done > problem.found):
            errors["done"] = (
                [_("This entry counts nothing; leave the figure empty.")]
                if problem.found is None
                else [_("%(done)s is more than the %(found)s found.") % {"done": done, "found": problem.found}]
            )
        milestone = None
        if milestone_id is not None:
            milestone = Milestone.objects.filter(
                pk=milestone_id, plan__problem=problem, plan__status=RectificationPlan.Status.APPROVED, reached_on=None
            ).first()
            if milestone is None:
                errors["milestone"] = [_("Choose a milestone of the approved plan that is still ahead.")]
        if errors:
            raise Invalid(errors=errors)
        report = ProgressReport(
            problem=problem,
            text=text.strip(),
            done=done,
            done_before=problem.done if done is not None else None,
            milestone=milestone,
            reported_on=day,
            reported_by_id=now.standing.person_id,
            unit_id=unit_id,
        )
        report.save()
        add_evidence(now, kept, report)
        if milestone is not None:
            milestone.reached_on = day
            milestone.save()
            stop_clocks(problem.pk, ClockKind.MILESTONE, on=day, item_id=milestone.pk)
        if done is not None:
            problem.done = done
        now.save("done")
        answer_urgings(problem, day)
        follow_curve(problem, day)
        return now.made(report)


def reporting_unit(now: Acting) -> int:
    """The unit that speaks: the lead where the actor is of it or its department, else the one that assists (B5)."""
    if now.problem.unit_id in now.standing.unit_ids:
        return now.problem.unit_id
    mine = policies.assisting_units(now.problem) & now.standing.unit_ids
    return min(mine & now.standing.own_unit_ids or mine)
