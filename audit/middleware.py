"""Tells the trail where a request came from."""

import ipaddress
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from audit.facts import facts


def client_address(request: HttpRequest) -> str:
    """Address of the client as seen by our own proxies; blank when unknown.

    ``settings.PROXY_COUNT`` proxies each append the address they saw, so the client stands that many places from the
    right; anything further left was written by the client itself and is not believed.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    count = getattr(settings, "PROXY_COUNT", 0)
    candidate = seen[-count] if count and len(seen) >= count else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(candidate))
    except ValueError:
        return ""


class RequestFactsMiddleware:
    """Keeps request id, client address and door for the acts of this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = "api" if request.path_info.startswith("/api/") else "page"
        request_id = str(getattr(request, "request_id", "") or uuid.uuid4().hex)
        with facts(door=door, request_id=request_id[:64], address=client_address(request)):
            return self.get_response(request)
