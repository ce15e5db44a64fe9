"""Promises of this project as system checks: broken ones stop the start."""

from typing import Any

from django.core.checks import Error, register

from ledger_site import api  # noqa: F401 - its schema extension has to be known before the schema is checked


@register()
def spreadsheets_are_read_safely(**kwargs: Any) -> list[Error]:
    """openpyxl guards against entity bombs only where defusedxml is present (reliability rule 37)."""
    from openpyxl import DEFUSEDXML

    if DEFUSEDXML:
        return []
    return [Error("openpyxl runs without defusedxml.", hint="pip install defusedxml", id="ledger.E001")]


@register()
def every_route_is_declared(**kwargs: Any) -> list[Error]:
    """A page or API route without a declared policy is a start-up error (reliability rule 2)."""
    from ledger_site.routes import undeclared

    return [
        Error(f"Route {route} has no declared policy.", hint="Add it to ledger_site/routes.py.", id="ledger.E002")
        for route in undeclared()
    ]
