"""Four clear (四清) and two correspond (两个相对应): what is known of a unit, and what does not fit yet. Source: F3."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from organizations.models import Mandate, Unit
from staffing.rules import Hit
from staffing.selectors.position import Position


@dataclass(frozen=True)
class Check:
    """One of the six checks: whether it holds, and the sentence that says why or what to do."""

    code: str
    label: str
    holds: bool
    words: str


def checks(unit: Unit, where: Position, found: list[Hit]) -> list[Check]:
    """The six checks of a unit.

    Args:
        unit: With its mandates prefetched.
        where: Its position on the day asked about.
        found: What the rules found in it on that day.
    """
    mandates: list[Any] = list(unit.mandates.all())
    approved = any(one.kind in {Mandate.Kind.BODIES, Mandate.Kind.DUTIES} for one in mandates)
    registered = unit.registration != Unit.Registration.PENDING
    no_quota = [one.name for one in where.kinds.values() if not one.source]
    no_leaders = [one.name for one in where.leadership.values() if not one.source]
    declared = [one.name for one in where.kinds.values() if one.declared]
    nothing = _("No figures were entered yet.")
    over = [hit for hit in found if hit.rule != "mismatch"]
    others = [hit for hit in found if hit.rule == "mismatch"]
    comma = "、"
    return [
        Check(
            "institution",
            _("Institution clear"),
            approved and registered,
            _("Approval document and registration are on file.")
            if approved and registered
            else _("The three determinations of this unit are not on file yet.")
            if not approved
            else _("The legal-person registration is not finished."),
        ),
        Check(
            "quota",
            _("Quota clear"),
            bool(where.kinds) and not no_quota,
            _("Every kind of post has its document.")
            if where.kinds and not no_quota
            else _("Without a quota document: %(names)s.") % {"names": comma.join(no_quota) or _("all kinds")},
        ),
        Check(
            "leaders",
            _("Leadership quota clear"),
            bool(where.leadership) and not no_leaders,
            _("Every level has its document.")
            if where.leadership and not no_leaders
            else _("Without a document: %(names)s.") % {"names": comma.join(no_leaders) or _("all levels")},
        ),
        Check(
            "staff",
            _("Actual staff clear"),
            bool(where.kinds) and not declared,
            _("Counted from the roster.")
            if where.kinds and not declared
            else _("Declared numbers only; the roster is not complete yet.")
            if where.kinds
            else nothing,
        ),
        Check(
            "bodies_correspond",
            _("Institutions correspond to approval"),
            approved and unit.valid_until is None,
            _("The unit stands as approved.")
            if approved
            else _("Cannot be compared before the three determinations are on file."),
        ),
        Check(
            "people_correspond",
            _("People and pay correspond to quota"),
            not over and not others and bool(where.kinds),
            _("Nothing is over, and the registers agree.")
            if where.kinds and not found
            else nothing
            if not found
            else _("%(over)d figures over, %(others)d mismatches.") % {"over": len(over), "others": len(others)},
        ),
    ]
