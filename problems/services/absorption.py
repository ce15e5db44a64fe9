"""The absorption plan of an entry whose plan was approved, or taken over, without one. Source: H4."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import load_calendar
from organizations.clock import today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from problems import policies
from problems.acting import acting_on, repeatable, require_state
from problems.models import AbsorptionStep, Handling, Problem, RectificationPlan
from problems.models.entries import Nature
from problems.services.curve_clocks import follow_curve
from problems.services.planning import NewStep, absorption_errors, may_absorb

APPROVED = RectificationPlan.Status.APPROVED


def lacks_absorption_plan(problem: Problem) -> bool:
    """Whether the entry is one for which an absorption plan can be entered now: policy-caused, counted, without one."""
    plan = problem.plans.filter(status=APPROVED).order_by("-attempt").first()
    return may_absorb(problem) and problem.paused_on is None and plan is not None and not plan.absorption_steps.exists()


@repeatable(RectificationPlan)
def enter_absorption_plan(
    *,
    problem_id: int,
    steps: Sequence[NewStep],
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> RectificationPlan:
    """Add an absorption plan to the approved plan of a policy-caused entry, as agreed with the unit.

    For entries taken over from a spreadsheet, and for those whose nature was corrected after the plan was approved.
    From then on the entry is watched by its curve, once a second person has confirmed the nature. Who enters it handled
    the entry.

    Args:
        steps: Days in order, each with how many may remain then; the last leaves what the plan's target leaves.
        reason: What it rests on, such as the unit's report.

    Raises:
        WrongState: Not being rectified, not policy-caused, counts nothing, paused, or it has an absorption plan.
        Invalid: No reason, no step, or steps that do not hold.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: H4.
    """
    act = "problem.enter_absorption_plan"
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem = now.problem
        require_state("enter_absorption_plan", problem)
        require_lack(problem)
        plan = problem.plans.filter(status=APPROVED).latest("attempt")
        errors: dict[str, list] = {}
        if not reason.strip():
            errors["reason"] = [_("Say what the absorption plan rests on.")]
        wrong = (
            absorption_errors(problem, steps, plan.target, load_calendar())
            if steps
            else [_("Enter at least one step: a day, and how many may remain then.")]
        )
        if wrong:
            errors["absorption"] = wrong
        if errors:
            raise Invalid(errors=errors)
        for position, step in enumerate(steps, 1):
            AbsorptionStep(
                plan=plan, position=position, due_on=step.due_on, remaining_at_most=step.remaining_at_most
            ).save()
        now.handled_as(Handling.Capacity.DECIDED_PLAN)
        now.save()
        follow_curve(problem, today())
        return now.made(plan)


def require_lack(problem: Problem) -> None:
    """Raises WrongState, with the sentence that says why, where no absorption plan can be entered."""
    if lacks_absorption_plan(problem):
        return
    if problem.nature != Nature.POLICY or problem.found is None:
        raise WrongState(_("An absorption plan is for policy-caused entries that count people, posts or bodies."))
    if problem.paused_on is not None:
        raise WrongState(_("The clocks of this entry stand still. Let them run again first."))
    raise WrongState(_("This entry has an absorption plan already; it moves with the deadline."))
