"""Pages of the follow-up register: the tasks of approvals, their evidence, checks, letters and entries. Source: D9."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals import policies
from approvals.models import ApplicationPerson, Effect, FollowUpTask
from approvals.pages.applications import Page, _fresh, act_page
from approvals.pages.listing import must_read
from approvals.rules.follow_up import NewTask
from approvals.selectors.follow_up import acts_on, file_for, task_for, task_lines, task_list
from approvals.services import follow_up
from approvals.services.follow_up import PersonDay
from audit.events import record_event
from audit.models import Event
from documents.serving import file_response
from ledger_site.list_filters import filters_asked
from organizations.errors import DomainError
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.pages.files import HELP, FilesForm
from problems.pages.forms import ActForm, DayField, FilesField

AREA = {"rows": 3}


def _words(label: Any, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs=AREA), help_text=help_text
    )


class TaskForm(ActForm):
    subject = forms.ChoiceField(label=pgettext_lazy("of a task", "Subject"), choices=FollowUpTask.Subject)
    text = forms.CharField(label=gettext_lazy("What has to be done"), max_length=300)
    due_on = DayField(label=gettext_lazy("Until"))


class ReportForm(FilesForm):
    text = _words(gettext_lazy("What was done"))
    files = FilesField(label=gettext_lazy("Evidence"), required=False, help_text=HELP)  # type: ignore[assignment]
    formed_on = None  # type: ignore[assignment]
    field_order = ("text", "kept", "files", "key", "version")

    def __init__(self, *args: Any, people: Sequence[ApplicationPerson] = (), leaving: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.named = people
        label = gettext_lazy("%(name)s left on") if leaving else gettext_lazy("%(name)s entered on")
        for one in people:
            fields[f"on_{one.pk}"] = DayField(
                label=label % {"name": one.name},
                required=False,
                initial=one.came_true_on,
                help_text=gettext_lazy("The first day on which the person no longer counts.") if leaving else "",
            )
            fields[f"why_{one.pk}"] = forms.CharField(
                label=gettext_lazy("%(name)s: or why it did not come about") % {"name": one.name},
                required=False,
                max_length=200,
                initial=one.fell_away,
            )

    def people(self) -> list[PersonDay]:
        data = self.cleaned_data
        return [PersonDay(one.pk, data[f"on_{one.pk}"], data[f"why_{one.pk}"]) for one in self.named]


class CheckForm(ActForm):
    fulfilled = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=(("yes", gettext_lazy("carried out")), ("no", gettext_lazy("not carried out"))),
        widget=forms.RadioSelect,
    )
    finding = _words(gettext_lazy("Finding"))


class LetterForm(ActForm):
    demand = _words(gettext_lazy("What is demanded"), gettext_lazy("In Chinese: it stands in the letter."))
    answer_by = DayField(label=gettext_lazy("Answer by"))


class EntryForm(ActForm):
    facts = _words(gettext_lazy("What was not carried out"))


def tasks_asked(request: HttpRequest) -> tuple[bool, QuerySet[FollowUpTask]]:
    """Whether the closed ones are asked, and the tasks, for the page and its export. Raises NotFound, Invalid."""
    must_read(person(request))
    closed = filters_asked(request.GET, {"show": ("open", "closed")})["show"] == "closed"
    return closed, task_list(person(request), closed=closed)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The follow-up register: open tasks by their day, or the closed ones."""
    closed, tasks = tasks_asked(request)
    page = Paginator(tasks, 50).get_page(request.GET.get("page"))
    lines = task_lines(list(page.object_list))
    return render(request, "approvals/follow_up.html", {"page": page, "lines": lines, "closed": closed})


def _add(data: dict[str, Any], shared: dict[str, Any]) -> str:
    shared.pop("expected_version")
    follow_up.add_task(task=NewTask(data["subject"], data["text"], data["due_on"]), **shared)
    return _("The task is in the follow-up register and with the unit.")


ADD = Page(
    policies.ADD_TASK,
    gettext_lazy("Add a task to the follow-up"),
    gettext_lazy("Add the task"),
    lambda data, files, context: TaskForm(data, initial=_fresh(context)),
    _add,
)


@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a task to an approved application."""
    return act_page(request, pk, ADD)


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    task = task_for(viewer=person(request), task_id=pk)
    standing = standing_of(person(request))
    open_acts = [
        {"label": one.button, "url": reverse(route, args=[pk]), "main": place == 0}
        for place, (route, one) in enumerate(
            (f"approvals:{name}", TASK_ACTS[name]) for name in ROUTES if TASK_ACTS[name].act in acts_on(task, standing)
        )
    ]
    return {"task": task, "line": task_lines([task])[0], "standing": standing, "acts": open_acts}


@require_GET
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what has to be done until when, what the unit reports, with which evidence, what was found."""
    return render(request, "approvals/task.html", _context(request, pk))


@dataclass(frozen=True)
class TaskAct:
    """What differs between the pages of the acts on a task."""

    act: str
    title: str | Promise
    button: str | Promise
    form: type[ActForm]
    do: Callable[[dict[str, Any], dict[str, Any]], str]


def _report(data: dict[str, Any], shared: dict[str, Any]) -> str:
    follow_up.report_task(text=data["text"], files=data["files"], people=data.get("people", ()), **shared)
    return _("Reported. The office checks it within five working days.")


def _check(data: dict[str, Any], shared: dict[str, Any]) -> str:
    done = follow_up.check_task(fulfilled=data["fulfilled"] == "yes", finding=data["finding"], **shared)
    return _("The task is closed.") if done.closed_on else _("The task is back with the unit.")


def _letter(data: dict[str, Any], shared: dict[str, Any]) -> str:
    done = follow_up.issue_letter(demand=data["demand"], answer_by=data["answer_by"], **shared)
    return _("Issued as %(number)s.") % {"number": done.letter.number if done.letter else ""}


def _entry(data: dict[str, Any], shared: dict[str, Any]) -> str:
    done = follow_up.enter_problem(facts=data["facts"], **shared)
    return _("Registered as %(number)s. The gate sees it from now on.") % {
        "number": done.problem.number if done.problem else ""
    }


TASK_ACTS: dict[str, TaskAct] = {
    "report_task": TaskAct(
        policies.REPORT_TASK, gettext_lazy("Report on the task"), gettext_lazy("Report"), ReportForm, _report
    ),
    "check_task": TaskAct(
        policies.CHECK_TASK, gettext_lazy("Check the task"), gettext_lazy("Keep the check"), CheckForm, _check
    ),
    "task_letter": TaskAct(
        policies.LETTER, gettext_lazy("Issue a supervision letter"), gettext_lazy("Issue the letter"), LetterForm,
        _letter,
    ),
    "task_entry": TaskAct(
        policies.TASK_ENTRY, gettext_lazy("Enter it in the ledger"), gettext_lazy("Register the entry"), EntryForm,
        _entry,
    ),
}  # fmt: skip
ROUTES = tuple(TASK_ACTS)


def _act(request: HttpRequest, pk: int, page: TaskAct) -> HttpResponse:
    context = _context(request, pk)
    if not policies.may(context["standing"], page.act, context["task"].application):
        raise policies.refusal(page.act)
    options: dict[str, Any] = {}
    if page.form is ReportForm:
        options["people"] = follow_up.unsettled(context["task"])
        options["leaving"] = context["task"].application.kind.effect == Effect.REDUCTION
    form, status = page.form(initial={"key": secrets.token_urlsafe(16)}, **options), 200
    if request.method == "POST":
        form, status = page.form(request.POST, request.FILES, **options), 422
        if isinstance(form, ReportForm):
            form.recall(request)
        if form.is_valid():
            if isinstance(form, ReportForm):
                form.cleaned_data |= {"people": form.people(), "files": form.new_files()}
            shared = {"task_id": pk, "actor": person(request), "key": form.cleaned_data["key"]}
            try:
                said = page.do(form.cleaned_data, shared)
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, said)
                return redirect("approvals:task", pk=pk)
        if isinstance(form, ReportForm):
            form.keep(request)
    context.update(form=form, page=page)
    return render(request, "approvals/task_act.html", context, status=status)


def _view(name: str) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return _act(request, pk, TASK_ACTS[name])

    return view


report_task, check_task = _view("report_task"), _view("check_task")
letter, entry = _view("task_letter"), _view("task_entry")


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Evidence of a task as an attachment; who took it is kept."""
    found = file_for(viewer=person(request), file_id=pk)
    response = file_response(found.stored, found.name)
    record_event(
        Event.Kind.DOWNLOAD,
        actor=person(request),
        object_kind="task_file",
        object_id=found.pk,
        details={"task": found.task_id, "sha256": found.stored.sha256},
    )
    return response
