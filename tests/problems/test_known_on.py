"""An entry as the ledger knew it at a moment: by recording time, marked as past, nothing later shown."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from organizations.clock import now, today
from problems.models import Problem
from problems.services import comments, extensions, joining, rectification, supervision
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
    day = localdate(start + timedelta(days=1)).isoformat()
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


def _joined_and_moved_later(unit, start):
    """An entry assigned at ``start``; two days later it is extended, linked, helped with, urged, listed and paused."""
    with moved_to(start):
        problem, other = (a_problem(State.RECTIFYING, unit=unit, deadline=a_deadline(90)) for _ in range(2))
        helper = a_unit(unit.office, name="市协助局")
    office, at_unit, wanted = team_of(unit.office), people_of(unit), a_deadline(150)
    with moved_to(start + timedelta(days=2)):
        joining.add_assisting_unit(problem_id=problem.pk, unit_id=helper.pk, task="核对名册", actor=office.chief)
        joining.link_entries(
            problem_id=problem.pk, other_id=other.pk, kind="related", reason="同一批人员", actor=office.chief
        )
        supervision.urge_unit(problem_id=problem.pk, text="后来的催办", actor=office.chief)
        supervision.list_for_supervision(
            problem_id=problem.pk, reason="后来的挂牌", leader_id=office.leader.person_id, actor=office.leader
        )
        supervision.report_incident(
            problem_id=problem.pk,
            happened_on=today(),
            what="后来的事件",
            handling="已安抚",
            files=[a_file()],
            actor=at_unit.clerk,
        )
        extensions.ask_extension(
            problem_id=problem.pk,
            wanted_on=wanted,
            reason="后来的延期",
            files=[a_file()],
            actor=at_unit.clerk,
        )
    with moved_to(start + timedelta(days=4)):
        extensions.grant_extension(problem_id=problem.pk, granted_on=wanted, actor=office.chief)
    return problem


LATER_WORDS = ("市协助局", "同一批人员", "后来的催办", "后来的挂牌", "后来的事件", "后来的延期")


def test_what_was_joined_or_moved_later_is_in_the_later_reading_only(unit):
    start = now() - timedelta(days=20)
    problem = _joined_and_moved_later(unit, start)
    client = client_of(team_of(unit.office).clerk)
    url, api = f"/ledger/{problem.pk}/", f"/api/v1/problems/{problem.pk}/"
    asked = {days: f"?known_on={localdate(start + timedelta(days=days)).isoformat()}" for days in (1, 3, 5)}
    text = client.get(f"{url}{asked[1]}").content.decode()
    assert not [word for word in LATER_WORDS if word in text]
    assert client.get(f"{url}{asked[1]}").context["timing"].dates[-1].in_force  # the approved date, not "none is set"
    text = client.get(f"{url}{asked[3]}").content.decode()
    assert [word for word in LATER_WORDS if word in text] == list(LATER_WORDS)
    joined = {days: client.get(f"{api}{asked[days]}").json()["joined"] for days in asked}
    assert (joined[1]["assisting"], joined[1]["links"]) == ([], [])
    assert joined[3] == joined[5] and len(joined[3]["assisting"]) == len(joined[3]["links"]) == 1
    timing = {days: client.get(f"{api}timing/{asked[days]}").json() for days in asked}
    assert [len(timing[days]["dates"]) - len(timing[1]["dates"]) for days in asked] == [0, 1, 1]
    assert [bool(timing[days]["pending_extension"]) for days in asked] == [False, True, False]
    assert [(bool(one["listed"]), len(one["urgings"]), len(one["incidents"])) for one in timing.values()] == [
        (False, 0, 0),
        (True, 1, 1),
        (True, 1, 1),
    ]


def test_the_latest_reading_of_the_dates_is_today_s(unit):
    problem = _joined_and_moved_later(unit, now() - timedelta(days=20))
    client = client_of(team_of(unit.office).clerk)
    day = today().isoformat()
    for part in ("", "timing/", "timeline/", "close-out/"):
        api = f"/api/v1/problems/{problem.pk}/{part}"
        assert client.get(f"{api}?known_on={day}").json() == client.get(api).json(), part
    assert client.get(f"/api/v1/problems/{problem.pk}/timing/?known_on=nonsense").status_code == 422


def test_more_that_hangs_on_an_entry_costs_its_past_no_more_queries(unit):
    def queries(count):
        problem = a_problem(State.RECTIFYING, unit=unit)
        office = team_of(unit.office)
        for number in range(count):
            other = a_problem(State.RECTIFYING, unit=a_unit(unit.office))
            joining.link_entries(
                problem_id=problem.pk, other_id=other.pk, kind="related", reason="相关", actor=office.chief
            )
            joining.add_assisting_unit(problem_id=problem.pk, unit_id=other.unit_id, task="", actor=office.chief)
            supervision.urge_unit(problem_id=problem.pk, text=f"催办{number}", actor=office.chief)
        client = client_of(office.clerk)
        url = f"/ledger/{problem.pk}/?known_on={today().isoformat()}"
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    assert queries(1) == queries(5)
