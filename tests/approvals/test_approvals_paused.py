"""A paused application revives when what stands in the way is cured, also by a cure that is confirmed later. D4."""

from typing import Any

import pytest
from approvals_cast import TODAY, an_application, fresh, review_all
from django.test import Client

from approvals.jobs import revive_cured
from approvals.models import Application, ApplicationKind, PreReview
from approvals.services import admission, filing, review
from approvals.services.admission import current_reviews
from approvals.services.exceptions import NewException, record_exception
from approvals.services.filing import Draft
from approvals.states import State
from deadlines.models import Clock, ClockKind
from organizations import clock
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account, Section
from organizations.people import appoint
from organizations.roles import Role
from problems.models import Problem
from problems.services import intake
from tests.factories import a_problem, a_unit, an_account, people_of, system_account, team_of
from verification import services as verification

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client


def paused_with_a_cure(*more: Problem, opinion: str = "object", unit: Any = None) -> tuple[Application, Problem]:
    """An application that says it cures an entry, which the supervision section did not confirm."""
    unit = unit or a_unit()
    problem = a_problem("rectifying", unit=unit)
    application = an_application("pre_review", unit=unit, cures=[(problem.pk, "增编后即不再超编")])
    team = team_of(unit.office)
    for capacity in PreReview.Capacity.values:
        said = opinion if capacity == "supervision" else "agree"
        remarks = "" if said == "agree" else "整改方案未落实"
        review.give_opinion(
            application_id=application.pk, capacity=capacity, opinion=said, remarks=remarks, actor=team.verifier
        )
    admission.decide_admission(application_id=application.pk, actor=team.chief, note="")
    assert fresh(application).state == State.PAUSED
    return fresh(application), problem


def confirm(application: Application, opinion: str = "agree", **given: Any) -> PreReview:
    values: dict[str, Any] = {
        "capacity": "supervision",
        "remarks": "" if opinion == "agree" else "仍未落实",
        "actor": team_of(application.office).verifier,
    }
    return review.give_opinion(application_id=application.pk, opinion=opinion, **{**values, **given})


def a_clerk_of(application: Application, kind: str) -> Account:
    section, account = Section.objects.get(office=application.office, kind=kind), an_account()
    given = {"office": section.office, "section": section, "since": TODAY, "actor": system_account()}
    appoint(person=account.person, role=Role.OFFICE_CLERK, **given)
    return account


@pytest.mark.parametrize("opinion", ["object", "complete"])
def test_a_cure_confirmed_later_takes_the_paused_application_up_again(kinds: Kinds, opinion: str) -> None:
    application, _problem = paused_with_a_cure(opinion=opinion)
    confirm(application)
    application = fresh(application)
    assert application.state == State.REVIEWED
    assert Clock.objects.filter(kind=ClockKind.ADMISSION, subject_id=application.pk, stopped_on=None).count() == 1
    said = [(one.capacity, one.opinion) for one in current_reviews(application)]
    assert said == [("supervision", "agree"), ("registration", "agree"), ("e_government", "agree")]
    assert application.pre_reviews.filter(opinion=opinion).count() == 1  # what was given stays
    admission.decide_admission(application_id=application.pk, actor=team_of(application.office).clerk)
    assert fresh(application).state == State.ACCEPTED


def test_a_cure_that_is_looked_at_again_and_not_confirmed_leaves_it_paused(kinds: Kinds) -> None:
    application, _problem = paused_with_a_cure()
    confirm(application, "object")
    assert fresh(application).state == State.PAUSED
    confirm(application)
    assert fresh(application).state == State.REVIEWED


def test_with_another_entry_in_the_way_it_revives_once_that_is_closed_too(kinds: Kinds) -> None:
    unit = a_unit()
    other = a_problem("verifying", step="sign_off", unit=unit)
    application, _problem = paused_with_a_cure(unit=unit)
    confirm(application)
    assert fresh(application).state == State.PAUSED and revive_cured() == 0
    verification.sign_off(problem_id=other.pk, actor=team_of(unit.office).chief)
    assert revive_cured() == 1 and fresh(application).state == State.REVIEWED


def test_closing_or_voiding_the_entry_revives_without_any_cure(kinds: Kinds) -> None:
    application, problem = paused_with_a_cure()
    assert revive_cured() == 0
    intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=team_of(application.office).chief)
    assert revive_cured() == 1
    assert revive_cured() == 0 and fresh(application).state == State.REVIEWED


def test_an_entry_kept_open_at_its_verification_revives_the_application_at_a_later_close_out(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("verifying", step="sign_off", unit=unit)
    application = an_application("paused", unit=unit)
    team = team_of(unit.office)
    verification.keep_open(problem_id=problem.pk, reason="整改不到位", actor=team.chief)
    assert revive_cured() == 0 and fresh(application).state == State.PAUSED
    with clock.at(TODAY.replace(day=20)):
        intake.void_problem(problem_id=problem.pk, reason="并案处理", actor=team.chief)
        assert revive_cured() == 1


def test_an_exception_recorded_on_the_same_day_revives_at_once(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    application = an_application("paused", unit=unit)
    exception = NewException(
        kinds=["more_quota"], entries=[problem.pk], meeting="编委2026年第3次会议", held_on=TODAY,
        participants=["张三", "李四", "王五"], reason="重大改革任务急需", expires_on=TODAY.replace(day=30),
    )  # fmt: skip
    assert revive_cured() == 0
    record_exception(unit_id=unit.pk, exception=exception, actor=team_of(unit.office).leader)
    assert revive_cured() == 1 and fresh(application).state == State.REVIEWED


def test_only_the_supervision_section_confirms_and_only_what_the_application_says_it_cures(kinds: Kinds) -> None:
    application, _problem = paused_with_a_cure()
    with pytest.raises(NotAllowed):
        confirm(application, actor=a_clerk_of(application, "business"))
    with pytest.raises(NotAllowed):
        confirm(application, actor=people_of(application.unit).head)
    with pytest.raises(Invalid) as refused:
        confirm(application, capacity="registration")
    assert set(refused.value.errors) == {"capacity"}
    with pytest.raises(Invalid):
        confirm(application, "object", remarks=" ")
    assert application.pre_reviews.count() == 3 and fresh(application).version == application.version
    without = an_application("paused", unit=application.unit)
    with pytest.raises(WrongState):
        confirm(without)
    confirm(application, actor=a_clerk_of(application, "supervision"))
    assert fresh(application).state == State.REVIEWED


def test_a_confirmation_sent_twice_with_one_key_is_given_once(kinds: Kinds) -> None:
    application, _problem = paused_with_a_cure()
    first, second = (confirm(application, key="once") for _time in range(2))
    assert first == second and application.pre_reviews.count() == 4


def test_an_objection_of_another_subject_still_takes_a_reason_at_admission(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    application = an_application("pre_review", unit=unit, cures=[(problem.pk, "增编后即不再超编")])
    team = team_of(unit.office)
    review_all(application, team.verifier, opinion="object")
    admission.decide_admission(application_id=application.pk, actor=team.chief)
    confirm(application)
    with pytest.raises(Invalid) as refused:
        admission.decide_admission(application_id=application.pk, actor=team.chief)
    assert set(refused.value.errors) == {"note"}
    admission.decide_admission(application_id=application.pk, actor=team.chief, note="已当面说明")
    assert fresh(application).state == State.ACCEPTED


def test_a_paused_application_is_returned_to_name_another_cure_and_keeps_its_number(kinds: Kinds) -> None:
    application, problem = paused_with_a_cure()
    at_unit, team = people_of(application.unit), team_of(application.office)
    review.return_for_completion(application_id=application.pk, reason="请说明如何整改", actor=team.clerk)
    returned = fresh(application)
    assert (returned.state, returned.number) == (State.RETURNED, application.number)
    draft = Draft(
        title=returned.title, form=returned.form, figures_agree=True,
        items=[filing.NewItem("增加事业编制", amount=2, post_kind="institution", quota_source="本级统筹")],
        cures=[(problem.pk, "核减超编三名，增编后达标")],
    )  # fmt: skip
    filing.save_draft(application_id=application.pk, draft=draft, actor=at_unit.clerk)
    filing.submit(application_id=application.pk, actor=at_unit.head)
    review_all(application, team.verifier)
    admission.decide_admission(application_id=application.pk, actor=team.clerk)
    assert (fresh(application).state, fresh(application).number) == (State.ACCEPTED, application.number)


def test_the_page_and_the_api_say_what_a_paused_application_waits_for(kinds: Kinds) -> None:
    application, problem = paused_with_a_cure()
    url, api = f"/approvals/{application.pk}/", f"/api/v1/applications/{application.pk}/"
    of_unit, verifier = signed_in(people_of(application.unit).clerk), signed_in(team_of(application.office).verifier)
    text = of_unit.get(url).content.decode()
    assert "监督检查科尚未确认" in text and "自动恢复受理审查" in text and problem.number in text
    told = of_unit.get(api).json()
    assert [(one["number"], one["cure_to_confirm"]) for one in told["waits_for"]] == [(problem.number, True)]
    assert told["waits_for"][0]["lifts_zh"] == "完成整改并销号后恢复受理"
    assert [(one["problem"], one["confirmed"]) for one in told["cures"]] == [(problem.pk, False)]
    opinion = f"/approvals/{application.pk}/opinion/"
    assert opinion in verifier.get(url).content.decode() and opinion not in text
    assert opinion not in signed_in(a_clerk_of(application, "business")).get(url).content.decode()
    form = verifier.get(opinion).context["form"]
    assert [value for value, _label in form.fields["capacity"].widget.choices] == ["supervision"]
    sent = {"capacity": "supervision", "opinion": "agree", "remarks": "", "version": application.version}
    answer = verifier.post(opinion, sent, follow=True)
    assert "意见已出具，申请待受理审查" in answer.content.decode()
    told = of_unit.get(api).json()
    assert (told["state"], told["waits_for"], told["cures"][0]["confirmed"]) == ("reviewed", [], True)
    assert opinion not in verifier.get(url).content.decode()
