"""Pages of task forces: one as who is in it sees it; set one up, change its people and its end, end it; give it tasks,
give them on, move and finish them. Source: D6."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals import policies
from approvals.models import TaskForce, TaskForceTask
from approvals.pages.applications import Page, _fresh, act_page
from approvals.rules.task_forces import candidates_for
from approvals.selectors.task_forces import ForceLine, force_line, force_of_task
from approvals.services import force_tasks, task_forces
from approvals.services.initiation import lead_section
from approvals.services.task_forces import NewForce
from organizations.clock import today
from organizations.errors import DomainError
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.pages.forms import CHOOSE, ActForm, DayField

AREA = {"rows": 3}
Choices = list[tuple[str, str]]


def _words(label: Any, limit: int, *, required: bool = True) -> Any:
    return forms.CharField(label=label, max_length=limit, required=required, widget=forms.Textarea(attrs=AREA))


class PeopleForm(ActForm):
    leader = forms.ChoiceField(label=gettext_lazy("Leader of the task force"))
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["leader"].choices = [("", CHOOSE), *people]
        fields["members"].choices = people

    def people(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"leader_id": int(data["leader"]), "members": [int(one) for one in data["members"]]}


class ChangePeopleForm(PeopleForm):
    """The people, and to whom the open task of each of them goes who leaves."""

    reason = _words(gettext_lazy("Reason"), 500, required=False)
    given_on = forms.CharField(
        label=gettext_lazy("Open tasks"), required=False, widget=forms.HiddenInput
    )  # carries the refusal about them

    def __init__(self, *args: Any, people: Choices, line: ForceLine, **kwargs: Any):
        super().__init__(*args, people=people, **kwargs)
        fields: dict[str, Any] = self.fields
        self.open = [one.task for one in line.tasks if one.task.done_on is None and one.task.person is not None]
        for one in self.open:
            label = gettext_lazy("If %(name)s leaves, who does: %(task)s")
            fields[f"task_{one.pk}"] = forms.ChoiceField(
                label=label % {"name": str(one.person), "task": one.text},
                choices=[("", CHOOSE), *people],
                required=False,
            )
        self.order_fields(["leader", "members", *(f"task_{one.pk}" for one in self.open), "reason"])

    def given(self) -> dict[int, int]:
        """Tasks of those who are not named any more; what was chosen for others is not asked for."""
        data = self.cleaned_data
        present = {data["leader"], *data["members"]}
        leaving = [one.pk for one in self.open if str(one.person_id) not in present]
        return {pk: int(chosen) for pk in leaving if (chosen := data[f"task_{pk}"])}


class SetUpForm(PeopleForm):
    name = forms.CharField(label=gettext_lazy("Name of the task force"), max_length=100)
    since = DayField(label=gettext_lazy("At work from"))
    due_on = DayField(label=gettext_lazy("Ends by"))
    field_order = ("name", "leader", "members", "since", "due_on")


class ForceTaskForm(ActForm):
    text = forms.CharField(label=gettext_lazy("What has to be done"), max_length=300)
    person = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due_on = DayField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].choices = [("", CHOOSE), *people]


class GiveOnForm(ActForm):
    person = forms.ChoiceField(label=gettext_lazy("Who does it now"))
    reason = _words(gettext_lazy("Reason"), 500)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].choices = [("", CHOOSE), *people]


class MoveForm(ActForm):
    due_on = DayField(label=gettext_lazy("New day"))
    reason = _words(gettext_lazy("Reason"), 500)


class MoveEndForm(MoveForm):
    with_tasks = forms.BooleanField(label=gettext_lazy("Open tasks due later are due on the new day"), required=False)
    field_order = ("due_on", "with_tasks", "reason")


class FinishForm(ActForm):
    result = _words(gettext_lazy("What came of it"), 300)


class EndForm(ActForm):
    """The result, and a word on each task that is not done."""

    result = _words(gettext_lazy("Result of the task force"), 4000)
    unfinished = forms.CharField(
        label=gettext_lazy("Tasks that are not done"), required=False, widget=forms.HiddenInput
    )  # carries the refusal about them

    def __init__(self, *args: Any, line: ForceLine, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.open = [one.task for one in line.tasks if one.task.done_on is None]
        label = gettext_lazy("Not done: %(task)s. What becomes of it")
        for one in self.open:
            fields[f"task_{one.pk}"] = forms.CharField(label=label % {"task": one.text}, required=False, max_length=300)

    def said(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"task_{one.pk}"] for one in self.open}


def _choices(people: Iterable[tuple[int, str, str]]) -> Choices:
    return [(str(pk), f"{name} · {body}" if body else name) for pk, name, body in people]


def _candidates(application: Any) -> Choices:
    return _choices((one.person_id, one.name, one.body) for one in candidates_for(application).values())


def _of_the_force(line: ForceLine) -> Choices:
    """Leader and members who are in it."""
    present = [one for one in line.members if one.left_on is None]
    rows = [(one.person_id, one.person.name, str(one.section or "")) for one in present]
    return _choices([(line.force.leader_id, line.force.leader.name, ""), *rows])


def _set_up(data: dict[str, Any], shared: dict[str, Any]) -> str:
    shared.pop("expected_version")
    task_forces.set_up_task_force(
        force=NewForce(
            data["name"], int(data["leader"]), [int(one) for one in data["members"]], data["since"], data["due_on"]
        ),
        **shared,
    )
    return _("The task force is set up. Give its people their tasks next.")


SET_UP = Page(
    policies.SET_UP_FORCE,
    gettext_lazy("Set up a task force"),
    gettext_lazy("Set it up"),
    lambda data, files, context: SetUpForm(
        data, initial=_fresh(context, since=today()), people=_candidates(context["application"])
    ),
    _set_up,
    gettext_lazy("For reform tasks. People of this office and of its partner departments can be in it."),
)


@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up the task force of a reform task."""
    return act_page(request, pk, SET_UP)


@dataclass(frozen=True)
class ForceAct:
    """What differs between the pages of the acts on a task force."""

    act: str
    title: str | Promise
    button: str | Promise
    form: Callable[[Any, ForceLine], ActForm]
    do: Callable[[Any, ForceLine, dict[str, Any]], str]


def _initial(**more: Any) -> dict[str, Any]:
    return {"key": secrets.token_urlsafe(16), **more}


def _people_form(data: Any, line: ForceLine) -> ActForm:
    present = [str(one.person_id) for one in line.members if one.left_on is None]
    people = dict(_candidates(line.force.application))
    known = {**dict(_of_the_force(line)), **people}
    initial = _initial(leader=str(line.force.leader_id), members=present)
    return ChangePeopleForm(data, initial=initial, people=list(known.items()), line=line)


def _change(form: Any, line: ForceLine, shared: dict[str, Any]) -> str:
    reason = form.cleaned_data["reason"]
    task_forces.change_members(force_id=line.force.pk, **form.people(), given_on=form.given(), reason=reason, **shared)
    return _("The people of the task force are changed.")


def _add(form: Any, line: ForceLine, shared: dict[str, Any]) -> str:
    data = form.cleaned_data
    force_tasks.add_task(
        force_id=line.force.pk, text=data["text"], person_id=int(data["person"]), due_on=data["due_on"], **shared
    )
    return _("The task is given; its clock runs.")


def _move_end(form: Any, line: ForceLine, shared: dict[str, Any]) -> str:
    data = form.cleaned_data
    task_forces.move_end(
        force_id=line.force.pk,
        due_on=data["due_on"],
        reason=data["reason"],
        with_tasks=data["with_tasks"],
        **shared,
    )
    return _("The end of the task force is moved, and its clock with it.")


def _end(form: Any, line: ForceLine, shared: dict[str, Any]) -> str:
    task_forces.end_task_force(
        force_id=line.force.pk, result=form.cleaned_data["result"], unfinished=form.said(), **shared
    )
    return _("The task force has ended.")


CHANGE = ForceAct(
    policies.CHANGE_FORCE,
    gettext_lazy("Change the people of the task force"),
    gettext_lazy("Keep the people"),
    _people_form,
    _change,
)
ADD = ForceAct(
    policies.ADD_FORCE_TASK,
    gettext_lazy("Give the task force a task"),
    gettext_lazy("Give the task"),
    lambda data, line: ForceTaskForm(data, initial=_initial(), people=_of_the_force(line)),
    _add,
)
MOVE_END = ForceAct(
    policies.MOVE_FORCE_END,
    gettext_lazy("Move the end of the task force"),
    gettext_lazy("Move the end"),
    lambda data, line: MoveEndForm(data, initial=_initial(due_on=line.force.due_on)),
    _move_end,
)
END = ForceAct(
    policies.END_FORCE,
    gettext_lazy("End the task force"),
    gettext_lazy("End the task force"),
    lambda data, line: EndForm(data, initial=_initial(), line=line),
    _end,
)


def _act(request: HttpRequest, line: ForceLine, page: ForceAct, *, title: str = "") -> HttpResponse:
    form, status = page.form(None, line), 200
    if request.method == "POST":
        form, status = page.form(request.POST, line), 422
        if form.is_valid():
            try:
                said = page.do(form, line, {"actor": person(request), "key": form.cleaned_data["key"]})
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, said)
                return redirect("approvals:task_force", pk=line.force.pk)
    context = {"line": line, "application": line.force.application, "form": form, "page": page, "asked": title}
    return render(request, "approvals/task_force_act.html", context, status=status)


def _on_force(request: HttpRequest, pk: int, page: ForceAct) -> HttpResponse:
    line, standing = force_line(viewer=person(request), force_id=pk), standing_of(person(request))
    force: TaskForce = line.force
    if not policies.may_run_force(standing, page.act, force, lead_section(force.application)):
        raise policies.refusal_of_force(page.act, force)
    return _act(request, line, page)


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who leads a task force and who is in it."""
    return _on_force(request, pk, CHANGE)


@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody of a task force a task."""
    return _on_force(request, pk, ADD)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a task force with its result."""
    return _on_force(request, pk, END)


@require_http_methods(["GET", "POST"])
def move_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the day by which a task force ends."""
    return _on_force(request, pk, MOVE_END)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A task force with its people and tasks; who is in it for a partner department sees this page of the matter."""
    line = force_line(viewer=person(request), force_id=pk)
    return render(request, "approvals/task_force.html", {"line": line, "application": line.force.application})


def _give_on(form: Any, task: TaskForceTask, shared: dict[str, Any]) -> str:
    data = form.cleaned_data
    force_tasks.give_task_on(task_id=task.pk, person_id=int(data["person"]), reason=data["reason"], **shared)
    return _("The task is given on; its day stays.")


def _move(form: Any, task: TaskForceTask, shared: dict[str, Any]) -> str:
    data = form.cleaned_data
    force_tasks.move_task(task_id=task.pk, due_on=data["due_on"], reason=data["reason"], **shared)
    return _("The task is moved, and its clock with it.")


def _finish(form: Any, task: TaskForceTask, shared: dict[str, Any]) -> str:
    force_tasks.finish_task(task_id=task.pk, result=form.cleaned_data["result"], **shared)
    return _("The task is finished.")


@dataclass(frozen=True)
class TaskAct:
    """What differs between the pages of the acts on one task."""

    act: str
    title: str | Promise
    button: str | Promise
    form: Callable[[Any, ForceLine, TaskForceTask], ActForm]
    do: Callable[[Any, TaskForceTask, dict[str, Any]], str]


def _others(line: ForceLine, task: TaskForceTask) -> Choices:
    """People of the force besides the one who has the task."""
    return [(pk, name) for pk, name in _of_the_force(line) if pk != str(task.person_id)]


GIVE_ON = TaskAct(
    policies.GIVE_FORCE_TASK_ON,
    gettext_lazy("Give a task of the task force to somebody else"),
    gettext_lazy("Give it on"),
    lambda data, line, task: GiveOnForm(data, initial=_initial(), people=_others(line, task)),
    _give_on,
)
MOVE = TaskAct(
    policies.MOVE_FORCE_TASK,
    gettext_lazy("Move the day of a task of the task force"),
    gettext_lazy("Move the day"),
    lambda data, line, task: MoveForm(data, initial=_initial(due_on=task.due_on)),
    _move,
)
FINISH = TaskAct(
    policies.FINISH_FORCE_TASK,
    gettext_lazy("Finish a task of the task force"),
    gettext_lazy("Finish the task"),
    lambda data, line, task: FinishForm(data, initial=_initial()),
    _finish,
)


def _on_task(request: HttpRequest, pk: int, page: TaskAct) -> HttpResponse:
    line, one = force_of_task(viewer=person(request), task_id=pk, act=page.act)
    standing, lead = standing_of(person(request)), lead_section(line.force.application)
    if page.act == policies.FINISH_FORCE_TASK:
        allowed = policies.may_finish(standing, one.task, lead)
    else:
        allowed = policies.may_run_force(standing, page.act, line.force, lead)
    if not allowed:
        raise policies.refusal_of_force(page.act, line.force)
    form = ForceAct(
        page.act,
        page.title,
        page.button,
        lambda data, on: page.form(data, on, one.task),
        lambda filled, on, shared: page.do(filled, one.task, shared),
    )
    return _act(request, line, form, title=one.task.text)


@require_http_methods(["GET", "POST"])
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish a task of a task force."""
    return _on_task(request, pk, FINISH)


@require_http_methods(["GET", "POST"])
def give_task_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a task of a task force to somebody else of it."""
    return _on_task(request, pk, GIVE_ON)


@require_http_methods(["GET", "POST"])
def move_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the day of a task of a task force."""
    return _on_task(request, pk, MOVE)
