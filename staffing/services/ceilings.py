"""Ceilings and baselines of an area, dated and with their document. Source: F3, D3 (严控总量, 两个只减不增)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Office
from organizations.scope import acting
from problems.acting import answered_before, give_receipt
from staffing import policies
from staffing.models import Ceiling
from staffing.services.frame import Faults


def set_ceiling(
    *,
    office_id: int,
    kind: str,
    basis: str,
    count: int,
    document: str,
    actor: Account,
    from_on: date | None = None,
    whole_area: bool = False,
    key: str = "",
) -> Ceiling:
    """Set what the area of an office may hold of a kind of post from a day on.

    Args:
        kind: Code of the PostKind.
        basis: ``ceiling``, ``quota_baseline`` or ``staff_baseline``.
        whole_area: Whether units of lower offices count too.

    Raises:
        NotFound, NotAllowed: The office is not this person's to know, or the act not theirs.
        Invalid: A field is wrong, or a baseline would rise: baselines only fall.
    """
    with recording_refusals(policies.SET_CEILING, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if not policies.visible_offices(standing).filter(pk=office_id).exists():
            raise NotFound
        if not policies.may_in_office(standing, policies.SET_CEILING, office_id):
            raise policies.refusal(policies.SET_CEILING)
        with act(policies.SET_CEILING, actor=standing.facts(office_id=office_id)):
            office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
            made = answered_before(actor, key, policies.SET_CEILING, f"office:{office_id}")
            if made is not None:
                return Ceiling.objects.get(pk=made)
            faults, day = Faults(), from_on or today()
            found = faults.kind(kind)
            document = faults.document(document)
            faults.count("count", count)
            if basis not in Ceiling.Basis.values:
                faults.add("basis", _("Choose a ceiling or a baseline."))
            known = (
                Ceiling.objects.filter(office=office, kind__code=kind, basis=basis).order_by("-from_on", "-pk").first()
            )
            faults.day("from_on", day, not_before=known.from_on if known else None)
            if known and basis != Ceiling.Basis.CEILING and count > known.count:
                faults.add(
                    "count",
                    _("A baseline only falls; it stands at %(count)d (%(document)s).")
                    % {"count": known.count, "document": known.document},
                )
            faults.stop()
            row = Ceiling(
                office=office,
                kind=found,
                basis=basis,
                count=count,
                whole_area=whole_area,
                from_on=day,
                document=document,
                recorded_by_id=standing.person_id,
            )
            row.save()
            give_receipt(actor, key, policies.SET_CEILING, row.pk, f"office:{office_id}")
            return row
