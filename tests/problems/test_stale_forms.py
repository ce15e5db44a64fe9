"""B05: of two who work on one entry at once the second sees both versions, keeps every word, and nothing is merged."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Account
from problems.models import Problem
from problems.services import intake, rectification
from problems.states import State
from tests.factories import a_deadline, a_problem, people_of, team_of

pytestmark = pytest.mark.django_db
TEXT = "整改要求：逐人清退，<b>不得</b>反弹"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def problem() -> Problem:
    return a_problem(State.RECTIFYING)


def overtaken(problem: Problem) -> int:
    """The version the form was opened on; somebody else has moved the entry since."""
    seen = problem.version
    rectification.report_progress(problem_id=problem.pk, text="已清退", actor=people_of(problem.unit).clerk)
    return seen


def test_the_second_sees_both_versions_and_keeps_every_word(problem: Problem) -> None:
    seen = overtaken(problem)
    chief = signed_in(team_of(problem.office).chief)
    url = reverse("problems:void", args=[problem.pk])
    late = chief.post(url, {"reason": TEXT, "version": seen})
    page = late.content.decode()
    assert late.status_code == 409
    assert "逐人清退，&lt;b&gt;不得&lt;/b&gt;反弹" in page and "data-present" in page
    assert Problem.objects.get(pk=problem.pk).state == State.RECTIFYING
    current = Problem.objects.get(pk=problem.pk).version
    assert f'name="version" value="{current}"' in page
    again = chief.post(url, {"reason": TEXT, "version": current})
    assert again.status_code == 302


def test_fields_that_changed_stand_side_by_side() -> None:
    problem = a_problem(State.REGISTERED)
    team = team_of(problem.office)
    seen, day = problem.version, a_deadline()
    intake.assign_problem(problem_id=problem.pk, deadline=day, responsible="王立", actor=team.clerk)
    url = reverse("problems:void", args=[problem.pk])
    page = signed_in(team.chief).post(url, {"reason": TEXT, "version": seen}).content.decode()
    present = page[page.index("data-present") : page.index("</section>", page.index("data-present"))]
    assert "王立" in present and team.clerk.person.name in present


@pytest.mark.parametrize("by_header", [True, False])
def test_programs_are_told_the_present_version(problem: Problem, by_header: bool) -> None:
    seen = overtaken(problem)
    chief = signed_in(team_of(problem.office).chief)
    url, current = reverse("api_void", args=[problem.pk]), Problem.objects.get(pk=problem.pk).version
    body: dict[str, Any] = {"reason": "重复"} if by_header else {"reason": "重复", "version": seen}
    headers = {"If-Match": f'"{seen}"'} if by_header else {}
    late = chief.post(url, body, content_type="application/json", headers=headers)
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "stale", current)
    etag = chief.get(reverse("api_problem", args=[problem.pk])).headers["ETag"]
    assert etag == f'"{current}"'
    done = chief.post(url, {"reason": "重复"}, content_type="application/json", headers={"If-Match": etag})
    assert done.status_code == 200


def test_a_form_of_verification_shows_it_too() -> None:
    problem = a_problem("verifying", step="check")
    team = team_of(problem.office)
    url = reverse("verification:check", args=[problem.pk])
    body = {"decision": "passed", "held_on": problem.found_on, "people": "李", "findings": TEXT}
    late = signed_in(team.verifier).post(url, {**body, "version": problem.version - 1})
    assert late.status_code == 409 and "data-present" in late.content.decode()
