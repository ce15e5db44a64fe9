"""Moving running clocks: to a decided day, and standing still for a while. Inside the act that decides it. B6, G1.

A paused clock shows the light of the day on which it was paused, and its due day moves by the days it stood still:
working days, or natural days for the kinds that are counted so.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from audit.sets import update_with_history
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import YELLOW_DAYS
from deadlines.models import Clock, ClockKind

# Kinds whose time runs on every day; all others run on working days.
NATURAL: frozenset[str] = frozenset({ClockKind.LATER_LOOK_BACK})


def yellow_day(clock: Clock, due_on: date, calendar: WorkingCalendar) -> date:
    """From when a clock due on ``due_on`` is yellow; a quiet one, yellow on its last day only, stays quiet."""
    quiet = clock.yellow_on == clock.due_on
    return due_on if quiet else min(calendar.add(due_on, -YELLOW_DAYS), due_on)


def reschedule(
    subject_id: int,
    due: Mapping[tuple[str, int | None], date],
    *,
    calendar: WorkingCalendar | None = None,
    subject_kind: str = "problem",
) -> list[Clock]:
    """Move running clocks of a matter to new due days.

    Args:
        due: New due day by kind and item; a clock that is not named stays.

    Returns: The clocks that moved.
    """
    calendar = calendar or load_calendar()
    moved = []
    for clock in _running(subject_id, subject_kind):
        due_on = due.get((clock.kind, clock.item_id))
        if due_on is not None and due_on != clock.due_on:
            clock.yellow_on, clock.due_on = yellow_day(clock, due_on, calendar), due_on
            moved.append(clock)
    update_with_history(Clock, moved, ["due_on", "yellow_on"])
    return moved


def pause_clocks(
    subject_id: int, *, on: date, spared: Collection[str] = (), subject_kind: str = "problem"
) -> list[Clock]:
    """Let the running clocks of a matter stand still from ``on``, but for the ``spared`` kinds. Later ones run."""
    rows = [
        clock for clock in _running(subject_id, subject_kind) if clock.paused_on is None and clock.kind not in spared
    ]
    for clock in rows:
        clock.paused_on = on
    update_with_history(Clock, rows, ["paused_on"])
    return rows


def resume_clocks(
    subject_id: int,
    *,
    on: date,
    calendar: WorkingCalendar,
    fixed: Mapping[tuple[str, int | None], date] | None = None,
    subject_kind: str = "problem",
) -> list[Clock]:
    """Let paused clocks run again, each due later by the days it stood still.

    Args:
        fixed: Due days that the caller has decided, by kind and item, such as a deadline that is capped.
    """
    rows = [clock for clock in _running(subject_id, subject_kind) if clock.paused_on is not None]
    for clock in rows:
        assert clock.paused_on is not None  # noqa: S101 - chosen so above
        wanted = (fixed or {}).get((clock.kind, clock.item_id))
        due_on = wanted or moved_by(clock.due_on, clock.paused_on, on, calendar, natural=clock.kind in NATURAL)
        clock.yellow_on, clock.due_on, clock.paused_on = yellow_day(clock, due_on, calendar), due_on, None
    update_with_history(Clock, rows, ["due_on", "yellow_on", "paused_on"])
    return rows


def moved_by(due_on: date, paused_on: date, resumed_on: date, calendar: WorkingCalendar, *, natural: bool) -> date:
    """``due_on`` later by the days from ``paused_on`` (not counted) to ``resumed_on`` (counted).

    Worked example: paused 2026-09-28, resumed 2026-10-09, four working days (29 and 30 September, 8 and 9 October);
    due 2026-10-15 becomes 2026-10-21.
    """
    if natural:
        return calendar.next_working(due_on + timedelta(days=(resumed_on - paused_on).days))
    days = calendar.between(paused_on, resumed_on)
    return calendar.add(due_on, days) if days else due_on


def _running(subject_id: int, subject_kind: str) -> list[Clock]:
    rows = Clock.objects.select_for_update(no_key=True).filter(
        subject_kind=subject_kind, subject_id=subject_id, stopped_on=None
    )
    return list(rows.order_by("pk"))
