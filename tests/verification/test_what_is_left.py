"""What an entry counts and has not done is left by a decision, never silently. Source: B6, C1."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from audit.acts import act
from organizations.errors import Invalid
from organizations.models import Unit
from organizations.people import system_account
from problems.models import Problem
from problems.services import rectification
from problems.states import State
from tests.factories import a_deadline, a_file, a_plan, a_problem, a_unit, an_office, fresh, people_of, team_of, verify
from verification import services
from verification.models import Acceptance, CloseOut

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WHY = "2人正在办理退休手续"


@pytest.fixture
def unit() -> Unit:
    return a_unit(an_office(superior=an_office()))


def counting(unit: Unit, *, done: int = 0, **fields: Any) -> Problem:
    problem = a_problem(State.RECTIFYING, unit=unit, kind="outside_quota_staff", found=5, **fields)
    if done:
        rectification.report_progress(problem_id=problem.pk, text="已清退", done=done, actor=people_of(unit).clerk)
    return fresh(problem)


def apply(problem: Problem, **fields: Any) -> CloseOut:
    given = {"statement": "已整改", "own_look_back": "无反弹", "files": [a_file()], **fields}
    return services.apply_for_close_out(problem_id=problem.pk, actor=people_of(problem.unit).clerk, **given)


def test_with_some_left_of_the_target_applying_wants_a_reason_that_the_signer_reads(unit: Unit) -> None:
    problem = counting(unit, done=3)
    with pytest.raises(Invalid) as refusal:
        apply(problem)
    assert "2 fewer than the target" in str(refusal.value.errors["left_because"][0])
    assert fresh(problem).state == State.RECTIFYING
    assert apply(problem, left_because=WHY).left_because == WHY
    verify(problem)
    services.sign_off(problem_id=problem.pk, actor=team_of(unit.office).chief)
    connection.check_constraints()
    closed = fresh(problem)
    assert (closed.state, closed.done, closed.remaining) == (State.CLOSED, 3, 2)
    assert Acceptance.objects.get().done == 3


def test_what_reaches_its_target_needs_no_reason_and_keeps_none(unit: Unit) -> None:
    assert apply(counting(unit, done=5), left_because="无").left_because == ""
    assert apply(a_problem(State.RECTIFYING, unit=unit)).left_because == ""


def test_a_target_that_the_office_approved_is_a_decision_about_what_is_left(unit: Unit) -> None:
    problem, due = a_problem(State.ASSIGNED, unit=unit, kind="outside_quota_staff", found=5), a_deadline()
    rectification.submit_plan(problem_id=problem.pk, plan=replace(a_plan(due), target=4), actor=people_of(unit).clerk)
    rectification.approve_plan(problem_id=problem.pk, actor=team_of(unit.office).clerk)
    rectification.report_progress(problem_id=problem.pk, text="已清退", done=4, actor=people_of(unit).clerk)
    assert fresh(problem).short_of_target == 0
    assert apply(fresh(problem)).left_because == ""


def test_the_database_closes_nothing_whose_figure_nobody_decided(unit: Unit) -> None:
    problem = counting(unit, done=3)
    apply(problem, left_because=WHY)
    verify(problem)
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="figure"),
        transaction.atomic(),
        act("test.forge", actor=system_account().actor_facts()),
    ):
        row = Problem.objects.get(pk=problem.pk)
        row.done = 4  # not what was accepted
        row.state, row.closed_on = "closed", row.close_outs.get().applied_on
        row.save()
        connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="application of close-out"),
        transaction.atomic(),
        act("test.forge", actor=system_account().actor_facts()),
    ):
        close_out = problem.close_outs.get()
        close_out.left_because = ""
        close_out.save()


def test_page_and_api_ask_for_the_reason_where_some_are_left(unit: Unit) -> None:
    short, reached = counting(unit, done=3), counting(unit, done=5)
    client = Client(headers={"accept-language": "en"})
    client.force_login(people_of(unit).clerk, backend="organizations.backend.AccountBackend")
    client.cookies["ledger_language"] = "en"
    pages = [client.get(reverse("verification:apply", args=[one.pk])).content.decode() for one in (short, reached)]
    assert ['name="left_because"' in page for page in pages] == [True, False]
    api, body = reverse("api_apply", args=[short.pk]), {"statement": "已整改", "own_look_back": "无反弹"}
    services_file = {"files": a_file().upload}
    refused = client.post(api, {**body, **services_file})
    assert refused.status_code == 422 and "left_because" in str(refusal_of(refused))
    assert client.post(api, {**body, "left_because": WHY, "files": a_file().upload}).status_code == 201
    client.force_login(team_of(unit.office).verifier, backend="organizations.backend.AccountBackend")
    assert WHY in client.get(reverse("verification:check", args=[short.pk])).content.decode()


def refusal_of(response: Any) -> Any:
    return response.json()
