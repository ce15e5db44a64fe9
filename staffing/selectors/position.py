"""The staffing position of units on a day: quota, actual, outside, committed, unfilled, leaders, each with its source.

    unfilled = quota − actual − committed      (negative: over quota, or promised twice)

Where a roster is kept (``RosterOpening``) actual staff are counted from it. Elsewhere they stand as declared, moved by
who entered and left since that count, and are marked as declared. Kinds of posts are never added up. Source: F3, D3.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Model, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from organizations.clock import in_words
from staffing.models import (
    Commitment,
    CommitmentUse,
    DeclaredLeaders,
    DeclaredStaff,
    LeadershipLevel,
    LeadershipQuota,
    Post,
    PostKind,
    Quota,
    RosterOpening,
)


@dataclass(frozen=True)
class KindFigures:
    """One kind of post of a unit on a day."""

    kind: str  # code of the PostKind
    quota: int
    actual: int
    outside: int
    committed: int
    unfilled: int
    declared: bool  # actual and outside stand on a declaration, not on the roster
    source: str  # document of the quota; empty when none was ever entered
    actual_source: str = ""  # where actual and outside come from; empty when nothing is known
    name: str = ""  # of the kind, in the reader's language
    quota_from: date | None = None
    counted_on: date | None = None  # of the declaration

    @property
    def over(self) -> int:
        """Staff above the quota; 0 when none."""
        return max(self.actual - self.quota, 0)

    @property
    def known(self) -> bool:
        """Whether actual staff are known at all; 0 with ``known`` false means nobody has said."""
        return bool(self.actual_source)


@dataclass(frozen=True)
class LevelFigures:
    """One level of leadership of a unit on a day."""

    level: str  # code of the LeadershipLevel
    quota: int
    actual: int
    declared: bool
    source: str  # document of the leadership quota
    actual_source: str = ""
    name: str = ""
    quota_from: date | None = None
    counted_on: date | None = None

    @property
    def over(self) -> int:
        return max(self.actual - self.quota, 0)

    @property
    def known(self) -> bool:
        return bool(self.actual_source)


@dataclass(frozen=True)
class Position:
    """What a unit has and holds on a day."""

    unit_id: int
    on: date
    kinds: dict[str, KindFigures] = field(default_factory=dict)
    leadership: dict[str, LevelFigures] = field(default_factory=dict)
    roster_from: date | None = None  # figures derive from the roster since this day

    @property
    def kind_list(self) -> list[KindFigures]:
        return list(self.kinds.values())

    @property
    def level_list(self) -> list[LevelFigures]:
        return list(self.leadership.values())

    @property
    def is_over_quota(self) -> bool:
        return any(one.over for one in self.kinds.values())

    @property
    def has_leaders_over(self) -> bool:
        return any(one.over for one in self.leadership.values())


def takes_nobody(now: Position) -> list[str]:
    """超编单位不得进人: a unit over quota in any kind takes nobody; a sentence for each such kind."""
    return [
        _("%(kind)s: %(actual)s people for %(quota)s posts. A unit over quota takes nobody until that is absorbed.")
        % {"kind": one.name, "actual": one.actual, "quota": one.quota}
        for one in now.kinds.values()
        if one.over
    ]


def in_post(on: date) -> Q:
    """Posts held on ``on``: entered by then, and the first day of not counting not yet reached."""
    return Q(entered_on__lte=on) & (Q(left_on=None) | Q(left_on__gt=on))


def latest(model: type[Model], dated: str, per: str, unit_ids: Iterable[int], on: date) -> dict[tuple[int, int], Any]:
    """The row in force on ``on`` for each unit and ``per`` (kind or level): one query. Later entries of a day win."""
    rows = (
        model._default_manager.filter(unit_id__in=list(unit_ids), **{f"{dated}__lte": on})
        .order_by("unit_id", f"{per}_id", f"-{dated}", "-pk")
        .distinct("unit_id", f"{per}_id")
    )
    return {(row.unit_id, getattr(row, f"{per}_id")): row for row in rows}  # type: ignore[attr-defined]


def committed_posts(unit_ids: Iterable[int], on: date) -> dict[tuple[int, int], int]:
    """Posts approved and not yet used on ``on``, by unit and kind. One query."""
    used = (
        CommitmentUse.objects.filter(commitment=OuterRef("pk"), used_on__lte=on)
        .order_by()
        .values("commitment")
        .annotate(total=Sum("count"))
        .values("total")
    )
    rows = (
        Commitment.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), unit_id__in=list(unit_ids), from_on__lte=on)
        .annotate(left=F("count") - Coalesce(Subquery(used), 0))
        .values_list("unit_id", "kind_id", "left")
    )
    found: dict[tuple[int, int], int] = defaultdict(int)
    for unit, kind, left in rows:
        found[unit, kind] += max(left, 0)
    return dict(found)


@dataclass(frozen=True)
class HeadCounts:
    """Head counts of the roster on several days."""

    days: Sequence[date]
    staff: dict[tuple[int, int], list[int]]  # (unit, kind): within the quota, by day
    outside: dict[tuple[int, int], list[int]]
    leaders: dict[tuple[int, int], list[int]]  # (unit, level)

    def count(self, table: dict[tuple[int, int], list[int]], key: tuple[int, int], on: date) -> int:
        return table[key][self.days.index(on)] if key in table else 0


def head_counts(unit_ids: list[int], days: Iterable[date]) -> HeadCounts:
    """Counts on each of ``days`` (few: today and the days of declarations) in one query."""
    ordered = sorted(set(days))
    counts = {f"day{place}": Count("pk", filter=in_post(day)) for place, day in enumerate(ordered)}
    staff: dict[tuple[int, int], list[int]] = {}
    outside: dict[tuple[int, int], list[int]] = {}
    leaders: dict[tuple[int, int], list[int]] = {}
    rows: Any = (
        Post.objects.filter(unit_id__in=unit_ids)
        .order_by()
        .values("unit_id", "kind_id", "outside", "level_id")
        .annotate(**counts)
    )
    for row in rows:
        numbers = [row[name] for name in counts]
        places = [((outside if row["outside"] else staff), (row["unit_id"], row["kind_id"]))]
        if row["level_id"]:
            places.append((leaders, (row["unit_id"], row["level_id"])))
        for table, key in places:
            table[key] = [a + b for a, b in zip(table.get(key, [0] * len(numbers)), numbers, strict=True)]
    return HeadCounts(ordered, staff, outside, leaders)


def position(unit_ids: Iterable[int], on: date) -> dict[int, Position]:
    """Where each of the units stands on ``on``; eight queries, however many units.

    Args:
        unit_ids: Units the caller may speak about; scope is the caller's to ask.
        on: Any day; past days read the figures that were in force then.

    Returns: A position for every id given, empty where nothing was ever entered.

    Example: quota 35, actual 33, committed 1 gives unfilled 1.

    Source: F3, D3.
    """
    ids = list(dict.fromkeys(unit_ids))
    kinds = {one.pk: one for one in PostKind.objects.order_by("position", "code")}
    levels = {one.pk: one for one in LeadershipLevel.objects.order_by("position", "code")}
    quotas = latest(Quota, "from_on", "kind", ids, on)
    leader_quotas = latest(LeadershipQuota, "from_on", "level", ids, on)
    staff = latest(DeclaredStaff, "counted_on", "kind", ids, on)
    leaders = latest(DeclaredLeaders, "counted_on", "level", ids, on)
    openings = {row.unit_id: row for row in RosterOpening.objects.filter(unit_id__in=ids, from_on__lte=on)}
    committed = committed_posts(ids, on)
    days = {on, *(row.counted_on for row in [*staff.values(), *leaders.values()])}
    roster = head_counts(ids, days)

    by_kind: dict[int, dict[str, KindFigures]] = {unit: {} for unit in ids}
    by_level: dict[int, dict[str, LevelFigures]] = {unit: {} for unit in ids}
    found: Any
    for unit in ids:
        opening = openings.get(unit)
        for pk, kind in kinds.items():
            key = (unit, pk)
            if not any(key in table for table in (quotas, staff, committed, roster.staff, roster.outside)):
                continue
            quota, found = quotas.get(key), staff.get(key)
            actual, counted_on, words = _counted(roster, roster.staff, key, on, opening, found)
            beside = roster.count(roster.outside, key, on)
            if opening is None and found is not None:
                beside = max(found.outside + beside - roster.count(roster.outside, key, found.counted_on), 0)
            size = quota.count if quota else 0
            held = committed.get(key, 0)
            by_kind[unit][kind.code] = KindFigures(
                kind=kind.code,
                quota=size,
                actual=actual,
                outside=beside,
                committed=held,
                unfilled=size - actual - held,
                declared=opening is None,
                source=quota.document if quota else "",
                actual_source=words,
                name=kind.name,
                quota_from=quota.from_on if quota else None,
                counted_on=counted_on,
            )
        for pk, level in levels.items():
            key = (unit, pk)
            if not any(key in table for table in (leader_quotas, leaders, roster.leaders)):
                continue
            quota = leader_quotas.get(key)
            actual, counted_on, words = _counted(roster, roster.leaders, key, on, opening, leaders.get(key))
            by_level[unit][level.code] = LevelFigures(
                level=level.code,
                quota=quota.count if quota else 0,
                actual=actual,
                declared=opening is None,
                source=quota.document if quota else "",
                actual_source=words,
                name=level.name,
                quota_from=quota.from_on if quota else None,
                counted_on=counted_on,
            )
    return {
        unit: Position(unit, on, by_kind[unit], by_level[unit], openings[unit].from_on if unit in openings else None)
        for unit in ids
    }


def _counted(
    roster: HeadCounts,
    table: dict[tuple[int, int], list[int]],
    key: tuple[int, int],
    on: date,
    opening: Any,
    found: Any,
) -> tuple[int, date | None, str]:
    """Head count, the day of the declaration it stands on, and its source in words."""
    present = roster.count(table, key, on)
    if opening is not None:
        return present, None, _("Roster (%(document)s)") % {"document": opening.document}
    if found is None:
        return present, None, _("Roster, not complete yet") if present else ""
    moved = present - roster.count(table, key, found.counted_on)
    words = _("%(document)s, counted on %(day)s") % {"document": found.document, "day": in_words(found.counted_on)}
    if moved:
        words = _("%(words)s; %(moved)+d on the roster since") % {"words": words, "moved": moved}
    return max(found.actual + moved, 0), found.counted_on, words
