"""From the draft to admission: what the unit files, what the sections say, what the gate answers."""

from typing import Any

import pytest
from approvals_cast import TODAY, a_draft, an_application, decide, fresh, review_all
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals.gate.judge import holds
from approvals.models import ApplicationKind, GateSheet, PreReview
from approvals.services import admission, filing, review
from approvals.services.admission import cured_applications, revive
from approvals.services.filing import NewFinding
from approvals.states import State
from deadlines.models import Clock, ClockKind
from documents.models import OfficialDocument
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from problems.models import Handling, Problem, ViolationType
from problems.services.rectification import NewFile
from tests.factories import a_problem, a_unit, people_of, team_of, verify
from verification import services as verification

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def clocks_of(application: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in Clock.objects.filter(subject_kind="application", subject_id=application.pk, stopped_on=None):
        found[one.kind] = found.get(one.kind, 0) + 1
    return found


def test_a_filed_application_has_number_signature_position_and_three_reviews(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    application = an_application("pre_review", unit=unit)
    assert application.number == f"{unit.office.code}申〔2026〕1"
    assert application.signed_by == people_of(unit).head.person
    assert [one["number"] for one in application.position] == [problem.number]
    assert {one.capacity for one in application.pre_reviews.all()} == set(PreReview.Capacity.values)
    assert clocks_of(application) == {ClockKind.PRE_REVIEW: 3}
    assert application.due_on is not None and application.due_on > TODAY


def test_filing_twice_with_one_key_files_once(kinds: Kinds) -> None:
    application = an_application()
    head = people_of(application.unit).head
    first = filing.submit(application_id=application.pk, actor=head, key="once")
    again = filing.submit(application_id=application.pk, actor=head, key="once", expected_version=1)
    assert first.number == again.number
    assert fresh(application).pre_reviews.count() == 3


def test_only_the_head_files(kinds: Kinds) -> None:
    application = an_application()
    with pytest.raises(NotAllowed):
        filing.submit(application_id=application.pk, actor=people_of(application.unit).clerk)
    assert fresh(application).state == State.DRAFT


def test_a_draft_is_hidden_from_the_office_and_from_strangers(kinds: Kinds) -> None:
    application = an_application()
    for stranger in (team_of(application.office).leader, people_of(a_unit(application.office)).head):
        with pytest.raises(NotFound):
            filing.withdraw(application_id=application.pk, reason="不再需要", actor=stranger)


def test_filing_names_everything_that_is_missing_at_once(kinds: Kinds) -> None:
    unit = a_unit()
    draft = filing.Draft(title="增编")
    application = filing.save_draft(unit_id=unit.pk, kind_code="more_quota", draft=draft, actor=people_of(unit).clerk)
    with pytest.raises(Invalid) as refused:
        filing.submit(application_id=application.pk, actor=people_of(unit).head)
    assert set(refused.value.errors) == {"form", "materials", "figures_agree", "items"}
    assert fresh(application).number is None


def test_a_disguised_material_is_refused(kinds: Kinds) -> None:
    application = an_application()
    upload = SimpleUploadedFile("请示.pdf", b"MZ\x90\x00 not a pdf at all")
    with pytest.raises(Invalid):
        filing.add_material(
            application_id=application.pk,
            code="request",
            file=NewFile(upload),
            actor=people_of(application.unit).clerk,
        )


def test_what_the_self_check_found_is_reported_on_filing(kinds: Kinds) -> None:
    kind = ViolationType.objects.get(code="idle_duties")
    application = an_application("pre_review", findings=[NewFinding(kind.pk, "一个科室职责长期空转")])
    finding = application.self_findings.get()
    assert finding.problem is not None
    assert (finding.problem.state, finding.problem.reported_by_unit) == ("reported", True)
    head = people_of(application.unit).head.person
    assert finding.problem.reported_by == head
    assert Handling.objects.get(problem=finding.problem, capacity=Handling.Capacity.REPORTED).person == head
    assert Clock.objects.get(subject_id=finding.problem.pk, kind=ClockKind.REPORT).office_id == application.office_id


def test_a_finding_that_counts_people_needs_its_figures_to_be_filed(kinds: Kinds) -> None:
    kind = ViolationType.objects.get(code="staff_over_quota")
    application = an_application(findings=[NewFinding(kind.pk, "超编一名")])
    head, clerk = people_of(application.unit).head, people_of(application.unit).clerk
    with pytest.raises(Invalid) as refusal:
        filing.submit(application_id=application.pk, actor=head)
    assert [str(one) for one in refusal.value.errors["findings"]] == ["自查发现第1项：该类型须填写核定数和实有数。"]
    draft = a_draft(application.kind, findings=[NewFinding(kind.pk, "超编一名", quota=20, actual=21)])
    filing.save_draft(application_id=application.pk, draft=draft, actor=clerk)
    filing.submit(application_id=application.pk, actor=head)
    finding = application.self_findings.get(dropped_on=None)
    assert finding.problem is not None and finding.problem.found == 1


def test_a_finding_taken_out_of_the_draft_is_not_reported(kinds: Kinds) -> None:
    kind = ViolationType.objects.get(code="idle_duties")
    application = an_application(findings=[NewFinding(kind.pk, "误填")])
    draft = a_draft(application.kind)
    filing.save_draft(application_id=application.pk, draft=draft, actor=people_of(application.unit).clerk)
    filing.submit(application_id=application.pk, actor=people_of(application.unit).head)
    assert not Problem.objects.filter(unit=application.unit).exists()
    assert application.self_findings.get().dropped_on == TODAY


def test_a_draft_keeps_its_past_and_refuses_a_stale_form(kinds: Kinds) -> None:
    application = an_application()
    clerk = people_of(application.unit).clerk
    draft = a_draft(application.kind, items=[filing.NewItem("增加事业编制", amount=5, post_kind="institution")])
    filing.save_draft(application_id=application.pk, draft=draft, actor=clerk, expected_version=application.version)
    assert [one.amount for one in fresh(application).items.filter(struck_on=None)] == [5]
    with pytest.raises(Stale):
        filing.save_draft(application_id=application.pk, draft=draft, actor=clerk, expected_version=application.version)


def test_after_the_third_opinion_the_application_waits_for_admission(kinds: Kinds) -> None:
    application = an_application("pre_review")
    review_all(application, team_of(application.office).verifier)
    assert fresh(application).state == State.REVIEWED
    assert clocks_of(application) == {ClockKind.ADMISSION: 1}


def test_an_opinion_is_given_once(kinds: Kinds) -> None:
    application = an_application("pre_review")
    clerk = team_of(application.office).clerk
    given = {"application_id": application.pk, "capacity": "supervision", "opinion": "agree", "actor": clerk}
    review.give_opinion(**given)
    with pytest.raises(Invalid):
        review.give_opinion(**given)


def test_an_addition_of_a_unit_without_entries_is_accepted_with_sheet_and_notice(kinds: Kinds) -> None:
    application = an_application("accepted")
    sheet = application.sheet
    assert sheet is not None and sheet.outcome == "admitted" and holds(sheet.inputs, sheet.answer, sheet.digest)
    papers = {one.kind for one in OfficialDocument.objects.all()}
    assert papers == {"gate_sheet", "admission_notice"}
    assert clocks_of(application) == {ClockKind.INITIATION: 1}


def test_an_entry_not_yet_rectified_refuses_an_addition_and_the_notice_names_it(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("assigned", unit=unit)
    application = an_application("refused", unit=unit)
    notice = OfficialDocument.objects.get(kind="refusal_notice")
    assert problem.number in "".join(notice.wording["paragraphs"])
    assert clocks_of(application) == {}


def test_a_paused_application_revives_when_its_entry_is_closed(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("verifying", step="sign_off", unit=unit)
    application = an_application("paused", unit=unit)
    assert cured_applications() == []
    with pytest.raises(WrongState) as refused:
        revive(application_id=application.pk, actor=team_of(unit.office).clerk)
    assert str(problem.number) in str(refused.value)
    verification.sign_off(problem_id=problem.pk, actor=team_of(unit.office).chief)
    assert cured_applications() == [application.pk]
    from approvals.jobs import revive_cured

    assert revive_cured() == 1
    assert fresh(application).state == State.REVIEWED
    assert decide(application).state == State.ACCEPTED
    assert GateSheet.objects.filter(application=application).count() == 2


def test_an_application_that_cures_the_entry_is_admitted(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    application = an_application("accepted", unit=unit, cures=[(problem.pk, "补办审批手续后即整改到位")])
    assert application.sheet is not None and application.sheet.answer["passed"][0]["why"] == "cured"


def test_a_reduction_passes_whatever_is_open(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("registered", unit=unit)
    an_application("accepted", unit=unit, kind="merge_or_abolish")


def test_an_irregular_motion_is_a_ground_of_its_own(kinds: Kinds) -> None:
    an_application("refused", kind="rename", irregular="未经党组集体研究")


def test_over_an_objection_only_a_decider_accepts_and_says_why(kinds: Kinds) -> None:
    application = an_application("pre_review")
    team = team_of(application.office)
    review_all(application, team.verifier, opinion="object")
    with pytest.raises(Invalid):
        admission.decide_admission(application_id=application.pk, actor=team.clerk, note="同意")
    with pytest.raises(Invalid):
        admission.decide_admission(application_id=application.pk, actor=team.chief)
    admission.decide_admission(application_id=application.pk, actor=team.chief, note="异议事项已在请示中说明")
    assert fresh(application).state == State.ACCEPTED


def test_a_returned_application_comes_back_under_its_number_with_a_new_round(kinds: Kinds) -> None:
    application = an_application("pre_review")
    team, at_unit = team_of(application.office), people_of(application.unit)
    review.return_for_completion(application_id=application.pk, reason="缺少党组纪要", actor=team.clerk)
    assert clocks_of(application) == {ClockKind.COMPLETE_APPLICATION: 1}
    filing.submit(application_id=application.pk, actor=at_unit.head)
    again = fresh(application)
    assert again.number == application.number
    assert {one.round for one in again.pre_reviews.filter(dropped_on=None)} == {2}
    assert clocks_of(application) == {ClockKind.PRE_REVIEW: 3}


def test_a_withdrawn_application_keeps_its_past_and_has_no_clock(kinds: Kinds) -> None:
    application = an_application("pre_review")
    filing.withdraw(application_id=application.pk, reason="另行研究", actor=people_of(application.unit).head)
    assert fresh(application).state == State.WITHDRAWN
    assert clocks_of(application) == {}
    assert fresh(application).number


def test_an_application_in_whose_place_another_stands_is_superseded_and_names_it(kinds: Kinds) -> None:
    application = an_application("pre_review")
    head = people_of(application.unit).head
    other, strange = an_application("pre_review", unit=application.unit), an_application("pre_review")
    for number in (strange.number, application.number, "0"):
        with pytest.raises(Invalid) as refusal:
            filing.withdraw(application_id=application.pk, reason="合并申请", replaced_by=number, actor=head)
        assert "replaced_by" in refusal.value.errors
    filing.withdraw(application_id=application.pk, reason="合并申请", replaced_by=other.number, actor=head)
    ended = fresh(application)
    assert (ended.state, ended.superseded_by, clocks_of(application)) == (State.SUPERSEDED, other, {})
    client = Client()
    client.force_login(head)
    page = client.get(reverse("approvals:detail", args=[application.pk])).content.decode()
    assert reverse("approvals:detail", args=[other.pk]) in page and other.number in page


def test_a_change_of_rank_may_touch_no_leadership_posts(kinds: Kinds) -> None:
    assert fresh(an_application("pre_review", kind="change_rank", items=[])).number


def test_a_unit_merged_meanwhile_is_told_who_files(kinds: Kinds) -> None:
    from audit.acts import act
    from tests.factories import system_account

    application = an_application("reviewed")
    with act("unit.enter", actor=system_account().actor_facts()):
        application.unit.valid_until = TODAY.replace(day=1, month=8)
        application.unit.save()
    with pytest.raises(WrongState) as refused:
        admission.decide_admission(application_id=application.pk, actor=team_of(application.office).clerk)
    assert application.unit.name in str(refused.value)


def test_sections_lead_by_share_or_importance(kinds: Kinds) -> None:
    application = an_application("pre_review")
    chief = team_of(application.office).chief
    sections = list(application.office.sections.order_by("pk"))
    given = {"application_id": application.pk, "lead_id": sections[0].pk, "actor": chief}
    with pytest.raises(Invalid):
        review.assign_sections(basis="share", assisting_ids=[sections[1].pk], **given)
    review.assign_sections(basis="share", share=70, assisting_ids=[sections[1].pk], **given)
    assert application.parts.filter(until=None).count() == 2


def test_the_problem_of_a_reported_finding_does_not_block_before_it_is_registered(kinds: Kinds) -> None:
    from problems.models import ViolationType

    kind = ViolationType.objects.get(code="other")
    an_application("accepted", findings=[NewFinding(kind.pk, "档案不全")])
    assert Problem.objects.get().state == "reported"


def test_verified_entries_still_block_until_they_are_closed(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("verifying", unit=unit)
    verify(problem, until="look_back")
    an_application("paused", unit=unit)
