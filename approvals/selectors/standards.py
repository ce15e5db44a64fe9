"""Reads of the standard tasks and copies of each kind, present and past. Source: D8, D9."""

from dataclasses import dataclass

from django.db.models import QuerySet

from approvals import policies
from approvals.models import ApplicationKind, FollowUpStandard
from approvals.rules.follow_up import standards_on
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Office
from organizations.scope import standing_of


@dataclass(frozen=True)
class KindStandard:
    """What an office goes by for one kind today; ``own`` once it has set it itself."""

    kind: ApplicationKind
    standard: FollowUpStandard | None

    @property
    def own(self) -> bool:
        return self.standard is not None and self.standard.office_id is not None


def standard_offices(viewer: Account) -> QuerySet[Office]:
    """The offices whose standards concern the viewer: own and audited ones, and the office of the own unit."""
    standing = standing_of(viewer)
    own = {one.unit.office_id for one in standing.appointments if one.unit is not None}
    return Office.objects.filter(pk__in=standing.office_ids | standing.audited_office_ids | own).order_by("pk")


def standard_list(office: Office) -> list[KindStandard]:
    """What the office goes by today for each kind in use. Four queries."""
    found = standards_on(office.pk, today())
    kinds = ApplicationKind.objects.filter(in_use=True).order_by("position", "code")
    return [KindStandard(one, found.get(one.pk) or found.get(None)) for one in kinds]


def standard_past(*, viewer: Account, office: Office, kind: ApplicationKind) -> QuerySet[FollowUpStandard]:
    """What the office had set for a kind before, the latest first."""
    return (
        policies.visible_standards(viewer)
        .filter(office=office, kind=kind, valid_until__isnull=False)
        .select_related("set_by")
        .prefetch_related("tasks", "copies")
        .order_by("-valid_from", "-pk")
    )


def kind_by_code(code: str) -> ApplicationKind:
    """The kind, in use or not. Raises NotFound."""
    found = ApplicationKind.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found
