"""Posts handed over take their place in task forces along. Source: A5, D6."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import TODAY
from task_forces_cast import (
    DUE,
    Kinds,
    a_member_beside,
    a_reform,
    end,
    finish,
    give,
    mine,
    running,
    set_up,
    told,
)

from approvals.selectors.task_forces import tasks_beside
from deadlines.models import ClockKind
from organizations import handover
from organizations.clock import at
from organizations.errors import NotFound
from organizations.jobs import effect_handovers
from organizations.models import Account, Appointment, Section
from organizations.people import appoint
from organizations.roles import Role
from organizations.scope import standing_of
from tests.factories import a_person_with, a_unit, an_account, system_account, team_of

pytestmark = pytest.mark.django_db


def successor_of(account: Account, *, last_day: date = TODAY - timedelta(days=1)) -> Account:
    """Somebody known to the office who takes the account's post over."""
    post = Appointment.objects.get(person=account.person)
    office = post.office or post.partner.office
    new = an_account()
    appoint(
        person=new.person, role=Role.UNIT_CLERK, unit=a_unit(office), since=TODAY - timedelta(days=9),
        until=TODAY - timedelta(days=2), actor=system_account(),
    )  # fmt: skip
    handover.hand_over(
        appointment_id=post.pk,
        successor_id=new.pk,
        last_day=last_day,
        reason="轮岗交流",
        actor=a_person_with(Role.SECURITY_ADMIN, office),
    )
    return Account.objects.get(pk=new.pk)


def test_handing_a_post_over_hands_its_open_tasks_and_its_membership_over(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team = team_of(force.application.office)
    done, task = give(force, text="已完成的任务"), give(force)
    finish(done)
    section = force.members.get().section
    new = successor_of(team.verifier)
    task.refresh_from_db()
    done.refresh_from_db()
    assert (task.person_id, done.person_id) == (new.person_id, team.verifier.person_id)  # what is done stays
    assert running(force)[ClockKind.TASK_FORCE] == DUE
    assert mine(new) == [(ClockKind.TASK_FORCE, "梳理职责")]
    assert set(force.members.values_list("person_id", "left_on", "section")) == {
        (team.verifier.person_id, TODAY - timedelta(days=1), section and section.pk),
        (new.person_id, None, section and section.pk),
    }
    (entry,) = [one for one in told(force.application, "轮岗交流") if one["changes"]]
    assert entry["changes"][0]["new"] == new.person.name
    assert told(force.application, "轮岗交流", inside=False) == []
    finish(task, actor=new)


def test_handing_over_the_post_of_the_leader_hands_the_lead_over(kinds: Kinds) -> None:
    force = set_up(a_reform())
    old = team_of(force.application.office).clerk
    new = successor_of(old)
    force.refresh_from_db()
    assert force.leader_id == new.person_id
    task = give(force, actor=new, person_id=new.person_id)
    finish(task, actor=new)


def test_a_department_post_handed_over_opens_the_force_to_the_successor(kinds: Kinds) -> None:
    force = set_up(a_reform())
    beside = a_member_beside(force)
    task = give(force, person_id=beside.person_id)
    new = successor_of(beside)
    assert [one.task.pk for one in tasks_beside(standing_of(new))] == [task.pk]
    with pytest.raises(NotFound):
        finish(task, actor=beside)
    finish(task, actor=new)


def test_until_the_last_day_the_force_keeps_who_is_in_it(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team, task = team_of(force.application.office), give(force)
    new = successor_of(team.verifier, last_day=TODAY)
    task.refresh_from_db()
    assert task.person_id == team.verifier.person_id
    with at(TODAY + timedelta(days=1)):
        assert (effect_handovers(), effect_handovers()) == (1, 0)
    task.refresh_from_db()
    assert task.person_id == new.person_id


def test_an_ended_force_and_that_of_another_office_follow_no_post(kinds: Kinds) -> None:
    ended = set_up(a_reform())
    office = ended.application.office
    task = give(ended)
    end(ended, unfinished={task.pk: "并入落实任务"})
    successor_of(team_of(office).verifier)
    task.refresh_from_db()
    assert task.person_id == team_of(office).verifier.person_id
    assert ended.members.get().left_on is None


def test_who_keeps_another_post_keeps_what_belongs_to_it(kinds: Kinds) -> None:
    application = a_reform()
    office = application.office
    person = a_person_with(Role.OFFICE_CLERK, office)
    force = set_up(application, members=[person.person_id], leader_id=team_of(office).clerk.person_id)
    task = give(force, person_id=person.person_id)
    first = Appointment.objects.get(person=person.person)
    section = Section.objects.filter(office=office).exclude(pk=first.section_id).first()
    other = appoint(
        person=person.person, role=Role.SECTION_CHIEF, office=office, section=section, since=TODAY,
        actor=system_account(),
    )  # fmt: skip
    new = an_account()
    appoint(
        person=new.person, role=Role.UNIT_CLERK, unit=a_unit(office), since=TODAY - timedelta(days=9),
        until=TODAY - timedelta(days=2), actor=system_account(),
    )  # fmt: skip
    security = a_person_with(Role.SECURITY_ADMIN, office)
    given: dict[str, Any] = {"last_day": TODAY, "reason": "轮岗交流", "actor": security}
    handover.hand_over(appointment_id=other.pk, successor_id=new.pk, **given)
    with at(TODAY + timedelta(days=1)):
        assert effect_handovers() == 1
    task.refresh_from_db()
    assert task.person_id == person.person_id  # that post was not the one kept with the membership
