"""Error pages: a sentence on what to do next and the request id; details go to the log only."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from audit.refusals import recording_refusals
from organizations.errors import DomainError, NotAllowed, NotFound
from organizations.models import Account

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
API = "/api/"


def keep_refusal(request: HttpRequest, error: DomainError) -> None:
    """Keep an act refused at the door: pages look the entry up before they call the service that would record it."""
    match = request.resolver_match
    if request.method in SAFE or match is None or not isinstance(request.user, Account):
        return
    pk, kind = match.kwargs.get("pk", ""), "import" if "import" in match.view_name else "problem"
    with (
        suppress(DomainError),
        recording_refusals(match.view_name, account=request.user, object_kind=kind if pk else "", object_id=pk),
    ):
        raise error


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for a refusal. Hidden and missing objects answer alike."""
    template = {404: "404.html", 403: "403.html", 409: "409.html"}.get(error.http_status, "400.html")
    return render(
        request, template, {"sentence": str(error), "back": getattr(error, "back", "")}, status=error.http_status
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an old page or a foreign site."""
    sentence = _("This page was open for too long, or it was not sent from here. Go back, reload it and send it again.")
    return render(request, "403.html", {"sentence": sentence}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, DomainError())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, NotFound())


def _answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """What was refused before any view was asked: JSON for programs, else the page with its usual sentence."""
    if request.path_info.startswith(API):
        return JsonResponse({"code": error.code, "message": str(error)}, status=error.http_status)
    return render(request, f"{error.http_status}.html", {"sentence": ""}, status=error.http_status)


def failed(request: HttpRequest) -> HttpResponse:
    """No context processors here: they may be what failed."""
    from django.template.loader import render_to_string

    request_id = getattr(request, "request_id", "")
    if request.path_info.startswith(API):
        message = _("Something went wrong on our side")
        return JsonResponse({"code": "failed", "message": message, "request_id": request_id}, status=500)
    return HttpResponse(render_to_string("500.html", {"request_id": request_id}), status=500)
