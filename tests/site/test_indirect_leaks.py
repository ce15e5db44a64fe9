"""A05: what a person may not see shows nowhere: lists, searches, counts, aids to typing, exports, figures.

The oracle is ``visible_to``; entries are spread at random over offices, units and states.
"""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import Account
from organizations.roles import Role
from organizations.scope import standing_of, visible_units
from problems import policies
from problems.models import Problem
from problems.states import State
from tests.factories import a_person_with, a_problem, a_unit, an_office

STATES = (State.REGISTERED, State.ASSIGNED, State.PLAN_SUBMITTED, State.RECTIFYING, State.CLOSED, State.VOIDED)
HEAD = 5


def seen(account: Account) -> set[int]:
    """What the policy lets the person see, asked afresh."""
    account.__dict__.pop("_standing", None)
    return set(policies.visible_to(standing_of(account)).values_list("pk", flat=True))


def from_api(client: Client, query: str) -> set[int]:
    found: set[int] = set()
    url: str | None = f"/api/v1/problems/?page_size=200&{query}"
    while url:
        answer = client.get(url).json()
        found |= {one["id"] for one in answer["results"]}
        assert answer["totals"]["rows"] == answer["count"]
        url = answer["next"]
    return found


def from_export(client: Client, query: str) -> set[str]:
    content = client.post(f"/ledger/export/?{query}", {"format": "csv"}).getvalue()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return {row[0] for row in rows[HEAD + 1 :]}


@pytest.fixture
def bodies(db: None) -> dict[str, Any]:
    superior = an_office("LEAKSUP")
    office, sibling = an_office("LEAKA", superior=superior), an_office("LEAKB", superior=superior)
    department = a_unit(office, name="漏甲部门")
    units = [department, a_unit(department=department, name="漏乙单位"), a_unit(office, name="漏丙单位")]
    units += [a_unit(sibling, name="漏丁单位"), a_unit(superior, name="漏戊单位")]
    people = {
        "clerk": a_person_with(Role.OFFICE_CLERK, office),
        "observer": a_person_with(Role.DISCIPLINE_OBSERVER, office),
        "auditor": a_person_with(Role.AUDIT_ADMIN, office),
        "superior": a_person_with(Role.OFFICE_LEADER, superior),
        "sibling": a_person_with(Role.SECTION_CHIEF, sibling),
        "department": a_person_with(Role.UNIT_HEAD, department),
        "unit": a_person_with(Role.UNIT_CLERK, units[1]),
        "system": a_person_with(Role.SYSTEM_ADMIN, office),
        "security": a_person_with(Role.SECURITY_ADMIN, sibling),
    }
    return {"units": units, "people": people}


@pytest.mark.timeout(600)  # a thousand requests
@settings(max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    spread=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(STATES)), min_size=4, max_size=9),
    word=st.sampled_from(["漏", "牌子", "漏乙", "ly", "〔"]),
)
def test_every_list_is_what_the_policy_says(bodies: dict[str, Any], spread: list[tuple[int, str]], word: str) -> None:
    for place, state in spread:
        a_problem(state, unit=bodies["units"][place])
    numbers = dict(Problem.objects.values_list("pk", "number"))
    for name, account in bodies["people"].items():
        client, mine = Client(), seen(account)
        client.force_login(account)
        whole = "subtree=on"
        assert from_api(client, whole) == mine, name
        assert from_export(client, whole) == {numbers[pk] for pk in mine}, name
        page = client.get(f"/ledger/?{whole}")
        assert page.context["sums"].rows == len(mine), name
        assert {row["problem"].pk for row in page.context["rows"]} <= mine, name
        found = from_api(client, f"{whole}&q={word}")
        assert found <= mine and found == {pk for pk in mine if _answers(pk, word)}, (name, word)
        for state in ("open", "closed", "voided"):
            assert from_api(client, f"{whole}&state={state}") <= mine, name
        offered = {one["id"] for one in client.get("/api/v1/units/?q=漏").json()["results"]}
        account.__dict__.pop("_standing", None)
        assert offered <= set(visible_units(account).values_list("pk", flat=True)), name
        work = client.get("/api/v1/my-work/").json()
        assert {line["problem"] for part in ("now", "later", "others") for line in work[part]} <= mine, name
        for pk in numbers:
            for url in (f"/api/v1/problems/{pk}/", f"/ledger/{pk}/?known_on=2026-01-01"):
                assert client.get(url).status_code == (200 if pk in mine else 404), (name, url)


def _answers(pk: int, word: str) -> bool:
    problem = Problem.objects.select_related("unit").get(pk=pk)
    texts = (problem.facts, problem.number or "", problem.unit.name, problem.unit.initials)
    return any(word in text for text in texts)
