"""The dates of an entry side by side, how it keeps to its plan, and what moved its clocks. Source: B6, B7, H4."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from audit.selectors import history_of
from deadlines.calendar import WorkingCalendar
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from problems.models import (
    AbsorptionStep,
    Extension,
    Handling,
    Incident,
    ListedSupervision,
    Milestone,
    Pause,
    Problem,
    ProgressReport,
    RectificationPlan,
    RequiredConsent,
    Urging,
)
from problems.models.entries import Nature
from problems.services.dates import required_by

# What an entry has under it, so that its page asks only for what is there: name, model, condition.
KEPT: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("has_extensions", Extension, {}),
    ("extension_waits", Extension, {"status": Extension.Status.PENDING}),
    ("has_consents", RequiredConsent, {}),
    ("has_pauses", Pause, {}),
    ("has_listings", ListedSupervision, {}),
    ("listed", ListedSupervision, {"ended_on": None}),
    ("has_urgings", Urging, {}),
    ("has_incidents", Incident, {}),
)
PLANNED = RectificationPlan.Status.APPROVED


def with_what_is_kept(rows: QuerySet[Problem]) -> QuerySet[Any]:
    """Rows that say what hangs on them, by the names of ``KEPT``, and who assigned them."""
    assigned = Handling.objects.filter(problem=OuterRef("pk"), capacity=Handling.Capacity.ASSIGNED).order_by("pk")
    return rows.annotate(
        assigned_by=Subquery(assigned.values("person__name")[:1]),
        has_plan=Exists(RectificationPlan.objects.filter(problem=OuterRef("pk"), status=PLANNED)),
        has_steps=Exists(AbsorptionStep.objects.filter(plan__problem=OuterRef("pk"), plan__status=PLANNED)),
        **{name: Exists(model.objects.filter(problem=OuterRef("pk"), **where)) for name, model, where in KEPT},
    )


def is_listed() -> Any:
    """Whether the entry of the outer query is on the board now."""
    return Exists(ListedSupervision.objects.filter(problem=OuterRef("pk"), ended_on=None))


@dataclass(frozen=True)
class DateLine:
    """One date of an entry: what kind, which day, who set it, why, and whether it is the deadline now."""

    label: Any
    day: date | None
    who: str = ""
    set_on: date | None = None
    why: str = ""
    note: Any = ""
    files: tuple[Any, ...] = ()
    provisional: bool = False
    in_force: bool = False
    struck: bool = False  # wanted, but not granted


@dataclass(frozen=True)
class Kept:
    """What hangs on the time of an entry, each with its people and files, as the ledger knew it at ``moment``."""

    moment: datetime
    day: date
    extensions: list[Extension]
    consents: list[RequiredConsent]
    pauses: list[Pause]
    listings: list[ListedSupervision]
    urgings: list[Urging]
    incidents: list[Incident]


def dates_of(
    problem: Any,
    calendar: WorkingCalendar,
    plans: list[RectificationPlan] | None = None,
    kept: Kept | None = None,
) -> list[DateLine]:
    """All dates of an entry in the order in which they came: required, promised, approved, moved. None is left out.

    Args:
        problem: From ``problem_for``, which says what there is to ask for; asked for whole where it does not.
        plans: Its plans, where the caller has them.
        kept: What hung on it then, for a reading of the past.
    """
    lines: list[DateLine] = []
    if problem.required_on:
        lines.append(_line(calendar, _("Required"), problem.required_on, who=required_by(problem)))
    for one in kept.consents if kept else _consents_of(problem):
        lines.append(
            _line(
                calendar,
                _("Consent to a later date"),
                one.until_on,
                who=one.body,
                set_on=one.consented_on,
                why=one.document,
                note=_("recorded by %(name)s") % {"name": one.recorded_by.name},
                files=tuple(one.evidence.all()),
            )
        )
    for plan in reversed(plans if plans is not None else list(problem.plans.select_related("submitted_by"))):
        if plan.promised_on:
            lines.append(
                _line(
                    calendar,
                    _("Promised by the unit"),
                    plan.promised_on,
                    who=plan.submitted_by.name if plan.submitted_by else "",
                    set_on=plan.submitted_on,
                    note=plan.get_status_display(),
                )
            )
    if problem.approved_on:
        who = getattr(problem, "assigned_by", None) or ""
        label = _("Approved by the office")
        lines.append(_line(calendar, label, problem.approved_on, who=who, set_on=problem.assigned_on))
    lines += _moved(problem, calendar, kept)
    return _mark_in_force(lines, problem)


def _line(calendar: WorkingCalendar, label: Any, day: date, **more: Any) -> DateLine:
    return DateLine(label=label, day=day, provisional=calendar.is_provisional(day), **more)


def _consents_of(problem: Any) -> list[RequiredConsent]:
    if not getattr(problem, "has_consents", True):
        return []
    return list(problem.required_consents.select_related("recorded_by").prefetch_related("evidence__stored"))


def _pauses_of(problem: Any) -> list[Pause]:
    if not getattr(problem, "has_pauses", True):
        return []
    return list(problem.pauses.select_related("paused_by", "resumed_by"))


def _moved(problem: Any, calendar: WorkingCalendar, kept: Kept | None) -> list[DateLine]:
    """What moved the deadline after it was approved: extensions, pauses, relapses, by the day it happened."""
    lines: list[tuple[date, DateLine]] = []
    for one in kept.extensions if kept else extensions_of(problem):
        granted = one.status == Extension.Status.GRANTED
        said = [one.get_status_display(), one.decided_by.name if one.decided_by else "", one.decision_reason]
        line = _line(
            calendar,
            _("Extension %(number)s") % {"number": one.position},
            one.granted_on or one.wanted_on,
            who=one.asked_by.name,
            set_on=one.asked_on,
            why=one.reason,
            note=" · ".join(str(part) for part in said if part),
            files=tuple(one.evidence.all()),
            struck=not granted,
        )
        lines.append((one.decided_on or one.asked_on, line))
    for pause in kept.pauses if kept else _pauses_of(problem):
        days = {
            "from": pause.paused_on.isoformat(),
            "to": pause.resumed_on.isoformat() if pause.resumed_on else "…",
        }
        note = _("paused %(from)s – %(to)s") % days
        if pause.resumed_by:
            note = f"{note} · {pause.resumed_by.name} · {pause.resume_reason}"
        line = _line(
            calendar,
            _("Moved by a pause"),
            pause.deadline_after or pause.deadline_before,
            who=pause.paused_by.name,
            set_on=pause.paused_on,
            why=pause.reason,
            note=note,
            struck=pause.resumed_on is None,
        )
        lines.append((pause.resumed_on or pause.paused_on, line))
    if problem.relapses:
        for change in history_of(Problem, [problem.pk], fields=["relapses", "extended_on"], texts=False):
            if kept and change.at > kept.moment:
                break  # oldest first
            now = {one.name: one.after for one in change.fields}
            if change.kind == "~" and "relapses" in now and now.get("extended_on"):
                label = _("New deadline after a relapse")
                line = _line(calendar, label, now["extended_on"], who=change.act.actor_name, why=change.act.reason)
                lines.append((change.at.date(), line))
    return [line for _day, line in sorted(lines, key=lambda one: one[0])]


def _mark_in_force(lines: list[DateLine], problem: Problem) -> list[DateLine]:
    """The last line that set the deadline is in force; without one a taken-over date stands for itself."""
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if line.day == problem.deadline_on and not line.struck and line.label not in _NOT_DECIDED:
            lines[place] = DateLine(**{**line.__dict__, "in_force": True})
            break
    return lines


_NOT_DECIDED = (_("Required"), _("Promised by the unit"), _("Consent to a later date"))


def extensions_of(problem: Problem) -> list[Extension]:
    """All requests for more time, first to last, with who asked, who decided and the files."""
    if not getattr(problem, "has_extensions", True):
        return []
    return list(
        problem.extension_requests.select_related("asked_by", "decided_by").prefetch_related("evidence__stored")
    )


def pending_extension(problem: Problem) -> Extension | None:
    """The request that waits for the office, with its files."""
    return (
        problem.extension_requests.filter(status=Extension.Status.PENDING)
        .select_related("asked_by")
        .prefetch_related("evidence__stored")
        .first()
    )


@dataclass(frozen=True)
class Point:
    """One step of the absorption plan with what was reported by its day."""

    day: date
    at_most: int
    remaining: int | None  # as reported up to that day; None while it lies ahead
    kept: bool | None
    provisional: bool


@dataclass(frozen=True)
class Curve:
    """The absorption plan against what was reported. ``behind`` is how many more remain than the curve allows now."""

    points: list[Point]
    found: int
    remaining: int
    allowed: int
    reported: list[tuple[date, int]]

    @property
    def behind(self) -> int:
        return max(self.remaining - self.allowed, 0)

    @property
    def on_curve(self) -> bool:
        return self.behind == 0


def curve_of(
    problem: Problem,
    plan: RectificationPlan | None,
    reports: list[ProgressReport],
    calendar: WorkingCalendar,
    on: date | None = None,
) -> Curve | None:
    """Where an entry with an absorption plan stands on a day, today by default; None without one.

    Worked example: 10 found, steps 6 by 30 June and 0 by 31 December. On 1 July 6 or fewer may remain; with 7
    remaining the entry is one behind its curve.
    """
    steps = list(plan.absorption_steps.all()) if plan and problem.nature == Nature.POLICY else []
    if problem.relapsed_on is not None:
        steps = [one for one in steps if one.due_on >= problem.relapsed_on]  # those of before are over
    if not steps or problem.found is None:
        return None
    day, found = on or today(), problem.found
    standing = sorted((one for one in reports if one.done is not None and one.returned_on is None), key=_by_day)
    first = (standing[0].done_before or 0) if standing else problem.done
    series = [(one.reported_on, found - one.done) for one in standing if one.done is not None]
    if problem.relapsed_on is not None:  # what came back stands between the reports of before and those of after
        after = [one for one in standing if one.reported_on >= problem.relapsed_on]
        back = (after[0].done_before or 0) if after else problem.done
        series.insert(len(series) - len(after), (problem.relapsed_on, found - back))

    def left_on(limit: date) -> int:
        known = [left for on, left in series if on <= limit]
        return known[-1] if known else found - first

    points = []
    for step in steps:
        past = step.due_on <= day
        left = left_on(step.due_on) if past else None
        points.append(
            Point(
                day=step.due_on,
                at_most=step.remaining_at_most,
                remaining=left,
                kept=None if left is None else left <= step.remaining_at_most,
                provisional=calendar.is_provisional(step.due_on),
            )
        )
    due = [step.remaining_at_most for step in steps if step.due_on <= day]
    start = problem.assigned_on or problem.found_on
    return Curve(
        points=points,
        found=found,
        remaining=problem.remaining or 0,
        allowed=due[-1] if due else found,
        reported=[(start, found - first), *series],
    )


def _by_day(report: ProgressReport) -> tuple[date, int]:
    return report.reported_on, report.pk


@dataclass(frozen=True)
class Pace:
    """Whether a violation keeps to its milestones: how many are reached, which is late, which comes next."""

    reached: int
    total: int
    late: list[Milestone]
    ahead: Milestone | None

    @property
    def on_track(self) -> bool:
        return not self.late


def pace_of(problem: Problem, plan: RectificationPlan | None, on: date | None = None) -> Pace | None:
    """How an open entry keeps to the milestones of its approved plan; None where it has none.

    Once the unit had said that it is done, milestones of before are over: those that no clock watches are not late,
    and after a relapse those reached before it say nothing about what came back.
    """
    if not problem.is_open or plan is None or plan.status != RectificationPlan.Status.APPROVED:
        return None
    milestones = list(plan.milestones.all())
    day = on or today()
    frozen = min(day, problem.paused_on) if problem.paused_on else day
    if problem.relapsed_on is not None:
        milestones = [one for one in milestones if (one.reached_on or one.due_on) >= problem.relapsed_on]
    if problem.kept_open and any(one.reached_on is None and one.due_on < frozen for one in milestones):
        clocks: Any = getattr(problem, "running_clocks", None)  # of then, where the past is read
        if clocks is None:
            clocks = Clock.objects.filter(subject_kind="problem", subject_id=problem.pk, stopped_on=None)
        watched = {clock.item_id for clock in clocks if clock.kind == ClockKind.MILESTONE}
        milestones = [one for one in milestones if one.reached_on or one.due_on >= frozen or one.pk in watched]
    if not milestones:
        return None
    open_ones = [one for one in milestones if one.reached_on is None]
    return Pace(
        reached=len(milestones) - len(open_ones),
        total=len(milestones),
        late=[one for one in open_ones if one.due_on < frozen],
        ahead=next((one for one in open_ones if one.due_on >= frozen), None),
    )


@dataclass
class Timing:
    """Everything about time and supervision that the page of an entry shows."""

    dates: list[DateLine]
    pace: Pace | None
    curve: Curve | None
    pending: Extension | None = None
    listings: list[ListedSupervision] = field(default_factory=list)
    urgings: list[Urging] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)

    @property
    def listing(self) -> ListedSupervision | None:
        """The listing in force."""
        return next((one for one in self.listings if one.ended_on is None), None)


def timing_of(problem: Any, rectification: Any, calendar: WorkingCalendar, kept: Kept | None = None) -> Timing:
    """Dates, pace, curve, listing, urgings and incidents of an entry from ``problem_for``.

    Args:
        rectification: As ``rectification_of`` gives it.
        kept: What hung on it then, where ``problem`` and ``rectification`` are of the past.
    """
    plan, on = rectification.plan, kept.day if kept else None
    timing = Timing(
        dates=dates_of(problem, calendar, rectification.plans, kept),
        pace=pace_of(problem, plan, on),
        curve=curve_of(problem, plan, rectification.reports, calendar, on),
    )
    if kept is not None:
        timing.pending = next((one for one in kept.extensions if one.status == Extension.Status.PENDING), None)
        timing.listings, timing.urgings, timing.incidents = kept.listings, kept.urgings, kept.incidents
        return timing
    timing.pending = pending_extension(problem) if problem.extension_waits else None
    if problem.has_listings:
        timing.listings = list(problem.listings.select_related("leader", "listed_by", "ended_by"))
    if problem.has_urgings:
        timing.urgings = list(problem.urgings.select_related("urged_by"))
    if problem.has_incidents:
        rows = problem.incidents.select_related("reported_by", "noted_by").prefetch_related("evidence__stored")
        timing.incidents = list(rows)
    return timing
