"""Raising warnings at once, inside the act that changed the figures; the units are locked by then. Source: F4."""

from collections.abc import Iterable
from datetime import date

from audit.sets import create_with_history, update_with_history
from deadlines.clocks import NewClock, start_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.models import Unit
from problems.states import OPEN
from staffing.models import Alert
from staffing.rules import Hit, Key, codes, hits, key_of

SUBJECT = "staffing_alert"  # of the clock that runs until somebody has checked


def recheck(unit_ids: Iterable[int], on: date | None = None) -> list[Alert]:
    """Run the rules on these units and raise what is new.

    A figure whose last warning is still open keeps that one, with today's numbers. One that became an entry is silent
    while the entry, or the one it was merged into, is open; one that was cleared is silent until the excess grows.

    Returns: The alerts raised now.
    """
    ids, day = list(unit_ids), on or today()
    found = {hit.key: hit for hit in hits(ids, day)}
    last: dict[Key, Alert] = {}
    for alert in Alert.objects.filter(unit_id__in=ids).select_related("kind", "level", "problem").order_by("pk"):
        last[key_of(alert)] = alert
    kinds, levels = codes()
    fresh: list[Alert] = []
    changed: list[Alert] = []
    for key, hit in found.items():
        known = last.get(key)
        if known is not None and known.state == Alert.State.OPEN:
            if (known.quota, known.actual, known.holds) != (hit.quota, hit.actual, True):
                known.quota, known.actual, known.holds, known.source = hit.quota, hit.actual, True, hit.source[:500]
                changed.append(known)
        elif known is None or _speaks_again(known, hit):
            fresh.append(
                Alert(
                    unit_id=hit.unit_id,
                    rule=hit.rule,
                    matter=hit.matter,
                    kind=kinds.get(hit.code) if hit.rule != Alert.Rule.LEADERS_OVER_QUOTA else None,
                    level=levels.get(hit.code) if hit.rule == Alert.Rule.LEADERS_OVER_QUOTA else None,
                    quota=hit.quota,
                    actual=hit.actual,
                    source=hit.source[:500],
                    raised_on=day,
                )
            )
    for key, known in last.items():
        if known.state == Alert.State.OPEN and known.holds and key not in found:
            known.holds = False
            changed.append(known)
    update_with_history(Alert, changed, ["quota", "actual", "holds", "source"])
    create_with_history(Alert, fresh)
    _start(fresh, day)
    return fresh


def _speaks_again(known: Alert, hit: Hit) -> bool:
    if known.state == Alert.State.CLEARED:
        return hit.actual - hit.quota > known.actual - known.quota
    entry = known.problem
    while entry is not None and entry.merged_into is not None:
        entry = entry.merged_into
    return entry is None or entry.state not in OPEN


def _start(fresh: list[Alert], day: date) -> None:
    if not fresh:
        return
    offices = dict(Unit.objects.filter(pk__in={one.unit_id for one in fresh}).values_list("pk", "office_id"))
    start_clocks(
        NewClock(
            subject_id=one.pk,
            subject_kind=SUBJECT,
            kind=ClockKind.STAFFING_ALERT,
            holder=Clock.Holder.OFFICE,
            office_id=offices[one.unit_id],
            unit_id=one.unit_id,
            started_on=day,
        )
        for one in fresh
    )
