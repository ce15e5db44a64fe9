"""A03: what a person may not know of answers like what does not exist, changes nothing, and the try is kept."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from site_bodies import BODIES
from site_matrix import ROWS, Row, send
from site_world import World, fingerprint, judged, missing_id

from approvals.models import FollowUpTask, TaskForce, TaskForceTask
from audit.models import Block, Event
from problems.models import Milestone
from tests.factories import a_file, an_office

STRANGERS = ("other_unit", "sibling")
# Kinds of application with their guides and the standard rules are the same for everybody: nothing to hide.
KNOWN_TO_ALL = {"app_kind", "app_standard", "table"}
TAKES_AN_OBJECT = [row for row in ROWS if row.thing and row.thing not in KNOWN_TO_ALL and row.method != "EMPTY"]


def shown(response: Any, *asked: str) -> str:
    """The body without what differs in every answer: tokens, keys of forms, request id, and either thing asked for."""
    body = re.sub(r"(?s)<head>.*</head>", "", response.getvalue().decode())
    body = re.sub(r'(X-CSRFToken": "|name="(?:csrfmiddlewaretoken|key)" value=")[\w-]+', r"\1", body)
    body = body.replace(response.get("X-Request-ID", "-"), "")
    for one in asked:
        body = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "ASKED", body)
    return body


def files_kept() -> int:
    return sum(1 for path in Path(settings.FILES_DIR).rglob("*") if path.is_file())


def kept_under(thing: str, pk: Any) -> list[str]:
    """What a refused act is kept under where it is an act on something larger: a task's application."""
    rows: Any = {
        "d_task": FollowUpTask.objects.filter(pk=pk).values_list("application_id"),
        "d_reported": FollowUpTask.objects.filter(pk=pk).values_list("application_id"),
        "d_wanting": FollowUpTask.objects.filter(pk=pk).values_list("application_id"),
        "d_force": TaskForce.objects.filter(pk=pk).values_list("application_id"),
        "d_ftask": TaskForceTask.objects.filter(pk=pk).values_list("force__application_id"),
    }
    return [str(one) for (one,) in rows.get(thing, ())]


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("row", TAKES_AN_OBJECT, ids=str)
def test_a_hidden_object_answers_like_a_missing_one_and_the_try_is_kept(world: World, row: Row, who: str) -> None:
    nowhere = missing_id()
    # The first object that the address names; a word before it, such as the name of a list, is none.
    entry = next(one for one in (*world.whole.get(row.thing, ()), world.objects[row.thing]) if isinstance(one, int))
    before, seq, events = fingerprint(), Block.objects.count(), Event.objects.count()
    url, other_url = (
        world.url(row.route, row.thing),
        reverse(row.route, args=[*world.whole.get(row.thing, ()), nowhere]),
    )
    answer = judged(send(world, who, row))
    assert (answer.status_code, fingerprint()) == (404, before)
    tried = list(Event.objects.order_by("pk")[events:])
    seal = Block.objects.count() - seq
    if row.method == "GET":
        assert (tried, seal) == ([], 0)
    else:
        assert seal <= 1
        [event] = tried
        assert (event.kind, event.outcome) == (Event.Kind.REFUSED, "not_found")
        assert event.object_id in {str(entry), *kept_under(row.thing, entry)}
        assert event.act.actor_account_id == world.people[who].pk
    other = send(world, who, row, url=other_url)
    assert shown(answer, url, other_url) == shown(other, url, other_url)
    assert (other.status_code, other.get("Content-Type")) == (404, answer.get("Content-Type"))


def test_a_stranger_to_the_step_is_kept_too(world: World) -> None:
    """Visible but not theirs: the page refuses before the service is asked."""
    row = next(row for row in ROWS if str(row) == "POST problems:void")
    before = Event.objects.count()
    assert send(world, "clerk", row).status_code == 403
    [event] = Event.objects.order_by("pk")[before:]
    assert (event.outcome, event.details["act"], event.act.actor_name) == (
        "not_allowed",
        "problems:void",
        world.people["clerk"].person.name,
    )


def test_one_try_is_kept_once(world: World) -> None:
    """The service kept it already; the door does not keep it again."""
    row = next(row for row in ROWS if str(row) == "POST api_void")
    before = Event.objects.count()
    assert send(world, "clerk", row).status_code == 403
    assert [one.details["act"] for one in Event.objects.order_by("pk")[before:]] == ["problem.void"]


# what: (person, method, route, thing in the address, field, value hidden from the person)
BY_FIELD: dict[str, tuple[str, str, str, str, str, Any]] = {
    "similar entries of a unit": ("sibling", "GET", "problems:similar", "", "unit", lambda w: w.unit.pk),
    "units of an office": ("sibling", "GET", "problems:units", "", "office", lambda w: w.office.pk),
    "list of a unit": ("sibling", "GET", "problems:list", "", "unit", lambda w: w.unit.pk),
    "list of an office": ("sibling", "GET", "problems:list", "", "office", lambda w: w.office.code),
    "list of an import": ("sibling", "GET", "problems:list", "", "run", lambda w: w.objects["run"]),
    "list by a superior office": ("clerk", "GET", "problems:list", "", "office", lambda w: w.superior.code),
    "API list of a unit": ("sibling", "GET", "api_problems", "", "unit", lambda w: w.unit.pk),
    "API list of an office": ("sibling", "GET", "api_problems", "", "office", lambda w: w.office.code),
    "API list of an import": ("other_unit", "GET", "api_problems", "", "run", lambda w: w.objects["run"]),
    "figures of an office": ("sibling", "GET", "api_figures", "", "office", lambda w: w.office.code),
    "form for an office": ("sibling", "GET", "problems:register", "", "office", lambda w: w.office.code),
    "form for a unit": ("sibling", "GET", "problems:register", "", "unit", lambda w: w.unit.pk),
    "register for a unit": ("clerk", "POST", "problems:register", "", "unit", lambda w: w.sibling_unit.pk),
    "register against an office": ("clerk", "POST", "problems:register", "", "affected_office", lambda w: w.sibling.pk),
    "API register in an office": ("clerk", "POST", "api_problems", "", "office", lambda w: w.sibling.code),
    "API register for a unit": ("clerk", "POST", "api_problems", "", "unit_id", lambda w: w.sibling_unit.pk),
    "import into an office": ("clerk", "POST", "imports:start", "", "office", lambda w: w.sibling.pk),
    "API import into an office": ("clerk", "POST", "api_imports", "", "office", lambda w: w.sibling.code),
    "milestone of another entry": ("unit_clerk", "POST", "problems:progress", "rectifying", "milestone", "milestone"),
    "API milestone of another entry": ("unit_clerk", "POST", "api_progress", "rectifying", "milestone_id", "milestone"),
}  # fmt: skip


@pytest.mark.parametrize("what", BY_FIELD)
def test_a_hidden_id_in_a_field_answers_like_a_missing_one(world: World, what: str) -> None:
    who, method, route, thing, name, value = BY_FIELD[what]
    if value == "milestone":
        hidden = Milestone.objects.filter(plan__problem=world.objects["check"]).first().pk  # type: ignore[union-attr]
    else:
        hidden = value(world)
    nowhere: Any = missing_id() if isinstance(hidden, int) else "NO-SUCH"
    before, answers = fingerprint(), []
    for asked in (hidden, nowhere):
        body = dict(BODIES[route](world)) if method == "POST" else {}
        response = judged(
            world.visit(who, method, world.url(route, thing), {**body, name: asked}, form=route == "api_imports")
        )
        answers.append((response.status_code, shown(response, str(hidden), str(nowhere))))
    assert answers[0] == answers[1]
    assert answers[0][0] in {200, 404, 422}
    assert fingerprint() == before


def test_a_search_finds_nothing_of_another_office(world: World) -> None:
    for route in ("problems:list", "api_problems", "problems:units", "api_units", "organizations:units"):
        for text in (world.unit.name, world.unit.code, "OFF"):
            body = world.visit("sibling", "GET", world.url(route), {"q": text}).content.decode()
            told = {"OFF〔", world.unit.name, world.unit.code, f"/ledger/{world.objects['rectifying']}/"} - {text}
            assert [one for one in told if one in body] == [], f"{route} {text}"


def test_an_entry_that_is_not_assigned_yet_is_hidden_from_its_own_unit(world: World) -> None:
    url = world.url("problems:detail", "registered")
    assert world.visit("unit_clerk", "GET", url).status_code == 404
    assert world.visit("clerk", "GET", url).status_code == 200


def test_a_lower_office_does_not_see_its_superior(world: World) -> None:
    assert world.visit("clerk", "GET", reverse("api_figures"), {"office": world.superior.code}).status_code == 404
    assert world.visit("superior", "GET", reverse("api_figures"), {"office": world.office.code}).status_code == 200
    assert world.visit("superior", "GET", reverse("api_figures"), {"office": an_office().code}).status_code == 404


@pytest.mark.parametrize("who", ("other_unit", "partner", "system", "clerk"))
@pytest.mark.parametrize("route", ("api_progress", "api_apply"))
def test_a_refused_sender_leaves_no_file_on_the_disk(world: World, route: str, who: str) -> None:
    before = files_kept()
    body = {**BODIES[route](world), "files": a_file().upload}
    answer = world.visit(who, "POST", world.url(route, "rectifying"), body, form=True)
    assert answer.status_code in {403, 404}
    assert files_kept() == before
