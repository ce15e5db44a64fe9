"""Registering, assigning and voiding, with the refusals that share their set-up."""

from datetime import timedelta

import pytest
import time_machine

from audit.models import Event
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.models import Unit
from problems.models import Handling, Problem, Source, ViolationType
from problems.services import intake
from problems.states import State
from tests.factories import a_deadline, a_problem, a_unit, an_entry, an_office, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office(superior=an_office())


@pytest.fixture
def unit(office):
    return a_unit(office)


def register(unit, **fields):
    actor = fields.pop("actor", None) or team_of(unit.office).clerk
    key = fields.pop("key", "")
    return intake.register_problem(office_id=unit.office_id, entry=an_entry(unit, **fields), actor=actor, key=key)


def test_registering_gives_number_trail_and_clock(unit):
    problem = register(unit)
    assert (problem.number, problem.state) == (f"{unit.office.code}〔{today().year}〕1", State.REGISTERED)
    row = problem.history.latest()
    assert (row.act.name, row.act.actor_name) == ("problem.register", team_of(unit.office).clerk.person.name)
    assert Clock.objects.get(subject_id=problem.pk).kind == ClockKind.ASSIGN
    assert Handling.objects.get(problem=problem).capacity == Handling.Capacity.REGISTERED


def test_the_same_form_twice_registers_once(unit):
    first = register(unit, key="form-1", facts="擅自加挂牌子")
    again = register(unit, key="form-1", facts="擅自加挂牌子")
    assert first.pk == again.pk
    assert Problem.objects.filter(unit=unit).count() == 1


def test_another_form_registers_again(unit):
    assert register(unit, key="form-1").pk != register(unit, key="form-2").pk


def test_all_broken_rules_are_named_together(unit):
    with pytest.raises(Invalid) as refusal:
        register(unit, facts=" ", found_on=today() + timedelta(days=1), nature="policy")
    assert set(refusal.value.errors) == {"facts", "found_on", "nature"}
    assert not Problem.objects.filter(unit=unit).exists()


def test_a_refusal_uses_no_number(unit):
    with pytest.raises(Invalid):
        register(unit, facts="")
    assert register(unit).serial == 1


def test_the_excess_is_computed(unit):
    problem = register(unit, kind="staff_over_quota", quota=35, actual=41)
    assert (problem.found, problem.remaining) == (6, 6)


@pytest.mark.parametrize(("quota", "actual", "field"), [(35, 35, "actual"), (None, 41, "quota"), (35, 30, "actual")])
def test_figures_that_show_no_excess_are_refused(unit, quota, actual, field):
    with pytest.raises(Invalid) as refusal:
        register(unit, kind="staff_over_quota", quota=quota, actual=actual)
    assert field in refusal.value.errors


def test_a_vanished_unit_is_refused(unit):
    from tests.factories import _save

    unit.valid_until = today()
    _save("unit.end", unit)
    with pytest.raises(Invalid) as refusal:
        register(unit)
    assert "unit" in refusal.value.errors


def test_a_unit_of_the_production_class_is_out_of_scope(office):
    outside = a_unit(office, unit_class=Unit.Class.PRODUCTION)
    with pytest.raises(Invalid) as refusal:
        register(outside)
    assert "unit" in refusal.value.errors


def test_a_foreign_unit_cannot_be_entered(unit):
    foreign = a_unit(an_office())
    with pytest.raises(Invalid) as refusal:
        intake.register_problem(office_id=unit.office_id, entry=an_entry(foreign), actor=team_of(unit.office).clerk)
    assert "unit" in refusal.value.errors


def test_a_stranger_learns_nothing_of_the_office(unit):
    stranger = team_of(an_office()).clerk
    with pytest.raises(NotFound):
        register(unit, actor=stranger)
    assert Event.objects.filter(kind="refused", outcome="not_found").exists()


def test_a_leader_does_not_register(unit):
    with pytest.raises(NotAllowed):
        register(unit, actor=team_of(unit.office).leader)
    refused = Event.objects.get(kind="refused")
    assert (refused.act.actor_name, refused.outcome) == (team_of(unit.office).leader.person.name, "not_allowed")


def test_an_act_without_actor_is_an_error(unit):
    with pytest.raises(TypeError):
        intake.register_problem(office_id=unit.office_id, entry=an_entry(unit), actor=None)


@pytest.mark.parametrize(
    ("kind", "source", "finder", "rule"),
    [
        ("outside_quota_staff", "review", "own", ""),
        ("outside_quota_staff", "special_inspection", "superior", "found_above"),
        ("outside_quota_staff", "patrol_central", "own", "found_above"),
        ("approval_beyond_authority", "review", "own", "beyond_authority"),
        ("line_interference", "self_inspection", "own", "line_interference"),
    ],
)
def test_the_three_classes_need_the_superiors_consent(kind, source, finder, rule):
    chosen = intake.consent_rule_for(Source.objects.get(code=source), ViolationType.objects.get(code=kind), finder)
    assert chosen == rule


def test_assigning_starts_the_units_clocks_and_stops_the_offices(unit):
    problem = register(unit)
    team = team_of(unit.office)
    deadline = a_deadline()
    intake.assign_problem(problem_id=problem.pk, deadline=deadline, responsible="张主任", actor=team.clerk)
    clocks = {one.kind: one for one in Clock.objects.filter(subject_id=problem.pk)}
    assert clocks[ClockKind.ASSIGN].outcome == "answered"
    assert (clocks[ClockKind.RECTIFICATION].due_on, clocks[ClockKind.RECTIFICATION].holder) == (deadline, "unit")
    assert clocks[ClockKind.PLAN].stopped_on is None


def a_rest_day():
    day = today() + timedelta(days=20)
    while day.weekday() != 6:
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("deadline", "words"),
    [(lambda: today(), "after today"), (lambda: today() - timedelta(days=1), "after today"), (a_rest_day, "rest day")],
)
def test_a_deadline_in_the_past_or_on_a_rest_day_is_refused(unit, deadline, words, settings):
    from django.utils import translation

    problem = register(unit)
    with translation.override("en"), pytest.raises(Invalid) as refusal:
        intake.assign_problem(
            problem_id=problem.pk, deadline=deadline(), responsible="张主任", actor=team_of(unit.office).clerk
        )
    with translation.override("en"):
        assert words in str(refusal.value.errors["deadline"][0])
    problem.refresh_from_db()
    assert problem.state == State.REGISTERED


def test_the_required_date_caps_the_deadline(unit):
    required = a_deadline(30)
    problem = register(unit, required_on=required)
    with pytest.raises(Invalid) as refusal:
        intake.assign_problem(
            problem_id=problem.pk, deadline=a_deadline(60), responsible="张主任", actor=team_of(unit.office).clerk
        )
    assert "deadline" in refusal.value.errors


def test_a_stale_form_is_refused_and_nothing_is_lost(unit):
    problem = register(unit)
    team = team_of(unit.office)
    intake.assign_problem(
        problem_id=problem.pk, deadline=a_deadline(), responsible="张主任", actor=team.clerk, expected_version=1
    )
    with pytest.raises(Stale):
        intake.void_problem(problem_id=problem.pk, reason="重复", actor=team.chief, expected_version=1)
    problem.refresh_from_db()
    assert (problem.state, problem.version) == (State.ASSIGNED, 2)


def test_voiding_keeps_the_number_and_it_is_not_given_again(unit):
    problem = register(unit)
    team = team_of(unit.office)
    intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=team.chief)
    problem.refresh_from_db()
    assert (problem.state, problem.serial) == (State.VOIDED, 1)
    assert register(unit).serial == 2
    assert not Clock.objects.filter(subject_id=problem.pk, stopped_on=None).exists()


def test_voiding_needs_a_reason_and_a_decider(unit):
    problem = register(unit)
    team = team_of(unit.office)
    with pytest.raises(Invalid):
        intake.void_problem(problem_id=problem.pk, reason=" ", actor=team.chief)
    with pytest.raises(NotAllowed):
        intake.void_problem(problem_id=problem.pk, reason="重复", actor=team.clerk)


def test_a_closed_entry_cannot_be_voided(unit):
    problem = a_problem(State.CLOSED, unit=unit)
    with pytest.raises(WrongState):
        intake.void_problem(problem_id=problem.pk, reason="重复", actor=team_of(unit.office).chief)


def test_the_year_of_the_number_is_that_of_shanghai(unit):
    team_of(unit.office)
    with time_machine.travel("2027-12-31T16:30:00+00:00", tick=False):
        problem = register(unit, found_on=today())
    assert problem.number == f"{unit.office.code}〔2028〕1"


def test_the_same_matter_is_not_registered_twice(unit):
    first = register(unit, facts="在窗口岗位违规使用编外人员5名。")
    with pytest.raises(Invalid) as refusal:
        register(unit, facts="在窗口岗位 违规使用编外人员5名")
    assert first.number in str(refusal.value.errors["facts"][0])


def test_dates_that_are_slips_of_the_hand_are_refused(unit):
    problem = register(unit)
    with pytest.raises(Invalid):
        intake.assign_problem(
            problem_id=problem.pk,
            deadline=today().replace(year=9999),
            responsible="张主任",
            actor=team_of(unit.office).clerk,
        )
