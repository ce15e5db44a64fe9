"""A close-out as the ledger knew it at a moment: opinions, waivers, loans and what follows, none of it before its time.

Source: B9 (decided.md, two times).
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from verification_cast import TODAY, Cast, an_account, appoint, brought_to, do, on

from audit.acts import act, system
from organizations.models import Account, Partner
from organizations.roles import Role
from problems.models import Problem
from verification import services
from verification.services import NewWaiverRule

pytestmark = pytest.mark.django_db


def later(days: int) -> Any:
    return on(TODAY + timedelta(days=days))


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def read(account: Account, problem: Problem, days: int) -> tuple[dict[str, Any], str]:
    """Close-out by the API and the page of the entry, as known on the evening of a day."""
    with later(30):
        client = Client()
        client.force_login(account)
        asked = f"?known_on={day(days)}"
        answer = client.get(f"/api/v1/problems/{problem.pk}/close-out/{asked}").json()
        return answer, client.get(f"/ledger/{problem.pk}/{asked}").content.decode()


@pytest.fixture
def member(cast: Cast) -> Account:
    with act("test.partner", actor=system()):
        partner = Partner(office=cast.city, kind=Partner.Kind.INSPECTION, name="市委巡察办")
        partner.save()
        account = an_account("巡察干部")
        appoint(account, Role.PARTNER, partner=partner)
    return account


def test_an_opinion_and_an_invitation_stand_in_the_readings_after_them(cast: Cast, member: Account) -> None:
    problem = brought_to(cast, "acceptance")
    with later(2):
        services.invite_departments(
            problem_id=problem.pk,
            partner_ids=[Partner.objects.get().pk],
            question="是否认可",
            actor=cast.verifier,
        )
    with later(4):
        services.give_opinion(problem_id=problem.pk, answer="disagree", reason="后来的意见", actor=member)
    readings = {days: read(cast.leader, problem, days) for days in (1, 3, 5)}
    invited = {days: readings[days][0]["attempts"][0]["invitations"] for days in readings}
    assert [[one["opinion"] and one["opinion"]["reason"] for one in rows] for rows in invited.values()] == [
        [],
        [None],
        ["后来的意见"],
    ]
    assert [("市委巡察办" in page, "后来的意见" in page) for _answer, page in readings.values()] == [
        (False, False),
        (True, False),
        (True, True),
    ]


def test_a_waiver_and_what_follows_it_stand_in_the_readings_after_them(cast: Cast) -> None:
    rule = services.add_waiver_rule(
        office_id=cast.city.pk,
        rule=NewWaiverRule("立行立改免回头看", "Put right at once", "云编办发〔2026〕9号", pace="in_stages"),
        actor=cast.leader,
    )
    problem = brought_to(cast, "look_back")
    with later(2):
        services.waive_look_back(problem_id=problem.pk, rule_id=rule.pk, reason="后来的豁免", actor=cast.verifier)
    with later(4):
        do(cast, problem, "sign_off")
    readings = {days: read(cast.leader, problem, days) for days in (1, 3, 5)}
    attempts = {days: readings[days][0]["attempts"][0] for days in readings}
    assert [bool(one["look_back_waiver"]) for one in attempts.values()] == [False, True, True]
    assert [bool(one["sign_offs"]) for one in attempts.values()] == [False, False, True]
    assert [bool(readings[days][0]["notice"]) for days in readings] == [False, False, True]
    assert ["后来的豁免" in page for _answer, page in readings.values()] == [False, True, True]
    answered = [answer for one in attempts[1]["checks"] for answer in one["answers"]]
    assert answered == [answer for one in attempts[5]["checks"] for answer in one["answers"]]
    assert attempts[1]["own_look_back_record"] == attempts[5]["own_look_back_record"] is not None


def test_a_loan_and_a_look_back_after_closing_stand_in_the_readings_after_them(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with later(2):
        services.ask_verifier(problem_id=problem.pk, reason="后来的借调", actor=cast.leader)
    with later(4):
        services.name_verifier(
            problem_id=problem.pk, person_id=cast.superior_clerk.person_id, actor=cast.superior_leader
        )
    readings = {days: read(cast.leader, problem, days) for days in (1, 3, 5)}
    assert [[one["status"] for one in answer["verifier_loans"]] for answer, _page in readings.values()] == [
        [],
        ["asked"],
        ["named"],
    ]
    assert ["后来的借调" in page for _answer, page in readings.values()] == [False, True, True]
    assert readings[1][0]["later_look_backs"] == readings[5][0]["feedback"] == []
