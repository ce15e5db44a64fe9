"""One act on many entries: each under its own rules and in its own transaction, a result for each, nothing twice."""

import threading

import pytest
from django.db import connection
from django.test import Client

from problems.acting import KeyUsed
from problems.models import Batch, Comment, Problem
from problems.services import batches, comments
from problems.states import State
from tests.factories import a_deadline, a_problem, a_unit, an_office, fresh, people_of, team_of


@pytest.fixture
def unit(db):
    unit = a_unit(an_office(superior=an_office()))
    people_of(unit)
    return unit


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def test_rows_are_done_or_refused_each_on_its_own(unit):
    registered, other = a_problem(unit=unit), a_problem(unit=unit)
    assigned = a_problem(State.ASSIGNED, unit=unit)
    hidden = a_problem(unit=a_unit(an_office()))
    done = batches.act_on_many(
        act="assign",
        ids=[registered.pk, assigned.pk, hidden.pk, other.pk, 10**9],
        data={"deadline": a_deadline().isoformat(), "note": "抓紧"},
        actor=team_of(unit.office).clerk,
        key="k1",
    )
    codes = [done.results[str(pk)]["code"] for pk in done.ids]
    assert codes == ["", "wrong_state", "not_found", "", "not_found"]
    assert [fresh(one).state for one in (registered, other)] == [State.ASSIGNED, State.ASSIGNED]
    assert fresh(registered).responsible == people_of(unit).head.person.name
    assert done.results[str(hidden.pk)]["sentence"] == done.results[str(10**9)]["sentence"]


def test_a_fault_in_one_row_leaves_the_others(unit, monkeypatch):
    rows = [a_problem(State.RECTIFYING, unit=unit) for _number in range(3)]
    known = comments.comment_on_problem

    def breaks(**kwargs):
        if kwargs["problem_id"] == rows[1].pk:
            raise RuntimeError("broken")
        return known(**kwargs)

    monkeypatch.setattr(comments, "comment_on_problem", breaks)
    done = batches.act_on_many(
        act="comment", ids=[one.pk for one in rows], data={"text": "请抓紧"}, actor=team_of(unit.office).clerk, key="k"
    )
    assert [done.results[str(one.pk)]["outcome"] for one in rows] == ["done", "failed", "done"]
    assert Comment.objects.count() == 2


def test_the_same_key_does_nothing_twice_and_another_matter_is_a_mistake(unit):
    problem, clerk = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).clerk
    given = {"act": "comment", "ids": [problem.pk], "data": {"text": "请抓紧"}, "actor": clerk}
    assert batches.act_on_many(**given, key="k").pk == batches.act_on_many(**given, key="k").pk
    assert Comment.objects.count() == 1
    with pytest.raises(KeyUsed):
        batches.act_on_many(**{**given, "data": {"text": "别的"}}, key="k")


def test_a_batch_whose_process_died_goes_on_where_it_stopped(unit):
    rows, clerk = [a_problem(State.RECTIFYING, unit=unit) for _number in range(2)], team_of(unit.office).clerk
    Batch.objects.create(
        account=clerk,
        key="k",
        act="comment",
        ids=[one.pk for one in rows],
        data={"text": "请抓紧"},
        results={str(rows[0].pk): {"outcome": "done", "code": "", "sentence": ""}},
    )
    done = batches.act_on_many(
        act="comment", ids=[one.pk for one in rows], data={"text": "请抓紧"}, actor=clerk, key="k"
    )
    assert done.finished_at and list(Comment.objects.values_list("problem_id", flat=True)) == [rows[1].pk]


@pytest.mark.parametrize(
    "wrong", [{"act": "close"}, {"ids": []}, {"ids": list(range(1, 202))}, {"key": ""}, {"key": "k" * 65}]
)
def test_what_no_batch_can_be_is_refused_before_any_row(unit, wrong):
    from organizations.errors import Invalid

    problem = a_problem(State.RECTIFYING, unit=unit)
    given = {"act": "comment", "ids": [problem.pk], "data": {"text": "x"}, "key": "k"}
    with pytest.raises(Invalid):
        batches.act_on_many(**{**given, **wrong}, actor=team_of(unit.office).clerk)
    assert not Batch.objects.exists()


def test_by_page_tick_confirm_and_read_the_results(unit):
    rows = [a_problem(State.RECTIFYING, unit=unit) for _number in range(2)]
    hidden = a_problem(State.RECTIFYING, unit=a_unit(an_office()))
    client = client_of(team_of(unit.office).clerk)
    asked = client.post("/ledger/selected/?state=open", {"act": "comment", "ids": [rows[0].pk, hidden.pk]})
    assert [one.pk for one in asked.context["chosen"]] == [rows[0].pk]
    assert asked.context["open_for"] == 1
    closed_to = client.post("/ledger/selected/", {"act": "assign", "ids": [rows[0].pk]})
    assert closed_to.context["open_for"] == 0 and "1项中有0项" in closed_to.content.decode()
    assert not Comment.objects.exists()
    form = {"act": "comment", "whole": "on", "confirmed": "1", "text": "请抓紧", "key": "k"}
    done = client.post("/ledger/selected/?state=rectifying", form)
    assert done.status_code == 302
    assert client.get(done["Location"]).context["done"] == 2
    assert set(Comment.objects.values_list("problem_id", flat=True)) == {one.pk for one in rows}
    assert client_of(team_of(unit.office).leader).get(done["Location"]).status_code == 404
    assert client.post("/ledger/selected/", {"act": "comment"}).status_code == 422
    assert client.post("/ledger/selected/", {"act": "close", "ids": [rows[0].pk]}).status_code == 422


def test_by_api_with_a_result_for_each_row(unit):
    submitted, registered = a_problem(State.PLAN_SUBMITTED, unit=unit), a_problem(unit=unit)
    client = client_of(team_of(unit.office).clerk)
    body = {"act": "approve_plan", "ids": [submitted.pk, registered.pk], "data": {"reason": "同意"}}
    send = {"content_type": "application/json", "headers": {"Idempotency-Key": "k"}}
    answer = client.post("/api/v1/problems/batch/", body, **send).json()
    assert [(one["id"], one["outcome"], one["code"]) for one in answer["results"]] == [
        (submitted.pk, "done", ""),
        (registered.pk, "refused", "wrong_state"),
    ]
    assert client.post("/api/v1/problems/batch/", body, **send).json() == answer
    assert client.get(f"/api/v1/batches/{answer['id']}/").json() == answer
    assert client.post("/api/v1/problems/batch/", body, content_type="application/json").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_senders_of_one_form_act_once():
    unit = a_unit(an_office())
    problem, clerk = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).clerk
    gate, found = threading.Barrier(2), []

    def send():
        try:
            gate.wait()
            found.append(
                batches.act_on_many(act="comment", ids=[problem.pk], data={"text": "x"}, actor=clerk, key="k").pk
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(found)) == 1 and Comment.objects.count() == 1
    assert Problem.objects.get(pk=problem.pk).comments.count() == 1
