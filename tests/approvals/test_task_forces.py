"""专班: a task force of a reform task, its people, its tasks with their clocks, its end. Source: D6."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application
from django.db import IntegrityError
from django.test import Client

from approvals import policies
from approvals.models import Application, ApplicationKind, TaskForce, TaskForceTask
from approvals.selectors.applications import board
from approvals.selectors.task_forces import force_lines, lines_for, own_forces, tasks_beside
from approvals.selectors.timeline import timeline_of
from approvals.services import filing, force_tasks, task_forces
from approvals.services.task_forces import FORCE, NewForce
from audit.acts import act
from deadlines.models import Clock, ClockKind
from organizations import handover
from organizations.clock import at
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.jobs import effect_handovers
from organizations.models import Account, Appointment, Section
from organizations.people import appoint
from organizations.roles import Role
from organizations.scope import standing_of
from problems.acting import KeyUsed
from tests.factories import a_partner, a_person_with, a_unit, an_account, an_office, people_of, system_account, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
ENDS, DUE = TODAY + timedelta(days=90), TODAY + timedelta(days=20)


def a_reform(state: str = "accepted", **given: Any) -> Application:
    return an_application(state, kind="change_duties", **given)


def set_up(application: Application, actor: Account | None = None, key: str = "", **given: Any) -> TaskForce:
    """Led by the clerk, with the verifier as the one member."""
    team = team_of(application.office)
    values: dict[str, Any] = {
        "name": "职能调整专班",
        "leader_id": team.clerk.person_id,
        "members": [team.verifier.person_id],
        "since": TODAY,
        "due_on": ENDS,
        **given,
    }
    return task_forces.set_up_task_force(
        application_id=application.pk, force=NewForce(**values), actor=actor or team.chief, key=key
    )


def give(force: TaskForce, **given: Any) -> TaskForceTask:
    """A task for the verifier, given by the force's leader."""
    team = team_of(force.application.office)
    values: dict[str, Any] = {
        "text": "梳理职责",
        "person_id": team.verifier.person_id,
        "due_on": DUE,
        "actor": team.clerk,
    }
    return force_tasks.add_task(force_id=force.pk, **{**values, **given})


def finish(task: TaskForceTask, **given: Any) -> TaskForceTask:
    values: dict[str, Any] = {"result": "已梳理", "actor": team_of(task.force.application.office).verifier}
    return force_tasks.finish_task(task_id=task.pk, **{**values, **given})


def end(force: TaskForce, **given: Any) -> TaskForce:
    values: dict[str, Any] = {"result": "调整到位", "actor": team_of(force.application.office).chief}
    return task_forces.end_task_force(force_id=force.pk, **{**values, **given})


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


def running(force: TaskForce) -> dict[str, date]:
    rows = Clock.objects.filter(subject_kind=FORCE, subject_id=force.pk, stopped_on=None)
    return dict(rows.values_list("kind", "due_on"))


def mine(viewer: Account) -> list[tuple[str, str]]:
    """What of task forces waits for the viewer."""
    return [(one.clock.kind, one.clock.detail) for one in board(viewer).waiting if one.clock.subject_kind == FORCE]


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


def change(force: TaskForce, *members: Account, **given: Any) -> TaskForce:
    """By its leader, the clerk, who goes on leading it."""
    clerk = team_of(force.application.office).clerk
    values: dict[str, Any] = {"leader_id": clerk.person_id, "members": [one.person_id for one in members]}
    return task_forces.change_members(force_id=force.pk, **{**values, "actor": clerk, **given})


def give_on(task: TaskForceTask, to: Account, **given: Any) -> TaskForceTask:
    values: dict[str, Any] = {"reason": "另有任务", "actor": team_of(task.force.application.office).clerk}
    return force_tasks.give_task_on(task_id=task.pk, person_id=to.person_id, **{**values, **given})


def move(task: TaskForceTask, due_on: date, **given: Any) -> TaskForceTask:
    values: dict[str, Any] = {"reason": "等待批文", "actor": team_of(task.force.application.office).clerk}
    return force_tasks.move_task(task_id=task.pk, due_on=due_on, **{**values, **given})


def move_end(force: TaskForce, due_on: date, **given: Any) -> TaskForce:
    values: dict[str, Any] = {"reason": "任务加重", "actor": team_of(force.application.office).chief}
    return task_forces.move_end(force_id=force.pk, due_on=due_on, **{**values, **given})


def told(application: Application, word: str, *, inside: bool = True) -> list[dict[str, Any]]:
    """Entries of the past that contain ``word``."""
    days = timeline_of(application, inside=inside)
    return [one for day in days for one in day["entries"] if word in str(one)]


def test_a_task_is_given_on_with_a_reason_and_its_clock_stays(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team, task = team_of(force.application.office), give(force)
    before = Clock.objects.get(subject_kind=FORCE, item_id=task.pk)
    other = a_person_with(Role.OFFICE_CLERK, force.application.office)
    for wrong, field in ((other, "person"), (team.verifier, "person")):  # not of the force, and who has it
        assert errors_of(give_on, task, wrong) == {field}
    assert errors_of(give_on, task, team.clerk, reason=" ") == {"reason"}
    with pytest.raises(NotAllowed):
        give_on(task, team.clerk, actor=team.verifier)  # nobody gives their own task away
    done = give_on(task, team.clerk, key="on")
    assert give_on(task, team.clerk, key="on").pk == done.pk
    assert Clock.objects.get(subject_kind=FORCE, item_id=task.pk) == before
    assert (before.stopped_on, before.due_on) == (None, DUE)
    assert (mine(team.verifier), mine(team.clerk)) == ([], [(ClockKind.TASK_FORCE, "梳理职责")])
    with pytest.raises(NotAllowed):
        finish(task)  # the verifier has it no more
    (entry,) = told(force.application, "另有任务")
    assert entry["changes"] == [{"label": "梳理职责", "old": team.verifier.person.name, "new": team.clerk.person.name}]
    finish(task, actor=team.clerk)
    with pytest.raises(WrongState):
        give_on(task, team.verifier)


def test_the_day_of_a_task_is_moved_with_a_reason_within_the_force(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team, task = team_of(force.application.office), give(force)
    for wrong in (TODAY, ENDS + timedelta(days=1), DUE):
        assert errors_of(move, task, wrong) == {"due_on"}
    assert errors_of(move, task, ENDS, reason=" ") == {"reason"}
    with pytest.raises(NotAllowed):
        move(task, ENDS, actor=team.verifier)
    with pytest.raises(NotFound):
        move(task, ENDS, actor=team_of(an_office()).clerk)
    later = DUE + timedelta(days=30)
    assert move(task, later, key="move").due_on == later
    assert move(task, later, key="move").due_on == later
    clock = Clock.objects.get(subject_kind=FORCE, item_id=task.pk)
    assert (clock.due_on, clock.stopped_on, clock.started_on) == (later, None, TODAY)
    assert [one for one in told(force.application, "等待批文") if one["changes"][0]["label"] == "梳理职责"]
    finish(task)
    with pytest.raises(WrongState):
        move(task, ENDS)


def test_the_end_moves_with_a_reason_and_never_before_open_tasks_unsaid(kinds: Kinds) -> None:
    force = set_up(a_reform())
    team, task = team_of(force.application.office), give(force)
    done = give(force, text="已完成的任务", due_on=ENDS)
    finish(done)
    for wrong in (TODAY, ENDS, TODAY.replace(year=TODAY.year + 6)):
        assert "due_on" in errors_of(move_end, force, wrong)
    assert errors_of(move_end, force, ENDS + timedelta(days=9), reason=" ") == {"reason"}
    for stranger in (team.clerk, team.verifier, people_of(force.application.unit).head):
        with pytest.raises(NotAllowed):  # not even who leads it
            move_end(force, ENDS + timedelta(days=9), actor=stranger)
    longer = move_end(force, ENDS + timedelta(days=9), key="end")
    assert move_end(force, longer.due_on, key="end").due_on == longer.due_on
    assert running(force) == {ClockKind.TASK_FORCE_END: longer.due_on, ClockKind.TASK_FORCE: DUE}
    earlier = DUE - timedelta(days=5)
    assert errors_of(move_end, force, earlier) == {"with_tasks"}
    assert running(force)[ClockKind.TASK_FORCE] == DUE
    move_end(force, earlier, with_tasks=True, reason="提前收尾")
    assert running(force) == {ClockKind.TASK_FORCE_END: earlier, ClockKind.TASK_FORCE: earlier}
    assert set(force.tasks.values_list("due_on", flat=True)) == {earlier, ENDS}  # what was done stays as it was
    task.refresh_from_db()
    assert task.due_on == earlier
    (entry,) = told(force.application, "提前收尾")
    assert len(entry["changes"]) == 2
    assert told(force.application, "提前收尾", inside=False) == []  # a unit learns the day, not the reason
    with at(earlier):
        assert errors_of(give, force) == errors_of(move, task, ENDS) == {"due_on"}  # its end is moved first
        end(force, unfinished={task.pk: "并入落实任务"})
        with pytest.raises(WrongState):
            move_end(force, ENDS)


def test_who_leaves_gives_the_open_tasks_on_in_the_same_act(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office = force.application.office
    team, other = team_of(office), a_person_with(Role.OFFICE_CLERK, office)
    task, own = give(force), give(force, text="汇总方案", person_id=team.clerk.person_id)
    gone = {task.pk: team.verifier.person_id}
    assert errors_of(change, force, other, given_on=gone, reason="轮岗") == {"given_on"}  # to somebody who leaves too
    stays = {task.pk: other.person_id, own.pk: other.person_id}
    assert errors_of(change, force, other, given_on=stays, reason="轮岗") == {"given_on"}  # the leader stays
    to_other = {task.pk: other.person_id}
    assert errors_of(change, force, other, given_on=to_other) == {"reason"}
    change(force, other, given_on=to_other, reason="轮岗", key="people")
    change(force, other, given_on=to_other, reason="轮岗", key="people")
    task.refresh_from_db()
    assert (task.person_id, mine(other)) == (other.person_id, [(ClockKind.TASK_FORCE, "梳理职责")])
    assert running(force)[ClockKind.TASK_FORCE] == DUE
    assert dict(force.members.values_list("person_id", "left_on"))[team.verifier.person_id] == TODAY
    assert told(force.application, "轮岗") and not told(force.application, "轮岗", inside=False)
    change(force, team.verifier, other)  # somebody joins and nobody leaves: no reason is asked


def a_member_beside(force: TaskForce) -> Account:
    """A member for a partner department of the force's office, who joined it."""
    beside = a_person_with(Role.PARTNER, a_partner(force.application.office))
    change(force, team_of(force.application.office).verifier, beside)
    return beside


def page(account: Account, path: str, data: Any = None) -> Any:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client.get(path) if data is None else client.post(path, data)


def test_a_member_from_a_partner_department_sees_the_force_and_nothing_else_of_the_matter(kinds: Kinds) -> None:
    force = set_up(a_reform())
    beside, application = a_member_beside(force), force.application
    task = give(force, text="提出划转名单", person_id=beside.person_id)
    give(force)
    assert not policies.visible_to(beside).exists()
    (line,) = lines_for(beside, own_forces(beside))
    assert (line.inside, line.matter, len(line.tasks), line.acts) == (True, False, 2, frozenset())
    assert [one.task.pk for one in line.tasks if one.may_finish] == [task.pk]
    own, work = f"/approvals/task-forces/{force.pk}/", page(beside, "/").content.decode()
    assert own in work and f"/approvals/task-forces/tasks/{task.pk}/finish/" in work and application.title in work
    shown = page(beside, own)
    words = shown.content.decode()
    for word in (force.name, application.number, application.title, application.kind.name, "提出划转名单", "梳理职责"):
        assert str(word) in words, word
    assert f"/approvals/{application.pk}/" not in words and application.unit.name not in words
    assert page(beside, f"/api/v1/task-forces/{force.pk}/").json()["title"] == application.title
    assert [one["id"] for one in page(beside, "/api/v1/task-forces/").json()["results"]] == [force.pk]
    for hidden in (
        f"/approvals/{application.pk}/",
        f"/api/v1/applications/{application.pk}/",
        f"/api/v1/applications/{application.pk}/task-forces/",
    ):
        assert page(beside, hidden).status_code == 404, hidden


def test_a_member_from_a_partner_department_reports_on_their_own_tasks(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office, beside = force.application.office, a_member_beside(force)
    task, other = give(force, text="提出划转名单", person_id=beside.person_id), give(force)
    assert [one.task.pk for one in tasks_beside(standing_of(beside))] == [task.pk]
    assert (ClockKind.TASK_FORCE, task.text) not in mine(team_of(office).clerk)
    for refused in (
        lambda: finish(other, actor=beside),
        lambda: give(force, actor=beside),
        lambda: give_on(task, team_of(office).clerk, actor=beside),
        lambda: move(task, ENDS, actor=beside),
        lambda: change(force, beside, actor=beside),
        lambda: move_end(force, ENDS + timedelta(days=1), actor=beside),
        lambda: end(force, actor=beside),
    ):
        with pytest.raises(NotAllowed):
            refused()
    answer = page(beside, f"/approvals/task-forces/tasks/{task.pk}/finish/", {"result": "名单已报"})
    assert (answer.status_code, answer["Location"]) == (302, f"/approvals/task-forces/{force.pk}/")
    task.refresh_from_db()
    assert (task.done_on, task.result, tasks_beside(standing_of(beside))) == (TODAY, "名单已报", [])


def test_the_pages_say_what_stands_in_the_way_and_take_it_with_a_word(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office = force.application.office
    team, other, task = team_of(office), a_person_with(Role.OFFICE_CLERK, office), give(force)
    people, path = {"leader": team.clerk.person_id, "members": [other.person_id]}, f"/approvals/task-forces/{force.pk}/"
    refused = page(team.clerk, f"{path}members/", people)
    assert refused.status_code == 422
    assert f"以下人员有未完成的任务：{team.verifier.person.name}" in refused.content.decode()
    words = {**people, f"task_{task.pk}": other.person_id, "reason": "轮岗"}
    assert page(team.clerk, f"{path}members/", words)["Location"] == path
    task.refresh_from_db()
    assert task.person_id == other.person_id
    earlier = {"due_on": (DUE - timedelta(days=5)).isoformat(), "reason": "提前收尾"}
    refused = page(team.chief, f"{path}move-end/", earlier)
    assert refused.status_code == 422 and "以下任务的时限晚于该日：梳理职责" in refused.content.decode()
    assert page(team.chief, f"{path}move-end/", {**earlier, "with_tasks": "on"})["Location"] == path
    assert set(running(force).values()) == {DUE - timedelta(days=5)}


def test_who_leads_it_from_a_partner_department_runs_its_tasks(kinds: Kinds) -> None:
    application = a_reform()
    office = application.office
    beside = a_person_with(Role.PARTNER, a_partner(office))
    force = set_up(application, leader_id=beside.person_id)
    task = give(force, actor=beside)
    move(task, ENDS, actor=beside)
    give_on(task, beside, actor=beside)
    finish(task, actor=beside)
    for refused in (
        lambda: change(force, team_of(office).verifier, actor=beside),
        lambda: move_end(force, ENDS + timedelta(days=1), actor=beside),
        lambda: end(force, actor=beside),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotFound):
        set_up(a_reform(unit=application.unit), actor=beside)


def test_the_force_is_hidden_from_everybody_beside_who_is_not_in_it(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office, beside = force.application.office, a_member_beside(force)
    task = give(force, person_id=beside.person_id)
    colleague = a_person_with(Role.PARTNER, a_partner(office))
    elsewhere = a_person_with(Role.PARTNER, a_partner(an_office()))

    def hidden_from(stranger: Account) -> None:
        for path in (f"{force.pk}/", f"tasks/{task.pk}/finish/", f"tasks/{task.pk}/move/", f"{force.pk}/members/"):
            assert page(stranger, f"/approvals/task-forces/{path}").status_code == 404, path
        with pytest.raises(NotFound):
            finish(task, actor=stranger)
        assert not own_forces(stranger).exists()

    hidden_from(colleague)
    hidden_from(elsewhere)
    other = set_up(a_reform(unit=force.application.unit))  # a force the member is not in
    assert page(beside, f"/approvals/task-forces/{other.pk}/").status_code == 404
    clerk = team_of(office).clerk
    change(force, team_of(office).verifier, given_on={task.pk: clerk.person_id}, reason="工作调整")
    hidden_from(beside)  # who has left


def test_who_left_the_department_sees_the_force_no_more_and_the_leader_stands_in(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office, beside = force.application.office, a_member_beside(force)
    task, clerk = give(force, person_id=beside.person_id), team_of(office).clerk
    post = Appointment.objects.get(person=beside.person)
    with act("test.name", actor=system_account().actor_facts()):
        post.until = TODAY
        post.save(update_fields=["until"])
    with at(TODAY + timedelta(days=1)):
        account = Account.objects.get(pk=beside.pk)
        with pytest.raises(NotFound):
            finish(task, actor=account)
        assert mine(Account.objects.get(pk=clerk.pk)) == [(ClockKind.TASK_FORCE, "梳理职责")]


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
