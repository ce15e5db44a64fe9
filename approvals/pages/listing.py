"""The list of applications that a person may see, in every state."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from approvals.selectors.applications import application_list, list_filters
from ledger_site.list_filters import filters_asked
from organizations.errors import NotFound
from organizations.scope import standing_of
from organizations.signed_in import person

ROWS = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Applications by state, kind, office and words; the address is the state of the list. Source: ADR 0014."""
    viewer = person(request)
    standing = standing_of(viewer)
    if not (standing.office_ids or standing.unit_ids or standing.audited_office_ids):
        raise NotFound
    offered = list_filters(viewer)
    asked = filters_asked(request.GET, offered)
    page = Paginator(application_list(viewer=viewer, **asked), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "states": (offered["state"] or {}).items(),
        "kinds": (offered["kind"] or {}).items(),
        "offices": (offered["office"] or {}).items(),
        "is_filtered": any(asked.values()),
    }
    return render(request, "approvals/list.html", context)
