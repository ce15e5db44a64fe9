"""What all API views share: refusals as JSON with stable codes."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from organizations.errors import DomainError


def refuse(error: Exception, context: dict[str, Any]) -> Response | None:
    """One answer for every refusal: ``{"code", "message", "errors"?}`` with the refusal's HTTP status."""
    if isinstance(error, DomainError):
        body: dict[str, Any] = {"code": error.code, "message": str(error)}
        if error.errors:
            body["errors"] = {field: [str(one) for one in listed] for field, listed in error.errors.items()}
        return Response(body, status=error.http_status)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        body = {"code": "invalid", "message": _("Some entries need to be corrected."), "errors": response.data}
        return Response(body, status=422)
    code = {401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "method", 429: "too_many"}
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    response.data = {"code": code.get(response.status_code, "refused"), "message": str(detail)}
    return response
