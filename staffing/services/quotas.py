"""Quotas, leadership quotas and declared staff: a new dated figure with its document, never an overwritten one. F3."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.models import Account, Unit
from staffing import policies
from staffing.models import Ceiling, DeclaredLeaders, DeclaredStaff, LeadershipQuota, Quota
from staffing.selectors.ceilings import ceiling, limits
from staffing.services.alerting import recheck
from staffing.services.frame import Faults, on_unit, require_in_scope
from staffing.services.taking_over import Wish, is_first, require_taking_over


def change_quota(
    *,
    unit_id: int,
    kind: str,
    document: str,
    actor: Account,
    count: int | None = None,
    by: int | None = None,
    from_on: date | None = None,
    reason: str = "",
    by_decision: bool = False,
    key: str = "",
) -> Quota:
    """Set the staffing quota of a unit and kind from a day on.

    The figures with which a unit begins, and cuts, are entered as they are. An increase by hand is a decision made
    elsewhere that a leader takes over: the gate is asked as for an application.

    Args:
        kind: Code of the PostKind.
        document: The decision it rests on, with its number.
        count: The new quota; or
        by: how many posts more (or, negative, fewer) than in force on ``from_on``. One of the two.
        from_on: From this day, today by default; not in the future, not before the figure in force.
        reason: Why, kept in the trail.
        by_decision: Brought about by a decision that passed gate and ceilings as an application.

    Raises:
        NotFound, NotAllowed: See ``on_unit``; NotAllowed also for an increase by hand by anybody but a leader.
        Invalid: A field is wrong, the ceiling of the area would be passed (严控总量), or additions of the unit are
            blocked and no exception stands.

    Source: F3, D3 (ceilings), D4, D8, D11 (cuts).
    """
    with on_unit(policies.CHANGE_QUOTA, unit_id, actor=actor, reason=reason, key=key) as now:
        if now.known is not None:
            return Quota.objects.get(pk=now.known)
        faults, day = Faults(), from_on or today()
        require_in_scope(now.unit, faults)
        found = faults.kind(kind)
        document = faults.document(document)
        known = Quota.objects.filter(unit=now.unit, kind__code=kind).order_by("-from_on", "-pk").first()
        faults.day("from_on", day, not_before=known.from_on if known else None)
        total = _total(faults, count, by, known.count if known else 0)
        faults.stop()
        before = known.count if known else 0
        if total > before:
            if not by_decision and (known is not None or not is_first(Quota, unit_id, day)):
                wanted: Any = {"wish": Wish.POSTS, "code": kind, "count": total - before, "field": "count"}
                require_taking_over(now, policies.RAISE, faults, **wanted)
            _below_ceilings(faults, now.unit, kind, day, total - before)
            faults.stop()
        row = Quota(
            unit=now.unit,
            kind=found,
            count=total,
            from_on=day,
            document=document,
            recorded_by_id=now.standing.person_id,
        )
        row.save()
        recheck([now.unit.pk])
        now.receipt(row.pk)
        return row


def change_leadership_quota(
    *,
    unit_id: int,
    level: str,
    document: str,
    actor: Account,
    count: int | None = None,
    by: int | None = None,
    from_on: date | None = None,
    reason: str = "",
    by_decision: bool = False,
    key: str = "",
) -> LeadershipQuota:
    """Set the leadership quota of a unit and level from a day on. Arguments and refusals as for ``change_quota``."""
    with on_unit(policies.CHANGE_LEADERS, unit_id, actor=actor, reason=reason, key=key) as now:
        if now.known is not None:
            return LeadershipQuota.objects.get(pk=now.known)
        faults, day = Faults(), from_on or today()
        require_in_scope(now.unit, faults)
        found = faults.level(level)
        document = faults.document(document)
        known = LeadershipQuota.objects.filter(unit=now.unit, level__code=level).order_by("-from_on", "-pk").first()
        faults.day("from_on", day, not_before=known.from_on if known else None)
        before = known.count if known else 0
        total = _total(faults, count, by, before)
        faults.stop()
        if total > before and not by_decision and (known is not None or not is_first(LeadershipQuota, unit_id, day)):
            wanted: Any = {"wish": Wish.LEADERS, "code": level, "count": total - before, "field": "count"}
            require_taking_over(now, policies.RAISE, faults, **wanted)
        row = LeadershipQuota(
            unit=now.unit,
            level=found,
            count=total,
            from_on=day,
            document=document,
            recorded_by_id=now.standing.person_id,
        )
        row.save()
        recheck([now.unit.pk])
        now.receipt(row.pk)
        return row


def declare_staff(
    *,
    unit_id: int,
    kind: str,
    actual: int,
    document: str,
    actor: Account,
    outside: int = 0,
    counted_on: date | None = None,
    key: str = "",
) -> DeclaredStaff:
    """Enter how many people a unit declared to have of a kind on a day, where no roster is kept.

    Args:
        actual: Staff within the quota.
        outside: Staff outside the quota who are booked beside this kind.
        counted_on: The day of counting, today by default.

    Raises: NotFound, NotAllowed, Invalid.

    Source: F3.
    """
    with on_unit(policies.DECLARE, unit_id, actor=actor, key=key) as now:
        if now.known is not None:
            return DeclaredStaff.objects.get(pk=now.known)
        faults, day = Faults(), counted_on or today()
        require_in_scope(now.unit, faults)
        found = faults.kind(kind)
        document = faults.document(document)
        faults.day("counted_on", day)
        faults.count("actual", actual)
        faults.count("outside", outside)
        faults.stop()
        row = DeclaredStaff(
            unit=now.unit,
            kind=found,
            actual=actual,
            outside=outside,
            counted_on=day,
            document=document,
            recorded_by_id=now.standing.person_id,
        )
        row.save()
        recheck([now.unit.pk])
        now.receipt(row.pk)
        return row


def declare_leaders(
    *,
    unit_id: int,
    level: str,
    actual: int,
    document: str,
    actor: Account,
    counted_on: date | None = None,
    key: str = "",
) -> DeclaredLeaders:
    """Enter how many leaders a unit declared to have at a level. Arguments and refusals as for ``declare_staff``."""
    with on_unit(policies.DECLARE, unit_id, actor=actor, key=key) as now:
        if now.known is not None:
            return DeclaredLeaders.objects.get(pk=now.known)
        faults, day = Faults(), counted_on or today()
        require_in_scope(now.unit, faults)
        found = faults.level(level)
        document = faults.document(document)
        faults.day("counted_on", day)
        faults.count("actual", actual)
        faults.stop()
        row = DeclaredLeaders(
            unit=now.unit,
            level=found,
            actual=actual,
            counted_on=day,
            document=document,
            recorded_by_id=now.standing.person_id,
        )
        row.save()
        recheck([now.unit.pk])
        now.receipt(row.pk)
        return row


def _total(faults: Faults, count: int | None, by: int | None, before: int) -> int:
    if (count is None) == (by is None):
        faults.add("count", _("Enter either the new number or the change."))
        return 0
    total = count if count is not None else before + (by or 0)
    if total < 0:
        faults.add("count", _("There are only %(before)d posts, so no more than that can be cut.") % {"before": before})
        return 0
    return faults.count("count", total)


def _below_ceilings(faults: Faults, unit: Unit, kind: str, day: date, more: int) -> None:
    """Refuse an increase that passes a ceiling: that of the unit's office, or one above it that covers the area.

    The rows that say what an area may hold are locked before its posts are counted, from below upwards: two units that
    grow at once do not both take the last of them.
    """
    office: Any = unit.office
    while office is not None:
        said = [row.pk for row in limits(office.pk, kind, day).values()]
        list(Ceiling.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=said).order_by("pk"))
        found = ceiling(office.pk, kind, day)
        counts = found if found and (found.whole_area or office.pk == unit.office_id) else None
        if counts and counts.remaining is not None and counts.remaining < more:
            faults.add(
                "count",
                _(
                    "%(office)s may hold %(ceiling)d posts of this kind and holds %(quota)d (%(document)s), so %(more)d"
                    " more are not possible. Free posts elsewhere first, or have the ceiling changed."
                )
                % {
                    "office": office,
                    "ceiling": counts.ceiling,
                    "quota": counts.quota,
                    "document": counts.source,
                    "more": more,
                },
            )
            return
        office = office.superior
