"""What has to be there before a meeting: opinions answered, a section that leads, an assessment. Source: D5, D6, D7."""

from typing import Any

import pytest
from approvals_cast import an_application, appraise, fresh, initiate, review_all
from django.test import Client

from approvals import policies
from approvals.models import ApplicationKind
from approvals.selectors.applications import waiting_lines
from approvals.services import admission, review
from approvals.services.filing import NewItem
from approvals.states import State
from audit.acts import act
from organizations.errors import Invalid, WrongState
from organizations.models import Office, Section
from organizations.people import system_account
from organizations.roles import Role
from tests.factories import a_person_with, a_unit, an_office, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def a_section(office: Office, name: str) -> Section:
    with act("office.enter", actor=system_account().actor_facts()):
        row = Section(office=office, kind=Section.Kind.BUSINESS, name=name)
        row.save()
    return row


def test_over_something_missing_only_a_decider_accepts_and_says_why(kinds: Kinds) -> None:
    application = an_application("pre_review")
    team = team_of(application.office)
    review_all(application, team.verifier, opinion="complete")
    given: Any = {"application_id": application.pk}
    for who, note in ((team.clerk, "已补"), (team.chief, " ")):
        with pytest.raises(Invalid) as refused:
            admission.decide_admission(actor=who, note=note, **given)
        assert set(refused.value.errors) == {"note"}
    assert fresh(application).state == State.REVIEWED
    admission.decide_admission(actor=team.chief, note="所缺材料已随请示补齐", **given)
    assert fresh(application).state == State.ACCEPTED


def test_without_a_lead_section_nothing_is_initiated_and_naming_it_is_work(kinds: Kinds) -> None:
    office = an_office()
    second = a_section(office, "第二业务科")  # two of them: none leads by itself
    application = an_application("accepted", unit=a_unit(office))
    team = team_of(office)
    with pytest.raises(WrongState) as refused:
        initiate(application)
    assert refused.value.http_status == 409 and fresh(application).state == State.ACCEPTED
    assert [one.act for one in waiting_lines(team.chief)] == [policies.PARTS]
    assert not waiting_lines(team.clerk)
    client = Client()
    client.force_login(team.chief)
    page = client.get(f"/approvals/{application.pk}/")
    assert f"/approvals/{application.pk}/sections/" in page.content.decode()
    assert f"/approvals/{application.pk}/initiation/" not in page.content.decode()
    lead = office.sections.get(kind=Section.Kind.BUSINESS, name="机构编制科")
    review.assign_sections(
        application_id=application.pk, lead_id=lead.pk, assisting_ids=[second.pk], basis="importance",
        reason="主要事项", actor=team.chief,
    )  # fmt: skip
    assert [one.act for one in waiting_lines(team.clerk)] == [policies.INITIATE]
    initiate(application)
    assert fresh(application).state == State.INITIATED


def test_an_office_without_business_sections_initiates_as_a_whole(kinds: Kinds) -> None:
    office = an_office()
    with act("office.enter", actor=system_account().actor_facts()):
        section = office.sections.get(kind=Section.Kind.BUSINESS)
        section.kind = Section.Kind.REGISTRATION
        section.save()
    application = an_application("accepted", unit=a_unit(office))
    initiate(application)
    assert fresh(application).state == State.INITIATED


@pytest.mark.parametrize(
    ("kind", "items", "important", "wanted"),
    [
        ("change_duties", [NewItem("增加事业编制", amount=2, post_kind="institution")], False, True),  # another kind
        ("change_duties", [], True, True),  # called important
        ("change_duties", [], False, False),
        ("merge_or_abolish", [NewItem("收回事业编制", amount=-3, post_kind="institution")], True, True),
    ],
)
def test_what_adds_or_is_important_is_assessed_before_the_fact_whatever_its_kind(
    kinds: Kinds, kind: str, items: list[NewItem], important: bool, wanted: bool
) -> None:
    if kind == "merge_or_abolish":
        from staffing.services import change_quota

        unit = a_unit()
        change_quota(unit_id=unit.pk, kind="institution", count=9, document="批文", actor=team_of(unit.office).clerk)
        application = an_application("accepted", unit=unit, kind=kind, items=items)
    else:
        application = an_application("accepted", kind=kind, items=items)
    initiate(application)
    if wanted:
        with pytest.raises(Invalid) as refused:
            appraise(application, important=important, prior_assessment=" ")
        assert set(refused.value.errors) == {"prior_assessment"}
        appraise(application, important=important)
    else:
        appraise(application, important=important, prior_assessment=" ")
    assert fresh(application).state == State.APPRAISED


def test_an_observer_is_not_asked_to_name_the_lead(kinds: Kinds) -> None:
    office = an_office()
    a_section(office, "第二业务科")
    an_application("accepted", unit=a_unit(office))
    assert not waiting_lines(a_person_with(Role.DISCIPLINE_OBSERVER, office))
