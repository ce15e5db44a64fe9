"""Figures against applications: no vacancy no entry, no plan no entry, one out one in, ceilings, people checked. D3."""

from typing import Any

import pytest
from approvals_cast import TODAY, a_draft, fresh

from approvals.models import ApplicationKind
from approvals.rules.staffing import staffing_errors
from approvals.services import filing
from approvals.services.exceptions import NewException, record_exception
from approvals.services.filing import NewItem, NewPerson
from organizations.errors import Invalid
from organizations.models import Unit
from staffing.services import NewPost, change_leadership_quota, enter_post
from staffing.services.ceilings import set_ceiling
from staffing.services.commitments import commit_posts
from staffing.services.quotas import change_quota, declare_staff
from tests.factories import a_problem, a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
NUMBER = "11010519491231002X"


def a_staffed_unit(quota: int, actual: int) -> Unit:
    unit = a_unit()
    given: dict[str, Any] = {"unit_id": unit.pk, "kind": "institution", "actor": team_of(unit.office).clerk}
    change_quota(count=quota, document="云编〔2020〕1号", **given)
    declare_staff(actual=actual, document="2026年统计", **given)
    return unit


def take_over_plan(unit: Unit, count: int, **given: Any) -> Any:
    values = {"kind": "institution", "reason": "用编计划", "document": "云编复〔2025〕9号", **given}
    return commit_posts(unit_id=unit.pk, count=count, actor=team_of(unit.office).leader, **values)


def an_item(amount: int, departures: int = 0, kind: str = "institution") -> NewItem:
    return NewItem(
        "岗位",
        amount=amount,
        post_kind=kind,
        specialty="护理",
        entry_mode="招聘",
        talent_class="紧缺专业",
        departures=departures,
    )


@pytest.mark.parametrize(
    ("quota", "actual", "wanted", "departures", "passes"),
    [
        (35, 33, 2, 0, True),
        (35, 33, 3, 0, False),  # no vacancy, no entry
        (35, 35, 2, 2, True),  # exactly full: one out, one in
        (35, 35, 3, 2, False),
        (35, 36, 1, 5, False),  # over quota: nobody
        (0, 0, 1, 1, False),  # no posts of this kind at all
    ],
)
def test_a_plan_stays_within_what_is_unfilled(
    kinds: Kinds, quota: int, actual: int, wanted: int, departures: int, passes: bool
) -> None:
    unit = a_staffed_unit(quota, actual)
    wrong = staffing_errors(kinds["quota_use_plan"], [an_item(wanted, departures)], unit, TODAY)
    assert (wrong == []) is passes


def test_kinds_of_posts_are_never_mixed(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    assert staffing_errors(kinds["quota_use_plan"], [an_item(1, kind="administrative")], unit, TODAY)
    assert staffing_errors(kinds["quota_use_plan"], [an_item(1, kind="nonsense")], unit, TODAY)


def test_posts_promised_before_are_not_promised_again(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 33)
    take_over_plan(unit, 2)
    assert staffing_errors(kinds["quota_use_plan"], [an_item(1)], unit, TODAY)
    assert staffing_errors(kinds["onto_quota"], [an_item(2)], unit, TODAY) == []
    assert staffing_errors(kinds["onto_quota"], [an_item(3)], unit, TODAY)


def test_without_a_plan_nobody_enters(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    (sentence,) = staffing_errors(kinds["onto_quota"], [an_item(1)], unit, TODAY)
    assert "30" not in str(sentence) and str(sentence)


def test_what_is_taken_over_by_hand_is_asked_of_the_gate(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 33)
    leader, paper = team_of(unit.office).leader, {"document": "云编〔2019〕8号", "actor": team_of(unit.office).leader}
    plan = take_over_plan(unit, 1)
    post = NewPost("王小明", NUMBER, "institution", TODAY, "上编通知单1")
    acts: list[Any] = [
        lambda: change_quota(unit_id=unit.pk, kind="institution", by=1, **paper),
        lambda: change_leadership_quota(unit_id=unit.pk, level="deputy", by=1, from_on=TODAY, **paper),
        lambda: take_over_plan(unit, 1),
        lambda: enter_post(unit_id=unit.pk, post=post, commitment_id=plan.pk, actor=leader),
    ]
    change_leadership_quota(unit_id=unit.pk, level="deputy", count=2, **paper)
    problem = a_problem("rectifying", unit=unit)
    for act in acts:
        with pytest.raises(Invalid) as refused:
            act()
        assert problem.number in str(refused.value.errors)
    change_quota(unit_id=unit.pk, kind="institution", by=-1, **paper)  # a cut is asked nothing
    decided = NewException(
        kinds=["more_quota", "more_leadership_quota", "quota_use_plan", "onto_quota"], entries=[problem.pk],
        meeting="编委2026年第3次会议", held_on=TODAY, participants=["张三", "李四", "王五"], reason="改革任务急需",
        expires_on=TODAY,
    )  # fmt: skip
    record_exception(unit_id=unit.pk, exception=decided, actor=leader)
    for act in acts:
        assert act().pk


def test_more_posts_stay_below_the_ceiling_of_the_area(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    set_ceiling(
        office_id=unit.office_id, kind="institution", basis="ceiling", count=37, document="省编办文",
        actor=team_of(unit.office).chief,
    )  # fmt: skip
    assert staffing_errors(kinds["more_quota"], [an_item(2)], unit, TODAY) == []
    assert staffing_errors(kinds["more_quota"], [an_item(3)], unit, TODAY)
    balanced = [an_item(5), an_item(-3)]
    assert staffing_errors(kinds["more_quota"], balanced, unit, TODAY) == []


def save(unit: Unit, kind: ApplicationKind, *people: NewPerson, **given: Any) -> Any:
    draft = a_draft(kind, items=[], people=people)
    return filing.save_draft(unit_id=unit.pk, kind_code=kind.code, draft=draft, actor=people_of(unit).clerk, **given)


def test_people_are_counted_into_items_and_their_numbers_sealed_and_masked(kinds: Kinds) -> None:
    from staffing.identity import masked

    unit = a_staffed_unit(35, 30)
    application = save(unit, kinds["onto_quota"], NewPerson("王小明", NUMBER, "institution"))
    one = application.people.get()
    assert NUMBER not in one.identity_sealed and masked(one.identity_sealed) == "110105**********2X"
    assert [(item.post_kind, item.amount) for item in application.items.filter(struck_on=None)] == [("institution", 1)]
    draft = a_draft(
        application.kind, items=[], people=[NewPerson("王小明", masked(one.identity_sealed), "institution")]
    )
    filing.save_draft(application_id=application.pk, draft=draft, actor=people_of(unit).clerk)
    assert fresh(application).people.get(struck_on=None).identity_hash == one.identity_hash


def test_a_wrong_number_and_somebody_twice_are_named(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    people = [NewPerson("王小明", NUMBER, "institution")] * 2 + [NewPerson("李四", "123", "institution")]
    with pytest.raises(Invalid) as refused:
        save(unit, kinds["onto_quota"], *people)
    assert len(refused.value.errors["people"]) == 2


def test_who_holds_no_post_here_cannot_leave_one(kinds: Kinds) -> None:
    unit = a_staffed_unit(35, 30)
    application = save(unit, kinds["off_quota"], NewPerson("王小明", NUMBER, "institution"))
    with pytest.raises(Invalid) as refused:
        filing.submit(application_id=application.pk, actor=people_of(unit).head)
    assert "people" in refused.value.errors
