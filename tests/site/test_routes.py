"""A01, A02: every route is declared, and answers every role with the code the table says."""

import sys
from contextlib import nullcontext
from typing import Any

import pytest
import site_approvals
import site_deciding
from django.core.checks import ERROR, run_checks
from django.http import HttpResponse
from django.test import override_settings
from django.urls import clear_url_caches, include, path, reverse
from site_bodies import QUERIES
from site_headers import faults
from site_matrix import PEOPLE, ROWS, Row, send
from site_world import World, fingerprint, judged, trail_length, undone

from ledger_site import routes
from ledger_site.routes import ROUTES, Audience, Route, named_routes

A = Audience
NOBODY = {"anonymous", "suspended", "must_change"}
SIGNED_IN = set(PEOPLE) - NOBODY
STAFF, DECIDERS = {"clerk", "chief"}, {"chief", "leader"}
UNIT = {"unit_clerk", "unit_head", "department"}
READERS = UNIT | STAFF | DECIDERS | {"observer", "auditor", "superior"}
# Who is let in by each audience; all others are refused. Those of other offices act for their own office there.
LET_IN: dict[Audience, set[str]] = {
    A.PUBLIC: set(PEOPLE),
    A.PERSON: SIGNED_IN,
    A.BODY: SIGNED_IN - {"system", "security", "partner"},
    A.READER: READERS,
    A.FIGURES: READERS - UNIT,
    A.OFFICE: STAFF | DECIDERS | {"observer", "superior", "sibling"},
    A.OFFICE_OWN: STAFF | DECIDERS | {"observer"},
    A.OFFICE_OR_UNIT: UNIT | {"other_unit"} | STAFF | DECIDERS | {"observer", "superior", "sibling"},
    A.UNIT: UNIT | {"other_unit"},
    A.OFFICE_STAFF: STAFF,
    A.OFFICE_HANDLERS: STAFF | DECIDERS,
    A.OFFICE_DECIDERS: DECIDERS,
    A.OFFICE_LEADERS: {"leader"},
    A.OFFICE_ALL: STAFF | DECIDERS,
    A.UNIT_STAFF: UNIT,
    A.OFFICE_ACTING: STAFF | DECIDERS,
    A.INVITED: {"partner"},
    A.INVITED_READER: READERS | {"partner"},
    A.SIGNS: STAFF | DECIDERS | {"superior"},
    A.SUPERIOR: {"superior"},
    A.ABOVE: DECIDERS | {"superior"},
    A.ROUTED_TO: DECIDERS,  # by an office below
    A.ROUTED_TO_LEADERS: {"leader"},
    A.BORROWING: STAFF | DECIDERS | {"superior"},
    A.COMMENTER: UNIT | STAFF | DECIDERS | {"observer"},
    A.OFFICE_COMMENTER: STAFF | DECIDERS | {"observer"},
    A.WRITER: {"chief"},
    A.IMPORTER: STAFF | DECIDERS,
    A.ORDERER: {"leader"},
    A.ADMINISTRATOR: {"system", "security"},
    A.SYSTEM: {"system"},
    A.SECURITY: {"security"},
    A.NAMER: {"unit_clerk", "unit_head", "clerk", "chief"},
    A.ASKER: UNIT | {"other_unit"} | STAFF | DECIDERS,
    A.PARTY: UNIT | STAFF | DECIDERS,
    A.OWN_UNIT: UNIT | {"other_unit"},
    A.UNIT_HEAD: {"unit_head"},
    A.OFFICE_LEADER: {"leader"},
    A.COPIED: READERS - UNIT | {"partner"},
    A.FORCE: READERS | {"partner"},
    A.AUDITOR: {"auditor"},
    A.OWNER: {"clerk"},  # whose things the world holds
    A.REGISTER: SIGNED_IN - {"system", "security"},
    A.STAFFING: READERS | {"partner"},
    A.ROSTER: READERS - {"auditor"} | {"partner"},
    A.KEEPER: STAFF | DECIDERS | {"superior"},
    A.CONFIRMER: {"partner"},
}
# Without an object in the address, people of other offices come to their own office's page.
BY_METHOD = {
    ("api_problems", "POST"),
    ("api_imports", "GET"),
    ("api_save_draft", "GET"),
    ("api_report", "POST"),
    ("api_accounts", "POST"),
    ("api_applications", "POST"),
    ("api_meetings", "POST"),
    ("api_suspensions", "POST"),
    ("api_withdrawals", "POST"),
    ("api_quota_cuts", "POST"),
    ("api_standards", "POST"),
    ("api_task_forces", "POST"),
}
OWN_OFFICE = {
    *("approvals:precheck", "approvals:meetings", "approvals:new_meeting", "approvals:copies"),
    *("problems:register", "imports:list", "imports:start"),
    *("staffing:ceilings", "staffing:imports", "api_staffing_ceilings", "api_staffing_imports"),
}
# A first password opens these and nothing else.
WITH_OLD_PASSWORD = {"healthz", "readyz", "set_language", "account_logout", "account_change_password"}
# Answered under a sandbox.
FILES = {
    *site_approvals.FILES, *site_deciding.FILES,
    "problems:evidence", "problems:evidence_picture", "problems:comment_file", "verification:notice_pdf",
    "api_evidence", "api_comment_file", "problems:correction_file", "problems:nature_file",
    "problems:export_list", "problems:export_file", "api_export_list",
    "export_table", "export_table_of", "api_export_table", "api_export_table_of",
    "api_export_file",
    "verification:invitation_file",
}  # fmt: skip


def code_of(response: Any) -> str:
    """The code as the table writes it."""
    if response.status_code == 302:
        place = response["Location"]
        if place.startswith(reverse("account_login") + "?"):
            return "IN"
        return "PW" if place == reverse("account_change_password") else "302"
    return str(response.status_code)


@pytest.mark.parametrize("row", [pytest.param(row, id=str(row)) for row in ROWS])
def test_each_role_meets_the_code_of_the_table(world: World, row: Row) -> None:
    met, wrong, reads = {}, {}, row.method == "GET"
    before = fingerprint() if reads else None
    for who in row.codes:
        with nullcontext() if reads else undone():
            response = send(world, who, row)
            met[who] = code_of(response)
            wrong[who] = faults(response, file=response.streaming and row.route in FILES)
            if response.streaming:
                response.getvalue()
            if response.status_code < 500:
                judged(response)
    assert met == row.codes
    assert not reads or fingerprint() == before
    assert {who: found for who, found in wrong.items() if found} == {}


def test_every_route_is_declared() -> None:
    assert routes.undeclared() == []


def test_no_line_declares_a_route_that_is_gone() -> None:
    assert set(ROUTES) - set(named_routes()) == set()


def test_every_route_is_in_the_table() -> None:
    assert {row.route for row in ROWS} == set(named_routes())


def test_every_route_is_tried_by_somebody_who_may_and_somebody_who_may_not() -> None:
    """Each cell of the table is visited by the test above."""
    missing = []
    for name, route in ROUTES.items():
        mine = [row for row in ROWS if row.route == name]
        if not any(row.allowed for row in mine):
            missing.append(f"{name}: nobody who may")
        if route.audience != A.PUBLIC and not any(row.denied & SIGNED_IN or row.denied & NOBODY for row in mine):
            missing.append(f"{name}: nobody who may not")
    assert missing == []


@pytest.mark.parametrize("name", ROUTES)
def test_the_audience_of_a_route_is_the_one_that_the_table_lets_in(name: str) -> None:
    audience = ROUTES[name].audience
    let_in = LET_IN[audience] | ({"superior", "sibling"} if name in OWN_OFFICE else set())
    for row in ROWS:
        # Registering by the API is for office staff, though the address lists for everybody.
        if row.route != name or row.method == "EMPTY" or (name, row.method) in BY_METHOD:
            continue
        expected = let_in | {"must_change"} if name in WITH_OLD_PASSWORD else let_in - {"must_change"}
        assert row.allowed == expected & set(row.codes)


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_writes_when_and_only_when_the_table_posts_to_it(name: str) -> None:
    assert ROUTES[name].writes == any(row.route == name and row.method == "POST" for row in ROWS)


def test_every_role_is_refused_by_some_row_and_let_in_by_another() -> None:
    for who in PEOPLE:
        assert any(who in row.allowed for row in ROWS) and any(who in row.denied for row in ROWS), who


ALL_ROUND = (
    *("chief", "leader", "unit_clerk", "unit_head", "auditor", "superior", "system", "security", "clerk", "partner"),
)
ODD = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST", "GET")
# Allauth's views redirect or show their form whatever the method, so many times a minute; only POST does anything.
ACCOUNT = {"account_login", "account_logout", "account_inactive", "account_change_password"}


@pytest.mark.parametrize("name", ROUTES)
def test_other_methods_are_refused_and_change_nothing(world: World, name: str) -> None:
    """By somebody who may use the route otherwise; HEAD answers as GET where it is offered."""
    mine = [row for row in ROWS if row.route == name]
    used = {"POST" if row.method == "EMPTY" else row.method for row in mine}
    who = next(one for one in ALL_ROUND if one in mine[0].allowed)
    url, query = world.url(name, mine[0].thing), QUERIES.get(name)
    before, met = trail_length(), {}
    for method in ODD:
        if method not in used:
            data = query(world) if query and method == "HEAD" else None
            met[method] = world.visit(who, method, url, data).status_code
    wanted = {"HEAD": {200, 405}}
    if name.startswith("api_"):
        wanted["OPTIONS"] = {200}
    if name in ACCOUNT:
        wanted = {method: {200, 302, 405, 429} for method in ODD}
    assert {method: code for method, code in met.items() if code not in wanted.get(method, {405})} == {}
    assert trail_length() == before


def test_a_route_nobody_declared_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROUTES, "problems:void")
    found = [one for one in run_checks() if one.id == "ledger.E002"]
    assert [one.level for one in found] == [ERROR]
    assert "problems:void" in found[0].msg and "routes.py" in (found[0].hint or "")


class NewAddresses:
    """An address table with one address more, below a name space and without a name."""

    urlpatterns = [
        path("", include("ledger_site.urls")),
        path("back/", include(([path("door/", lambda request: HttpResponse(), name="door")], "back"))),
        path("unnamed/", lambda request: HttpResponse()),
    ]


def test_the_inventory_sees_included_and_unnamed_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "site_new_addresses", NewAddresses)  # type: ignore[arg-type]
    try:
        with override_settings(ROOT_URLCONF="site_new_addresses"):
            clear_url_caches()
            assert set(routes.undeclared()) == {"back:door", "unnamed/"}
    finally:
        clear_url_caches()


def test_lines_say_what_they_mean() -> None:
    assert ROUTES["problems:void"] == Route(Audience.OFFICE_DECIDERS, writes=True)
