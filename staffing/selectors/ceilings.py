"""How much of a kind an area may hold, and how much it holds: ceilings and baselines (两个只减不增). Source: F3, D3."""

from dataclasses import dataclass
from datetime import date

from organizations.models import Unit
from organizations.scope import subtree
from staffing.models import Ceiling
from staffing.selectors.position import position


@dataclass(frozen=True)
class CeilingPosition:
    """A kind of post in an area on a day. A limit that was never set is None."""

    office_id: int
    kind: str
    on: date
    ceiling: int | None
    quota_baseline: int | None
    staff_baseline: int | None
    quota: int  # of all units of the area
    actual: int
    committed: int
    whole_area: bool  # with the units of lower offices
    source: str  # documents of the limits

    @property
    def remaining(self) -> int | None:
        """Posts that may still be approved below the ceiling; negative above it; None without a ceiling."""
        return None if self.ceiling is None else self.ceiling - self.quota

    @property
    def above_quota_baseline(self) -> int:
        return max(self.quota - self.quota_baseline, 0) if self.quota_baseline is not None else 0

    @property
    def above_staff_baseline(self) -> int:
        return max(self.actual - self.staff_baseline, 0) if self.staff_baseline is not None else 0


def limits(office_id: int, kind: str, on: date) -> dict[str, Ceiling]:
    """The limits in force, by what they limit."""
    rows = (
        Ceiling.objects.filter(office_id=office_id, kind__code=kind, from_on__lte=on)
        .order_by("basis", "-from_on", "-pk")
        .distinct("basis")
    )
    return {row.basis: row for row in rows}


def ceiling(office_id: int, kind: str, on: date) -> CeilingPosition | None:
    """What the area of an office may hold of a kind on ``on``, and what it holds; None where no limit is set.

    Args:
        kind: Code of the PostKind.
    """
    found = limits(office_id, kind, on)
    if not found:
        return None
    whole = any(row.whole_area for row in found.values())
    offices = subtree([office_id]) if whole else {office_id}
    units = list(Unit.objects.filter(office_id__in=offices, valid_until=None).order_by().values_list("pk", flat=True))
    held = [one.kinds[kind] for one in position(units, on).values() if kind in one.kinds]

    def count(basis: str) -> int | None:
        return found[basis].count if basis in found else None

    return CeilingPosition(
        office_id=office_id,
        kind=kind,
        on=on,
        ceiling=count(Ceiling.Basis.CEILING),
        quota_baseline=count(Ceiling.Basis.QUOTA_BASELINE),
        staff_baseline=count(Ceiling.Basis.STAFF_BASELINE),
        quota=sum(one.quota for one in held),
        actual=sum(one.actual for one in held),
        committed=sum(one.committed for one in held),
        whole_area=whole,
        source="；".join(dict.fromkeys(row.document for row in found.values())),
    )
