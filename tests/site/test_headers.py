"""G02: the same strict headers on every answer, whatever its status; ``test_routes`` checks them on all routes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from site_headers import POLICY, faults, policy_of
from site_world import CSRF, World

from problems.pages import work as work_page
from tests.factories import PASSWORD

Visit = Callable[[World], Any]


def as_clerk(method: str, url: str, data: Any = None, **extra: Any) -> Visit:
    return lambda world: world.visit("clerk", method, url, data, **extra)


def on(route: str, thing: str, data: Any, who: str = "clerk", **extra: Any) -> Visit:
    return lambda world: world.visit(who, "POST", world.url(route, thing), data, **extra)


def raw(route: str, thing: str, body: str, content_type: str) -> Visit:
    def send(world: World) -> Any:
        url = world.url(route, thing)
        return world.client("clerk").post(url, body, content_type=content_type, headers={"X-CSRFToken": CSRF})

    return send


def locked_out(world: World) -> Any:
    for _try in range(10):
        answer = world.visit("anonymous", "POST", "/account/sign-in/", {"login": "site_clerk", "password": "x"})
    return answer


def without_token(world: World) -> Any:
    return world.client("clerk").post("/language/", {"language": "en"})


ASSIGNMENT = {"responsible": "张主任", "pace": "in_stages"}
# what: (status, request)
ANSWERS: dict[str, tuple[int, Visit]] = {
    "page": (200, as_clerk("GET", "/")),
    "page for a visitor": (200, lambda world: world.visit("anonymous", "GET", "/account/sign-in/")),
    "API": (200, as_clerk("GET", "/api/v1/my-work/")),
    "health": (200, as_clerk("GET", "/healthz/")),
    "act done": (302, on("problems:comment", "rectifying", {"text": "请抓紧"})),
    "way to sign-in": (302, lambda world: world.visit("anonymous", "GET", "/ledger/")),
    "slash added": (301, as_clerk("GET", "/ledger")),
    "first password": (302, lambda world: world.visit("must_change", "GET", "/")),
    "broken form": (400, raw("problems:comment", "rectifying", "--x", "multipart/form-data")),
    "too many fields": (400, on("problems:comment", "rectifying", {f"f{n}": "x" for n in range(5001)})),
    "too long a field": (400, on("problems:comment", "rectifying", {"text": "x" * 5_300_000})),
    "too long a body of the API": (400, on("api_comment", "rectifying", {"text": "x" * 5_300_000})),
    "broken JSON": (400, raw("api_comment", "rectifying", "{", "application/json")),
    "foreign host": (400, as_clerk("GET", "/", headers={"Host": "elsewhere.example"})),
    "foreign host at the API": (400, as_clerk("GET", "/api/v1/my-work/", headers={"Host": "elsewhere.example"})),
    "API without sign-in": (401, lambda world: world.visit("anonymous", "GET", "/api/v1/my-work/")),
    "act of others": (403, on("problems:void", "rectifying", {"reason": "x"})),
    "act of others by API": (403, on("api_void", "rectifying", {"reason": "x"})),
    "no CSRF token": (403, without_token),
    "unknown address": (404, as_clerk("GET", "/nowhere/")),
    "unknown address for a visitor": (404, lambda world: world.visit("anonymous", "GET", "/nowhere/")),
    "unknown address of the API": (404, as_clerk("GET", "/api/v1/nowhere/")),
    "hidden entry": (404, lambda world: world.visit("sibling", "GET", world.url("problems:detail", "rectifying"))),
    "hidden entry by API": (404, lambda world: world.visit("sibling", "GET", world.url("api_problem", "rectifying"))),
    "method": (405, as_clerk("DELETE", "/")),
    "method of the API": (405, as_clerk("DELETE", "/api/v1/my-work/")),
    "wrong state": (409, on("problems:assign", "rectifying", {**ASSIGNMENT, "deadline": "2030-01-07"})),
    "wrong state by API": (409, on("api_approve_plan", "rectifying", {})),
    "wrong kind of body": (415, raw("api_comment", "rectifying", "<a/>", "text/xml")),
    "incomplete form": (422, on("problems:comment", "rectifying", {})),
    "incomplete JSON": (422, on("api_comment", "rectifying", {})),
    "sign-in locked": (429, locked_out),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(world: World, what: str) -> None:
    status, request = ANSWERS[what]
    answer = request(world)
    assert (answer.status_code, faults(answer)) == (status, [])
    if "/api/" in answer.wsgi_request.path and status >= 400:
        assert set(answer.json()) >= {"code", "message"}


@pytest.mark.parametrize(
    ("error", "status"),
    [(RuntimeError("geheim"), 500), (PermissionDenied("no"), 403), (SuspiciousOperation("geheim"), 400)],
)
@pytest.mark.parametrize("url", ["/", "/api/v1/my-work/"])
def test_a_failing_view_answers_with_the_headers_and_without_details(
    world: World, monkeypatch: pytest.MonkeyPatch, url: str, error: Exception, status: int
) -> None:
    def fail(**_given: Any) -> Any:
        raise error

    monkeypatch.setattr(work_page, "my_work", fail)
    monkeypatch.setattr("problems.api.my_work", fail)
    answer = world.visit("clerk", "GET", url)
    assert (answer.status_code, faults(answer)) == (status, [])
    body = answer.content.decode()
    assert "geheim" not in body and "Traceback" not in body
    if status == 500:
        assert answer["X-Request-ID"] in body
    if url.startswith("/api/"):
        assert set(answer.json()) >= {"code", "message"}


def test_a_database_that_does_not_answer_is_told_with_the_headers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def cursor(self) -> Any:
            raise DatabaseError("geheim")

    monkeypatch.setattr("ledger_site.health.connection", Gone())
    answer = world.visit("anonymous", "GET", "/readyz/")
    assert (answer.status_code, answer.json(), faults(answer)) == (503, {"ready": False}, [])


def test_the_policy_lets_nothing_inline_run() -> None:
    allowed = " ".join(POLICY.values())
    assert "unsafe" not in allowed and "*" not in allowed and "http" not in allowed
    assert POLICY["default-src"] == POLICY["object-src"] == POLICY["base-uri"] == POLICY["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(("route", "thing"), [("problems:evidence", "evidence"), ("verification:notice_pdf", "notice")])
def test_files_come_as_attachments_under_a_sandbox(world: World, route: str, thing: str) -> None:
    answer = world.visit("clerk", "GET", world.url(route, thing))
    assert (answer.status_code, faults(answer, file=True)) == (200, [])
    assert answer["Content-Disposition"].startswith("attachment; filename")
    answer.getvalue()


def test_the_request_id_is_ours_and_never_the_same(world: World) -> None:
    chosen = "0" * 32
    first, second = (world.visit("clerk", "GET", "/healthz/", headers={"X-Request-ID": chosen}) for _ in range(2))
    assert len({chosen, first["X-Request-ID"], second["X-Request-ID"]}) == 3


def test_private_answers_vary_by_cookie(world: World) -> None:
    for url in ("/", "/ledger/", "/api/v1/my-work/"):
        assert "Cookie" in world.visit("clerk", "GET", url)["Vary"]


def test_cookies_are_kept_from_scripts_and_other_sites(world: World) -> None:
    answer = world.visit("anonymous", "POST", "/account/sign-in/", {"login": "site_clerk", "password": PASSWORD})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")
    token = world.visit("clerk", "GET", "/account/password/").cookies[settings.CSRF_COOKIE_NAME]
    assert (token["httponly"], token["samesite"]) == (True, "Lax")
    language = world.visit("clerk", "POST", "/language/", {"language": "en"}).cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (language["httponly"], language["samesite"]) == (True, "Lax")


def test_the_policy_of_the_page_and_of_a_file_differ(world: World) -> None:
    page = policy_of(world.visit("clerk", "GET", "/"))
    file = world.visit("clerk", "GET", world.url("problems:evidence", "evidence"))
    assert "script-src" in page and "script-src" not in policy_of(file)
    file.getvalue()
