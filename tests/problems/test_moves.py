"""State × act × person: what the tables do not allow is refused and writes nothing (B02)."""

import pytest

from audit.models import Event
from organizations.errors import DomainError, NotAllowed, NotFound, WrongState
from organizations.roles import Role
from problems import policies
from problems.models import Problem
from problems.services import intake, rectification
from problems.services.rectification import NewMeasure, NewPlan
from problems.states import MOVES, State
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
}


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
        open_now = state in MOVES[move][0]
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
    tested = set(ACTS) | {"problem.register", "problem.comment", "import.prepare", "import.order"}
    assert tested == set(policies.ACTS)
