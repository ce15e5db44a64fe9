"""Corrections and the nature of an entry: one asks with a paper, another decides, the database holds both to it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.acts import act
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, Stale, WrongState
from organizations.people import system_account
from organizations.roles import Role
from organizations.scope import standing_of
from problems.models import Correction, NatureClaim, Problem, Source, ViolationType
from problems.selectors.figures import figures, ledger_rows
from problems.selectors.timeline import timeline_of
from problems.selectors.work import my_work, waiting_now
from problems.services import corrections, intake, joining, nature
from problems.services.intake import PolicyDocument
from problems.states import State
from tests.factories import (
    a_file,
    a_person_with,
    a_policy,
    a_problem,
    a_unit,
    an_entry,
    an_office,
    fresh,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office(superior=an_office())


@pytest.fixture
def unit(office):
    return a_unit(office)


def ask(problem, actor=None, **changes):
    given = {"reason": "登记笔误", "file": a_file("核查记录.txt"), "key": "", **changes.pop("given", {})}
    actor = actor or team_of(problem.office).clerk
    return corrections.ask_correction(problem_id=problem.pk, changes=changes, actor=actor, **given)


def decide(problem, *, apply=True, actor=None, **given):
    actor = actor or team_of(problem.office).chief
    return corrections.decide_correction(problem_id=problem.pk, apply=apply, actor=actor, **given)


def forge(row, **fields):
    """What somebody would write who goes round the services, judged as at a commit."""
    with transaction.atomic(), act("test.forge", actor=system_account().actor_facts()):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        connection.check_constraints()


# -- corrections -----------------------------------------------------------------------------------------------------


def test_nothing_changes_before_the_decision_and_exactly_what_was_asked_afterwards(unit):
    problem = a_problem(unit=unit)
    audit = Source.objects.exclude(pk=problem.source_id).filter(found_above=False).first()
    asked = ask(problem, facts="未经批准加挂两块牌子", source_id=audit.pk, finder_level=problem.finder_level)
    assert set(asked.after) >= {"facts", "source_id"} and "finder_level" not in asked.after
    assert fresh(problem).facts == problem.facts
    decide(problem, note="核实无误")
    after = fresh(problem)
    assert (after.facts, after.source, after.version) == ("未经批准加挂两块牌子", audit, problem.version + 1)
    assert Correction.objects.get().status == Correction.Status.APPLIED
    told = str(timeline_of(after))
    assert "按申请作了更正" in told and problem.facts in told and "核查记录.txt" in told


def test_a_new_type_brings_its_figures_and_drops_the_old_ones(unit):
    problem = a_problem(unit=unit, kind="staff_over_quota", quota=10, actual=12)
    people = ViolationType.objects.get(code="outside_quota_staff")
    with pytest.raises(Invalid) as refusal:
        ask(problem, violation_type_id=people.pk)
    assert set(refusal.value.errors) == {"found"}
    ask(problem, violation_type_id=people.pk, found=5)
    decide(problem)
    after = fresh(problem)
    assert (after.violation_type, after.quota, after.actual, after.found) == (people, None, None, 5)


def test_a_new_unit_takes_over_the_clocks_and_assists_no_longer(unit):
    problem, other = a_problem(State.RECTIFYING, unit=unit), a_unit(unit.office)
    joining.add_assisting_unit(problem_id=problem.pk, unit_id=other.pk, actor=team_of(unit.office).clerk)
    head = people_of(other).head
    ask(problem, unit_id=other.pk)
    decide(problem)
    after = fresh(problem)
    assert (after.unit, after.responsible) == (other, head.person.name)
    assert set(Clock.objects.filter(subject_id=problem.pk, stopped_on=None).values_list("unit", flat=True)) == {
        other.pk
    }
    assert not after.assisting.filter(until=None).exists()
    assert after.identity != problem.identity


def test_consent_can_be_added_by_a_correction_and_never_dropped(unit):
    problem = a_problem(unit=unit, source="patrol_central")
    assert problem.consent_rule
    ask(problem, source_id=Source.objects.get(code="review").pk, finder_level="own")
    decide(problem)
    assert fresh(problem).consent_rule == problem.consent_rule
    plain = a_problem(unit=unit)
    ask(plain, violation_type_id=ViolationType.objects.get(code="approval_beyond_authority").pk)
    decide(plain)
    assert fresh(plain).consent_rule == "beyond_authority"


def test_who_asked_does_not_decide_even_as_leader(unit):
    problem = a_problem(unit=unit)
    chief = team_of(unit.office).chief
    ask(problem, facts="改正", actor=chief)
    with pytest.raises(NotAllowed):
        decide(problem, actor=chief)
    with pytest.raises(NotAllowed):
        decide(problem, actor=team_of(unit.office).clerk)
    assert decide(problem, actor=team_of(unit.office).leader).decided_by == team_of(unit.office).leader.person


def test_a_refusal_needs_a_reason_and_changes_nothing(unit):
    problem = a_problem(unit=unit)
    ask(problem, facts="改正")
    with pytest.raises(Invalid):
        decide(problem, apply=False)
    decide(problem, apply=False, note="原记录无误")
    assert (fresh(problem).facts, fresh(problem).version) == (problem.facts, problem.version)
    with pytest.raises(WrongState):
        decide(problem)
    assert ask(problem, facts="再次改正").pk


def test_requests_that_say_nothing_or_break_a_rule_are_refused(unit):
    problem, twin = a_problem(unit=unit), a_problem(unit=unit)
    cases = [
        ({"facts": problem.facts}, {}, "facts"),
        ({"facts": twin.facts}, {}, "facts"),
        ({"facts": "改正"}, {"reason": " "}, "reason"),
        ({"facts": "改正"}, {"file": None}, "file"),
        ({"found_on": today() + timedelta(days=1)}, {}, "found_on"),
        ({"unit_id": a_unit(an_office()).pk}, {}, "unit"),
    ]
    for changes, given, field in cases:
        with pytest.raises(Invalid) as refusal:
            ask(problem, given=given, **changes)
        assert set(refusal.value.errors) == {field}, changes
    with pytest.raises(TypeError):
        ask(problem, closed_on=today())
    assert not Correction.objects.exists()


def test_the_same_form_asks_once_and_an_old_one_is_stale(unit):
    problem = a_problem(unit=unit)
    assert ask(problem, facts="改正", given={"key": "k"}).pk == ask(problem, facts="改正", given={"key": "k"}).pk
    with pytest.raises(WrongState):
        ask(problem, facts="另一处")
    with pytest.raises(Stale):
        decide(problem, expected_version=problem.version + 1)


def test_nothing_is_corrected_while_it_is_verified(unit):
    with pytest.raises(WrongState):
        ask(a_problem(State.VERIFYING, unit=unit), facts="改正")


def test_a_correction_waits_in_the_work_of_who_may_decide_and_not_of_who_asked(unit):
    problem = a_problem(unit=unit)
    team = team_of(unit.office)
    second = a_person_with(Role.SECTION_CHIEF, unit.office)
    ask(problem, facts="改正", actor=second)

    def kinds(account):
        return {line.clock.kind for line in my_work(viewer=account).now}

    assert ClockKind.CORRECTION in kinds(team.chief) & kinds(team.leader)
    assert ClockKind.CORRECTION not in kinds(second) | kinds(team.clerk)
    assert waiting_now(standing_of(team.leader)).count() == 1
    joining.merge_problem(problem_id=problem.pk, into_id=a_problem(unit=unit).pk, reason="重复", actor=team.chief)
    assert not Clock.objects.filter(kind=ClockKind.CORRECTION, stopped_on=None).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"facts": "改写"}, {"quota": 1}, {"found": 9}, {"finder_level": "superior"},
        {"found_on": today() - timedelta(days=3)}, {"nature": "policy", "nature_confirmed": True},
    ],
)  # fmt: skip
def test_the_database_lets_nobody_change_a_registered_entry_in_passing(unit, fields):
    problem = a_problem(unit=unit)
    with pytest.raises(DatabaseError, match="cannot change once it is registered"):
        forge(Problem.objects.get(pk=problem.pk), **fields)
    forge(Problem.objects.get(pk=problem.pk), remark="可以改")


def test_the_database_refuses_a_decision_by_who_asked_and_a_second_one(unit):
    problem = a_problem(unit=unit)
    asked = ask(problem, facts="改正")
    with pytest.raises(IntegrityError, match="correction_decided_by_another"):
        forge(Correction.objects.get(), status="applied", decided_on=today(), decided_by=asked.asked_by)
    with pytest.raises(DatabaseError, match="stays as it was asked"):
        forge(Correction.objects.get(), after={"facts": "别的"})
    decide(problem)
    with pytest.raises(DatabaseError, match="stays as it was asked"):
        forge(Correction.objects.get(), note="改写")


# -- nature ----------------------------------------------------------------------------------------------------------


def over_quota(unit, **fields):
    return a_problem(unit=unit, kind="staff_over_quota", quota=10, actual=12, **fields)


def claim(problem, actor=None, **given):
    given = {"document": "安置通知（测编〔2019〕3号）", "reason": "接收安置", "file": a_file(), **given}
    return nature.claim_nature(problem_id=problem.pk, actor=actor or team_of(problem.office).clerk, **given)


def test_policy_caused_needs_its_document_at_registration(unit):
    entry = an_entry(unit, kind="staff_over_quota", quota=10, actual=12, nature="policy")
    clerk = team_of(unit.office).clerk
    for policy, missing in (
        (None, {"policy_document", "policy_reason", "policy_file"}),
        (PolicyDocument("通知", "安置"), {"policy_file"}),
    ):
        with pytest.raises(Invalid) as refusal:
            intake.register_problem(office_id=unit.office_id, entry=entry, actor=clerk, policy=policy)
        assert set(refusal.value.errors) == missing
    problem = intake.register_problem(office_id=unit.office_id, entry=entry, actor=clerk, policy=a_policy())
    assert (problem.nature, problem.nature_confirmed) == ("policy", False)
    assert problem.nature_claims.get().asked_by == clerk.person


def test_until_a_second_person_confirms_it_counts_as_a_violation(unit):
    problem = over_quota(unit)
    claim(problem)

    def sums():
        return figures(ledger_rows(unit.office), as_of=today())["by_nature"]

    assert sums() == {"policy": 0, "violation": 1}
    nature.decide_nature(problem_id=problem.pk, confirm=True, actor=team_of(unit.office).chief)
    assert sums() == {"policy": 1, "violation": 0}
    assert "确认为政策类" in str(timeline_of(fresh(problem)))


def test_a_refused_claim_makes_it_a_violation_with_its_reason(unit):
    problem = over_quota(unit)
    claim(problem)
    chief = team_of(unit.office).chief
    with pytest.raises(Invalid):
        nature.decide_nature(problem_id=problem.pk, confirm=False, actor=chief)
    nature.decide_nature(problem_id=problem.pk, confirm=False, note="文件不涉及本单位", actor=chief)
    after = fresh(problem)
    assert (after.nature, after.nature_confirmed) == ("violation", True)
    assert "文件不涉及本单位" in str(timeline_of(after))
    assert claim(after, document="另一文件").status == NatureClaim.Status.CLAIMED


def test_who_claims_does_not_confirm_and_the_database_says_so_too(unit):
    problem, chief = over_quota(unit), team_of(unit.office).chief
    claimed = claim(problem, actor=chief)
    with pytest.raises(NotAllowed):
        nature.decide_nature(problem_id=problem.pk, confirm=True, actor=chief)
    with pytest.raises(IntegrityError, match="nature_decided_by_another"):
        forge(NatureClaim.objects.get(), status="confirmed", decided_on=today(), decided_by=claimed.asked_by)
    with pytest.raises(DatabaseError, match="nature_confirmed of entry"):
        forge(Problem.objects.get(pk=problem.pk), nature_confirmed=True)


def test_other_types_are_never_policy_caused(unit):
    with pytest.raises(Invalid) as refusal:
        claim(a_problem(unit=unit))
    assert set(refusal.value.errors) == {"document"}
    problem = over_quota(unit)
    with pytest.raises(Invalid) as refusal:
        claim(problem, document=" ", reason=" ", file=None)
    assert set(refusal.value.errors) == {"document", "reason", "file"}
    claim(problem, key="k")
    assert claim(problem, key="k").pk == NatureClaim.objects.get().pk
    with pytest.raises(WrongState):
        claim(problem)


def test_a_corrected_type_takes_a_confirmed_nature_along(unit):
    problem = over_quota(unit, nature="policy")
    nature.decide_nature(problem_id=problem.pk, confirm=True, actor=team_of(unit.office).chief)
    asked = ask(problem, violation_type_id=ViolationType.objects.get(code="unauthorised_change").pk)
    assert asked.after["nature"] == "violation"
    decide(problem)
    assert (fresh(problem).nature, fresh(problem).found) == ("violation", None)
