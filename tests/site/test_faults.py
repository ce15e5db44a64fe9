"""G13: whatever breaks, the answer is our page with the request's id, nothing is half written, nothing opens."""

from typing import Any

import pytest
from django.db import OperationalError
from site_matrix import ROWS, Row, send
from site_world import World, fingerprint, undone

import ledger_site.navigation
from audit.models import TrailRow
from problems import policies
from problems.models import Comment, Problem

SECRET = "geheim-password=hunter2 /srv/ledger/settings.py SELECT * FROM secrets"
FORBIDDEN = ("Traceback", "hunter2", "SELECT", "settings.py", "OperationalError", "RuntimeError", "site-packages")
GETS = [row for row in ROWS if row.method == "GET" and any(one in row.allowed for one in ("chief", "leader", "clerk"))]


def judged(answer: Any) -> None:
    assert answer.status_code == 500
    text = answer.content.decode()
    assert answer["X-Request-ID"] in text
    assert not [word for word in FORBIDDEN if word in text]
    assert answer["Content-Security-Policy"] and answer["Cache-Control"]


def breaks(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError(SECRET)


def test_a_fault_in_a_page_an_api_and_a_template(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("problems.selectors.entries.policies.visible_to", breaks)
    for route in ("problems:list", "problems:detail", "api_problems", "api_problem"):
        judged(world.visit("clerk", "GET", world.url(route, "" if route.endswith(("list", "s")) else "rectifying")))


def test_a_fault_in_the_frame(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_site.navigation, "waiting_now", breaks)
    judged(world.visit("clerk", "GET", world.url("problems:list")))


def test_a_policy_that_breaks_lets_nobody_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    monkeypatch.setattr(policies, "may", breaks)
    for who in ("clerk", "other_unit", "system"):
        answer = world.visit(who, "POST", world.url("api_comment", "rectifying"), {"text": "x"})
        assert answer.status_code in {404, 500}
        answer = world.visit(who, "POST", world.url("problems:void", "rectifying"), {"reason": "x"})
        assert answer.status_code in {404, 500}
    assert fingerprint() == before


def test_a_fault_after_the_rows_are_written_leaves_none_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, trail = Comment.objects.count(), TrailRow.objects.count()
    monkeypatch.setattr("problems.acting.receive", breaks)
    for route in ("problems:comment", "api_comment"):
        judged(world.visit("clerk", "POST", world.url(route, "rectifying"), {"text": "半途"}))
    assert (Comment.objects.count(), TrailRow.objects.count()) == (rows, trail)


def test_a_database_that_does_not_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError(SECRET)

    state = Problem.objects.get(pk=world.objects["registered"]).state
    monkeypatch.setattr("problems.acting.act", gone)
    for route in ("problems:void", "api_void"):
        answer = world.visit("chief", "POST", world.url(route, "registered"), {"reason": "x"})
        assert answer.status_code in {500, 503}
        assert not [word for word in FORBIDDEN if word in answer.content.decode()]
    assert Problem.objects.get(pk=world.objects["registered"]).state == state


@pytest.mark.parametrize("row", GETS, ids=str)
def test_each_page_survives_the_loss_of_its_rights(world: World, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question what a person stands for fails: nobody is let in as if there were no question."""
    if row.route in {"healthz", "readyz"}:
        return
    for module in ("organizations.scope", "ledger_site.navigation"):
        monkeypatch.setattr(f"{module}.standing_of", breaks)
    who = next(one for one in ("chief", "leader", "clerk") if one in row.allowed)
    with undone():
        answer = send(world, who, row)
        if answer.streaming:
            return  # a file that was allowed by another question
        text = answer.content.decode(errors="replace")
        assert not [word for word in FORBIDDEN if word in text]
