"""Tasks of a task force (专班): given, given on, moved to another day, finished with their result. Source: D6."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import Acting
from approvals.models import TaskForce, TaskForceTask
from approvals.rules.task_forces import WORKING
from approvals.services.initiation import missing_texts
from approvals.services.task_forces import FORCE, SAY_WHY, Errors, force_clock, on_force
from deadlines.clocks import start_clocks, stop_clocks
from deadlines.models import ClockKind
from deadlines.moves import reschedule
from organizations.clock import in_words, today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from problems.acting import KeyUsed


def add_task(
    *, force_id: int, text: str, person_id: int | None, due_on: date, actor: Account, key: str = ""
) -> TaskForceTask:
    """Give somebody of the task force a dated task; its clock runs with the office.

    Raises:
        Invalid: No words, a person who is not of the force, a day that is not after today or after the force's end.
        WrongState: The task force has ended, or the matter has.
        NotFound, NotAllowed: See ``acting_on``.

    Source: D6.
    """
    with on_force(force_id, policies.ADD_FORCE_TASK, actor, key, of_tasks=True) as on:
        now, force = on.now, on.force
        if now.known is not None:
            made = TaskForceTask.objects.get(pk=now.known)
            if made.force_id != force_id:
                raise KeyUsed  # the key belongs to another task force of this application
            return made
        now.require(*WORKING)
        errors = Errors()
        missing_texts(errors, [("text", text, _("Say what has to be done."))])
        _of_the_force(force, person_id, errors)
        _day_of_the_force(force, due_on, errors)
        if errors:
            raise Invalid(errors=errors)
        row = TaskForceTask(force=force, text=text.strip()[:300], person_id=person_id, due_on=due_on)
        row.save()
        start_clocks([force_clock(force, ClockKind.TASK_FORCE, due_on, row.text, row.pk)])
        now.receipt(row.pk)
        return row


def finish_task(*, task_id: int, result: str, actor: Account, key: str = "") -> TaskForceTask:
    """Finish a task with its result: whoever it was given to, or who runs the task force; its clock stops.

    Raises:
        Invalid: No result.
        WrongState: The task is finished, or the task force has ended.
        NotFound, NotAllowed: See ``acting_on``.

    Source: D6.
    """
    with _on_task(task_id, policies.FINISH_FORCE_TASK, actor, key, own=True) as (now, task):
        if now.known is not None:
            return task
        if not result.strip():
            raise Invalid(errors={"result": [_("Say what came of it.")]})
        task.done_on, task.result = today(), result.strip()[:300]
        task.save(update_fields=["done_on", "result"])
        stop_clocks(task.force_id, ClockKind.TASK_FORCE, on=today(), item_id=task.pk, subject_kind=FORCE)
        now.receipt(task.pk)
        return task


def give_task_on(*, task_id: int, person_id: int | None, reason: str, actor: Account, key: str = "") -> TaskForceTask:
    """Give an open task to somebody else of the task force. Its day and its clock stay; history keeps who had it.

    Raises:
        Invalid: No reason, a person who is not of the force, or the one who has the task.
        WrongState: The task is finished, or the task force has ended.
        NotFound, NotAllowed: See ``acting_on``.

    Source: D6.
    """
    with _on_task(task_id, policies.GIVE_FORCE_TASK_ON, actor, key, reason=reason) as (now, task):
        if now.known is not None:
            return task
        errors = Errors()
        missing_texts(errors, [("reason", reason, SAY_WHY)])
        if person_id == task.person_id:
            errors["person"] = [_("Choose somebody else: this person has the task.")]
        else:
            _of_the_force(task.force, person_id, errors)
        if errors:
            raise Invalid(errors=errors)
        task.person_id = person_id
        task.save(update_fields=["person"])
        now.receipt(task.pk)
        return task


def move_task(*, task_id: int, due_on: date, reason: str, actor: Account, key: str = "") -> TaskForceTask:
    """Move the day by which an open task is due, and its clock with it.

    Raises:
        Invalid: No reason, the day it has, a day that is not after today or after the force's end.
        WrongState: The task is finished, or the task force has ended.
        NotFound, NotAllowed: See ``acting_on``.

    Source: D6.
    """
    with _on_task(task_id, policies.MOVE_FORCE_TASK, actor, key, reason=reason) as (now, task):
        if now.known is not None:
            return task
        errors = Errors()
        missing_texts(errors, [("reason", reason, SAY_WHY)])
        _day_of_the_force(task.force, due_on, errors)
        if due_on == task.due_on:
            errors["due_on"] = [_("The task is due on this day already.")]
        if errors:
            raise Invalid(errors=errors)
        task.due_on = due_on
        task.save(update_fields=["due_on"])
        reschedule(task.force_id, {(ClockKind.TASK_FORCE, task.pk): due_on}, subject_kind=FORCE)
        now.receipt(task.pk)
        return task


def _of_the_force(force: TaskForce, person_id: int | None, errors: Errors) -> None:
    present = {force.leader_id, *force.members.filter(left_on=None).values_list("person_id", flat=True)}
    if person_id not in present:
        errors["person"] = [_("Choose the leader or a member of the task force.")]


def _day_of_the_force(force: TaskForce, due_on: date, errors: Errors) -> None:
    end = {"day": in_words(force.due_on)}
    if force.due_on <= today():
        errors["due_on"] = [_("The task force was to end by %(day)s. Have its end moved first.") % end]
    elif not today() < due_on <= force.due_on:
        errors["due_on"] = [_("Enter a day after today, by the end of the task force on %(day)s.") % end]


@contextmanager
def _on_task(
    task_id: int, name: str, actor: Account, key: str, *, own: bool = False, reason: str = ""
) -> Iterator[tuple[Acting, TaskForceTask]]:
    """One transaction around an act on an open task: application, force and task locked in this order.

    Args:
        own: Who the task was given to may act as well.

    Raises: WrongState where the task is finished, KeyUsed for the key of another task, and what ``on_force`` raises.
    """
    force_id = TaskForceTask.objects.filter(pk=task_id).values_list("force_id", flat=True).first() or 0
    own_task = task_id if own else None
    with on_force(force_id, name, actor, key, reason=reason, task_id=own_task, of_tasks=True) as on:
        task = TaskForceTask.objects.select_for_update(no_key=True, of=("self",)).get(pk=task_id)
        task.force = on.force
        if on.now.known is not None:
            if on.now.known != task_id:
                raise KeyUsed
        elif task.done_on is not None:
            raise WrongState(_("This task was finished on %(day)s."), day=in_words(task.done_on))
        yield on.now, task
