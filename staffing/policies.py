"""Who may see the register and who may write it. The one place of this room that decides; ``ACTS`` is printed in the
documentation. Source: A3, A4, F3, F4.

An office sees its own units, a superior office its whole subtree, a unit itself and its subordinates, a partner
department the units whose rows were shared with it. Names and masked numbers of the roster are for those who handle
business: auditors read figures, not people.
"""

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.errors import NotAllowed
from organizations.models import Account, Office, Section, Unit
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from problems.policies import OFFICE_ALL, OFFICE_DECIDERS, OFFICE_STAFF, Rule
from staffing.models import Alert, Post, Share

CHANGE_QUOTA = "staffing.change_quota"
CHANGE_LEADERS = "staffing.change_leadership_quota"
RAISE = "staffing.take_over_increase"
DECLARE = "staffing.declare"
ENTER_POST = "staffing.enter_post"
LEAVE_POST = "staffing.leave_post"
TAKE_OVER_ENTRY = "staffing.take_over_entry"
BOOK_ENTRY = "staffing.book_entry"
BOOK_LEAVE = "staffing.book_leave"
OPEN_ROSTER = "staffing.open_roster"
COMMIT = "staffing.commit_posts"
BOOK_COMMITMENT = "staffing.book_commitment"
USE = "staffing.use_commitment"
RELEASE = "staffing.release_commitment"
SET_CEILING = "staffing.set_ceiling"
ENTER_ALERT = "staffing.enter_alert"
LINK_ALERT = "staffing.link_alert"
CLEAR_ALERT = "staffing.clear_alert"
SHARE = "staffing.share"
CONFIRM = "staffing.confirm_row"
IMPORT = "staffing.import"

# act: who. `office` is that of the unit, `superior` one above it (authority taken up: D10).
LEADER = frozenset({Role.OFFICE_LEADER})
ACTS: dict[str, Rule] = {
    # First figures and cuts; what an approved application brings about goes by these as well.
    CHANGE_QUOTA: Rule(_("Change the staffing quota"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    CHANGE_LEADERS: Rule(_("Change the leadership quota"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    # A decision made before this ledger or outside it is taken over by a leader, on its document: nothing is raised,
    # promised or filled past application, gate and plan otherwise. Source: D3, D4.
    RAISE: Rule(_("Take over an increase of a quota decided elsewhere"), office=LEADER, superior=LEADER),
    DECLARE: Rule(_("Enter declared staff"), office=OFFICE_STAFF),
    ENTER_POST: Rule(_("Put a person on the quota"), office=OFFICE_ALL),
    TAKE_OVER_ENTRY: Rule(_("Take over an entry into a post decided elsewhere"), office=LEADER),
    LEAVE_POST: Rule(_("Take a person off the quota"), office=OFFICE_STAFF),
    # What a decision approved, by whoever follows it up: where authority was taken up, the superior office's staff.
    BOOK_ENTRY: Rule(_("Book an approved entry on the roster"), office=OFFICE_STAFF, superior=OFFICE_STAFF),
    BOOK_LEAVE: Rule(_("Book an approved leaving on the roster"), office=OFFICE_STAFF, superior=OFFICE_STAFF),
    OPEN_ROSTER: Rule(_("Let figures follow the roster"), office=OFFICE_STAFF),
    COMMIT: Rule(_("Take over committed posts decided elsewhere"), office=LEADER, superior=LEADER),
    BOOK_COMMITMENT: Rule(_("Commit the posts of an approved plan"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    USE: Rule(_("Use committed posts"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    RELEASE: Rule(_("Release committed posts"), office=OFFICE_ALL, superior=OFFICE_DECIDERS),
    SET_CEILING: Rule(_("Set a ceiling or baseline"), office=OFFICE_DECIDERS),
    ENTER_ALERT: Rule(_("Make a warning an entry"), office=OFFICE_STAFF),
    LINK_ALERT: Rule(_("Tie a warning to an open entry"), office=OFFICE_STAFF),
    CLEAR_ALERT: Rule(_("Clear a warning"), office=OFFICE_STAFF),
    SHARE: Rule(_("Share the register with a partner department"), office=OFFICE_DECIDERS),
    CONFIRM: Rule(_("Confirm or dispute a row"), office=frozenset({Role.PARTNER})),  # departments it was shared with
    IMPORT: Rule(_("Import the register"), office=OFFICE_STAFF),
}


# Rule of a warning: the kind of section that checks it. Our choice: what exceeds a quota is the supervision section's;
# registers that do not match are the e-government centre's, which keeps the real-name register. Source: A2, F4.
IN_CHARGE: dict[str, str] = {
    Alert.Rule.OVER_QUOTA: Section.Kind.SUPERVISION,
    Alert.Rule.LEADERS_OVER_QUOTA: Section.Kind.SUPERVISION,
    Alert.Rule.MISMATCH: Section.Kind.E_GOVERNMENT,
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
    if standing.holds(Role.PARTNER):
        seen |= Q(pk__in=_shared_units(standing).values("pk"))
    return Unit.objects.filter(seen)


def shared_with(standing: Standing) -> QuerySet[Share]:
    """What offices have opened to the partner departments in which the person holds a post, and not closed again."""
    partners = {one.partner_id for one in standing.appointments if one.partner_id and one.role == Role.PARTNER}
    return Share.objects.filter(partner_id__in=partners, ended_on=None)


def visible_posts(viewer: Account | Standing) -> QuerySet[Post]:
    """People on rosters whom ``viewer`` may read by name: those who handle business there, and partners asked."""
    standing = as_standing(viewer)
    seen = Q(pk__in=[])
    offices = standing.office_ids | standing.lower_office_ids
    if offices:
        seen |= Q(unit_id__in=Unit.objects.filter(office_id__in=offices).values("pk"))
    if standing.unit_ids:
        seen |= Q(unit_id__in=standing.unit_ids)
    if standing.holds(Role.PARTNER):
        seen |= Q(unit_id__in=_shared_units(standing).values("pk"))
    return Post.objects.filter(seen)


def visible_alerts(viewer: Account | Standing) -> QuerySet[Alert]:
    """Warnings of own and lower offices; units read of theirs once it is an entry."""
    standing = as_standing(viewer)
    offices = standing.office_ids | standing.lower_office_ids | standing.audited_office_ids
    return Alert.objects.filter(unit__office_id__in=offices)


def in_charge_of(standing: Standing, office_id: int) -> Q:
    """Which warnings of an office are for this person's section. Who works in no section stands in for all, and what no
    section of the office is there for is everybody's. Source: A2."""
    posts = [one for one in standing.appointments if one.office_id == office_id]
    here = Q(unit__office_id=office_id)
    if any(one.section_id is None for one in posts):
        return here
    mine = {one.section_id for one in posts if one.section_id is not None}
    routed = Q(pk__in=[])
    for kind in set(IN_CHARGE.values()):
        of_kind = Section.objects.filter(office_id=office_id, kind=kind)
        rules = [rule for rule, one in IN_CHARGE.items() if one == kind]
        routed |= Q(rule__in=rules) & (Exists(of_kind.filter(pk__in=mine)) | ~Exists(of_kind))
    return here & routed


def _shared_units(standing: Standing) -> QuerySet[Unit]:
    shared = shared_with(standing)
    return Unit.objects.filter(
        Q(pk__in=shared.filter(unit__isnull=False).values("unit_id"))
        | Q(office_id__in=shared.filter(unit=None).values("partner__office_id"))
    )


def may(standing: Standing, act: str, unit: Unit) -> bool:
    """Whether the person may do ``act`` to the figures of ``unit``; its office has to be loaded."""
    rule = ACTS[act]
    if rule.office & standing.roles_in_office(unit.office_id):
        return True
    if rule.superior and any(rule.superior & standing.roles_in_office(one) for one in _above(unit.office)):
        return True
    return bool(rule.unit) and unit.pk in standing.unit_ids and standing.holds(*rule.unit)


def _above(office: Office) -> list[int]:
    """The offices above one, the nearest first: what a superior may not decide itself goes up further (D10, D13)."""
    found: list[int] = []
    above = office.superior
    while above is not None and above.pk not in found:
        found.append(above.pk)
        above = above.superior
    return found


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


def confirming_partner(standing: Standing, unit: Unit) -> int | None:
    """The partner department for which the person may confirm rows of ``unit``; None when none was shared."""
    shared = shared_with(standing).filter(Q(unit=unit) | Q(unit=None, partner__office_id=unit.office_id))
    return shared.order_by("pk").values_list("partner_id", flat=True).first()
