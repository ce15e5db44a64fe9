"""The form of an opinion offers what waits for the person, also after it was refused. Source: D5."""

from typing import Any

import pytest
from approvals_cast import TODAY, an_application, fresh, initiate
from django.test import Client

from approvals.models import ApplicationKind, AppraisalView
from approvals.services import review
from organizations.models import Account, Section
from organizations.people import appoint
from organizations.roles import Role
from tests.factories import a_unit, an_account, system_account, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client


def a_clerk_of(section: Section) -> Account:
    """A clerk who works in one section and in no other."""
    account = an_account()
    given = {"office": section.office, "section": section, "since": TODAY, "actor": system_account()}
    appoint(person=account.person, role=Role.OFFICE_CLERK, **given)
    return account


def offered(page: Any) -> list[str]:
    return [value for value, _label in page.context["form"].fields["capacity"].widget.choices]


def test_a_refused_opinion_offers_no_subject_of_another_section_and_keeps_the_words(kinds: Kinds) -> None:
    unit = a_unit()
    application = an_application("pre_review", unit=unit)
    section = Section.objects.get(office=unit.office, kind=Section.Kind.BUSINESS)
    clerk, url = signed_in(a_clerk_of(section)), f"/approvals/{application.pk}/opinion/"
    own = ["registration", "e_government"]  # the office has no section for these; supervision has its own
    assert offered(clerk.get(url)) == own
    sent = {"capacity": "e_government", "opinion": "object", "remarks": " ", "version": application.version}
    refused = clerk.post(url, sent)
    assert (refused.status_code, offered(refused)) == (422, own)
    refused = clerk.post(url, {**sent, "opinion": "", "remarks": "实名信息不全"})
    assert (refused.status_code, offered(refused)) == (422, own)
    assert "实名信息不全" in refused.content.decode()
    assert refused.context["form"]["capacity"].value() == "e_government"
    # Who sends another subject all the same gets the sentence of the service.
    refused = clerk.post(url, {**sent, "capacity": "supervision", "remarks": "异议"})
    assert (refused.status_code, offered(refused)) == (403, ["supervision", *own])


def test_who_may_give_two_opinions_keeps_the_one_chosen_when_a_colleague_was_first(kinds: Kinds) -> None:
    application = an_application("pre_review")
    team, url = team_of(application.office), f"/approvals/{application.pk}/opinion/"
    clerk, version = signed_in(team.clerk), application.version
    given = {"application_id": application.pk, "opinion": "agree", "actor": team.verifier}
    review.give_opinion(capacity="supervision", **given)
    sent = {"capacity": "supervision", "opinion": "object", "remarks": "整改未完成", "version": version}
    late = clerk.post(url, sent)
    assert late.status_code == 409
    assert late.context["form"]["capacity"].value() == "supervision"  # no other subject slips in its place
    assert offered(late) == ["supervision", "registration", "e_government"]
    assert "整改未完成" in late.content.decode()
    for capacity in ("registration", "e_government"):
        review.give_opinion(capacity=capacity, **given)
    assert offered(clerk.post(url, sent)) == ["supervision"]


def test_a_refused_appraisal_keeps_every_view_that_was_typed(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    clerk, url = signed_in(team_of(application.office).clerk), f"/approvals/{application.pk}/appraisal/"
    sent: dict[str, Any] = {"version": fresh(application).version, "important": "on", "experts": "专家二人"}
    for aspect in AppraisalView.Aspect.values:
        sent |= {f"holds_{aspect}": "no" if aspect == "legal" else "yes", aspect: f"看法{aspect}"}
    refused = clerk.post(url, {**sent, "feasible": "", "conclusion": ""})
    assert refused.status_code == 422
    form = refused.context["form"]
    for aspect in AppraisalView.Aspect.values:
        assert form[aspect].value() == ("" if aspect == "feasible" else f"看法{aspect}")
        assert form[f"holds_{aspect}"].value() == ("no" if aspect == "legal" else "yes")
    assert form["important"].value() and form["experts"].value() == "专家二人"
