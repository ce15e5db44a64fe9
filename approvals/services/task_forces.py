"""专班: a task force for a reform task, with its people, its tasks and its end. Source: D6.

Its clocks are its own (``FORCE``), not the application's: a reply or a withdrawal does not stop them, the people do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from approvals import policies
from approvals.acting import Acting, acting_on
from approvals.models import Application, TaskForce, TaskForceMember, TaskForceTask
from approvals.rules.task_forces import REFORM_KINDS, WORKING, Candidate, candidates_for
from approvals.services.decision import LATEST_TASK_YEARS
from approvals.services.initiation import lead_section, missing_texts, of_the_lead
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from deadlines.moves import reschedule
from organizations.clock import in_words, today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from organizations.scope import Standing
from problems.acting import KeyUsed

FORCE = "task_force"  # subject_kind of its clocks
MOST_PEOPLE = 50
SAY_WHY = _("Give the reason.")
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class NewForce:
    """A task force as it is set up; ``members`` are ids of people besides the leader."""

    name: str
    leader_id: int
    members: Sequence[int]
    since: date
    due_on: date


@dataclass
class OnForce:
    """An open act on a task force: the application locked first, then the force."""

    now: Acting
    force: TaskForce


def set_up_task_force(*, application_id: int, force: NewForce, actor: Account, key: str = "") -> TaskForce:
    """Set up the task force of a reform task; its end is on a clock from now on.

    Each member is kept with the section in which the person holds a post today.

    Raises:
        WrongState: Not a reform task, or not admitted, or ended, or a task force is at work on it.
        Invalid: All that is missing or does not fit, named together.
        NotAllowed: Not a chief or leader, or not of the lead section.
        NotFound: See ``acting_on``.

    Source: D6.
    """
    with acting_on(
        application_id, policies.SET_UP_FORCE, actor=actor, may=of_the_lead(policies.SET_UP_FORCE), key=key
    ) as now:
        if now.known is not None:
            return TaskForce.objects.get(pk=now.known)
        application = now.application
        if application.kind.code not in REFORM_KINDS:
            raise WrongState(
                _("A task force is for a reform task. This matter (%(kind)s) goes to its lead section."),
                kind=str(application.kind.name),
            )
        now.require(*WORKING)
        if application.task_forces.filter(ended_on=None).exists():
            raise WrongState(_("A task force is at work on this matter. End it first, or change its people."))
        errors, known = Errors(), candidates_for(application)
        missing_texts(errors, [("name", force.name, _("Give the task force a name."))])
        people = _people(force.leader_id, force.members, known, errors)
        earliest = application.filed_on or today()
        if not earliest <= force.since <= force.due_on:
            errors["since"] = [
                _("Enter a day between the filing on %(day)s and the end.") % {"day": in_words(earliest)}
            ]
        _coming_day(force.due_on, errors)
        if errors:
            raise Invalid(errors=errors)
        row = TaskForce(
            application=application,
            name=force.name.strip()[:100],
            leader_id=force.leader_id,
            since=force.since,
            due_on=force.due_on,
        )
        row.save()
        for person_id in people:
            TaskForceMember(force=row, person_id=person_id, section_id=known[person_id].section_id).save()
        start_clocks([force_clock(row, ClockKind.TASK_FORCE_END, row.due_on, row.name)])
        now.receipt(row.pk)
        return row


def change_members(
    *,
    force_id: int,
    leader_id: int,
    members: Sequence[int],
    actor: Account,
    given_on: Mapping[int, int] | None = None,
    reason: str = "",
    key: str = "",
) -> TaskForce:
    """Set who leads the task force and who is in it. Who is no longer named has left today; who comes back is in again.

    Args:
        given_on: To whom each open task of somebody who leaves goes, by the task's id; its clock and its day stay.

    Raises:
        Invalid: Nobody named, or somebody new without a post here; an open task of somebody who leaves that goes to
            nobody of the force, another task named, or tasks given on without a reason.
        WrongState: The task force has ended.
        NotFound, NotAllowed: See ``acting_on``.

    Source: D6.
    """
    with on_force(force_id, policies.CHANGE_FORCE, actor, key, reason=reason) as on:
        now, force = on.now, on.force
        if now.known is not None:
            return force
        rows = {one.person_id: one for one in force.members.select_related("person")}
        staying = {force.leader_id, *(one.person_id for one in rows.values() if one.left_on is None)}
        errors, known = Errors(), candidates_for(now.application)
        people = _people(leader_id, members, known, errors, staying)
        present = {leader_id, *people}
        moved = _given_on(force, present, given_on or {}, errors)
        if moved:
            missing_texts(errors, [("reason", reason, SAY_WHY)])
        if errors:
            raise Invalid(errors=errors)
        for person_id, row in rows.items():
            left_on = None if person_id in present else row.left_on or today()
            if left_on != row.left_on:
                row.left_on = left_on
                row.save(update_fields=["left_on"])
        for person_id in people:
            if person_id not in rows:
                section_id = known[person_id].section_id if person_id in known else None
                TaskForceMember(force=force, person_id=person_id, section_id=section_id).save()
        for task in moved:
            task.save(update_fields=["person"])
        if force.leader_id != leader_id:
            force.leader_id = leader_id
            force.save(update_fields=["leader"])
        now.receipt(force.pk)
        return force


def move_end(
    *, force_id: int, due_on: date, reason: str, actor: Account, with_tasks: bool = False, key: str = ""
) -> TaskForce:
    """Move the day by which the task force ends, and its clock with it.

    Args:
        with_tasks: Open tasks due after the new day are due on it from now on, their clocks too.

    Raises:
        Invalid: No reason; not a new day after today within five years; open tasks due after it, unless
            ``with_tasks`` says that they come along.
        WrongState: The task force has ended.
        NotFound, NotAllowed: See ``acting_on``; the chief or a leader of the lead section moves it.

    Source: D6.
    """
    with on_force(force_id, policies.MOVE_FORCE_END, actor, key, reason=reason) as on:
        now, force = on.now, on.force
        if now.known is not None:
            return force
        errors = Errors()
        missing_texts(errors, [("reason", reason, SAY_WHY)])
        _coming_day(due_on, errors)
        if due_on == force.due_on:
            errors["due_on"] = [_("The task force ends by this day already.")]
        later = list(_open_tasks(force).filter(due_on__gt=due_on))
        if later and not with_tasks:
            sentence = _("These tasks are due later: %(tasks)s. Choose a later day, or say that they come along.")
            errors.setdefault("with_tasks", []).append(sentence % {"tasks": named(one.text for one in later)})
        if errors:
            raise Invalid(errors=errors)
        for task in later:
            task.due_on = due_on
            task.save(update_fields=["due_on"])
        force.due_on = due_on
        force.save(update_fields=["due_on"])
        due: dict[tuple[str, int | None], date] = {(ClockKind.TASK_FORCE, one.pk): due_on for one in later}
        reschedule(force.pk, {**due, (ClockKind.TASK_FORCE_END, None): due_on}, subject_kind=FORCE)
        now.receipt(force.pk)
        return force


def end_task_force(
    *, force_id: int, result: str, actor: Account, unfinished: Mapping[int, str] | None = None, key: str = ""
) -> TaskForce:
    """End a task force with its result, whatever became of its application; all its clocks stop.

    Args:
        unfinished: What becomes of each task that is not done, by its id; kept as the result of the task, which stays
            without a day on which it was done.

    Raises:
        Invalid: No result, or an open task of which nothing is said, or a task that is not one of those.
        WrongState: The task force has ended.
        NotFound, NotAllowed: See ``acting_on``; the chief or a leader of the lead section ends it.

    Source: D6.
    """
    with on_force(force_id, policies.END_FORCE, actor, key, reason=result) as on:
        now, force, day = on.now, on.force, today()
        if now.known is not None:
            return force
        said = {pk: words.strip() for pk, words in (unfinished or {}).items() if words.strip()}
        open_tasks = list(_open_tasks(force))
        errors = Errors()
        missing_texts(errors, [("result", result, _("Say what came of the task force."))])
        if silent := [one.text for one in open_tasks if one.pk not in said]:
            sentence = _("Finish these tasks, or say what becomes of them: %(tasks)s")
            errors["unfinished"] = [sentence % {"tasks": named(silent)}]
        elif set(said) - {one.pk for one in open_tasks}:
            errors["unfinished"] = [_("Only tasks of this task force that are not done can be named here.")]
        if errors:
            raise Invalid(errors=errors)
        for task in open_tasks:
            task.result = said[task.pk][:300]
            task.save(update_fields=["result"])
        force.ended_on, force.result = day, result.strip()
        force.save(update_fields=["ended_on", "result"])
        stop_clocks(force.pk, ClockKind.TASK_FORCE_END, on=day, subject_kind=FORCE)
        stop_clocks(force.pk, on=day, outcome=Clock.Outcome.CANCELLED, subject_kind=FORCE)
        now.receipt(force.pk)
        return force


def named(names: Iterable[str]) -> str:
    """Names of people or tasks in one sentence."""
    return str(pgettext("between names", ", ")).join(names)


def _open_tasks(force: TaskForce) -> QuerySet[TaskForceTask]:
    """Tasks that are not done, locked."""
    return force.tasks.select_for_update(no_key=True, of=("self",)).filter(done_on=None).order_by("pk")


def _given_on(force: TaskForce, present: set[int], wanted: Mapping[int, int], errors: Errors) -> list[TaskForceTask]:
    """The open tasks of those who are not ``present`` any more, each with the person it goes to; not saved."""
    rows = _open_tasks(force).exclude(person=None).exclude(person_id__in=present).select_related("person")
    leaving = {one.pk: one for one in rows}
    if held := [one for pk, one in leaving.items() if wanted.get(pk) not in present]:
        sentence = _("These people have open tasks: %(names)s. Say who of the task force does each of them now.")
        errors["given_on"] = [sentence % {"names": named(sorted({str(one.person) for one in held}))}]
    elif set(wanted) - set(leaving):
        errors["given_on"] = [_("Only open tasks of people who leave can be given on here.")]
    for pk, task in leaving.items():
        task.person_id = wanted.get(pk)
    return list(leaving.values())


def _people(
    leader_id: int,
    members: Sequence[int],
    known: Mapping[int, Candidate],
    errors: Errors,
    staying: set[int] | frozenset[int] = frozenset(),
) -> list[int]:
    """The members besides the leader, each once; ``staying`` are in the force whatever post they hold now."""
    people = [one for one in dict.fromkeys(members) if one != leader_id]
    allowed = set(known) | staying
    sentence = _("Choose people who hold a post in this office, or in a partner department of it, today.")
    if leader_id not in allowed:
        errors["leader"] = [sentence]
    if set(people) - allowed:
        errors["members"] = [sentence]
    elif not people:
        errors["members"] = [_("Name at least one member besides the leader.")]
    elif len(people) > MOST_PEOPLE:
        errors["members"] = [_("Fifty members at most.")]
    return people


def _coming_day(day: date, errors: Errors) -> None:
    if not today() < day or day.year > today().year + LATEST_TASK_YEARS:
        errors["due_on"] = [_("Enter a day after today, within five years.")]


def force_clock(force: TaskForce, kind: str, due_on: date, detail: str, task_id: int | None = None) -> NewClock:
    """At the office and without the unit, which learns of no inner task."""
    return NewClock(
        subject_kind=FORCE,
        subject_id=force.pk,
        kind=kind,
        holder=Clock.Holder.OFFICE,
        office_id=force.application.office_id,
        item_id=task_id,
        started_on=today(),
        due_on=due_on,
        detail=detail[:200],
    )


@contextmanager
def on_force(
    force_id: int,
    name: str,
    actor: Account,
    key: str,
    *,
    reason: str = "",
    task_id: int | None = None,
    of_tasks: bool = False,
) -> Iterator[OnForce]:
    """One transaction around an act on a task force. Hidden and missing ones answer alike; who is in it for a partner
    department reaches it without seeing the application.

    Args:
        task_id: The task that is finished: who it was given to may act as well.
        of_tasks: The act answers with a task, so its receipt names one.

    Raises: WrongState once the task force has ended, and what ``acting_on`` raises.
    """
    found = TaskForce.objects.filter(pk=force_id).values_list("application_id", flat=True).first()

    def may(standing: Standing, application: Application) -> None:
        force, lead = TaskForce.objects.get(pk=force_id), lead_section(application)
        force.application = application
        if task_id is not None:
            task = TaskForceTask.objects.get(pk=task_id)
            task.force = force
            allowed = policies.may_finish(standing, task, lead)
        else:
            allowed = policies.may_run_force(standing, name, force, lead)
        if not allowed:
            raise policies.refusal_of_force(name, force)

    def reach(standing: Standing) -> QuerySet[Application]:
        forces = policies.visible_forces(standing).filter(pk=force_id)
        return Application.objects.filter(pk__in=forces.values("application"))

    with acting_on(found or 0, name, actor=actor, may=may, reason=reason, key=key, reach=reach) as now:
        force = TaskForce.objects.select_for_update(no_key=True, of=("self",)).get(pk=force_id)
        force.application = now.application
        if now.known is not None and not of_tasks and now.known != force_id:
            raise KeyUsed  # the key belongs to another task force of this application
        if now.known is None and force.ended_on is not None:
            raise WrongState(
                _("This task force ended on %(day)s. Set up another one if the matter still needs it."),
                day=in_words(force.ended_on),
            )
        yield OnForce(now, force)
