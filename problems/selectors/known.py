"""An entry as the ledger knew it at a moment: recording time, never back-dated (decided.md, two times). Source: B9."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from audit.past import hang, past_rows
from deadlines.models import Clock
from organizations.clock import SHANGHAI, now
from organizations.errors import Invalid
from organizations.models import Unit
from organizations.scope import Standing
from problems.models import (
    Comment,
    Evidence,
    ListedSupervision,
    Measure,
    Milestone,
    Problem,
    ProgressReport,
    RectificationPlan,
)
from problems.selectors.entries import attach_next_steps
from problems.selectors.rectification import Rectification, rectification_of

JOINED = ("stored", "uploaded_by", "withdrawn_by", "replaces", "reused_from__problem")


@dataclass(frozen=True)
class Known:
    """What was known: None for an entry that was not recorded yet, then ``first`` says since when it is."""

    moment: datetime
    problem: Any
    rectification: Rectification
    first: datetime | None

    @property
    def day(self) -> date:
        return self.moment.astimezone(SHANGHAI).date()


def moment_of(text: str) -> datetime:
    """A moment from a day (its end in Asia/Shanghai, or now when it is today) or from an ISO moment.

    Raises: Invalid under ``known_on`` when it is neither, or lies in the future.
    """
    errors = {"known_on": [_("Enter a day such as 2026-03-31, or a moment such as 2026-03-31T15:00.")]}
    try:
        if len(text) == 10:
            found = datetime.combine(date.fromisoformat(text), time.max, SHANGHAI)
            if found.date() == now().astimezone(SHANGHAI).date():
                found = now()
        else:
            found = datetime.fromisoformat(text)
            found = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
        found.astimezone(SHANGHAI)
        is_future = found > now()
    except (ValueError, OverflowError) as error:
        raise Invalid(errors=errors) from error
    if is_future:
        raise Invalid(errors={"known_on": [_("This lies in the future. Choose today or an earlier day.")]})
    return found


def known_entry(problem: Problem, moment: datetime, standing: Standing) -> Known:
    """A visible entry, reached through a selector, as it had been recorded by ``moment``, with everything under it.

    Words such as the violation type are those of today; names of units are those of then. A constant number of
    queries.
    """
    rows = past_rows(
        Problem, moment, [problem.pk], "violation_type", "source", "cause", "registered_by", "take_over__ordered_by",
        "take_over__run", "affected_office", "office__superior",
    )  # fmt: skip
    history: Any = Problem.history
    first = history.filter(id=problem.pk).order_by("history_id").values_list("act__at", flat=True).first()
    if not rows:
        return Known(moment, None, Rectification([], [], [], []), first)
    found = rows[0]
    units = past_rows(Unit, moment, [found.unit_id], "office", "competent_department")
    found.unit = units[0] if units else problem.unit
    clocks = past_rows(
        Clock, moment, Clock.objects.filter(subject_kind="problem", subject_id=problem.pk).values_list("pk", flat=True)
    )
    day = moment.astimezone(SHANGHAI).date()
    running = sorted((one for one in clocks if one.stopped_on is None), key=lambda one: (one.due_on, one.pk))
    attach_next_steps([found], day, clocks=running)
    listings = ListedSupervision.objects.filter(problem=problem).values_list("pk", flat=True)
    found.listed = any(one.ended_on is None for one in past_rows(ListedSupervision, moment, listings))
    return Known(moment, found, _rectification(problem, moment, standing), first)


def _rectification(problem: Problem, moment: datetime, standing: Standing) -> Rectification:
    """What this viewer may read today, as it was known then: the past opens nothing that the present keeps."""
    readable = rectification_of(problem, standing)

    def keys(name: str) -> Any:
        return getattr(problem, name).order_by().values_list("pk", flat=True)

    plans = past_rows(RectificationPlan, moment, keys("plans"), "submitted_by", "decided_by", order="-attempt")
    parts = {"plan__problem": problem}
    for name, model in (("measures", Measure), ("milestones", Milestone)):
        ids = model._default_manager.filter(**parts).values_list("pk", flat=True)
        hang(plans, name, past_rows(model, moment, ids, order="position"), "plan_id")
    evidence = past_rows(Evidence, moment, [one.pk for one in readable.evidence], *JOINED, order="-pk")
    after = {one.replaces_id: one for one in evidence if one.replaces_id}
    for file in evidence:  # the newer version, where it was known then
        file._state.fields_cache["replaced_by"] = after.get(file.pk)
    _as_read(evidence, readable.evidence, "others")
    reports = past_rows(ProgressReport, moment, keys("reports"), "reported_by", "milestone", "unit", order="-pk")
    of_report: dict[int | None, list[Evidence]] = defaultdict(list)
    for file in evidence:
        of_report[file.report_id].append(file)
    for report in reports:
        report.files = of_report[report.pk]
    comments = past_rows(Comment, moment, [one.pk for one in readable.comments], "written_by", order="-pk")
    _as_read(comments, readable.comments, "attached")
    return Rectification(plans=plans, reports=reports, evidence=evidence, comments=comments)


def _as_read(past: list[Any], present: Sequence[Any], name: str) -> None:
    """Give rows of the past what the selector put on those of today."""
    known = {one.pk: getattr(one, name, None) for one in present}
    for row in past:
        setattr(row, name, known[row.pk])
