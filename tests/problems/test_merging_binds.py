"""What binds an entry binds the one into which it is merged: consent, date, people, nature. Source: B5, C3, C4."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from approvals.gate.facts import entries_on
from audit.acts import act
from organizations.clock import today
from organizations.errors import DomainError, Invalid
from organizations.models import Unit
from organizations.people import system_account
from problems.models import Handling, Problem
from problems.services import joining, nature, rectification, reports
from problems.services.dates import cap_of, record_required_consent
from problems.states import State
from tests.factories import (
    a_deadline,
    a_file,
    a_problem,
    a_unit,
    an_entry,
    an_office,
    fresh,
    people_of,
    team_of,
    verify,
)
from verification import services as verification
from verification.errors import Handled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def unit() -> Unit:
    return a_unit(an_office(superior=an_office()))


def merge(problem: Problem, into: Problem) -> Problem:
    chief = team_of(problem.office).chief
    merged = joining.merge_problem(problem_id=problem.pk, into_id=into.pk, reason="同一事项", actor=chief)
    connection.check_constraints()
    return merged


def refused(problem: Problem, into: Problem) -> str:
    with pytest.raises(Invalid) as refusal:
        merge(problem, into)
    assert set(refusal.value.errors) == {"into"}
    assert fresh(problem).merged_into_id is None
    return " ".join(str(one) for one in refusal.value.errors["into"])


def test_an_entry_found_above_merged_into_one_found_here_still_closes_only_with_consent(unit: Unit) -> None:
    found_above, found_here = (
        a_problem(State.RECTIFYING, unit=unit, source=source) for source in ("patrol_central", "review")
    )
    assert found_above.consent_rule and not found_here.consent_rule
    merge(found_above, found_here)
    assert fresh(found_here).consent_rule == found_above.consent_rule
    verification.apply_for_close_out(
        problem_id=found_here.pk, statement="已整改", own_look_back="无反弹", files=[a_file()],
        actor=people_of(unit).clerk,
    )  # fmt: skip
    verify(found_here)
    verification.sign_off(problem_id=found_here.pk, actor=team_of(unit.office).chief)
    assert fresh(found_here).state == State.AWAITING_CONSENT
    now, before = found_here.history.filter(consent_rule=found_above.consent_rule).last(), found_here.history.last()
    assert (before.consent_rule, now.act.name) == ("", "problem.merge")


def test_the_stricter_rule_goes_on_through_a_second_merge_and_is_not_lost_the_other_way(unit: Unit) -> None:
    bound, middle, last = a_problem(unit=unit, source="patrol_central"), a_problem(unit=unit), a_problem(unit=unit)
    merge(bound, middle)
    merge(middle, last)
    assert fresh(last).consent_rule == bound.consent_rule
    own, plain = a_problem(unit=unit, source="patrol_central"), a_problem(unit=unit)
    merge(plain, own)
    assert fresh(own).consent_rule == own.consent_rule


def test_the_violation_of_one_unit_is_not_merged_into_an_entry_of_another(unit: Unit) -> None:
    other = a_unit(unit.office)
    problem, into = a_problem(unit=unit), a_problem(unit=other)
    assert "Link the two instead" in refused(problem, into)
    joining.add_assisting_unit(problem_id=into.pk, unit_id=unit.pk, actor=team_of(unit.office).clerk)
    assert "Link the two instead" in refused(problem, into)  # a unit that assists is not held by the gate
    assert [one["id"] for one in entries_on(unit, [unit.pk], today())] == [problem.pk]


def test_the_gate_of_a_day_before_the_merge_still_counts_the_duplicate(unit: Unit) -> None:
    problem, into = a_problem(unit=unit), a_problem(unit=unit)
    merge(problem, into)
    assert [one["id"] for one in entries_on(unit, [unit.pk], today())] == [into.pk]
    with act("test.backdate", actor=system_account().actor_facts()):
        row = Problem.objects.get(pk=problem.pk)
        row.merged_on = today() + timedelta(days=1)
        row.save()
    assert [one["id"] for one in entries_on(unit, [unit.pk], today())] == [problem.pk, into.pk]


OVER = {"kind": "staff_over_quota", "quota": 3, "actual": 5}


def test_a_violation_is_not_merged_into_a_policy_caused_entry_but_the_other_way_round(unit: Unit) -> None:
    violation, claimed = a_problem(unit=unit, **OVER), a_problem(unit=unit, nature="policy", **OVER)
    assert "counts as a violation" in refused(violation, claimed)
    nature.decide_nature(problem_id=claimed.pk, confirm=True, actor=team_of(unit.office).leader)
    assert "counts as a violation" in refused(violation, claimed)
    unconfirmed = a_problem(unit=unit, nature="policy", **OVER)
    assert "counts as a violation" in refused(unconfirmed, claimed)
    merge(claimed, violation)
    assert fresh(violation).nature == "violation"


def test_a_units_report_may_be_merged_into_a_policy_caused_entry_for_its_form_knows_no_nature(unit: Unit) -> None:
    claimed = a_problem(unit=unit, nature="policy", **OVER)
    report = reports.report_problem(unit_id=unit.pk, entry=an_entry(unit), actor=people_of(unit).clerk)
    assert merge(report, claimed).state == State.MERGED


def test_the_earlier_required_date_goes_on_with_the_body_that_requires_it(unit: Unit) -> None:
    capped = a_problem(unit=unit, required_on=a_deadline(60), required_by="省委编办")
    free = a_problem(State.ASSIGNED, unit=unit, deadline=a_deadline(40))
    merge(capped, free)
    assert (fresh(free).required_on, fresh(free).required_by) == (capped.required_on, "省委编办")
    later = a_problem(unit=unit, required_on=a_deadline(90), required_by="市委编委")
    merge(later, fresh(free))
    assert cap_of(fresh(free)) == capped.required_on


def test_an_entry_that_may_go_beyond_the_required_date_does_not_take_the_duplicate_in(unit: Unit) -> None:
    capped = a_problem(unit=unit, required_on=a_deadline(30), required_by="省委编办")
    longer = a_problem(State.ASSIGNED, unit=unit, deadline=a_deadline(60))
    said = refused(capped, longer)
    assert "省委编办" in said and "consent to a later date" in said
    consented = a_problem(unit=unit, required_on=a_deadline(40))
    record_required_consent(
        problem_id=consented.pk, body="市委", document="函〔2026〕1号", consented_on=today(), until_on=a_deadline(90),
        files=[a_file()], actor=team_of(unit.office).clerk,
    )  # fmt: skip
    assert "省委编办" in refused(capped, consented)
    merge(longer, capped)
    assert fresh(capped).required_on == capped.required_on


def test_whoever_had_a_part_in_the_duplicate_does_not_verify_the_other_one(unit: Unit) -> None:
    duplicate = a_problem(State.RECTIFYING, unit=unit)
    helper = a_unit(unit.office)
    joining.add_assisting_unit(problem_id=duplicate.pk, unit_id=helper.pk, actor=team_of(unit.office).clerk)
    rectification.report_progress(problem_id=duplicate.pk, text="协办", files=[a_file()], actor=people_of(helper).clerk)
    into = an_entry(unit)
    second = team_of(unit.office).verifier
    kept = joining.Problem.objects.get(pk=_registered(unit, into, second))
    merge(duplicate, kept)
    merged = set(kept.handlings.filter(capacity=Handling.Capacity.MERGED).values_list("person_id", flat=True))
    team = team_of(unit.office)
    assert {team.clerk.person_id, people_of(unit).clerk.person_id, people_of(helper).clerk.person_id} == merged
    assert kept.assisting.get(until=None).unit == helper
    _bring_to_verifying(kept, unit, second)
    with pytest.raises(Handled, match="merged into it"):
        verification.record_check(
            problem_id=kept.pk, people="x", findings="x", passed=True, held_on=today(), actor=team.clerk
        )


def _registered(unit: Unit, entry: object, actor: object) -> int:
    from problems.services import intake

    return intake.register_problem(office_id=unit.office_id, entry=entry, actor=actor).pk  # type: ignore[arg-type]


def _bring_to_verifying(problem: Problem, unit: Unit, actor: object) -> None:
    from problems.services import intake
    from tests.factories import a_plan

    due, at_unit = a_deadline(), people_of(unit)
    who: dict = {"problem_id": problem.pk}
    intake.assign_problem(deadline=due, responsible="张主任", actor=actor, **who)  # type: ignore[arg-type]
    rectification.submit_plan(plan=a_plan(due), actor=at_unit.head, **who)
    rectification.approve_plan(actor=actor, **who)  # type: ignore[arg-type]
    verification.apply_for_close_out(
        statement="已整改", own_look_back="无反弹", files=[a_file()], actor=at_unit.head, **who
    )


def test_the_database_refuses_a_merge_that_loses_what_binds(unit: Unit) -> None:
    kept = a_problem(unit=unit)
    policy = a_problem(unit=unit, nature="policy", **OVER)
    for problem, into, lacks in (
        (a_problem(unit=unit, source="patrol_central"), kept, "consent rule"),
        (a_problem(unit=a_unit(unit.office)), kept, "same unit"),
        (a_problem(unit=unit), policy, "nature"),
    ):
        with (
            pytest.raises(DatabaseError, match=lacks),
            transaction.atomic(),
            act("test.forge", actor=system_account().actor_facts()),
        ):
            row = Problem.objects.get(pk=problem.pk)
            row.state, row.merged_into, row.merged_on, row.merged_because = "merged", into, today(), "x"
            row.save()
            connection.check_constraints()
    alone = a_problem(unit=unit)
    by_another = Problem.objects.get(pk=_registered(unit, an_entry(unit), team_of(unit.office).verifier))
    with (
        pytest.raises(DatabaseError, match="handlers"),
        transaction.atomic(),
        act("test.forge", actor=system_account().actor_facts()),
    ):
        row = Problem.objects.get(pk=alone.pk)
        row.state, row.merged_into, row.merged_on, row.merged_because = "merged", by_another, today(), "x"
        row.save()
        connection.check_constraints()


def test_page_and_api_say_the_same_refusal(unit: Unit) -> None:
    problem, into = a_problem(unit=unit), a_problem(unit=a_unit(unit.office))
    client = Client(headers={"accept-language": "en"})
    client.force_login(team_of(unit.office).chief, backend="organizations.backend.AccountBackend")
    client.cookies["ledger_language"] = "en"
    page = client.post(reverse("problems:merge", args=[problem.pk]), {"into": into.number, "reason": "同一事项"})
    assert page.status_code == 422 and "Link the two instead" in page.content.decode()
    answer = client.post(reverse("api_merge", args=[problem.pk]), {"into_id": into.pk, "reason": "同一事项"})
    assert answer.status_code == 422 and "Link the two instead" in str(answer.json())
    with pytest.raises(DomainError):
        merge(problem, into)
