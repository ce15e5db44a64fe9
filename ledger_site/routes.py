"""Who each route is for. Every route of the address table has its line here; one without stops the start.

The policy itself is asked in selectors and services; these lines say what a person meets at the door, and the role ×
route matrix of the tests holds each of them to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import URLPattern, URLResolver, get_resolver


class Audience(StrEnum):
    PUBLIC = "public"  # everybody, signed in or not
    PERSON = "person"  # everybody who is signed in
    READER = "reader"  # who sees the entry; all others 404
    OFFICE_STAFF = "office_staff"  # clerks and section chiefs of the office; other readers 403
    OFFICE_DECIDERS = "office_deciders"  # section chiefs and leaders of the office
    OFFICE_ALL = "office_all"  # clerks, section chiefs, leaders
    UNIT_STAFF = "unit_staff"  # clerk and head of the unit or its competent department
    SUPERIOR = "superior"  # section chiefs and leaders of the superior office
    COMMENTER = "commenter"  # office staff, leaders, observers, the unit
    IMPORTER = "importer"  # office staff prepare, leaders order; all others 404 or 403
    AUDITOR = "auditor"  # audit administrators; all others 404
    BODY = "body"  # who holds a post in an office or unit, and auditors; others 404


@dataclass(frozen=True)
class Route:
    """A named route and whom it serves."""

    audience: Audience
    writes: bool = False


A = Audience
ROUTES: dict[str, Route] = {
    "healthz": Route(A.PUBLIC),
    "readyz": Route(A.PUBLIC),
    "set_language": Route(A.PUBLIC, writes=True),
    "account_login": Route(A.PUBLIC, writes=True),
    "account_logout": Route(A.PERSON, writes=True),
    "account_change_password": Route(A.PERSON, writes=True),
    "my_work": Route(A.PERSON),
    "problems:list": Route(A.PERSON),
    "problems:register": Route(A.OFFICE_STAFF, writes=True),
    "problems:similar": Route(A.OFFICE_ALL),
    "problems:units": Route(A.PERSON),
    "problems:evidence": Route(A.READER),
    "problems:detail": Route(A.READER),
    "problems:assign": Route(A.OFFICE_STAFF, writes=True),
    "problems:plan": Route(A.UNIT_STAFF, writes=True),
    "problems:decide_plan": Route(A.OFFICE_STAFF, writes=True),
    "problems:progress": Route(A.UNIT_STAFF, writes=True),
    "problems:comment": Route(A.COMMENTER, writes=True),
    "problems:void": Route(A.OFFICE_DECIDERS, writes=True),
    "organizations:units": Route(A.BODY),
    "organizations:unit": Route(A.BODY),
    "audit:trail": Route(A.AUDITOR),
    "audit:verify": Route(A.AUDITOR, writes=True),
    "api_schema": Route(A.PERSON),
    "api_problems": Route(A.PERSON, writes=True),
    "api_problem": Route(A.READER),
    "api_timeline": Route(A.READER),
    "api_assign": Route(A.OFFICE_STAFF, writes=True),
    "api_plan": Route(A.UNIT_STAFF, writes=True),
    "api_approve_plan": Route(A.OFFICE_STAFF, writes=True),
    "api_return_plan": Route(A.OFFICE_STAFF, writes=True),
    "api_progress": Route(A.UNIT_STAFF, writes=True),
    "api_comment": Route(A.COMMENTER, writes=True),
    "api_void": Route(A.OFFICE_DECIDERS, writes=True),
    "api_my_work": Route(A.PERSON),
    "api_figures": Route(A.OFFICE_ALL),
    "api_units": Route(A.PERSON),
}


def named_routes() -> Iterator[str]:
    """Names of all routes in the address table, with their namespace; unnamed ones by their pattern."""

    def walk(patterns: list[URLPattern | URLResolver], space: str, prefix: str) -> Iterator[str]:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry.url_patterns, inner, prefix + str(entry.pattern))
            else:
                yield f"{space}{entry.name}" if entry.name else prefix + str(entry.pattern)

    yield from walk(get_resolver().url_patterns, "", "")


def undeclared() -> list[str]:
    """Routes of the address table that no line above declares."""
    return [name for name in named_routes() if name not in ROUTES]
