"""Entering a calendar year, by the reference data or by a person when the State Council has published it. B6."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.sets import create_with_history, update_with_history
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import DAYS, recompute_yellow
from deadlines.models import CalendarDay, CalendarYear, Clock, ClockKind
from deadlines.moves import yellow_day
from deadlines.recount import recount_all
from organizations.errors import Invalid, NotAllowed
from organizations.models import Account
from organizations.roles import Role
from organizations.scope import acting


@dataclass(frozen=True)
class NewDay:
    """A day that differs from the plain week: a weekday off or a weekend day worked."""

    day: date
    is_working: bool
    name: str = ""


def load_calendar_year(year: int, days: Iterable[NewDay], *, source: str, actor: Account) -> CalendarYear:
    """Enter the holidays and make-up workdays of a year, or correct a year entered before.

    Days that agree with the plain week are passed over. Correcting a year turns days no longer named back into plain
    ones; nothing is deleted. Dates that were counted by the old calendar and still run are counted again: the due day
    where it came from a number of working days, and the yellow day everywhere. A deadline that a person decided stays.

    Args:
        year: Such as 2027.
        days: Each day once.
        source: Where it was published, shown beside the year.
        actor: The system itself, or a system administrator.

    Returns: The year as stored. Entering the same again writes nothing.

    Raises:
        NotAllowed: Somebody else.
        Invalid: No source, no holiday at all, a day of another year, or a day twice.

    Source: B6, decided.md (a year without calendar data).
    """
    standing = acting(actor)
    if not (standing.account.is_system or standing.holds(Role.SYSTEM_ADMIN)):
        raise NotAllowed(_("The calendar is entered by the system administrator."))
    wanted = _checked(year, list(days), source)
    with act("calendar.load_year", actor=standing.facts(), reason=source.strip()):
        before = load_calendar()
        # The row of the year, once there, is the lock of its days.
        known = CalendarYear.objects.select_for_update(no_key=True).filter(year=year).first()
        stored = known or CalendarYear(year=year, source=source.strip())
        if known is None:
            stored.save()
        elif known.source != source.strip():
            known.source = source.strip()
            known.save()
        changed = _write_days(stored, wanted)
        if changed or known is None:
            after = load_calendar()
            recount_all(before, after)  # first: entries are locked before their clocks
            _recompute_due(before, after)
            recompute_yellow(after)
        return stored


def _checked(year: int, days: list[NewDay], source: str) -> dict[date, NewDay]:
    errors: dict[str, list] = {}
    wrong = sorted({one.day.isoformat() for one in days if one.day.year != year})
    if wrong:
        errors["days"] = [
            _("These days are not in %(year)s: %(days)s.") % {"year": year, "days": ", ".join(wrong)},
        ]
    named = [one.day for one in days]
    twice = sorted({day.isoformat() for day in named if named.count(day) > 1})
    if twice:
        errors.setdefault("days", []).append(_("These days are named twice: %(days)s.") % {"days": ", ".join(twice)})
    differing = {one.day: one for one in days if one.is_working is not (one.day.weekday() < 5)}
    if not any(not one.is_working for one in differing.values()):
        errors.setdefault("days", []).append(_("No holiday falls on a weekday. Enter the whole year as published."))
    if not source.strip():
        errors["source"] = [_("Say where the year was published.")]
    if errors:
        raise Invalid(errors=errors)
    return differing


def _write_days(year: CalendarYear, wanted: dict[date, NewDay]) -> bool:
    """Bring the rows of the year to what is wanted; answers whether any day counts differently now."""
    moved, renamed = [], []
    stored = {row.day: row for row in CalendarDay.objects.filter(year=year)}
    for day, row in stored.items():
        new = wanted.get(day)
        is_working = new.is_working if new else day.weekday() < 5
        name = new.name if new else ""
        if row.is_working != is_working:
            moved.append(row)
        elif row.name != name:
            renamed.append(row)
        row.is_working, row.name = is_working, name
    made = [
        CalendarDay(year=year, day=day, is_working=one.is_working, name=one.name)
        for day, one in sorted(wanted.items())
        if day not in stored
    ]
    if made:
        create_with_history(CalendarDay, made)
    update_with_history(CalendarDay, [*moved, *renamed], ["is_working", "name"])
    return bool(made or moved)


def _recompute_due(before: WorkingCalendar, after: WorkingCalendar) -> int:
    """Count running clocks again whose due day is a number of working days after their start (``DAYS``).

    A clock counts as counted, not decided, where the old calendar gives exactly its due day. A plan stays due no later
    than the rectification itself.
    """
    running = list(Clock.objects.select_for_update(no_key=True).filter(stopped_on=None).order_by("pk"))
    limits = {one.subject_id: one.due_on for one in running if one.kind == ClockKind.RECTIFICATION}
    moved = []
    for clock in running:
        days = DAYS.get(clock.kind)
        if days is None or clock.due_on != before.add(clock.started_on, days):
            continue
        due_on = after.add(clock.started_on, days)
        if clock.kind == ClockKind.PLAN:
            due_on = min(due_on, limits.get(clock.subject_id, due_on))
        if due_on != clock.due_on:
            clock.yellow_on, clock.due_on = yellow_day(clock, due_on, after), due_on
            moved.append(clock)
    return update_with_history(Clock, moved, ["due_on", "yellow_on"])
