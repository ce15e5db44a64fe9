"""Taking the list as a file: at once, or ordered and fetched later. Source: B9, B13."""

import io
import secrets
import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from organizations.models import Account
from organizations.signed_in import person
from problems.models import Export
from problems.pages.filtering import Asked, filters_of, in_words, read_list
from problems.selectors.entries import problem_list
from problems.selectors.listing import export_for, exports_of
from problems.services import exports
from problems.services.exports import Listed


def listed_of(viewer: Account, asked: Asked) -> Listed:
    """The rows, columns and words of a list as asked, for a file."""
    return Listed(
        rows=problem_list(viewer=viewer, query=asked.query),
        columns=asked.columns,
        words=[(label, value) for _name, label, value in in_words(asked)],
        sort=asked.query.sort,
        query=filters_of(asked.form.data).urlencode(),  # type: ignore[arg-type]
    )


def export_or_order(request: Any, format: str, key: str) -> HttpResponseBase | Export:
    """The file where the list is short enough to wait for it, else the order for the worker.

    Raises: Invalid for a filter, column or format that does not hold.
    """
    viewer, asked = person(request), read_list(request).required()
    format = exports.checked_format(format)
    listed = listed_of(viewer, asked)
    count = listed.rows.count()
    if not exports.is_at_once(format, count):
        return exports.order_export(
            listed=listed, format=format, count=count, actor=viewer, key=key[:64] or secrets.token_urlsafe(16)
        )
    head = exports.head_lines(listed, viewer, count)
    exports.record_export(listed, viewer, format, count)
    answer: HttpResponseBase
    if format == Export.Format.CSV:
        answer = StreamingHttpResponse(exports.csv_stream(listed, head))
    else:
        out = tempfile.TemporaryFile() if format == Export.Format.XLSX else io.BytesIO()  # noqa: SIM115 closed by the answer
        exports.write_export(listed, head, format, out)  # type: ignore[arg-type]
        out.seek(0)
        answer = FileResponse(out)
    return as_file(answer, format)


def as_file(answer: HttpResponseBase, format: str, name: str = "") -> HttpResponseBase:
    """The answer as an attachment that no browser runs or keeps; ``name`` says of which list, else of the ledger."""
    answer["Content-Type"] = exports.TYPES[format]
    answer["Content-Disposition"] = content_disposition_header(True, exports.file_name(format, name)) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_POST
def export_list(request: HttpRequest) -> HttpResponseBase:
    """The list of the address as XLSX, CSV or PDF."""
    made = export_or_order(request, request.POST.get("format", ""), request.POST.get("key", ""))
    return redirect("problems:export", pk=made.pk) if isinstance(made, Export) else made


@require_GET
def export_index(request: HttpRequest) -> HttpResponse:
    """Exports of this person that were ordered."""
    return render(request, "problems/exports.html", {"exports": exports_of(person(request))[:50]})


@require_GET
def export_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an ordered export is; it is written whether or not this page stays open."""
    export = export_for(viewer=person(request), export_id=pk)
    running = export.state in {Export.State.WAITING, Export.State.BUILDING}
    return render(request, "problems/export.html", {"export": export, "running": running})


@require_GET
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of an ordered export, if the rights it was written under are still there."""
    export = export_for(viewer=person(request), export_id=pk)
    return as_file(FileResponse(exports.open_export(export, person(request))), export.format)
