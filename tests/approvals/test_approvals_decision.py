"""From admission to the official reply: initiation, appraisal, meeting, result, decision, copies."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import (
    TODAY,
    VIEWS,
    a_meeting,
    an_application,
    an_outcome,
    appraise,
    decided,
    fresh,
    initiate,
    on_agenda,
    replied,
    reply,
)
from django.db import IntegrityError

from approvals.errors import MeetingClosed, NotAdmitted
from approvals.models import AgendaItem, Application, ApplicationKind, CopyReceipt, Decision
from approvals.rules.follow_up import NewTask
from approvals.services import appraisal, decision, meetings, results
from approvals.services.appraisal import View
from approvals.services.decision import Reply
from approvals.services.filing import NewItem
from approvals.states import State
from audit.acts import act
from deadlines.models import Clock, ClockKind
from documents.models import OfficialDocument
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.people import system_account
from organizations.roles import Role
from staffing.models import Commitment, Quota
from staffing.services import change_quota, declare_staff
from tests.factories import (
    a_file,
    a_partner,
    a_person_with,
    a_problem,
    a_unit,
    an_office,
    give_role,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def clocks_of(application: Application) -> set[str]:
    rows = Clock.objects.filter(subject_kind="application", subject_id=application.pk, stopped_on=None)
    return set(rows.values_list("kind", flat=True))


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


# Initiation


def test_an_initiation_starts_the_clock_of_the_appraisal(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    assert fresh(application).state == State.INITIATED
    assert clocks_of(application) == {ClockKind.APPRAISAL}
    assert application.communications.count() == 1


def test_an_initiation_names_all_that_is_missing(kinds: Kinds) -> None:
    application = an_application("accepted")
    wrong = {
        "situation": "whim",
        "party_group_on": date(2027, 1, 1),
        "party_group_document": " ",
        "communication": None,
    }
    assert errors_of(initiate, application, **wrong) == {
        "situation",
        "party_group_on",
        "party_group_document",
        "summary",
    }
    assert fresh(application).state == State.ACCEPTED


def test_an_initiation_without_the_filed_decision_takes_a_file(kinds: Kinds) -> None:
    """On and off the quota no minutes of the party group are filed."""
    unit = a_unit()
    clerk = team_of(unit.office).clerk
    change_quota(unit_id=unit.pk, kind="institution", count=5, document="批文", actor=clerk)
    application = an_application("accepted", unit=unit, kind="rename")
    with act("test", actor=system_account()):
        filed = application.materials.get(code="party_group", replaced_on=None)
        filed.replaced_on = TODAY
        filed.save()
    assert errors_of(initiate, application) == {"attachment"}
    initiate(application, attachment=a_file("纪要.txt"))
    assert fresh(application).initiation.attachment_name == "纪要.txt"


def test_only_staff_of_the_office_initiate_and_before_admission_nobody(kinds: Kinds) -> None:
    application = an_application("accepted")
    for who in (people_of(application.unit).head, team_of(application.office).leader):
        with pytest.raises(NotAllowed):
            initiate(application, actor=who)
    with pytest.raises(NotFound):
        initiate(application, actor=team_of(an_office()).clerk)
    early = an_application("reviewed")
    with pytest.raises(WrongState):
        initiate(early)
    initiate(application)


def test_a_stale_form_does_not_initiate_and_one_sent_twice_does_once(kinds: Kinds) -> None:
    application = an_application("accepted")
    with pytest.raises(Stale):
        initiate(application, expected_version=application.version - 1)
    for _time in range(2):
        initiate(application, key="once", expected_version=application.version)
    assert application.communications.count() == 1


# Appraisal


def test_an_appraisal_holds_six_views(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    appraise(application)
    found = fresh(application).appraisal
    assert found.views.count() == 6
    assert fresh(application).state == State.APPRAISED
    assert clocks_of(application) == {ClockKind.DELIBERATION}


def test_an_important_matter_needs_experts_and_risks_and_added_posts_an_assessment(kinds: Kinds) -> None:
    items = [NewItem("增加事业编制", amount=8, post_kind="institution", quota_source="本级")]
    application = an_application("accepted", items=items)
    initiate(application)
    bare = {"experts": "", "risk_assessment": "", "prior_assessment": "", "views": {**VIEWS, "legal": View(True, "")}}
    assert errors_of(appraise, application, **bare) == {"experts", "risk_assessment", "prior_assessment", "legal"}
    small = an_application("accepted")
    initiate(small)
    assert errors_of(appraise, small, experts="", risk_assessment="", prior_assessment="") == {"prior_assessment"}


def test_an_appraisal_is_written_again_until_it_is_on_an_agenda(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    appraise(application)
    appraise(application, conclusion="修改后同意")
    assert fresh(application).appraisal.conclusion == "修改后同意"
    meeting = a_meeting(application.office)
    meetings.put_on_agenda(
        application_id=application.pk, meeting_id=meeting.pk, actor=team_of(application.office).clerk
    )
    with pytest.raises(WrongState):
        appraise(application)


def test_a_view_that_does_not_hold_keeps_the_matter_off_the_agenda(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    appraise(application, views={**VIEWS, "feasible": View(False, "经费无来源")})
    meeting, clerk = a_meeting(application.office), team_of(application.office).clerk
    assert errors_of(meetings.put_on_agenda, application_id=application.pk, meeting_id=meeting.pk, actor=clerk) == {
        "meeting"
    }


def test_a_matter_that_is_not_fit_is_returned_with_a_letter(kinds: Kinds) -> None:
    application = an_application("accepted")
    chief = team_of(application.office).chief
    assert errors_of(appraisal.return_as_unfit, application_id=application.pk, explanation=" ", actor=chief) == {
        "explanation"
    }
    with pytest.raises(NotAllowed):
        appraisal.return_as_unfit(
            application_id=application.pk, explanation="研究不足", actor=team_of(application.office).clerk
        )
    appraisal.return_as_unfit(application_id=application.pk, explanation="研究不足，请补充论证", actor=chief)
    assert (fresh(application).state, clocks_of(application)) == (State.UNFIT, set())
    letter = OfficialDocument.objects.get(kind="return_notice", subject_id=application.pk)
    assert "研究不足，请补充论证。" in letter.wording["paragraphs"][1]


# Meetings


def test_a_meeting_needs_three_members_who_vote(kinds: Kinds) -> None:
    with pytest.raises(Invalid) as refused:
        a_meeting(an_office(), members=2)
    assert set(refused.value.errors) == {"attendees"}
    a_meeting(an_office(), members=3)


def test_a_meeting_is_called_by_staff_of_its_office(kinds: Kinds) -> None:
    office = an_office()
    meeting = a_meeting(office)
    listed = [meetings.Attendee("member", name=f"委员{number}") for number in range(3)]
    for who in (team_of(office).leader, a_person_with(Role.DISCIPLINE_OBSERVER, office)):
        with pytest.raises(NotAllowed):
            meetings.write_attendance(meeting_id=meeting.pk, attendees=listed, actor=who)
    with pytest.raises(NotFound):
        meetings.write_attendance(meeting_id=meeting.pk, attendees=listed, actor=team_of(an_office()).clerk)
    meetings.write_attendance(meeting_id=meeting.pk, attendees=listed, actor=team_of(office).clerk)
    assert meeting.attendees.filter(present=True).count() == 3
    assert meeting.attendees.filter(present=False).exists()


def test_no_result_without_the_supervision_sections_finding(kinds: Kinds) -> None:
    application = an_application("accepted")
    on_agenda(application, found=False)
    team = team_of(application.office)
    assert errors_of(results.record_result, application_id=application.pk, outcome=an_outcome(), actor=team.clerk) == {
        "result"
    }
    with pytest.raises(NotAllowed):  # the clerk appraised
        meetings.find_procedure(application_id=application.pk, sound=True, finding="完备", actor=team.clerk)
    meetings.find_procedure(application_id=application.pk, sound=True, finding="完备", actor=team.verifier)
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)


def test_an_unsound_procedure_is_not_approved(kinds: Kinds) -> None:
    application = an_application("accepted")
    on_agenda(application, found=False)
    team = team_of(application.office)
    meetings.find_procedure(application_id=application.pk, sound=False, finding="未经党组研究", actor=team.verifier)
    given: Any = {"application_id": application.pk, "actor": team.clerk}
    assert errors_of(results.record_result, outcome=an_outcome(), **given) == {"result"}
    results.record_result(outcome=an_outcome("deferred"), **given)
    assert fresh(application).state == State.APPRAISED
    assert clocks_of(application) == {ClockKind.DELIBERATION}


@pytest.mark.parametrize(
    ("outcome", "fields"),
    [
        ({"yes": 5}, {"votes_for"}),  # more votes than members
        ({"yes": 2, "no": 2}, {"votes_for"}),  # no majority
        ({"criteria": {"lawful": True}}, {"criteria"}),
        ({"result": "disapproved", "yes": 0, "no": 4, "explanation": ""}, {"explanation"}),
        ({"result": "disapproved"}, {"votes_for"}),  # a majority is for it
        ({"recused": [(0, "近亲属")]}, {"recused"}),
        ({"result": "maybe"}, {"result"}),
    ],
)
def test_a_result_that_does_not_fit_is_refused(kinds: Kinds, outcome: dict[str, Any], fields: set[str]) -> None:
    application = an_application("accepted")
    on_agenda(application)
    given: Any = {"application_id": application.pk, "actor": team_of(application.office).clerk}
    assert errors_of(results.record_result, outcome=an_outcome(**outcome), **given) == fields
    results.record_result(outcome=an_outcome(), **given)


def test_who_withdrew_has_no_vote_and_does_not_sign(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting, team = on_agenda(application), team_of(application.office)
    leader = meeting.attendees.get(person_id=team.leader.person_id)
    given: Any = {"application_id": application.pk, "actor": team.clerk}
    gone = [(leader.pk, "曾任该单位负责人")]
    assert errors_of(results.record_result, outcome=an_outcome(recused=gone), **given) == {"votes_for"}
    results.record_result(outcome=an_outcome(yes=3, recused=gone), **given)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="通过。", actor=team.chief)
    with pytest.raises(NotAllowed):
        reply(application)
    reply(application, a_person_with(Role.OFFICE_LEADER, application.office))


def test_results_and_minutes_wait_for_the_day_of_the_meeting(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting = a_meeting(application.office, held_on=TODAY + timedelta(days=3))
    on_agenda(application, meeting)
    team = team_of(application.office)
    with pytest.raises(WrongState):
        results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    with pytest.raises(WrongState):
        meetings.close_meeting(meeting_id=meeting.pk, minutes="通过。", actor=team.chief)


def test_minutes_name_the_matters_without_result_and_stay_once_closed(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting, team = on_agenda(application), team_of(application.office)
    closing: Any = {"meeting_id": meeting.pk, "minutes": "通过。", "actor": team.chief}
    assert errors_of(meetings.close_meeting, **closing) == {"minutes"}
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    with pytest.raises(NotAllowed):
        meetings.close_meeting(**{**closing, "actor": team.clerk})
    meetings.close_meeting(**closing)
    with pytest.raises(MeetingClosed):
        meetings.close_meeting(**closing)
    with pytest.raises(MeetingClosed):
        results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)


def test_a_matter_returned_by_the_meeting_ends_with_its_explanation(kinds: Kinds) -> None:
    application = an_application("accepted")
    on_agenda(application)
    results.record_result(
        application_id=application.pk, outcome=an_outcome("returned"), actor=team_of(application.office).clerk
    )
    assert (fresh(application).state, fresh(application).end_reason) == (State.UNFIT, "条件尚不成熟")


def test_a_matter_comes_off_the_agenda_with_a_reason(kinds: Kinds) -> None:
    application = an_application("accepted")
    on_agenda(application)
    chief = team_of(application.office).chief
    assert errors_of(meetings.take_off_agenda, application_id=application.pk, reason="", actor=chief) == {"reason"}
    meetings.take_off_agenda(application_id=application.pk, reason="材料需补充", actor=chief)
    assert fresh(application).state == State.APPRAISED
    assert AgendaItem.objects.get(application=application).taken_off_on == TODAY


# Decision


def test_the_reply_has_number_copies_tasks_and_changes_the_figures(kinds: Kinds) -> None:
    unit = a_unit()
    a_partner(unit.office)
    application = an_application("accepted", unit=unit)
    done = replied(application)
    assert done.document is not None
    assert done.document.number == f"{unit.office.document_mark}批〔2026〕1号"
    assert done.sheet.purpose == "decision"
    application = fresh(application)
    assert application.state == State.IMPLEMENTING
    assert [one.approved_amount for one in application.items.filter(struck_on=None)] == [2]
    assert [(one.count, one.document) for one in Quota.objects.filter(unit=unit)] == [(2, done.document.number)]
    assert {str(one) for one in done.copies.all()} == {"监督检查科", str(unit.office.partners.get())}
    assert clocks_of(application) == {ClockKind.COPY, ClockKind.FOLLOW_UP}
    assert application.tasks.count() == 3
    wording = done.document.wording
    assert "同意所请事项。" in wording["paragraphs"] and wording["paragraphs"][-1] == "此复。"
    assert len(wording["copies"]) == 2


def test_fewer_may_be_approved_than_were_asked_for_but_not_more(kinds: Kinds) -> None:
    application = an_application("accepted")
    on_agenda(application)
    item = application.items.get(struck_on=None)
    given: Any = {"application_id": application.pk, "actor": team_of(application.office).clerk}
    assert errors_of(results.record_result, outcome=an_outcome(amounts={item.pk: 3}), **given) == {"amounts"}
    results.record_result(outcome=an_outcome(amounts={item.pk: 1}), **given)
    meeting = AgendaItem.objects.get(application=application).meeting
    meetings.close_meeting(meeting_id=meeting.pk, minutes="通过。", actor=team_of(application.office).chief)
    reply(application)
    assert Quota.objects.get(unit=application.unit).count == 1


def test_a_post_use_plan_becomes_a_commitment(kinds: Kinds) -> None:
    unit = a_unit()
    clerk = team_of(unit.office).clerk
    change_quota(unit_id=unit.pk, kind="institution", count=5, document="批文", actor=clerk)
    declare_staff(unit_id=unit.pk, kind="institution", actual=3, document="名册", actor=clerk)
    items = [
        NewItem(
            "招聘", amount=2, post_kind="institution", specialty="会计", entry_mode="公开招聘", talent_class="紧缺专业"
        )
    ]
    application = an_application("accepted", unit=unit, kind="quota_use_plan", items=items)
    done = replied(application)
    assert done.document is not None
    assert [(one.count, one.reason) for one in Commitment.objects.filter(unit=unit)] == [(2, done.document.number)]


def test_what_the_register_refuses_is_not_approved(kinds: Kinds) -> None:
    unit = a_unit()
    clerk = team_of(unit.office).clerk
    change_quota(unit_id=unit.pk, kind="institution", count=5, document="批文", actor=clerk)
    declare_staff(unit_id=unit.pk, kind="institution", actual=3, document="名册", actor=clerk)
    items = [
        NewItem(
            "招聘", amount=2, post_kind="institution", specialty="会计", entry_mode="公开招聘", talent_class="紧缺专业"
        )
    ]
    application = an_application("accepted", unit=unit, kind="quota_use_plan", items=items)
    decided(application)
    declare_staff(unit_id=unit.pk, kind="institution", actual=4, document="新名册", actor=clerk)
    with pytest.raises(Invalid) as refused:
        reply(application)
    assert set(refused.value.errors) == {"text"}
    assert fresh(application).state == State.ON_AGENDA
    assert not OfficialDocument.objects.filter(kind="official_reply").exists()


def test_a_reduction_changes_the_figures_through_the_same_door(kinds: Kinds) -> None:
    unit = a_unit()
    change_quota(unit_id=unit.pk, kind="institution", count=9, document="批文", actor=team_of(unit.office).clerk)
    application = an_application("accepted", unit=unit, kind="merge_or_abolish")
    replied(application)
    assert Quota.objects.filter(unit=unit).latest("pk").count == 6


def test_an_entry_opened_after_the_meeting_stops_the_reply(kinds: Kinds) -> None:
    unit = a_unit()
    application = an_application("accepted", unit=unit)
    decided(application)
    problem = a_problem("rectifying", unit=unit)
    with pytest.raises(NotAdmitted) as refused:
        reply(application)
    assert problem.number in str(refused.value) and refused.value.http_status == 409
    assert not Decision.objects.exists()
    meetings.take_off_agenda(application_id=application.pk, reason="待整改销号后再议", actor=team_of(unit.office).chief)
    assert fresh(application).state == State.APPRAISED
    assert AgendaItem.objects.get(application=application).result == "approved"  # the minutes stay


def test_a_refusal_is_replied_with_its_reason_and_changes_nothing(kinds: Kinds) -> None:
    application = an_application("accepted")
    decided(application, an_outcome("disapproved", yes=0, no=4))
    done = reply(application)
    assert (fresh(application).state, clocks_of(application)) == (State.DISAPPROVED, set())
    assert done.document is not None and "不予批准" in done.document.title
    assert not Quota.objects.exists() and not CopyReceipt.objects.exists()


def test_only_a_leader_signs_and_only_after_the_minutes(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting, team = on_agenda(application), team_of(application.office)
    with pytest.raises(WrongState):
        reply(application)
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    with pytest.raises(WrongState):
        reply(application)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="通过。", actor=team.chief)
    for who in (team.clerk, team.chief, people_of(application.unit).head):
        with pytest.raises(NotAllowed):
            reply(application, who)
    reply(application)
    with pytest.raises(WrongState):
        reply(application)


def test_who_examined_does_not_sign(kinds: Kinds) -> None:
    application = an_application("accepted")
    office = application.office
    both = a_person_with(Role.SECTION_CHIEF, office)
    give_role(both, Role.OFFICE_LEADER, office)
    initiate(application)
    appraise(application, actor=both)
    team, meeting = team_of(office), a_meeting(office)
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    meetings.find_procedure(application_id=application.pk, sound=True, finding="完备", actor=team.verifier)
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="通过。", actor=team.chief)
    with pytest.raises(NotAllowed):
        reply(application, both)
    reply(application)


def test_the_database_refuses_a_decision_without_a_meeting_and_by_who_examined(kinds: Kinds) -> None:
    application = an_application("accepted")
    on_agenda(application)
    signer = team_of(application.office).leader.person_id
    sheet = fresh(application).sheet
    item = AgendaItem.objects.get(application=application)
    for given in ({"agenda_item": None}, {"agenda_item": item}):
        with pytest.raises(IntegrityError), act("test", actor=system_account()):
            Decision(
                application=application, sheet=sheet, approved=True, text="同意", decided_on=TODAY,
                signed_by_id=signer, **given,
            ).save()  # fmt: skip
    with pytest.raises(IntegrityError), act("test", actor=system_account()):
        stored = fresh(application)
        stored.state = State.DISAPPROVED
        stored.save(update_fields=["state"])


def test_minutes_and_results_stay_in_the_database_too(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting = decided(application)
    meeting.refresh_from_db()
    with pytest.raises(IntegrityError), act("test", actor=system_account()):
        meeting.minutes = "另一份"
        meeting.save(update_fields=["minutes"])
    item = AgendaItem.objects.get(application=application)
    with pytest.raises(IntegrityError), act("test", actor=system_account()):
        item.votes_for = 3
        item.save(update_fields=["votes_for"])


def test_the_leader_names_tasks_of_his_own(kinds: Kinds) -> None:
    application = an_application("accepted")
    decided(application)
    late = [NewTask("duties", "修订三定", TODAY)]
    given: Any = {"application_id": application.pk, "actor": team_of(application.office).leader}
    assert errors_of(decision.issue_reply, reply=Reply("同意", tasks=late), **given) == {"tasks"}
    assert errors_of(decision.issue_reply, reply=Reply(" "), **given) == {"text"}
    tasks = [NewTask("duties", "修订三定", TODAY + timedelta(days=30))]
    decision.issue_reply(reply=Reply("同意", tasks=tasks, copies=[]), **given)
    assert [one.text for one in application.tasks.all()] == ["修订三定"]


# Copies


def test_each_receiver_acknowledges_its_own_copy(kinds: Kinds) -> None:
    unit = a_unit()
    partner = a_partner(unit.office)
    member = a_person_with(Role.PARTNER, partner)
    done = replied(an_application("accepted", unit=unit))
    copy = done.copies.get(partner=partner)
    team = team_of(unit.office)
    with pytest.raises(NotAllowed):
        decision.acknowledge(copy_id=copy.pk, actor=team.clerk)
    for stranger in (people_of(unit).head, a_person_with(Role.PARTNER, a_partner(an_office()))):
        with pytest.raises(NotFound):
            decision.acknowledge(copy_id=copy.pk, actor=stranger)
    decision.acknowledge(copy_id=copy.pk, note="已调整职数信息", actor=member)
    with pytest.raises(WrongState):
        decision.acknowledge(copy_id=copy.pk, actor=member)
    own = done.copies.get(partner=None)
    decision.acknowledge(copy_id=own.pk, actor=team.clerk)
    assert not Clock.objects.filter(kind=ClockKind.COPY, stopped_on=None).exists()
