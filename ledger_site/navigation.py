"""The menu: what this person can do, with the number that waits for them."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ledger_site import __version__
from organizations.directory import people_to_admit
from organizations.models import Account
from organizations.people import password_is_old
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from problems import policies
from problems.selectors.work import imports_to_order, waiting_now
from staffing.selectors.register import alerts_to_check, staffing_open


def menu_of(standing: Standing) -> list[tuple[str, str, str]]:
    """(key, label, url) of what the person's roles open; also the roles' part of the page tests."""
    menu = [("my_work", _("My work"), reverse("my_work"))]
    if standing.is_office or standing.is_unit or standing.audited_office_ids:
        menu.append(("problems", _("Ledger"), reverse("problems:list")))
    if standing.is_office:
        menu.append(("listed", _("Listed"), reverse("problems:listed")))
    if standing.partner_ids or (standing.is_office and standing.holds(*policies.OFFICE_ALL)):
        menu.append(("verification", _("Verification"), reverse("verification:desk")))
    if standing.partner_ids and not (standing.is_office or standing.is_unit):
        menu.append(("copies", _("Decisions copied"), reverse("approvals:copies")))
    if standing.is_office or standing.is_unit or standing.audited_office_ids:
        menu.append(("approvals", _("Applications"), reverse("approvals:board")))
    if staffing_open(standing):
        menu.append(("staffing", _("Staffing"), reverse("staffing:list")))
    if any(
        policies.may_in_office(standing, act, office_id)
        for office_id in standing.office_ids
        for act in ("import.prepare", "import.order")
    ):
        menu.append(("imports", _("Import"), reverse("imports:list")))
    if standing.is_office or standing.is_unit or standing.audited_office_ids:
        menu.append(("units", _("Units"), reverse("organizations:units")))
    if standing.is_office:
        menu.append(("types", _("Violation types"), reverse("problems:types")))
    if standing.holds(Role.AUDIT_ADMIN):
        menu.append(("audit", _("Trail"), reverse("audit:trail")))
    if standing.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        menu.append(("people", _("Accounts"), reverse("accounts:list")))
    return menu


def _counted(*asked: tuple[str, QuerySet[Any]]) -> dict[str, int]:
    """How many wait behind each entry of the menu, in one statement: every page pays for it."""
    first, *others = (
        rows.order_by().values(key=Value(key)).annotate(n=Count("pk")).values_list("key", "n") for key, rows in asked
    )
    found: dict[str, int] = defaultdict(int)
    for key, count in first.union(*others, all=True):
        found[key] += count
    return found


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame; nothing for visitors and before a due change of password: their frame is plain."""
    user = getattr(request, "user", None)
    if not isinstance(user, Account) or not user.is_active or password_is_old(user, settings.PASSWORD_MAX_AGE_DAYS):
        return {}
    standing = standing_of(user)
    first = standing.appointments[0] if standing.appointments else None
    counts = _counted(
        ("my_work", waiting_now(standing)),
        ("my_work", imports_to_order(standing)),
        ("my_work", people_to_admit(standing)),
        ("staffing", alerts_to_check(standing)),
    )
    path = request.path
    menu = menu_of(standing)
    active = max((url for _key, _label, url in menu if path.startswith(url)), key=len, default="")
    return {
        "shell": {
            "office": str(first.body) if first else "",
            "person": user.person.name,
            "role": first.get_role_display() if first else "",
            "version": __version__,
            "navigation": [
                {"key": key, "label": label, "url": url, "count": counts.get(key, 0), "active": url == active}
                for key, label, url in menu
            ],
        }
    }
