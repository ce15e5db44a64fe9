"""The look-back before closing is waived by a rule of a leader, with its paper, or not at all. C1."""

import pytest
from verification_cast import Cast, an_entry, brought_to, do

from audit.models import Event
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from problems.states import State
from verification import services
from verification.models import LookBackWaiver, Step, WaiverRule
from verification.selectors.rules import waiver_rules_for, waiver_rules_seen_by
from verification.services import NewWaiverRule

pytestmark = pytest.mark.django_db
RULE = NewWaiverRule("立行立改免回头看", "Put right at once", "云编办发〔2026〕9号", pace="in_stages")


def add(cast: Cast, who: str = "leader", rule: NewWaiverRule = RULE, key: str = "") -> WaiverRule:
    return services.add_waiver_rule(office_id=cast.city.pk, rule=rule, actor=cast.people[who], key=key)


def waive(
    cast: Cast, pk: int, rule: WaiverRule, who: str = "verifier", reason: str = "当场改正，无反弹可能"
) -> LookBackWaiver:
    return services.waive_look_back(problem_id=pk, rule_id=rule.pk, reason=reason, actor=cast.people[who])


def test_under_a_rule_the_signature_follows_and_the_signer_sees_why(cast: Cast) -> None:
    rule = add(cast)
    problem = brought_to(cast, "look_back")
    assert waiver_rules_for(problem) == [rule]
    waive(cast, problem.pk, rule)
    assert problem.close_outs.get().step == Step.SIGN_OFF
    do(cast, problem, "sign_off")
    problem.refresh_from_db()
    assert problem.state == State.CLOSED
    assert problem.close_outs.get().look_back_waiver.rule == rule


def test_without_a_fitting_rule_the_look_back_is_held(cast: Cast) -> None:
    rule = add(cast, rule=NewWaiverRule("长期坚持的", "Continuing", "云编办发〔2026〕9号", pace="continuing"))
    problem = brought_to(cast, "look_back")
    assert waiver_rules_for(problem) == []
    with pytest.raises(Invalid) as refusal:
        waive(cast, problem.pk, rule)
    assert "rule_id" in refusal.value.errors
    assert problem.close_outs.get().step == Step.LOOK_BACK


def test_entries_that_need_consent_are_waived_only_where_the_rule_says_so(cast: Cast) -> None:
    plain = add(cast)
    also = add(
        cast, rule=NewWaiverRule(RULE.name_zh + "（二）", "Also", RULE.document, RULE.pace, even_with_consent=True)
    )
    problem = an_entry(cast, found_above=True)
    assert problem.consent_rule
    assert waiver_rules_for(problem) == [also]
    brought_to(cast, "look_back", problem)
    with pytest.raises(Invalid):
        waive(cast, problem.pk, plain)
    waive(cast, problem.pk, also)


@pytest.mark.parametrize("who", ["verifier", "chief", "observer"])
def test_only_a_leader_enters_or_retires_a_rule(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        add(cast, who)
    rule = add(cast)
    with pytest.raises(NotAllowed):
        services.retire_waiver_rule(rule_id=rule.pk, reason="废止", actor=cast.people[who])
    assert WaiverRule.objects.get().in_use
    assert Event.objects.filter(kind=Event.Kind.REFUSED).count() == 2


@pytest.mark.parametrize("who", ["superior_leader", "lower_leader", "unit_head", "auditor"])
def test_nobody_else_s_rules_are_touched(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        add(cast, who)
    rule = add(cast)
    with pytest.raises(NotFound):
        services.retire_waiver_rule(rule_id=rule.pk, reason="废止", actor=cast.people[who])
    seen = waiver_rules_seen_by(cast.people[who])
    assert (rule in seen) is (who == "superior_leader")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"document": " "}, "document"),
        ({"name_zh": ""}, "name_zh"),
        ({"name_en": "x" * 121}, "name_en"),
        ({"pace": ""}, "pace"),
        ({"pace": "soon"}, "pace"),
        ({"type_code": "no_such_type"}, "violation_type"),
    ],
)
def test_a_rule_names_its_paper_and_the_entries_it_is_for(cast: Cast, changed: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(cast, rule=NewWaiverRule(**{**vars(RULE), **changed}))
    assert set(refusal.value.errors) == {field}
    assert not WaiverRule.objects.exists()


def test_a_double_click_adds_one_rule(cast: Cast) -> None:
    assert add(cast, key="once") == add(cast, key="once")
    assert WaiverRule.objects.count() == 1


def test_a_retired_rule_waives_nothing_more_and_stays_with_what_relied_on_it(cast: Cast) -> None:
    rule = add(cast)
    before, after = brought_to(cast, "look_back"), brought_to(cast, "look_back")
    waive(cast, before.pk, rule)
    with pytest.raises(Invalid):
        services.retire_waiver_rule(rule_id=rule.pk, reason=" ", actor=cast.leader)
    services.retire_waiver_rule(rule_id=rule.pk, reason="文件已废止", actor=cast.leader)
    with pytest.raises(Invalid):
        waive(cast, after.pk, rule)
    with pytest.raises(WrongState):
        services.retire_waiver_rule(rule_id=rule.pk, reason="再停用", actor=cast.leader)
    assert before.close_outs.get().look_back_waiver.rule == rule
