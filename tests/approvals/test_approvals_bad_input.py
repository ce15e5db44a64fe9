"""Bad input at the doors, one test each: a clear sentence comes back, what was typed is still there, nothing is lost.

The list is the one that closes the order for this room: figures that do not add up, people twice, posts of the wrong
kind, materials missing or disguised, a unit merged meanwhile, a decision on a stale sheet, two sections at once.
"""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from approvals_cast import TODAY, a_draft, an_application, an_outcome, fresh, on_agenda, together
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from approvals.models import Application, ApplicationKind, ApplicationMaterial, Decision, GateSheet, PreReview
from approvals.services import filing, meetings, results, review
from approvals.states import State
from audit.acts import act
from documents.models import OfficialDocument
from organizations.errors import DomainError, Invalid
from organizations.models import Account, Unit
from staffing.services.quotas import change_quota, declare_staff
from tests.factories import a_problem, a_unit, people_of, system_account, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
NUMBER = "11010519491231002X"
GROUNDS = "急诊量三年增加四成，<b>确有</b>必要"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def typed(unit: Unit, *rows: dict[str, Any], **given: Any) -> dict[str, Any]:
    """What the page of a draft sends."""
    data: dict[str, Any] = {
        "unit": unit.pk, "title": "关于增加编制的请示", "form_grounds": GROUNDS, "figures_agree": "yes",
        "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, "findings-TOTAL_FORMS": 0,
        "findings-INITIAL_FORMS": 0, **given,
    }  # fmt: skip
    for place, row in enumerate(rows):
        data |= {f"rows-{place}-{name}": value for name, value in row.items()}
    return data


def a_staffed_unit(quota: int, actual: int) -> Unit:
    unit = a_unit()
    given: dict[str, Any] = {"unit_id": unit.pk, "kind": "institution", "actor": team_of(unit.office).clerk}
    change_quota(count=quota, document="云编〔2020〕1号", **given)
    declare_staff(actual=actual, document="2026年统计", **given)
    return unit


def kept_state(application: Application) -> tuple[Any, ...]:
    """All that a refusal must leave as it was."""
    now = fresh(application)
    return (
        *(now.state, now.version, now.number, now.sheet_id),
        *(GateSheet.objects.count(), OfficialDocument.objects.count(), Decision.objects.count()),
        *(ApplicationMaterial.objects.filter(application=now, replaced_on=None).count(), now.items.count()),
    )


def test_figures_that_do_not_add_up_are_named_with_their_numbers(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 33)
    clerk, head = signed_in(people_of(unit).clerk), signed_in(people_of(unit).head)
    row = {
        "what": "护士",
        "post_kind": "institution",
        "amount": 3,
        "specialty": "护理",
        "entry_mode": "招聘",
        "talent_class": "紧缺专业",
    }
    said = text_of(clerk.post("/approvals/check/quota_use_plan/", typed(unit, row)))
    assert "申请3名，可用空编2名" in said.replace(" ", "")  # already while typing
    saved = clerk.post("/approvals/new/quota_use_plan/", typed(unit, row, form_analysis="年龄结构合理"))
    assert saved.status_code == 302
    application = Application.objects.get(unit=unit)
    before = kept_state(application)
    refused = head.post(f"/approvals/{application.pk}/submit/", {"version": application.version})
    assert refused.status_code == 422
    assert "申请3名，可用空编2名" in text_of(refused).replace(" ", "")
    assert kept_state(application) == before and fresh(application).form["grounds"] == GROUNDS


def test_votes_that_do_not_add_up_are_not_a_result(kinds: Kinds) -> None:
    application = an_application("accepted")
    meeting = on_agenda(application)
    before = kept_state(application)
    clerk = signed_in(team_of(application.office).clerk)
    data = {
        "result": "approved", "criteria": ["leadership", "lawful", "sound"], "votes_for": 9, "votes_against": 0,
        "abstentions": 0, "version": fresh(application).version,
    }  # fmt: skip
    refused = clerk.post(f"/approvals/{application.pk}/result/", data)
    assert refused.status_code == 422 and 'value="9"' in text_of(refused)
    assert refused.context["form"].errors
    assert kept_state(application) == before and meeting.agenda.get().result == ""


def test_a_person_listed_twice_is_named_and_the_whole_list_stays(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    clerk = signed_in(people_of(unit).clerk)
    person = {"name": "王小明", "number": NUMBER, "post_kind": "institution"}
    other = {"name": "李四", "number": "11010519491231002x", "post_kind": "institution"}
    said = text_of(clerk.post("/approvals/check/onto_quota/", typed(unit, person, other)))
    refused = clerk.post("/approvals/new/onto_quota/", typed(unit, person, other))
    assert refused.status_code == 422
    for page in (said, text_of(refused)):
        assert "第2人重复" in page.replace(" ", "") or "重复" in page
    for word in ("王小明", "李四", NUMBER, GROUNDS):
        assert word in text_of(refused)
    assert not Application.objects.filter(unit=unit).exists()


def test_a_kind_of_post_the_unit_does_not_have_is_not_mixed_with_its_own(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    clerk, head = signed_in(people_of(unit).clerk), signed_in(people_of(unit).head)
    row = {
        "what": "文员",
        "post_kind": "administrative",
        "amount": 1,
        "specialty": "文秘",
        "entry_mode": "考录",
        "talent_class": "紧缺专业",
    }
    said = text_of(clerk.post("/approvals/check/quota_use_plan/", typed(unit, row)))
    assert "行政" in said and "混用" in said
    clerk.post("/approvals/new/quota_use_plan/", typed(unit, row, form_analysis="年龄结构合理"))
    application = Application.objects.get(unit=unit)
    before = kept_state(application)
    refused = head.post(f"/approvals/{application.pk}/submit/", {"version": application.version})
    assert refused.status_code == 422 and "混用" in text_of(refused)
    assert kept_state(application) == before


def test_missing_materials_are_named_one_by_one(kinds: Kinds) -> None:
    unit = a_unit()
    clerk = people_of(unit).clerk
    application = filing.save_draft(
        unit_id=unit.pk, kind_code="more_quota", draft=a_draft(kinds["more_quota"]), actor=clerk
    )
    head = signed_in(people_of(unit).head)
    page = text_of(head.get(f"/approvals/{application.pk}/"))
    refused = head.post(f"/approvals/{application.pk}/submit/", {"version": application.version})
    assert refused.status_code == 422
    for line in kinds["more_quota"].materials:
        assert (line["zh"] in text_of(refused)) == line["required"]
        assert line["zh"] in page
    assert fresh(application).number is None


def test_a_disguised_material_is_refused_at_page_and_api_and_the_one_before_stays(kinds: Kinds) -> None:
    application = an_application()
    clerk = signed_in(people_of(application.unit).clerk)
    before = kept_state(application)
    for send in (
        lambda file: clerk.post(f"/approvals/{application.pk}/materials/", {"code": "request", "file": file}),
        lambda file: clerk.post(f"/api/v1/applications/{application.pk}/materials/", {"code": "request", "file": file}),
    ):
        refused = send(SimpleUploadedFile("请示.pdf", b"MZ\x90\x00 not a pdf at all"))
        assert refused.status_code == 422, refused.content
        assert "与文件名不符。请用原软件重新保存" in text_of(refused)
        assert kept_state(application) == before


def merged(unit: Unit) -> None:
    with act("unit.enter", actor=system_account().actor_facts()):
        unit.valid_until = TODAY.replace(day=1, month=8)
        unit.save()


def test_a_unit_merged_meanwhile_neither_files_nor_is_admitted_and_the_sentence_says_who_does(kinds: Kinds) -> None:
    draft, reviewed = an_application(), an_application("reviewed")
    for one in (draft, reviewed):
        merged(one.unit)
    before = kept_state(draft), kept_state(reviewed)
    head, clerk = signed_in(people_of(draft.unit).head), signed_in(team_of(reviewed.office).clerk)
    filed = head.post(f"/approvals/{draft.pk}/submit/", {"version": draft.version})
    admitted = clerk.post(f"/approvals/{reviewed.pk}/admission/", {"version": reviewed.version})
    by_api = clerk.post(f"/api/v1/applications/{reviewed.pk}/admission/", {}, content_type="application/json")
    assert [one.status_code for one in (filed, admitted, by_api)] == [422, 409, 409]
    for answer in (filed, admitted):
        assert "承接" in text_of(answer)  # the unit that took over files
    assert "approvals.unit_gone" in by_api.content.decode()
    assert (kept_state(draft), kept_state(reviewed)) == before


def test_a_decision_on_a_stale_sheet_is_stopped_names_the_entry_and_issues_nothing(kinds: Kinds) -> None:
    application = an_application("accepted")
    team = team_of(application.office)
    meeting = on_agenda(application)
    results.record_result(application_id=application.pk, outcome=an_outcome(), actor=team.clerk)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="表决通过。", actor=team.chief)
    problem = a_problem("registered", unit=application.unit)  # after the sheet
    before = kept_state(application)
    leader = signed_in(team.leader)
    path = f"/approvals/{application.pk}/reply/"
    form = leader.get(path).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items() if name.startswith(("task", "due"))}
    data |= {"text": "同意增加编制2名。", "version": fresh(application).version, "key": "once"}
    data |= {"copies": form.fields["copies"].initial} if "copies" in form.fields else {}
    refused = leader.post(path, data)
    assert refused.status_code == 409
    assert problem.number in text_of(refused) and "同意增加编制2名。" in text_of(refused)
    assert kept_state(application) == before
    # Withdrawn as an error, the entry no longer stands in the way, and the same form goes through.
    from problems.services import intake

    intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=team.chief)
    assert leader.post(path, data).status_code == 302
    assert Decision.objects.get(application=application).approved


@pytest.mark.parametrize("path", ["opinion", "admission", "edit"])
def test_a_form_that_came_too_late_shows_what_others_did_and_goes_through_when_sent_again(
    kinds: Kinds, path: str
) -> None:
    state = {"opinion": "pre_review", "admission": "reviewed", "edit": "draft"}[path]
    application = an_application(state)
    team, at_unit = team_of(application.office), people_of(application.unit)
    seen = application.version
    kept = "需要补充，<b>三处</b>说明"
    data: dict[str, dict[str, Any]] = {
        "opinion": {"capacity": "supervision", "opinion": "complete", "remarks": kept},
        "admission": {"note": kept},
        "edit": typed(application.unit, title=kept),
    }
    overtaken: dict[str, Callable[[], Any]] = {
        "opinion": lambda: review.give_opinion(
            application_id=application.pk, capacity="registration", opinion="agree", actor=team.verifier
        ),
        "admission": lambda: review.mark_irregular(
            application_id=application.pk, reason="未经集体研究", actor=team.chief
        ),
        "edit": lambda: filing.save_draft(
            application_id=application.pk, draft=a_draft(application.kind), actor=at_unit.head
        ),
    }
    overtaken[path]()
    client = signed_in(at_unit.clerk if path == "edit" else team.clerk)
    page = f"/approvals/{application.pk}/{path}/"
    late = client.post(page, {**data[path], "version": seen})
    assert late.status_code == 409
    assert kept in text_of(late) and "data-present" in text_of(late)
    who = {"opinion": team.verifier, "admission": team.chief, "edit": at_unit.head}[path]
    assert who.person.name in text_of(late)  # who was quicker
    current = fresh(application).version
    assert f'name="version" value="{current}"' in text_of(late)
    assert client.post(page, {**data[path], "version": current}).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_the_last_two_opinions_given_at_once_both_count_and_the_application_goes_on(round_: int) -> None:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    application = an_application("pre_review")
    team = team_of(application.office)
    given: dict[str, Any] = {"application_id": application.pk, "opinion": "agree"}
    review.give_opinion(capacity="e_government", actor=team.verifier, **given)
    answers = together(
        lambda: review.give_opinion(capacity="supervision", actor=team.verifier, **given),
        lambda: review.give_opinion(capacity="registration", actor=team.clerk, **given),
    )
    assert all(isinstance(one, PreReview) for one in answers), answers
    assert fresh(application).state == State.REVIEWED
    assert set(application.pre_reviews.values_list("opinion", flat=True)) == {"agree"}


@pytest.mark.django_db(transaction=True)
def test_one_opinion_given_by_two_at_once_is_kept_once_and_the_second_is_told() -> None:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    application = an_application("pre_review")
    team = team_of(application.office)
    given: dict[str, Any] = {"application_id": application.pk, "capacity": "supervision"}
    answers = together(
        lambda: review.give_opinion(opinion="agree", actor=team.verifier, **given),
        lambda: review.give_opinion(opinion="object", remarks="依据不足", actor=team.clerk, **given),
    )
    (told,) = [one for one in answers if isinstance(one, DomainError)]
    assert isinstance(told, Invalid) and "capacity" in told.errors
    (kept,) = [one for one in answers if isinstance(one, PreReview)]
    row = application.pre_reviews.get(capacity="supervision")
    assert (row.opinion, row.given_by_id) == (kept.opinion, kept.given_by_id)
    review_all_but(application, "supervision")
    assert fresh(application).state == State.REVIEWED


def review_all_but(application: Application, done: str) -> None:
    for capacity in PreReview.Capacity.values:
        if capacity != done:
            review.give_opinion(
                application_id=application.pk, capacity=capacity, opinion="agree",
                actor=team_of(application.office).verifier,
            )  # fmt: skip
