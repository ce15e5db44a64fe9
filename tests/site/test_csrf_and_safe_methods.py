"""G04: what writes asks for the token of this site; what reads changes nothing, wherever its links lead."""

from collections import Counter, deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from site_bodies import BODIES, FORMS, HEADERS
from site_matrix import ROWS, Row
from site_world import CSRF, World, fingerprint, trail_length

from audit.models import Event

UNSAFE = [row for row in ROWS if row.method == "POST"]
TOKENS: dict[str, dict[str, str]] = {
    "no token": {},
    "another token": {"X-CSRFToken": "d" * 32},
    "token as the cookie's name": {"X-CSRFToken": settings.CSRF_COOKIE_NAME},
    "from another site": {"X-CSRFToken": CSRF, "Origin": "https://elsewhere.example"},
    "from nowhere": {"X-CSRFToken": CSRF, "Origin": "null"},
    "from another port": {"X-CSRFToken": CSRF, "Origin": "http://testserver:8443"},
}


def post(world: World, who: str, row: Row, headers: dict[str, str], **extra: Any) -> Any:
    """The row's request as a browser with the session sends it, with these headers only."""
    body = BODIES[row.route](world) if row.route in BODIES else {}
    if row.route.startswith("api_") and row.route not in FORMS:
        extra["content_type"] = "application/json"
    return world.client(who).post(
        world.url(row.route, row.thing), body, headers={**HEADERS.get(row.route, {}), **headers}, **extra
    )


@pytest.mark.parametrize("row", UNSAFE, ids=str)
def test_without_a_good_token_nothing_is_done(world: World, row: Row) -> None:
    who = "anonymous" if row.route == "account_login" else sorted(row.allowed - {"anonymous", "suspended"})[0]
    before, length = fingerprint(), trail_length()
    answers = {name: post(world, who, row, headers) for name, headers in TOKENS.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(TOKENS, 403)
    assert (fingerprint(), trail_length()) == (before, length)
    if row.route.startswith("api_"):
        assert {answer.json()["code"] for answer in answers.values()} == {"not_allowed"}
    control = post(world, who, row, {"X-CSRFToken": CSRF, "Origin": "http://testserver"})
    assert str(control.status_code) == row.codes[who]  # what the table says of a good one


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_unsafe_methods_of_the_api_ask_for_the_token_first(world: World, method: str) -> None:
    client, url = world.client("chief"), world.url("api_problem", "rectifying")
    assert getattr(client, method)(url, {}, content_type="application/json").status_code == 403
    good = {"X-CSRFToken": CSRF}
    assert getattr(client, method)(url, {}, content_type="application/json", headers=good).status_code == 405


def test_by_https_a_form_without_origin_and_referer_is_refused(world: World) -> None:
    row = next(row for row in UNSAFE if row.route == "problems:comment")
    answers = [
        post(world, "clerk", row, {"X-CSRFToken": CSRF, **headers}, secure=True).status_code
        for headers in ({}, {"Referer": "https://elsewhere.example/"}, {"Referer": "https://testserver/ledger/"})
    ]
    assert answers == [403, 403, 302]


class Links(HTMLParser):
    """Addresses that a page offers to be opened: links, partials, forms that ask."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "get") == "get":
            self.found.append(given.get("action") or "")
        self.found += [str(given[name]) for name in ("href", "hx-get") if tag != "link" and given.get(name)]


def offered(page: str, url: str) -> list[str]:
    """Addresses of this site that the page at ``url`` offers, without files of the site itself."""
    here = [urlsplit(urljoin(url, one)) for one in Links(page).found]
    return [
        one._replace(scheme="", netloc="", fragment="").geturl()
        for one in here
        if not one.netloc and not one.scheme and not one.path.startswith("/static/")
    ]


def kind_of(url: str) -> tuple[str, tuple[str, ...]]:
    """Route and names of the query: pages of one kind are opened a few times only."""
    parts = urlsplit(url)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = parts.path
    return name, tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))


def crawl(world: World, who: str, *, each: int = 2, most: int = 120) -> dict[str, int]:
    """Open what is offered from the first page on, as ``who``; answers the code of each address."""
    client, todo, codes = world.client(who), deque(["/", "/ledger/?page=1"]), {}
    opened: Counter[Any] = Counter()
    while todo and len(codes) < most:
        url = todo.popleft()
        kind = kind_of(url)
        if url in codes or opened[kind] >= each:
            continue
        opened[kind] += 1
        answer = client.get(url)
        codes[url] = answer.status_code
        if answer.streaming:
            answer.getvalue()
        elif answer.status_code == 302:
            todo.append(answer["Location"])
        elif answer.get("Content-Type", "").startswith("text/html"):
            todo.extend(offered(answer.content.decode(), url))
    return codes


SIGNED_IN = (
    "unit_clerk", "unit_head", "department", "other_unit", "clerk", "chief", "leader", "observer", "auditor",
    "system", "security", "partner", "superior", "sibling",
)  # fmt: skip


@pytest.mark.parametrize("who", SIGNED_IN)
def test_every_address_a_person_is_offered_opens_and_changes_nothing(world: World, who: str) -> None:
    before, length, events = fingerprint(), trail_length(), Event.objects.count()
    codes = crawl(world, who)
    assert fingerprint() == before
    kept = list(Event.objects.order_by("pk")[events:])
    assert {event.kind for event in kept} <= {Event.Kind.DOWNLOAD, Event.Kind.READ}  # reading the trail is kept
    assert trail_length() == length + 2 * len(kept)  # the event and its act
    assert {url: code for url, code in codes.items() if code not in {200, 302}} == {}
    assert len(codes) >= 4


def test_the_walk_reaches_what_it_should(world: World) -> None:
    """Else the test above would say nothing."""
    reached = {kind_of(url)[0] for url in crawl(world, "chief", each=1)}
    assert reached >= {
        "my_work", "problems:list", "problems:register", "problems:detail", "verification:desk", "imports:list",
        "organizations:units", "organizations:unit", "account_change_password",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["suspended", "must_change"])
def test_who_may_not_come_in_is_led_to_one_page_only(world: World, who: str) -> None:
    codes = crawl(world, who)
    assert {kind_of(url)[0] for url, code in codes.items() if code == 200} <= {
        "account_login",
        "account_change_password",
    }


def test_a_change_made_by_reading_would_be_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checksum of the tables notices one changed field."""
    before = fingerprint()
    row = next(row for row in UNSAFE if row.route == "problems:comment")
    post(world, "clerk", row, {"X-CSRFToken": CSRF})
    changed = {table for table, sums in fingerprint().items() if before.get(table) != sums}
    assert {"problems_comment", "problems_historicalcomment"} <= changed
