"""A verifier lent by the superior office: asked, named or refused, for one entry, with a leader above them. C4."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
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
from verification.errors import LoanAnswered, LoanRunning, NoLender, NoLoan, RankTooLow
from verification.models import LookBack, ProblemCheck, VerifierLoan
from verification.selectors import desk
from verification.selectors.loans import lendable_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


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


def ended(cast: Cast, problem: Problem, who: str = "registrar", reason: str = "已调离") -> VerifierLoan:
    return services.end_loan(problem_id=problem.pk, reason=reason, actor=cast.people[who])


def test_a_verifier_who_leaves_is_given_back_and_another_one_goes_on_where_they_stopped(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    lent(cast, problem)
    do(cast, problem, "check", actor=cast.superior_clerk)
    with pytest.raises(LoanRunning, match="ending the loan"):
        asked(cast, problem)
    first = ended(cast, problem)
    assert (first.status, first.ended_on, first.ended_by, first.verifier) == (
        "ended", TODAY, cast.registrar.person, cast.superior_clerk.person,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        do(cast, problem, "acceptance", actor=fresh(cast.superior_clerk))
    lent(cast, problem, "superior_chief")
    for step in ("acceptance", "look_back"):
        do(cast, problem, step, actor=fresh(cast.superior_chief))
    do(cast, problem, "sign_off", actor=fresh(cast.superior_leader))
    connection.check_constraints()
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


def test_what_was_recorded_under_an_ended_loan_is_signed_by_a_leader_of_either_office(cast: Cast) -> None:
    for signer in ("leader", "superior_leader"):
        problem = brought_to(cast, "check")
        lent(cast, problem)
        do(cast, problem, "check", actor=fresh(cast.superior_clerk))
        ended(cast, problem, "superior_chief")
        for step in ("acceptance", "look_back"):
            do(cast, problem, step)
        with pytest.raises(RankTooLow):
            do(cast, problem, "sign_off")
        do(cast, problem, "sign_off", actor=fresh(cast.people[signer]))
        connection.check_constraints()


def test_after_an_ended_loan_without_a_record_the_lender_does_not_sign(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    lent(cast, problem)
    ended(cast, problem)
    for step in ("check", "acceptance", "look_back"):
        do(cast, problem, step)
    with pytest.raises(NotAllowed):
        do(cast, problem, "sign_off", actor=fresh(cast.superior_leader))


def test_ending_takes_a_loan_a_reason_and_one_of_both_offices(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with pytest.raises(NoLoan):
        ended(cast, problem)
    asked(cast, problem)
    with pytest.raises(NoLoan):
        ended(cast, problem)
    services.name_verifier(problem_id=problem.pk, person_id=cast.superior_clerk.person_id, actor=cast.superior_chief)
    for who in ("superior_clerk", "unit_head", "observer"):
        with pytest.raises(NotAllowed):
            ended(cast, problem, who)
    with pytest.raises(Invalid):
        ended(cast, problem, reason=" ")
    ended(cast, problem)
    with pytest.raises(NoLoan):
        ended(cast, problem)


def test_the_database_ends_a_loan_once_and_only_with_reason(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    loan = lent(cast, problem)
    for change in (
        {"status": "ended"},
        {"verifier_id": cast.superior_chief.person_id},
        {"status": "refused", "verifier_id": None, "answer_note": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), act("test.forge", actor=system()):
            row = VerifierLoan.objects.get(pk=loan.pk)
            for name, value in change.items():
                setattr(row, name, value)
            row.save()
    ended(cast, problem)
    with pytest.raises(IntegrityError), transaction.atomic(), act("test.forge", actor=system()):
        row = VerifierLoan.objects.get(pk=loan.pk)
        row.status, row.ended_on, row.ended_by, row.ended_because = "named", None, None, ""
        row.save()


def test_the_page_offers_to_ask_or_to_end_but_never_what_would_be_refused(cast: Cast, client: Client) -> None:
    problem = brought_to(cast, "check")
    page = reverse("problems:detail", args=[problem.pk])
    ask, end = (reverse(f"verification:{name}", args=[problem.pk]) for name in ("ask_verifier", "end_loan"))

    def offered() -> tuple[bool, bool]:
        client.force_login(cast.registrar, backend="organizations.backend.AccountBackend")
        text = client.get(page).content.decode()
        return f'"{ask}"' in text, f'"{end}"' in text

    assert offered() == (True, False)
    asked(cast, problem)
    assert offered() == (False, False)
    services.name_verifier(problem_id=problem.pk, person_id=cast.superior_clerk.person_id, actor=cast.superior_chief)
    assert offered() == (False, True)
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "已调离"}).status_code == 302
    assert "已调离" in client.get(page).content.decode()
    assert offered() == (True, False)
