"""A5, A6, H13: accounts live and die by two administrators, posts are handed over, and open work follows."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from audit.acts import act
from audit.selectors import history_of
from organizations import accounts, handover, jobs
from organizations.clock import at, today
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.models import Account, Appointment, Office, Unit
from organizations.people import appoint, system_account
from organizations.roles import ADMIN_ROLES, Role
from organizations.scope import standing_of
from problems.models import ListedSupervision, Problem
from problems.selectors.supervision import listed_board
from problems.selectors.work import my_work
from problems.services import rectification, supervision
from problems.states import State
from tests.factories import (
    PASSWORD,
    a_partner,
    a_person_with,
    a_plan,
    a_problem,
    a_unit,
    an_account,
    an_office,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def system(office: Office) -> Account:
    return a_person_with(Role.SYSTEM_ADMIN, office)


@pytest.fixture
def security(office: Office) -> Account:
    return a_person_with(Role.SECURITY_ADMIN, office)


@pytest.fixture
def unit(office: Office) -> Unit:
    return a_unit(office)


def post_of(account: Account) -> Appointment:
    return account.person.appointments.latest("pk")


def fresh(account: Account) -> Account:
    return Account.objects.select_related("person").get(pk=account.pk)


# Accounts


def test_a_person_comes_to_work_by_two_administrators(
    office: Office, system: Account, security: Account, unit: Unit
) -> None:
    account, password = accounts.enter_account(name="新来", username="newcomer", office_id=office.pk, actor=system)
    client = Client()
    assert account.status == Account.Status.CREATED
    signed = client.post(reverse("account_login"), {"login": "newcomer", "password": password})
    assert (signed.status_code == 302 and "not-active" in signed["Location"]) or signed.status_code == 200
    with pytest.raises(NotAllowed):
        accounts.activate(account_id=account.pk, actor=system)
    with pytest.raises(NotAllowed):
        accounts.grant_post(account_id=account.pk, role="unit_clerk", body=unit, since=today(), actor=system)
    accounts.activate(account_id=account.pk, actor=security)
    accounts.grant_post(account_id=account.pk, role="unit_clerk", body=unit, since=today(), actor=security)
    assert standing_of(fresh(account)).own_unit_ids == {unit.pk}
    answer = client.post(reverse("account_login"), {"login": "newcomer", "password": password})
    assert answer.status_code == 302
    assert client.get("/ledger/")["Location"] == reverse("account_change_password")


def test_the_security_administrator_enters_nobody_and_a_clerk_finds_no_such_page(
    office: Office, security: Account
) -> None:
    given: dict[str, Any] = {"name": "某", "username": "someone", "office_id": office.pk}
    with pytest.raises(NotAllowed):
        accounts.enter_account(**given, actor=security)
    with pytest.raises(NotFound):
        accounts.enter_account(**given, actor=team_of(office).clerk)
    with pytest.raises(NotFound):
        accounts.enter_account(**given, actor=a_person_with(Role.SYSTEM_ADMIN, an_office()))


def test_a_taken_name_is_refused_whatever_its_case(office: Office, system: Account) -> None:
    accounts.enter_account(name="甲", username="Taken", office_id=office.pk, actor=system)
    with pytest.raises(Invalid) as refusal:
        accounts.enter_account(name="乙", username="taken", office_id=office.pk, actor=system)
    assert "username" in refusal.value.errors


def test_a_suspended_person_is_out_at_once_and_the_sessions_are_gone(
    office: Office, system: Account, unit: Unit
) -> None:
    clerk = people_of(unit).clerk
    client = Client()
    client.force_login(clerk)
    assert client.get("/").status_code == 200
    before = Session.objects.count()
    with pytest.raises(Invalid):
        accounts.suspend(account_id=clerk.pk, reason=" ", actor=system)
    accounts.suspend(account_id=clerk.pk, reason="停职", actor=system)
    assert Session.objects.count() == before - 1
    assert client.get("/").status_code == 302
    with pytest.raises(WrongState):
        accounts.suspend(account_id=clerk.pk, reason="再停", actor=system)
    accounts.activate(account_id=clerk.pk, actor=a_person_with(Role.SECURITY_ADMIN, office))
    assert client.get("/").status_code == 302  # the old session does not come back


def test_a_new_first_password_ends_the_sessions_and_has_to_be_changed(system: Account, unit: Unit) -> None:
    clerk = people_of(unit).clerk
    client = Client()
    client.force_login(clerk)
    _account, password = accounts.reset_password(account_id=clerk.pk, reason="遗忘", actor=system)
    assert client.get("/").status_code == 302
    assert fresh(clerk).must_change_password and fresh(clerk).check_password(password)
    assert not fresh(clerk).check_password(PASSWORD)


def test_nobody_does_any_of_it_to_themselves(office: Office, system: Account, security: Account) -> None:
    for call in (
        lambda: accounts.suspend(account_id=system.pk, reason="我", actor=system),
        lambda: accounts.reset_password(account_id=system.pk, reason="我", actor=system),
        lambda: accounts.activate(account_id=security.pk, actor=security),
        lambda: accounts.grant_post(
            account_id=security.pk, role="office_leader", body=office, since=today(), actor=security
        ),
        lambda: accounts.end_post(appointment_id=post_of(security).pk, last_day=today(), reason="我", actor=security),
        lambda: handover.hand_over(
            appointment_id=post_of(team_of(office).clerk).pk,
            successor_id=security.pk,
            last_day=today(),
            reason="给我",
            actor=security,
        ),
    ):
        with pytest.raises(NotAllowed):
            call()


@pytest.mark.parametrize("held", sorted(ADMIN_ROLES))
def test_an_administrator_holds_no_second_role_and_the_database_says_so_too(
    office: Office, security: Account, held: str
) -> None:
    account = a_person_with(held, office)
    other = Role.AUDIT_ADMIN if held != Role.AUDIT_ADMIN else Role.SYSTEM_ADMIN
    for role in (other, Role.OFFICE_CLERK):
        with pytest.raises(Invalid) as refusal:
            accounts.grant_post(account_id=account.pk, role=role, body=office, since=today(), actor=security)
        assert "role" in refusal.value.errors
        with pytest.raises(IntegrityError), act("test.forge", actor=system_account().actor_facts()):
            appoint(person=account.person, role=role, since=today(), actor=system_account(), office=office)


def test_one_after_the_other_is_allowed(office: Office, security: Account) -> None:
    once = a_person_with(Role.AUDIT_ADMIN, office, until=today() - YESTERDAY)
    accounts.grant_post(account_id=once.pk, role="office_clerk", body=office, since=today(), actor=security)


def test_an_administrator_of_another_office_knows_nobody_here(office: Office, unit: Unit) -> None:
    stranger = a_person_with(Role.SECURITY_ADMIN, an_office())
    clerk = people_of(unit).clerk
    with pytest.raises(NotFound):
        accounts.suspend(account_id=clerk.pk, reason="停", actor=stranger)
    with pytest.raises(NotFound):
        accounts.end_post(appointment_id=post_of(clerk).pk, last_day=today(), reason="停", actor=stranger)
    client = Client()
    client.force_login(stranger)
    assert client.get(reverse("accounts:detail", args=[clerk.pk])).status_code == 404
    assert clerk.username not in client.get(reverse("accounts:list")).content.decode()


def test_accounts_and_posts_are_never_deleted(unit: Unit) -> None:
    clerk = people_of(unit).clerk
    for row in (clerk, post_of(clerk), clerk.person, unit):
        with pytest.raises(TypeError):
            row.delete()


# Handing over


def test_open_work_is_the_successors_and_history_keeps_the_old_name(
    office: Office, security: Account, unit: Unit
) -> None:
    old, new = people_of(unit).head, an_account()
    unit_post = post_of(old)
    handover.name_responsible(unit_id=unit.pk, responsible_id=old.person_id, actor=old)
    problem = a_problem(State.ASSIGNED, unit=unit)
    rectification.submit_plan(
        problem_id=problem.pk, plan=a_plan(problem.deadline_on, head=old.person.name), actor=people_of(unit).clerk
    )
    rectification.return_plan(problem_id=problem.pk, reason="再改", actor=team_of(office).clerk)
    closed = a_problem(State.CLOSED, unit=unit)
    names = (closed.responsible, closed.handler)
    accounts_of_old = [task.problem.pk for task in _lines(old)]
    assert problem.pk in accounts_of_old and _lines(new) == []
    # Known to the office because it held a post there once.
    appoint(
        person=new.person, role="unit_clerk", unit=a_unit(office), since=today() - timedelta(days=9),
        until=today() - timedelta(days=2), actor=system_account(),
    )  # fmt: skip
    made = handover.hand_over(
        appointment_id=unit_post.pk,
        successor_id=new.pk,
        last_day=today() - YESTERDAY,
        reason="调任",
        actor=security,
    )
    assert (made.effected_on, made.taken_up.since) == (today(), today())
    assert [task.problem.pk for task in _lines(fresh(new))] == accounts_of_old and _lines(fresh(old)) == []
    entry = Problem.objects.get(pk=problem.pk)
    assert entry.responsible == new.person.name
    before = [change for change in history_of(Problem, [problem.pk], fields=["responsible"]) if change.fields]
    assert before[-1].fields[0].before == old.person.name and before[-1].act.name == "post.hand_over"
    unit.refresh_from_db()
    assert unit.responsible_id == new.person_id
    closed.refresh_from_db()
    assert (closed.responsible, closed.handler) == names
    page = Client()
    page.force_login(fresh(new))
    assert old.person.name in page.get("/").content.decode()


def _lines(account: Account) -> list[Any]:
    work = my_work(viewer=account)
    return [*work.now, *work.later]


def test_until_the_last_day_nothing_changes(security: Account, unit: Unit) -> None:
    old, new = people_of(unit).head, people_of(a_unit(unit.office)).clerk
    problem = a_problem(State.ASSIGNED, unit=unit)
    with act("test.name", actor=system_account().actor_facts()):
        problem.responsible = old.person.name
        problem.save()
    made = handover.hand_over(
        appointment_id=post_of(old).pk, successor_id=new.pk, last_day=today(), reason="调任", actor=security
    )
    assert made.effected_on is None and jobs.effect_handovers() == 0
    assert standing_of(fresh(old)).own_unit_ids == {unit.pk}
    assert unit.pk not in standing_of(fresh(new)).own_unit_ids
    with at(today() + YESTERDAY):
        assert (jobs.effect_handovers(), jobs.effect_handovers()) == (1, 0)
        assert standing_of(fresh(old)).own_unit_ids == set()
        assert unit.pk in standing_of(fresh(new)).own_unit_ids
    assert Problem.objects.get(pk=problem.pk).responsible == new.person.name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda post: {"reason": " "}, "reason"),
        (lambda post: {"last_day": today() - timedelta(days=2)}, "last_day"),
        (lambda post: {"successor_id": 987_654_321}, "successor"),
        (lambda post: {"successor_id": Account.objects.get(person=post.person).pk}, "successor"),
    ],
)
def test_a_handover_that_does_not_hold_is_refused(security: Account, unit: Unit, change: Any, field: str) -> None:
    post = post_of(people_of(unit).head)
    given = {"successor_id": people_of(a_unit(unit.office)).clerk.pk, "last_day": today(), "reason": "调任"}
    with pytest.raises(Invalid) as refusal:
        handover.hand_over(appointment_id=post.pk, actor=security, **{**given, **change(post)})
    assert field in refusal.value.errors
    post.refresh_from_db()
    assert post.until is None


def test_a_post_is_handed_over_once(security: Account, unit: Unit) -> None:
    post, new = post_of(people_of(unit).head), people_of(a_unit(unit.office)).clerk
    given: dict[str, Any] = {"last_day": today() - YESTERDAY, "reason": "调任", "actor": security}
    handover.hand_over(appointment_id=post.pk, successor_id=new.pk, **given)
    with pytest.raises(WrongState):
        handover.hand_over(appointment_id=post.pk, successor_id=new.pk, **given)


def test_the_unit_or_its_office_names_who_is_responsible(office: Office, unit: Unit) -> None:
    team, at_unit = team_of(office), people_of(unit)
    for actor in (at_unit.head, at_unit.clerk, team.clerk, team.chief):
        handover.name_responsible(
            unit_id=unit.pk,
            responsible_id=at_unit.head.person_id,
            contact_id=at_unit.clerk.person_id,
            actor=actor,
        )
    for actor, refusal in ((team.leader, NotAllowed), (people_of(a_unit(office)).head, NotFound)):
        with pytest.raises(refusal):
            handover.name_responsible(unit_id=unit.pk, actor=actor)
    for wrong in ({"responsible_id": at_unit.clerk.person_id}, {"contact_id": team.clerk.person_id}):
        with pytest.raises(Invalid):
            handover.name_responsible(unit_id=unit.pk, actor=at_unit.head, **wrong)
    client = Client()
    client.force_login(at_unit.head)
    page = client.get(reverse("organizations:unit", args=[unit.pk])).content.decode()
    assert at_unit.clerk.person.name in page


# Posts that must not meet


def test_people_of_a_unit_or_a_partner_take_no_post_of_an_office_and_the_other_way_round(
    office: Office, security: Account, unit: Unit
) -> None:
    outside = [people_of(unit).clerk, a_person_with(Role.PARTNER, a_partner(office))]
    chief = post_of(team_of(office).chief)
    given: dict[str, Any] = {"since": today(), "actor": security}
    for account in outside:
        with pytest.raises(Invalid) as refusal:
            accounts.grant_post(account_id=account.pk, role="section_chief", body=office, **given)
        assert "role" in refusal.value.errors
        with pytest.raises(Invalid) as refusal:
            handover.hand_over(
                appointment_id=chief.pk, successor_id=account.pk, last_day=today(), reason="调任", actor=security
            )
        assert "successor" in refusal.value.errors
    chief.refresh_from_db()
    assert chief.until is None
    with pytest.raises(Invalid):
        accounts.grant_post(account_id=team_of(office).clerk.pk, role="unit_clerk", body=unit, **given)
    with pytest.raises(Invalid):
        handover.hand_over(
            appointment_id=post_of(people_of(unit).head).pk, successor_id=team_of(office).clerk.pk,
            last_day=today(), reason="调任", actor=security,
        )  # fmt: skip
    accounts.grant_post(account_id=outside[1].pk, role="unit_clerk", body=unit, **given)  # its own unit has matters too


def test_who_left_the_unit_can_take_a_post_of_the_office_from_the_day_after(
    office: Office, security: Account, unit: Unit
) -> None:
    left = a_person_with(Role.UNIT_CLERK, unit, until=today() + YESTERDAY)
    given: dict[str, Any] = {"successor_id": left.pk, "reason": "调任", "actor": security}
    chief = post_of(team_of(office).chief)
    with pytest.raises(Invalid):
        handover.hand_over(appointment_id=chief.pk, last_day=today(), **given)
    handover.hand_over(appointment_id=chief.pk, last_day=today() + YESTERDAY, **given)


def test_the_page_offers_only_people_who_can_take_the_post_and_says_how_much_moves(
    office: Office, security: Account, system: Account, unit: Unit
) -> None:
    team, at_unit = team_of(office), people_of(unit)
    a_problem(State.PLAN_SUBMITTED, unit=unit)
    gone = a_person_with(Role.OFFICE_CLERK, office)
    accounts.suspend(account_id=gone.pk, reason="停职", actor=system)
    client = Client()
    client.force_login(security)
    path = reverse("accounts:hand_over", args=[post_of(team.chief).pk])
    page = client.get(path)
    offered = [value for value, _label in page.context["form"].fields["successor"].widget.choices if value]
    assert team.clerk.pk in offered
    assert not {at_unit.clerk.pk, at_unit.head.pk, team.chief.pk, security.pk, system.pk, gone.pk} & set(offered)
    assert page.context["moving"] == 1
    sent = {"successor": at_unit.clerk.pk, "last_day": today().isoformat(), "reason": "调任"}
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert refused.context["form"].errors["successor"]
    assert client.post(path, {**sent, "successor": team.clerk.pk}).status_code == 302


# What waits for an administrator, and the form of a post


def test_a_new_account_stands_on_the_first_page_of_who_activates_it_and_gives_it_a_post(
    office: Office, system: Account, security: Account, unit: Unit
) -> None:
    clients = {}
    for account in (security, system, a_person_with(Role.SECURITY_ADMIN, an_office()), team_of(office).clerk):
        clients[account.pk] = Client()
        clients[account.pk].force_login(account)
    page = clients[security.pk].get("/")
    assert list(page.context["admit"]) == []
    account, _password = accounts.enter_account(name="新来", username="newly", office_id=office.pk, actor=system)
    page = clients[security.pk].get("/")
    assert list(page.context["admit"]) == [account]
    assert page.context["shell"]["navigation"][0]["count"] == 1
    assert clients[security.pk].get(reverse("api_my_work")).json()["accounts"][0]["username"] == "newly"
    accounts.activate(account_id=account.pk, actor=security)
    assert reverse("accounts:grant", args=[account.pk]) in clients[security.pk].get("/").content.decode()
    for pk in clients.keys() - {security.pk}:
        assert list(clients[pk].get("/").context["admit"]) == []
    accounts.grant_post(account_id=account.pk, role="unit_clerk", body=unit, since=today(), actor=security)
    assert list(clients[security.pk].get("/").context["admit"]) == []


def test_an_observer_and_an_administrator_read_where_to_go_instead(office: Office) -> None:
    for role, way in (
        (Role.DISCIPLINE_OBSERVER, "problems:list"),
        (Role.AUDIT_ADMIN, "audit:trail"),
        (Role.SYSTEM_ADMIN, "accounts:list"),
    ):
        client = Client()
        client.force_login(a_person_with(role, office))
        page = client.get("/").content.decode()
        assert f'<a class="btn" href="{reverse(way)}">' in page, role


def test_the_role_is_asked_first_and_only_bodies_in_which_it_is_held_follow(
    office: Office, system: Account, security: Account, unit: Unit
) -> None:
    account, _password = accounts.enter_account(name="新来", username="newly", office_id=office.pk, actor=system)
    client, path = Client(), reverse("accounts:grant", args=[account.pk])
    client.force_login(security)
    first = client.get(path)
    assert first.context["asks_role"] and first.context["form"]["role"].value() in {None, ""}
    assert client.get(path, {"role": "king"}).status_code == 422
    offered = {
        role: [value for value, _label in client.get(path, {"role": role}).context["form"].fields["body"].choices]
        for role in ("unit_clerk", "section_chief")
    }
    assert offered == {"unit_clerk": ["", f"unit:{unit.pk}"], "section_chief": ["", f"office:{office.pk}"]}
    sent = {"role": "section_chief", "body": f"unit:{unit.pk}", "since": today().isoformat()}
    refused = client.post(path, sent)
    assert refused.status_code == 422 and "body" in refused.context["form"].errors
    assert client.post(path, {**sent, "body": f"office:{office.pk}"}).status_code == 302


def test_what_a_leader_has_in_charge_follows_the_post_and_what_ended_stays(
    office: Office, unit: Unit, security: Account
) -> None:
    team, successor = team_of(office), a_person_with(Role.OFFICE_CLERK, office)
    other = a_person_with(Role.OFFICE_LEADER, office)
    listed, ended, others = (a_problem(State.RECTIFYING, unit=unit) for _ in range(3))
    for problem, leader in ((listed, team.leader), (ended, team.leader), (others, other)):
        supervision.list_for_supervision(
            problem_id=problem.pk, reason="久拖不决", leader_id=leader.person_id, actor=team.leader
        )
    supervision.delist_from_supervision(problem_id=ended.pk, reason="已整改", actor=team.leader)
    version = Problem.objects.get(pk=listed.pk).version
    made = handover.hand_over(
        appointment_id=post_of(team.leader).pk,
        successor_id=successor.pk,
        last_day=today() - YESTERDAY,
        reason="调任",
        actor=security,
    )
    assert made.left_behind == ""
    by_entry = dict(ListedSupervision.objects.values_list("problem_id", "leader_id"))
    assert by_entry == {
        listed.pk: successor.person_id,
        ended.pk: team.leader.person_id,
        others.pk: other.person_id,
    }
    board = {one.problem.pk: one.listing.leader_id for one in listed_board(viewer=fresh(team.clerk))}
    assert board == {listed.pk: successor.person_id, others.pk: other.person_id}
    assert Problem.objects.get(pk=listed.pk).version == version + 1
    change = history_of(ListedSupervision, ListedSupervision.objects.filter(problem=listed), fields=["leader"])[-1]
    assert change.act.name == "post.hand_over" and change.fields[0].before == team.leader.person_id


def test_who_leads_the_office_by_another_post_keeps_what_they_have_in_charge(
    office: Office, unit: Unit, security: Account
) -> None:
    team, successor = team_of(office), a_person_with(Role.OFFICE_LEADER, office)
    problem = a_problem(State.RECTIFYING, unit=unit)
    supervision.list_for_supervision(
        problem_id=problem.pk, reason="久拖不决", leader_id=team.leader.person_id, actor=team.leader
    )
    post, clerk = post_of(team.leader), a_person_with(Role.OFFICE_CLERK, office)
    appoint(
        person=team.leader.person,
        role=Role.OFFICE_LEADER,
        since=today() - timedelta(days=5),
        office=office,
        actor=system_account(),
    )
    handover.hand_over(
        appointment_id=post.pk, successor_id=clerk.pk, last_day=today() - YESTERDAY, reason="调任", actor=security
    )
    assert ListedSupervision.objects.get().leader_id == team.leader.person_id != successor.person_id
