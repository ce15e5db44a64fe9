"""Warnings at once, checked by a person, and the rule's second run at acceptance and look-back. F4, H5."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from staffing_cast import LONG_AGO, SHEET, a_staffed_unit, entered

from audit.acts import act
from deadlines.models import Clock
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound
from organizations.models import Partner, Section
from organizations.people import appoint, system_account
from organizations.roles import Role
from problems.models import Problem
from problems.services import corrections, intake, joining, rectification
from staffing import services
from staffing.errors import AlertChecked
from staffing.models import Alert
from staffing.rules import rerun
from staffing.selectors.register import alerts_to_check, sections_of
from staffing.services.alerts import facts_of
from tests.factories import (
    a_deadline,
    a_file,
    a_partner,
    a_person_with,
    a_plan,
    a_problem,
    an_account,
    an_office,
    people_of,
    team_of,
)
from verification import services as verification
from verification.models import Acceptance, LookBack, RuleAnswer

pytestmark = pytest.mark.django_db


def _declare(unit, actual):
    services.declare_staff(
        unit_id=unit.pk, kind="institution", actual=actual, document=SHEET, actor=team_of(unit.office).clerk
    )


def _alert(unit):
    return Alert.objects.select_related("unit", "kind", "level").get(unit=unit, state="open")


def test_over_quota_raises_a_warning_at_once_with_its_clock():
    unit = a_staffed_unit(quota=35, actual=41)
    alert = _alert(unit)
    assert (alert.rule, alert.quota, alert.actual, alert.excess) == ("over_quota", 35, 41, 6)
    assert SHEET in alert.source
    assert Clock.objects.filter(subject_kind="staffing_alert", subject_id=alert.pk, stopped_on=None).exists()
    assert not Alert.objects.filter(unit=a_staffed_unit(quota=35, actual=35)).exists()


def test_leaders_over_quota_raise_a_warning_of_their_level():
    unit = a_staffed_unit()
    clerk = team_of(unit.office).clerk
    services.change_leadership_quota(unit_id=unit.pk, level="deputy", count=3, document="云编〔2021〕3号", actor=clerk)
    services.declare_leaders(unit_id=unit.pk, level="deputy", actual=5, document=SHEET, actor=clerk)
    alert = _alert(unit)
    assert (alert.rule, alert.level.code, alert.excess) == ("leaders_over_quota", "deputy", 2)


def test_staff_of_a_kind_without_quota_and_outside_staff_paid_by_finance_do_not_correspond():
    unit = a_staffed_unit()
    entered(unit, kind="worker", as_found=True)
    entered(unit, outside=True, pay="finance")
    matters = set(Alert.objects.filter(unit=unit, rule="mismatch").values_list("matter", flat=True))
    assert matters == {"no_quota", "outside_paid"}


def test_a_warning_becomes_an_entry_with_the_figures():
    unit = a_staffed_unit(quota=35, actual=41)
    alert, clerk = _alert(unit), team_of(unit.office).clerk
    problem = services.enter_alert(alert_id=alert.pk, facts=facts_of(alert), actor=clerk)
    alert.refresh_from_db()
    assert (alert.state, alert.problem) == ("entered", problem)
    assert (problem.quota, problem.actual, problem.found) == (35, 41, 6)
    assert (problem.violation_type.code, problem.source.code) == ("staff_over_quota", "monitoring_alert")
    assert problem.number
    assert not Clock.objects.filter(subject_kind="staffing_alert", stopped_on=None).exists()
    with pytest.raises(AlertChecked):
        services.clear_alert(alert_id=alert.pk, reason="重复", actor=clerk)


def test_while_the_entry_is_open_the_same_figure_is_silent():
    unit = a_staffed_unit(quota=35, actual=41)
    alert = _alert(unit)
    services.enter_alert(alert_id=alert.pk, facts=facts_of(alert), actor=team_of(unit.office).clerk)
    _declare(unit, 44)
    assert Alert.objects.filter(unit=unit).count() == 1


def test_a_warning_is_cleared_with_a_reason_only_and_speaks_again_when_the_excess_grows():
    unit = a_staffed_unit(quota=35, actual=41)
    clerk = team_of(unit.office).clerk
    with pytest.raises(Invalid):
        services.clear_alert(alert_id=_alert(unit).pk, reason=" ", actor=clerk)
    services.clear_alert(alert_id=_alert(unit).pk, reason="军转安置，文件另附", actor=clerk)
    _declare(unit, 40)
    assert not Alert.objects.filter(unit=unit, state="open").exists()
    _declare(unit, 42)
    assert _alert(unit).actual == 42


def test_an_open_warning_follows_the_figures_and_says_when_they_are_in_order():
    unit = a_staffed_unit(quota=35, actual=41)
    _declare(unit, 38)
    assert (_alert(unit).actual, _alert(unit).holds) == (38, True)
    _declare(unit, 35)
    assert _alert(unit).holds is False


def test_a_warning_is_tied_to_an_open_entry_of_the_same_unit_only():
    unit = a_staffed_unit(quota=35, actual=41)
    clerk = team_of(unit.office).clerk
    other = a_problem(office=unit.office)
    with pytest.raises(Invalid):
        services.link_alert(alert_id=_alert(unit).pk, problem_id=other.pk, actor=clerk)
    mine = a_problem(unit=unit, kind="staff_over_quota", quota=35, actual=41)
    services.link_alert(alert_id=_alert(unit).pk, problem_id=mine.pk, actor=clerk)
    assert Problem.objects.filter(unit=unit).count() == 1
    assert rerun(mine.pk, today()).still_over


def test_an_entry_answers_for_every_warning_tied_to_it_and_for_those_of_entries_merged_into_it():
    unit = a_staffed_unit(quota=35, actual=41)
    team = team_of(unit.office)
    entered(unit, kind="worker", as_found=True)
    kept = a_problem(unit=unit)
    assert rerun(kept.pk, today()) is None
    for alert in Alert.objects.select_related("unit", "kind", "level").filter(unit=unit, state="open"):
        problem = services.enter_alert(alert_id=alert.pk, facts=facts_of(alert), actor=team.clerk)
        joining.merge_problem(problem_id=problem.pk, into_id=kept.pk, reason="同一事项", actor=team.chief)
    _declare(unit, 44)
    assert not Alert.objects.filter(unit=unit, state="open").exists()  # silent: the entry they went to is open
    said = rerun(kept.pk, today())
    assert said.still_over
    assert "44" in said.words
    _declare(unit, 35)
    assert rerun(kept.pk, today()).still_over  # the worker without a quota is there still
    services.change_quota(
        unit_id=unit.pk, kind="worker", count=1, document="云编〔2021〕9号", from_on=LONG_AGO, actor=team.clerk
    )
    assert not rerun(kept.pk, today()).still_over


def _ended(unit):
    with act("unit.enter", actor=system_account().actor_facts()):
        unit.valid_until = today() - timedelta(days=1)
        unit.save(update_fields=["valid_until"])


def _handed_to(problem, unit):
    """The entry corrected to another unit, by two people."""
    team = team_of(problem.office)
    given = {"problem_id": problem.pk, "reason": "机构改革，职责划入"}
    corrections.ask_correction(changes={"unit_id": unit.pk}, file=a_file(), actor=team.clerk, **given)
    corrections.decide_correction(problem_id=problem.pk, apply=True, actor=team.chief)


def test_the_rule_reads_the_unit_that_took_over_once_the_entry_stands_with_it():
    old = a_staffed_unit(quota=35, actual=41)
    taken = a_staffed_unit(quota=60, actual=60, office=old.office)
    problem = services.enter_alert(alert_id=_alert(old).pk, facts="超编6人", actor=team_of(old.office).clerk)
    _ended(old)
    said = rerun(problem.pk, today())
    assert said.still_over and "actual 41," in said.words and "last figures" in said.words
    _handed_to(problem, taken)
    said = rerun(problem.pk, today())
    assert not said.still_over and "actual 60," in said.words and "actual 41," not in said.words
    assert f"{old.name} has ended" in said.words and taken.name in said.words
    _declare(taken, 66)
    assert rerun(problem.pk, today()).still_over


def test_the_rule_reads_the_unit_of_the_entry_into_which_that_of_the_ended_unit_was_merged():
    old = a_staffed_unit(quota=35, actual=41)
    taken = a_staffed_unit(quota=60, actual=58, office=old.office)
    team = team_of(old.office)
    problem = services.enter_alert(alert_id=_alert(old).pk, facts="超编6人", actor=team.clerk)
    kept = a_problem(unit=taken)
    _handed_to(problem, taken)
    joining.merge_problem(problem_id=problem.pk, into_id=kept.pk, reason="机构合并", actor=team.chief)
    assert rerun(kept.pk, today()).still_over  # the unit is there, so its own figures speak
    _ended(old)
    assert not rerun(kept.pk, today()).still_over and not rerun(problem.pk, today()).still_over


def test_an_entry_corrected_to_another_unit_while_the_first_is_there_is_asked_about_the_first():
    unit = a_staffed_unit(quota=35, actual=41)
    other = a_staffed_unit(quota=60, actual=60, office=unit.office)
    problem = services.enter_alert(alert_id=_alert(unit).pk, facts="超编6人", actor=team_of(unit.office).clerk)
    _handed_to(problem, other)
    said = rerun(problem.pk, today())
    assert said.still_over and "actual 41," in said.words and other.name not in said.words


def test_who_checks_warnings():
    unit = a_staffed_unit(quota=35, actual=41)
    alert = _alert(unit)
    given = {"alert_id": alert.pk, "reason": "核实无误"}
    with pytest.raises(NotAllowed):
        services.clear_alert(actor=team_of(unit.office).leader, **given)
    with pytest.raises(NotFound):
        services.clear_alert(actor=people_of(unit).head, **given)
    with pytest.raises(NotFound):
        services.clear_alert(actor=team_of(an_office()).clerk, **given)
    services.clear_alert(actor=team_of(unit.office).clerk, **given)


def test_the_database_wants_a_person_and_a_reason_for_a_checked_warning():
    alert = _alert(a_staffed_unit(quota=35, actual=41))
    refused = pytest.raises(IntegrityError, match="alert_is_checked_by_somebody")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update staffing_alert set state = 'cleared' where id = %s", [alert.pk])


def test_a_partner_confirms_rows_and_a_dispute_raises_a_warning():
    unit = a_staffed_unit()
    team = team_of(unit.office)
    partner = a_partner(unit.office, Partner.Kind.FINANCE)
    finance = a_person_with(Role.PARTNER, partner)
    row = unit.declared_staff.get()
    words = [services.Word(answer="disputed", declared_id=row.pk, note="财政供养31人")]
    with pytest.raises(NotFound):
        services.confirm_rows(unit_id=unit.pk, words=words, actor=finance)
    services.share_register(office_id=unit.office_id, partner_id=partner.pk, reason="财政供养核对", actor=team.leader)
    with pytest.raises(NotAllowed):
        services.confirm_rows(unit_id=unit.pk, words=words, actor=team.clerk)
    with pytest.raises(Invalid):
        services.confirm_rows(
            unit_id=unit.pk, words=[services.Word(answer="disputed", declared_id=row.pk)], actor=finance
        )
    services.confirm_rows(unit_id=unit.pk, words=words, actor=finance)
    assert _alert(unit).matter == "disputed"
    services.confirm_rows(unit_id=unit.pk, words=[services.Word(answer="confirmed", declared_id=row.pk)], actor=finance)
    assert _alert(unit).holds is False


# H5


def _at_acceptance(quota=35, actual=41):
    """An entry that a figure raised, checked and waiting for its acceptance."""
    unit = a_staffed_unit(quota=quota, actual=actual)
    team, at_unit, alert = team_of(unit.office), people_of(unit), _alert(unit)
    problem = services.enter_alert(alert_id=alert.pk, facts=facts_of(alert), actor=team.clerk)
    deadline = a_deadline()
    intake.assign_problem(problem_id=problem.pk, deadline=deadline, responsible="张主任", actor=team.clerk)
    rectification.submit_plan(problem_id=problem.pk, plan=a_plan(deadline), actor=at_unit.clerk)
    rectification.approve_plan(problem_id=problem.pk, actor=team.clerk)
    rectification.report_progress(problem_id=problem.pk, text="已消化6名", done=6, actor=at_unit.clerk)
    verification.apply_for_close_out(
        problem_id=problem.pk,
        statement="已消化",
        own_look_back="自查无反弹",
        files=[a_file()],
        actor=at_unit.clerk,
    )
    _record(verification.record_check, problem)
    return problem


def _record(record, problem, **more):
    return record(
        problem_id=problem.pk,
        people="核验人员",
        findings="符合要求",
        held_on=today(),
        actor=team_of(problem.office).verifier,
        **{"passed": True, **more},
    )


def test_passing_against_the_figures_of_today_needs_a_written_reason():
    problem = _at_acceptance()
    with pytest.raises(Invalid) as refused:
        _record(verification.record_acceptance, problem)
    assert "differs_because" in refused.value.errors
    assert not Acceptance.objects.exists()
    record = _record(verification.record_acceptance, problem, differs_because="6人已办理调出，名册下月更新")
    assert (record.rule_answer, record.differs_because) == (RuleAnswer.NOT_MET, "6人已办理调出，名册下月更新")
    assert "41" in record.rule_words
    with pytest.raises(Invalid):
        _record(verification.record_look_back, problem)


def test_passing_with_the_figures_needs_none_and_failing_against_them_does():
    problem = _at_acceptance()
    _declare(problem.unit, 35)
    with pytest.raises(Invalid):
        _record(verification.record_acceptance, problem, passed=False)
    record = _record(verification.record_acceptance, problem)
    assert (record.rule_answer, record.differs_because) == (RuleAnswer.MET, "")
    assert _record(verification.record_look_back, problem).rule_answer == RuleAnswer.MET


def test_an_entry_without_a_warning_is_verified_as_before():
    problem = a_problem(state="verifying", step="acceptance")
    assert _record(verification.record_acceptance, problem).rule_answer == RuleAnswer.NOT_ASKED


def test_sql_cannot_record_an_acceptance_without_asking_the_rule():
    problem = _at_acceptance()
    close_out = problem.close_outs.get()
    person = team_of(problem.office).verifier.person
    given = {
        "people": "甲",
        "findings": "乙",
        "outcome": "passed",
        "held_on": today(),
        "recorded_by": person,
        "rank": 1,
    }
    with pytest.raises(IntegrityError, match="answer of the rule"), transaction.atomic():
        LookBack(close_out=close_out, **given).save()
    with pytest.raises(IntegrityError, match="look_back_differs_with_reason"), transaction.atomic():
        LookBack(close_out=close_out, rule_answer="not_met", rule_words="超编", **given).save()


def _in_section(office, kind):
    section = Section.objects.get(office=office, kind=kind)
    account = an_account()
    appoint(
        person=account.person,
        role=Role.OFFICE_CLERK,
        office=office,
        section=section,
        since=today(),
        actor=system_account(),
    )
    return account


def test_a_warning_goes_to_the_section_in_charge_and_to_who_stands_in():
    office = an_office()
    unit = a_staffed_unit(office=office, actual=41)
    supervision, business = (_in_section(office, kind) for kind in ("supervision", "business"))
    assert list(alerts_to_check(supervision)) == [_alert(unit)]
    assert not alerts_to_check(business).exists()
    assert list(alerts_to_check(team_of(office).clerk)) == [_alert(unit)]  # works in no section
    assert sections_of([_alert(unit)]) == {_alert(unit).pk: "监督检查科"}
    assert not alerts_to_check(_in_section(an_office(), "supervision")).exists()


def test_a_warning_for_a_section_that_the_office_does_not_have_waits_for_everybody():
    office = an_office()
    unit = a_staffed_unit(office=office)
    entered(unit, outside=True, pay="finance")
    waiting = Alert.objects.filter(unit=unit, rule="mismatch", state="open")
    assert waiting.exists()
    business = _in_section(office, "business")  # there is no e-government centre
    assert set(alerts_to_check(business)) == set(waiting)
    assert set(sections_of(waiting.select_related("unit")).values()) == {""}
