"""专班: a task force of a reform task, its people, its tasks with their clocks, its end. Source: D6."""

from datetime import timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application
from django.db import IntegrityError
from django.test import Client
from task_forces_cast import DUE, ENDS, Kinds, a_reform, end, errors_of, finish, give, mine, running, set_up

from approvals.models import TaskForce, TaskForceTask
from approvals.selectors.task_forces import force_lines
from approvals.selectors.timeline import timeline_of
from approvals.services import filing, task_forces
from approvals.services.task_forces import FORCE
from audit.acts import act
from deadlines.models import Clock, ClockKind
from organizations.errors import NotAllowed, NotFound, WrongState
from organizations.models import Account, Section
from organizations.roles import Role
from problems.acting import KeyUsed
from tests.factories import a_partner, a_person_with, a_unit, an_office, people_of, system_account, team_of

pytestmark = pytest.mark.django_db


def test_a_task_force_works_from_its_setting_up_to_its_end(kinds: Kinds) -> None:
    force = set_up(a_reform())
    assert running(force) == {ClockKind.TASK_FORCE_END: ENDS}
    section = Section.objects.filter(office=force.application.office, appointments__person=force.members.get().person)
    assert force.members.get().section == section.first()
    task = give(force)
    assert running(force) == {ClockKind.TASK_FORCE_END: ENDS, ClockKind.TASK_FORCE: DUE}
    done = finish(task)
    assert (done.done_on, done.result) == (TODAY, "已梳理")
    assert running(force) == {ClockKind.TASK_FORCE_END: ENDS}
    ended = end(force)
    assert (ended.ended_on, ended.result, running(force)) == (TODAY, "调整到位", {})
    assert not Clock.objects.filter(subject_kind=FORCE, outcome=Clock.Outcome.CANCELLED).exists()
    for again in (lambda: end(force), lambda: give(force), lambda: finish(task)):
        with pytest.raises(WrongState):
            again()
    assert set_up(force.application).pk != force.pk  # once it has ended there can be another one


def test_a_task_force_is_for_a_reform_task_on_its_way(kinds: Kinds) -> None:
    with pytest.raises(WrongState, match="专班只用于改革任务"):
        set_up(an_application("accepted", kind="more_quota"))
    with pytest.raises(WrongState):
        set_up(a_reform("reviewed"))
    application = a_reform()
    set_up(application)
    with pytest.raises(WrongState):
        set_up(application)
    gone = a_reform()
    filing.lapse(application_id=gone.pk, reason="不再推进", actor=team_of(gone.office).chief)
    with pytest.raises(WrongState):
        set_up(gone)


def test_the_database_keeps_one_open_task_force(kinds: Kinds) -> None:
    force = set_up(a_reform())
    other = TaskForce(application=force.application, name="另一个专班", leader=force.leader, since=TODAY, due_on=ENDS)
    with (
        pytest.raises(IntegrityError, match="one_open_task_force_per_application"),
        act("task_force.set_up", actor=system_account().actor_facts()),
    ):
        other.save()


def test_everything_missing_is_named_together(kinds: Kinds) -> None:
    application = a_reform()
    wrong: dict[str, Any] = {"name": " ", "leader_id": 0, "members": [], "since": ENDS, "due_on": TODAY}
    assert errors_of(set_up, application, **wrong) == {"name", "leader", "members", "since", "due_on"}
    force = set_up(application)
    assert errors_of(give, force, text=" ", person_id=0, due_on=TODAY) == {"text", "person", "due_on"}
    assert errors_of(give, force, due_on=ENDS + timedelta(days=1)) == {"due_on"}
    assert errors_of(finish, give(force), result=" ") == {"result"}
    assert errors_of(end, force, result=" ") == {"result", "unfinished"}


def test_its_people_hold_a_post_here_or_in_a_partner_department(kinds: Kinds) -> None:
    application = a_reform()
    office = application.office
    beside = a_person_with(Role.PARTNER, a_partner(office))
    strangers = (
        team_of(an_office()).clerk,
        people_of(application.unit).head,
        a_person_with(Role.OFFICE_CLERK, office, until=TODAY - timedelta(days=1)),
    )
    for stranger in strangers:
        assert errors_of(set_up, application, members=[stranger.person_id]) == {"members"}
        assert errors_of(set_up, application, leader_id=stranger.person_id) == {"leader"}
    force = set_up(application, members=[beside.person_id, beside.person_id])
    assert [one.person_id for one in force.members.all()] == [beside.person_id]


def test_chief_or_leader_of_the_lead_section_sets_up_and_ends(kinds: Kinds) -> None:
    application = a_reform()
    team = team_of(application.office)
    for stranger in (team.clerk, people_of(application.unit).head):
        with pytest.raises(NotAllowed):
            set_up(application, actor=stranger)
    for outsider in (team_of(an_office()).chief, people_of(a_unit(application.office)).head):
        with pytest.raises(NotFound):
            set_up(application, actor=outsider)
    force = set_up(application, actor=team.leader)
    with pytest.raises(NotAllowed):
        end(force, actor=team.clerk)  # who leads the force does not end it
    with pytest.raises(NotFound):
        end(force, actor=team_of(an_office()).chief)
    end(force)


def test_who_leads_it_gives_tasks_and_each_finishes_their_own(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office = force.application.office
    team, colleague = team_of(office), a_person_with(Role.OFFICE_CLERK, office)
    with pytest.raises(NotAllowed):
        give(force, actor=team.verifier)
    task = give(force)
    assert mine(team.verifier) == [(ClockKind.TASK_FORCE, "梳理职责")]
    assert mine(colleague) == []
    for stranger in (colleague, people_of(force.application.unit).clerk):
        with pytest.raises(NotAllowed):
            finish(task, actor=stranger)
    with pytest.raises(NotFound):
        finish(task, actor=team_of(an_office()).clerk)
    finish(task)
    assert mine(team.verifier) == []
    finish(give(force), actor=team.clerk)  # and who leads it stands in


def test_whoever_decides_sees_that_it_has_to_end(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team = team_of(force.application.office)
    assert mine(team.chief) == [(ClockKind.TASK_FORCE_END, force.name)]
    assert mine(team.clerk) == []
    end(force)
    assert mine(team.chief) == []


def test_people_join_leave_and_come_back_and_its_past_keeps_them(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team = team_of(force.application.office)
    other = a_person_with(Role.OFFICE_CLERK, force.application.office)

    def change(*members: int, leader: Account = team.clerk, actor: Account = team.clerk, key: str = "") -> TaskForce:
        return task_forces.change_members(
            force_id=force.pk, leader_id=leader.person_id, members=members, actor=actor, key=key
        )

    task = give(force)
    with pytest.raises(NotAllowed):
        change(other.person_id, actor=team.verifier)
    assert errors_of(change, other.person_id) == {"given_on", "reason"}  # the verifier has an open task
    finish(task)
    change(other.person_id)
    assert dict(force.members.values_list("person_id", "left_on")) == {
        team.verifier.person_id: TODAY,
        other.person_id: None,
    }
    assert errors_of(give, force) == {"person"}
    change(other.person_id, team.verifier.person_id, leader=team.leader, actor=team.chief)
    assert set(force.members.values_list("left_on", flat=True)) == {None}
    assert force.members.count() == 2
    force.refresh_from_db()
    assert force.leader_id == team.leader.person_id
    with pytest.raises(NotAllowed):
        change(other.person_id)  # the clerk leads it no more
    change(other.person_id, leader=team.verifier, actor=team.chief)
    assert set(force.members.values_list("left_on", flat=True)) == {None}  # a member who leads it has not left
    (line,) = force_lines(force.application, team.chief)
    assert [one.person_id for one in line.members] == [other.person_id]


def test_it_ends_with_a_word_on_each_task_that_is_not_done(kinds: Kinds) -> None:
    force = set_up(a_reform())
    task = give(force)
    assert errors_of(end, force) == {"unfinished"}
    assert errors_of(end, force, unfinished={task.pk: " "}) == {"unfinished"}
    assert errors_of(end, force, unfinished={task.pk: "并入", 0: "别的"}) == {"unfinished"}
    end(force, unfinished={task.pk: "并入落实任务"})
    task.refresh_from_db()
    assert (task.done_on, task.result, running(force)) == (None, "并入落实任务", {})
    assert Clock.objects.get(subject_kind=FORCE, item_id=task.pk).outcome == Clock.Outcome.CANCELLED


def test_a_form_sent_twice_counts_once(kinds: Kinds) -> None:
    application = a_reform()
    force = set_up(application, key="set")
    assert set_up(application, key="set").pk == force.pk
    task = give(force, key="give")
    assert give(force, key="give").pk == task.pk
    finish(task, key="finish")
    assert finish(task, key="finish").pk == task.pk
    with pytest.raises(KeyUsed):
        finish(give(force), key="finish")
    finish(force.tasks.get(done_on=None))
    assert end(force, key="end").pk == end(force, key="end").pk
    assert (TaskForce.objects.count(), TaskForceTask.objects.count()) == (1, 2)


def test_a_task_force_outlives_its_application_until_it_is_ended(kinds: Kinds) -> None:
    force = set_up(a_reform())
    task, application = give(force), force.application
    filing.lapse(application_id=application.pk, reason="不再推进", actor=team_of(application.office).chief)
    with pytest.raises(WrongState):
        give(force)
    assert set(running(force)) == {ClockKind.TASK_FORCE, ClockKind.TASK_FORCE_END}
    end(force, unfinished={task.pk: "随事项终止"})


def test_the_unit_learns_of_leader_and_end_and_nothing_from_within(kinds: Kinds) -> None:
    force = set_up(a_reform())
    give(force, text="内部任务甲")
    application, head = force.application, people_of(force.application.unit).head
    end(force, result="内部结论", unfinished={force.tasks.get().pk: "内部处理"})
    (inside,) = force_lines(application, team_of(application.office).clerk)
    assert (len(inside.members), len(inside.tasks)) == (1, 1)
    (line,) = force_lines(application, head)
    assert (line.force.leader, line.members, line.tasks, line.acts) == (force.leader, [], [], frozenset())
    client = Client()
    client.force_login(head, backend="organizations.backend.AccountBackend")
    for path in (f"/approvals/{application.pk}/", f"/api/v1/applications/{application.pk}/task-forces/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        words = answer.content.decode()
        assert force.name in words
        assert "内部" not in words
    assert not [one for day in timeline_of(application, inside=False) for one in day["entries"] if "内部" in str(one)]
    assert [one for day in timeline_of(application) for one in day["entries"] if "内部任务甲" in one["said"]]
