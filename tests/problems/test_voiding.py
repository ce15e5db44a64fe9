"""Voiding does not go around the superior's consent: what closes only with it is voided above. Source: B1, C3."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from audit.acts import act
from organizations.clock import today
from organizations.errors import NotAllowed
from organizations.models import Account, Unit
from problems.models import Problem
from problems.services import batches, corrections, importing, intake
from problems.states import State
from tests.factories import a_file, a_problem, a_unit, an_office, fresh, team_of
from tests.problems.import_cast import a_run, a_town, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def unit() -> Unit:
    return a_unit(an_office(superior=an_office()))


def void(problem: Problem, actor: Account) -> Problem:
    voided = intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=actor)
    connection.check_constraints()
    return voided


def test_an_entry_that_needs_the_superiors_consent_is_voided_by_the_superior_alone(unit: Unit) -> None:
    problem = a_problem(State.RECTIFYING, unit=unit, source="patrol_central")
    here, above = team_of(unit.office), team_of(unit.office.superior)
    for actor in (here.chief, here.leader):
        with pytest.raises(NotAllowed, match=unit.office.superior.name):
            void(problem, actor)
    for actor in (here.clerk, above.clerk):
        with pytest.raises(NotAllowed, match="superior's consent"):
            void(problem, actor)
    assert void(problem, above.chief).state == State.VOIDED
    assert fresh(problem).history.first().act.actor_name == above.chief.person.name


def test_an_entry_without_consent_is_voided_by_its_own_office_and_not_by_the_superior(unit: Unit) -> None:
    problem = a_problem(unit=unit)
    with pytest.raises(NotAllowed):
        void(problem, team_of(unit.office.superior).leader)
    assert void(problem, team_of(unit.office).chief).state == State.VOIDED


def test_without_a_superior_office_nobody_voids_it_and_the_sentence_says_what_to_do() -> None:
    problem = a_problem(source="patrol_central")
    with pytest.raises(NotAllowed, match="enter the superior office first"):
        void(problem, team_of(problem.office).leader)


def test_many_at_once_do_not_go_around_it_either(unit: Unit) -> None:
    bound, free = a_problem(unit=unit, source="patrol_central"), a_problem(unit=unit)
    batches.act_on_many(
        act="void", ids=[bound.pk, free.pk], data={"reason": "重复"}, actor=team_of(unit.office).chief, key="k"
    )
    assert (fresh(bound).state, fresh(free).state) == (State.REGISTERED, State.VOIDED)


def test_a_corrected_source_keeps_the_consent_so_that_it_cannot_be_corrected_away_first(unit: Unit) -> None:
    problem, team = a_problem(unit=unit, source="patrol_central"), team_of(unit.office)
    plain = a_problem(unit=unit)
    corrections.ask_correction(
        problem_id=problem.pk, changes={"source_id": plain.source_id, "finder_level": "own"}, reason="登记有误",
        file=a_file(), actor=team.clerk,
    )  # fmt: skip
    corrections.decide_correction(problem_id=problem.pk, apply=True, actor=team.chief)
    assert fresh(problem).source_id == plain.source_id and fresh(problem).consent_rule
    with pytest.raises(NotAllowed):
        void(problem, team.leader)


def test_the_database_refuses_an_act_of_the_own_office(unit: Unit) -> None:
    problem = a_problem(unit=unit, source="patrol_central")
    here, above = team_of(unit.office).leader, team_of(unit.office.superior).leader

    def forge(actor: Account) -> None:
        with transaction.atomic(), act("test.forge", actor=actor):
            row = Problem.objects.get(pk=problem.pk)
            row.state, row.voided_on, row.void_reason = "voided", today(), "x"
            row.save()

    with pytest.raises(DatabaseError, match="voided by the superior office"):
        forge(here)
    forge(above)


def test_an_import_of_such_entries_is_still_undone_as_a_whole() -> None:
    town = a_town()
    run = a_run(town, rows_of(2, 来源="上级检查"))
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    run = importing.commit_import(run_id=run.pk, actor=town.clerk)
    entries = importing.entries_of(run)
    assert all(one.consent_rule for one in entries)
    importing.undo_import(run_id=run.pk, reason="表格有误", actor=town.leader)
    connection.check_constraints()
    assert {one.state for one in entries.all()} == {State.VOIDED}


def client_of(account: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="organizations.backend.AccountBackend")
    client.cookies["ledger_language"] = "en"
    return client


def test_page_and_api_offer_it_to_the_superior_and_refuse_the_own_office_with_a_sentence(unit: Unit) -> None:
    problem, other = a_problem(unit=unit, source="patrol_central"), a_problem(unit=unit, source="patrol_central")
    own, above = client_of(team_of(unit.office).chief), client_of(team_of(unit.office.superior).chief)
    page, address = reverse("problems:detail", args=[problem.pk]), reverse("problems:void", args=[problem.pk])
    assert address not in own.get(page).content.decode() and address in above.get(page).content.decode()
    answer = own.post(address, {"reason": "重复"})
    assert answer.status_code == 403 and "a section chief or leader there voids it" in answer.content.decode()
    api = reverse("api_void", args=[other.pk])
    assert own.post(api, {"reason": "重复"}, content_type="application/json").status_code == 403
    assert above.get(address).status_code == 200
    assert above.post(address, {"reason": "重复"}).status_code == 302
    assert above.post(api, {"reason": "重复"}, content_type="application/json").status_code == 200
