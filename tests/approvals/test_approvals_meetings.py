"""Who has a vote in a meeting and who watches; a meeting deals with a matter once. Source: A3, D7."""

from typing import Any

import pytest
from approvals_cast import TODAY, a_meeting, an_application, an_outcome, fresh, on_agenda
from django.test import Client

from approvals.models import ApplicationKind, Meeting
from approvals.selectors.proceedings import open_meetings
from approvals.services import meetings, results
from approvals.services.meetings import Attendee, NewMeeting
from approvals.states import State
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from organizations.roles import Role
from tests.factories import a_person_with, an_office, give_role, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("role", [Role.DISCIPLINE_OBSERVER, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_who_decides_nothing_has_no_vote_in_a_meeting(role: Role) -> None:
    office = an_office()
    watching, team = a_person_with(role, office), team_of(office)
    members = [Attendee("member", person_id=one.person_id) for one in (team.leader, team.chief, team.clerk)]

    def call(part: str) -> Meeting:
        return meetings.call_meeting(
            office_id=office.pk,
            meeting=NewMeeting("directors", "主任办公会", TODAY, "主任"),
            attendees=[*members, Attendee(part, person_id=watching.person_id)],
            actor=team.clerk,
        )

    with pytest.raises(Invalid) as refused:
        call("member")
    assert set(refused.value.errors) == {"attendees"} and not Meeting.objects.exists()
    called = call("observer")
    attending: Any = {"meeting_id": called.pk, "actor": team.clerk}
    with pytest.raises(Invalid):
        meetings.write_attendance(attendees=[*members, Attendee("member", person_id=watching.person_id)], **attending)
    meetings.write_attendance(attendees=members, **attending)


def test_an_observer_who_leads_the_office_as_well_has_no_vote_either() -> None:
    office = an_office()
    both, team = a_person_with(Role.DISCIPLINE_OBSERVER, office), team_of(office)
    give_role(both, Role.OFFICE_LEADER, office)
    members = [Attendee("member", person_id=one.person_id) for one in (team.leader, team.chief, both)]
    with pytest.raises(Invalid):
        meetings.call_meeting(
            office_id=office.pk,
            meeting=NewMeeting("directors", "主任办公会", TODAY, "主任"),
            attendees=members,
            actor=team.clerk,
        )


def test_the_form_of_a_meeting_offers_the_observer_as_observer() -> None:
    office = an_office()
    watching, team = a_person_with(Role.DISCIPLINE_OBSERVER, office), team_of(office)
    page = signed_in(team.clerk).get("/approvals/meetings/new/")
    offered = {row.initial["person"]: row.initial["part"] for row in page.context["rows"] if row.initial.get("person")}
    assert offered.pop(watching.person_id) == "observer"
    assert offered and set(offered.values()) == {"member"}


@pytest.mark.parametrize("present", [True, False])
def test_a_result_without_an_observer_present_is_recorded_and_said_so(kinds: Kinds, present: bool) -> None:
    application = an_application("accepted")
    team = team_of(application.office)
    meeting = a_meeting(application.office)
    listed = [Attendee(one.part, one.person_id, one.name, one.body, one.present) for one in meeting.attendees.all()]
    if not present:
        kept = [one for one in listed if one.part == "member"]
        meetings.write_attendance(meeting_id=meeting.pk, attendees=kept, actor=team.clerk)
    on_agenda(application, meeting, found=False)
    verifier, clerk = signed_in(team.verifier), signed_in(team.clerk)
    finding = verifier.get(f"/approvals/{application.pk}/procedure/")
    assert bool(finding.context["warning"]) is not present
    meetings.find_procedure(application_id=application.pk, sound=True, finding="完备", actor=team.verifier)
    path = f"/approvals/{application.pk}/result/"
    form = clerk.get(path).context["form"]
    data = {"result": "approved", "criteria": ["leadership", "lawful", "sound"], "version": form.initial["version"]}
    data |= {"votes_for": "4", "votes_against": "0", "abstentions": "0"}
    done = clerk.post(path, data, follow=True)
    assert done.redirect_chain and fresh(application).agenda_items.get().result == "approved"
    told = [one.level_tag for one in done.context["messages"]]
    assert told == (["success"] if present else ["success", "warning"])
    by_api = clerk.get(f"/api/v1/meetings/{meeting.pk}/").json()
    assert by_api["observed"] is present


def test_a_deferred_matter_goes_to_another_meeting_not_to_the_same_again(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting, team = on_agenda(application), team_of(application.office)
    results.record_result(application_id=application.pk, outcome=an_outcome("deferred"), actor=team.clerk)
    given: Any = {"application_id": application.pk, "actor": team.clerk}
    other = a_meeting(application.office)
    assert list(open_meetings(fresh(application))) == [other]
    with pytest.raises(WrongState) as refused:
        meetings.put_on_agenda(meeting_id=meeting.pk, **given)
    assert refused.value.http_status == 409 and meeting.title in str(refused.value)
    clerk = signed_in(team.clerk)
    by_page = clerk.post(
        f"/approvals/{application.pk}/agenda/", {"meeting": meeting.pk, "version": fresh(application).version}
    )
    by_api = clerk.post(
        f"/api/v1/applications/{application.pk}/agenda/", {"meeting": meeting.pk}, content_type="application/json"
    )
    assert (by_page.status_code, by_api.status_code) == (409, 409)
    assert fresh(application).state == State.APPRAISED
    strange = clerk.post(f"/approvals/{application.pk}/agenda/", {"meeting": a_meeting(an_office()).pk})
    assert strange.status_code == 422
    meetings.put_on_agenda(meeting_id=other.pk, **given)
    assert fresh(application).state == State.ON_AGENDA


def test_a_matter_taken_off_an_agenda_can_come_back_to_it(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting, team = on_agenda(application), team_of(application.office)
    meetings.take_off_agenda(application_id=application.pk, reason="材料需补充", actor=team.chief)
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    assert fresh(application).state == State.ON_AGENDA
