"""A verifier lent by the superior office: asked, named or refused, for one entry, with a leader above them. C4."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from verification_cast import TODAY, Cast, a_record, an_account, appoint, brought_to, do

from audit.acts import act, system
from deadlines.models import Clock, ClockKind
from organizations import handover
from organizations.errors import Invalid, NotAllowed
from organizations.roles import Role
from problems.models import Problem
from problems.selectors.work import my_work
from problems.states import State
from verification import services
from verification.errors import LoanAnswered, LoanRunning, NoLender, RankTooLow
from verification.models import LookBack, ProblemCheck, VerifierLoan
from verification.selectors import desk
from verification.selectors.loans import lendable_people

pytestmark = pytest.mark.django_db


def asked(cast: Cast, problem: Problem) -> VerifierLoan:
    return services.ask_verifier(problem_id=problem.pk, reason="本办人员均已经办", actor=cast.registrar)


def lent(cast: Cast, problem: Problem, who: str = "superior_clerk") -> VerifierLoan:
    asked(cast, problem)
    person = cast.people[who].person_id
    return services.name_verifier(problem_id=problem.pk, person_id=person, actor=cast.superior_leader)


def fresh(account):
    account.__dict__.pop("_standing", None)
    return account


def test_a_lent_verifier_checks_accepts_and_looks_back_and_the_leader_signs(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    lent(cast, problem)
    for step in ("check", "acceptance", "look_back"):
        do(cast, problem, step, actor=cast.superior_clerk)
    assert {(one.lent_by, one.rank) for one in (*ProblemCheck.objects.all(), *LookBack.objects.all())} == {
        (cast.province, 2)
    }
    with pytest.raises(RankTooLow):  # a clerk at home, but the chief of the lower office does not sign above them
        do(cast, problem, "sign_off")
    do(cast, problem, "sign_off", actor=cast.leader)
    connection.check_constraints()
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


def test_the_leader_of_the_lender_signs_where_the_own_leader_cannot(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with pytest.raises(NotAllowed):
        services.sign_off(problem_id=problem.pk, actor=cast.superior_leader)
    lent(cast, problem, "superior_chief")
    for step in ("check", "acceptance", "look_back"):
        do(cast, problem, step, actor=cast.superior_chief)
    with pytest.raises(NotAllowed):
        services.sign_off(problem_id=problem.pk, actor=cast.superior_chief)
    do(cast, problem, "sign_off", actor=cast.superior_leader)
    connection.check_constraints()
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


def test_without_a_loan_nobody_of_the_superior_office_verifies_or_signs(cast: Cast) -> None:
    problem, other = brought_to(cast, "check"), brought_to(cast, "check")
    lent(cast, other)
    for act_of in (services.record_check,):
        with pytest.raises(NotAllowed):
            act_of(problem_id=problem.pk, actor=cast.superior_clerk, **a_record())
    signed = brought_to(cast, "sign_off")
    with pytest.raises(NotAllowed):
        services.sign_off(problem_id=signed.pk, actor=cast.superior_leader)


def test_the_loan_is_for_this_person_only_and_for_verifying_only(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    lent(cast, problem)
    with pytest.raises(NotAllowed):
        do(cast, problem, "check", actor=cast.superior_chief)
    with pytest.raises(NotAllowed):
        services.invite_departments(problem_id=problem.pk, partner_ids=[], actor=cast.superior_clerk)


def test_the_superior_refuses_with_a_reason_and_may_be_asked_again(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    asked(cast, problem)
    with pytest.raises(LoanRunning):
        asked(cast, problem)
    with pytest.raises(Invalid):
        services.name_verifier(problem_id=problem.pk, actor=cast.superior_chief)
    loan = services.name_verifier(problem_id=problem.pk, note="请调剂本办人员", actor=cast.superior_chief)
    assert loan.status == "refused"
    with pytest.raises(LoanAnswered):
        services.name_verifier(problem_id=problem.pk, note="再次答复", actor=cast.superior_chief)
    asked(cast, problem)


def test_only_clerks_and_chiefs_of_the_superior_without_a_part_are_lent(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    assert {one.pk for one in lendable_people(problem)} == {
        cast.superior_clerk.person_id,
        cast.superior_chief.person_id,
    }
    asked(cast, problem)
    for who in ("superior_leader", "verifier", "unit_head", "lower_leader"):
        with pytest.raises(Invalid):
            services.name_verifier(
                problem_id=problem.pk, person_id=cast.people[who].person_id, actor=cast.superior_chief
            )


@pytest.mark.parametrize("who", ["superior_clerk", "chief", "leader", "unit_head"])
def test_only_chief_and_leader_of_the_superior_name_somebody(cast: Cast, who: str) -> None:
    problem = brought_to(cast, "check")
    asked(cast, problem)
    with pytest.raises(NotAllowed):
        services.name_verifier(problem_id=problem.pk, person_id=cast.superior_clerk.person_id, actor=cast.people[who])


def test_an_office_without_superior_has_nobody_to_ask(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with act("test.alone", actor=system()):
        cast.city.superior = None
        cast.city.save(update_fields=["superior"])
    with pytest.raises(NoLender):
        asked(cast, problem)


def test_request_and_loan_are_on_the_work_of_who_has_to_act(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    asked(cast, problem)
    assert [line.clock.kind for line in my_work(viewer=fresh(cast.superior_chief)).now] == [ClockKind.VERIFIER_LOAN]
    assert [line.problem for line in desk(fresh(cast.superior_leader)).mine] == [problem]
    services.name_verifier(problem_id=problem.pk, person_id=cast.superior_clerk.person_id, actor=cast.superior_chief)
    assert Clock.objects.get(kind=ClockKind.VERIFIER_LOAN).stopped_on == TODAY
    assert [line.clock.kind for line in my_work(viewer=fresh(cast.superior_clerk)).now] == [ClockKind.CHECK]
    assert [line.problem for line in desk(fresh(cast.superior_clerk)).mine] == [problem]


def test_the_database_refuses_a_verifier_from_elsewhere(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    close_out = problem.close_outs.get()
    passed = {"people": "—", "findings": "—", "outcome": "passed", "held_on": TODAY, "close_out": close_out}
    for person, office, rank in (
        (cast.lower_leader, None, 1),
        (cast.superior_clerk, cast.province, 2),
        (cast.superior_clerk, None, 1),
    ):
        with pytest.raises(IntegrityError, match="close-out lacks: verifier"), transaction.atomic():
            with act("test.forged", actor=system()):
                LookBack(**passed, recorded_by=person.person, lent_by=office, rank=rank).save()
            services.sign_off(problem_id=problem.pk, actor=cast.leader)
            connection.check_constraints()


def handed_over(cast: Cast, who: str, to: str):
    """The post of one person of the superior office given to another, effective today."""
    with act("test.security", actor=system()):
        security = an_account("安全管理员")
        appoint(security, Role.SECURITY_ADMIN, office=cast.province)
    return handover.hand_over(
        appointment_id=cast.people[who].person.appointments.get().pk,
        successor_id=cast.people[to].pk,
        last_day=TODAY - timedelta(days=1),
        reason="调任",
        actor=security,
    )


def test_a_loan_stays_with_the_person_and_the_handover_says_so_without_naming_the_entry(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    loan = lent(cast, problem)
    made = handed_over(cast, "superior_clerk", "superior_chief")
    loan.refresh_from_db()
    assert loan.verifier_id == cast.superior_clerk.person_id
    assert cast.superior_clerk.person.name in made.left_behind and problem.number not in made.left_behind
    with pytest.raises(NotAllowed):  # the successor was not named
        do(cast, problem, "check", actor=fresh(cast.superior_chief))


def test_a_handover_of_somebody_who_was_never_lent_leaves_nothing_behind(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    lent(cast, problem)
    assert handed_over(cast, "superior_chief", "superior_clerk").left_behind == ""


def test_a_step_that_the_predecessor_recorded_still_counts_at_the_closing(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    lent(cast, problem)
    do(cast, problem, "check", actor=cast.superior_clerk)
    handed_over(cast, "superior_clerk", "superior_chief")
    for step in ("acceptance", "look_back"):
        do(cast, problem, step)
    do(cast, problem, "sign_off", actor=cast.leader)
    connection.check_constraints()
    problem.refresh_from_db()
    assert problem.state == State.CLOSED
