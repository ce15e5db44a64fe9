"""What the unit planned, did and proved, for the page of an entry."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from organizations.scope import Standing
from problems.models import Comment, Evidence, Milestone, Problem, ProgressReport, RectificationPlan
from problems.models.entries import Nature
from problems.selectors.evidence import JOINED, comments_of, other_entries


@dataclass(frozen=True)
class Rectification:
    """Plans newest first, progress newest first with its files, all files, comments."""

    plans: list[RectificationPlan]
    reports: list[ProgressReport]
    evidence: list[Evidence]
    comments: list[Comment]

    @property
    def plan(self) -> RectificationPlan | None:
        """The plan in force, else the one waiting or last returned."""
        approved = [one for one in self.plans if one.status == RectificationPlan.Status.APPROVED]
        return next(iter(approved or self.plans), None)


def rectification_of(problem: Problem, standing: Standing | None = None) -> Rectification:
    """Everything under one entry that was reached through a selector, in six queries; each report has its ``files``.

    Args:
        standing: Of the viewer; without it only what both sides read is there.
    """
    rows: QuerySet[Any] = Evidence.objects.select_related(*JOINED).filter(problem=problem)
    if standing is not None:
        rows = rows.annotate(others=other_entries(standing))
    evidence: list[Evidence] = list(rows)
    reports: list[Any] = list(problem.reports.select_related("reported_by", "milestone", "returned_by", "unit"))
    of_report: dict[int | None, list[Evidence]] = defaultdict(list)
    for file in evidence:
        of_report[file.report_id].append(file)
    for report in reports:
        report.files = of_report[report.pk]
    return Rectification(
        plans=list(
            problem.plans.select_related("submitted_by", "decided_by").prefetch_related(
                "measures", "milestones", *(["absorption_steps"] if problem.nature == Nature.POLICY else [])
            )
        ),
        reports=reports,
        evidence=evidence,
        comments=comments_of(standing, problem),
    )


def milestones_ahead(problem: Problem) -> list[Milestone]:
    """Milestones of the approved plan not yet reached; after a relapse those that lie after it."""
    rows = Milestone.objects.filter(
        plan__problem=problem, plan__status=RectificationPlan.Status.APPROVED, reached_on=None
    )
    if problem.relapsed_on is not None:
        rows = rows.filter(due_on__gte=problem.relapsed_on)
    return list(rows.order_by("due_on", "position"))


def latest_plan(problem: Problem) -> RectificationPlan | None:
    """The newest plan of an entry with measures and milestones, to start the next one from."""
    found: Any = (
        problem.plans.prefetch_related("measures", "milestones", "absorption_steps").order_by("-attempt").first()
    )
    return found
