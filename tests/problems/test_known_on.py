"""An entry as the ledger knew it at a moment: by recording time, marked as past, nothing later shown."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organizations.clock import now, today
from problems.models import Problem
from problems.services import comments, rectification
from problems.states import State
from tests.factories import a_deadline, a_file, a_plan, a_problem, a_unit, an_office, people_of, team_of, verify
from verification import services as verification


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def unit(db):
    return a_unit(an_office())


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def moved_to(moment):
    """History of test rows is dated by Python's clock, so what is recorded inside is recorded then."""
    return time_machine.travel(moment, tick=True)


def test_what_was_recorded_later_is_not_shown(unit):
    start = now() - timedelta(days=20)
    with moved_to(start):
        problem = a_problem(State.ASSIGNED, unit=unit, deadline=a_deadline(90))
    with moved_to(start + timedelta(days=2)):
        rectification.submit_plan(
            problem_id=problem.pk, plan=a_plan(problem.deadline_on, head="张后任"), actor=people_of(unit).clerk
        )
        comments.comment_on_problem(problem_id=problem.pk, text="后来的意见", actor=team_of(unit.office).clerk)
    client = client_of(team_of(unit.office).clerk)
    day = (start + timedelta(days=1)).date().isoformat()
    then = client.get(f"/api/v1/problems/{problem.pk}/?known_on={day}").json()
    assert (then["state"], then["plans"], then["promised_on"]) == ("assigned", [], None)
    page = client.get(f"/ledger/{problem.pk}/?known_on={day}")
    assert page.status_code == 200 and page.context["main_act"] is None
    text = page.content.decode()
    assert "后来的意见" not in text and "张后任" not in text and "l-notice-past" in text
    now_text = client.get(f"/ledger/{problem.pk}/").content.decode()
    assert "后来的意见" in now_text and "张后任" in now_text


def test_a_day_before_the_entry_says_since_when_it_is_known(unit):
    problem = a_problem(unit=unit)
    client = client_of(team_of(unit.office).clerk)
    day = (today() - timedelta(days=9)).isoformat()
    page = client.get(f"/ledger/{problem.pk}/?known_on={day}")
    assert page.status_code == 200 and page.context["known"].problem is None
    assert problem.facts not in page.content.decode()
    assert client.get(f"/api/v1/problems/{problem.pk}/?known_on={day}").status_code == 404


@pytest.mark.parametrize("asked", ["tomorrow", "2026-02-30", "9999-12-31", "0001-01-01T00:00", "%00", "2" * 400])
def test_a_moment_that_cannot_be_is_refused(unit, asked):
    problem = a_problem(unit=unit)
    client = client_of(team_of(unit.office).clerk)
    for url in (f"/ledger/{problem.pk}/", f"/api/v1/problems/{problem.pk}/"):
        code = client.get(f"{url}?known_on={asked}").status_code
        assert code == 422 or (asked.startswith("0001") and code in {200, 404, 422})


def test_the_past_is_hidden_from_whom_the_present_is_hidden(unit):
    problem = a_problem(State.ASSIGNED, unit=unit)
    stranger = client_of(team_of(an_office()).clerk)
    assert stranger.get(f"/ledger/{problem.pk}/?known_on={today().isoformat()}").status_code == 404


def test_today_is_what_is_known_now_with_every_record(unit):
    problem = a_problem(State.RECTIFYING, unit=unit)
    rectification.report_progress(
        problem_id=problem.pk, text="已清退", files=[a_file(), a_file()], actor=people_of(unit).clerk
    )
    verification.apply_for_close_out(
        problem_id=problem.pk, statement="已整改", own_look_back="无反弹", actor=people_of(unit).clerk
    )
    verify(Problem.objects.select_related("office").get(pk=problem.pk))
    client = client_of(team_of(unit.office).clerk)
    url = f"/api/v1/problems/{problem.pk}/"
    assert client.get(f"{url}?known_on={today().isoformat()}").json() == client.get(url).json()
    page = client.get(f"/ledger/{problem.pk}/?known_on={today().isoformat()}")
    kept = page.context["close_outs"][0]
    assert [len(getattr(kept, name).all()) for name in ("checks", "acceptances", "look_backs")] == [1, 1, 1]


def test_a_longer_past_costs_no_more_queries(unit):
    def queries(count):
        problem = a_problem(State.RECTIFYING, unit=unit)
        for number in range(count):
            rectification.report_progress(
                problem_id=problem.pk, text=f"进展{number}", files=[a_file()], actor=people_of(unit).clerk
            )
        client = client_of(team_of(unit.office).clerk)
        url = f"/ledger/{problem.pk}/?known_on={today().isoformat()}"
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    assert queries(1) == queries(11)
