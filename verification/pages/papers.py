"""The close-out notice and its PDF."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_safe

from audit.events import record_event
from audit.models import Event
from documents import papers
from documents.serving import file_response
from organizations.clock import today
from verification.selectors import notice_for


@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A close-out notice as it was worded, with its PDF."""
    paper, problem = notice_for(viewer=request.user, document_id=pk)  # type: ignore[arg-type]
    return render(request, "verification/notice.html", {"paper": paper, "problem": problem, "letter": paper.wording})


@require_safe
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF of a close-out notice; drawn now when no worker has drawn it yet. Who took it is kept."""
    paper, problem = notice_for(viewer=request.user, document_id=pk)  # type: ignore[arg-type]
    stored = papers.pdf_of(paper.pk)
    name = f"{paper.number} {paper.title}.pdf"
    response = file_response(stored, name, inline=request.GET.get("view") == "1", request=request)
    if request.method == "GET":
        record_event(
            Event.Kind.DOWNLOAD,
            actor=request.user,  # type: ignore[arg-type]
            object_kind="document",
            object_id=paper.pk,
            details={"problem": problem.pk, "sha256": stored.sha256, "day": date_format(today(), "Y-m-d")},
        )
    return response
