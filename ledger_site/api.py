"""What all API views share: refusals as JSON with stable codes, and the schema's words for sign-in."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from ledger_site.errors import keep_refusal
from organizations.errors import DomainError, Stale


def refuse(error: Exception, context: dict[str, Any]) -> Response | None:
    """One answer for every refusal: ``{"code", "message", "errors"?}`` with the refusal's HTTP status."""
    if isinstance(error, DomainError):
        keep_refusal(context["request"]._request, error)
        body: dict[str, Any] = {"code": error.code, "message": str(error)}
        if error.code == Stale.code and "version" in error.params:
            body["version"] = error.params["version"]
        if error.errors:
            body["errors"] = {field: [str(one) for one in listed] for field, listed in error.errors.items()}
        refused = Response(body, status=error.http_status)
        if error.http_status == 401:
            refused["WWW-Authenticate"] = 'Bearer realm="ledger"'
        return refused
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        body = {"code": "invalid", "message": _("Some fields need to be corrected."), "errors": response.data}
        return Response(body, status=422)
    code = {401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "method", 429: "too_many"}
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    response.data = {"code": code.get(response.status_code, "refused"), "message": str(detail)}
    return response


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes tokens of persons."""

    target_class = "ledger_site.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    """How the schema describes the session of the browser."""

    target_class = "ledger_site.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
