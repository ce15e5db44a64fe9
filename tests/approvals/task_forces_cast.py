"""A task force of a reform task, and what its people do with it, for the tests of task forces."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application
from django.test import Client

from approvals.models import Application, ApplicationKind, TaskForce, TaskForceTask
from approvals.selectors.applications import board
from approvals.selectors.timeline import timeline_of
from approvals.services import force_tasks, task_forces
from approvals.services.task_forces import FORCE, NewForce
from deadlines.models import Clock
from organizations.errors import Invalid
from organizations.models import Account
from organizations.roles import Role
from tests.factories import a_partner, a_person_with, team_of

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


def a_member_beside(force: TaskForce) -> Account:
    """A member for a partner department of the force's office, who joined it."""
    beside = a_person_with(Role.PARTNER, a_partner(force.application.office))
    change(force, team_of(force.application.office).verifier, beside)
    return beside


def page(account: Account, path: str, data: Any = None) -> Any:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client.get(path) if data is None else client.post(path, data)
