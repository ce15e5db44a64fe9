"""State × act × person: what the tables do not allow is refused and writes nothing (B02)."""

import pytest

from audit.models import Event
from organizations.clock import today
from organizations.errors import DomainError, NotAllowed, NotFound, WrongState
from organizations.roles import Role
from problems import policies
from problems.models import Problem
from problems.services import absorption, extensions, intake, joining, pauses, rectification, supervision
from problems.services.dates import record_required_consent
from problems.services.rectification import NewMeasure, NewPlan
from problems.services.source_facts import complete_source_facts
from problems.states import MOVES, STAYS, State
from tests.factories import a_deadline, a_person_with, a_problem, a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db

STATES = [
    State.REGISTERED,
    State.ASSIGNED,
    State.PLAN_SUBMITTED,
    State.RECTIFYING,
    State.VERIFYING,
    State.AWAITING_CONSENT,
    State.CLOSED,
    State.VOIDED,
]
PLAN = NewPlan(head="张主任", measures=[NewMeasure("整改")])
# act: (move in the state table, call, who may do it in this cast)
ACTS = {
    "problem.assign": (
        "assign",
        lambda pk, actor: intake.assign_problem(
            problem_id=pk, deadline=a_deadline(), responsible="张主任", actor=actor
        ),
        {"clerk", "chief"},
    ),
    "problem.submit_plan": (
        "submit_plan",
        lambda pk, actor: rectification.submit_plan(problem_id=pk, plan=PLAN, actor=actor),
        {"unit_clerk", "unit_head"},
    ),
    "problem.approve_plan": (
        "approve_plan",
        lambda pk, actor: rectification.approve_plan(problem_id=pk, actor=actor),
        {"clerk", "chief"},
    ),
    "problem.return_plan": (
        "return_plan",
        lambda pk, actor: rectification.return_plan(problem_id=pk, reason="不具体", actor=actor),
        {"clerk", "chief"},
    ),
    "problem.report_progress": (
        "report_progress",
        lambda pk, actor: rectification.report_progress(problem_id=pk, text="进展", actor=actor),
        {"unit_clerk", "unit_head"},
    ),
    "problem.void": (
        "void",
        lambda pk, actor: intake.void_problem(problem_id=pk, reason="重复", actor=actor),
        {"chief", "leader"},
    ),
    "problem.merge": (
        "merge",
        lambda pk, actor: joining.merge_problem(problem_id=pk, into_id=a_twin(pk), reason="重复", actor=actor),
        {"chief", "leader"},
    ),
}
WHO_UNIT, WHO_DECIDERS, WHO_STAFF = {"unit_clerk", "unit_head"}, {"chief", "leader"}, {"clerk", "chief"}
WHO_ALL = WHO_STAFF | WHO_DECIDERS
LATER = {"reason": "理由"}
# The same for acts that move no state.
ACTS |= {
    "problem.ask_extension": (
        "ask_extension",
        lambda pk, actor: extensions.ask_extension(problem_id=pk, wanted_on=a_deadline(90), actor=actor, **LATER),
        WHO_UNIT,
    ),
    "problem.decide_extension": (
        "decide_extension",
        lambda pk, actor: extensions.refuse_extension(problem_id=pk, actor=actor, **LATER),
        WHO_DECIDERS,
    ),
    "problem.record_required_consent": (
        "record_required_consent",
        lambda pk, actor: record_required_consent(
            problem_id=pk, body="", document="函", consented_on=today(), until_on=a_deadline(90), actor=actor
        ),
        WHO_STAFF,
    ),
    "problem.complete_source_facts": (
        "complete_source_facts",
        lambda pk, actor: complete_source_facts(problem_id=pk, changes={"sub_source": "专项"}, actor=actor, **LATER),
        WHO_STAFF,
    ),
    "problem.pause": (
        "pause",
        lambda pk, actor: pauses.pause_problem(problem_id=pk, actor=actor, **LATER),
        WHO_DECIDERS,
    ),
    "problem.resume": (
        "resume",
        lambda pk, actor: pauses.resume_problem(problem_id=pk, actor=actor, **LATER),
        WHO_DECIDERS,
    ),
    "problem.enter_absorption_plan": (
        "enter_absorption_plan",
        lambda pk, actor: absorption.enter_absorption_plan(problem_id=pk, steps=(), actor=actor, **LATER),
        WHO_STAFF,
    ),
    "problem.list_supervision": (
        "list_supervision",
        lambda pk, actor: supervision.list_for_supervision(problem_id=pk, leader_id=0, actor=actor, **LATER),
        {"leader"},
    ),
    "problem.change_leader": (
        "change_leader",
        lambda pk, actor: supervision.change_leader_in_charge(problem_id=pk, leader_id=0, actor=actor, **LATER),
        {"leader"},
    ),
    "problem.delist_supervision": (
        "delist_supervision",
        lambda pk, actor: supervision.delist_from_supervision(problem_id=pk, actor=actor, **LATER),
        {"leader"},
    ),
    "problem.urge": ("urge", lambda pk, actor: supervision.urge_unit(problem_id=pk, text="抓紧", actor=actor), WHO_ALL),
    "problem.return_progress": (
        "return_progress",
        lambda pk, actor: supervision.return_progress(problem_id=pk, report_id=0, actor=actor, **LATER),
        WHO_STAFF,
    ),
    "problem.report_incident": (
        "report_incident",
        lambda pk, actor: supervision.report_incident(
            problem_id=pk, happened_on=today(), what="上访", handling="接访", actor=actor
        ),
        WHO_UNIT,
    ),
    "problem.note_incident": (
        "note_incident",
        lambda pk, actor: supervision.note_incident(problem_id=pk, incident_id=0, actor=actor),
        WHO_ALL,
    ),
}
SOURCES = {move: sources for move, (sources, _target) in MOVES.items()} | STAYS
# Acts with their own tests: they move no entry from one state to another, or concern none that is numbered.
ELSEWHERE = {
    "problem.void_bound",  # test_voiding
    "problem.register",
    "problem.comment",
    "problem.add_unit",
    "problem.release_unit",
    "problem.link",
    "problem.unlink",
    "problem.ask_correction",
    "problem.decide_correction",
    "problem.claim_nature",
    "problem.decide_nature",
    "problem.report",
    "problem.accept_report",
    "problem.refuse_report",
    "draft.save",
    "draft.discard",
    "type.add",
    "type.change",
    "type.retire",
    "import.prepare",
    "import.order",
    "import.undo",
    "problem.replace_evidence",
    "problem.withdraw_evidence",
    "problem.reuse_evidence",
    "problem.withdraw_comment",
}


def a_twin(pk):
    """Another entry of the same unit, to merge into; made once."""
    unit = Problem.objects.get(pk=pk).unit
    known = Problem.objects.filter(unit=unit, assigned_on__isnull=False).exclude(pk=pk).first()
    return (known or a_problem(State.ASSIGNED, unit=unit)).pk


def cast(problem):
    office, team, at_unit = problem.office, team_of(problem.office), people_of(problem.unit)
    return {
        "clerk": team.clerk,
        "chief": team.chief,
        "leader": team.leader,
        "unit_clerk": at_unit.clerk,
        "unit_head": at_unit.head,
        "observer": a_person_with(Role.DISCIPLINE_OBSERVER, office),
        "superior": team_of(office.superior).leader,
        "sibling": team_of(an_office(superior=office.superior)).clerk,
        "other_unit": people_of(a_unit(office)).clerk,
        "system_admin": a_person_with(Role.SYSTEM_ADMIN, office),
        "audit_admin": a_person_with(Role.AUDIT_ADMIN, office),
    }


SEES_NOTHING = {"sibling", "other_unit", "system_admin"}


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_open_to_its_people_in_its_states_only(state):
    office = an_office(superior=an_office())
    problem = a_problem(state, office=office)
    people = cast(problem)
    for act, (move, call, allowed) in ACTS.items():
        open_now = state in SOURCES[move]
        if act == "problem.void" and problem.consent_rule:
            allowed = {"superior"}  # what closes only with the superior's consent is voided there
        for who, actor in people.items():
            if open_now and who in allowed:
                continue  # the good case has tests of its own; here nothing may move
            before = Problem.objects.values().get(pk=problem.pk)
            refusals = Event.objects.filter(kind="refused").count()
            with pytest.raises(DomainError) as refusal:
                call(problem.pk, actor)
            unit_before_assignment = who.startswith("unit") and state == State.REGISTERED
            if who in SEES_NOTHING or unit_before_assignment or (who.startswith("unit") and state == State.VOIDED):
                expected = NotFound
            elif who not in allowed:
                expected = NotAllowed
            else:
                expected = WrongState
            assert type(refusal.value) is expected, (act, who, state)
            assert Problem.objects.values().get(pk=problem.pk) == before
            assert Event.objects.filter(kind="refused").count() == refusals + 1


def test_the_cube_covers_every_act_of_the_table():
    assert set(ACTS) | ELSEWHERE == set(policies.ACTS)
