"""Two who decide at once, and an entry opened while a decision is signed: one comes first, the other sees it. B03."""

from collections.abc import Callable
from typing import Any

import pytest
from approvals_cast import an_application, decided, fresh, replied, reply, together
from django.core.management import call_command

from approvals.models import Application, ApplicationKind, Decision
from approvals.services import authority, controls, decision, exceptions, meetings
from approvals.services.authority import Line
from approvals.services.controls import NewControl, NewCut
from approvals.services.exceptions import NewException
from approvals.services.meetings import Attendee, NewMeeting
from approvals.states import State
from documents.models import OfficialDocument
from organizations.clock import today
from organizations.errors import DomainError
from organizations.roles import Role
from problems.models import Problem
from problems.services import intake
from staffing.services import change_quota
from tests.factories import a_partner, a_person_with, a_problem, a_unit, an_entry, team_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kinds(transactional_db: None) -> None:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)


def register(application: Application) -> Problem:
    entry = an_entry(application.unit)
    return intake.register_problem(
        office_id=application.office_id, entry=entry, actor=team_of(application.office).clerk
    )


def test_two_leaders_who_sign_at_once_issue_one_reply() -> None:
    application = an_application("accepted")
    decided(application)
    first, second = team_of(application.office).leader, a_person_with(Role.OFFICE_LEADER, application.office)
    answers = together(lambda: reply(application, first), lambda: reply(application, second))
    assert [one.http_status for one in answers if isinstance(one, DomainError)] == [409], answers
    assert OfficialDocument.objects.filter(kind="official_reply").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_an_entry_opened_while_the_reply_is_signed_is_seen_or_comes_later(round_: int) -> None:
    application = an_application("accepted")
    decided(application)
    answers = together(lambda: reply(application), lambda: register(application))
    assert isinstance(answers[1], Problem), answers
    signed = fresh(application).state == State.IMPLEMENTING
    assert signed != isinstance(answers[0], DomainError), answers
    if signed:
        known = {one["id"] for one in Decision.objects.get(application=application).sheet.inputs["entries"]}
        assert answers[1].pk not in known


def test_two_members_of_a_department_acknowledge_once() -> None:
    unit = a_unit()
    partner = a_partner(unit.office)
    copy = replied(an_application("accepted", unit=unit)).copies.get(partner=partner)
    members = [a_person_with(Role.PARTNER, partner) for _number in range(2)]
    answers = together(*(lambda who=who: decision.acknowledge(copy_id=copy.pk, actor=who) for who in members))
    assert [one.http_status for one in answers if isinstance(one, DomainError)] == [409], answers


@pytest.mark.parametrize("what", ["meeting", "suspension", "exception", "cut", "table"])
def test_a_form_sent_twice_at_once_is_taken_once(what: str) -> None:
    unit = a_unit()
    team = team_of(unit.office)
    problem = a_problem("rectifying", unit=unit)
    change_quota(unit_id=unit.pk, kind="institution", count=9, document="批文", actor=team.clerk)
    members = [Attendee("member", name=name) for name in ("甲", "乙", "丙")]
    exception = NewException(["rename"], [problem.pk], "编委会议", today(), ["甲", "乙", "丙"], "重大项目", today())
    acts: dict[str, Callable[[], Any]] = {
        "meeting": lambda: meetings.call_meeting(
            office_id=unit.office_id, meeting=NewMeeting("directors", "主任办公会", today(), "主任"),
            attendees=members, actor=team.clerk, key="once",
        ),
        "suspension": lambda: controls.suspend(
            office_id=unit.office_id, control=NewControl("unit", "拒不整改", "编委", unit_id=unit.pk),
            actor=team.leader, key="once",
        ),
        "exception": lambda: exceptions.record_exception(
            unit_id=unit.pk, exception=exception, actor=team.leader, key="once"
        ),
        "cut": lambda: controls.cut_quota(
            unit_id=unit.pk, cut=NewCut("idle_duties", "institution", 2, "职责空转", "编委", "批文"),
            actor=team.leader, key="once",
        ),
        "table": lambda: [
            one.pk
            for one in authority.write_authority(
                office_id=unit.office_id, lines=[Line("committee")], actor=team.leader, key="once"
            )
        ],
    }  # fmt: skip
    first, second = together(acts[what], acts[what])
    assert first == second and not isinstance(first, Exception), (first, second)
