"""An entry as the ledger knew it at a moment: recording time, never back-dated (decided.md, two times). Source: B9."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from audit.past import hang, past_rows
from deadlines.models import Clock
from organizations.clock import SHANGHAI, now
from organizations.errors import Invalid
from organizations.models import Unit
from organizations.scope import Standing
from problems.models import (
    AbsorptionStep,
    Assisting,
    Comment,
    Evidence,
    Extension,
    Handling,
    Incident,
    Link,
    ListedSupervision,
    Measure,
    Milestone,
    Pause,
    Problem,
    ProgressReport,
    RectificationPlan,
    RequiredConsent,
    Urging,
)
from problems.selectors.entries import attach_next_steps
from problems.selectors.joining import Rows
from problems.selectors.pace import Kept
from problems.selectors.rectification import Rectification, rectification_of

REPORT_JOINED = ("reported_by", "milestone", "returned_by", "unit")
JOINED = ("stored", "uploaded_by", "withdrawn_by", "replaces", "reused_from__problem")


@dataclass(frozen=True)
class Known:
    """What was known: None for an entry that was not recorded yet, then ``first`` says since when it is."""

    moment: datetime
    problem: Any
    rectification: Rectification
    first: datetime | None
    kept: Kept | None = None  # extensions, pauses, listings … as known then

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
    rectification = _rectification(problem, found, moment, standing)
    kept = _kept(problem, rectification.evidence, moment)
    found.listed = any(one.ended_on is None for one in kept.listings)
    found.extension_waits = any(one.status == Extension.Status.PENDING for one in kept.extensions)
    assigned = Handling.objects.filter(problem=problem, capacity=Handling.Capacity.ASSIGNED)
    handlings = past_rows(Handling, moment, assigned.values_list("pk", flat=True), "person")
    found.assigned_by = handlings[0].person.name if handlings else None
    found.__dict__["_joined_rows"] = _joined(problem, found, moment)
    return Known(moment, found, rectification, first, kept)


# What hangs on the time of an entry: name in ``Kept``, model, order, people joined, key of its files.
HANGING: tuple[tuple[str, Any, str, tuple[str, ...], str], ...] = (
    ("extensions", Extension, "position", ("asked_by", "decided_by"), "extension_id"),
    ("consents", RequiredConsent, "pk", ("recorded_by",), "consent_id"),
    ("pauses", Pause, "pk", ("paused_by", "resumed_by"), ""),
    ("listings", ListedSupervision, "pk", ("leader", "listed_by", "ended_by"), ""),
    ("urgings", Urging, "-pk", ("urged_by",), ""),
    ("incidents", Incident, "-pk", ("reported_by", "noted_by"), "incident_id"),
)


def _kept(problem: Problem, evidence: list[Evidence], moment: datetime) -> Kept:
    found: dict[str, Any] = {}
    for name, model, order, people, key in HANGING:
        keys = model.objects.filter(problem=problem).order_by().values_list("pk", flat=True)
        found[name] = past_rows(model, moment, keys, *people, order=order)
        if key:
            hang(found[name], "evidence", evidence, key)
    return Kept(moment=moment, day=moment.astimezone(SHANGHAI).date(), **found)


def _joined(problem: Problem, found: Problem, moment: datetime) -> Rows:
    """Units, links and merged entries as recorded by then; whether the viewer may see an entry is asked of today."""

    def keys(rows: Any) -> Any:
        return rows.order_by().values_list("pk", flat=True)

    units = past_rows(Assisting, moment, keys(problem.assisting), "added_by", "released_by")
    ends = Link.objects.filter(Q(problem=problem) | Q(other=problem))
    links = past_rows(Link, moment, keys(ends), "made_by")
    beside = {key for one in links for key in (one.problem_id, one.other_id)} - {problem.pk}
    beside |= set(keys(problem.merged_here)) | ({found.merged_into_id} if found.merged_into_id else set())
    others = past_rows(Problem, moment, beside, "violation_type")
    wanted = {one.unit_id for one in (*units, *others)}
    names = {one.pk: one for one in past_rows(Unit, moment, wanted)}
    for row in (*units, *others):
        if row.unit_id in names:  # under the name of then
            row.unit = names[row.unit_id]
    entries = {one.pk: one for one in others} | {problem.pk: found}
    for link in links:
        link.problem, link.other = entries[link.problem_id], entries[link.other_id]
    if found.merged_into_id:
        found.merged_into = entries[found.merged_into_id]
    merged = sorted(
        (one for one in others if one.merged_into_id == problem.pk), key=lambda one: (one.merged_on, one.pk)
    )
    return Rows(units=units, links=links, merged=merged)


def _rectification(problem: Problem, found: Problem, moment: datetime, standing: Standing) -> Rectification:
    """What this viewer may read today, as it was known then: the past opens nothing that the present keeps."""
    readable = rectification_of(problem, standing)

    def keys(name: str) -> Any:
        return getattr(problem, name).order_by().values_list("pk", flat=True)

    plans = past_rows(RectificationPlan, moment, keys("plans"), "submitted_by", "decided_by", order="-attempt")
    for plan in plans:
        plan.problem = found
    parts = {"plan__problem": problem}
    for name, model in (("measures", Measure), ("milestones", Milestone), ("absorption_steps", AbsorptionStep)):
        ids = model._default_manager.filter(**parts).values_list("pk", flat=True)
        rows = past_rows(model, moment, ids, order="position")
        if model is not Measure:
            rows.sort(key=lambda one: one.due_on)  # of one day by their position
        hang(plans, name, rows, "plan_id")
    evidence = past_rows(Evidence, moment, [one.pk for one in readable.evidence], *JOINED, order="-pk")
    after = {one.replaces_id: one for one in evidence if one.replaces_id}
    for file in evidence:  # the newer version, where it was known then
        file._state.fields_cache["replaced_by"] = after.get(file.pk)
    _as_read(evidence, readable.evidence, "others")
    reports = past_rows(ProgressReport, moment, keys("reports"), *REPORT_JOINED, order="-pk")
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
