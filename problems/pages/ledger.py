"""The ledger as a list, and the search for units."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from organizations.models import Account
from organizations.scope import standing_of
from organizations.selectors import unit_search
from organizations.signed_in import person
from problems import policies
from problems.models import Export
from problems.pages.filtering import Asked, column_choices, filters_of, in_words, read_list
from problems.pages.forms import is_id
from problems.selectors.entries import Totals, attach_next_steps, page_of, problem_list, totals
from problems.selectors.figures import figures
from problems.selectors.listing import views_for
from problems.services.batches import offered_to

ROWS = 50


def _chips(request: HttpRequest, asked: Asked) -> list[dict[str, Any]]:
    chips = []
    for name, label, value in in_words(asked):
        left = filters_of(request.GET)
        left.pop(name, None)
        chips.append({"label": label, "value": value, "remove_url": f"?{left.urlencode()}"})
    return chips


def _as_of(viewer: Account, asked: Asked, day: date | None) -> dict[str, Any] | None:
    """Figures of the same filter on an effective day, where one was asked."""
    if day is None or asked.errors:
        return None
    # Filters by the present state fall away: figures of another day are of all entries that answer the rest.
    query = replace(asked.query, state="", light="", on_time="", more=replace(asked.query.more, overdue="", holder=""))
    return {"day": day, **figures(problem_list(viewer=viewer, query=query), as_of=day)}


@require_GET
@vary_on_headers("HX-Request")
def problem_index(request: HttpRequest) -> HttpResponse:
    """The ledger: filter, sort, search, columns; totals follow the filter. The address is the state of the list."""
    if "shown" in request.GET:  # a form just sent: what was left empty is no part of the address
        return HttpResponseRedirect(f"?{filters_of(request.GET).urlencode()}")
    viewer, asked = person(request), read_list(request)
    standing = standing_of(viewer)
    rows = problem_list(viewer=viewer, query=asked.query)
    sums = totals(rows) if not asked.errors else Totals(rows=0, open=0, red=0)
    paginator = Paginator(rows, ROWS)
    paginator.count = sums.rows  # type: ignore[misc]
    page = paginator.get_page(request.GET.get("page"))
    first = (page.number - 1) * ROWS
    listed = attach_next_steps(page_of(rows, first, first + ROWS)) if sums.rows else []
    page.object_list = listed  # type: ignore[assignment]
    can_register = any(
        policies.may_in_office(standing, "problem.register", office_id) for office_id in standing.office_ids
    )
    # Plain texts: a lazy label would be translated anew in every cell.
    heads = [({"kind": one.kind, "label": str(one.label), "is_number": one.is_number}, one) for one in asked.columns]
    kept = filters_of(request.GET)
    chips = [] if asked.errors else _chips(request, asked)
    context = {
        "page": page,
        "rows": [
            {"problem": one, "cells": [{**head, "value": column.value(one)} for head, column in heads]}
            for one in listed
        ],
        "columns": asked.columns,
        "form": asked.form,
        "filtering": bool(asked.errors) or "filter" in request.GET,
        "wrong": [sentence for listed in asked.errors.values() for sentence in listed],
        "column_choices": column_choices(asked.columns),
        "chips": chips,
        "sums": sums,
        "as_of": _as_of(viewer, asked, asked.form.cleaned_data.get("as_of")),
        "sort": asked.query.sort,
        "can_register": can_register,
        "can_report": standing.is_unit and standing.holds(*policies.ACTS["problem.report"].unit),
        "is_filtered": bool(chips),
        "acts": offered_to(standing),
        "formats": Export.Format.choices,
        "views": views_for(viewer),
        "query": kept.urlencode(),
        "can_share": standing.is_office,
        "key": secrets.token_urlsafe(16),
    }
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    partial = htmx and htmx.target == "ledger-rows" and not htmx.history_restore_request
    template = "problems/_list.html" if partial else "problems/index.html"
    return render(request, template, context, status=422 if asked.errors else 200)


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
