"""Whatever is typed, sent or written into an address, the answer is one of ours and never a failure."""

from typing import Any

import pytest
from site_bodies import BODIES
from site_world import CSRF, World, fingerprint

HUGE = "9" * 30
NULL, SQUARE, SURROGATE = "%00", "%C2%B2", "%ED%A0%80"
ADDRESSES = (
    *(f"/ledger/?{name}={value}" for name in ("q", "unit", "office", "run", "year", "page", "sort", "type")
      for value in (NULL, HUGE, "-1", SQUARE)),
    *(f"/api/v1/problems/?{name}={value}" for name in ("q", "unit", "page", "sort") for value in (NULL, HUGE, "-1")),
    *(f"/ledger/similar/?unit={value}" for value in (NULL, HUGE, SQUARE, "1&violation_type=" + HUGE)),
    *(f"/ledger/units/?{name}={value}" for name in ("q", "office") for value in (NULL, HUGE, SQUARE, SURROGATE)),
    *(f"/{path}/?q={value}" for path in ("units", "api/v1/units") for value in (NULL, SURROGATE, "%25_%5C'")),
    f"/ledger/{HUGE}/", f"/api/v1/problems/{HUGE}/", f"/import/{HUGE}/", f"/verification/notices/{HUGE}.pdf",
    "/ledger/?sort=reporter__name", "/ledger/?light=purple&state=none&nature=1&on_time=2",
    f"/ledger/?q={'测%20' * 500}",
    "/ledger/register/?unit=abc&office=%00", f"/ledger/register/?unit={NULL}", f"/import/?page={NULL}",
    f"/api/v1/figures/?office={NULL}", "/api/v1/figures/?office=OFF&as_of=0001-01-01",
    "/api/v1/figures/?office=OFF&as_of=9999-12-31", "/api/v1/figures/?office=OFF&as_of=2026-02-30",
    "/api/schema/?format=none&lang=none", "/ledger/%2e%2e/", "/static/%2e%2e/manage.py", "/.git/config",
)  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url[:60])
def test_odd_addresses_are_answered(world: World, url: str) -> None:
    before = fingerprint()
    answer = world.visit("clerk", "GET", url)
    assert answer.status_code in {200, 400, 404, 422}
    assert fingerprint() == before


TEXT = {"text": "x"}
MORE = {"more": "measures"}
PLAN = {"head": "张主任", "measures-0-text": "x"}
# what: (who, route, thing, body)
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "rows that are no number": ("unit_clerk", "problems:plan", "assigned", {**MORE, "measures-TOTAL_FORMS": "x"}),
    "minus five rows": ("unit_clerk", "problems:plan", "assigned", {**MORE, "measures-TOTAL_FORMS": "-5"}),
    "more rows of nothing": ("unit_clerk", "problems:plan", "assigned", {"more": "nothing"}),
    "no management form": ("unit_clerk", "problems:plan", "assigned", PLAN),
    "a billion rows": ("unit_clerk", "problems:plan", "assigned", {**PLAN, "measures-TOTAL_FORMS": HUGE}),
    "NUL in a text": ("clerk", "problems:comment", "rectifying", {"text": "\0"}),
    "a key that is too long": ("clerk", "problems:comment", "rectifying", {"text": "x", "key": "k" * 65}),
    "a version of thirty digits": ("chief", "problems:void", "rectifying", {"reason": "x", "version": HUGE}),
    "a milestone that is no number": ("unit_clerk", "problems:progress", "rectifying", {"text": "x", "milestone": "²"}),
    "a day before all calendars": ("clerk", "problems:assign", "registered", {"deadline": "0001-01-01"}),
    "an answer nobody knows": ("superior", "verification:consent", "consent", {"decision": "perhaps"}),
    "a day after all calendars": ("clerk", "verification:check", "check", {"held_on": "9999-12-31"}),
    "rows that are squares": ("clerk", "imports:exclude", "run", {"version": 1, "rows": ["²"]}),
    "a run's version of thirty digits": ("clerk", "imports:exclude", "run", {"version": HUGE, "rows": ["2"]}),
    "an office that is a square": ("clerk", "imports:start", "", {"office": "²", "ledger_year": "x"}),
    "NUL as a name": ("anonymous", "account_login", "", {"login": "\0", "password": "x"}),
    "a name of many letters": ("anonymous", "account_login", "", {"login": "x" * 5000, "password": "x"}),
    "NUL as an address": ("clerk", "set_language", "", {"language": "en", "next": "\0"}),
    "an API milestone of many digits": ("unit_clerk", "api_progress", "rectifying", {**TEXT, "milestone_id": 10**30}),
    "an API unit of many digits": ("clerk", "api_problems", "", {"unit_id": int(HUGE)}),
    "an API version of thirty digits": ("chief", "api_void", "rectifying", {"reason": "x", "version": int(HUGE)}),
    "a surrogate": ("clerk", "api_comment", "rectifying", {"text": "\ud800"}),
    "an object as text": ("clerk", "api_comment", "rectifying", {"text": {"a": 1}}),
    "a text as files": ("unit_clerk", "api_progress", "rectifying", {"text": "x", "files": "x"}),
    "columns that are not there": ("clerk", "api_import_map", "run", {"columns": {"facts": int(HUGE)}}),
    "fields nobody knows": ("clerk", "api_import_map", "run", {"values": {"x": 1}}),
    "a list as a meaning": ("clerk", "api_import_map", "run", {"values": {"source": {"自查": ["a"]}}}),
    "an object as a meaning": ("clerk", "api_import_map", "run", {"values": {"nature": {"违规类": {"a": 1}}}}),
    "rows of thirty digits": ("clerk", "api_import_exclude", "run", {"rows": [int(HUGE)]}),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS)
def test_odd_forms_are_refused_or_ignored(world: World, what: str) -> None:
    who, route, thing, odd = FORMS[what]
    body = {**BODIES[route](world), **odd} if route == "api_problems" else odd
    before = fingerprint()
    answer = world.visit(who, "POST", world.url(route, thing), body)
    assert answer.status_code in {200, 302, 400, 409, 422}
    assert route == "set_language" or fingerprint() == before


NOT_OBJECTS = ("{", "", "null", '"x"', "1", "[1, 2]", '{"text": NaN}', '{"text": "x"} x')


@pytest.mark.parametrize("body", [*NOT_OBJECTS, pytest.param("[" * 20000, id="deep")])
@pytest.mark.parametrize("route", ["api_comment", "api_progress"])
def test_json_that_is_no_object_is_refused(world: World, route: str, body: str) -> None:
    client = world.client("unit_clerk")
    url, headers = world.url(route, "rectifying"), {"X-CSRFToken": CSRF}
    answer = client.post(url, body, content_type="application/json", headers=headers)
    assert answer.status_code in {400, 422}
    assert set(answer.json()) >= {"code", "message"}


def test_a_method_named_in_a_header_or_address_is_not_believed(world: World) -> None:
    url = world.url("api_problem", "rectifying")
    before = fingerprint()
    assert world.visit("chief", "POST", url, {}, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 405
    assert world.visit("chief", "GET", f"{url}?_method=DELETE").status_code == 200
    assert fingerprint() == before


@pytest.mark.parametrize("path", ["/LEDGER/", "/ledger//", "/ledger/./", "/ledger/1;a=b/", "/ledger/%20"])
def test_other_spellings_of_an_address_lead_nowhere(world: World, path: str) -> None:
    assert world.visit("other_unit", "GET", path).status_code in {301, 404}
