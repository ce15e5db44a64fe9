"""A plan before it is filed: what it says, what it has to keep to, milestones counted back. Source: B6, H4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import WorkingCalendar
from organizations.clock import in_words, today
from problems.models import Problem
from problems.models.entries import Nature
from problems.models.rectification import RiskLevel
from problems.models.words import FigureKind
from problems.services.dates import cap_of, required_by

# What these types count are people, whom a rectification may upset.
OF_PEOPLE = frozenset({FigureKind.STAFF, FigureKind.LEADERS, FigureKind.PEOPLE})
MOST_STEPS = 30


@dataclass(frozen=True)
class NewMeasure:
    """One measure: what, who, until when (a day, or None for the whole time)."""

    text: str
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class NewMilestone:
    """One point on the way and the day it is to be reached."""

    title: str
    due_on: date


@dataclass(frozen=True)
class NewStep:
    """One point of an absorption plan: on this day at most so many of what was found may remain."""

    due_on: date
    remaining_at_most: int


@dataclass(frozen=True)
class NewPlan:
    """A rectification plan as the unit files it. ``head`` is the unit's head, first person responsible (A5).

    ``target`` is how many of what was found are to be done by the deadline, all of them when None. ``risk_level`` is
    one of ``RiskLevel``, needed where people are affected. ``absorption`` is for policy-caused entries (H4).
    """

    head: str
    measures: Sequence[NewMeasure]
    milestones: Sequence[NewMilestone] = ()
    promised_on: date | None = None
    contact: str = ""
    stability_risks: str = ""
    risk_level: str = ""
    risk_handling: str = ""
    risk_responsible: str = ""
    target: int | None = None
    absorption: Sequence[NewStep] = ()


def suggested_days(
    problem: Problem, parts: int, calendar: WorkingCalendar, *, promised_on: date | None = None
) -> list[date]:
    """``parts`` days counted back in working days from the deadline, the last one being that day (倒排工期).

    A promise before the deadline takes its place. Empty where no deadline lies ahead. At most thirty.
    """
    if problem.deadline_on is None or problem.deadline_on <= today() or parts < 1:
        return []
    last = problem.deadline_on
    if promised_on is not None and today() < promised_on < last:
        last = promised_on
    return calendar.count_back(last, min(parts, MOST_STEPS), start=today())


def plan_gaps(measures: Sequence[Any], milestones: Sequence[Any]) -> list[Any]:
    """What a plan may lack and an office would ask for; none of it stops the filing. Rows: as filed or as kept."""
    gaps: list[Any] = []
    if any(not one.responsible.strip() for one in measures):
        gaps.append(_("Not every measure says who carries it out."))
    if any(one.due_on is None for one in measures):
        gaps.append(_("Not every measure says until when."))
    if not milestones:
        gaps.append(_("The plan names no milestone."))
    return gaps


def affects_people(problem: Problem) -> bool:
    """Whether the plan has to say something about stability risks."""
    return problem.violation_type.figures in OF_PEOPLE


def may_absorb(problem: Problem) -> bool:
    """Whether an absorption plan fits the entry: caused by policy, and counting something (H4)."""
    return problem.nature == Nature.POLICY and problem.found is not None


def plan_errors(problem: Problem, plan: NewPlan, calendar: WorkingCalendar) -> dict[str, list[Any]]:
    """What is wrong with a plan, by field; empty when it holds."""
    errors: dict[str, list[Any]] = {}

    def wrong(field: str, sentence: Any) -> None:
        if sentence and sentence not in errors.get(field, ()):
            errors.setdefault(field, []).append(sentence)

    if not plan.head.strip():
        wrong("head", _("Name the head of the unit, who is first responsible."))
    if not [one for one in plan.measures if one.text.strip()]:
        wrong("measures", _("Write at least one measure."))
    if plan.promised_on:
        wrong("promised_on", _day_error(plan.promised_on, problem, calendar))
    for measure in plan.measures:
        if measure.due_on:
            wrong("measures", _day_error(measure.due_on, problem, calendar, rest_days=True))
    for milestone in plan.milestones:
        wrong("milestones", _day_error(milestone.due_on, problem, calendar))
    _risk_errors(problem, plan, wrong)
    if plan.target is not None and problem.found is None:
        wrong("target", _("This entry counts nothing; leave the target empty."))
    elif plan.target is not None and plan.target > (problem.found or 0):
        wrong(
            "target",
            _("The target %(target)s is more than the %(found)s found.")
            % {"target": plan.target, "found": problem.found},
        )
    if plan.absorption:
        for sentence in absorption_errors(problem, plan.absorption, plan.target, calendar):
            wrong("absorption", sentence)
    return errors


def _day_error(day: date, problem: Problem, calendar: WorkingCalendar, *, rest_days: bool = False) -> Any:
    limit, cap = problem.deadline_on, cap_of(problem)
    if cap is not None and day > cap and day > limit:
        return _("%(body)s requires %(day)s at the latest. Record its consent to a later date first.") % {
            "body": required_by(problem),
            "day": in_words(cap),
        }
    if day > limit:
        return _("%(late)s lies after the deadline %(day)s. Plan it earlier, or ask for an extension first.") % {
            "late": in_words(day),
            "day": in_words(limit),
        }
    if day < today():
        return _("%(day)s lies in the past. Choose today or a later day.") % {"day": in_words(day)}
    if not rest_days and not calendar.is_working(day):
        return _("%(day)s is a rest day. The next working day is %(next)s.") % {
            "day": in_words(day),
            "next": in_words(calendar.next_working(day)),
        }
    return None


def _risk_errors(problem: Problem, plan: NewPlan, wrong: Any) -> None:
    if plan.risk_level and plan.risk_level not in RiskLevel.values:
        wrong("risk_level", _("Choose a level from the list."))
    elif not plan.risk_level and affects_people(problem):
        wrong("risk_level", _("People are affected: say how high the stability risk is, or that there is none."))
    elif plan.risk_level not in {"", RiskLevel.NONE}:
        if not plan.risk_handling.strip():
            wrong("risk_handling", _("Say how the risk is handled."))
        if not plan.risk_responsible.strip():
            wrong("risk_responsible", _("Name who is responsible for it."))


def absorption_errors(
    problem: Problem, absorption: Sequence[NewStep], target: int | None, calendar: WorkingCalendar
) -> list[Any]:
    """What is wrong with the steps of an absorption plan that has some; ``target``: to be done, all when None."""
    if not may_absorb(problem):
        return [_("An absorption plan is for policy-caused entries that count people, posts or bodies.")]
    errors = [error for step in absorption if (error := _day_error(step.due_on, problem, calendar))]
    steps, found = list(absorption), problem.found or 0
    target = found if target is None else target
    for earlier, later in pairwise(steps):
        if later.due_on <= earlier.due_on:
            errors.append(_("The days of the steps have to follow one another."))
        if later.remaining_at_most >= earlier.remaining_at_most:
            errors.append(_("With each step fewer have to remain than with the step before."))
    if steps[0].remaining_at_most >= found:
        errors.append(_("With the first step fewer than the %(found)s found have to remain.") % {"found": found})
    if steps[-1].remaining_at_most != found - target:
        errors.append(
            _("The last step has to leave %(left)s, so that the target is reached.") % {"left": found - target}
        )
    return errors
