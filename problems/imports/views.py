"""Pages of the import: file, sheet, mapping, preview, writing. Each works without JavaScript."""

import io
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from audit.events import record_event
from audit.models import Event
from organizations.clock import today
from organizations.errors import DomainError, NotFound
from organizations.models import Account
from organizations.scope import standing_of
from organizations.selectors import own_offices
from problems.imports.forms import (
    ColumnsForm,
    OrderForm,
    SheetForm,
    UndoForm,
    UploadForm,
    ValuesForm,
)
from problems.imports.lines import line_of, notes_on
from problems.models import ImportRun, TakeOver
from problems.services import importing
from problems.services.importing import tables
from problems.services.importing.mapping import load_vocabulary, suggested_columns, words_to_map
from problems.services.importing.outcome import DOUBTFUL, ERROR, EXCLUDED, KNOWN, NEW
from problems.spreadsheets.errors import column_letter
from problems.spreadsheets.header import find_header
from problems.states import OPEN

ROWS = 50
SHOWN_ROWS = 12  # of a sheet, below its headings
REMARKS = "remarks"
Runs = ImportRun.State
PREPARED = (Runs.MAPPED, Runs.WAITING_FOR_ORDER, Runs.FAILED)


def viewer_of(request: HttpRequest) -> Account:
    """Who asks."""
    return request.user  # type: ignore[return-value]  # nobody comes here without signing in


def _steps(current: int) -> list[dict[str, Any]]:
    labels = (_("File"), _("Sheet and headings"), _("Columns and words"), _("Preview"), _("Writing"))
    return [
        {"label": label, "current": place == current, "done": place < current} for place, label in enumerate(labels, 1)
    ]


def _rights(request: HttpRequest, office_id: int) -> dict[str, bool]:
    standing = standing_of(viewer_of(request))
    return {
        "can_prepare": importing.may_prepare(standing, office_id),
        "can_order": importing.may_order(standing, office_id),
        "can_undo": importing.may_undo(standing, office_id),
    }


def _where(run: ImportRun) -> str:
    """The page on which a run goes on."""
    name = "mapping" if run.state == Runs.UPLOADED and run.columns else "sheet" if run.state == Runs.UPLOADED else ""
    return reverse(f"imports:{name or ('preview' if run.state in PREPARED else 'progress')}", args=[run.pk])


def _offices(request: HttpRequest) -> Any:
    standing = standing_of(viewer_of(request))
    usable = [one for one in standing.office_ids if importing.may_prepare(standing, one)]
    return own_offices(viewer_of(request)).filter(pk__in=usable)


@require_GET
def import_index(request: HttpRequest) -> HttpResponse:
    """Imports of the person's offices, the newest first."""
    page = Paginator(importing.runs_of(viewer_of(request)), ROWS).get_page(request.GET.get("page"))
    for run in page.object_list:
        run.where = _where(run)  # type: ignore[attr-defined]  # for the template
    return render(request, "imports/index.html", {"page": page, "can_start": _offices(request).exists()})


@require_http_methods(["GET", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    """Upload a workbook."""
    offices = _offices(request)
    if not offices:
        raise NotFound
    initial = {"office": offices[0].pk, "ledger_year": today().year}
    form, status = UploadForm(request.POST or None, request.FILES or None, offices=offices, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                run = importing.start_import(
                    office_id=data["office"].pk,
                    upload=data["upload"],
                    ledger_year=data["ledger_year"],
                    actor=viewer_of(request),
                    key=form.cleaned_data["key"],
                )
            except NotFound:
                raise
            except DomainError as refusal:
                status = _show_refusal(form, refusal)
            else:
                return redirect("imports:sheet", pk=run.pk)
    return render(request, "imports/start.html", {"form": form, "steps": _steps(1)}, status=status)


def _show_refusal(form: Any, refusal: DomainError) -> int:
    """Put a refusal's sentences at their fields, the others above the form; answers its status."""
    placed = False
    for name, sentences in refusal.errors.items():
        if name in form.fields:
            placed = True
            form.add_error(name, [str(one) for one in sentences])
    if not placed:
        form.add_error(None, str(refusal))
    return refusal.http_status


@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the sheet; it is shown as it looks, with the headings that were found."""
    run = importing.run_of(viewer_of(request), pk)
    every = tables.sheets_of(run)
    sheets = tables.shown_sheets(every)
    names = {one.name for one in sheets}
    shown = request.GET.get("sheet", run.sheet)
    shown = shown if shown in names else run.sheet
    form = SheetForm(request.POST or None, sheets=sheets, initial={"sheet": shown, "version": run.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            shown = form.cleaned_data["sheet"]
            try:
                importing.map_import(
                    run_id=pk,
                    sheet=shown,
                    actor=viewer_of(request),
                    expected_version=form.cleaned_data["version"],
                    key=form.cleaned_data["key"],
                )
            except NotFound:
                raise
            except DomainError as refusal:
                status = _show_refusal(form, refusal)
            else:
                return redirect("imports:mapping", pk=pk)
    hidden = [one.name for one in every if one.hidden and one.name not in names]
    context = {"run": run, "form": form, "shown": shown, "steps": _steps(2), "hidden_sheets": hidden}
    context |= _look(run, shown) | _rights(request, run.office_id)
    return render(request, "imports/sheet.html", context, status=status)


def _look(run: ImportRun, name: str) -> dict[str, Any]:
    """The first rows of a sheet as texts, and which of them are the headings."""
    try:
        with tables.workbook_path(run.file) as path:
            sheet = tables.sheet_at(path, name)
    except DomainError as refusal:
        return {"unreadable": str(refusal)}
    header = find_header(sheet)
    last = (header.last_row if header else 0) + SHOWN_ROWS
    first = header.first_row if header else 0
    return {
        "header": header,
        "letters": [column_letter(index) for index in range(sheet.width)],
        "sheet_rows": [
            {
                "number": number,
                "is_header": bool(header) and header.first_row <= number <= header.last_row,  # type: ignore[union-attr]
                # A merged title stands once; merged headings stand in each column that they name.
                "cells": [
                    "" if (number - 1, place) in sheet.filled and number < first else _cell_text(value)
                    for place, value in enumerate(cells)
                ],
            }
            for number, cells in enumerate(sheet.cells[:last], 1)
        ],
        "rows_left": max(len(sheet.cells) - last, 0),
        "notes": notes_on(sheet, header) if header else None,
    }


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)


@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Columns first, then what the words of the choice columns mean."""
    run = importing.run_of(viewer_of(request), pk)
    part = request.POST.get("part") or request.GET.get("part") or "columns"
    part = part if run.columns and part == "values" else "columns"
    table = tables.table_of(run)
    form: Any
    if part == "values":
        drafts, _faults = tables.rows_of(run, table, run.columns, today())
        vocabulary = load_vocabulary(run.office)
        form = ValuesForm(
            request.POST or None,
            words=words_to_map(drafts, run.columns, vocabulary.units),
            vocabulary=vocabulary,
            chosen=run.values,
            initial={"version": run.version},
        )
    else:
        profile = getattr(run.office, "import_profile", None)
        chosen = run.columns or suggested_columns(table.header, profile)
        form = ColumnsForm(request.POST or None, header=table.header, chosen=chosen, initial={"version": run.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = {"values": form.values} if part == "values" else {"columns": form.columns}
            try:
                importing.map_import(
                    run_id=pk,
                    actor=viewer_of(request),
                    expected_version=form.cleaned_data["version"],
                    key=form.cleaned_data["key"],
                    **said,
                )
            except NotFound:
                raise
            except DomainError as refusal:
                status = _show_refusal(form, refusal)
            else:
                if part == "columns":
                    return redirect(reverse("imports:mapping", args=[pk]) + "?part=values")
                return redirect("imports:preview", pk=pk)
    context = {"run": run, "form": form, "part": part, "table": table, "steps": _steps(3)}
    return render(request, f"imports/{part}.html", context | _rights(request, run.office_id), status=status)


@require_GET
@vary_on_headers("HX-Request")
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row would become; faults in their cells, in words."""
    run = importing.run_of(viewer_of(request), pk)
    if run.state not in PREPARED:
        return redirect(_where(run))
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    partial = htmx and htmx.target == "import-rows" and not htmx.history_restore_request
    return preview_page(request, run, template="imports/_rows.html" if partial else "imports/preview.html")


def preview_page(
    request: HttpRequest,
    run: ImportRun,
    *,
    template: str = "imports/preview.html",
    refused: str = "",
    order_form: OrderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = importing.preview(run)
    counts = found.counts | {REMARKS: sum(bool(one.warnings) for one in found.rows if one.status == NEW)}
    show = request.GET.get("show", "")
    show = show if show in counts else next((one for one in (ERROR, DOUBTFUL, NEW) if counts[one]), KNOWN)
    rows = [one for one in found.rows if one.warnings and one.status == NEW] if show == REMARKS else found.having(show)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    rights = _rights(request, run.office_id)
    ordered = rights["can_order"] or found.needs_order
    context = {
        "run": run,
        "found": found,
        "year": run.ledger_year if ordered else today().year,  # of the numbers; only an order gives earlier ones
        "counts": counts,
        "show": show,
        "page": page,
        "lines": [line_of(one, run, ordered=ordered) for one in page.object_list],
        "tabs": _preview_tabs(counts, show),
        "steps": _steps(4),
        "refused": refused,
        "order_form": order_form or OrderForm(initial={"version": run.version}),
        "open_rows": counts[NEW] - found.new_closed,
        "notes": notes_on(found.table.sheet, found.table.header),
    }
    return render(request, template, context | rights, status=status)


def _preview_tabs(counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    labels = {
        ERROR: _("With errors"),
        DOUBTFUL: _("Perhaps in the ledger"),
        NEW: _("New"),
        REMARKS: _("New, with remarks"),
        KNOWN: _("Already in the ledger"),
        EXCLUDED: _("Left out"),
    }
    return [
        {"label": label, "url": f"?show={key}", "active": key == show, "count": counts[key]}
        for key, label in labels.items()
    ]


@require_GET
def import_errors(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The workbook back, with the faults beside the rows."""
    run = importing.run_of(viewer_of(request), pk)
    if run.state not in PREPARED:
        return redirect(_where(run))
    table, out = tables.table_of(run), io.BytesIO()
    found = importing.preview(run, table)
    with tables.workbook_path(run.file) as path:
        tables.write_errors(path, table, found.notes, out)
    out.seek(0)
    facts = standing_of(viewer_of(request)).facts(office_id=run.office_id)
    record_event(Event.Kind.DOWNLOAD, actor=facts, object_kind="import", object_id=run.pk, details={"file": "errors"})
    is_table = run.file.media_type == tables.WORKBOOK_TYPES["csv"]
    name = _("%(name)s with errors") % {"name": Path(run.name).stem} + (".csv" if is_table else ".xlsx")
    response = FileResponse(out, as_attachment=True, filename=name, content_type=run.file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@vary_on_headers("HX-Request")
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the run stands: waiting for the order, being written, written, failed. Polled while it is written."""
    run = importing.run_of(viewer_of(request), pk)
    if run.state in {Runs.UPLOADED, Runs.MAPPED, Runs.FAILED} and not request.htmx:  # type: ignore[attr-defined]
        return redirect(_where(run))
    return progress_page(request, run)


def progress_page(
    request: HttpRequest,
    run: ImportRun,
    *,
    refused: str = "",
    undo_form: UndoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    partial = htmx and not htmx.history_restore_request
    entries = importing.entries_of(run) if run.state in {Runs.COMMITTED, Runs.UNDONE} else None
    context = {
        "run": run,
        "order": TakeOver.objects.select_related("ordered_by").filter(run=run).first(),
        "progress": importing.progress_of(run),
        "first": entries.order_by("pk").first() if entries is not None else None,
        "last": entries.order_by("-pk").first() if entries is not None else None,
        "open_rows": entries.filter(state__in=OPEN).count() if entries is not None else 0,
        "ledger_url": f"{reverse('problems:list')}?run={run.pk}",
        "refused": refused,
        "undone": importing.undone_by(run),
        "waits_for": importing.waits_for(run),
        "undo_form": undo_form or UndoForm(initial={"version": run.version}),
        "steps": _steps(5),
    }
    template = "imports/_progress.html" if partial else "imports/progress.html"
    return render(request, template, context | _rights(request, run.office_id), status=status)
