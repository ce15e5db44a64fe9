"""Who may see the register and who may write it. The one place of this room that decides; ``ACTS`` is printed in the
documentation. Source: A3, A4, F3, F4.

An office sees its own units, a superior office its whole subtree, a unit itself and its subordinates, a partner
department the units whose rows were shared with it. Names and masked numbers of the roster are for those who handle
business: auditors read figures, not people.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.errors import NotAllowed
from organizations.models import Account, Office, Unit
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from problems.policies import OFFICE_ALL, OFFICE_DECIDERS, OFFICE_STAFF, Rule

CHANGE_QUOTA = "staffing.change_quota"
CHANGE_LEADERS = "staffing.change_leadership_quota"
DECLARE = "staffing.declare"
ENTER_POST = "staffing.enter_post"
LEAVE_POST = "staffing.leave_post"
OPEN_ROSTER = "staffing.open_roster"
COMMIT = "staffing.commit_posts"
USE = "staffing.use_commitment"
RELEASE = "staffing.release_commitment"
SET_CEILING = "staffing.set_ceiling"

# act: who. `office` is that of the unit, `superior` the one above it (authority taken up: D10).
ACTS: dict[str, Rule] = {
    CHANGE_QUOTA: Rule(_("Change the staffing quota"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    CHANGE_LEADERS: Rule(_("Change the leadership quota"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    DECLARE: Rule(_("Enter declared staff"), office=OFFICE_STAFF),
    ENTER_POST: Rule(_("Put a person on the quota"), office=OFFICE_STAFF),
    LEAVE_POST: Rule(_("Take a person off the quota"), office=OFFICE_STAFF),
    OPEN_ROSTER: Rule(_("Let figures follow the roster"), office=OFFICE_STAFF),
    COMMIT: Rule(_("Commit posts"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    USE: Rule(_("Use committed posts"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    RELEASE: Rule(_("Release committed posts"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    SET_CEILING: Rule(_("Set a ceiling or baseline"), office=OFFICE_DECIDERS),
}


def as_standing(viewer: Account | Standing) -> Standing:
    return viewer if isinstance(viewer, Standing) else standing_of(viewer)


def visible_units(viewer: Account | Standing) -> QuerySet[Unit]:
    """Units whose staffing figures ``viewer`` may read. Every read of figures for a person starts here. Source: A4."""
    standing = as_standing(viewer)
    seen = Q(pk__in=[])
    offices = standing.office_ids | standing.lower_office_ids | standing.audited_office_ids
    if offices:
        seen |= Q(office_id__in=offices)
    if standing.unit_ids:
        seen |= Q(pk__in=standing.unit_ids)
    return Unit.objects.filter(seen)


def may(standing: Standing, act: str, unit: Unit) -> bool:
    """Whether the person may do ``act`` to the figures of ``unit``; its office has to be loaded."""
    rule = ACTS[act]
    if rule.office & standing.roles_in_office(unit.office_id):
        return True
    superior = unit.office.superior_id
    if superior is not None and rule.superior & standing.roles_in_office(superior):
        return True
    return bool(rule.unit) and unit.pk in standing.unit_ids and standing.holds(*rule.unit)


def may_in_office(standing: Standing, act: str, office_id: int) -> bool:
    """Whether the person may do an act that concerns the office as a whole."""
    return bool(ACTS[act].office & standing.roles_in_office(office_id))


def visible_offices(viewer: Account | Standing) -> QuerySet[Office]:
    """Offices whose register ``viewer`` may read as a whole."""
    standing = as_standing(viewer)
    return Office.objects.filter(pk__in=standing.office_ids | standing.lower_office_ids | standing.audited_office_ids)


def refusal(act: str) -> NotAllowed:
    """The refusal of ``act`` for somebody who may see the unit: it names the roles that can."""
    rule = ACTS[act]
    who = sorted(rule.office | rule.unit | rule.superior)
    return NotAllowed(
        _("“%(act)s” is not yours to do here. It belongs to: %(roles)s."),
        act=rule.label,
        roles=str(pgettext_lazy("between names", ", ")).join(str(Role(role).label) for role in who),
    )
