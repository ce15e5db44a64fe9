"""A10: no variant of an address or method gives what the route table does not allow."""

import pytest
from site_world import World, fingerprint, trail_length

from problems.models import Problem

OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")


@pytest.mark.parametrize("header", OVERRIDES)
def test_a_header_does_not_change_the_method(world: World, header: str) -> None:
    url = world.url("api_problem", "rectifying")
    before = fingerprint()
    for method in ("DELETE", "PATCH", "PUT", "POST"):
        answer = world.visit("chief", "GET", url, headers={header: method})
        assert answer.status_code == 200 and answer.json()["state"] == "rectifying"
        assert world.visit("chief", "POST", url, {"_method": method, "state": "closed"}).status_code == 405
    assert fingerprint() == before


def test_states_and_numbers_are_writable_by_no_method(world: World) -> None:
    pk = world.objects["rectifying"]
    known = Problem.objects.values().get(pk=pk)
    for method in ("PUT", "PATCH", "DELETE"):
        for route in ("api_problem", "problems:detail"):
            assert world.visit("chief", method, world.url(route, "rectifying"), {"state": "closed"}).status_code == 405
    body = {"text": "x", "state": "closed", "number": "1", "version": 99, "closed_on": "2026-01-01"}
    assert world.visit("clerk", "POST", world.url("api_comment", "rectifying"), body).status_code == 200
    assert Problem.objects.values().get(pk=pk) == known


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/problems/{pk}", "/api/v1/problems/{pk}.json", "/api/v1/problems/{pk}/?format=api",
        "/api/v1/problems/{pk}/?format=xml", "/API/v1/problems/{pk}/", "/api/v1//problems/{pk}/",
        "/api/v1/problems/%2e%2e/problems/{pk}/", "/api/v1/./problems/{pk}/", "/api/v1/problems/{pk}/;x/",
        "/api/v2/problems/{pk}/", "/ledger/{pk}", "/LEDGER/{pk}/", "/ledger//{pk}/", "/ledger/{pk}/..%2f{pk}/",
        "/ledger/{pk}/%00", "/ledger/ {pk}/", "/ledger/0{pk}/", "/ledger/+{pk}/",
    ],
)  # fmt: skip
def test_other_spellings_of_an_address_show_no_more(world: World, path: str) -> None:
    """To somebody who may not see the entry: not found, or the way to the right spelling, never the entry."""
    facts = Problem.objects.get(pk=world.objects["rectifying"]).facts
    url = path.format(pk=world.objects["rectifying"])
    for who in ("other_unit", "sibling", "anonymous", "system"):
        answer = world.visit(who, "GET", url)
        assert answer.status_code in {301, 302, 400, 401, 404}, (who, answer.status_code)
        assert facts not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/api/", "/api-auth/login/", "/__debug__/", "/graphql"])
def test_there_is_no_other_door(world: World, path: str) -> None:
    assert world.visit("chief", "GET", path).status_code == 404


def test_heads_and_options_tell_no_more_than_gets(world: World) -> None:
    url, before = world.url("api_problem", "rectifying"), trail_length()
    assert world.visit("other_unit", "HEAD", url).status_code == 404
    options = world.visit("other_unit", "OPTIONS", url)
    assert options.status_code in {200, 404} and "rectifying" not in options.content.decode()
    assert world.visit("anonymous", "OPTIONS", url).status_code == 401
    assert trail_length() == before
