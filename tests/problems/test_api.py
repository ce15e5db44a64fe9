"""The main job by API, and its refusals with stable codes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from organizations.clock import today
from problems.models import Problem
from problems.states import State
from tests.factories import a_deadline, a_problem, a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db


def client_of(account):
    client = APIClient()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client


@pytest.fixture
def unit():
    return a_unit(an_office(superior=an_office()))


def body_of(unit, **changes):
    return {
        "office": unit.office.code,
        "unit_id": unit.pk,
        "violation_type": "outside_quota_staff",
        "source": "review",
        "facts": "违规使用编外人员5名",
        "found_on": today().isoformat(),
        "found": 5,
        **changes,
    }


def test_the_way_to_rectification(unit):
    clerk, unit_clerk = client_of(team_of(unit.office).clerk), client_of(people_of(unit).clerk)
    made = clerk.post("/api/v1/problems/", body_of(unit), format="json", headers={"Idempotency-Key": "a"})
    again = clerk.post("/api/v1/problems/", body_of(unit), format="json", headers={"Idempotency-Key": "a"})
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    at = f"/api/v1/problems/{made.json()['id']}/"
    deadline = a_deadline().isoformat()
    steps = [
        (clerk, "assign/", {"deadline": deadline, "responsible": "张主任"}, "assigned"),
        (
            unit_clerk,
            "plan/",
            {"head": "张主任", "measures": [{"text": "清退"}], "risk_level": "none"},
            "plan_submitted",
        ),
        (clerk, "plan/return/", {"reason": "不具体"}, "assigned"),
        (
            unit_clerk,
            "plan/",
            {"head": "张主任", "measures": [{"text": "分三批清退"}], "risk_level": "none"},
            "plan_submitted",
        ),
        (clerk, "plan/approve/", {}, "rectifying"),
        (unit_clerk, "progress/", {"text": "已清退", "done": 5}, "rectifying"),
        (unit_clerk, "comments/", {"text": "材料另报"}, "rectifying"),
    ]
    for who, step, body, state in steps:
        answer = who.post(at + step, body, format="json")
        assert (answer.status_code, answer.json().get("state")) == (200, state), (step, answer.json())
    detail = unit_clerk.get(at).json()
    assert (detail["done"], detail["remaining"], len(detail["plans"]), len(detail["reports"])) == (5, 0, 2, 1)
    assert [one["status"] for one in detail["plans"]] == ["approved", "returned"]
    assert len(clerk.get(at + "timeline/").json()["days"]) == 1
    assert clerk.get("/api/v1/problems/?state=open").json()["count"] == 1


def test_evidence_comes_with_a_report(unit):
    problem = a_problem(State.RECTIFYING, unit=unit)
    answer = client_of(people_of(unit).clerk).post(
        f"/api/v1/problems/{problem.pk}/progress/",
        {"text": "已清退", "files": [SimpleUploadedFile("名单.txt", "五人".encode())]},
        format="multipart",
    )
    assert answer.status_code == 200
    assert problem.evidence.filter(name="名单.txt").exists()


def test_refusals_have_codes_and_sentences(unit):
    clerk = client_of(team_of(unit.office).clerk)
    registered = a_problem(State.REGISTERED, unit=unit)
    at = f"/api/v1/problems/{registered.pk}/"
    cases = [
        (clerk.post("/api/v1/problems/", body_of(unit, facts=" "), format="json"), 422, "invalid"),
        (clerk.post("/api/v1/problems/", body_of(unit, source="nowhere"), format="json"), 422, "invalid"),
        (clerk.post("/api/v1/problems/", body_of(unit, found="many"), format="json"), 422, "invalid"),
        (clerk.post("/api/v1/problems/", body_of(unit, office="XX"), format="json"), 404, "not_found"),
        (clerk.post(at + "plan/approve/", {}, format="json"), 409, "wrong_state"),
        (clerk.post(at + "void/", {"reason": "重复"}, format="json"), 403, "not_allowed"),
        (
            clerk.post(
                at + "assign/", {"deadline": a_deadline().isoformat(), "responsible": "张", "version": 7}, format="json"
            ),
            409,
            "stale",
        ),
        (clerk.get("/api/v1/problems/999999/"), 404, "not_found"),
        (APIClient().get("/api/v1/problems/"), 401, "not_signed_in"),
        (client_of(people_of(unit).clerk).get(at), 404, "not_found"),
    ]
    for answer, status, code in cases:
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
        assert answer.json()["message"]
    assert Problem.objects.get(pk=registered.pk).state == State.REGISTERED


def test_figures_of_foreign_offices_are_hidden(unit):
    clerk = client_of(team_of(unit.office).clerk)
    assert clerk.get(f"/api/v1/figures/?office={unit.office.code}").json()["found"] == 0
    assert clerk.get(f"/api/v1/figures/?office={an_office().code}").status_code == 404


def test_the_schema_names_every_api_route(unit):
    from ledger_site.routes import named_routes

    schema = client_of(team_of(unit.office).clerk).get("/api/schema/?format=json")
    assert schema.status_code == 200
    routes = [name for name in named_routes() if name.startswith("api_") and name != "api_schema"]
    assert len(schema.json()["paths"]) == len(routes)


def test_filters_that_do_not_hold_are_refused_rather_than_ignored(unit):
    clerk = client_of(team_of(unit.office).clerk)
    for query in ("state=bogus", "unit=99999", "year=many"):
        assert clerk.get(f"/api/v1/problems/?{query}").status_code == 422, query


@pytest.mark.parametrize(
    "path",
    ["/ledger/similar/?unit=²", "/ledger/units/?office=²", "/ledger/units/?q=%00", "/units/?q=%00", "/ledger/?q=%00"],
)
def test_odd_input_is_no_fault(unit, path):
    assert client_of(team_of(unit.office).clerk).get(path).status_code == (422 if "/ledger/?q" in path else 200)


def test_an_act_sent_again_with_its_key_is_answered_and_not_done_again(unit):
    problem, clerk = a_problem(State.PLAN_SUBMITTED, unit=unit), client_of(team_of(unit.office).clerk)
    url = f"/api/v1/problems/{problem.pk}/plan/approve/"
    first, again = (clerk.post(url, {}, format="json", HTTP_IDEMPOTENCY_KEY="k") for _time in range(2))
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert clerk.post(url, {}, format="json").status_code == 409
    other = f"/api/v1/problems/{problem.pk}/plan/return/"
    answer = clerk.post(other, {"reason": "x"}, format="json", HTTP_IDEMPOTENCY_KEY="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "key_used")
