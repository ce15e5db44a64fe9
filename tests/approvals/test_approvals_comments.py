"""Comments of the office and of its discipline observer: read in the offices, never by the unit. Source: A3, D6."""

from typing import Any

import pytest
from approvals_cast import TODAY, an_application, fresh
from django.db import IntegrityError
from django.test import Client

from approvals.models import ApplicationComment, ApplicationKind
from approvals.selectors.applications import board
from approvals.services import comments, review
from audit.acts import act
from organizations.errors import Invalid, NotAllowed, NotFound
from organizations.models import Account, Section
from organizations.people import appoint, system_account
from organizations.roles import Role
from tests.factories import a_person_with, a_unit, an_account, an_office, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
WORDS = "请说明岗位来源"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_discipline_observer_comments_and_the_offices_read_it_not_the_unit(kinds: Kinds) -> None:
    office = an_office(superior=an_office(level="province"))
    application = an_application("accepted", unit=a_unit(office))
    observer, version = a_person_with(Role.DISCIPLINE_OBSERVER, office), fresh(application).version
    path = f"/approvals/{application.pk}/"
    watching = signed_in(observer)
    assert f"{path}comment/" in watching.get(path).content.decode()
    assert watching.post(f"{path}comment/", {"text": WORDS}).status_code == 302
    assert fresh(application).version == version  # nobody's form comes too late by it
    assert office.superior is not None
    for reader in (observer, team_of(office).clerk, team_of(office.superior).leader):
        page = signed_in(reader).get(path).content.decode()
        assert page.count(WORDS) == 2  # among the comments and on the trail
    for outside in (people_of(application.unit).head, people_of(application.unit).clerk):
        client = signed_in(outside)
        assert WORDS not in client.get(path).content.decode()
        assert client.get(f"/api/v1/applications/{application.pk}/proceedings/").json()["comments"] == []
    told = signed_in(team_of(office).clerk).get(f"/api/v1/applications/{application.pk}/proceedings/").json()
    assert [(one["text"], one["written_by"]) for one in told["comments"]] == [(WORDS, observer.person.name)]


def test_who_is_not_of_the_office_does_not_comment_and_a_form_sent_twice_comments_once(kinds: Kinds) -> None:
    office = an_office(superior=an_office(level="province"))
    application = an_application("pre_review", unit=a_unit(office))
    assert office.superior is not None
    given: Any = {"application_id": application.pk, "text": WORDS}
    for who in (people_of(application.unit).head, team_of(office.superior).leader):
        with pytest.raises(NotAllowed):
            comments.comment_on_application(actor=who, **given)
    with pytest.raises(NotFound):
        comments.comment_on_application(actor=team_of(an_office()).clerk, **given)
    with pytest.raises(Invalid) as refused:
        comments.comment_on_application(actor=team_of(office).clerk, application_id=application.pk, text=" ")
    assert set(refused.value.errors) == {"text"}
    for _time in range(2):
        comments.comment_on_application(actor=team_of(office).clerk, key="once", **given)
    assert ApplicationComment.objects.count() == 1


def test_a_comment_is_never_edited(kinds: Kinds) -> None:
    application = an_application("pre_review")
    row = comments.comment_on_application(
        application_id=application.pk, text=WORDS, actor=team_of(application.office).leader
    )
    with pytest.raises(IntegrityError), act("test", actor=system_account().actor_facts()):
        row.text = "另一句"
        row.save()


def test_an_assisting_section_finds_the_matter_on_its_board_and_gives_its_opinion(kinds: Kinds) -> None:
    office = an_office()
    with act("office.enter", actor=system_account().actor_facts()):
        second = Section(office=office, kind=Section.Kind.BUSINESS, name="第二业务科")
        second.save()
    application = an_application("accepted", unit=a_unit(office))
    helper = an_account()
    appoint(
        person=helper.person, role=Role.OFFICE_CLERK, office=office, section=second, since=TODAY,
        actor=system_account(),
    )  # fmt: skip
    assert board(helper).assisting == []
    lead = office.sections.get(name="机构编制科")
    review.assign_sections(
        application_id=application.pk, lead_id=lead.pk, assisting_ids=[second.pk], basis="importance",
        reason="主要事项", actor=team_of(office).chief,
    )  # fmt: skip
    assert board(helper).assisting == [application]
    assert board(team_of(office).clerk).assisting == []
    assert "第二业务科" in signed_in(helper).get(f"/approvals/{application.pk}/").content.decode()
    comments.comment_on_application(application_id=application.pk, text="我科无不同意见", actor=helper)
    assert application.number in signed_in(helper).get("/approvals/").content.decode()
