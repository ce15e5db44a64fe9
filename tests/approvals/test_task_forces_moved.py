"""Tasks of a task force given on and moved, its end moved, its people leaving. Source: D6."""

from datetime import timedelta

import pytest
from approvals_cast import TODAY
from task_forces_cast import (
    DUE,
    ENDS,
    Kinds,
    a_reform,
    change,
    end,
    errors_of,
    finish,
    give,
    give_on,
    mine,
    move,
    move_end,
    running,
    set_up,
    told,
)

from approvals.services.task_forces import FORCE
from deadlines.models import Clock, ClockKind
from organizations.clock import at
from organizations.errors import NotAllowed, NotFound, WrongState
from organizations.roles import Role
from tests.factories import a_person_with, an_office, people_of, team_of

pytestmark = pytest.mark.django_db


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
