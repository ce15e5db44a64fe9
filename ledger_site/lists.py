"""Every list that can be taken as a file, with the page that shows it; and the two doors to them. Source: B13, A05.

Who may take a list is asked by what builds it, as by its page: hidden is 404, forbidden 403. A test holds each role to
the code that it meets at the page, and finds pages with a list that is not named here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from approvals.pages import tables as approvals
from audit.pages import tables as audit
from ledger_site.tables import Table, answer
from organizations.errors import NotFound
from organizations.pages import tables as organizations
from organizations.signed_in import person
from problems.pages import tables as problems
from staffing.pages import tables as staffing
from verification.pages import tables as verification


@dataclass(frozen=True)
class ListOf:
    """A list: the route of its page, what builds it, and whether it is about one object named in the address."""

    page: str
    build: Callable[..., Table]
    about_one: bool = False


LISTS: dict[str, ListOf] = {
    "applications": ListOf("approvals:list", approvals.applications_table),
    "follow-up": ListOf("approvals:follow_up", approvals.tasks_table),
    "suspensions": ListOf("approvals:controls", approvals.suspensions_table),
    "withdrawals": ListOf("approvals:controls", approvals.withdrawals_table),
    "cuts": ListOf("approvals:controls", approvals.cuts_table),
    "exceptions": ListOf("approvals:exceptions", approvals.exceptions_table),
    "meetings": ListOf("approvals:meetings", approvals.meetings_table),
    "copies": ListOf("approvals:copies", approvals.copies_table),
    "listed": ListOf("problems:listed", problems.listed_table),
    "reports": ListOf("problems:reports", problems.reports_table),
    "types": ListOf("problems:types", problems.types_table),
    "imports": ListOf("imports:list", problems.imports_table),
    "entry": ListOf("problems:detail", problems.entry_table, about_one=True),
    "timeline": ListOf("problems:detail", problems.timeline_table, about_one=True),
    "desk": ListOf("verification:desk", verification.desk_table),
    "consents": ListOf("verification:superior_desk", verification.consents_table),
    "staffing": ListOf("staffing:list", staffing.register_table),
    "roster": ListOf("staffing:roster", staffing.roster_table, about_one=True),
    "warnings": ListOf("staffing:alerts", staffing.alerts_table),
    "ceilings": ListOf("staffing:ceilings", staffing.ceilings_table),
    "shares": ListOf("staffing:shares", staffing.shares_table),
    "workbooks": ListOf("staffing:imports", staffing.runs_table),
    "units": ListOf("organizations:units", organizations.units_table),
    "trail": ListOf("audit:trail", audit.trail_table),
}


def table_of(request: Any, key: str, pk: int | None = None) -> Table:
    """A list under the filter of the address, for page and API.

    Raises:
        NotFound: There is no such list, or the person may not know it.
        NotAllowed: The person may not read it.
        Invalid: A filter that the list does not have.
    """
    found = LISTS.get(key)
    if found is None or found.about_one != (pk is not None):
        raise NotFound
    return found.build(request) if pk is None else found.build(request, pk)


@require_POST
def export_table(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponseBase:
    """A list as XLSX, CSV or PDF; with ``pk`` the one about that object."""
    table = table_of(request, key, pk)
    return answer(table, key, request.POST.get("format", ""), person(request), request.GET.urlencode())
