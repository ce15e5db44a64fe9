"""Attacks on the close-out: one person in two parts (A09), fifty signatures at once over the doors (B04)."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from test_verification_race import together
from verification_cast import TODAY, Cast, a_record, brought_to, do, on

from audit.acts import act, system
from documents.models import OfficialDocument
from organizations.errors import NotAllowed
from organizations.models import Account, Appointment
from organizations.roles import Role
from problems.models import Problem
from problems.states import State
from verification import services
from verification.models import CloseOut, SignOff

pytestmark = pytest.mark.django_db
MANY = 50


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", ["api", "page"])
def test_fifty_signatures_at_once_leave_one(cast: Cast, door: str) -> None:
    problem = brought_to(cast, "sign_off")
    clients = [signed_in(cast.chief if number % 2 else cast.leader) for number in range(MANY)]
    answers = together(*(lambda one=one: post(one, problem, door).status_code for one in clients))
    done = 200 if door == "api" else 302
    assert Counter(answers) == {done: 1, 409: MANY - 1}
    problem.refresh_from_db()
    assert (problem.state, problem.closings.count()) == (State.CLOSED, 1)
    assert SignOff.objects.count() == OfficialDocument.objects.count() == 1
    assert SignOff.history.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_times_the_same_form_gets_one_answer(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    clients = [signed_in(cast.chief) for _ in range(MANY)]
    answers = together(*(lambda one=one: post(one, problem, "api", key="same").status_code for one in clients))
    assert set(answers) == {200}
    assert SignOff.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_signing_against_keeping_open_over_the_doors_leaves_one_decision(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    address = reverse("api_keep_open", args=[problem.pk])
    acts: list[Callable[[], Any]] = []
    for number in range(20):
        one = signed_in(cast.chief if number % 2 else cast.leader)
        if number % 2:
            acts.append(lambda one=one: post(one, problem, "api").status_code)
        else:
            acts.append(lambda one=one: json_post(one, address, {"reason": "材料不全"}).status_code)
    assert Counter(together(*acts)) == {200: 1, 409: 19}
    problem.refresh_from_db()
    assert (problem.state == State.CLOSED) == SignOff.objects.exists()
    assert (problem.kept_open == 1) is not SignOff.objects.exists()
    assert CloseOut.objects.get().ended_on == TODAY


def signed_in(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def json_post(client: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(address, body, content_type="application/json", headers=headers)


def post(client: Client, problem: Problem, door: str, key: str = "") -> Any:
    if door == "api":
        headers = {"Idempotency-Key": key} if key else {}
        return json_post(client, reverse("api_sign_off", args=[problem.pk]), {}, **headers)
    return client.post(reverse("verification:sign_off", args=[problem.pk]), {"decision": "signed", "confirmed": "on"})


def moved(account: Account, role: str, **body: Any) -> None:
    """The person leaves their post yesterday and takes another one today."""
    with act("test.moved", actor=system()):
        for one in Appointment.objects.filter(person=account.person, until=None, since__lt=TODAY):
            one.until = TODAY - timedelta(days=1)
            one.save(update_fields=["until"])
        Appointment(person=account.person, role=role, since=TODAY, **body).save()
    account.__dict__.pop("_standing", None)


def test_who_handled_it_as_clerk_does_not_sign_it_as_leader(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    moved(cast.registrar, Role.OFFICE_LEADER, office=cast.city)
    with pytest.raises(NotAllowed):
        do(cast, problem, "sign_off", actor=cast.registrar)


def test_who_filed_for_the_unit_and_moved_to_the_office_neither_verifies_nor_signs(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    moved(cast.unit_clerk, Role.OFFICE_CLERK, office=cast.city)
    with pytest.raises(NotAllowed):
        do(cast, problem, "check", actor=cast.unit_clerk)
    for step in ("check", "acceptance", "look_back"):
        do(cast, problem, step)
    moved(cast.unit_clerk, Role.OFFICE_LEADER, office=cast.city)
    with pytest.raises(NotAllowed):
        do(cast, problem, "sign_off", actor=cast.unit_clerk)


def test_who_verified_and_was_promoted_meanwhile_does_not_sign(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    moved(cast.verifier, Role.OFFICE_LEADER, office=cast.city)
    with pytest.raises(NotAllowed):
        do(cast, problem, "sign_off", actor=cast.verifier)


def test_who_works_in_the_unit_too_does_not_verify_its_entry(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with act("test.two_posts", actor=system()):
        Appointment(person=cast.verifier.person, role=Role.UNIT_CLERK, unit=cast.unit, since=TODAY).save()
    with pytest.raises(NotAllowed):
        do(cast, problem, "check", actor=cast.verifier)


def test_a_signer_who_left_the_day_before_signs_nothing(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    moved(cast.chief, Role.OFFICE_CLERK, office=cast.city)
    with pytest.raises(NotAllowed):
        do(cast, problem, "sign_off")


def test_a_person_has_one_account(cast: Cast) -> None:
    """A second account of the same person would let one human take two parts; the table has no room for it."""
    with pytest.raises(IntegrityError), act("test.second", actor=system()):
        Account(username="second", person=cast.verifier.person, status=Account.Status.ACTIVE).save()


@pytest.mark.parametrize("who", ["registrar", "verifier", "unit_clerk"])
def test_the_database_refuses_one_person_in_two_parts_whatever_their_role(cast: Cast, who: str) -> None:
    problem = brought_to(cast, "sign_off")
    moved(cast.people[who], Role.OFFICE_LEADER, office=cast.city)
    close_out = CloseOut.objects.get(problem=problem)
    with pytest.raises(IntegrityError, match=r"close-out lacks: .*separation"):
        with act("test.forged", actor=system()):
            SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.people[who].person, rank=3).save()
            close_out.step, close_out.ended_on = "closed", TODAY
            close_out.save(update_fields=["step", "ended_on"])
            problem.state, problem.closed_on = State.CLOSED, TODAY
            problem.save(update_fields=["state", "closed_on"])
        connection.check_constraints()


def test_the_database_bars_who_recorded_a_relapse_from_what_follows(cast: Cast) -> None:
    """And only from what follows: the closing before the relapse stands though its verifier recorded the relapse."""
    problem = brought_to(cast, "closed")
    services.record_later_look_back(
        problem_id=problem.pk, actor=cast.verifier, deadline=TODAY + timedelta(days=29), **a_record(passed=False)
    )
    connection.check_constraints()
    with on(TODAY + timedelta(days=1)):
        do(cast, problem, "apply")
        for step in ("check", "acceptance", "look_back"):
            do(cast, problem, step, actor=cast.second_verifier)
        connection.check_constraints()
        close_out = CloseOut.objects.get(problem=problem, ended_on=None)
        with act("test.forged", actor=system()):
            forged = close_out.checks.get()
            forged.pk, forged.recorded_by = None, cast.verifier.person
            forged.save(force_insert=True)
        with pytest.raises(IntegrityError, match="close-out lacks: separation"):
            do(cast, problem, "sign_off")
            connection.check_constraints()


def test_a_closing_and_a_later_relapse_in_one_transaction_stand(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    do(cast, problem, "sign_off")
    services.record_later_look_back(
        problem_id=problem.pk, actor=cast.verifier, deadline=TODAY + timedelta(days=29), **a_record(passed=False)
    )
    connection.check_constraints()
    problem.refresh_from_db()
    assert (problem.state, problem.relapses) == (State.RECTIFYING, 1)
