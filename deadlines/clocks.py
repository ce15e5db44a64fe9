"""Starting and stopping clocks, always inside the act that makes something due or answers it. Source: G1, design."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit.sets import create_with_history, update_with_history
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.models import Clock, ClockKind

# Working days within which each step is due. Our choice where no rule was found (domain facts §3.4).
DAYS: dict[str, int] = {
    ClockKind.ASSIGN: 5,
    ClockKind.PLAN: 10,
    ClockKind.PLAN_DECISION: 5,
    ClockKind.CHECK: 10,
    ClockKind.ACCEPTANCE: 5,
    ClockKind.LOOK_BACK: 10,
    ClockKind.SIGN_OFF: 3,
    ClockKind.CONSENT: 10,
    ClockKind.EXTENSION: 5,
    # From the day of a step of the absorption plan: yellow on that day, red when these have passed (H4, our choice).
    ClockKind.ABSORPTION: 5,
    ClockKind.URGED: 3,
    ClockKind.REPORT_AGAIN: 5,
    ClockKind.INCIDENT: 1,
    ClockKind.STAFFING_ALERT: 3,
    ClockKind.COMPLETE_APPLICATION: 10,
    ClockKind.PRE_REVIEW: 5,
    ClockKind.ADMISSION: 3,
    ClockKind.INITIATION: 5,
    ClockKind.APPRAISAL: 15,
    ClockKind.DELIBERATION: 20,
    ClockKind.ISSUE_REPLY: 5,
    ClockKind.COPY: 5,
    ClockKind.REPORT: 5,
    ClockKind.CORRECTION: 5,
    ClockKind.NATURE: 5,
    ClockKind.OPINION: 5,
    ClockKind.VERIFIER_LOAN: 5,
    ClockKind.REQUIRED_DATE: 5,  # yellow at once: a deadline beyond what was required is no quiet matter (our choice)
}
# Working days before the due date from which the light is yellow (B7).
YELLOW_DAYS = 5


@dataclass(frozen=True)
class NewClock:
    """What a clock is started with; ``due_on`` None means so many working days by ``DAYS`` after ``started_on``."""

    subject_id: int
    kind: str
    holder: str
    office_id: int
    started_on: date
    unit_id: int | None = None
    due_on: date | None = None
    item_id: int | None = None
    detail: str = ""
    subject_kind: str = "problem"
    quiet: bool = False  # no yellow before its last day: something else gives the alarm
    partner_id: int | None = None


def start_clocks(wanted: Iterable[NewClock], *, calendar: WorkingCalendar | None = None) -> list[Clock]:
    """Start clocks inside the open act. Two for the same matter and kind cannot run at once (constraint)."""
    calendar = calendar or load_calendar()
    rows, yellow = [], {}
    for one in wanted:
        due_on = one.due_on or calendar.add(one.started_on, DAYS[one.kind])
        if due_on not in yellow:
            yellow[due_on] = calendar.add(due_on, -YELLOW_DAYS)
        rows.append(
            Clock(
                subject_kind=one.subject_kind,
                subject_id=one.subject_id,
                kind=one.kind,
                detail=one.detail,
                item_id=one.item_id,
                holder=one.holder,
                office_id=one.office_id,
                unit_id=one.unit_id,
                partner_id=one.partner_id,
                started_on=one.started_on,
                due_on=due_on,
                yellow_on=due_on if one.quiet else yellow[due_on],
            )
        )
    return create_with_history(Clock, rows)


def stop_clocks(
    subject_id: int,
    *kinds: str,
    on: date,
    outcome: str = Clock.Outcome.ANSWERED,
    item_id: int | None = None,
    subject_kind: str = "problem",
    clock_id: int | None = None,
) -> list[Clock]:
    """Stop the running clocks of a matter: those of ``kinds``, or all when none is named; one by ``clock_id``."""
    running = Clock.objects.select_for_update(no_key=True).filter(
        subject_kind=subject_kind, subject_id=subject_id, stopped_on=None
    )
    if kinds:
        running = running.filter(kind__in=kinds)
    if item_id is not None:
        running = running.filter(item_id=item_id)
    if clock_id is not None:
        running = running.filter(pk=clock_id)
    rows = list(running.order_by("pk"))
    for clock in rows:
        clock.stopped_on, clock.outcome = on, outcome
    if rows:
        update_with_history(Clock, rows, ["stopped_on", "outcome"])
    return rows


def stop_clocks_of(
    subject_ids: Iterable[int], *, on: date, outcome: str = Clock.Outcome.ANSWERED, subject_kind: str = "problem"
) -> int:
    """Stop all running clocks of many matters at once; answers how many."""
    running = Clock.objects.select_for_update(no_key=True).filter(
        subject_kind=subject_kind, subject_id__in=list(subject_ids), stopped_on=None
    )
    rows = list(running.order_by("pk"))
    for clock in rows:
        clock.stopped_on, clock.outcome = on, outcome
    return update_with_history(Clock, rows, ["stopped_on", "outcome"])


def recompute_yellow(calendar: WorkingCalendar) -> int:
    """Set the yellow day of running clocks again after a calendar year was loaded; answers how many moved."""
    moved = []
    for clock in Clock.objects.select_for_update(no_key=True).filter(stopped_on=None).order_by("pk"):
        if clock.yellow_on == clock.due_on:
            continue  # a quiet one
        yellow_on = min(calendar.add(clock.due_on, -YELLOW_DAYS), clock.due_on)
        if yellow_on != clock.yellow_on:
            clock.yellow_on = yellow_on
            moved.append(clock)
    if moved:
        update_with_history(Clock, moved, ["yellow_on"])
    return len(moved)


def light_of(due_on: date | None, yellow_on: date | None, today: date, paused_on: date | None = None) -> str:
    """``red`` after the due day, ``yellow`` from the yellow day on, else ``green``; ``none`` without a due day.

    A paused clock keeps the light of the day on which it was paused.
    """
    if due_on is None or yellow_on is None:
        return "none"
    today = min(today, paused_on) if paused_on else today
    return "red" if due_on < today else "yellow" if yellow_on <= today else "green"
