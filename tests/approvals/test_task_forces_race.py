"""Two at once on a task force: one comes first, the other is told so. With controls: without the locks of the services
the database refuses a second force, and without its index both pass; without the locks a task is finished twice. D6.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from approvals_cast import TODAY, an_application, together
from django.core.management import call_command
from django.db import IntegrityError
from django.db.models import QuerySet

from approvals.models import Application, ApplicationKind, TaskForce, TaskForceTask
from approvals.services import force_tasks, task_forces
from approvals.services.task_forces import FORCE, NewForce
from deadlines.models import Clock
from organizations.errors import DomainError, WrongState
from organizations.models import Account
from organizations.roles import Role
from tests.factories import a_person_with, team_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kinds(transactional_db: None) -> None:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)


def set_up(application: Application, actor: Account) -> TaskForce:
    """Led by the clerk, with the verifier as the one member."""
    team = team_of(application.office)
    ends = TODAY + timedelta(days=90)
    force = NewForce("职能调整专班", team.clerk.person_id, [team.verifier.person_id], TODAY, ends)
    return task_forces.set_up_task_force(application_id=application.pk, force=force, actor=actor)


def a_task() -> TaskForceTask:
    """Of the verifier, in a force that the clerk leads."""
    application = an_application("accepted", kind="change_duties")
    team = team_of(application.office)
    return force_tasks.add_task(
        force_id=set_up(application, team.chief).pk,
        text="梳理职责",
        person_id=team.verifier.person_id,
        due_on=TODAY + timedelta(days=20),
        actor=team.clerk,
    )


def deciders(application: Application) -> tuple[Account, Account]:
    team = team_of(application.office)
    return team.chief, team.leader


def refusals(answers: list[Any]) -> list[int]:
    """HTTP status of each refusal; anything else that was raised fails the test."""
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, DomainError)], answers
    return [one.http_status for one in answers if isinstance(one, DomainError)]


def finished(task: TaskForceTask) -> int:
    """How often the task was finished, by its history."""
    return TaskForceTask.history.filter(id=task.pk, done_on__isnull=False).count()


def both_setting_up(application: Application) -> list[Any]:
    return together(*(lambda who=who: set_up(application, who) for who in deciders(application)))


def both_finishing(task: TaskForceTask) -> list[Any]:
    team = team_of(task.force.application.office)
    return together(
        lambda: force_tasks.finish_task(task_id=task.pk, result="已梳理", actor=team.verifier),
        lambda: force_tasks.finish_task(task_id=task.pk, result="代为办结", actor=team.clerk),
    )


def meeting_once(call: Callable[..., Any]) -> Callable[..., Any]:
    """``call``, at which two threads wait for each other, each the first time it comes by."""
    barrier, met = threading.Barrier(2), threading.local()

    def waiting(*args: Any, **kwargs: Any) -> Any:
        if not getattr(met, "once", False):
            met.once = True
            barrier.wait(20)
        return call(*args, **kwargs)

    return waiting


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)


def test_two_who_set_up_a_force_at_once_leave_one_force() -> None:
    application = an_application("accepted", kind="change_duties")
    assert refusals(both_setting_up(application)) == [409]
    assert application.task_forces.count() == 1
    assert Clock.objects.filter(subject_kind=FORCE, stopped_on=None).count() == 1


def test_without_the_locks_the_database_refuses_the_second_force(monkeypatch: pytest.MonkeyPatch) -> None:
    application = an_application("accepted", kind="change_duties")
    without_locks(monkeypatch)
    monkeypatch.setattr(task_forces, "candidates_for", meeting_once(task_forces.candidates_for))
    answers = both_setting_up(application)
    (refused,) = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(refused, IntegrityError) and "one_open_task_force_per_application" in str(refused)
    assert application.task_forces.count() == 1


def test_without_locks_and_index_there_are_two_forces(
    monkeypatch: pytest.MonkeyPatch, owner_connection: psycopg.Connection
) -> None:
    """The control: it is these two that keep one force apart from the other."""
    application = an_application("accepted", kind="change_duties")
    owner_connection.execute("drop index one_open_task_force_per_application")
    without_locks(monkeypatch)
    monkeypatch.setattr(task_forces, "candidates_for", meeting_once(task_forces.candidates_for))
    assert refusals(both_setting_up(application)) == []
    assert application.task_forces.count() == 2


def test_two_who_finish_a_task_at_once_finish_it_once() -> None:
    task = a_task()
    answers = both_finishing(task)
    assert refusals(answers) == [409]
    assert finished(task) == 1
    (done,) = [one for one in answers if isinstance(one, TaskForceTask)]
    task.refresh_from_db()
    assert task.result == done.result


def test_without_the_locks_a_task_is_finished_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both found the task open."""
    task = a_task()
    without_locks(monkeypatch)
    monkeypatch.setattr(force_tasks, "today", meeting_once(force_tasks.today))
    assert refusals(both_finishing(task)) == []
    assert finished(task) == 2


@pytest.mark.parametrize("round_", range(3))
def test_a_task_given_on_while_it_is_finished_goes_one_way(round_: int) -> None:
    task = a_task()
    team = team_of(task.force.application.office)
    answers = together(
        lambda: force_tasks.finish_task(task_id=task.pk, result="已梳理", actor=team.verifier),
        lambda: force_tasks.give_task_on(
            task_id=task.pk, person_id=team.clerk.person_id, reason="另有任务", actor=team.clerk
        ),
    )
    assert len(refusals(answers)) == 1, answers
    task.refresh_from_db()
    done_by_the_verifier = (task.person_id, task.done_on) == (team.verifier.person_id, TODAY)
    given_on = (task.person_id, task.done_on) == (team.clerk.person_id, None)
    assert done_by_the_verifier or given_on


def test_nobody_leaves_with_a_task_that_is_given_at_the_same_time() -> None:
    task = a_task()
    force, team = task.force, team_of(task.force.application.office)
    other = a_person_with(Role.OFFICE_CLERK, force.application.office)
    force_tasks.finish_task(task_id=task.pk, result="已梳理", actor=team.verifier)
    answers = together(
        lambda: task_forces.change_members(
            force_id=force.pk, leader_id=team.clerk.person_id, members=[other.person_id], actor=team.clerk
        ),
        lambda: force_tasks.add_task(
            force_id=force.pk,
            text="汇总方案",
            person_id=team.verifier.person_id,
            due_on=TODAY + timedelta(days=20),
            actor=team.chief,
        ),
    )
    (refused,) = [one for one in answers if isinstance(one, DomainError)]
    assert not isinstance(refused, WrongState)
    gone = force.members.filter(left_on__isnull=False).values("person_id")
    assert not force.tasks.filter(done_on=None, person_id__in=gone).exists()
