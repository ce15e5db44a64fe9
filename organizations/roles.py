"""The roles a person can hold, their ranks, and which body each belongs to. Source: A3, decided.md (ranks)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    UNIT_CLERK = "unit_clerk", _("Unit clerk")
    UNIT_HEAD = "unit_head", _("Unit head")
    OFFICE_CLERK = "office_clerk", _("Office clerk")
    SECTION_CHIEF = "section_chief", _("Section chief")
    OFFICE_LEADER = "office_leader", _("Office leader")
    DISCIPLINE_OBSERVER = "discipline_observer", _("Discipline observer")
    PARTNER = "partner", _("Partner department member")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


UNIT_ROLES = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})
OUTSIDE_ROLES = UNIT_ROLES | {Role.PARTNER}
OFFICE_ROLES = frozenset({Role.OFFICE_CLERK, Role.SECTION_CHIEF, Role.OFFICE_LEADER, Role.DISCIPLINE_OBSERVER})
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# Who handles business in an office, in ascending rank: a signer ranks above the verifier (C3).
RANK = {Role.OFFICE_CLERK: 1, Role.SECTION_CHIEF: 2, Role.OFFICE_LEADER: 3}


def apart_from(role: str) -> frozenset[str]:
    """Roles that nobody holds at the same time as ``role``, in any body. Source: A3, H13.

    Administrators hold nothing else; people of a supervised unit or a partner department hold no post of an office,
    which checks their own matters.
    """
    if role in ADMIN_ROLES:
        return frozenset(Role.values) - {role}
    if role in OFFICE_ROLES:
        return ADMIN_ROLES | OUTSIDE_ROLES
    return ADMIN_ROLES | OFFICE_ROLES


def body_kind(role: str) -> str:
    """Where a role is held: "unit", "partner" or "office"."""
    return "unit" if role in UNIT_ROLES else "partner" if role == Role.PARTNER else "office"
