"""Units as a list and each with its 三定, people in post and position in the ledger."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organizations import policies
from organizations.errors import NotFound
from organizations.models import Unit
from organizations.scope import standing_of
from organizations.selectors import unit_for, unit_list
from organizations.signed_in import person
from problems.selectors.entries import Query, attach_next_steps, problem_list, totals


def units_asked(request: HttpRequest) -> QuerySet[Unit]:
    """Units under the filter of the address, for the page and its export. Raises NotFound."""
    standing = standing_of(person(request))
    if not (standing.is_office or standing.is_unit or standing.audited_office_ids):
        raise NotFound
    return unit_list(viewer=person(request), text=request.GET.get("q", ""))


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units this person may know."""
    page = Paginator(units_asked(request), 50).get_page(request.GET.get("page"))
    return render(request, "organizations/units.html", {"page": page, "q": request.GET.get("q", "")})


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is, who is in post, its entries."""
    found = unit_for(viewer=person(request), unit_id=pk)
    rows = problem_list(viewer=person(request), query=Query(unit_id=pk, subtree=True, sort="-number"))
    may_name = policies.may_name_responsible(standing_of(person(request)), found)
    context = {"unit": found, "may_name": may_name, "sums": totals(rows), "problems": attach_next_steps(rows[:20])}
    return render(request, "organizations/unit.html", context)
