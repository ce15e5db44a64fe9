"""Who decides: the authority table, what is routed up, and what the superior answers. Source: D13."""

from typing import Any

import pytest
from approvals_cast import (
    TODAY,
    a_meeting,
    an_application,
    an_outcome,
    appraise,
    beyond,
    fresh,
    initiate,
    on_agenda,
    reply,
    routed_up,
)

from approvals import policies
from approvals.errors import BeyondAuthority
from approvals.gate.asking import handler_of
from approvals.models import Application, ApplicationKind, Decision
from approvals.rules.authority import decider_of
from approvals.selectors.applications import waiting_lines
from approvals.services import appraisal, authority, decision, filing, meetings, results
from approvals.services.authority import Line
from approvals.services.decision import Answer, Reply
from approvals.services.filing import NewItem
from approvals.states import State
from deadlines.models import Clock
from organizations.errors import Invalid, NotAllowed, WrongState
from staffing.models import Quota
from tests.factories import (
    a_unit,
    an_office,
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


def test_the_authority_table_says_who_decides(kinds: Kinds) -> None:
    expected = {("more_quota", 2): "directors", ("more_quota", 8): "commission", ("more_quota", 30): "superior"}
    superior = an_office(level="province")
    for (kind, amount), body in expected.items():
        unit = a_unit(an_office(superior=superior))
        items = [NewItem("增加事业编制", amount=amount, post_kind="institution", quota_source="本级")]
        assert decider_of(an_application(unit=unit, kind=kind, items=items), TODAY).body == body
    administrative = [NewItem("增加行政编制", amount=1, post_kind="administrative", quota_source="上级")]
    unit = a_unit(an_office(superior=superior))
    assert decider_of(an_application(unit=unit, items=administrative), TODAY).body == "superior"


def test_an_office_sets_its_own_table_and_the_old_one_stays_readable(kinds: Kinds) -> None:
    application = an_application()
    team = team_of(application.office)
    with pytest.raises(NotAllowed):
        authority.write_authority(office_id=application.office_id, lines=[], actor=team.chief)
    wrong = [Line("nobody"), Line("directors", kinds=["magic"])]
    assert errors_of(authority.write_authority, office_id=application.office_id, lines=wrong, actor=team.leader) == {
        "lines"
    }
    authority.write_authority(office_id=application.office_id, lines=[Line("committee")], actor=team.leader)
    assert decider_of(application, TODAY).body == "committee"
    authority.write_authority(office_id=application.office_id, lines=[], actor=team.leader)
    assert decider_of(application, TODAY).body == "directors"


def test_what_is_beyond_the_office_goes_up_and_is_never_on_its_agenda(kinds: Kinds) -> None:
    unit = a_unit(an_office(superior=an_office(level="province")))
    items = [NewItem("增加事业编制", amount=30, post_kind="institution", quota_source="本级")]
    application = an_application("accepted", unit=unit, items=items)
    initiate(application)
    appraise(application)
    team, meeting = team_of(unit.office), a_meeting(unit.office)
    with pytest.raises(BeyondAuthority):
        meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    results.route_up(application_id=application.pk, reason="", actor=team.chief)
    assert fresh(application).state == State.ROUTED_UP
    clock = Clock.objects.get(subject_kind="application", subject_id=application.pk, stopped_on=None)
    assert clock.office_id == unit.office.superior_id


def test_a_lower_body_does_not_decide_what_is_a_higher_ones(kinds: Kinds) -> None:
    items = [NewItem("增加事业编制", amount=8, post_kind="institution", quota_source="本级")]
    application = an_application("accepted", items=items)
    initiate(application)
    appraise(application)
    meeting = a_meeting(application.office, body="directors")
    with pytest.raises(BeyondAuthority) as refused:
        meetings.put_on_agenda(
            application_id=application.pk, meeting_id=meeting.pk, actor=team_of(application.office).clerk
        )
    assert refused.value.http_status == 409


def test_a_leader_of_the_superior_signs_the_answer_to_what_was_routed_up(kinds: Kinds) -> None:
    superior = an_office(level="province")
    unit = a_unit(an_office(superior=superior))
    application = an_application("accepted", unit=unit)
    routed_up(application)
    assert [one.act for one in waiting_lines(team_of(superior).leader)] == [policies.SUPERIOR_REPLY]
    assert not waiting_lines(team_of(unit.office).leader)
    answer = Answer("approved", "省委编委会议", TODAY, body="commission")
    given: Any = {"application_id": application.pk, "answer": answer, "reply": Reply("同意增加事业编制")}
    for who in (team_of(unit.office).leader, team_of(superior).chief, team_of(superior).clerk):
        with pytest.raises(NotAllowed):
            decision.answer_as_superior(actor=who, **given)
    decision.answer_as_superior(actor=team_of(superior).leader, **given)
    done = Decision.objects.get(application=application)
    assert done.document is not None and done.document.office == superior
    assert fresh(application).state == State.IMPLEMENTING
    assert Quota.objects.get(unit=unit).count == 2
    with pytest.raises(WrongState):
        decision.answer_as_superior(actor=team_of(superior).leader, **given)


def test_the_superior_decides_by_its_own_table_and_a_lower_body_of_it_does_not(kinds: Kinds) -> None:
    superior = an_office(level="province")
    unit = a_unit(an_office(superior=superior))
    items = [NewItem("增加事业编制", amount=8, post_kind="institution", quota_source="本级")]
    application = an_application("accepted", unit=unit, items=items)
    routed_up(application)
    given: Any = {
        "application_id": application.pk, "reply": Reply("同意增加事业编制"), "actor": team_of(superior).leader
    }  # fmt: skip
    for body in ("", "superior", "whim"):
        answer = Answer("approved", "省委编办", TODAY, body=body)
        assert errors_of(decision.answer_as_superior, answer=answer, **given) == {"body"}
    with pytest.raises(BeyondAuthority) as refused:
        decision.answer_as_superior(answer=Answer("approved", "主任办公会", TODAY, body="directors"), **given)
    assert refused.value.http_status == 409 and fresh(application).state == State.ROUTED_UP
    decision.answer_as_superior(answer=Answer("approved", "省委编委会议", TODAY, body="commission"), **given)


def test_what_is_beyond_the_superior_too_goes_further_up_and_is_answered_there(kinds: Kinds) -> None:
    province = an_office(level="province")
    city = an_office(superior=province)
    unit = a_unit(an_office(level="county", superior=city))
    application = an_application("accepted", unit=unit)
    routed_up(application)
    answer = Answer("approved", "编委会议", TODAY, body="committee")
    given: Any = {"application_id": application.pk, "answer": answer, "reply": Reply("同意")}
    further: Any = {"application_id": application.pk, "reason": "", "actor": team_of(city).chief}
    with pytest.raises(WrongState):  # the city decides this itself
        results.route_further(**further)
    beyond(city)
    with pytest.raises(BeyondAuthority):
        decision.answer_as_superior(actor=team_of(city).leader, **given)
    with pytest.raises(NotAllowed):
        results.route_further(**{**further, "actor": team_of(unit.office).chief})
    results.route_further(**further)
    [clock] = Clock.objects.filter(subject_kind="application", subject_id=application.pk, stopped_on=None)
    assert (fresh(application).state, clock.office_id) == (State.ROUTED_UP, province.pk)
    assert handler_of(fresh(application)) == province  # whose rules of the gate answer it now
    assert [one.act for one in waiting_lines(team_of(province).leader)] == [policies.SUPERIOR_REPLY]
    with pytest.raises(NotAllowed):
        decision.answer_as_superior(actor=team_of(city).leader, **given)
    with pytest.raises(NotAllowed):
        results.route_further(**further)
    with pytest.raises(WrongState):  # nobody is above
        results.route_further(**{**further, "actor": team_of(province).chief})
    decision.answer_as_superior(actor=team_of(province).leader, **given)
    assert Decision.objects.get(application=application).document.office == province  # type: ignore[union-attr]


def test_a_matter_goes_up_only_appraised_and_only_where_it_is_beyond_the_office(kinds: Kinds) -> None:
    unit = a_unit(an_office(superior=an_office(level="province")))
    application = an_application("accepted", unit=unit)
    given: Any = {"application_id": application.pk, "reason": "重大事项", "actor": team_of(unit.office).chief}
    for step in (initiate, appraise):
        with pytest.raises(WrongState):
            results.route_up(**given)
        step(application)
    with pytest.raises(WrongState) as refused:
        results.route_up(**given)
    assert refused.value.http_status == 409
    beyond(unit.office)
    results.route_up(**{**given, "reason": ""})
    assert fresh(application).state == State.ROUTED_UP


def test_a_meeting_routes_up_only_what_is_beyond_the_office(kinds: Kinds) -> None:
    unit = a_unit(an_office(superior=an_office(level="province")))
    application = an_application("accepted", unit=unit)
    on_agenda(application)
    given: Any = {"application_id": application.pk, "actor": team_of(unit.office).clerk}
    with pytest.raises(WrongState):
        results.record_result(outcome=an_outcome("routed_up"), **given)
    beyond(unit.office)
    results.record_result(outcome=an_outcome("routed_up"), **given)
    assert fresh(application).state == State.ROUTED_UP


def test_a_routed_matter_is_out_of_the_lower_offices_hands(kinds: Kinds) -> None:
    unit = a_unit(an_office(superior=an_office(level="province")))
    application = an_application("accepted", unit=unit)
    team = team_of(unit.office)
    routed_up(application)
    with pytest.raises(WrongState):
        appraisal.return_as_unfit(application_id=application.pk, explanation="不符合", actor=team.chief)
    with pytest.raises(WrongState):
        filing.lapse(application_id=application.pk, reason="不再办理", actor=team.chief)
    with pytest.raises(WrongState):
        reply(application)
    assert fresh(application).state == State.ROUTED_UP


def test_an_office_without_superior_routes_nothing_up(kinds: Kinds) -> None:
    application = an_application("accepted")
    initiate(application)
    appraise(application)
    beyond(application.office)
    with pytest.raises(WrongState):
        results.route_up(application_id=application.pk, reason="重大事项", actor=team_of(application.office).chief)
