"""Listed supervision, urging, returned reports and incidents."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account
from problems.models import ListedSupervision, Milestone, Problem
from problems.selectors.entries import Query, problem_list
from problems.selectors.supervision import listed_board
from problems.selectors.timeline import timeline_of
from problems.selectors.work import my_work
from problems.services import rectification, supervision
from tests.factories import a_file, a_person_with, a_problem, an_office, fresh, people_of, team_of

pytestmark = pytest.mark.django_db


def list_it(problem: Problem, **given: Any) -> ListedSupervision:
    leader = team_of(problem.office).leader
    asked: dict[str, Any] = {"reason": "久拖不决", "leader_id": leader.person_id, "actor": leader, **given}
    return supervision.list_for_supervision(problem_id=problem.pk, **asked)


def report(problem: Problem, done: int | None = None, **given: Any) -> Any:
    return rectification.report_progress(
        problem_id=problem.pk, text="进展", done=done, actor=people_of(problem.unit).clerk, **given
    )


def kinds(account: Account, *, group: str = "now") -> list[str]:
    return [task.clock.kind for task in getattr(my_work(viewer=account), group)]


def running(problem: Problem, kind: str) -> Any:
    return Clock.objects.filter(subject_id=problem.pk, subject_kind="problem", kind=kind, stopped_on=None)


def test_a_listed_entry_stands_on_the_board_and_in_the_filtered_list_until_it_is_taken_off():
    office = an_office()
    problem, other = a_problem("rectifying", office=office), a_problem("rectifying", office=office)
    list_it(problem)
    clerk = team_of(office).clerk
    assert [one.problem for one in listed_board(viewer=clerk)] == [problem]
    assert list(problem_list(viewer=clerk, query=Query(listed=True))) == [problem]
    assert {row.pk: row.listed for row in problem_list(viewer=clerk, query=Query())} == {  # type: ignore[attr-defined]
        problem.pk: True,
        other.pk: False,
    }
    supervision.delist_from_supervision(problem_id=problem.pk, reason="已整改", actor=team_of(office).leader)
    assert listed_board(viewer=clerk) == []
    list_it(problem)  # it may be listed again, and the first listing stays
    assert problem.listings.count() == 2


def test_listing_asks_for_a_reason_and_a_leader_of_the_office():
    problem = a_problem("rectifying")
    with pytest.raises(Invalid) as refusal:
        list_it(problem, reason=" ", leader_id=team_of(problem.office).chief.person_id, level="none")
    assert set(refusal.value.errors) == {"reason", "leader", "level"}
    list_it(problem)
    with pytest.raises(WrongState):
        list_it(problem)


def test_closing_alone_does_not_take_an_entry_off_the_board():
    from tests.factories import verify
    from verification import services as close_out

    problem = a_problem("verifying", step="sign_off")
    list_it(problem)
    verify(problem, until="check")
    close_out.sign_off(problem_id=problem.pk, actor=team_of(problem.office).chief)
    assert [one.problem.state for one in listed_board(viewer=team_of(problem.office).clerk)] == ["closed"]
    supervision.delist_from_supervision(problem_id=problem.pk, reason="已销号", actor=team_of(problem.office).leader)
    assert listed_board(viewer=team_of(problem.office).clerk) == []


def test_the_board_of_another_office_shows_nothing_of_it():
    list_it(a_problem("rectifying"))
    assert listed_board(viewer=team_of(an_office()).clerk) == []


def test_the_board_costs_the_same_for_one_and_eleven_entries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office = an_office()
    clerk, counts = team_of(office).clerk, []
    client.force_login(clerk)
    client.get(reverse("problems:listed"))  # what a process keeps is there
    for more in (1, 10):
        for _number in range(more):
            list_it(a_problem("rectifying", office=office))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("problems:listed")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_urging_stands_on_the_units_work_until_a_report_answers_it():
    problem = a_problem("rectifying")
    clerk = people_of(problem.unit).clerk
    urging = supervision.urge_unit(problem_id=problem.pk, text="请三日内报进展", actor=team_of(problem.office).leader)
    assert ClockKind.URGED in kinds(clerk)
    said = [entry["said"] for day in timeline_of(problem) for entry in day["entries"]]
    assert "请三日内报进展" in said
    client = Client()
    client.force_login(team_of(problem.office).chief)
    again = reverse("problems:urge", args=[problem.pk])
    assert "请三日内报进展" in client.get(again).content.decode()
    report(problem)
    assert "请三日内报进展" not in client.get(again).content.decode()
    urging.refresh_from_db()
    assert urging.answered_on == today() and ClockKind.URGED not in kinds(clerk)


def test_a_plan_answers_an_urging_too():
    problem = a_problem("assigned")
    supervision.urge_unit(problem_id=problem.pk, text="请报方案", actor=team_of(problem.office).clerk)
    from tests.factories import a_plan

    rectification.submit_plan(
        problem_id=problem.pk, plan=a_plan(problem.deadline_on), actor=people_of(problem.unit).clerk
    )
    assert problem.urgings.get().answered_on == today()
    with pytest.raises(Invalid):
        supervision.urge_unit(problem_id=problem.pk, text=" ", actor=team_of(problem.office).clerk)


def test_a_returned_report_opens_its_milestone_again_and_its_figure_falls_back():
    problem = a_problem("rectifying", kind="staff_over_quota", quota=5, actual=9)
    milestone = Milestone.objects.order_by("due_on").first()
    assert milestone is not None
    report(problem, 1)
    returned = report(problem, 3, milestone_id=milestone.pk)
    supervision.return_progress(
        problem_id=problem.pk, report_id=returned.pk, reason="材料不全", actor=team_of(problem.office).clerk
    )
    milestone.refresh_from_db()
    assert (fresh(problem).done, milestone.reached_on) == (1, None)
    assert running(problem, ClockKind.MILESTONE).filter(item_id=milestone.pk).exists()
    assert ClockKind.REPORT_AGAIN in kinds(people_of(problem.unit).clerk)
    report(problem, 2, milestone_id=milestone.pk)
    assert fresh(problem).done == 2 and not running(problem, ClockKind.REPORT_AGAIN).exists()


def test_a_later_report_that_stands_keeps_its_figure_when_an_earlier_one_is_returned():
    problem = a_problem("rectifying", kind="staff_over_quota", quota=5, actual=9)
    first = report(problem, 3)
    report(problem, 2)
    clerk = team_of(problem.office).clerk
    supervision.return_progress(problem_id=problem.pk, report_id=first.pk, reason="有误", actor=clerk)
    assert fresh(problem).done == 2
    with pytest.raises(WrongState):
        supervision.return_progress(problem_id=problem.pk, report_id=first.pk, reason="有误", actor=clerk)


def test_a_return_needs_its_reason_and_a_report_of_this_entry():
    problem, other = a_problem("rectifying"), a_problem("rectifying")
    mine, theirs = report(problem), report(other)
    clerk = team_of(problem.office).clerk
    with pytest.raises(Invalid):
        supervision.return_progress(problem_id=problem.pk, report_id=mine.pk, reason="", actor=clerk)
    with pytest.raises(NotFound):
        supervision.return_progress(problem_id=problem.pk, report_id=theirs.pk, reason="有误", actor=clerk)


def test_an_incident_is_on_the_offices_work_at_once_and_leaves_it_when_noted():
    problem = a_problem("rectifying")
    incident = supervision.report_incident(
        problem_id=problem.pk,
        happened_on=today(),
        what="十余人集体上访",
        handling="主要领导接访",
        files=[a_file()],
        actor=people_of(problem.unit).clerk,
    )
    team = team_of(problem.office)
    assert all(ClockKind.INCIDENT in kinds(who) for who in (team.clerk, team.chief, team.leader))
    assert incident.evidence.count() == 1
    supervision.note_incident(problem_id=problem.pk, incident_id=incident.pk, note="依法处理", actor=team.leader)
    assert ClockKind.INCIDENT not in kinds(team.clerk)
    with pytest.raises(WrongState):
        supervision.note_incident(problem_id=problem.pk, incident_id=incident.pk, actor=team.leader)


def test_an_incident_of_tomorrow_or_without_words_is_refused():
    problem = a_problem("rectifying")
    with pytest.raises(Invalid) as refusal:
        supervision.report_incident(
            problem_id=problem.pk,
            happened_on=today() + timedelta(days=1),
            what="",
            handling="",
            actor=people_of(problem.unit).clerk,
        )
    assert set(refusal.value.errors) == {"happened_on", "what", "handling"}
    assert not problem.incidents.exists()


@pytest.mark.parametrize(
    ("route", "who"),
    [("ask_extension", "unit"), ("pause", "chief"), ("urge", "clerk"), ("list_supervision", "leader")],
)
def test_what_was_typed_comes_back_with_a_refusal(client, route, who):
    problem = a_problem("rectifying")
    people = {"unit": people_of(problem.unit).clerk, **vars(team_of(problem.office))}
    client.force_login(people[who])
    sent = {"reason": "写了很久的理由", "text": "", "wanted_on": "2020-01-01", "level": "office", "leader": "0"}
    if route == "pause":
        sent["reason"] = " "
    answer = client.post(reverse(f"problems:{route}", args=[problem.pk]), sent)
    assert answer.status_code == 422
    if route in {"ask_extension", "list_supervision"}:
        assert "写了很久的理由" in answer.content.decode()


def test_a_person_of_another_office_does_not_find_the_pages():
    problem = a_problem("rectifying")
    with pytest.raises(NotFound):
        list_it(problem, actor=a_person_with("office_leader", an_office()))


def test_another_leader_takes_charge_for_a_reason_and_the_history_keeps_the_first():
    problem = a_problem("rectifying")
    listing = list_it(problem)
    team, other = team_of(problem.office), a_person_with("office_leader", problem.office)

    def change(**given: Any) -> ListedSupervision:
        asked = {"leader_id": other.person_id, "reason": "分工调整", "actor": team.leader, **given}
        return supervision.change_leader_in_charge(problem_id=problem.pk, **asked)

    with pytest.raises(Invalid) as refusal:
        change(leader_id=team.chief.person_id, reason=" ")
    assert set(refusal.value.errors) == {"leader", "reason"}
    with pytest.raises(Invalid):
        change(leader_id=team.leader.person_id)
    change()
    (line,) = listed_board(viewer=team.clerk)
    assert (line.listing.pk, line.listing.leader) == (listing.pk, other.person)
    assert [one.leader_id for one in ListedSupervision.history.order_by("history_id")] == [
        team.leader.person_id,
        other.person_id,
    ]
    supervision.delist_from_supervision(problem_id=problem.pk, reason="已整改", actor=team.leader)
    with pytest.raises(WrongState):
        change(leader_id=team.leader.person_id)
