"""The list of applications that a person may see, in every state."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from approvals.models import Application
from approvals.selectors.applications import application_list, list_filters
from ledger_site.list_filters import filters_asked
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import standing_of
from organizations.signed_in import person

ROWS = 50


def must_read(viewer: Account) -> None:
    """Raises NotFound for people without office, unit or office to audit: for them there are no approvals."""
    standing = standing_of(viewer)
    if not (standing.office_ids or standing.unit_ids or standing.audited_office_ids):
        raise NotFound


def applications_asked(
    request: HttpRequest,
) -> tuple[dict[str, dict[str, str] | None], dict[str, str], QuerySet[Application]]:
    """Filters offered and asked, and the applications, for the page and its export. Raises NotFound, Invalid."""
    viewer = person(request)
    must_read(viewer)
    offered = list_filters(viewer)
    asked = filters_asked(request.GET, offered)
    return offered, asked, application_list(viewer=viewer, **asked)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Applications by state, kind, office and words; the address is the state of the list. Source: ADR 0014."""
    offered, asked, rows = applications_asked(request)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "states": (offered["state"] or {}).items(),
        "kinds": (offered["kind"] or {}).items(),
        "offices": (offered["office"] or {}).items(),
        "is_filtered": any(asked.values()),
    }
    return render(request, "approvals/list.html", context)
