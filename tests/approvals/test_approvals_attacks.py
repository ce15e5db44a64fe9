"""What somebody would try: two posts taken for one, authority by the back door, one person counted twice, forms of one
thing sent for another, claims that nobody checked."""

from datetime import timedelta
from typing import Any

import pytest
from approvals_cast import (
    TODAY,
    a_meeting,
    an_application,
    an_outcome,
    appraise,
    beyond,
    decided,
    fresh,
    initiate,
    on_agenda,
    replied,
    reply,
    review_all,
    routed_up,
)
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.errors import BeyondAuthority
from approvals.models import ApplicationKind, Meeting
from approvals.rules.authority import decider_of
from approvals.rules.follow_up import NewTask
from approvals.services import (
    admission,
    appraisal,
    authority,
    controls,
    decision,
    exceptions,
    filing,
    follow_up,
    gate_rules,
    meetings,
    results,
    review,
)
from approvals.services.authority import Line
from approvals.services.controls import NewControl, Study
from approvals.services.decision import Answer, Reply
from approvals.services.exceptions import NewException
from approvals.services.filing import NewItem, NewPerson
from approvals.services.meetings import Attendee, NewMeeting
from approvals.states import State
from audit.acts import act
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account, Unit
from organizations.people import system_account
from organizations.roles import Role
from problems.acting import KeyUsed
from staffing import services as staffing
from staffing.models import Commitment, Quota
from tests.factories import a_file, a_person_with, a_problem, a_unit, an_office, give_role, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
DUE = TODAY + timedelta(days=20)


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


def gone(unit: Unit) -> None:
    """The unit was merged yesterday."""
    with act("unit.enter", actor=system_account().actor_facts()):
        unit.valid_until = TODAY - timedelta(days=1)
        unit.save()


# Who signs


def test_a_head_of_another_unit_does_not_sign_where_they_are_a_clerk(kinds: Kinds) -> None:
    application = an_application()
    both = a_person_with(Role.UNIT_HEAD, a_unit(application.office))
    give_role(both, Role.UNIT_CLERK, application.unit)
    with pytest.raises(NotAllowed):
        filing.submit(application_id=application.pk, actor=both)
    filing.submit(application_id=application.pk, actor=people_of(application.unit).head)
    with pytest.raises(NotAllowed):
        filing.withdraw(application_id=application.pk, reason="另行研究", actor=both)


def test_who_appraised_does_not_sign_although_somebody_wrote_the_appraisal_again(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    team = team_of(application.office)
    both = a_person_with(Role.OFFICE_CLERK, application.office)
    give_role(both, Role.OFFICE_LEADER, application.office)
    appraise(application, actor=both)
    appraise(application)
    meeting = a_meeting(application.office)
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    with pytest.raises(NotAllowed):
        meetings.find_procedure(application_id=application.pk, sound=True, finding="程序完备", actor=both)
    meetings.find_procedure(application_id=application.pk, sound=True, finding="程序完备", actor=team.verifier)
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="表决通过。", actor=team.chief)
    with pytest.raises(NotAllowed):
        reply(application, both)
    reply(application)


def test_who_withdrew_under_a_written_name_does_not_sign(kinds: Kinds) -> None:
    application = an_application("accepted")
    team = team_of(application.office)
    listed = [Attendee("member", name=name, body="编委") for name in ("甲", "乙", "丙", team.leader.person.name)]
    meeting = meetings.call_meeting(
        office_id=application.office_id, meeting=NewMeeting("commission", "第1次会议", TODAY, "主任"),
        attendees=listed, actor=team.clerk,
    )  # fmt: skip
    on_agenda(application, meeting)
    gone = meeting.attendees.get(name=team.leader.person.name)
    outcome = an_outcome(yes=3, recused=[(gone.pk, "曾在该单位任职")])
    results.record_result(application_id=application.pk, outcome=outcome, actor=team.clerk)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="表决通过。", actor=team.chief)
    with pytest.raises(NotAllowed):
        reply(application)
    reply(application, a_person_with(Role.OFFICE_LEADER, application.office))


# Meetings


def test_one_person_has_one_vote_whatever_the_list_says(kinds: Kinds) -> None:
    office = an_office()
    team = team_of(office)
    twice = [
        Attendee("member", person_id=team.leader.person_id),
        Attendee("member", person_id=team.leader.person_id, body="编委"),
        Attendee("member", person_id=team.chief.person_id),
    ]
    called = NewMeeting("directors", "第2次会议", TODAY, "主任")
    assert errors_of(meetings.call_meeting, office_id=office.pk, meeting=called, attendees=twice, actor=team.clerk) == {
        "attendees"
    }
    assert not Meeting.objects.exists()
    as_well = [
        *(Attendee("member", person_id=one.person_id) for one in (team.leader, team.chief, team.clerk)),
        Attendee("observer", person_id=team.leader.person_id, body="派驻纪检监察组"),
    ]
    assert errors_of(
        meetings.call_meeting, office_id=office.pk, meeting=called, attendees=as_well, actor=team.clerk
    ) == {"attendees"}


@pytest.mark.parametrize("way", ["route_up", "unfit", "lapse", "taken_up"])
def test_a_matter_that_leaves_its_agenda_does_not_keep_the_meeting_open(kinds: Kinds, way: str) -> None:
    unit = a_unit(an_office(superior=an_office(level="province")))
    application = an_application("accepted", unit=unit)
    meeting, team = on_agenda(application), team_of(application.office)
    given: Any = {"application_id": application.pk, "actor": team.chief}
    if way == "route_up":
        beyond(application.office)
        results.route_up(reason="重大事项", **given)
    elif way == "unfit":
        appraisal.return_as_unfit(explanation="条件不成熟", **given)
    elif way == "lapse":
        filing.lapse(reason="单位撤销", **given)
    else:
        take_up(unit)
    closed = meetings.close_meeting(meeting_id=meeting.pk, minutes="本次会议无其他事项。", actor=team.chief)
    assert closed.closed_on == TODAY


def test_a_meeting_held_before_the_admission_decides_nothing(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    appraise(application)
    early = a_meeting(application.office, held_on=TODAY - timedelta(days=1))
    given: Any = {"application_id": application.pk, "actor": team_of(application.office).clerk}
    assert errors_of(meetings.put_on_agenda, meeting_id=early.pk, **given) == {"meeting"}
    meetings.put_on_agenda(meeting_id=a_meeting(application.office).pk, **given)


def test_a_superior_does_not_answer_before_the_admission(kinds: Kinds) -> None:
    superior = an_office(level="province")
    application = an_application("accepted", unit=a_unit(an_office(superior=superior)))
    routed_up(application)
    given: Any = {"application_id": application.pk, "reply": Reply("同意"), "actor": team_of(superior).leader}
    early = Answer("approved", "省委编委会议", TODAY - timedelta(days=1), body="commission")
    assert errors_of(decision.answer_as_superior, answer=early, **given) == {"decided_on"}
    decision.answer_as_superior(answer=Answer("approved", "省委编委会议", TODAY, body="commission"), **given)


# Authority


def test_leadership_posts_in_another_kind_are_decided_by_who_decides_leadership_posts(kinds: Kinds) -> None:
    few = an_application(items=[NewItem("增加副职", amount=3, level="deputy")])
    assert decider_of(few, TODAY).body == "commission"
    many = an_application(
        unit=a_unit(an_office(superior=an_office(level="province"))),
        items=[NewItem("增加编制", amount=1, post_kind="institution"), NewItem("增加副职", amount=4, level="deputy")],
    )
    assert decider_of(many, TODAY).body == "superior"
    plain = an_application(items=[NewItem("增加编制", amount=5, post_kind="institution")])
    assert decider_of(plain, TODAY).body == "directors"


def test_an_item_names_a_kind_of_post_or_a_level_not_both(kinds: Kinds) -> None:
    application = an_application(items=[NewItem("增加编制", amount=2, post_kind="institution", level="deputy")])
    assert "items" in errors_of(filing.submit, application_id=application.pk, actor=people_of(application.unit).head)


def test_a_plan_names_kinds_of_posts_and_commits_them(kinds: Kinds) -> None:
    unit = a_unit()
    clerk = team_of(unit.office).clerk
    staffing.change_quota(unit_id=unit.pk, kind="institution", count=5, document="批文", actor=clerk)
    item = {"amount": 2, "specialty": "会计", "entry_mode": "公开招聘", "talent_class": "紧缺专业"}
    without = an_application(unit=unit, kind="quota_use_plan", items=[NewItem("招聘", level="deputy", **item)])
    assert "items" in errors_of(filing.submit, application_id=without.pk, actor=people_of(unit).head)
    assert not Commitment.objects.exists()


def test_a_table_changed_meanwhile_takes_the_matter_out_of_a_lower_bodys_hands(kinds: Kinds) -> None:
    application = an_application("accepted")
    team = team_of(application.office)
    initiate(application)
    appraise(application)
    meeting = a_meeting(application.office, body="directors")
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    meetings.find_procedure(application_id=application.pk, sound=True, finding="程序完备", actor=team.verifier)
    authority.write_authority(office_id=application.office_id, lines=[Line("committee")], actor=team.leader)
    with pytest.raises(BeyondAuthority):
        results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    results.record_result(application_id=application.pk, outcome=an_outcome("deferred"), actor=team.clerk)


# The gate


def test_a_cure_that_the_supervision_section_does_not_confirm_opens_nothing(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    application = an_application("pre_review", unit=unit, cures=[(problem.pk, "增编后即不再超编")])
    team = team_of(unit.office)
    review_all(application, team.verifier, opinion="object")
    admission.decide_admission(application_id=application.pk, actor=team.chief, note="予以支持")
    assert fresh(application).state == State.PAUSED


def test_a_unit_merged_after_admission_gets_no_approval(kinds: Kinds) -> None:
    application = an_application("accepted", kind="rename")
    meeting = decided(application)
    gone(application.unit)
    with pytest.raises(WrongState):
        reply(application)
    assert meeting is not None and fresh(application).state == State.ON_AGENDA


# Forms sent for something else


def test_a_key_of_one_task_does_not_answer_for_another(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application, tasks=[NewTask("duties", "修订三定", DUE), NewTask("report", "报告", DUE)], copies=[])
    first, second = application.tasks.order_by("pk")
    clerk = people_of(application.unit).clerk
    follow_up.report_task(task_id=first.pk, text="已修订", files=[a_file()], actor=clerk, key="once")
    follow_up.report_task(task_id=first.pk, text="已修订", files=[a_file()], actor=clerk, key="once")
    with pytest.raises(KeyUsed):
        follow_up.report_task(task_id=second.pk, text="已报告", files=[a_file()], actor=clerk, key="once")
    second.refresh_from_db()
    assert second.reported_on is None


def test_a_key_of_one_opinion_does_not_answer_for_another(kinds: Kinds) -> None:
    application = an_application("pre_review")
    given: Any = {
        "application_id": application.pk, "opinion": "agree", "actor": team_of(application.office).verifier,
        "key": "once",
    }  # fmt: skip
    first = review.give_opinion(capacity="supervision", **given)
    assert review.give_opinion(capacity="supervision", **given) == first
    with pytest.raises(KeyUsed):
        review.give_opinion(capacity="registration", **given)


# Wrong state


def test_sections_are_not_named_for_what_has_ended(kinds: Kinds) -> None:
    application = an_application("pre_review")
    team = team_of(application.office)
    section = application.office.sections.order_by("pk").first()
    filing.withdraw(application_id=application.pk, reason="另行研究", actor=people_of(application.unit).head)
    with pytest.raises(WrongState):
        review.assign_sections(application_id=application.pk, lead_id=section.pk, basis="only", actor=team.chief)


def test_what_the_unit_did_not_report_is_not_found_wanting_before_its_day(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application, tasks=[NewTask("duties", "修订三定", DUE)], copies=[])
    task = application.tasks.get()
    assert "fulfilled" in errors_of(
        follow_up.check_task, task_id=task.pk, fulfilled=False, finding="未见", actor=team_of(application.office).clerk
    )


def test_a_report_under_check_is_not_overwritten(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application, tasks=[NewTask("duties", "修订三定", DUE)], copies=[])
    task, clerk = application.tasks.get(), people_of(application.unit).clerk
    follow_up.report_task(task_id=task.pk, text="已修订", files=[a_file()], actor=clerk)
    with pytest.raises(WrongState):
        follow_up.report_task(task_id=task.pk, text="改口", files=[a_file()], actor=clerk)


def take_up(unit: Unit, **given: Any) -> Any:
    return controls.withdraw_authority(
        office_id=unit.office_id,
        control=NewControl(**{"scope": "unit", "unit_id": unit.pk, "reason": "违规", "decided_by": "编委", **given}),
        study=Study("专题研究报告", "已听取意见", "市编委〔2026〕6号", TODAY),
        actor=team_of(unit.office.superior).leader,
    )


def test_authority_taken_up_does_not_end_by_itself(kinds: Kinds) -> None:
    unit = a_unit(an_office(level="county", superior=an_office()))
    assert errors_of(take_up, unit, until=TODAY + timedelta(days=30)) == {"until"}


def test_the_table_is_set_twice_on_one_day(kinds: Kinds) -> None:
    office = an_office()
    leader = team_of(office).leader
    for body in ("committee", "commission"):
        authority.write_authority(office_id=office.pk, lines=[Line(body)], actor=leader)


# People


def test_where_a_person_holds_a_post_is_not_told_to_another_unit(kinds: Kinds) -> None:
    holder, asking = a_unit(name="秘密单位"), a_unit()
    clerk = team_of(holder.office).clerk
    number = "11010519491231002X"
    staffing.enter_post(
        unit_id=holder.pk, as_found=True, actor=clerk,
        post=staffing.NewPost(name="王某", identity_number=number, kind="institution", entered_on=TODAY, document="表"),
    )  # fmt: skip
    people = [NewPerson("王某", number, "institution")]
    application = an_application(unit=asking, kind="onto_quota", people=people)
    with pytest.raises(Invalid) as refused:
        filing.submit(application_id=application.pk, actor=people_of(asking).head)
    said = str([[str(one) for one in listed] for listed in refused.value.errors.values()])
    assert "秘密单位" not in said and number not in said and "people" in refused.value.errors


def test_two_plans_do_not_get_the_same_vacancy_by_naming_a_departure(kinds: Kinds) -> None:
    unit = a_unit()
    given: Any = {"unit_id": unit.pk, "kind": "institution", "actor": team_of(unit.office).clerk}
    staffing.change_quota(count=5, document="云编〔2020〕1号", **given)
    staffing.declare_staff(actual=3, document="2026年统计", **given)
    item = NewItem(
        "招聘",
        amount=2,
        post_kind="institution",
        specialty="会计",
        entry_mode="招聘",
        talent_class="紧缺专业",
        departures=1,
    )
    plans = [an_application("accepted", unit=unit, kind="quota_use_plan", items=[item]) for _number in range(2)]
    replied(plans[0])
    decided(plans[1])
    assert errors_of(reply, plans[1]) == {"text"}
    assert Commitment.objects.get().count == 2


def test_one_out_one_in_still_passes_where_all_posts_are_filled(kinds: Kinds) -> None:
    unit = a_unit()
    given: Any = {"unit_id": unit.pk, "kind": "institution", "actor": team_of(unit.office).clerk}
    staffing.change_quota(count=5, document="云编〔2020〕1号", **given)
    staffing.declare_staff(actual=5, document="2026年统计", **given)
    item = NewItem(
        "招聘",
        amount=1,
        post_kind="institution",
        specialty="会计",
        entry_mode="招聘",
        talent_class="紧缺专业",
        departures=1,
    )
    replied(an_application("accepted", unit=unit, kind="quota_use_plan", items=[item]))
    assert Commitment.objects.get().count == 1


def test_while_authority_is_taken_up_the_lower_office_makes_no_exception(kinds: Kinds) -> None:
    unit = a_unit(an_office(level="county", superior=an_office()))
    problem = a_problem("rectifying", unit=unit)

    def exception(**given: Any) -> Any:
        new = NewException(
            **{
                "kinds": ["more_quota"], "entries": [problem.pk], "meeting": "编委会议", "held_on": TODAY,
                "participants": ["甲", "乙", "丙"], "reason": "重大项目", "expires_on": TODAY, **given,
            }
        )  # fmt: skip
        return exceptions.record_exception(unit_id=unit.pk, exception=new, actor=team_of(unit.office).leader)

    take_up(unit, kinds=["more_quota"])
    assert errors_of(exception) == {"kinds"}
    assert exception(kinds=["rename"]).kinds == ["rename"]


def test_a_matter_that_changes_no_posts_brings_none_with_it(kinds: Kinds) -> None:
    application = an_application(kind="rename", items=[NewItem("减少编制", amount=-3, post_kind="institution")])
    assert "items" in errors_of(filing.submit, application_id=application.pk, actor=people_of(application.unit).head)


def test_what_a_superior_that_took_up_authority_routes_up_is_answered_further_up(kinds: Kinds) -> None:
    province = an_office(level="province")
    city = an_office(superior=province)
    unit = a_unit(an_office(level="county", superior=city))
    take_up(unit)
    application = an_application("pre_review", unit=unit)
    review_all(application, team_of(city).verifier)
    admission.decide_admission(application_id=application.pk, actor=team_of(city).clerk)
    routed_up(application)
    answer, leader = Answer("approved", "省委编委会议", TODAY, body="commission"), team_of(province).leader
    decision.answer_as_superior(application_id=application.pk, answer=answer, reply=Reply("同意"), actor=leader)
    assert Quota.objects.get(unit=unit).count == 2


def test_a_unit_does_not_read_votes_and_the_finding_on_procedure(kinds: Kinds, client: Any) -> None:
    application = an_application("accepted")
    initiate(application)
    appraise(application)
    team, meeting = team_of(application.office), a_meeting(application.office)
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    meetings.find_procedure(application_id=application.pk, sound=True, finding="只供内部掌握", actor=team.verifier)
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    page = reverse("approvals:detail", args=[application.pk])
    read = reverse("api_application_proceedings", args=[application.pk])
    client.force_login(people_of(application.unit).head)
    assert "只供内部掌握" not in client.get(page).content.decode()
    assert client.get(read).json()["agenda"][0]["votes_for"] is None
    client.force_login(team.clerk)
    assert "只供内部掌握" in client.get(page).content.decode()
    assert client.get(read).json()["agenda"][0]["votes_for"] == 4


def test_the_board_asks_as_often_for_six_blocked_applications_as_for_one(kinds: Kinds, client: Any) -> None:
    def asked() -> int:
        client.force_login(Account.objects.get(pk=clerk.pk))
        client.get(reverse("approvals:board"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("approvals:board")).status_code == 200
        return len(queries)

    unit = a_unit()
    clerk = team_of(unit.office).clerk
    a_problem("rectifying", unit=unit)
    an_application("paused", unit=unit)
    once = asked()
    for _number in range(5):
        an_application("paused", unit=unit)
    assert asked() == once


def test_an_office_does_not_write_its_rules_free_of_suspension_and_withdrawal(kinds: Kinds) -> None:
    unit = a_unit(an_office(level="county", superior=an_office()))
    team = team_of(unit.office)
    rule = gate_rules.draft_rules(office_id=unit.office_id, actor=team.chief)
    free = [
        gate_rules.Clause("admitted", "一律受理", "All pass"),
        gate_rules.Clause("admitted", "不影响", "Passes", ground="suspension"),
    ]
    gate_rules.write_rules(rule_id=rule.pk, clauses=free, note="放宽", actor=team.chief)
    gate_rules.publish_rules(rule_id=rule.pk, actor=team.leader)
    pending = an_application("reviewed", unit=unit)
    stop = NewControl("unit", "拒不整改", "市编委", unit_id=unit.pk, kinds=["rename"])
    controls.suspend(office_id=unit.office_id, control=stop, actor=team_of(unit.office.superior).leader)
    an_application("paused", unit=unit, kind="rename")
    take_up(unit)
    admission.decide_admission(application_id=pending.pk, actor=team.clerk)
    assert fresh(pending).state == State.REFUSED
