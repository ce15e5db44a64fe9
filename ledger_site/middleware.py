"""What surrounds every request: its id, no caching of private answers, refusals as pages."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ledger_site.errors import keep_refusal, refused
from organizations.errors import DomainError

Next = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an id that its log lines, acts and error page share; a client cannot choose it.

    It is the outermost, so it also adds what redirects and refusals of the other middleware would lack.
    """

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")
        response.setdefault("Cache-Control", "no-store, private")
        return response


class NoStoreMiddleware:
    """Private answers are never cached by browser or proxy (reliability rule 42)."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class RefusalMiddleware:
    """Turns a refusal that a page did not show itself into an error page with its status and sentence, and keeps it."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        keep_refusal(request, exception)
        return refused(request, exception)
