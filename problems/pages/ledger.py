"""The ledger as a list, and the search for units."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from organizations.scope import standing_of
from organizations.selectors import offices_to_choose, unit_search
from organizations.signed_in import person
from problems import policies
from problems.pages.forms import FilterForm, is_id
from problems.selectors import choices
from problems.selectors.entries import (
    DEFAULT_ORDER,
    ORDERS,
    Query,
    attach_next_steps,
    problem_list,
    totals,
)

ROWS = 50
SHOWN_FILTERS = ("state", "light", "unit", "type", "source", "nature", "year", "office", "on_time", "listed")


def filter_form(request: HttpRequest) -> FilterForm:
    """The filter of the list as asked; also used by the API."""
    viewer = person(request)
    return FilterForm(
        request.GET,
        units=choices.units_to_filter(viewer),
        types=choices.types_in_use(),
        sources=choices.sources_in_use(),
        offices=offices_to_choose(viewer),
        has_lower=choices.has_lower_offices(viewer),
    )


def query_of(form: FilterForm, sort: str) -> Query:
    """The question to the selector; fields that do not hold are left out."""
    form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    unit, office = data.get("unit"), data.get("office")
    return Query(
        text=data.get("q", ""),
        office_id=office.pk if office else None,
        subtree=bool(data.get("subtree")),
        unit_id=unit.pk if unit else None,
        state=data.get("state", ""),
        light=data.get("light", ""),
        type_code=data["type"].code if data.get("type") else "",
        source_code=data["source"].code if data.get("source") else "",
        nature=data.get("nature", ""),
        year=data.get("year"),
        run_id=data.get("run"),
        on_time=data.get("on_time", ""),
        listed=bool(data.get("listed")),
        sort=sort if sort in ORDERS else DEFAULT_ORDER,
    )


def _chips(request: HttpRequest, form: FilterForm) -> list[dict[str, Any]]:
    chips = []
    for name in (*SHOWN_FILTERS, "q", "subtree", "run"):
        value = form.cleaned_data.get(name) if name in form.fields else None
        if not value:
            continue
        left = request.GET.copy()
        left.pop(name, None)
        left.pop("page", None)
        field: Any = form.fields[name]
        shown = dict(getattr(field, "choices", None) or {}).get(value, value) if hasattr(field, "choices") else value
        if hasattr(field, "queryset"):
            shown = str(value)
        label = _("Import") if name == "run" else field.label
        chips.append(
            {"label": label, "value": _("yes") if value is True else shown, "remove_url": f"?{left.urlencode()}"}
        )
    return chips


@require_GET
@vary_on_headers("HX-Request")
def problem_index(request: HttpRequest) -> HttpResponse:
    """The ledger: filter, sort, search; totals follow the filter."""
    form = filter_form(request)
    query = query_of(form, request.GET.get("sort", DEFAULT_ORDER))
    rows = problem_list(viewer=person(request), query=query)
    sums = totals(rows)
    paginator = Paginator(rows, ROWS)
    paginator.count = sums.rows  # type: ignore[misc]
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = attach_next_steps(page.object_list)  # type: ignore[assignment]
    standing = standing_of(person(request))
    can_register = any(
        policies.may_in_office(standing, "problem.register", office_id) for office_id in standing.office_ids
    )
    context = {
        "page": page,
        "form": form,
        "chips": _chips(request, form),
        "sums": sums,
        "sort": query.sort,
        "can_register": can_register,
        "can_report": standing.is_unit and standing.holds(*policies.ACTS["problem.report"].unit),
        "show_office": query.subtree or bool(query.office_id),
        "is_filtered": any(request.GET.get(name) for name in (*SHOWN_FILTERS, "q", "run")),
    }
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    partial = htmx and htmx.target == "ledger-rows" and not htmx.history_restore_request
    return render(request, "problems/_list.html" if partial else "problems/index.html", context)


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units by a part of the name or pinyin initials; options for the search box."""
    office = request.GET.get("office", "")
    found = unit_search(
        viewer=person(request), text=request.GET.get("q", ""), office_id=int(office) if is_id(office) else None
    )
    for unit in found:
        unit.detail = unit.competent_department.name if unit.competent_department else unit.code  # type: ignore[attr-defined]
    return render(request, "components/unit_options.html", {"units": found})


def ledger_url(**filters: Any) -> str:
    """Address of the list with filters, for figures that open exactly what they count."""
    from urllib.parse import urlencode

    return f"{reverse('problems:list')}?{urlencode(filters)}"
