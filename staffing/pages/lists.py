"""Pages that read: the register, one unit, its roster, warnings, ceilings, shares."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ledger_site.list_filters import day_asked, filters_asked
from organizations.clock import today
from organizations.errors import NotFound
from organizations.scope import standing_of
from organizations.selectors import offices_to_choose
from organizations.signed_in import person
from staffing import policies
from staffing.models import Alert
from staffing.selectors.register import (
    SHOWN,
    alerts_for,
    alerts_to_check,
    clocks_of,
    may_open,
    register,
    roster,
    sections_of,
    unit_page,
)

ROWS = 50


def day_of(request: HttpRequest) -> date:
    """The day a page is about that takes no other filter: ``?on=``, else today. Raises Invalid."""
    filters_asked(request.GET, {"on": None})
    return day_asked(request.GET)


def must_open(request: HttpRequest) -> None:
    if not may_open(person(request)):
        raise NotFound


def register_asked(request: HttpRequest) -> dict[str, Any]:
    """Units on the day and under the filter of the address, for the page and its export. Raises NotFound, Invalid."""
    must_open(request)
    offices = {str(one.pk): one for one in offices_to_choose(person(request))}
    asked = filters_asked(request.GET, {"on": None, "q": None, "office": offices, "shown": SHOWN})
    on, shown = day_asked(request.GET), asked["shown"]
    office = offices[asked["office"]] if asked["office"] else None
    found = register(
        viewer=person(request), on=on, text=asked["q"], office_id=office.pk if office else None, shown=shown
    )
    filters = [("", _("All units")), ("over", _("Over quota")), ("leaders", _("Leaders over quota")),
               ("mismatch", _("Registers do not match"))]  # fmt: skip
    return {
        "found": found,
        "on": on,
        "q": asked["q"],
        "shown": shown,
        "filters": filters,
        "offices": list(offices.values()),
        "office": office,
    }


@require_GET
def staffing_list(request: HttpRequest) -> HttpResponse:
    """Units with quota, actual, unfilled and leaders on a day."""
    asked = register_asked(request)
    standing, office = standing_of(person(request)), asked["office"]
    page = Paginator(asked["found"], ROWS).get_page(request.GET.get("page"))
    context = asked | {
        "page": page,
        "rows": page.object_list,
        "total": len(asked["found"]),
        "past": asked["on"] != today(),
        "office": office.pk if office else None,
        "to_check": alerts_to_check(person(request)).count(),
        "shell_office": standing.is_office or bool(standing.audited_office_ids),
        "can_import": any(policies.may_in_office(standing, policies.IMPORT, one) for one in standing.office_ids),
    }
    return render(request, "staffing/list.html", context)


@require_GET
def staffing_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's position on a day, each figure with its paper."""
    on = day_of(request)
    found = unit_page(viewer=person(request), unit_id=pk, on=on)
    return render(
        request,
        "staffing/unit.html",
        {"found": found, "unit": found.unit, "where": found.where, "on": on, "past": on != today()},
    )


@require_GET
def staffing_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The people on a unit's roster; identity numbers masked."""
    on = day_of(request)
    people = roster(viewer=person(request), unit_id=pk, on=on)
    found = unit_page(viewer=person(request), unit_id=pk, on=on)
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unit": found.unit,
        "where": found.where,
        "may": found.may,
        "on": on,
        "past": on != today(),
    }
    return render(request, "staffing/roster.html", context)


def alerts_asked(request: HttpRequest) -> tuple[str, QuerySet[Alert]]:
    """The state of the address and its warnings, for the page and its export. Raises NotFound, Invalid."""
    must_open(request)
    state = filters_asked(request.GET, {"state": Alert.State.values})["state"] or Alert.State.OPEN
    return state, alerts_for(person(request)).filter(state=state)


@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """Warnings: those to be checked first, then those answered."""
    state, rows = alerts_asked(request)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    due = clocks_of(page.object_list, today())
    sections = sections_of(page.object_list)
    lines: list[dict[str, Any]] = [
        {
            "alert": alert,
            "section": sections[alert.pk],
            "due": due.get(alert.pk, (None, ""))[0],
            "light": due.get(alert.pk, (None, "none"))[1],
        }
        for alert in page.object_list
    ]
    mine = set(alerts_to_check(person(request)).values_list("pk", flat=True))
    return render(
        request,
        "staffing/alerts.html",
        {"page": page, "lines": lines, "state": state, "states": Alert.State.choices, "mine": mine},
    )
