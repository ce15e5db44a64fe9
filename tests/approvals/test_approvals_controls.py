"""Suspension, authority taken up by the superior, posts cut: who decides, what the gate and the figures do then."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from approvals_cast import TODAY, an_application, fresh, initiate

from approvals import policies
from approvals.gate.asking import ask
from approvals.models import ApplicationKind, AuthorityWithdrawal, Outcome, QuotaCut
from approvals.selectors.controls import lines_of, reviews_due, suspension_list
from approvals.services import admission, controls
from approvals.services.admission import cured_applications
from approvals.services.controls import NewControl, NewCut, Study
from approvals.states import State
from deadlines.models import Clock, ClockKind
from organizations.clock import SHANGHAI
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.models import Unit
from organizations.roles import Role
from staffing.models import Quota
from staffing.services import change_quota
from tests.factories import a_problem, a_unit, an_office, give_role, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


def loaded(unit: Unit) -> Unit:
    return Unit.objects.select_related("office__superior", "competent_department").get(pk=unit.pk)


def for_unit(unit: Unit, **given: Any) -> NewControl:
    return NewControl(**{"scope": "unit", "unit_id": unit.pk, "reason": "拒不整改", "decided_by": "编委会议", **given})


def suspend(unit: Unit, actor: Any = None, **given: Any) -> Any:
    return controls.suspend(
        office_id=unit.office_id, control=for_unit(unit, **given), actor=actor or team_of(unit.office).leader
    )


def a_lower_unit() -> Unit:
    return a_unit(an_office(level="county", superior=an_office()))


def take_up(unit: Unit, actor: Any = None, study: Study | None = None, **given: Any) -> AuthorityWithdrawal:
    assert unit.office.superior is not None
    return controls.withdraw_authority(
        office_id=unit.office_id,
        control=for_unit(unit, **given),
        study=study or Study("专题研究报告", "已听取该办意见", "市编委〔2026〕6号", TODAY),
        actor=actor or team_of(unit.office.superior).leader,
    )


# Suspension


def test_a_suspension_pauses_what_is_filed_and_lifting_it_takes_it_up_again(kinds: Kinds) -> None:
    unit = a_unit()
    row = suspend(unit)
    application = an_application("paused", unit=unit)
    assert cured_applications() == []
    controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=team_of(unit.office).leader)
    assert cured_applications() == [application.pk]
    admission.revive(application_id=application.pk, actor=team_of(unit.office).clerk)
    assert fresh(application).state == State.REVIEWED


def test_a_suspension_of_a_system_reaches_its_subordinates_and_of_an_office_all(kinds: Kinds) -> None:
    department = a_unit()
    below, beside = a_unit(department=department), a_unit(department.office)
    kind = kinds["more_quota"]
    suspend(department, scope="system")
    assert ask(loaded(below), kind).outcome == Outcome.PAUSED
    assert ask(loaded(beside), kind).outcome == Outcome.ADMITTED
    suspend(department, scope="office", unit_id=None)
    assert ask(loaded(beside), kind).outcome == Outcome.PAUSED


def test_a_suspension_of_some_kinds_leaves_the_others_and_ends_with_its_day(kinds: Kinds) -> None:
    unit = a_unit()
    suspend(unit, kinds=["more_quota"], until=TODAY + timedelta(days=10))
    assert ask(loaded(unit), kinds["more_quota"]).outcome == Outcome.PAUSED
    assert ask(loaded(unit), kinds["rename"]).outcome == Outcome.ADMITTED
    assert ask(loaded(unit), kinds["more_quota"], on=TODAY - timedelta(days=1)).outcome == Outcome.ADMITTED


def test_a_suspension_says_for_whom_why_and_by_whom(kinds: Kinds) -> None:
    unit = a_unit()
    wrong = {
        "unit_id": a_unit().pk,
        "kinds": ["magic"],
        "reason": " ",
        "decided_by": "",
        "until": TODAY - timedelta(days=1),
    }
    assert errors_of(suspend, unit, **wrong) == {"unit", "kinds", "reason", "decided_by", "until"}
    assert errors_of(suspend, unit, scope="world") == {"scope"}


def test_leaders_of_the_office_and_of_the_one_above_suspend_and_lift(kinds: Kinds) -> None:
    unit = a_lower_unit()
    assert unit.office.superior is not None
    for who in (team_of(unit.office).chief, team_of(unit.office.superior).chief):
        with pytest.raises(NotAllowed):
            suspend(unit, actor=who)
    for who in (people_of(unit).head, team_of(an_office()).leader):
        with pytest.raises(NotFound):
            suspend(unit, actor=who)
    row, leader = suspend(unit), team_of(unit.office).leader
    with pytest.raises(NotAllowed):
        controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=people_of(unit).head)
    with pytest.raises(NotFound):
        controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=team_of(an_office()).leader)
    assert errors_of(controls.lift_suspension, suspension_id=row.pk, reason=" ", actor=leader) == {"reason"}
    controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=leader)
    with pytest.raises(WrongState):
        controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=leader)
    controls.lift_suspension(
        suspension_id=suspend(unit).pk, reason="已整改", actor=team_of(unit.office.superior).leader
    )


def test_what_the_superior_suspended_the_lower_office_does_not_lift(kinds: Kinds) -> None:
    unit = a_lower_unit()
    assert unit.office.superior is not None
    leader, above = team_of(unit.office).leader, team_of(unit.office.superior).leader
    row = suspend(unit, actor=above)
    with pytest.raises(NotAllowed):
        controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=leader)
    assert ["acts" for one in lines_of(suspension_list(leader), leader, policies.LIFT) if one["acts"]] == []
    assert [one["acts"] for one in lines_of(suspension_list(above), above, policies.LIFT)] == [[policies.LIFT]]
    controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=above)


def test_a_later_post_of_who_recorded_it_does_not_change_who_decided(kinds: Kinds) -> None:
    unit = a_lower_unit()
    assert unit.office.superior is not None
    leader, above = team_of(unit.office).leader, team_of(unit.office.superior).leader
    row, own = suspend(unit, actor=above), suspend(unit, kinds=["rename"])
    assert (row.deciding_office, own.deciding_office) == (unit.office.superior, unit.office)
    give_role(above, Role.OFFICE_LEADER, unit.office)  # leads the lower office too, from now on
    with pytest.raises(NotAllowed):
        controls.lift_suspension(suspension_id=row.pk, reason="已整改", actor=leader)
    controls.lift_suspension(suspension_id=own.pk, reason="已整改", actor=leader)


def test_a_unit_sees_what_holds_for_it_and_others_do_not(kinds: Kinds) -> None:
    unit = a_unit()
    row = suspend(unit)
    assert list(suspension_list(people_of(unit).clerk)) == [row]
    assert not suspension_list(people_of(a_unit(unit.office)).clerk).exists()
    assert not suspension_list(team_of(an_office()).leader).exists()


# Authority taken up


def test_while_authority_is_taken_up_applications_are_filed_with_the_superior(kinds: Kinds) -> None:
    unit = a_lower_unit()
    superior = unit.office.superior
    assert superior is not None
    take_up(unit)
    assert ask(loaded(unit), kinds["more_quota"]).outcome == Outcome.ADMITTED  # by the superior
    application = an_application("pre_review", unit=unit)
    assert application.office == superior
    assert application.number is not None and application.number.startswith(superior.code)
    lower, upper = team_of(unit.office), team_of(superior)
    from approvals.services import review

    with pytest.raises(NotAllowed):  # it sees the matter of its unit, and no more
        review.return_for_completion(application_id=application.pk, reason="补充", actor=lower.clerk)
    for capacity in ("supervision", "registration", "e_government"):
        review.give_opinion(application_id=application.pk, capacity=capacity, opinion="agree", actor=upper.clerk)
    admission.decide_admission(application_id=application.pk, actor=upper.clerk)
    assert fresh(application).state == State.ACCEPTED


def test_what_the_lower_office_had_admitted_goes_up_and_what_it_had_not_its_gate_refuses(kinds: Kinds) -> None:
    unit = a_lower_unit()
    admitted, reviewed = an_application("accepted", unit=unit), an_application("reviewed", unit=unit)
    initiate(admitted)
    other = an_application("accepted", unit=a_unit(unit.office))
    take_up(unit)
    assert fresh(admitted).state == State.ROUTED_UP
    assert fresh(other).state == State.ACCEPTED
    [clock] = Clock.objects.filter(subject_kind="application", subject_id=admitted.pk, stopped_on=None)
    assert (clock.kind, clock.office_id) == (ClockKind.DELIBERATION, unit.office.superior_id)
    admission.decide_admission(application_id=reviewed.pk, actor=team_of(unit.office).clerk)
    assert fresh(reviewed).state == State.REFUSED


def test_a_routed_matter_is_answered_although_authority_is_taken_up(kinds: Kinds) -> None:
    from approvals.services import decision

    unit = a_lower_unit()
    application = an_application("accepted", unit=unit)
    take_up(unit)
    assert unit.office.superior is not None
    decision.answer_as_superior(
        application_id=application.pk,
        answer=decision.Answer("approved", "市编委会议", TODAY, body="commission"),
        reply=decision.Reply("同意增加事业编制"),
        actor=team_of(unit.office.superior).leader,
    )
    assert fresh(application).state == State.IMPLEMENTING


def test_taking_up_authority_needs_study_opinions_and_consent(kinds: Kinds) -> None:
    unit = a_lower_unit()
    bare = Study(" ", "", "", TODAY + timedelta(days=1), review_months=0)
    assert errors_of(take_up, unit, study=bare) == {
        "study",
        "opinions",
        "consent_document",
        "consent_on",
        "review_months",
    }
    with pytest.raises(NotAllowed):
        take_up(unit, actor=team_of(unit.office).leader)
    with pytest.raises(NotFound):
        take_up(unit, actor=team_of(an_office()).leader)
    assert take_up(unit).next_review_on == date(2027, 3, 1)


def test_authority_is_given_back_once_a_review_found_clear_progress(kinds: Kinds) -> None:
    unit = a_lower_unit()
    row = take_up(unit)
    assert unit.office.superior is not None
    leader = team_of(unit.office.superior).leader
    given: Any = {"withdrawal_id": row.pk, "actor": leader}
    with pytest.raises(WrongState):
        controls.give_back(finding="整改见效", **given)
    assert errors_of(controls.review_withdrawal, findings=" ", progress=True, **given) == {"findings"}
    controls.review_withdrawal(findings="进展缓慢", progress=False, **given)
    with pytest.raises(WrongState):
        controls.give_back(finding="整改见效", **given)
    controls.review_withdrawal(findings="问题全部销号", progress=True, **given)
    with pytest.raises(NotAllowed):
        controls.give_back(withdrawal_id=row.pk, finding="整改见效", actor=team_of(unit.office).leader)
    assert errors_of(controls.give_back, finding="", **given) == {"finding"}
    controls.give_back(finding="整改见效", **given)
    assert not Clock.objects.filter(subject_kind="withdrawal", stopped_on=None).exists()
    assert an_application("pre_review", unit=unit).office == unit.office


def test_months_are_counted_to_the_last_day_of_a_shorter_one() -> None:
    assert controls._months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert controls._months_later(date(2026, 1, 15), 12) == date(2027, 1, 15)


# Posts cut


def a_cut(**given: Any) -> NewCut:
    values: dict[str, Any] = {
        "ground": "pay_without_work",
        "post_kind": "institution",
        "amount": 2,
        "reason": "两人长期吃空饷",
        "decided_by": "编委会议",
        "document": "编委〔2026〕9号",
    }
    return NewCut(**{**values, **given})


def test_posts_are_cut_and_the_figures_follow_in_the_same_act(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    change_quota(unit_id=unit.pk, kind="institution", count=10, document="批文", actor=team_of(unit.office).clerk)
    row = controls.cut_quota(
        unit_id=unit.pk, cut=a_cut(problem_id=problem.pk), actor=team_of(unit.office).leader, key="once"
    )
    again = controls.cut_quota(unit_id=unit.pk, cut=a_cut(), actor=team_of(unit.office).leader, key="once")
    assert again == row
    last = Quota.objects.filter(unit=unit).latest("pk")
    assert (last.count, last.document) == (8, "编委〔2026〕9号")


def test_no_more_posts_are_cut_than_there_are_and_nothing_is_kept_then(kinds: Kinds) -> None:
    unit = a_unit()
    leader = team_of(unit.office).leader
    given: Any = {"unit_id": unit.pk, "actor": leader}
    assert errors_of(controls.cut_quota, cut=a_cut(), **given) == {"amount"}
    assert errors_of(controls.cut_quota, cut=a_cut(post_kind="magic"), **given) == {"post_kind", "amount"}
    bare = a_cut(ground="whim", amount=0, reason=" ", decided_by="", document="", problem_id=a_problem().pk)
    assert errors_of(controls.cut_quota, cut=bare, **given) == {
        "ground",
        "amount",
        "reason",
        "decided_by",
        "document",
        "problem",
    }
    assert not QuotaCut.objects.exists() and not Quota.objects.exists()


def test_only_leaders_cut(kinds: Kinds) -> None:
    unit = a_unit()
    change_quota(unit_id=unit.pk, kind="institution", count=10, document="批文", actor=team_of(unit.office).clerk)
    with pytest.raises(NotAllowed):
        controls.cut_quota(unit_id=unit.pk, cut=a_cut(), actor=team_of(unit.office).chief)
    for who in (people_of(unit).head, team_of(an_office()).leader):
        with pytest.raises(NotFound):
            controls.cut_quota(unit_id=unit.pk, cut=a_cut(), actor=who)


def test_a_suspension_that_is_over_stops_nothing(kinds: Kinds) -> None:
    unit = a_unit()
    suspend(unit, until=TODAY + timedelta(days=2))
    day = TODAY + timedelta(days=3)
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI), tick=True):
        assert ask(loaded(unit), kinds["more_quota"]).outcome == Outcome.ADMITTED


def test_a_cut_goes_to_the_unit_as_a_numbered_notice_and_others_do_not_read_it(kinds: Kinds, client: Any) -> None:
    unit = a_unit()
    leader = team_of(unit.office).leader
    change_quota(unit_id=unit.pk, kind="institution", count=9, document="批文", actor=team_of(unit.office).clerk)
    cut = NewCut("pay_without_work", "institution", 2, "两人长期在编不在岗", "编委会议", "编委〔2026〕7号")
    done = controls.cut_quota(unit_id=unit.pk, cut=cut, actor=leader, key="once")
    assert controls.cut_quota(unit_id=unit.pk, cut=cut, actor=leader, key="once").notice == done.notice
    assert done.notice is not None
    assert done.notice.number == f"{unit.office.document_mark}减〔2026〕1号"
    assert "核减你单位事业编制2名" in done.notice.wording["paragraphs"][0]
    shown = f"/approvals/papers/{done.notice.pk}.pdf"
    client.force_login(people_of(unit).clerk)
    assert done.notice.number in client.get("/approvals/controls/").content.decode()
    assert client.get(shown).status_code == 200
    client.force_login(people_of(a_unit(unit.office)).clerk)
    assert client.get(shown).status_code == 404


def test_a_review_that_comes_near_is_on_the_boards_of_those_who_review(kinds: Kinds, client: Any) -> None:
    unit = a_lower_unit()
    row = take_up(loaded(unit), study=Study("专题研究报告", "已听取意见", "市编委〔2026〕6号", TODAY, review_months=1))
    assert row.next_review_on is not None
    superior = unit.office.superior
    assert superior is not None
    team = team_of(superior)
    assert reviews_due(team.leader) == []
    day = row.next_review_on + timedelta(days=1)
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI), tick=True):
        (line,) = reviews_due(team.chief)
        assert (line.light, line.mine, line.withdrawal) == ("red", True, row)
        assert [one.mine for one in reviews_due(team.clerk)] == [False]
        assert reviews_due(team_of(unit.office).leader) == reviews_due(people_of(unit).head) == []
        client.force_login(team.leader)
        url = f"/approvals/controls/withdrawals/{row.pk}/review/"
        for page in ("/", "/approvals/"):
            shown = client.get(page)
            assert shown.status_code == 200 and url in shown.content.decode(), page
        controls.review_withdrawal(withdrawal_id=row.pk, findings="仍需观察", progress=False, actor=team.chief)
        assert reviews_due(team.leader) == []
