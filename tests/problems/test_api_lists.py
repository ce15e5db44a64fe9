"""What a person reads on a page a program reads by the API, from the same selectors. Source: G8."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from import_cast import a_run, a_town, rows_of

from problems.models import ImportRun
from problems.services import absorption, drafts
from problems.services.rectification import NewStep
from problems.states import State
from tests.factories import a_problem, a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def office():
    return an_office(superior=an_office())


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def read(account, address):
    answer = client_of(account).get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_entry_says_where_it_came_from_who_registered_it_and_its_absorption_steps(office):
    team = team_of(office)
    problem = a_problem(
        State.RECTIFYING,
        unit=a_unit(office),
        kind="staff_over_quota",
        quota=50,
        actual=60,
        nature="policy",
        cause="systemic",
        sub_source="市委第二轮巡察",
        source_document="云巡发〔2026〕3号",
        remark="另见卷宗",
    )
    absorption.enter_absorption_plan(
        problem_id=problem.pk, steps=[NewStep(problem.deadline_on, 0)], reason="单位报来", actor=team.clerk
    )
    found = read(team.verifier, f"problems/{problem.pk}/")
    assert (found["sub_source"], found["source_document"]) == ("市委第二轮巡察", "云巡发〔2026〕3号")
    assert (found["cause"], found["remark"], found["affected_office"]) == ("systemic", "另见卷宗", None)
    assert (found["registered_by"], found["progress_note"]) == (team.clerk.person.name, "")
    assert found["plans"][0]["absorption"] == [{"due_on": problem.deadline_on.isoformat(), "remaining_at_most": 0}]


def test_more_entries_cost_the_list_no_more_queries(office):
    def queries(count):
        unit = a_unit(office)
        for _ in range(count):
            a_problem(unit=unit, cause="systemic")
        client = client_of(team_of(office).clerk)
        client.get("/api/v1/problems/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/api/v1/problems/").status_code == 200
        return len(seen)

    assert queries(1) == queries(6)


def test_drafts_are_listed_and_read_by_whom_they_concern(office):
    unit = a_unit(office)
    mine = drafts.save_draft(typed={"facts": "未写完"}, office_id=office.pk, actor=team_of(office).clerk)
    theirs = drafts.save_draft(typed={"facts": "单位未写完"}, unit_id=unit.pk, actor=people_of(unit).clerk)
    assert [one["id"] for one in read(team_of(office).verifier, "drafts/")["results"]] == [mine.pk]
    assert [one["id"] for one in read(people_of(unit).head, "drafts/")["results"]] == [theirs.pk]
    assert read(team_of(office).clerk, f"drafts/{mine.pk}/")["typed"] == {"facts": "未写完"}
    assert client_of(team_of(office).clerk).get(f"/api/v1/drafts/{theirs.pk}/").status_code == 404
    assert client_of(team_of(an_office()).clerk).get(f"/api/v1/drafts/{mine.pk}/").status_code == 404


def test_imports_are_listed_and_given_up():
    town = a_town()
    run = a_run(town, rows_of(1))
    assert [one["id"] for one in read(town.second_clerk, "imports/")["results"]] == [run.pk]
    client = client_of(town.clerk)
    answer = client.post(f"/api/v1/imports/{run.pk}/abandon/", {"reason": "选错文件"}, "application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, ImportRun.State.ABANDONED)
    again = client.post(f"/api/v1/imports/{run.pk}/abandon/", {}, "application/json")
    assert again.status_code == 409


def test_the_desks_show_what_their_pages_show(office):
    problem = a_problem(State.VERIFYING, unit=a_unit(office))
    team = team_of(office)
    found = read(team.verifier, "verification/desk/")
    assert [(one["problem"], one["act"], one["why_not"]) for one in found["mine"]] == [
        (problem.pk, "verification.record_check", "")
    ]
    assert (found["others"], found["invitations"]) == ([], [])
    (line,) = read(team.clerk, "verification/desk/")["others"]  # who handled it does not verify it
    assert line["problem"] == problem.pk and line["why_not"]
    awaiting = a_problem(State.AWAITING_CONSENT, unit=a_unit(office))
    (line,) = read(team_of(office.superior).leader, "verification/superior-desk/")["results"]
    assert (line["problem"], line["signed_by"], line["why_not"]) == (awaiting.pk, team.chief.person.name, "")
    assert read(team.leader, "verification/superior-desk/")["results"] == []
