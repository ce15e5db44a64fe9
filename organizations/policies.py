"""Who looks after people, accounts and posts. Three administrators share it and none of them handles business. H13, A3.

The system administrator enters people and accounts, the security administrator gives them life and posts, the audit
administrator reads what both did. Nobody does any of it to themselves.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.errors import NotAllowed, NotFound
from organizations.models import Account, Appointment, Unit
from organizations.roles import Role
from organizations.scope import Standing, standing_of

SYSTEM, SECURITY = frozenset({Role.SYSTEM_ADMIN}), frozenset({Role.SECURITY_ADMIN})


@dataclass(frozen=True)
class Rule:
    """Roles that may do an act in the office that looks after the person."""

    label: str | Promise
    office: frozenset[str]


ACTS: dict[str, Rule] = {
    "account.enter": Rule(_("Enter a person with an account"), SYSTEM),
    "account.reset_password": Rule(_("Give a new first password"), SYSTEM),
    "account.activate": Rule(_("Activate an account"), SECURITY),
    "account.suspend": Rule(_("Suspend an account"), SYSTEM | SECURITY),
    "post.grant": Rule(_("Give a post"), SECURITY),
    "post.end": Rule(_("End a post"), SECURITY),
    "post.hand_over": Rule(_("Hand a post over"), SECURITY),
}
# Who names the first person responsible and the contact of a unit: its own people, or the office for it. Source: A5.
NAMING_UNIT = frozenset({Role.UNIT_HEAD, Role.UNIT_CLERK})
NAMING_OFFICE = frozenset({Role.OFFICE_CLERK, Role.SECTION_CHIEF})


def administered_offices(standing: Standing) -> set[int]:
    """Offices whose people this person looks after as system or security administrator."""
    return {one.office_id for one in standing.appointments if one.office_id and one.role in SYSTEM | SECURITY}


def accounts_visible_to(viewer: Account | Standing) -> QuerySet[Account]:
    """Accounts an administrator may know: people of the office, its units and partners, now or once. Source: A6."""
    standing = viewer if isinstance(viewer, Standing) else standing_of(viewer)
    offices = administered_offices(standing)
    if not offices:
        return Account.objects.none()
    posts = Appointment.objects.filter(
        Q(office_id__in=offices) | Q(unit__office_id__in=offices) | Q(partner__office_id__in=offices)
    )
    mine = Q(person__entered_by_id__in=offices) | Q(person_id__in=posts.values("person_id"))
    return Account.objects.filter(mine, is_system=False)


def may(standing: Standing, act: str, office_id: int | None = None) -> bool:
    """Whether the person may do ``act`` in an office, or in any when none is named."""
    offices = {office_id} if office_id is not None else administered_offices(standing)
    return any(ACTS[act].office & standing.roles_in_office(one) for one in offices)


def require(standing: Standing, act: str, office_id: int | None = None) -> None:
    """Refuse whoever may not. Raises NotFound for those who look after nobody, NotAllowed for other administrators."""
    if may(standing, act, office_id):
        return
    if not administered_offices(standing):
        raise NotFound
    raise NotAllowed(
        _("“%(act)s” is not yours to do here. It belongs to: %(roles)s."),
        act=ACTS[act].label,
        roles=str(pgettext_lazy("between names", ", ")).join(str(Role(one).label) for one in sorted(ACTS[act].office)),
    )


def require_other(standing: Standing, person_id: int) -> None:
    """Refuse an administrator who acts on their own account or posts. Raises NotAllowed. Source: H13."""
    if standing.person_id == person_id:
        raise NotAllowed(_("Nobody changes their own account or posts. Ask another administrator."))


def may_name_responsible(standing: Standing, unit: Unit) -> bool:
    """Whether the person may name the unit's first person responsible and its contact."""
    own = unit.pk in standing.own_unit_ids and bool(NAMING_UNIT & standing.roles_in_unit(unit.pk))
    return own or bool(NAMING_OFFICE & standing.roles_in_office(unit.office_id))


def require_naming(standing: Standing, unit: Unit) -> None:
    """Refuse whoever may not name them. Raises NotAllowed."""
    if not may_name_responsible(standing, unit):
        raise NotAllowed(_("Head and clerk of the unit name these, or clerk and section chief of its office."))
