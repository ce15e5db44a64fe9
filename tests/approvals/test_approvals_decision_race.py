"""Two who decide at once, and an entry opened while a decision is signed: one comes first, the other sees it. B03."""

import pytest
from approvals_cast import an_application, decided, fresh, replied, reply, together
from django.core.management import call_command

from approvals.models import Application, ApplicationKind, Decision
from approvals.services import decision
from approvals.states import State
from documents.models import OfficialDocument
from organizations.errors import DomainError
from organizations.roles import Role
from problems.models import Problem
from problems.services import intake
from tests.factories import a_partner, a_person_with, a_unit, an_entry, team_of

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
