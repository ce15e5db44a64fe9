"""The pages on which an act on an entry is done: one form each, the service does it, the entry follows."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deadlines.calendar import load_calendar
from organizations.clock import today
from organizations.errors import DomainError, Invalid, Stale
from organizations.selectors import head_of
from organizations.signed_in import person
from problems import policies
from problems.acting import require_move, require_state
from problems.pages.entry import entry_context
from problems.pages.files import FilesForm
from problems.pages.forms import (
    ActForm,
    AssignForm,
    DecisionForm,
    ReasonForm,
)
from problems.selectors.rectification import latest_plan
from problems.services import intake, rectification
from problems.services.planning import plan_gaps
from problems.states import MOVES, STAYS


def new_form_data(context: dict[str, Any], **initial: Any) -> dict[str, Any]:
    """What every form of an act starts with: its key and the version of the entry it is filled on."""
    return {"key": secrets.token_urlsafe(16), "version": context["problem"].version, **initial}


def act_page(
    request: HttpRequest,
    pk: int,
    *,
    act: str,
    template: str,
    build: Callable[[dict[str, Any], Any, Any], ActForm],
    do: Callable[[ActForm], str],
    extra: Callable[[dict[str, Any], ActForm], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show the form of an act on GET; on POST do it and go to the entry, or show the form with the refusal.

    Args:
        act: Key in the policy table; who may not even see the form gets the refusal at once.
        build: Makes the form from (context, data, files); data None for an empty one.
        do: Calls the service with the valid form; answers the sentence to show afterwards.
        extra: More for the template.
    """
    context = entry_context(person(request), pk)
    policies.requires(act)(context["standing"], context["problem"])
    move = act.removeprefix("problem.")
    if request.method == "GET" and move in MOVES:
        require_move(move, context["problem"])
    elif request.method == "GET" and move in STAYS:
        require_state(move, context["problem"])
    status = 200
    if request.method == "POST":
        form = build(context, request.POST, request.FILES)
        status = 422
        if isinstance(form, FilesForm):
            form.recall(request)
        if form.is_valid():
            try:
                said = do(form)
            except DomainError as refusal:
                form.warned = refusal.code == "possible_duplicates"
                status = form.refuse(refusal)
                context = entry_context(person(request), pk)
                if refusal.code == Stale.code:
                    form.beside(context["problem"])
            else:
                messages.success(request, said)
                return redirect("problems:detail", pk=pk)
        if isinstance(form, FilesForm):
            form.keep(request)
    else:
        form = build(context, None, None)
    context["form"] = form
    if extra is not None:
        context.update(extra(context, form))
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a registered entry to its unit."""

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        problem = context["problem"]
        suggested = problem.required_on or load_calendar().add(today(), 30)
        head = head_of(problem.unit_id)
        return AssignForm(data, initial=new_form_data(context, deadline=suggested, responsible=head))

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        problem = intake.assign_problem(
            problem_id=pk,
            deadline=data["deadline"],
            responsible=data["responsible"],
            handler=data["handler"],
            pace=data["pace"],
            note=data["note"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("%(number)s is assigned to %(unit)s. The unit sees it now and files its plan next.") % {
            "number": problem.number,
            "unit": problem.unit.name,
        }

    return act_page(request, pk, act="problem.assign", template="problems/assign.html", build=build, do=do)


@require_http_methods(["GET", "POST"])
def decide_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the plan or return it with what has to change."""
    decision = request.POST.get("decision", "")
    returning = decision == "return"

    def do(form: ActForm) -> str:
        reason = form.cleaned_data["reason"]
        if decision not in {"approve", "return"}:
            raise Invalid(_("Choose one of the buttons."))
        if returning:
            rectification.return_plan(
                problem_id=pk,
                reason=reason,
                actor=person(request),
                expected_version=form.expected_version,
                key=form.cleaned_data["key"],
            )
            return _("The plan is returned. The unit files another within ten working days.")
        rectification.approve_plan(
            problem_id=pk,
            note=reason,
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The plan is approved; rectification begins and the dates it names are watched.")

    return act_page(
        request,
        pk,
        act="problem.return_plan" if returning else "problem.approve_plan",
        template="problems/decide_plan.html",
        build=lambda context, data, files: DecisionForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: _plan_with_gaps(latest_plan(context["problem"])),
    )


def _plan_with_gaps(plan: Any) -> dict[str, Any]:
    return {"plan": plan, "gaps": plan_gaps(plan.measures.all(), plan.milestones.all()) if plan else []}


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void an entry with a reason."""

    def do(form: ActForm) -> str:
        problem = intake.void_problem(
            problem_id=pk,
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("%(number)s is voided. Its number stays and is not given again.") % {"number": problem.number}

    return act_page(
        request,
        pk,
        act="problem.void",
        template="problems/void.html",
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
    )
