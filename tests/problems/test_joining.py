"""Assisting units, links between entries, merging duplicates: who sees what, who may, what stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.acts import act
from deadlines.models import Clock
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.people import system_account
from organizations.roles import Role
from problems import policies
from problems.models import Assisting, Link, Problem
from problems.selectors.entries import Query, problem_list
from problems.selectors.figures import figures, ledger_rows
from problems.selectors.joining import entry_by_number, joined_with
from problems.selectors.timeline import timeline_of
from problems.services import comments, joining, rectification
from problems.states import State
from tests.factories import (
    a_deadline,
    a_file,
    a_person_with,
    a_plan,
    a_problem,
    a_unit,
    an_office,
    fresh,
    give_role,
    people_of,
    team_of,
)
from verification import policies as verification_policies
from verification import services as verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office(superior=an_office())


@pytest.fixture
def unit(office):
    return a_unit(office)


@pytest.fixture
def helper(office):
    return a_unit(office, name="协办单位")


def assist(problem, helper, **fields):
    actor = fields.pop("actor", None) or team_of(problem.office).clerk
    return joining.add_assisting_unit(problem_id=problem.pk, unit_id=helper.pk, actor=actor, **fields)


def sees(account, problem):
    return policies.visible_to(account).filter(pk=problem.pk).exists()


def sentences(problem, viewer=None):
    return [str(one["sentence"]) for day in timeline_of(problem, viewer=viewer) for one in day["entries"]]


def test_an_assisting_unit_sees_the_entry_from_assignment_on(unit, helper):
    registered, assigned = a_problem(State.REGISTERED, unit=unit), a_problem(State.ASSIGNED, unit=unit)
    who = people_of(helper).clerk
    assert not sees(who, assigned)
    assist(registered, helper)
    assist(assigned, helper)
    assert (sees(who, registered), sees(who, assigned)) == (False, True)
    assert [row.pk for row in problem_list(viewer=who, query=Query())] == [assigned.pk]


def test_it_reports_progress_with_evidence_and_comments(unit, helper):
    problem = a_problem(State.RECTIFYING, unit=unit)
    assist(problem, helper, task="清理借调人员")
    who = people_of(helper).clerk
    report = rectification.report_progress(problem_id=problem.pk, text="已协助清理", files=[a_file()], actor=who)
    comments.comment_on_problem(problem_id=problem.pk, text="请牵头单位确认", actor=who)
    assert (report.unit, report.evidence.count()) == (helper, 1)
    assert report.history.latest().act.actor_unit == helper.name
    lead = rectification.report_progress(problem_id=problem.pk, text="牵头单位", actor=people_of(unit).clerk)
    assert lead.unit == unit


def test_figures_and_milestones_are_the_leads(unit, helper):
    problem = a_problem(State.RECTIFYING, unit=unit, kind="outside_quota_staff", found=5)
    assist(problem, helper)
    milestone = problem.plans.get().milestones.first()
    with pytest.raises(Invalid) as refusal:
        rectification.report_progress(
            problem_id=problem.pk, text="已清", done=1, milestone_id=milestone.pk, actor=people_of(helper).clerk
        )
    assert set(refusal.value.errors) == {"done", "milestone"}


def test_only_the_lead_plans_and_applies_for_close_out(unit, helper):
    assigned, rectifying = a_problem(State.ASSIGNED, unit=unit), a_problem(State.RECTIFYING, unit=unit)
    assist(assigned, helper)
    assist(rectifying, helper)
    who = people_of(helper).clerk
    with pytest.raises(NotAllowed):
        rectification.submit_plan(problem_id=assigned.pk, plan=a_plan(a_deadline()), actor=who)
    with pytest.raises(NotAllowed):
        verification.apply_for_close_out(
            problem_id=rectifying.pk, statement="已整改", own_look_back="无反弹", files=[a_file()], actor=who
        )
    assert (fresh(assigned).state, fresh(rectifying).state) == (State.ASSIGNED, State.RECTIFYING)


def test_whoever_belongs_to_an_assisting_unit_does_not_verify_even_after_its_release(unit, helper):
    problem = a_problem(State.RECTIFYING, unit=unit)
    row = assist(problem, helper)
    both = team_of(problem.office).verifier
    assert verification_policies.may_verify(both, problem)
    give_role(both, Role.UNIT_CLERK, helper)
    assert not verification_policies.may_verify(both, problem)
    joining.release_assisting_unit(assisting_id=row.pk, reason="任务完成", actor=team_of(problem.office).clerk)
    assert not verification_policies.may_verify(both, problem)
    assert "协办单位" in verification_policies.why_not(both, verification_policies.CHECK, problem)


def test_a_released_unit_no_longer_sees_the_entry_and_its_report_stays(unit, helper):
    problem = a_problem(State.RECTIFYING, unit=unit)
    row, who = assist(problem, helper), people_of(helper).clerk
    rectification.report_progress(problem_id=problem.pk, text="已协助", actor=who)
    clerk = team_of(problem.office).clerk
    with pytest.raises(Invalid):
        joining.release_assisting_unit(assisting_id=row.pk, reason=" ", actor=clerk)
    joining.release_assisting_unit(assisting_id=row.pk, reason="任务完成", actor=clerk)
    assert not sees(who, problem)
    assert problem.reports.get().text == "已协助"
    with pytest.raises(WrongState):
        joining.release_assisting_unit(assisting_id=row.pk, reason="再次", actor=clerk)
    assert sentences(problem)[:1] == ["解除了协办"]


def test_the_same_form_adds_once_and_the_same_unit_is_refused(unit, helper):
    problem = a_problem(State.ASSIGNED, unit=unit)
    assert assist(problem, helper, key="a").pk == assist(problem, helper, key="a").pk
    for wrong in (helper, unit, a_unit(an_office()), a_unit(unit.office, unit_class="production")):
        with pytest.raises(Invalid) as refusal:
            assist(problem, wrong)
        assert set(refusal.value.errors) == {"unit"}
    assert Assisting.objects.count() == 1


@pytest.mark.parametrize("who", ["leader", "unit", "helper", "superior", "stranger"])
def test_only_clerks_and_section_chiefs_of_the_office_add_a_unit(unit, helper, who):
    problem = a_problem(State.ASSIGNED, unit=unit)
    actor = {
        "leader": team_of(unit.office).leader,
        "unit": people_of(unit).head,
        "helper": people_of(helper).head,
        "superior": team_of(unit.office.superior).chief,
        "stranger": team_of(an_office()).clerk,
    }[who]
    with pytest.raises(NotFound if who in {"helper", "stranger"} else NotAllowed):
        assist(problem, helper, actor=actor)
    assert assist(problem, helper, actor=team_of(unit.office).chief).pk


def test_units_join_no_entry_that_is_being_verified(unit, helper):
    with pytest.raises(WrongState):
        assist(a_problem(State.VERIFYING, unit=unit), helper)


# -- links -----------------------------------------------------------------------------------------------------------


def link(problem, other, kind=Link.Kind.RELATED, **fields):
    actor = fields.pop("actor", None) or team_of(problem.office).clerk
    given = {"reason": "同一事项的两个方面", **fields}
    return joining.link_entries(problem_id=problem.pk, other_id=other.pk, kind=kind, actor=actor, **given)


def test_both_sides_show_a_link_and_its_removal_stays_in_both_pasts(unit):
    first, second = a_problem(unit=unit), a_problem(unit=unit)
    clerk = team_of(unit.office).clerk
    made = link(second, first, Link.Kind.RECURRENCE)
    there, here = joined_with(first, clerk).links, joined_with(second, clerk).links
    assert [(one.other, one.later, one.earlier) for one in there] == [(second, True, False)]
    assert [(one.other, one.later, one.earlier) for one in here] == [(first, False, True)]
    joining.unlink_entries(link_id=made.pk, reason="查明无关", actor=clerk)
    first, second = fresh(first), fresh(second)
    assert not joined_with(first, clerk).links and not joined_with(second, clerk).links
    for one in (first, second):
        assert sentences(one, clerk)[:2] == ["解除了关联", "关联了两个问题"]
    with pytest.raises(WrongState):
        joining.unlink_entries(link_id=made.pk, reason="再次", actor=clerk)
    assert link(first, second).pk != made.pk


def test_a_linked_entry_that_the_reader_may_not_see_is_not_mentioned(unit):
    seen, hidden = a_problem(State.ASSIGNED, unit=unit), a_problem(unit=a_unit(unit.office))
    link(seen, hidden, reason="隐去的编号")
    at_unit, clerk = people_of(unit).clerk, team_of(unit.office).clerk
    assert joined_with(seen, clerk).links and not joined_with(seen, at_unit).links
    assert "关联了两个问题" in sentences(seen, clerk)
    assert "关联了两个问题" not in sentences(seen, at_unit)


def test_links_that_say_nothing_are_refused(unit):
    first, second = a_problem(unit=unit), a_problem(unit=unit, found_on=today() - timedelta(days=9))
    voided = a_problem(State.VOIDED, unit=unit)
    for problem, other, kind, reason, field in [
        (first, first, "related", "x", "other"),
        (first, voided, "related", "x", "other"),
        (second, first, "recurrence", "x", "kind"),
        (first, second, "cousin", "x", "kind"),
        (first, second, "related", " ", "reason"),
    ]:
        with pytest.raises(Invalid) as refusal:
            link(problem, other, kind, reason=reason)
        assert set(refusal.value.errors) == {field}
    link(first, second)
    with pytest.raises(Invalid):
        link(second, first)
    assert link(first, a_problem(unit=unit), key="k").pk == Link.objects.last().pk


def test_who_may_not_see_the_other_entry_can_neither_link_nor_unlink(unit):
    mine, foreign = a_problem(unit=unit), a_problem(unit=a_unit(an_office()))
    with pytest.raises(NotFound):
        link(mine, foreign)
    with pytest.raises(NotAllowed):
        link(mine, a_problem(unit=unit), actor=team_of(unit.office).leader)


def test_a_number_is_understood_as_people_write_it(unit):
    problem, other = a_problem(unit=unit), a_problem(unit=unit)
    viewer, code, year = team_of(unit.office).clerk, unit.office.code, today().year
    for text in (other.number, f"{code}[{year}]2", f"〔{year}〕2号", "2", f" {code} ({year}) 2"):
        assert entry_by_number(viewer=viewer, text=text, near=problem) == other, text
    for text in ("", "3", "9" * 30, "二", f"X〔{year}〕2"):
        assert entry_by_number(viewer=viewer, text=text, near=problem) is None, text
    assert entry_by_number(viewer=team_of(an_office()).clerk, text=other.number, near=problem) is None


# -- merging ---------------------------------------------------------------------------------------------------------


def merge(problem, into, **fields):
    given = {"reason": "同一事项重复登记", "actor": team_of(problem.office).chief, **fields}
    return joining.merge_problem(problem_id=problem.pk, into_id=into.pk, **given)


def test_merging_keeps_number_files_and_past_and_stops_the_clocks(unit):
    keeps, duplicate = a_problem(State.RECTIFYING, unit=unit), a_problem(State.RECTIFYING, unit=unit)
    rectification.report_progress(problem_id=duplicate.pk, text="一", files=[a_file()], actor=people_of(unit).clerk)
    before = figures(ledger_rows(unit.office), as_of=today())["found"]
    merged = merge(duplicate, keeps)
    assert (merged.state, merged.merged_into, merged.number) == (State.MERGED, keeps, duplicate.number)
    assert not Clock.objects.filter(subject_id=duplicate.pk, stopped_on=None).exists()
    assert duplicate.evidence.count() == 1
    assert figures(ledger_rows(unit.office), as_of=today())["found"] == before - 1
    viewer = people_of(unit).clerk
    assert joined_with(fresh(duplicate), viewer).merged_into == keeps
    assert joined_with(keeps, viewer).merged_here == [duplicate]
    assert sentences(keeps, viewer)[0] == sentences(duplicate, viewer)[0] == "并入重复问题"
    assert duplicate.number in str(timeline_of(keeps, viewer=viewer))


def test_figures_of_a_day_before_the_merge_stay_as_they_were_reported(unit):
    duplicate = a_problem(unit=unit)
    merge(duplicate, a_problem(unit=unit))
    with act("test.backdate", actor=system_account().actor_facts()):
        row = Problem.objects.get(pk=duplicate.pk)
        row.merged_on = today() + timedelta(days=1)
        row.save()
    assert figures(ledger_rows(unit.office), as_of=today())["found"] == 2
    assert figures(ledger_rows(unit.office), as_of=today() + timedelta(days=1))["found"] == 1


def test_merges_that_would_lose_something_are_refused(unit):
    problem = a_problem(unit=unit)
    both = a_person_with(Role.SECTION_CHIEF, unit.office)
    elsewhere = an_office()
    give_role(both, Role.SECTION_CHIEF, elsewhere)
    cases = [
        (problem, {}, "into"),
        (a_problem(State.VERIFYING, unit=unit), {}, "into"),
        (a_problem(State.CLOSED, unit=unit), {}, "into"),
        (a_problem(unit=a_unit(elsewhere)), {"actor": both}, "into"),
        (a_problem(unit=unit), {"reason": " "}, "reason"),
    ]
    for into, fields, field in cases:
        with pytest.raises(Invalid) as refusal:
            merge(problem, into, **fields)
        assert set(refusal.value.errors) == {field}
    with pytest.raises(WrongState):
        merge(cases[1][0], problem)
    with pytest.raises(NotAllowed):
        merge(problem, cases[4][0], actor=team_of(unit.office).clerk)
    merge(problem, cases[4][0])
    with pytest.raises(WrongState):
        merge(problem, cases[4][0])


def test_the_database_refuses_a_merge_without_target_or_reason(unit):
    problem, other = a_problem(unit=unit), a_problem(unit=unit)
    for fields in (
        {"state": "merged", "merged_on": today(), "merged_because": "x"},
        {"state": "merged", "merged_on": today(), "merged_into": other},
        {"state": "merged", "merged_on": today(), "merged_into": problem, "merged_because": "x"},
        {"merged_into": other},
    ):
        forger = system_account().actor_facts()
        with pytest.raises(IntegrityError), transaction.atomic(), act("test.forge", actor=forger):
            row = Problem.objects.get(pk=problem.pk)
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
